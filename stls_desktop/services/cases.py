"""What a case's screen says of today: the review, who stands in, and EHC requests beside the ISS.

Facts in words, each with how much it matters; nothing is decided or written here.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stls_core.documents import nest, view
from stls_core.records import kind_of
from stls_core.records.cases import Case, EhcRequest, timing_of_request
from stls_core.records.plans import IssPlan
from stls_core.records.settings import LinkAssignment, Team
from stls_desktop.services import restricted
from stls_desktop.services.desk import Desk
from stls_desktop.services.joined import joined_ids
from stls_desktop.store.queries import Queries

_STOOD_IN = "A colleague"


@dataclass(frozen=True)
class Fact:
    """One sentence about a case on this day."""

    words: str
    is_urgent: bool = False


def facts_today(desk: Desk, rec: str, document: Mapping[str, Any]) -> tuple[Fact, ...]:
    """What there is to know of a case whose document stands so on the screen."""
    found = view(kind_of(Case), {**nest(document), "id": rec})[0]
    case = found if isinstance(found, Case) else Case(id=rec)
    day = desk.today()
    with desk.store.read() as read:
        return (
            *(Fact(words) for words in restricted.who_opened(read, rec)),
            *_review(case, day),
            *_covers(desk, read, case, day),
            *_transfer(read, case),
            *_requests(desk, read, case),
        )


def _review(case: Case, day: dt.date) -> Iterator[Fact]:
    due = case.next_review_on
    if due is None or not case.is_open:
        return
    if case.is_review_overdue(day):
        yield Fact(f"The review was due on {_said(due)}.", is_urgent=True)
    else:
        yield Fact(f"The next review is on {_said(due)}.")


def _covers(desk: Desk, read: Queries, case: Case, day: dt.date) -> Iterator[Fact]:
    names = {each.teacher_id: each.teacher_name for each in read.find(LinkAssignment)}
    names[desk.me.account] = desk.me.name
    for cover in case.covers:
        who = names.get(cover.teacher_id, _STOOD_IN)
        if cover.from_on is None or cover.to_on is None:
            continue
        if cover.holds_on(day):
            yield Fact(f"{who} covers until {_said(cover.to_on)}.")
        elif cover.to_on < day:
            yield Fact(f"The cover by {who} ended on {_said(cover.to_on)}.")
        else:
            yield Fact(f"{who} covers from {_said(cover.from_on)} to {_said(cover.to_on)}.")


def _transfer(read: Queries, case: Case) -> Iterator[Fact]:
    if case.transferred_to_id and case.transferred_on:
        team = read.get(Team, case.transferred_to_id)
        name = team.name if team else "another team"
        yield Fact(f"With {name} since {_said(case.transferred_on)}.")


def _requests(desk: Desk, read: Queries, case: Case) -> Iterator[Fact]:
    """Each request for an EHC needs assessment, with when it came beside the child's ISS plans."""
    plans = read.find(IssPlan, pupil_id=joined_ids(read, case.pupil_id)) if case.pupil_id else ()
    spans = [(each.starts_on, each.closed_on or each.ends_on) for each in plans]
    say = desk.reference.label
    for request in read.find(EhcRequest, case_id=case.id, order_by=("requested_on",)):
        if request.requested_on is None:
            continue
        timing = timing_of_request(request.requested_on, spans)
        beside = f", {say('support_timing', timing).lower()}" if timing else ""
        outcome = say("ehc_outcome", request.outcome) if request.outcome else "not decided yet"
        by = say("ehc_requested_by", request.requested_by).lower()
        yield Fact(
            f"EHC assessment asked for by {by} on {_said(request.requested_on)}{beside}: {outcome}."
        )


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
