"""A GIAS file in any layout: columns by name, damaged rows named, everything good kept."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from stls_desktop.imports.gias import read_gias
from stls_desktop.imports.problems import ImportCancelledError, NotGiasError
from stls_desktop.imports.school_types import SchoolStatus
from stls_desktop.imports.text import Encoding
from tests.imports.gias_files import gias_bytes, gias_text, header, school


def read(data, authority="886", **options):
    return read_gias(data, authority=authority, file_name="schools.csv", **options)


def only(data, **options):
    file = read(data, **options)
    assert not file.skipped
    assert len(file.rows) == 1
    return file.rows[0]


@pytest.mark.parametrize("columns", [133, 135, 140])
def test_every_layout_reads_alike(columns):
    row = only(gias_bytes(school(), columns=columns))
    assert (row.urn, row.name, row.la_code, row.estab_number) == (
        "990101",
        "Larkmere Primary School",
        "886",
        "9901",
    )
    assert (row.town, row.postcode, row.district_code) == ("Larkmere", "ZZ1 1AA", "E07000105")
    assert (row.phase, row.setting_type, row.status) == ("PRIMARY", "PRI", SchoolStatus.OPEN)
    assert row.opened_on == dt.date(1998, 9, 1)
    assert (row.low_age, row.high_age, row.roll) == (4, 11, 210)


def test_a_layout_to_come_is_read_by_its_names():
    names = ["NewColumn", *reversed(header(135)), "AnotherNewOne"]
    cells = [school().get(name, "") for name in names]
    text = ",".join(names) + "\r\n" + ",".join(cells) + "\r\n"
    assert only(text.encode()).name == "Larkmere Primary School"


def test_headers_differ_in_case_and_spaces_only():
    text = gias_text(school()).replace("LA (code)", " la(CODE) ", 1)
    assert only(text.encode()).la_code == "886"


def test_an_excel_separator_line_and_semicolons_are_read():
    out = gias_text(school(), quoting=csv.QUOTE_MINIMAL).replace(",", ";")
    assert only(f"sep=;\r\n{out}".encode()).name == "Larkmere Primary School"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_names_survive_every_encoding(encoding):
    file = read(gias_bytes(school(establishmentname="Zoë’s Primary"), encoding=encoding))
    assert file.rows[0].name == "Zoë’s Primary"
    assert file.names_to_confirm == ("Zoë’s Primary",)
    assert file.must_confirm_encoding is (encoding == "cp1252")


def test_a_control_character_in_a_name_is_mended_and_reported():
    file = read(gias_bytes(school(establishmentname="St Lark\x92s"), encoding="utf-8"))
    assert file.rows[0].name == "St Lark’s"
    assert [(note.line, "U+0092" in note.reason) for note in file.notes] == [(2, True)]


def test_a_lost_character_is_kept_and_reported():
    file = read(gias_bytes(school(establishmentname="Caf\ufffd School"), encoding="utf-8"))
    assert file.rows[0].name == "Caf\ufffd School"
    assert file.notes[0].line == 2


class TestWidth:
    def rows(self, *cells):
        text = gias_text(school(), school(urn="990102"))
        lines = text.split("\r\n")
        lines[1] += "".join(f',"{cell}"' for cell in cells)
        return read("\r\n".join(lines).encode())

    def test_a_wider_row_is_named_and_not_shifted(self):
        file = self.rows("extra", "more")
        assert [row.name for row in file.rows] == ["Larkmere Primary School"] * 2
        assert (file.rows[0].postcode, file.rows[0].district_code) == ("ZZ1 1AA", "E07000105")
        assert [note.line for note in file.notes] == [2]
        assert "137 cells and the header 135" in file.notes[0].reason

    def test_empty_cells_beyond_the_header_mean_nothing(self):
        assert not self.rows("", "").notes

    def test_a_row_shifted_by_a_bare_comma_is_refused_and_named(self):
        text = gias_text(school(), school(urn="990102"), quoting=csv.QUOTE_NONE)
        text = text.replace("Larkmere Primary School", "Larkmere, the Primary School", 1)
        file = read(text.encode())
        assert [row.urn for row in file.rows] == ["990102"]
        assert [(row.line, row.urn) for row in file.skipped] == [(2, "990101")]
        assert "wrong columns" in file.skipped[0].reason

    def test_a_narrower_row_is_read_as_far_as_it_goes(self):
        lines = gias_text(school(), school(urn="990102")).split("\r\n")
        lines[1] = ",".join(lines[1].split(",")[:125])
        file = read("\r\n".join(lines).encode())
        assert len(file.rows) == 2
        assert "125 cells and the header 135" in file.notes[0].reason


class TestSpreadsheet:
    """What Excel does to a download when somebody opens and saves it."""

    def excel(self, **cells):
        return only(gias_text(school(**cells), quoting=csv.QUOTE_MINIMAL).encode())

    def test_codes_without_their_zeros_mean_the_same(self):
        codes = {"typeofestablishmentname": "", "phaseofeducationname": ""}
        with_zero = self.excel(typeofestablishmentcode="02", **codes)
        without = self.excel(typeofestablishmentcode="2", **codes)
        assert with_zero.type_name == without.type_name == "Voluntary aided school"
        assert with_zero.phase == "PRIMARY"

    @pytest.mark.parametrize(
        "text", ["31-08-2024", "31/08/2024", "2024-08-31", "31/8/2024 00:00", "31.08.2024"]
    )
    def test_dates_in_every_dress_are_one_day(self, text):
        assert self.excel(opendate=text).opened_on == dt.date(2024, 8, 31)

    def test_a_telephone_number_gets_its_zero_back_and_is_counted(self):
        schools = (school(telephonenum="1632960001"), school(urn="990102", telephonenum="1632960"))
        file = read(gias_bytes(*schools))
        assert [row.phone for row in file.rows] == ["01632960001", "1632960"]
        assert [(note.field, note.rows) for note in file.notes] == [("TelephoneNum", 1)]

    def test_a_number_that_lost_its_digits_is_left_out_and_noted(self):
        file = read(gias_bytes(school(telephonenum="2E+09")))
        assert file.rows[0].phone == ""
        assert file.notes[0].field == "TelephoneNum"

    def test_a_urn_that_lost_its_digits_refuses_the_row(self):
        file = read(gias_bytes(school(urn="1.4E+05"), school()))
        assert [row.urn for row in file.rows] == ["990101"]
        assert (file.skipped[0].line, file.skipped[0].name) == (2, "Larkmere Primary School")
        assert "1.4E+05" in file.skipped[0].reason

    def test_whole_numbers_with_a_point_are_whole(self):
        row = self.excel(urn="990101.0", numberofpupils="210.0", lacode="886.0")
        assert (row.urn, row.roll, row.la_code) == ("990101", 210, "886")

    @pytest.mark.parametrize(
        ("column", "value"),
        [("opendate", "31-02-2024"), ("opendate", "soon"), ("numberofpupils", "many")],
    )
    def test_a_cell_that_cannot_be_read_is_noted_and_the_row_kept(self, column, value):
        file = read(gias_bytes(school(**{column: value})))
        assert len(file.rows) == 1
        assert value in file.notes[0].reason


def test_when_code_and_name_disagree_the_name_wins():
    data = gias_bytes(
        school(establishmenttypegroupcode="5", establishmenttypegroupname="Independent schools")
    )
    file = read(data)
    assert file.rows[0].type_group == "Independent schools"
    assert [(note.line, note.field) for note in file.notes] == [
        (2, "EstablishmentTypeGroup (code)")
    ]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Open", SchoolStatus.OPEN),
        ("Closed", SchoolStatus.CLOSED),
        ("Open, but proposed to close", SchoolStatus.PROPOSED_TO_CLOSE),
        ("Proposed to open", SchoolStatus.PROPOSED_TO_OPEN),
    ],
)
def test_the_four_states_of_a_school_are_known(name, status):
    assert only(gias_bytes(school(establishmentstatusname=name))).status is status


def test_an_unknown_status_refuses_the_row():
    file = read(gias_bytes(school(establishmentstatusname="Sleeping")))
    assert "Sleeping" in file.skipped[0].reason


def test_only_the_schools_of_the_authority_are_taken_whatever_their_district():
    file = read(
        gias_bytes(school(), school(urn="990102", lacode="207", laname="Elsewhere")),
    )
    assert [row.urn for row in file.rows] == ["990101"]
    assert [(one.code, one.rows) for one in file.authorities] == [("886", 1), ("207", 1)]
    assert not file.skipped


def test_a_urn_that_comes_twice_is_taken_once():
    file = read(gias_bytes(school(), school(establishmentname="Another")))
    assert [row.name for row in file.rows] == ["Larkmere Primary School"]
    assert "already on line 2" in file.skipped[0].reason


def test_needs_are_found_after_an_empty_first_one():
    row = only(
        gias_bytes(
            school(
                sen1name="Not Applicable",
                sen2name="SpLD - Specific Learning Difficulty",
                sen3name="ASD - Autistic Spectrum Disorder",
                typeofresourcedprovisionname="SEN unit",
                senunitcapacity="20",
            )
        )
    )
    assert row.sen_types == ("SPLD", "ASD")
    assert row.srp_designation == "SEN unit: SPLD, ASD (20 places)"


def test_heads_stay_out_unless_asked_for():
    data = gias_bytes(school(headtitlename="Dr", headfirstname="Ada", headlastname="Quill"))
    assert only(data).head == ""
    assert "Quill" not in repr(read(data))
    assert only(data, with_heads=True).head == "Dr Ada Quill"


def test_a_line_end_inside_a_name_is_a_space_and_lines_stay_right():
    file = read(gias_bytes(school(establishmentname="Larkmere\r\nPrimary"), school(urn="x")))
    assert file.rows[0].name == "Larkmere Primary"
    assert file.skipped[0].line == 4


class TestCutShort:
    def test_rows_before_the_end_are_kept_and_the_last_named(self):
        data = gias_bytes(school(), school(urn="990102"), school(urn="990103"))
        whole = read(data)
        last_row = data.rindex(b'"990103"')
        for end in range(last_row + 12, len(data) - 12, 37):
            file = read(data[:end])
            assert file.is_cut_off
            assert file.rows == whole.rows[:2]
            assert [(row.line, row.urn) for row in file.skipped] == [(4, "990103")]
            assert "ends in the middle of this row" in file.skipped[0].reason

    def test_a_whole_file_without_a_last_line_end_is_whole(self):
        file = read(gias_bytes(school()).rstrip())
        assert not file.is_cut_off
        assert len(file.rows) == 1


class TestWrongFile:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "is empty"),
            (b"\r\n\r\n", "is empty"),
            (b"PK\x03\x04\x14\x00", "zip folder or an Excel workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
            (b"%PDF-1.7\n", "PDF"),
            (b"\x1f\x8b\x08", "compressed"),
            (b"<!doctype html>", "web page"),
            (b'"URN","LinkURN","LinkType"\r\n', "links between schools"),
            (b"Name,Age\r\nA,1\r\n", "Its first line has: Name, Age"),
            (bytes(range(256)), "is not a GIAS list"),
        ],
    )
    def test_says_what_was_expected_and_what_was_found(self, data, says):
        with pytest.raises(NotGiasError) as error:
            read(data)
        assert says in str(error.value)
        assert "Expected the GIAS file" in str(error.value)
        assert str(error.value).startswith("schools.csv is")

    def test_a_header_alone_is_a_file_without_schools(self):
        assert read(gias_bytes()).rows == ()


def test_progress_goes_up_to_the_end():
    seen = []
    data = gias_bytes(*(school(urn=str(990000 + number)) for number in range(250)))
    read(data, on_progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert len(seen) >= 3
    assert seen[-1] == (251, 251)


def test_cancelling_stops_the_reading():
    with pytest.raises(ImportCancelledError):
        read(gias_bytes(school()), is_cancelled=lambda: True)


def test_the_encoding_is_reported():
    assert read(gias_bytes(school())).encoding is Encoding.ASCII
