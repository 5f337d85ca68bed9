"""The rules of a plan, its targets and its sessions, and what a target came to."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.records import Need, kind_of
from stls_core.validation import problems_of
from tests.builders import VISIT_DAY, a_record, an_id
from tests.core.seed import shipped

MARKS = st.integers(1, 10).map(float)


def words(record, stage=Need.SAVE):
    return {p.field: p.message for p in problems_of(kind_of(record), record, stage, shipped())}


def plan(**changes):
    return msgspec.structs.replace(a_record("iss_plan"), **changes)


def target(**changes):
    return msgspec.structs.replace(a_record("target"), **changes)


def test_a_plan_longer_than_two_terms_is_told_the_last_day_that_it_may_end():
    found = words(plan(starts_on=dt.date(2026, 9, 1), final_review_on=dt.date(2027, 1, 8)))
    assert found == {
        "final_review_on": "A plan lasts two terms at most: this one until 18 December 2026."
        " The lead may extend it once."
    }


def test_two_whole_terms_are_allowed():
    whole = plan(starts_on=dt.date(2026, 9, 1), final_review_on=dt.date(2026, 12, 18))
    assert words(whole) == {}


def test_where_no_term_is_known_thirty_weeks_are_the_most():
    start = dt.date(2040, 9, 3)
    reviews = {"starts_on": start, "mid_review_on": start + dt.timedelta(weeks=9)}
    assert words(plan(**reviews, final_review_on=start + dt.timedelta(weeks=30))) == {}
    assert "final_review_on" in words(
        plan(**reviews, final_review_on=start + dt.timedelta(weeks=30, days=1))
    )


def test_an_extension_is_later_and_says_by_whom_and_why():
    later = dt.date(2027, 1, 22)
    assert "extension_reason" in words(plan(extended_to_on=later))
    said = {"extended_by": "Odile Marchbanks", "extension_reason": "Staff change."}
    assert words(plan(extended_to_on=later, **said)) == {}
    assert "extended_to_on" in words(plan(extended_to_on=VISIT_DAY, **said))


@pytest.mark.parametrize("day", [VISIT_DAY, dt.date(2026, 9, 1)])
def test_the_final_review_comes_after_the_start(day):
    assert "final_review_on" in words(plan(final_review_on=day, mid_review_on=None))


@pytest.mark.parametrize(
    ("achieved", "result"), [(2, "WORSE"), (3, "NONE"), (5, "SOME"), (7, "EXPECTED"), (9, "BETTER")]
)
def test_the_result_of_a_tme_target(achieved, result):
    assert target(achieved=float(achieved)).result == result


@pytest.mark.parametrize(("achieved", "result"), [(11, "NONE"), (12, "WORSE"), (3, "EXPECTED")])
def test_a_measure_may_fall_on_its_way_as_prompts_do(achieved, result):
    prompts = target(scale="MEASURE", baseline=11.0, expected=3.0, achieved=float(achieved))
    assert words(prompts) == {}
    assert prompts.result == result


@given(MARKS, MARKS)
def test_on_a_rising_scale_what_is_expected_lies_above_the_baseline(baseline, expected):
    found = words(target(baseline=baseline, expected=expected))
    assert ("expected" in found) is (expected <= baseline)


def test_a_mark_off_its_scale_is_told_where_it_is():
    assert "run from 1 to 10" in words(target(expected=11.0))["expected"]
    off = target(scale="GAS", baseline=-2.0, expected=0.0, achieved=3.0)
    assert "run from -2 to 2" in words(off)["achieved"]


def test_a_session_that_was_called_off_says_who_and_why():
    session = msgspec.structs.replace(a_record("iss_session"), status="CANCELLED")
    assert "called_off_reason" in words(session)
    why = {"called_off_by": "SETTING", "called_off_reason": "NO_COVER"}
    assert words(msgspec.structs.replace(session, **why)) == {}


def test_an_action_belongs_to_a_visit_or_to_another_record():
    nowhere = msgspec.structs.replace(a_record("action"), visit_id="")
    assert "visit_id" in words(nowhere)
    session = msgspec.structs.replace(nowhere, of_id=an_id("iss_session"), of_kind="iss_session")
    assert words(session) == {}
