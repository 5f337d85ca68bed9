"""Importing pupils: what would happen is seen before it is written."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from stls_core.records.pupils import Placement
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.imports.pupil_plan import Decision, Fate, RowChoice
from stls_desktop.services import (
    pupil_import,
    pupil_import_told,
    pupil_import_writing,
    pupil_mappings,
)
from tests.builders import a_record, an_id, pupil
from tests.services.importing import SCHOOL, fates, planned, pupils, put


def test_a_file_fills_what_is_empty_and_leaves_what_was_typed(desk, listed):
    put(desk, pupil(upn="", sen_provision="E"))
    plan = planned(desk, listed("H801200001001,Thistlewick,Tobias,3/11/2019,K"))
    (row,) = plan.rows
    assert row.outcome is Fate.UPDATE
    assert [each.label for each in row.differences] == ["SEN provision"]
    pupil_import_writing.write(desk, plan)
    (found,) = pupils(desk)
    assert (found.upn, found.sen_provision) == ("H801200001001", "E")


def test_a_name_much_like_one_that_is_here_waits_for_the_teacher(desk, listed):
    put(desk, pupil(upn=""))
    plan = planned(desk, listed(",Thistlewik,Tobias,3/11/2019,K"))
    assert fates(plan) == [Fate.LIKELY]
    line = plan.rows[0].line
    assert pupil_import_writing.write(desk, plan).added == 0
    same = pupil_import.choose(desk, plan, {line: Decision(RowChoice.SAME)})
    assert fates(same) == [Fate.SAME]
    other = pupil_import.choose(desk, plan, {line: Decision(RowChoice.OTHER)})
    assert fates(other) == [Fate.NEW]


FATHERS = an_id("pupil", 2)  # the same child's other file, under the father's name


@pytest.fixture
def joined(desk):
    """Two files about one child, joined by a lead."""
    put(desk, pupil(upn="", nc_year=""))
    put(desk, pupil(id=FATHERS, upn="", legal_surname="Quernby", nc_year="2"))
    put(desk, a_record("pupil_merge", kept_id=an_id("pupil"), merged_id=FATHERS))


def test_a_row_that_matches_a_joined_file_is_the_child_of_the_file_that_is_kept(
    desk, joined, listed
):
    header = "UPN,Surname,Forename,DOB,NC Year"
    line = "H801200001001,Quernby,Tobias,3/11/2019,3"
    plan = planned(desk, listed(line, header=header))
    (row,) = plan.rows
    assert (row.outcome, row.known.id) == (Fate.UPDATE, an_id("pupil"))
    assert [each.label for each in row.differences] == ["Legal surname"]
    assert pupil_import_writing.write(desk, plan).filled == 1
    found = {each.id: (each.upn, each.legal_surname, each.nc_year) for each in pupils(desk)}
    assert found[an_id("pupil")] == ("H801200001001", "Thistlewick", "3")
    assert found[FATHERS] == ("", "Quernby", "2")


def test_a_row_like_a_joined_file_asks_about_the_file_that_is_kept(desk, joined, listed):
    (row,) = planned(desk, listed(",Quernbie,Tobias,3/11/2019,K")).rows
    assert (row.outcome, row.known.id) == (Fate.LIKELY, an_id("pupil"))


def test_two_joined_files_with_one_name_are_one_child(desk, joined, listed):
    with desk.store.write() as work:
        work.edit("pupil", FATHERS, {"legal_surname": "Thistlewick"})
    (row,) = planned(desk, listed(",Thistlewick,Tobias,3/11/2019,K")).rows
    assert row.known.id == an_id("pupil")
    assert row.outcome is Fate.SAME


def test_day_and_month_the_other_way_round_are_seen(desk, listed):
    put(desk, pupil(upn=""))
    plan = planned(desk, listed(",Thistlewick,Tobias,11/3/2019,K"))
    assert fates(plan) == [Fate.LIKELY]
    assert "other way round" in plan.rows[0].reason


def test_twins_are_two_children(desk, listed):
    put(desk, pupil(upn=""))
    assert fates(planned(desk, listed(",Thistlewick,Nesta,3/11/2019,K"))) == [Fate.NEW]


def test_names_in_another_script_are_told_apart(desk, listed):
    put(desk, pupil(legal_forename="Анна", legal_surname="Иванова", upn=""))
    assert fates(planned(desk, listed(",Петрова,Ольга,3/11/2019,K"))) == [Fate.NEW]


def test_accents_and_swapped_names_are_seen(desk, listed):
    put(desk, pupil(legal_forename="Zoë", legal_surname="Smythe", upn=""))
    swapped = planned(desk, listed(",Zoe,Smythe,3/11/2019,K"))
    assert fates(swapped) == [Fate.LIKELY]
    plain = planned(desk, listed(",Smythe,Zoe,3/11/2019,K", name="two.csv"))
    assert fates(plain) == [Fate.SAME]


def test_a_child_twice_in_the_file_is_written_once(desk, listed):
    plan = planned(desk, listed(",Aldous,Ann,1/2/2016,K", ",Aldous,Ann,1/2/2016,K"))
    assert fates(plan) == [Fate.NEW, Fate.TWICE]
    assert plan.rows[1].reason == "the same child stands on row 2"


def test_one_upn_for_two_children_is_told(desk, listed):
    plan = planned(desk, listed("H801200001001,Aldous,Ann,1/2/2016,K", "H801200001001,Birch,Bo,,K"))
    assert fates(plan) == [Fate.NEW, Fate.REFUSED]
    two = listed("H801200001001,Aldous,Ann,1/2/2016,K", "H801200001001,Birch,Bo,3/4/2015,K")
    assert "row 2 has the same UPN with another name" in planned(desk, two).rows[1].reason


WITH_SCHOOL = "UPN,Surname,Forename,DOB,SEN Status,URN,School"


def test_a_row_without_a_school_is_told_and_the_others_are_kept(desk, listed):
    put(desk, a_record("setting", urn="990001"))
    path = listed(",Aldous,Ann,1/2/2016,K,990001,", ",Birch,Bo,3/4/2015,K,,", header=WITH_SCHOOL)
    plan = planned(desk, path, usual="")
    assert fates(plan) == [Fate.NEW, Fate.NO_SCHOOL]
    assert plan.rows[1].words.startswith("School: none is named")
    assert pupil_import_told.summary(plan) == "1 new, 1 without a known school."


def test_a_school_that_is_not_known_is_asked_for_and_never_the_usual_one(desk, listed):
    put(
        desk,
        a_record("setting", name="Hopperswick Primary School", town="Wenning"),
        a_record("setting", id=an_id("setting", 2), name="Larkmead Church of England Primary"),
    )
    rows = (",Aldous,Ann,1/2/2016,K,,Hoperswick Primary", ",Birch,Bo,3/4/2015,K,,")
    path = listed(*rows, header=WITH_SCHOOL)
    plan = planned(desk, path)
    assert fates(plan) == [Fate.NO_SCHOOL, Fate.NEW]
    assert "“Hoperswick Primary” is not on this laptop" in plan.rows[0].words
    (asked,) = plan.schools
    assert (asked.rows, asked.suggested) == (1, ((SCHOOL, "Hopperswick Primary School, Wenning"),))
    opened = pupil_import.open_list(desk, path)
    said = pupil_import.preview(
        desk, opened, opened.mapped, "", {asked.named: asked.suggested[0][0]}
    )
    assert fates(said) == [Fate.NEW, Fate.NO_SCHOOL]
    assert said.rows[0].setting_id == SCHOOL


def test_a_child_who_is_here_needs_no_known_school(desk, listed):
    put(desk, pupil(upn="", sen_provision="E"))
    row = "H801200001001,Thistlewick,Tobias,3/11/2019,E,123456,"
    plan = planned(desk, listed(row, header=WITH_SCHOOL), usual="")
    assert fates(plan) == [Fate.UPDATE]
    assert "URN 123456 is not on this laptop; it is left" in plan.rows[0].words


def test_the_rules_hold_for_another_child(desk, listed):
    put(desk, pupil(upn="", born_on=None, legal_forename="Ann", legal_surname="Quillfeather"))
    plan = planned(desk, listed(",Quillfeather,Ann,1/2/2040,K"))
    assert fates(plan) == [Fate.LIKELY]
    other = pupil_import.choose(desk, plan, {2: Decision(RowChoice.OTHER)})
    assert fates(other) == [Fate.REFUSED]
    assert other.rows[0].field == "Date of birth"


def test_the_rules_hold_for_what_is_filled_in(desk, listed):
    put(desk, pupil(upn="", primary_need="ASD", secondary_need=""))
    header = "UPN,Surname,Forename,DOB,Primary Need,Secondary Need"
    plan = planned(
        desk, listed("H801200001001,Thistlewick,Tobias,3/11/2019,SLCN,ASD", header=header)
    )
    assert dict(plan.rows[0].values) == {"upn": "H801200001001"}
    (note,) = plan.notes
    assert note.field == "Second need"
    assert "same as the main need" in note.reason


def test_the_rules_hold_for_what_is_taken_over(desk, listed):
    put(desk, pupil(upn="H801200001001"))
    plan = planned(desk, listed("H801200001001,Thistlewick,Tobias,1/2/2040,K"))
    assert fates(plan) == [Fate.SAME]
    over = pupil_import.choose(desk, plan, {2: Decision(take=frozenset({"born_on"}))})
    assert over.rows[0].values is None
    assert any("in the future" in note.reason for note in over.notes)


def test_a_year_group_that_cannot_be_is_left_out_and_the_child_is_not(desk, listed):
    header = "Surname,Forename,DOB,NC Year"
    plan = planned(desk, listed("Aldous,Ann,1/2/2016,12", header=header))
    assert fates(plan) == [Fate.NEW]
    assert "nc_year" not in plan.rows[0].values
    assert plan.notes[0].field == "Year group"


def test_the_files_value_is_taken_where_somebody_says_so(desk, listed):
    put(
        desk,
        pupil(sen_provision="K", nc_year="2"),
        pupil(id=an_id("pupil", 2), upn="", legal_forename="Nesta", sen_provision="K"),
    )
    header = "Surname,Forename,DOB,SEN Status,NC Year"
    path = listed(
        "Thistlewick,Tobias,3/11/2019,E,1", "Thistlewick,Nesta,3/11/2019,E,", header=header
    )
    plan = planned(desk, path)
    assert [each.field for each in plan.rows[0].differences] == ["sen_provision", "nc_year"]
    one = pupil_import.choose(desk, plan, {2: Decision(take=frozenset({"sen_provision"}))})
    assert dict(one.rows[0].values) == {"sen_provision": "E"}
    assert [row.outcome for row in one.rows] == [Fate.UPDATE, plan.rows[1].outcome]
    every = pupil_import.choose(desk, plan, {}, take_all=True)
    assert dict(every.rows[0].values) == {"sen_provision": "E", "nc_year": "1"}
    pupil_import_writing.write(desk, every)
    assert {p.sen_provision for p in pupils(desk)} == {"E"}


def test_another_school_that_is_taken_over_is_a_move(desk, listed):
    other = an_id("setting", 2)
    there = Placement(key="a", setting_id=SCHOOL, from_on=dt.date(2023, 9, 1), is_main=True)
    put(
        desk,
        a_record("setting", id=other, urn="990002", name="Larkmead"),
        pupil(upn="H801200001001", placements=(there,)),
    )
    row = "H801200001001,Thistlewick,Tobias,3/11/2019,K,990002,"
    plan = planned(desk, listed(row, header=WITH_SCHOOL))
    assert [each.label for each in plan.rows[0].differences] == ["School"]
    over = pupil_import.choose(desk, plan, {}, take_all=True)
    pupil_import_writing.write(desk, over)
    (found,) = pupils(desk)
    assert found.setting_id == other
    old, new = sorted(found.placements, key=lambda each: each.to_on is None)
    assert (old.setting_id, new.setting_id, new.is_main) == (SCHOOL, other, True)
    pupil_import_writing.take_back(desk)
    (back,) = pupils(desk)
    assert (back.setting_id, back.placements) == (SCHOOL, (there,))


def test_a_birthday_in_the_future_is_refused_with_field_and_reason(desk, listed):
    (row,) = planned(desk, listed(",Aldous,Ann,1/2/2040,K")).rows
    assert row.outcome is Fate.REFUSED
    assert row.words.startswith("Date of birth: ")


def test_a_wrong_check_letter_is_told_and_kept(desk, listed):
    plan = planned(desk, listed("A801200001001,Aldous,Ann,1/2/2016,K"))
    assert fates(plan) == [Fate.NEW]
    assert any("does not look like a UPN" in note.reason for note in plan.notes)
    pupil_import_writing.write(desk, plan)
    assert pupils(desk)[0].upn == "A801200001001"


MAPPED = {1: "legal_surname", 2: "legal_forename", 3: "born_on"}


@pytest.fixture
def strange(desk, listed):
    """A list whose headings nobody knows."""
    return pupil_import.open_list(desk, listed("x,Aldous,Ann,1/2/2016", header="Code,Fam,Giv,Born"))


def test_a_preview_needs_the_names_and_writes_nothing(desk, strange):
    with pytest.raises(ImportFileError, match="Legal first name"):
        pupil_import.preview(desk, strange, {}, SCHOOL)
    with pytest.raises(ImportFileError, match="Two columns are chosen for: Legal surname"):
        pupil_import.preview(desk, strange, {**MAPPED, 0: "legal_surname"}, SCHOOL)
    pupil_import.preview(desk, strange, MAPPED, SCHOOL)
    assert pupil_import.open_list(desk, strange.path).mapped == {}


def test_a_mapping_is_kept_for_the_next_file_of_the_same_source(desk, strange):
    pupil_mappings.keep(desk, strange.sheet, MAPPED)
    assert pupil_import.open_list(desk, strange.path).mapped == MAPPED
    assert pupil_mappings.names(desk) == ()


def test_a_mapping_with_a_name_is_used_for_any_list(desk, strange, listed):
    pupil_mappings.keep(desk, strange.sheet, MAPPED, " Arbor export ")
    assert pupil_mappings.names(desk) == ("Arbor export",)
    turned = pupil_import.open_list(
        desk, listed("1/2/2016,Ann,Aldous", header="Born,Giv,Fam", name="two.csv")
    )
    found = pupil_mappings.named(desk, "Arbor export", turned.sheet)
    assert found == {0: "born_on", 1: "legal_forename", 2: "legal_surname"}
    with pytest.raises(ImportFileError, match="there are: Arbor export"):
        pupil_mappings.named(desk, "Arbor", turned.sheet)
    other = pupil_import.open_list(desk, listed("1,2", header="A,B", name="three.csv"))
    with pytest.raises(ImportFileError, match="a column that the list has not: Fam, Giv, Born"):
        pupil_mappings.named(desk, "Arbor export", other.sheet)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[columns]\nFam = "surname"', "a field that there is not: surname"),
        ('[columns]\nFamily = "legal_surname"', "a column that the list has not: Family"),
        ("[columns", "cannot be read"),
        ("a = 1", "has no \\[columns\\]"),
    ],
)
def test_what_is_wrong_with_a_mapping_file_is_named(strange, tmp_path, text, words):
    path = tmp_path / "arbor.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportFileError, match=words):
        pupil_mappings.from_file(path, strange.sheet)


def test_a_mapping_can_stand_in_a_file(strange, tmp_path):
    path = tmp_path / "arbor.toml"
    path.write_text(
        '[columns]\nFAM = "legal_surname"\nGiv = "legal_forename"\nBorn = "born_on"',
        encoding="utf-8",
    )
    assert pupil_mappings.from_file(path, strange.sheet) == MAPPED


def test_the_words_of_a_preview_name_no_child(desk, listed):
    put(desk, pupil(upn=""))
    plan = planned(desk, listed(",Thistlewik,Tobias,3/11/2019,K", ",Quillfeather,Ann,1/2/2040,K"))
    told = " ".join(pupil_import_told.lines(desk, plan))
    assert not {"Thistlewik", "Tobias", "Quillfeather", "Ann"} & set(told.split())


def test_remarks_and_differences_are_in_words(desk, listed):
    put(desk, pupil(sen_provision="E"))
    header = "Surname,Forename,DOB,SEN Status,NC Year"
    plan = planned(desk, listed("Thistlewick,Tobias,3/11/2019,K,Year 44", header=header))
    told = pupil_import_told.lines(desk, plan)
    assert len(told) == 2
    differs = "SEN provision: differs (here EHC plan, in the file SEN support); kept as it is here"
    assert told[0] == f"Row 2: already here – {differs}"
    assert told[1].startswith("Row 2: remark – Year group: “Year 44” is no year group;")


def test_the_report_tells_every_row_who_made_it_and_runs_no_formula(desk, listed):
    path = listed(",=HYPERLINK(1),Ann,1/2/2016,K", ',Birch,Bo,"=cmd|1",K', "too,few")
    told = pupil_import_told.report(desk, planned(desk, path)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [(row["Row"], row["Result"], row["Field"]) for row in rows] == [
        ("2", "new", ""),
        ("3", "with an error", "Date of birth"),
        ("4", "with an error", "Legal first name, Date of birth"),
        ("4", "remark", ""),
    ]
    assert {row["Made by"] for row in rows} == {desk.me.name}
    assert {row["File"] for row in rows} == {"list.csv"}
    assert all(row["Made at"] for row in rows)
    cells = [cell for row in rows for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_initials_that_begin_a_formula_are_guarded_in_the_report(desk, listed):
    path = listed(",Aldous,=Ann,1/2/2016,K")
    told = pupil_import_told.report(desk, planned(desk, path)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(told))
    assert row["Initials"] == "'=.A."
