"""A case: where it may go, what it needs on the way, and how it ends."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.records import Need, kind_named
from stls_core.records.cases import ENDED, engagement_problems, may_become, timing_of_request
from stls_core.validation import problems_of
from tests.builders import agreement, an_id, case, cover, ehc_request
from tests.core.seed import shipped

DAY = dt.date(2026, 11, 10)
STATUSES = [code.code for code in shipped().choices("case_status")]
CLOSED = {
    "status": "CLOSED",
    "closed_on": DAY,
    "close_reason": "TARGETS_MET",
    "outcome_summary": "He follows the lesson with the card.",
}


def paths(record, stage=Need.SAVE):
    kind = "case" if type(record).__name__ == "Case" else "ehc_request"
    return [p.field for p in problems_of(kind_named(kind), record, stage, shipped())]


def reachable(status):
    seen, ahead = set(), [status]
    while ahead:
        for onward in may_become(ahead.pop()):
            if onward not in seen:
                seen.add(onward)
                ahead.append(onward)
    return seen


def test_the_ordinary_way_leads_from_an_enquiry_to_the_end():
    way = ["ENQUIRY", "REFERRED", "AGREED", "ALLOCATED", "ACTIVE", "REVIEW_DUE", "CLOSED"]
    for here, onward in pairwise(way):
        assert onward in may_become(here)


def test_every_status_of_the_list_can_be_reached_and_leads_only_to_known_ones():
    assert reachable("ENQUIRY") == set(STATUSES) - {"ENQUIRY"}
    for status in STATUSES:
        assert set(may_become(status)) <= set(STATUSES) - {status}


def test_whoever_is_on_the_register_comes_back_without_a_new_referral():
    assert "ACTIVE" in may_become("INACTIVE")
    assert "REFERRED" not in may_become("INACTIVE")


@pytest.mark.parametrize("status", ["CLOSED", "DECLINED", "WITHDRAWN"])
def test_what_has_ended_stays_ended(status):
    assert status in ENDED
    assert may_become(status) == ()


def test_nothing_becomes_active_that_was_not_allocated():
    before = {status for status in STATUSES if "ACTIVE" in may_become(status)}
    assert before == {"ALLOCATED", "REVIEW_DUE", "INACTIVE"}


def test_a_status_of_a_newer_release_leads_nowhere_and_counts_as_open():
    assert may_become("PAUSED") == ()
    assert case(status="PAUSED").is_open


@pytest.mark.parametrize("missing", ["closed_on", "close_reason", "outcome_summary"])
def test_a_closed_case_says_when_why_and_what_came_of_it(missing):
    assert paths(case(**CLOSED)) == []
    without = {**CLOSED, missing: None if missing == "closed_on" else ""}
    assert paths(case(**without)) == [missing]


def test_an_open_case_has_no_closing_day():
    assert paths(case(closed_on=DAY)) == ["closed_on"]
    assert paths(case(status="WITHDRAWN", closed_on=DAY)) == []


@pytest.mark.parametrize("name", ["next_review_on", "transferred_on"])
def test_nothing_is_before_the_opening(name):
    early = case(**{name: dt.date(2026, 9, 13)}, transferred_to_id=an_id("team"))
    assert name in paths(early)


def test_a_review_is_owed_only_while_somebody_is_at_work():
    assert paths(case(next_review_on=None), Need.SIGN) == ["next_review_on"]
    assert paths(case(next_review_on=None)) == []
    for status in ("ENQUIRY", "ADVICE_ONLY", "INACTIVE"):
        assert paths(case(next_review_on=None, status=status), Need.SIGN) == []
    assert paths(case(**CLOSED, next_review_on=None), Need.SIGN) == []


def test_a_review_is_overdue_from_the_day_after():
    due = case(next_review_on=DAY)
    assert not due.is_review_overdue(DAY)
    assert due.is_review_overdue(DAY + dt.timedelta(days=1))
    assert not case(**CLOSED, next_review_on=DAY).is_review_overdue(dt.date(2027, 1, 1))
    assert not case(next_review_on=None).is_review_overdue(DAY)


def test_cover_counts_on_its_first_and_last_day_and_then_is_over():
    covered = case(co_worker_ids=("co",))
    during = ("2026-11-02", "2026-11-27")
    for day in map(dt.date.fromisoformat, during):
        assert covered.teacher_ids_on(day) == (an_id("account", 2), an_id("account"), "co")
    for day in ("2026-11-01", "2026-11-28"):
        assert covered.teacher_ids_on(dt.date.fromisoformat(day)) == (an_id("account"), "co")


def test_cover_without_a_last_day_never_holds():
    endless = case(covers=(cover(to_on=None),))
    assert paths(endless) == ["covers/cover-1/to_on"]
    assert endless.teacher_ids_on(DAY) == (an_id("account"),)
    backwards = case(covers=(cover(to_on=dt.date(2026, 10, 1)),))
    assert paths(backwards) == ["covers/cover-1/to_on"]


def test_a_transfer_has_a_team_and_a_day():
    assert paths(case(transferred_on=DAY)) == ["transferred_to_id"]
    assert paths(case(transferred_to_id=an_id("team"))) == ["transferred_on"]
    assert paths(case(transferred_to_id=an_id("team"), transferred_on=DAY)) == []


@pytest.mark.parametrize(
    ("form", "is_stopped"),
    [
        (agreement(), False),
        (None, True),
        (agreement(number=2), True),
        (agreement(pupil_id=an_id("pupil", 2)), True),
        (agreement(withdrawn_on=DAY), True),
        (agreement(expires_on=dt.date(2026, 10, 1)), True),
        (agreement(form="PHOTO_VIDEO"), True),
        (agreement(is_disputed=True), True),
    ],
)
def test_an_active_case_needs_this_childs_agreement_on_the_day(form, is_stopped):
    found = list(engagement_problems(case(), form, DAY))
    assert [problem.field for problem in found] == (["agreement_id"] if is_stopped else [])


def test_advice_about_the_case_needs_no_agreement():
    advice = case(status="ADVICE_ONLY", involvement="ADVICE_ONLY", agreement_id="")
    assert list(engagement_problems(advice, None, DAY)) == []


def test_a_decision_has_a_day_and_a_day_has_a_decision():
    assert paths(ehc_request(outcome="ASSESS")) == ["decided_on"]
    assert paths(ehc_request(decided_on=DAY)) == ["outcome"]
    assert paths(ehc_request(outcome="ASSESS", decided_on=DAY)) == []
    assert paths(ehc_request(outcome="ASSESS", decided_on=dt.date(2026, 11, 1))) == ["decided_on"]


AUTUMN = (dt.date(2026, 9, 14), dt.date(2026, 12, 11))
SPRING = (dt.date(2027, 1, 11), dt.date(2027, 3, 19))


@pytest.mark.parametrize(
    ("day", "plans", "timing"),
    [
        ("2026-09-13", [AUTUMN], "BEFORE"),
        ("2026-09-14", [AUTUMN], "DURING"),
        ("2026-12-11", [AUTUMN], "DURING"),
        ("2026-12-12", [AUTUMN], "AFTER"),
        ("2026-12-20", [AUTUMN, SPRING], "AFTER"),
        ("2027-02-01", [AUTUMN, SPRING], "DURING"),
        ("2027-02-01", [(dt.date(2026, 9, 14), None)], "DURING"),
        ("2027-02-01", [(None, None)], ""),
        ("2027-02-01", [], ""),
    ],
)
def test_a_request_comes_before_during_or_after_the_support(day, plans, timing):
    assert timing_of_request(dt.date.fromisoformat(day), plans) == timing


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@given(DAYS, st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=4))
def test_the_order_of_the_plans_does_not_matter(day, plans):
    timing = timing_of_request(day, plans)
    assert timing == timing_of_request(day, list(reversed(plans)))
    assert shipped().knows("support_timing", timing) or not plans
