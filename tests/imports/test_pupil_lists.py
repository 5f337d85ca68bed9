"""Lists of pupils as schools send them: every spelling is read or told, and no cell is shifted."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.imports import incoming, pupil_columns, sheets
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.imports.pupil_cells import (
    CellError,
    day_of,
    need_of,
    provision_of,
    readers,
    year_of,
)
from stls_desktop.services.desk import load_reference
from tests.imports.children import FOLDER

READERS = readers(load_reference())

HEADER = "UPN,Surname,Forename,DOB,NC Year,SEN Status,Primary Need,School"
ROW = "H801200001001,Thistlewick,Tobias,03/11/2019,Y2,K,SLCN,Quernlow Primary School"


def read(text, name="list.csv", sheet=""):
    data = text if isinstance(text, bytes) else text.encode()
    found = sheets.read_sheet(data, name, pupil_columns.score, sheet)
    return incoming.pupils_of(found, pupil_columns.guessed(found.header), name, READERS)


def test_a_plain_list_is_read_by_its_headings():
    (pupil,) = read(f"{HEADER}\n{ROW}\n").pupils
    assert pupil.values == {
        "upn": "H801200001001",
        "legal_surname": "Thistlewick",
        "legal_forename": "Tobias",
        "born_on": "2019-11-03",
        "nc_year": "2",
        "sen_provision": "K",
        "primary_need": "SLCN",
    }
    assert pupil.school.name == "Quernlow Primary School"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separator_and_encoding_are_recognised(separator, encoding):
    text = f"Surname{separator}Forename{separator}DOB\nSmythe{separator}Zoë{separator}2016-09-01\n"
    (pupil,) = read(text.encode(encoding)).pupils
    assert pupil.values["legal_forename"] == "Zoë"


def test_a_title_above_the_header_and_a_trailing_comma_do_no_harm():
    (pupil,) = read(f"Pupil list printed 3 May,,,\n\n{HEADER},\n{ROW},\n").pupils
    assert pupil.line == 4


def test_a_row_that_is_wider_than_the_header_is_told_and_not_shifted():
    found = read(f"{HEADER}\n{ROW},extra\n{ROW}\n")
    assert len(found.pupils) == 1
    (refused,) = found.refused
    assert (refused.line, refused.reason) == (2, "the row has 9 cells and the header 8")


def test_a_row_that_is_narrower_than_the_header_is_told():
    found = read("Surname,Forename,DOB,NC Year\nLee,Bo,1/2/2016\nPye,Al,1/2/2016\nDow,Ed\n")
    assert len(found.pupils) == 2
    by_one, by_two = found.notes
    assert (by_one.line, by_one.rows) == (2, 2)
    assert by_one.reason == "the row is shorter than the header by 1; those cells count as empty"
    assert (by_two.line, by_two.rows) == (4, 1)


def many(count):
    rows = "".join(f"Lee,Bo{n},1/2/2016\n" for n in range(count))
    return f"Surname,Forename,DOB\n{rows}"


def test_the_limit_is_on_the_rows_under_the_header():
    assert len(read(many(sheets.MOST_ROWS)).pupils) == 20_000
    with pytest.raises(ImportFileError, match="20,001 rows under its headings; 20,000 fit"):
        read(many(sheets.MOST_ROWS + 1))


def test_a_character_that_was_lost_before_is_told_with_its_row():
    (note,) = read("Surname,Forename,DOB\nSm\ufffdth,Bo,1/2/2016\n").notes
    assert note.line == 2
    assert "was lost before this file was written" in note.reason


def test_cells_to_confirm_are_shown_where_the_encoding_was_assumed():
    text = "Surname,Forename,DOB\nSmythe,Zoë,1/2/2016\n"
    read_as = {
        encoding: sheets.read_sheet(text.encode(encoding), "a.csv", pupil_columns.score).to_confirm
        for encoding in ("cp1252", "utf-8")
    }
    assert read_as == {"cp1252": ("Zoë",), "utf-8": ()}


def test_a_first_language_is_read_by_name_or_code_and_sex_only_where_it_is_chosen():
    text = "Surname,Forename,DOB,First Language,Gender\nLee,Bo,1/2/2016,Polish,Boy\n"
    (pupil,) = read(text).pupils
    assert pupil.values["first_language"] == "POL"
    assert "sex" not in pupil.values
    sheet = sheets.read_sheet(text.encode(), "a.csv", pupil_columns.score)
    mapped = {**pupil_columns.guessed(sheet.header), 4: "sex"}
    (asked,) = incoming.pupils_of(sheet, mapped, "a.csv", READERS).pupils
    assert asked.values["sex"] == "M"


def test_a_second_need_without_a_readable_main_one_is_left_empty_and_said():
    header = "Surname,Forename,DOB,Primary Need,Secondary Need"
    found = read(f"{header}\nLee,Bo,1/2/2016,Shyness,ASD\nPye,Al,1/2/2016,,ASD\n")
    assert "secondary_need" not in found.pupils[0].values
    assert [note.field for note in found.notes] == ["Main need", "Second need"]
    assert found.pupils[1].values["secondary_need"] == "ASD"


def test_a_missing_name_and_an_impossible_day_name_the_field():
    found = read("Surname,Forename,DOB\n,Ann,2016-01-01\nLee,Bo,31/02/2016\n")
    missing, impossible = found.refused
    assert (missing.field, missing.reason) == ("Legal surname", "missing")
    assert impossible.field == "Date of birth"
    assert impossible.reason.startswith("“31/02/2016” is no date that exists")


def test_what_is_not_needed_is_kept_out_with_a_remark():
    found = read("Surname,Forename,DOB,NC Year,SEN Status\nLee,Bo,1/2/2016,Year 44,P\n")
    (pupil,) = found.pupils
    assert "nc_year" not in pupil.values
    assert pupil.values["sen_provision"] == "K"
    told = [note.reason for note in found.notes]
    assert any("Year 44" in each for each in told)
    assert "the old code P is read as K" in told


def test_columns_that_are_not_used_are_named():
    found = read("Surname,Forename,DOB,Shoe size\nLee,Bo,1/2/2016,31\n")
    assert found.dropped == ("Columns that are not used: Shoe size",)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/11/2019", "2019-11-03"),
        ("3/11/2019", "2019-11-03"),
        ("2019-11-03", "2019-11-03"),
        ("2016-Sep-01 00:00:00", "2016-09-01"),
        ("2019-11-03T00:00:00", "2019-11-03"),
        ("43772", "2019-11-03"),
        ("3 November 2019", "2019-11-03"),
        ("03-11-2019", "2019-11-03"),
    ],
)
def test_days_in_the_spellings_of_schools(cell, day):
    assert day_of(cell) == day


@pytest.mark.parametrize("cell", ["31/02/2019", "yesterday", "11/2019", "=TODAY()", "99999"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(CellError):
        day_of(cell)


@pytest.mark.parametrize(
    ("cell", "year"),
    [("Year 4", "4"), ("Y4", "4"), ("04", "4"), ("R", "R"), ("0", "R"), ("N2", "N2")],
)
def test_year_groups(cell, year):
    assert year_of(cell) == year


def test_needs_and_provision_by_code_or_name():
    assert need_of("slcn") == "SLCN"
    assert need_of("Hearing impairment") == "HI"
    assert need_of("ASD - Autistic Spectrum Disorder") == "ASD"
    assert provision_of("EHC plan") == "E"
    with pytest.raises(CellError):
        need_of("Shyness")


def workbook(rows):
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Pupils")
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_workbook_is_read_from_the_sheet_that_has_the_pupils():
    data = workbook(
        [["Surname", "Forename", "DOB", "NC Year"], ["Lee", "Bo", dt.date(2016, 2, 1), 4.0]]
    )
    (pupil,) = read(data, "list.xlsx").pupils
    assert pupil.values["born_on"] == "2016-02-01"
    assert pupil.values["nc_year"] == "4"


def test_another_sheet_can_be_wanted():
    data = (FOLDER / "two_sheets.xlsx").read_bytes()
    sheet = sheets.read_sheet(data, "two.xlsx", pupil_columns.score)
    assert (sheet.name, sheet.names) == ("Autumn", ("Read me", "Autumn", "Spring"))
    assert [p.values["legal_surname"] for p in read(data, "two.xlsx").pupils] == ["Quernby"]
    spring = read(data, "two.xlsx", "Spring").pupils
    assert [p.values["legal_surname"] for p in spring] == ["Damerell", "Vantongeren"]
    with pytest.raises(ImportFileError, match="no sheet “Summer”; there are: Read me, Autumn"):
        read(data, "two.xlsx", "Summer")


SAMPLES = ("utf8.csv", "utf8_mark.csv", "cp1252_semicolons.csv", "utf16_tabs.csv", "old.xls")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_children_are_read_from_every_sample(name):
    found = read((FOLDER / name).read_bytes(), name)
    told = [(p.values["legal_forename"], p.values["born_on"]) for p in found.pupils]
    assert told == [("Zoë", "2016-09-01"), ("Siân", "2013-02-28"), ("Otto", "2019-11-03")]
    assert not found.refused


def test_formulas_stay_words(tmp_path):
    (pupil,) = read("Surname,Forename,DOB\n=cmd|' /C calc'!A0,+Bo,1/2/2016\n").pupils
    assert pupil.values["legal_surname"] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("data", [b"", b"   \n", b"PK\x03\x04 not a workbook"])
def test_a_file_that_is_none_says_what_to_do(data):
    with pytest.raises(ImportFileError, match=r"list\.xlsx"):
        read(data, "list.xlsx")


@given(st.binary(max_size=400))
def test_no_bytes_do_more_than_say_that_the_file_cannot_be_used(data):
    told = ""
    try:
        read(data)
    except ImportFileError as error:
        told = str(error)
    assert not told or "list.csv" in told


@given(st.text(max_size=60))
def test_a_cell_is_read_or_refused_and_never_anything_else(cell):
    for reader in (day_of, year_of, need_of, provision_of):
        try:
            found = reader(cell)
        except CellError as error:
            found = str(error)
        assert found
