"""Real GIAS data in four layouts, as the public gets it."""

from __future__ import annotations

from collections import Counter

import pytest

from stls_desktop.imports.gias import read_gias
from stls_desktop.imports.gias_links import LinkKind, read_links
from stls_desktop.imports.problems import NotGiasError
from stls_desktop.imports.school_changes import ChangeKind
from stls_desktop.imports.school_ids import setting_ids
from stls_desktop.imports.school_plan import plan_import
from stls_desktop.imports.school_types import SchoolStatus
from tests.imports.gias_files import real


@pytest.fixture(scope="module")
def kent():
    return read_gias(real("kent_135_columns.csv"), authority="886", file_name="kent.csv")


@pytest.fixture(scope="module")
def kent_links():
    return read_links(real("kent_links.csv"), file_name="links.csv").links


def test_all_711_kent_schools_are_read(kent):
    assert (len(kent.rows), kent.skipped, kent.column_count) == (711, (), 135)
    assert len({row.district_code for row in kent.rows}) == 12
    assert Counter(row.phase for row in kent.rows) == {
        "PRIMARY": 459,
        "NA": 145,
        "SECONDARY": 100,
        "ALL": 4,
        "POST16": 2,
        "NURSERY": 1,
    }
    assert sum(bool(row.estab_number) for row in kent.rows) == 545
    assert sum(bool(row.postcode) for row in kent.rows) == 593
    assert sum(row.opened_on is not None for row in kent.rows) == 338


def test_schools_whose_type_the_file_does_not_give_are_counted_in_one_note(kent):
    untold = sum(row.setting_type == "OTHER" for row in kent.rows)
    assert [(note.field, note.rows) for note in kent.notes] == [
        ("TypeOfEstablishment (name)", untold)
    ]


def test_importing_kent_twice_adds_711_and_then_changes_nothing(kent, kent_links):
    first = plan_import(kent, {}, kent_links)
    assert (first.count(ChangeKind.ADDED), len(first.changes)) == (711, 711)
    stored = {change.setting_id: change.fields for change in first.changes}
    assert len(stored) == 711
    second = plan_import(kent, stored, kent_links)
    assert second.count(ChangeKind.UNCHANGED) == 711
    assert not second.unlisted


def test_links_join_academies_to_the_schools_they_were(kent, kent_links):
    alone = setting_ids("886", kent.rows)
    joined = setting_ids("886", kent.rows, kent_links)
    inherited = [urn for urn in alone if alone[urn] != joined[urn]]
    assert len(inherited) > 250
    assert len(set(joined.values())) == 711


def test_the_links_file_is_read_whole():
    file = read_links(real("kent_links.csv"), file_name="links.csv")
    assert (file.skipped, file.other_kinds) == ((), 0)
    kinds = Counter(link.kind for link in file.links)
    assert kinds[LinkKind.SUCCEEDED] > 300
    assert kinds[LinkKind.AMALGAMATED] > 0


def test_a_file_saved_by_a_spreadsheet_reads_as_if_it_were_not():
    file = read_gias(
        real("sample_2024_140_columns_excel.csv"), authority="202", file_name="excel.csv"
    )
    assert len(file.rows) == 37
    assert not file.skipped
    assert Counter(row.status for row in file.rows)[SchoolStatus.CLOSED] == 8
    assert all(row.phone.startswith("0") for row in file.rows if row.phone)
    assert all(row.closed_on for row in file.rows if row.status is SchoolStatus.CLOSED)
    assert sum(bool(row.srp_designation) for row in file.rows) == 6


def test_the_layout_of_2018_is_read():
    file = read_gias(real("sample_2018_133_columns.csv"), authority="207", file_name="2018.csv")
    assert [row.urn for row in file.rows][:1] == ["100492"]
    assert file.rows[0].phone == "02089692810"


def test_overseas_schools_have_authority_0_and_no_district():
    file = read_gias(
        real("sample_140_columns_edge_types.csv"), authority="0", file_name="overseas.csv"
    )
    assert [(row.setting_type, row.district_code) for row in file.rows] == [("IND", "")]
    assert not file.notes


def test_a_list_of_schools_in_another_shape_is_refused_by_name():
    with pytest.raises(NotGiasError, match="urn, name, lat, lng, phase"):
        read_gias(real("other_shape_excerpt.csv"), authority="886", file_name="places.csv")


def test_a_links_file_given_as_schools_is_recognised():
    with pytest.raises(NotGiasError, match="links between schools"):
        read_gias(real("kent_links.csv"), authority="886", file_name="links.csv")
