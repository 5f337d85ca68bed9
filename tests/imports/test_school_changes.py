"""What an import writes into a setting, and what it leaves alone."""

from __future__ import annotations

import msgspec
import pytest

from stls_core.records._declare import fields_of
from stls_core.records.settings import Setting
from stls_desktop.imports.gias import read_gias
from stls_desktop.imports.school_changes import IMPORTED_FIELDS, ChangeKind, compare
from tests.imports.gias_files import gias_bytes, school


def change(existing=None, *, merged_into_id="", **cells):
    (row,) = read_gias(gias_bytes(school(**cells)), authority="886", file_name="x.csv").rows
    return compare(
        row,
        existing,
        setting_id="one",
        district_id="ashford",
        merged_into_id=merged_into_id,
    )


@pytest.fixture
def stored():
    return dict(change().fields)


def test_every_imported_field_is_a_field_of_a_setting():
    declared = {field.name for field in fields_of(Setting)}
    assert declared.issuperset(IMPORTED_FIELDS)


def test_what_is_added_reads_back_as_a_setting():
    added = change()
    setting = msgspec.convert(dict(added.fields), Setting)
    assert added.kind is ChangeKind.ADDED
    assert (setting.name, setting.urn, setting.roll) == ("Larkmere Primary School", "990101", 210)
    assert setting.opened_on is not None
    assert (setting.status, setting.district_id) == ("ACTIVE", "ashford")


def test_the_same_school_again_changes_nothing(stored):
    again = change(stored)
    assert (again.kind, again.fields) == (ChangeKind.UNCHANGED, {})


def test_only_what_differs_is_written(stored):
    assert change(stored, numberofpupils="215").fields == {"roll": 215}


def test_what_people_wrote_is_never_named(stored):
    stored |= {"site_notes": "Park at the church", "contacts": [{"name": "A"}], "name": "Old"}
    changed = change(stored)
    assert changed.kind is ChangeKind.CHANGED
    assert set(changed.fields) == {"name"}
    assert set(IMPORTED_FIELDS).isdisjoint(
        {"site_notes", "contacts", "entitlement_visits", "info_sharing_on", "ey_ref"}
    )


def test_an_empty_cell_empties_nothing(stored):
    assert not change(stored, telephonenum="", numberofpupils="", street="").fields


def test_a_new_postcode_replaces_the_whole_address(stored):
    moved = change(stored, postcode="ZZ2 2BB", street="", town="Brookmere")
    assert moved.fields == {"postcode": "ZZ2 2BB", "street": None, "town": "Brookmere"}


def test_a_type_that_is_not_given_replaces_none(stored):
    silent = {
        "typeofestablishmentcode": "",
        "typeofestablishmentname": "",
        "establishmenttypegroupcode": "",
        "establishmenttypegroupname": "",
        "phaseofeducationcode": "",
        "phaseofeducationname": "",
    }
    assert not change(stored, **silent).fields


def test_a_lost_letter_replaces_no_good_name(stored):
    (row,) = read_gias(
        gias_bytes(school(establishmentname="Larkm\ufffdre"), encoding="utf-8"),
        authority="886",
        file_name="x.csv",
    ).rows
    assert not compare(row, stored, setting_id="one", district_id="ashford").fields


def test_a_closed_school_is_closed_on_its_day(stored):
    closed = change(stored, establishmentstatusname="Closed", closedate="31-08-2025")
    assert closed.kind is ChangeKind.CLOSED
    assert closed.fields == {"status": "CLOSED", "closed_on": "2025-08-31"}


def test_a_merged_school_says_into_which(stored):
    merged = change(stored, establishmentstatusname="Closed", merged_into_id="other")
    assert merged.kind is ChangeKind.CLOSED
    assert merged.fields == {"status": "MERGED", "merged_into_id": "other"}


def test_a_school_that_opens_again_is_not_closed(stored):
    stored |= {"status": "CLOSED", "closed_on": "2025-08-31"}
    reopened = change(stored)
    assert reopened.kind is ChangeKind.CHANGED
    assert reopened.fields == {"status": "ACTIVE", "closed_on": None}


def test_a_school_that_will_close_is_still_active(stored):
    assert not change(stored, establishmentstatusname="Open, but proposed to close").fields
