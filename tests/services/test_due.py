"""What is due: reviews, agreements that run out, and drafts that lack something."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.records.sensory import SensoryProfile
from stls_desktop.services import due
from stls_desktop.store.drafts import Draft
from tests.builders import (
    VISIT_DAY,
    a_record,
    agreement,
    an_id,
    case,
    pupil,
    sensory_profile,
)

WEEK = dt.timedelta(days=7)


@pytest.fixture
def child(desk):
    put(desk, pupil())
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def told(desk, key):
    group = next((each for each in due.due(desk) if each.key == key), None)
    return [(line.what, line.is_late) for line in group.lines] if group else []


@pytest.mark.parametrize(
    ("days", "found"),
    [(-30, [("Review of the case", True)]), (7, [("Review of the case", False)]), (8, [])],
)
def test_a_review_is_due_a_week_before_and_late_after_its_day(child, days, found):
    put(child, case(next_review_on=VISIT_DAY + dt.timedelta(days=days)))
    assert told(child, "reviews") == found


def test_a_closed_case_owes_no_review(child):
    put(child, case(status="CLOSED", next_review_on=VISIT_DAY))
    assert told(child, "reviews") == []


def test_a_plans_reviews_are_due_while_it_runs(child):
    plan = {"mid_review_on": VISIT_DAY, "final_review_on": VISIT_DAY + 6 * WEEK}
    put(child, a_record("iss_plan", status="ACTIVE", **plan))
    assert told(child, "reviews") == [("Mid review of the plan", False)]
    put(child, a_record("iss_plan", status="DRAFT", **plan))
    assert told(child, "reviews") == []


def test_a_yearly_review_of_eligibility_is_due(child):
    profile = sensory_profile(
        natsip_on=VISIT_DAY - dt.timedelta(days=364), natsip_review_on=VISIT_DAY
    )
    assert isinstance(profile, SensoryProfile)
    put(child, profile)
    assert told(child, "reviews") == [("NatSIP review", False)]


def test_an_agreement_that_runs_out_is_told_while_somebody_is_at_work(child):
    put(child, agreement(expires_on=VISIT_DAY + WEEK))
    assert told(child, "agreements") == []
    put(child, case())
    assert told(child, "agreements") == [("LIFT referral runs out", False)]
    put(child, agreement(expires_on=VISIT_DAY - WEEK))
    assert told(child, "agreements") == [("LIFT referral has run out", True)]


def test_a_newer_agreement_takes_the_place_of_an_old_one(child):
    put(child, case(), agreement(expires_on=VISIT_DAY - WEEK))
    put(child, agreement(number=2, signed_on=VISIT_DAY - WEEK))
    assert told(child, "agreements") == []


def test_a_draft_says_what_it_lacks_and_whose_it_is_by_initials(child):
    rec = an_id("observation")
    draft = Draft(rec, "observation", rec, {}, {"pupil_id": an_id("pupil"), "lesson": ""})
    with child.store.write() as work:
        work.keep_draft(draft)
    (group,) = due.due(child)
    (line,) = group.lines
    assert line.what.startswith("Observation: ")
    assert line.who.startswith("T.T.")
    assert (line.pupil_id, line.rec) == (an_id("pupil"), rec)


def test_nothing_due_is_no_group(child):
    assert due.due(child) == ()
    assert due.count(()) == 0
