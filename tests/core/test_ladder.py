"""From modelled to embedded: stages in order, faithful on two days, and the adult's own rating."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.ladder import lacks_to_be_embedded, next_stage, rungs, skipping_problems
from stls_core.records.modelling import STAGES, StepDone
from tests.builders import VISIT_DAY, a_record

ALL = tuple(StepDone(key=str(n), step="Wait", did="Y") for n in range(5))
HALF = tuple(StepDone(key=str(n), step="Wait", did="PART") for n in range(5))


def note(number, stage, steps=ALL, **changes):
    day = VISIT_DAY + dt.timedelta(days=number)
    values = {"stage": stage, "steps": steps, "modelled_on": day, "skipped_reason": "", **changes}
    return a_record("modelling_note", number=number, **values)


def test_stages_follow_each_other_and_the_last_stays():
    assert next_stage(()) == "MODEL"
    for place, stage in enumerate(STAGES[:-1]):
        assert next_stage(rungs([note(1, stage)])) == STAGES[place + 1]
    assert next_stage(rungs([note(1, "REVIEW")])) == "REVIEW"


@pytest.mark.parametrize(("earlier", "stage"), [((), "COACH"), (("MODEL",), "COACH")])
def test_a_stage_that_is_left_out_needs_a_reason(earlier, stage):
    before = rungs([note(n, each) for n, each in enumerate(earlier)])
    (problem,) = skipping_problems(note(9, stage), before)
    assert problem.field == "skipped_reason"
    assert not list(skipping_problems(note(9, stage, skipped_reason="Knows it already."), before))


def test_going_back_or_staying_skips_nothing():
    before = rungs([note(1, "MODEL"), note(2, "JOINT"), note(3, "COACH")])
    for stage in ("MODEL", "COACH", "SOLO"):
        assert not list(skipping_problems(note(9, stage), before))


def test_embedded_needs_a_solo_stage_two_faithful_days_and_the_adults_rating():
    assert lacks_to_be_embedded(rungs([note(1, "COACH"), note(2, "SOLO")])) == ()
    same_day = note(2, "SOLO", modelled_on=VISIT_DAY + dt.timedelta(days=1))
    assert "(1 so far)" in lacks_to_be_embedded(rungs([note(1, "COACH"), same_day]))[0]
    unrated = [note(n, "SOLO", confidence_after=None) for n in (1, 2)]
    assert lacks_to_be_embedded(rungs(unrated)) == ("the adult’s own rating before and after",)
    halves = lacks_to_be_embedded(rungs([note(1, "COACH", HALF), note(2, "COACH", HALF)]))
    assert halves == (
        "a note at the solo or review stage",
        "80 % of the steps on two days (0 so far)",
    )
