"""Intensive Specialist Support: the plan, its targets, and the sessions planned and delivered.

A plan opens on six fields and unfolds. A coached adult's name stays in the plan and its notes; no
figure for managers is made of it.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Final

from stls_core.calendar import two_terms_on
from stls_core.records._declare import (
    Embedded,
    Need,
    Problem,
    Record,
    kind,
    private,
    prose,
    rule,
    says,
)
from stls_core.records.activity import Timed
from stls_core.records.visits import Attendee
from stls_core.reference import Reference

SAVE, SIGN = Need.SAVE, Need.SIGN
TWO_TERMS: Final = dt.timedelta(weeks=30)  # where no table of terms says more
MUST_AGREE: Final = ("ST", "SENCO")
ARE_ASKED: Final = ("HEAD", "PARENT", "PUPIL")
MOST_TARGETS: Final = 3
MODELLED: Final = frozenset({"MODEL", "JOINT", "COACH"})
"""The kinds of session of which a modelling note is written."""


class CoachedAdult(Embedded, frozen=True):
    """An adult in the school whom the teacher coaches."""

    name: Annotated[str, says("Name", need=SAVE, max_length=120)] = ""
    role: Annotated[str, says("Role", need=SAVE, codes="staff_role")] = ""
    hours: Annotated[float | None, says("Hours a week with the child", at_least=0, at_most=40)] = (
        None
    )


class TriedStrategy(Embedded, frozen=True):
    """What the school did before: evidence of the graduated approach."""

    strategy: Annotated[str, says("What was tried", need=SAVE, max_length=160)] = ""
    from_on: Annotated[dt.date | None, says("From")] = None
    to_on: Annotated[dt.date | None, says("Until")] = None
    frequency: Annotated[str, says("How often", max_length=80)] = ""
    impact: Annotated[str, says("Effect", codes="tried_impact")] = ""


class Baseline(Embedded, frozen=True):
    """Where the child is now, as a number with its source and date."""

    measure: Annotated[str, says("Measure", need=SAVE, max_length=120)] = ""
    value: Annotated[float | None, says("Value", need=SAVE)] = None
    measured_in: Annotated[str, says("Unit", "Such as % or minutes.", max_length=40)] = ""
    measured_on: Annotated[dt.date | None, says("Date", need=SIGN)] = None
    source: Annotated[str, says("From", need=SIGN, codes="baseline_source")] = ""


class Consent(Embedded, frozen=True):
    """One party's agreement to the plan: signed, or the reason and the day they were asked."""

    party: Annotated[str, says("Who", need=SAVE, codes="plan_party")] = ""
    name: Annotated[str, says("Name", max_length=120)] = ""
    agreed_on: Annotated[dt.date | None, says("Agreed on")] = None
    asked_on: Annotated[dt.date | None, says("Asked on")] = None
    reason: Annotated[str, says("If not: why", max_length=160)] = ""

    @property
    def is_settled(self) -> bool:
        """Whether they agreed, or it is known when they were asked and why they have not."""
        return self.agreed_on is not None or bool(self.asked_on and self.reason.strip())


@kind(
    "iss_plan",
    "ISS plan",
    unit=("pupil_id",),
    parent="pupil_id",
    event="starts_on",
    named_by=("question",),
    looked_up=(("mid_review_on", "status"), ("final_review_on", "status")),
)
class IssPlan(Record, frozen=True):
    """A time-limited agreement between teacher, school and family to model strategies to staff."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    case_id: Annotated[str, says("Case", ref="case")] = ""
    setting_id: Annotated[str, says("School", ref="setting", reported=True)] = ""
    agreement_id: Annotated[str, says("Agreement to Engage", ref="agreement")] = ""
    status: Annotated[str, says("Status", codes="plan_status", reported=True)] = "DRAFT"
    question: Annotated[
        str, prose("Question", "What the school wants to be able to do.", need=SAVE)
    ] = ""
    baselines: Annotated[tuple[Baseline, ...], says("Baseline", need=SIGN)] = ()
    coached: Annotated[
        tuple[CoachedAdult, ...], says("Who is coached", need=SIGN, ask="Say who will be coached")
    ] = ()
    sessions_planned: Annotated[
        int | None, says("Sessions", need=SIGN, at_least=1, at_most=40, reported=True)
    ] = None
    hours_planned: Annotated[
        float | None, says("Hours", need=SIGN, at_least=0.5, at_most=120, reported=True)
    ] = None
    starts_on: Annotated[dt.date | None, says("Starts", need=SIGN, reported=True)] = None
    mid_review_on: Annotated[dt.date | None, says("Mid review", need=SIGN, reported=True)] = None
    final_review_on: Annotated[dt.date | None, says("Final review", need=SIGN, reported=True)] = (
        None
    )
    lead_name: Annotated[
        str,
        says("Lead in the school", "One adult who owns the actions.", group="lead", max_length=120),
    ] = ""
    lead_role: Annotated[str, says("Role", group="lead", codes="staff_role")] = ""
    is_release_agreed: Annotated[
        bool | None,
        says(
            "Release time agreed",
            "Without cover there is no modelling.",
            need=SIGN,
            ask="Say whether staff will be released",
            reported=True,
        ),
    ] = None
    no_release_reason: Annotated[str, says("Why not", max_length=400)] = ""
    presenting_need: Annotated[str, prose("Presenting need", need=SIGN)] = ""
    tried: Annotated[
        tuple[TriedStrategy, ...], says("Already tried", need=SIGN, ask="Say what was tried before")
    ] = ()
    strengths: Annotated[str, prose("Strengths and interests", need=SIGN)] = ""
    pupil_view: Annotated[str, prose("The child's view", "Or why there is none.", need=SIGN)] = ""
    parent_view: Annotated[str, prose("The parents' view", "Or why there is none.", need=SIGN)] = ""
    strategies: Annotated[
        tuple[str, ...], says("Strategies", need=SIGN, codes="strategy", reported=True)
    ] = ()
    adaptations: Annotated[str, prose("Adapted for this child")] = ""
    home_link: Annotated[str, prose("At home", "What the family will try.")] = ""
    risk_note: Annotated[str, prose("Risk", "Where the school's own assessment is kept.")] = ""
    exit_criteria: Annotated[
        tuple[str, ...], says("Support ends when", need=SIGN, codes="exit_criterion")
    ] = ()
    exit_plan: Annotated[str, prose("Afterwards", "Who keeps what going.", need=SIGN)] = ""
    consents: Annotated[tuple[Consent, ...], says("Agreed by")] = ()
    extended_to_on: Annotated[
        dt.date | None, says("Extended until", group="extension", reported=True)
    ] = None
    extended_by: Annotated[str, says("Extended by", group="extension", max_length=120)] = ""
    extension_reason: Annotated[str, says("Why extended", group="extension", max_length=400)] = ""
    stop_reason: Annotated[str, says("Why stopped", codes="stop_reason", reported=True)] = ""
    outcome: Annotated[str, says("Outcome", codes="plan_outcome", reported=True)] = ""
    next_step: Annotated[str, says("Next", codes="plan_next_step", reported=True)] = ""
    closing_pupil: Annotated[str, prose("The child at the end", "In their words.")] = ""
    closing_parent: Annotated[str, prose("The parents at the end", "In their words.")] = ""
    closed_on: Annotated[dt.date | None, says("Closed on", reported=True)] = None
    is_written_in_plan: Annotated[
        bool | None,
        says("In the school’s own plan", "The strategies stand in the child’s personalised plan."),
    ] = None

    @property
    def ends_on(self) -> dt.date | None:
        """The last day: the final review, or what the lead extended it to."""
        return self.extended_to_on or self.final_review_on

    @rule(SAVE)
    def dates_follow_each_other(self) -> Iterator[Problem]:
        """Start, mid review and final review in this order."""
        start, mid, final = self.starts_on, self.mid_review_on, self.final_review_on
        if start and final and final <= start:
            yield Problem("final_review_on", "The final review is not after the start.")
        if mid and ((start and mid <= start) or (final and mid >= final)):
            yield Problem("mid_review_on", "The mid review is not between start and final review.")

    @rule(SAVE, reads_reference=True)
    def lasts_two_terms_at_most(self, reference: Reference) -> Iterator[Problem]:
        """Longer support needs an extension by the lead."""
        start, final = self.starts_on, self.final_review_on
        if start is None or final is None:
            return
        last = two_terms_on(start, reference.terms) or start + TWO_TERMS
        if final > last:
            words = f"A plan lasts two terms at most: this one until {last.day} {last:%B %Y}."
            yield Problem("final_review_on", f"{words} The lead may extend it once.")

    @rule(SAVE)
    def extension_is_whole(self) -> Iterator[Problem]:
        """An extension is later than the final review, and says by whom and why."""
        if not self.extended_to_on:
            return
        if self.final_review_on and self.extended_to_on <= self.final_review_on:
            yield Problem("extended_to_on", "An extension ends after the final review.")
        if not (self.extended_by and self.extension_reason):
            yield Problem("extension_reason", "Say which lead extended the plan, and why")

    @rule(SIGN)
    def release_or_reason(self) -> Iterator[Problem]:
        """Where nobody is released it is said why."""
        if self.is_release_agreed is False and not self.no_release_reason.strip():
            yield Problem("no_release_reason", "Say why staff cannot be released")

    @rule(SIGN)
    def everybody_was_asked(self) -> Iterator[Problem]:
        """Teacher and SENCO have agreed; head, parent and child agreed or were asked."""
        by_party = {each.party: each for each in self.consents}
        names = {"ST": "specialist teacher", "SENCO": "SENCO", "HEAD": "head or manager"}
        names |= {"PARENT": "parents", "PUPIL": "child"}
        for party in MUST_AGREE:
            if party not in by_party or by_party[party].agreed_on is None:
                yield Problem("consents", f"The {names[party]} has to agree before it starts")
        for party in ARE_ASKED:
            if party not in by_party or not by_party[party].is_settled:
                words = f"Say when the {names[party]} agreed, or when they were asked and why not"
                yield Problem("consents", words)

    @rule(SAVE)
    def stopped_says_why(self) -> Iterator[Problem]:
        """A plan is not stopped without a reason."""
        if self.status == "STOPPED" and not self.stop_reason:
            yield Problem("stop_reason", "Choose why the plan was stopped")


class RatedBy(Embedded, frozen=True):
    """Who rated a target, what, and when."""

    role: Annotated[str, says("Role", need=SAVE, codes="staff_role")] = ""
    score: Annotated[float | None, says("Rating", need=SAVE)] = None
    rated_on: Annotated[dt.date | None, says("Date", need=SAVE)] = None


@kind(
    "target",
    "Target",
    unit=("pupil_id",),
    parent="plan_id",
    event="due_on",
    named_by=("statement",),
)
class Target(Record, frozen=True):
    """What the child will do, by when, from where to where."""

    plan_id: Annotated[str, says("Plan", need=SAVE, ref="iss_plan")] = ""
    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    order_key: Annotated[str, says("Place in the list")] = ""
    statement: Annotated[str, prose("Target", "By when, who does what, how often.", need=SAVE)] = ""
    area: Annotated[str, says("Area", need=SIGN, codes="area_of_need", reported=True)] = ""
    skill: Annotated[str, private("Skill")] = ""
    context: Annotated[str, private("Where and with whom", max_length=400)] = ""
    measure: Annotated[str, says("Measured by", need=SIGN, codes="target_measure")] = "RATING"
    scale: Annotated[str, says("Scale", need=SAVE, codes="target_scale", reported=True)] = "TME"
    gas_baseline: Annotated[
        int | None,
        says(
            "Where GAS begins",
            "The lowest mark, or the one above it; kept with the target.",
            at_least=-2,
        ),
    ] = None
    baseline: Annotated[float | None, says("Baseline", need=SIGN, group="marks", reported=True)] = (
        None
    )
    expected: Annotated[float | None, says("Expected", need=SIGN, group="marks", reported=True)] = (
        None
    )
    achieved: Annotated[float | None, says("Achieved", reported=True)] = None
    weight: Annotated[int | None, says("Weight", at_least=1, at_most=5)] = None
    rated_by: Annotated[tuple[RatedBy, ...], says("Ratings")] = ()
    due_on: Annotated[dt.date | None, says("By", need=SIGN, reported=True)] = None
    prompt_level: Annotated[str, says("Prompting", codes="prompt_level")] = ""

    @rule(SAVE)
    def expects_more_than_now(self) -> Iterator[Problem]:
        """A target on a rising scale lies above its baseline."""
        if self.scale == "MEASURE" or self.baseline is None or self.expected is None:
            return
        if self.expected <= self.baseline:
            yield Problem("expected", "What is expected lies above the baseline. Change one.")

    @rule(SAVE)
    def marks_lie_on_their_scale(self) -> Iterator[Problem]:
        """TME runs from 1 to 10, GAS from -2 to 2."""
        low, high = {"TME": (1, 10), "GAS": (-2, 2)}.get(self.scale, (None, None))
        if low is None or high is None:
            return
        for name in ("baseline", "expected", "achieved"):
            mark = getattr(self, name)
            if mark is not None and not low <= mark <= high:
                yield Problem(name, f"On this scale marks run from {low} to {high}.")

    @property
    def result(self) -> str:
        """WORSE, NONE, SOME, EXPECTED or BETTER; empty until it is marked.

        A measure may fall on the way to its target, as prompts do.
        """
        marks = (self.baseline, self.expected, self.achieved)
        if None in marks:
            return ""
        baseline, expected, achieved = (float(m) for m in marks if m is not None)
        way = 1 if expected >= baseline else -1
        gained, wanted = way * (achieved - baseline), way * (expected - baseline)
        if gained < 0:
            return "WORSE"
        if gained == 0:
            return "NONE"
        if gained == wanted:
            return "EXPECTED"
        return "SOME" if gained < wanted else "BETTER"


class Progress(Embedded, frozen=True):
    """Where a target stood on the day of a session."""

    target_id: Annotated[str, says("Target", need=SAVE, ref="target")] = ""
    value: Annotated[float | None, says("Mark", need=SAVE)] = None


@kind(
    "iss_session",
    "ISS session",
    unit=("pupil_id",),
    parent="plan_id",
    event="held_on",
    named_by=("what_we_did",),
)
class IssSession(Timed, frozen=True):
    """One session of a plan: planned, delivered, or not delivered and why."""

    plan_id: Annotated[str, says("Plan", need=SAVE, ref="iss_plan")] = ""
    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    setting_id: Annotated[str, says("School", ref="setting", reported=True)] = ""
    number: Annotated[int | None, says("Session", at_least=1, reported=True)] = None
    held_on: Annotated[dt.date | None, says("Date", need=SAVE, group="when", reported=True)] = None
    mode: Annotated[str, says("How", codes="visit_mode", reported=True)] = "INPERSON"
    status: Annotated[str, says("Status", codes="session_status", reported=True)] = "PLANNED"
    types: Annotated[
        tuple[str, ...],
        says("What kind", need=SIGN, codes="session_type", reported=True),
    ] = ()
    target_ids: Annotated[
        tuple[str, ...],
        says("Targets", need=SIGN, ask="Choose at least one target", ref="target"),
    ] = ()
    what_we_did: Annotated[str, prose("What we did", need=SIGN, ask="Say what you did")] = ""
    pupil_response: Annotated[
        str, prose("How the child responded", need=SIGN, ask="Say how the child responded")
    ] = ""
    engagement: Annotated[int | None, says("Engagement", at_least=1, at_most=5)] = None
    progress: Annotated[tuple[Progress, ...], says("Marks today")] = ()
    staff: Annotated[
        tuple[Attendee, ...], says("Staff there", need=SIGN, ask="Say who was there")
    ] = ()
    practice: Annotated[str, prose("Until next time", "What staff do, how often.", need=SIGN)] = ""
    barriers: Annotated[tuple[str, ...], says("Got in the way", codes="session_barrier")] = ()
    next_on: Annotated[dt.date | None, says("Next session")] = None
    called_off_by: Annotated[
        str, says("Called off by", group="called_off", codes="called_off_by", reported=True)
    ] = ""
    called_off_reason: Annotated[
        str, says("Reason", group="called_off", codes="cancel_reason", reported=True)
    ] = ""

    @rule(SAVE)
    def called_off_says_why(self) -> Iterator[Problem]:
        """A session that was not delivered counts, so it says who and why."""
        if self.status == "CANCELLED" and not (self.called_off_by and self.called_off_reason):
            yield Problem("called_off_reason", "Say who called the session off, and why")
