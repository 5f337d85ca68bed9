"""Exit criteria looked up in the records, and a target's marks over time in words."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from stls_core.exits import Evidence, exit_states
from stls_core.records.plans import Progress, RatedBy
from stls_core.target_series import Mark, series_of
from tests.builders import VISIT_DAY, a_record, an_id

WEEK = dt.timedelta(weeks=1)


def note(number=1, **changes):
    return a_record("modelling_note", number=number, **changes)


def states(*, targets=(), notes=(), now=None, **plan):
    held = msgspec.structs.replace(a_record("iss_plan"), **plan)
    found = exit_states(Evidence(held, tuple(targets), tuple(notes), now or {}))
    return {state.code: (state.is_met, state.words) for state in found}


def test_without_records_nothing_can_be_told():
    assert {is_met for is_met, _ in states().values()} == {None}


@pytest.mark.parametrize(("achieved", "is_met"), [(6.0, False), (7.0, True), (9.0, True)])
def test_every_target_has_to_be_as_expected(achieved, is_met):
    found = states(targets=[a_record("target", achieved=achieved)])
    assert found["TARGETS_EXPECTED"][0] is is_met


def test_one_target_that_is_not_marked_keeps_the_criterion_open():
    targets = [a_record("target", achieved=7.0), a_record("target", number=2)]
    assert states(targets=targets)["TARGETS_EXPECTED"] == (
        False,
        "1 of 2 targets as expected or better",
    )


@pytest.mark.parametrize(("now", "is_met"), [(4.0, False), (5.0, True)])
def test_two_points_up_count_from_the_last_mark(now, is_met):
    target = a_record("target")
    assert states(targets=[target], now={target.id: now})["GAIN_2"][0] is is_met


@pytest.mark.parametrize(
    ("before", "after", "is_met"), [(6, 7, True), (3, 5, True), (4, 5, False), (None, 6, False)]
)
def test_staff_are_confident_at_seven_or_two_up(before, after, is_met):
    found = states(notes=[note(confidence_before=before, confidence_after=after)])
    assert found["STAFF_CONFIDENT"][0] is is_met


def test_confidence_is_from_the_first_note_to_the_last_of_each_adult_and_names_nobody():
    notes = [
        note(1, confidence_before=4, confidence_after=5),
        note(2, modelled_on=dt.date(2026, 10, 27), confidence_before=5, confidence_after=6),
        note(3, adult_name="Ida Fennimore", confidence_before=4, confidence_after=5),
    ]
    is_met, words = states(notes=notes)["STAFF_CONFIDENT"]
    assert (is_met, words) == (False, "1 of 2 coached adults at 7 or two up")
    assert "Tansley" not in words


def test_a_strategy_is_in_use_when_it_was_seen_on_two_days_without_us():
    alone = [note(n, stage="SOLO", modelled_on=VISIT_DAY + n * WEEK) for n in (1, 2)]
    assert states(notes=alone)["USED_TWICE"][0] is True
    same_day = [note(n, stage="SOLO") for n in (1, 2)]
    assert states(notes=same_day)["USED_TWICE"][0] is False
    assert states(notes=[note(n, stage="COACH") for n in (1, 2)])["USED_TWICE"][0] is False


@pytest.mark.parametrize("answer", [True, False, None])
def test_the_school_says_whether_it_wrote_them_into_its_plan(answer):
    assert states(is_written_in_plan=answer)["WRITTEN_IN_PLAN"][0] is answer


def session(number, value, **changes):
    progress = (Progress(key="a", target_id=an_id("target"), value=value),)
    day = VISIT_DAY + number * WEEK
    return a_record("iss_session", number=number, held_on=day, progress=progress, **changes)


def test_a_series_is_in_the_order_of_the_days_and_says_what_is_drawn():
    target = a_record("target", achieved=7.0, rated_by=())
    series = series_of(target, [session(2, 5.0), session(1, 4.0)], VISIT_DAY)
    assert series.marks == (
        Mark(VISIT_DAY + WEEK, 4.0),
        Mark(VISIT_DAY + 2 * WEEK, 5.0),
    )
    assert series.now == 7.0
    assert series.words == (
        "Began at 3 on 6 Oct. Marks: 4 on 13 Oct, 5 on 20 Oct. Expected 7 by 11 Dec. Achieved 7."
    )


def test_a_session_speaks_for_its_day_and_marks_of_other_targets_are_not_taken():
    rated = (RatedBy(key="r", role="TEACHER", score=2.0, rated_on=VISIT_DAY + WEEK),)
    other = Progress(key="b", target_id=an_id("target", 2), value=9.0)
    held = session(1, 4.0)
    held = msgspec.structs.replace(held, progress=(*held.progress, other))
    series = series_of(a_record("target", rated_by=rated), [held], VISIT_DAY)
    assert series.marks == (Mark(VISIT_DAY + WEEK, 4.0),)
    assert series.now == 4.0


def test_a_target_without_any_mark_says_so():
    bare = a_record("target", baseline=None, expected=None, rated_by=())
    assert series_of(bare, [], None).words == "No marks yet."
