"""A whole import before anything is written: one change a school, and why a row leads to none."""

from __future__ import annotations

from stls_desktop.imports.gias import read_gias
from stls_desktop.imports.gias_links import LinkKind, SchoolLink
from stls_desktop.imports.school_changes import ChangeKind
from stls_desktop.imports.school_ids import district_id_of, setting_id_of
from stls_desktop.imports.school_plan import plan_import
from tests.imports.gias_files import gias_bytes, school

CLOSED = {"establishmentstatusname": "Closed", "closedate": "31-08-2025"}


def plan(*schools, stored=None, links=()):
    file = read_gias(gias_bytes(*schools), authority="886", file_name="x.csv")
    return plan_import(file, stored or {}, links)


def stored_after(planned, stored=None):
    documents = dict(stored or {})
    for change in planned.changes:
        documents[change.setting_id] = {**documents.get(change.setting_id, {}), **change.fields}
    return documents


def test_schools_are_added_with_their_district():
    planned = plan(school())
    (added,) = planned.changes
    assert added.kind is ChangeKind.ADDED
    assert added.setting_id == setting_id_of("886", "990101")
    assert added.fields["district_id"] == district_id_of("886", "E07000105")


def test_a_closed_school_that_nobody_knew_is_not_wanted():
    planned = plan(school(), school(urn="990102", **CLOSED), school(urn="x"))
    assert len(planned.changes) == 1
    assert [(row.line, row.is_refused) for row in planned.skipped] == [(3, False), (4, True)]
    assert "Closed on 31 August 2025" in planned.skipped[0].reason
    assert [row.line for row in planned.refused] == [4]


def test_a_school_that_is_not_open_yet_waits():
    planned = plan(school(establishmentstatusname="Proposed to open"))
    assert not planned.changes
    assert "Not open yet" in planned.skipped[0].reason


def test_an_academy_updates_the_record_of_the_school_it_was():
    before = stored_after(plan(school()))
    academy = school(urn="990200", establishmentname="Larkmere Academy", opendate="01-09-2025")
    links = [SchoolLink("990101", "990200", LinkKind.SUCCEEDED)]
    planned = plan(school(**CLOSED), academy, stored=before, links=links)
    (changed,) = planned.changes
    assert changed.kind is ChangeKind.CHANGED
    assert changed.setting_id == setting_id_of("886", "990101")
    assert changed.fields == {
        "urn": "990200",
        "name": "Larkmere Academy",
        "opened_on": "2025-09-01",
    }
    assert "now URN 990200" in planned.skipped[0].reason
    assert not planned.unlisted


def test_an_older_file_does_not_turn_an_academy_back():
    links = [SchoolLink("990101", "990200", LinkKind.SUCCEEDED)]
    now = stored_after(plan(school(urn="990200"), links=links))
    planned = plan(school(), stored=now, links=links)
    assert not planned.changes
    assert "has become URN 990200" in planned.skipped[0].reason


def test_an_infant_school_that_went_into_another_is_merged():
    before = stored_after(plan(school(), school(urn="990102")))
    links = [SchoolLink("990101", "990102", LinkKind.MERGED)]
    planned = plan(school(**CLOSED), school(urn="990102"), stored=before, links=links)
    (closed,) = planned.of_kind(ChangeKind.CLOSED)
    assert closed.fields["status"] == "MERGED"
    assert closed.fields["merged_into_id"] == setting_id_of("886", "990102")


def test_an_amalgamation_goes_into_the_school_that_is_open():
    before = stored_after(plan(school(), school(urn="990102")))
    links = [SchoolLink("990101", "990102", LinkKind.AMALGAMATED)]
    planned = plan(school(), school(urn="990102", **CLOSED), stored=before, links=links)
    (closed,) = planned.of_kind(ChangeKind.CLOSED)
    assert closed.urn == "990102"
    assert closed.fields["merged_into_id"] == setting_id_of("886", "990101")


def test_two_records_of_one_school_become_one_when_the_links_arrive():
    before = stored_after(plan(school(), school(urn="990200")))
    links = [SchoolLink("990101", "990200", LinkKind.SUCCEEDED)]
    planned = plan(school(**CLOSED), school(urn="990200"), stored=before, links=links)
    (closed,) = planned.of_kind(ChangeKind.CLOSED)
    assert closed.fields["merged_into_id"] == setting_id_of("886", "990200")


def test_a_setting_made_by_hand_is_found_by_its_urn():
    stored = {"made-by-hand": {"urn": "990101", "name": "Larkmere", "status": "ACTIVE"}}
    (changed,) = plan(school(), stored=stored).changes
    assert (changed.setting_id, changed.kind) == ("made-by-hand", ChangeKind.CHANGED)


def test_a_working_setting_that_the_file_does_not_name_is_listed_for_a_person():
    before = stored_after(plan(school(), school(urn="990102", establishmentname="Gone")))
    planned = plan(school(), stored=before)
    assert [(one.urn, one.name) for one in planned.unlisted] == [("990102", "Gone")]


def test_settings_without_urn_or_of_another_authority_are_left_alone():
    stored = {
        "nursery": {"ey_ref": "EY990001", "la_code": "886", "status": "ACTIVE"},
        "elsewhere": {"urn": "990300", "la_code": "887", "status": "ACTIVE"},
    }
    assert not plan(school(), stored=stored).unlisted
