"""What a case says of today: the review, the cover, the transfer, requests beside the support."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_desktop.services import cases
from tests.builders import VISIT_DAY, a_record, an_id, case, cover, ehc_request, pupil, team

CASE = an_id("case")


@pytest.fixture
def child(desk):
    with desk.store.write() as work:
        work.put(pupil())
    return desk


def told(desk, *more, **changes):
    with desk.store.write() as work:
        for record in (case(**changes), *more):
            work.put(record)
    with desk.store.read() as read:
        document = read.open(CASE).doc
    return [(fact.words, fact.is_urgent) for fact in cases.facts_today(desk, CASE, document)]


def test_a_review_that_is_overdue_is_urgent_and_one_ahead_is_not(child):
    assert told(child, covers=(), next_review_on=dt.date(2026, 10, 5)) == [
        ("The review was due on 5 October 2026.", True)
    ]
    assert told(child, covers=(), next_review_on=dt.date(2026, 12, 8)) == [
        ("The next review is on 8 December 2026.", False)
    ]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (-9, 9, "A colleague covers until 15 October 2026."),
        (-20, -1, "The cover by A colleague ended on 5 October 2026."),
        (5, 9, "A colleague covers from 11 October 2026 to 15 October 2026."),
    ],
)
def test_a_cover_is_time_limited_and_says_so(child, first, last, words):
    stood_in = cover(
        from_on=VISIT_DAY + dt.timedelta(days=first), to_on=VISIT_DAY + dt.timedelta(days=last)
    )
    assert told(child, covers=(stood_in,), next_review_on=None) == [(words, False)]


def test_a_case_that_moved_says_where_and_since_when(child):
    sensory = team(number=7, name="Sensory team")
    words = told(
        child,
        sensory,
        covers=(),
        next_review_on=None,
        transferred_to_id=sensory.id,
        transferred_on=VISIT_DAY,
    )
    assert words == [("With Sensory team since 6 October 2026.", False)]


def test_a_request_is_told_beside_the_support(child):
    plan = a_record("iss_plan", starts_on=dt.date(2026, 9, 7), final_review_on=dt.date(2026, 12, 1))
    asked = ehc_request(requested_on=VISIT_DAY, requested_by="PARENT", decided_on=None, outcome="")
    (fact,) = told(child, plan, asked, covers=(), next_review_on=None)
    assert "during the support: not decided yet" in fact[0]
