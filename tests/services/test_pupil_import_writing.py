"""An import is written as a whole or not at all, and taken back but for what was written since."""

from __future__ import annotations

import pytest

from stls_desktop.imports.problems import ImportCancelledError
from stls_desktop.imports.pupil_plan import Decision, Fate
from stls_desktop.services import pupil_import
from stls_desktop.services.pupil_import_writing import SLICE, may_take_back, take_back, write
from stls_desktop.store.drafts import Draft
from tests.builders import a_record, an_id, pupil
from tests.services.importing import SCHOOL, fates, planned, pupils, put

ANN, BO = ",Aldous,Ann,1/2/2016,K", ",Birch,Bo,3/4/2015,E"
ANN_UPN, BO_UPN = "H801200001001", "H801200001002"


def edit(desk, rec, **fields):
    with desk.store.write() as work:
        work.edit("pupil", rec, fields)


def test_new_pupils_are_written_as_a_whole(desk, listed):
    plan = planned(desk, listed(ANN, BO))
    assert pupils(desk) == ()
    assert write(desk, plan).added == 2
    assert [(p.legal_surname, p.sen_provision, p.setting_id) for p in pupils(desk)] == [
        ("Aldous", "K", SCHOOL),
        ("Birch", "E", SCHOOL),
    ]


def test_the_same_file_again_changes_nothing(desk, listed):
    path = listed(ANN)
    write(desk, planned(desk, path))
    again = planned(desk, path)
    assert fates(again) == [Fate.SAME]
    assert write(desk, again).added == 0


@pytest.mark.parametrize("asked", [1, 2, 3])
def test_stopping_at_any_moment_before_the_commit_writes_nothing(desk, listed, asked):
    rows = (f",Aldous,Ann{n},1/2/2016,K" for n in range(SLICE + 9))  # two slices, then the end
    plan = planned(desk, listed(*rows))
    answers = iter([False] * (asked - 1) + [True])
    with pytest.raises(ImportCancelledError):
        write(desk, plan, is_cancelled=lambda: next(answers))
    assert pupils(desk) == ()
    assert may_take_back(desk) == 0


def test_progress_counts_what_was_handed_to_the_store(desk, listed):
    rows = (f",Aldous,Ann{n},1/2/2016,K" for n in range(SLICE + 9))
    told = []
    write(desk, planned(desk, listed(*rows)), on_progress=lambda *each: told.append(each))
    assert told == [(SLICE, SLICE + 9), (SLICE + 9, SLICE + 9)]


def test_a_child_who_came_since_the_preview_is_not_written_twice(desk, listed):
    plan = planned(desk, listed(ANN, BO))
    put(desk, pupil(upn="", legal_forename="Ann", legal_surname="Aldous", born_on=ann_born()))
    written = write(desk, plan)
    assert (written.added, written.passed_over) == (1, 1)
    assert [p.legal_surname for p in pupils(desk)] == ["Aldous", "Birch"]


def ann_born():
    import datetime as dt

    return dt.date(2016, 2, 1)


def test_what_was_typed_since_the_preview_is_not_overwritten(desk, listed):
    put(desk, pupil(upn="", nc_year=""))
    header = "UPN,Surname,Forename,DOB,NC Year"
    plan = planned(desk, listed(f"{ANN_UPN},Thistlewick,Tobias,3/11/2019,2", header=header))
    edit(desk, an_id("pupil"), upn="Z999")
    assert write(desk, plan).filled == 1
    (found,) = pupils(desk)
    assert (found.upn, found.nc_year) == ("Z999", "2")


def test_a_file_that_was_joined_since_the_preview_is_left_alone(desk, listed):
    put(desk, pupil(upn=""), pupil(id=an_id("pupil", 2), legal_surname="Quernby", upn=""))
    plan = planned(desk, listed(f"{ANN_UPN},Quernby,Tobias,3/11/2019,K"))
    merge = a_record("pupil_merge", kept_id=an_id("pupil"), merged_id=an_id("pupil", 2))
    put(desk, merge)
    written = write(desk, plan)
    assert (written.filled, written.passed_over) == (0, 1)


def test_two_rows_about_one_pupil_are_merged_and_written_together(desk, listed):
    put(desk, pupil(upn=ANN_UPN, nc_year="", known_as=""))
    header = "UPN,Surname,Forename,DOB,NC Year,Known As"
    path = listed(
        f"{ANN_UPN},Thistle,Tobias,3/11/2019,,Toby",  # the pupil by the UPN
        ",Thistlewick,Tobias,3/11/2019,2,Tobi",  # the same one by name and day
        header=header,
    )
    plan = planned(desk, path)
    assert fates(plan) == [Fate.UPDATE, Fate.UPDATE]
    assert write(desk, plan).filled == 1
    (found,) = pupils(desk)
    assert (found.known_as, found.nc_year) == ("Toby", "2")  # the first row wins
    assert may_take_back(desk) == 1
    assert take_back(desk).restored == 1
    (back,) = pupils(desk)
    assert (back.known_as, back.nc_year, back.upn) == ("", "", ANN_UPN)


def test_two_rows_about_one_pupil_do_not_break_a_rule_together(desk, listed):
    put(desk, pupil(upn=ANN_UPN, primary_need="", secondary_need=""))
    header = "UPN,Surname,Forename,DOB,Primary Need,Secondary Need"
    path = listed(
        f"{ANN_UPN},Thistle,Tobias,3/11/2019,ASD,",
        ",Thistlewick,Tobias,3/11/2019,,ASD",
        header=header,
    )
    write(desk, planned(desk, path))
    (found,) = pupils(desk)
    assert (found.primary_need, found.secondary_need) == ("ASD", "")


def test_an_import_is_taken_back_but_not_a_child_somebody_wrote_about(desk, listed):
    write(desk, planned(desk, listed(ANN, BO)))
    _, bo = pupils(desk)
    put(desk, a_record("observation", pupil_id=bo.id))
    assert may_take_back(desk) == 2
    back = take_back(desk)
    assert (back.removed, back.kept) == (1, 1)
    assert [each.id for each in pupils(desk)] == [bo.id]
    assert may_take_back(desk) == 0


def test_a_new_pupil_whose_own_page_was_written_on_stays(desk, listed):
    write(desk, planned(desk, listed(ANN, BO)))
    ann, bo = pupils(desk)
    edit(desk, ann.id, known_as="Annie")
    back = take_back(desk)
    assert (back.removed, back.kept) == (1, 1)
    (stays,) = pupils(desk)
    assert (stays.id, stays.known_as) == (ann.id, "Annie")
    assert bo.id != stays.id


def test_a_new_pupil_whose_page_is_being_typed_in_stays(desk, listed):
    write(desk, planned(desk, listed(ANN)))
    (ann,) = pupils(desk)
    with desk.store.write() as work:
        work.keep_draft(Draft(ann.id, "pupil", ann.id, {}, {"known_as": "An"}, {}, raw={}))
    assert take_back(desk).kept == 1
    assert len(pupils(desk)) == 1


def test_a_new_pupil_whose_file_was_joined_with_another_stays(desk, listed):
    write(desk, planned(desk, listed(ANN)))
    (ann,) = pupils(desk)
    put(desk, a_record("pupil_merge", kept_id=ann.id, merged_id=an_id("pupil", 9)))
    assert take_back(desk).kept == 1


def test_what_was_typed_after_an_import_stays_when_it_is_taken_back(desk, listed):
    write(desk, planned(desk, listed(ANN, BO)))
    named = listed(f"{ANN_UPN},Aldous,Ann,1/2/2016,K", f"{BO_UPN},Birch,Bo,3/4/2015,E")
    again = planned(desk, named)
    assert fates(again) == [Fate.UPDATE, Fate.UPDATE]
    write(desk, again)
    ann, bo = pupils(desk)
    assert ann.upn
    assert bo.upn
    edit(desk, ann.id, upn="Z999")
    back = take_back(desk)
    assert [each.upn or "" for each in pupils(desk)] == ["Z999", ""]
    assert (back.restored, back.kept_fields) == (1, 1)


def test_what_was_taken_over_is_as_it_was_before_when_it_is_taken_back(desk, listed):
    put(desk, pupil(sen_provision="K"))
    plan = planned(desk, listed(f"{ANN_UPN},Thistlewick,Tobias,3/11/2019,E"))
    write(desk, pupil_import.choose(desk, plan, {2: Decision(take=frozenset({"sen_provision"}))}))
    assert pupils(desk)[0].sen_provision == "E"
    take_back(desk)
    assert pupils(desk)[0].sen_provision == "K"
