"""Importing pupils: seen before it is written, and never over what was typed."""

from __future__ import annotations

import pytest

from stls_core.records.pupils import Pupil
from stls_desktop.imports.problems import ImportCancelledError, ImportFileError
from stls_desktop.imports.pupil_plan import Fate, RowChoice
from stls_desktop.services import pupil_import
from tests.builders import a_record, an_id, pupil

SCHOOL = an_id("setting")
HEADER = "UPN,Surname,Forename,DOB,SEN Status"


@pytest.fixture
def listed(tmp_path):
    def write(*rows, header=HEADER, name="list.csv"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        return path

    return write


def planned(desk, path, usual=SCHOOL):
    opened = pupil_import.open_list(desk, path)
    mapped = {each.column: each.field for each in opened.columns if each.field}
    return pupil_import.preview(desk, opened, mapped, usual)


def pupils(desk):
    with desk.store.read() as read:
        return read.find(Pupil, order_by=("legal_surname",))


def fates(plan):
    return [row.outcome for row in plan.rows]


def test_new_pupils_are_written_as_a_whole(desk, listed):
    plan = planned(desk, listed(",Aldous,Ann,1/2/2016,K", ",Birch,Bo,3/4/2015,E"))
    assert pupils(desk) == ()
    written = pupil_import.write(desk, plan)
    assert written.added == 2
    assert [(p.legal_surname, p.sen_provision, p.setting_id) for p in pupils(desk)] == [
        ("Aldous", "K", SCHOOL),
        ("Birch", "E", SCHOOL),
    ]


def test_the_same_file_again_changes_nothing(desk, listed):
    path = listed(",Aldous,Ann,1/2/2016,K")
    pupil_import.write(desk, planned(desk, path))
    again = planned(desk, path)
    assert fates(again) == [Fate.SAME]
    assert pupil_import.write(desk, again).added == 0


def put(desk, *records):
    with desk.store.write() as work:
        for record in records:
            work.put(record)


def test_a_file_fills_what_is_empty_and_leaves_what_was_typed(desk, listed):
    put(desk, pupil(upn="", sen_provision="E"))
    plan = planned(desk, listed("H801200001001,Thistlewick,Tobias,3/11/2019,K"))
    (row,) = plan.rows
    assert row.outcome is Fate.UPDATE
    assert "sen_provision" in row.words
    pupil_import.write(desk, plan)
    (found,) = pupils(desk)
    assert (found.upn, found.sen_provision) == ("H801200001001", "E")


def test_a_name_much_like_one_that_is_here_waits_for_the_teacher(desk, listed):
    put(desk, pupil(upn=""))
    plan = planned(desk, listed(",Thistlewik,Tobias,3/11/2019,K"))
    assert fates(plan) == [Fate.LIKELY]
    line = plan.rows[0].line
    assert pupil_import.write(desk, plan).added == 0
    same = pupil_import.choose(desk, plan, {line: RowChoice.SAME})
    assert fates(same) == [Fate.SAME]
    other = pupil_import.choose(desk, plan, {line: RowChoice.OTHER})
    assert fates(other) == [Fate.NEW]


def test_accents_and_swapped_names_are_seen(desk, listed):
    put(desk, pupil(legal_forename="Zoë", legal_surname="Smythe", upn=""))
    swapped = planned(desk, listed(",Zoe,Smythe,3/11/2019,K"))
    assert fates(swapped) == [Fate.LIKELY]
    plain = planned(desk, listed(",Smythe,Zoe,3/11/2019,K", name="two.csv"))
    assert fates(plain) == [Fate.SAME]


def test_a_child_twice_in_the_file_is_written_once(desk, listed):
    plan = planned(desk, listed(",Aldous,Ann,1/2/2016,K", ",Aldous,Ann,1/2/2016,K"))
    assert fates(plan) == [Fate.NEW, Fate.TWICE]


def test_a_row_without_a_school_is_refused_and_the_others_are_kept(desk, listed):
    header = f"{HEADER},URN"
    path = listed(",Aldous,Ann,1/2/2016,K,990001", ",Birch,Bo,3/4/2015,K,", header=header)
    put(desk, a_record("setting", urn="990001"))
    plan = planned(desk, path, usual="")
    assert fates(plan) == [Fate.NEW, Fate.REFUSED]
    assert "School" in plan.rows[1].words


def test_a_birthday_in_the_future_is_refused_with_field_and_reason(desk, listed):
    (row,) = planned(desk, listed(",Aldous,Ann,1/2/2040,K")).rows
    assert row.outcome is Fate.REFUSED
    assert row.words.startswith("Date of birth: ")


def test_a_wrong_check_letter_is_told_and_kept(desk, listed):
    plan = planned(desk, listed("A801200001001,Aldous,Ann,1/2/2016,K"))
    assert fates(plan) == [Fate.NEW]
    assert any("does not look like a UPN" in note.reason for note in plan.notes)
    pupil_import.write(desk, plan)
    assert pupils(desk)[0].upn == "A801200001001"


def test_stopping_in_the_middle_writes_nothing(desk, listed):
    plan = planned(desk, listed(*(f",Aldous,Ann{n},1/2/2016,K" for n in range(9))))
    asked = iter([False, False, True])
    with pytest.raises(ImportCancelledError):
        pupil_import.write(desk, plan, is_cancelled=lambda: next(asked))
    assert pupils(desk) == ()


def test_an_import_is_taken_back_but_not_a_child_somebody_wrote_about(desk, listed):
    pupil_import.write(
        desk, planned(desk, listed(",Aldous,Ann,1/2/2016,K", ",Birch,Bo,3/4/2015,K"))
    )
    ann, bo = pupils(desk)
    put(desk, a_record("observation", pupil_id=bo.id))
    assert pupil_import.may_take_back(desk) == 2
    assert pupil_import.take_back(desk).added == 1
    assert [each.id for each in pupils(desk)] == [bo.id]
    assert ann.id != bo.id
    assert pupil_import.may_take_back(desk) == 0


def test_what_was_typed_after_an_import_stays_when_it_is_taken_back(desk, listed):
    pupil_import.write(
        desk, planned(desk, listed(",Aldous,Ann,1/2/2016,K", ",Birch,Bo,3/4/2015,K"))
    )
    named = listed("H801200001001,Aldous,Ann,1/2/2016,K", "H801200001002,Birch,Bo,3/4/2015,K")
    again = planned(desk, named)
    assert fates(again) == [Fate.UPDATE, Fate.UPDATE]
    pupil_import.write(desk, again)
    ann, bo = pupils(desk)
    assert ann.upn
    assert bo.upn
    with desk.store.write() as work:
        work.edit_many("pupil", {ann.id: {"upn": "Z999"}})
    pupil_import.take_back(desk)
    assert [each.upn or "" for each in pupils(desk)] == ["Z999", ""]


def test_a_mapping_is_kept_for_the_next_file_of_the_same_source(desk, listed):
    path = listed("x,Aldous,Ann,1/2/2016", header="Code,Fam,Giv,Born")
    opened = pupil_import.open_list(desk, path)
    with pytest.raises(ImportFileError, match="Legal first name"):
        pupil_import.preview(desk, opened, {}, SCHOOL)
    mapped = {1: "legal_surname", 2: "legal_forename", 3: "born_on"}
    pupil_import.preview(desk, opened, mapped, SCHOOL)
    again = pupil_import.open_list(desk, path)
    assert {each.column: each.field for each in again.columns if each.field} == mapped


def test_the_words_of_a_preview_name_no_child(desk, listed):
    put(desk, pupil(upn=""))
    plan = planned(desk, listed(",Thistlewik,Tobias,3/11/2019,K", ",Quillfeather,Ann,1/2/2040,K"))
    told = " ".join(pupil_import.lines(plan))
    assert not {"Thistlewik", "Tobias", "Quillfeather", "Ann"} & set(told.split())
