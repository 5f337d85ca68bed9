"""Case and EHC request: the episodes of the service's involvement with one child.

Where a case may go next is a table, not a program. A case is active only while an Agreement to
Engage is valid; it closes with a date, a reason and a few words on what came of it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Final

from stls_core.records._declare import (
    Embedded,
    Merge,
    Need,
    Problem,
    Record,
    Sensitivity,
    kind,
    prose,
    rule,
    says,
)
from stls_core.records.agreements import Agreement

SAVE, SIGN = Need.SAVE, Need.SIGN
_ALWAYS: Final = ("ADVICE_ONLY", "WITHDRAWN", "CLOSED")
_LIFECYCLE: Final[Mapping[str, tuple[str, ...]]] = {
    "ENQUIRY": ("REFERRED", "DECLINED", "ADVICE_ONLY", "CLOSED"),
    "REFERRED": ("AGREED", "DECLINED", *_ALWAYS),
    "AGREED": ("ALLOCATED", "DECLINED", *_ALWAYS),
    "ALLOCATED": ("ACTIVE", "INACTIVE", *_ALWAYS),
    "ACTIVE": ("REVIEW_DUE", "INACTIVE", *_ALWAYS),
    "REVIEW_DUE": ("ACTIVE", "INACTIVE", *_ALWAYS),
    "ADVICE_ONLY": ("REFERRED", "CLOSED"),
    # On the register: the child is known and agreed, so work goes on without a new referral.
    "INACTIVE": ("ACTIVE", "WITHDRAWN", "CLOSED"),
    "DECLINED": (),
    "WITHDRAWN": (),
    "CLOSED": (),
}
ENDED: Final = tuple(status for status, onward in _LIFECYCLE.items() if not onward)
REVIEWED: Final = ("ALLOCATED", "ACTIVE", "REVIEW_DUE")
"""Where somebody is at work, so that a next review is owed."""


def may_become(status: str) -> tuple[str, ...]:
    """The statuses that a case may go to next, nearest first; none once it has ended.

    A code that this version does not know leads nowhere. Engagement after an end is a new case.
    """
    return _LIFECYCLE.get(status, ())


class Cover(Embedded, frozen=True):
    """A colleague who stands in for the lead teacher between two days."""

    teacher_id: Annotated[str, says("Teacher", need=SAVE, ask="Choose who covers")] = ""
    from_on: Annotated[dt.date | None, says("From", need=SAVE)] = None
    to_on: Annotated[
        dt.date | None, says("Until", need=SAVE, ask="Enter the last day of the cover")
    ] = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the cover is on that day; without both days it never is."""
        return bool(self.from_on and self.to_on and self.from_on <= day <= self.to_on)


@kind(
    "case",
    "Case",
    unit=("pupil_id",),
    parent="pupil_id",
    event="opened_on",
    named_by=("question",),
    looked_up=(("next_review_on", "status"), ("covers",)),
)
class Case(Record, frozen=True):
    """One episode of involvement with a pupil, from the question asked."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    ref: Annotated[str, says("Reference", "Given by the council's server.")] = ""
    opened_on: Annotated[
        dt.date | None, says("Opened", need=SAVE, ask="Enter the day it was opened", reported=True)
    ] = None
    source: Annotated[
        str,
        says(
            "Came from",
            need=SAVE,
            ask="Choose where it came from",
            codes="case_source",
            reported=True,
        ),
    ] = ""
    question: Annotated[
        str,
        says(
            "Question",
            "What the school or the parents want answered.",
            need=SAVE,
            merge=Merge.TEXT,
            searchable=True,
            sensitivity=Sensitivity.PUPIL,
        ),
    ] = ""
    lead_teacher_id: Annotated[
        str, says("Lead teacher", need=SAVE, ask="Choose the lead teacher", reported=True)
    ] = ""
    tier: Annotated[str, says("Tier", need=SAVE, codes="tier", reported=True)] = ""
    involvement: Annotated[
        str, says("Involvement", need=SAVE, codes="involvement", reported=True)
    ] = "ADVICE_ONLY"
    agreement_id: Annotated[str, says("Agreement to Engage", ref="agreement")] = ""
    status: Annotated[str, says("Status", codes="case_status", reported=True)] = "ENQUIRY"
    co_worker_ids: Annotated[tuple[str, ...], says("Works with", "Beside the lead teacher.")] = ()
    covers: Annotated[tuple[Cover, ...], says("Cover", "For a time, with a last day.")] = ()
    next_review_on: Annotated[dt.date | None, says("Next review", reported=True)] = None
    closed_on: Annotated[dt.date | None, says("Closed on", group="closing", reported=True)] = None
    close_reason: Annotated[
        str,
        says("Why closed", group="closing", codes="case_close_reason", reported=True),
    ] = ""
    outcome_summary: Annotated[
        str, prose("What came of it", "What changed for the child, and who keeps it going.")
    ] = ""
    transferred_to_id: Annotated[
        str, says("Moved to team", group="transfer", ref="team", reported=True)
    ] = ""
    transferred_on: Annotated[dt.date | None, says("Moved on", group="transfer", reported=True)] = (
        None
    )

    @rule(SAVE)
    def active_needs_an_agreement(self) -> Iterator[Problem]:
        """Nothing beyond a talk happens before the family knows and has agreed to engage."""
        if self.status == "ACTIVE" and not self.agreement_id:
            yield Problem("status", "An active case needs an Agreement to Engage. Record it first.")

    @rule(SAVE)
    def closed_is_whole(self) -> Iterator[Problem]:
        """A closed case says when, why and what came of it; an open one says none of these."""
        if self.status == "CLOSED":
            if not self.closed_on:
                yield Problem("closed_on", "Enter the day it was closed")
            if not self.close_reason:
                yield Problem("close_reason", "Choose why it was closed")
            if not self.outcome_summary.strip():
                yield Problem("outcome_summary", "Write what came of it, in a sentence or two")
        elif self.closed_on and self.status not in ENDED:
            words = "The case has a closing day but is still open. Close it, or clear the day."
            yield Problem("closed_on", words)

    @rule(SAVE)
    def days_follow_each_other(self) -> Iterator[Problem]:
        """Nothing about a case is earlier than its opening."""
        for name in ("closed_on", "transferred_on", "next_review_on"):
            day = getattr(self, name)
            if day and self.opened_on and day < self.opened_on:
                yield Problem(name, "This is before the case was opened. Change one of the days.")

    @rule(SAVE)
    def cover_ends_after_it_begins(self) -> Iterator[Problem]:
        """Cover lasts from one day to a later one."""
        for each in self.covers:
            if each.from_on and each.to_on and each.to_on < each.from_on:
                words = "The cover ends before it begins. Change one of the days."
                yield Problem(f"covers/{each.key}/to_on", words)

    @rule(SAVE)
    def transfer_is_whole(self) -> Iterator[Problem]:
        """A move to another team has a team and a day."""
        if self.transferred_to_id and not self.transferred_on:
            yield Problem("transferred_on", "Enter the day from which the other team has the case")
        if self.transferred_on and not self.transferred_to_id:
            yield Problem("transferred_to_id", "Choose the team that took the case over")

    @rule(SIGN)
    def work_has_a_next_review(self) -> Iterator[Problem]:
        """While somebody is at work on it, a case has a day to look back."""
        if self.status in REVIEWED and not self.next_review_on:
            yield Problem("next_review_on", "Enter the day of the next review")

    @property
    def is_open(self) -> bool:
        """Whether it may still go anywhere; a status of a newer release counts as open."""
        return self.status not in ENDED

    def is_review_overdue(self, day: dt.date) -> bool:
        """Whether the next review should have been before that day."""
        return self.is_open and self.next_review_on is not None and self.next_review_on < day

    def teacher_ids_on(self, day: dt.date) -> tuple[str, ...]:
        """Who works on it that day, each once: whoever covers, the lead, the co-workers."""
        covering = [each.teacher_id for each in self.covers if each.holds_on(day)]
        everyone = (*covering, self.lead_teacher_id, *self.co_worker_ids)
        return tuple(dict.fromkeys(filter(None, everyone)))


def engagement_problems(case: Case, agreement: Agreement | None, day: dt.date) -> Iterator[Problem]:
    """What stops a case from being active that day: no agreement, another child's, or none valid.

    `agreement` is the record that the case names, or None if it is not on this laptop.
    """
    if "ACTIVE" not in (case.status, case.involvement):
        return
    if agreement is None or agreement.id != case.agreement_id:
        yield Problem("agreement_id", "Choose the family's Agreement to Engage, or record one")
    elif agreement.pupil_id != case.pupil_id:
        yield Problem("agreement_id", "This agreement is about another pupil. Choose again.")
    elif not agreement.engages_on(day):
        words = "The Agreement to Engage does not hold today. Renew it before work goes on."
        yield Problem("agreement_id", words)


@kind(
    "ehc_request",
    "EHC request",
    unit=("pupil_id",),
    parent="case_id",
    event="requested_on",
    named_by=("reason",),
)
class EhcRequest(Record, frozen=True):
    """A request for an EHC needs assessment: who asked and why, and what was decided."""

    case_id: Annotated[str, says("Case", need=SAVE, ref="case")] = ""
    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    requested_on: Annotated[
        dt.date | None,
        says("Requested on", need=SAVE, ask="Enter the day of the request", reported=True),
    ] = None
    requested_by: Annotated[
        str,
        says(
            "Requested by",
            need=SAVE,
            ask="Choose who asked for it",
            codes="ehc_requested_by",
            reported=True,
        ),
    ] = ""
    reason: Annotated[str, prose("Reason", "Why now, in the words of the request.", need=SIGN)] = ""
    decided_on: Annotated[dt.date | None, says("Decided on", group="decision", reported=True)] = (
        None
    )
    outcome: Annotated[
        str, says("Decision", group="decision", codes="ehc_outcome", reported=True)
    ] = ""

    @rule(SAVE)
    def decision_is_whole(self) -> Iterator[Problem]:
        """A decision has a day, and a day has a decision."""
        if self.outcome and not self.decided_on:
            yield Problem("decided_on", "Enter the day of the decision")
        if self.decided_on and not self.outcome:
            yield Problem("outcome", "Choose what was decided")

    @rule(SAVE)
    def decided_after_it_was_requested(self) -> Iterator[Problem]:
        """The decision is not before the request."""
        if self.requested_on and self.decided_on and self.decided_on < self.requested_on:
            yield Problem("decided_on", "This is before the request. Change one of the days.")


def timing_of_request(
    requested_on: dt.date, plans: Iterable[tuple[dt.date | None, dt.date | None]]
) -> str:
    """BEFORE, DURING or AFTER the ISS plans, given as (first, last day); empty without a plan.

    DURING wins over AFTER: a second plan may run while an earlier one is over. A plan that has
    not begun does not count, and one without a last day goes on.
    """
    begun = [(first, last) for first, last in plans if first is not None]
    if not begun:
        return ""
    if any(first <= requested_on <= (last or dt.date.max) for first, last in begun):
        return "DURING"
    return "AFTER" if any(last and last < requested_on for _, last in begun) else "BEFORE"
