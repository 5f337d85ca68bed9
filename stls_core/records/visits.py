"""Link visits: the named Link Teacher's visit, what was talked about, and who does what.

A discussion about a pupil belongs to that pupil and not to the
visit, so that it can neither leak with the visit's note nor outlive the pupil's file.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from stls_core.records._declare import (
    Embedded,
    Merge,
    Need,
    Problem,
    Record,
    Sensitivity,
    kind,
    rule,
    says,
)

SAVE, SIGN = Need.SAVE, Need.SIGN


class Attendee(Embedded, frozen=True):
    """A member of staff whom the teacher met."""

    name: Annotated[str, says("Name", need=SAVE, max_length=120)] = ""
    role: Annotated[str, says("Role", need=SIGN, codes="staff_role")] = ""


class CohortCount(Embedded, frozen=True):
    """Numbers for one year group, or for the whole school; no child can be told from them."""

    year: Annotated[str, says("Year", need=SAVE, codes="nc_year")] = ""
    n_k: Annotated[int | None, says("SEN support", at_least=0, at_most=999)] = None
    n_e: Annotated[int | None, says("EHC plan", at_least=0, at_most=999)] = None
    n_new: Annotated[int | None, says("New", at_least=0, at_most=999)] = None
    n_at_risk: Annotated[int | None, says("At risk", at_least=0, at_most=999)] = None
    n_part_time: Annotated[int | None, says("Part time", at_least=0, at_most=999)] = None


class TrainingNeed(Embedded, frozen=True):
    """A training that the setting asked for; feeds the demand for training."""

    topic: Annotated[str, says("Topic", need=SAVE, max_length=160)] = ""
    audience: Annotated[str, says("For whom", codes="audience")] = ""
    size: Annotated[int | None, says("How many", at_least=1, at_most=500)] = None
    urgency: Annotated[str, says("How soon", codes="urgency")] = ""


@kind(
    "link_visit",
    "Link visit",
    unit=("setting_id",),
    event="visited_on",
    named_by=("whole_school_focus",),
)
class LinkVisit(Record, frozen=True):
    """A visit to a setting by its named Link Teacher, planned, done or not done.

    Its time comes from start and end; travel and miles belong to the day (see `day_log`).
    """

    setting_id: Annotated[str, says("School", need=SAVE, ref="setting", reported=True)] = ""
    visited_on: Annotated[dt.date | None, says("Date", need=SAVE, group="when", reported=True)] = (
        None
    )
    starts_at: Annotated[
        dt.time | None,
        says("Start", need=SIGN, ask="Enter the start time", group="when", reported=True),
    ] = None
    ends_at: Annotated[
        dt.time | None,
        says("End", need=SIGN, ask="Enter the end time", group="when", reported=True),
    ] = None
    mode: Annotated[
        str, says("How", need=SIGN, ask="Choose how you met", codes="visit_mode", reported=True)
    ] = "INPERSON"
    status: Annotated[str, says("Status", codes="visit_status", reported=True)] = "PLANNED"
    purposes: Annotated[
        tuple[str, ...],
        says(
            "Purpose",
            need=SIGN,
            codes="visit_purpose",
            reported=True,
            ask="Choose what the visit was for",
        ),
    ] = ()
    attendees: Annotated[
        tuple[Attendee, ...], says("Staff seen", need=SIGN, ask="Say whom you met")
    ] = ()
    cohort: Annotated[
        tuple[CohortCount, ...], says("Cohort numbers", "From the SENCO's register.")
    ] = ()
    strategies: Annotated[
        tuple[str, ...], says("Strategies shared", codes="strategy", reported=True)
    ] = ()
    resources: Annotated[
        str, says("Resources left", "One a line.", merge=Merge.TEXT, max_length=4_000)
    ] = ""
    training_needs: Annotated[tuple[TrainingNeed, ...], says("Training asked for")] = ()
    whole_school_focus: Annotated[
        str,
        says(
            "Whole-school focus",
            "What it adds to the school's own plan.",
            merge=Merge.TEXT,
            searchable=True,
            max_length=20_000,
        ),
    ] = ""
    senco_confidence: Annotated[
        int | None,
        says(
            "SENCO’s confidence",
            "Their own rating: 1 not at all, 10 fully.",
            at_least=1,
            at_most=10,
            reported=True,
        ),
    ] = None
    has_no_actions: Annotated[bool, says("No actions", "Nothing was agreed for anyone to do.")] = (
        False
    )
    no_actions_reason: Annotated[str, says("Why no actions", max_length=400)] = ""
    next_visit_on: Annotated[
        dt.date | None, says("Next visit", need=SIGN, ask="Agree the next visit", reported=True)
    ] = None
    copy_given: Annotated[str, says("Copy of the note", codes="copy_given", reported=True)] = ""
    rating: Annotated[
        int | None,
        says("How useful", "The SENCO’s rating, 1 to 5.", at_least=1, at_most=5, reported=True),
    ] = None
    called_off_by: Annotated[
        str, says("Called off by", group="called_off", codes="called_off_by", reported=True)
    ] = ""
    called_off_reason: Annotated[
        str, says("Reason", group="called_off", codes="cancel_reason", reported=True)
    ] = ""
    notice_hours: Annotated[
        int | None,
        says("Notice, hours", group="called_off", at_least=0, at_most=2_000, reported=True),
    ] = None

    @rule(SAVE)
    def ends_after_it_starts(self) -> Iterator[Problem]:
        """The end is later than the start."""
        start, end = self.starts_at, self.ends_at
        # A time that came with an offset cannot be compared with one that has none.
        if start and end and end.replace(tzinfo=None) <= start.replace(tzinfo=None):
            yield Problem("ends_at", "The end is not after the start. Change one of them.")

    @rule(SAVE)
    def called_off_says_why(self) -> Iterator[Problem]:
        """A cancelled visit or a no-show counts, so it says who and why."""
        if self.status in ("CANCELLED", "NO_SHOW"):
            if not self.called_off_by:
                yield Problem("called_off_by", "Choose who called the visit off")
            if not self.called_off_reason:
                yield Problem("called_off_reason", "Choose why the visit did not happen")

    @rule(SAVE)
    def next_visit_is_later(self) -> Iterator[Problem]:
        """The next visit comes after this one."""
        if self.next_visit_on and self.visited_on and self.next_visit_on <= self.visited_on:
            yield Problem("next_visit_on", "The next visit is not after this one.")


@kind(
    "discussion",
    "Discussion",
    unit=("pupil_id", "setting_id"),
    parent="visit_id",
    named_by=("subject_label", "concern"),
)
class Discussion(Record, frozen=True):
    """One thing talked about on a visit: the concern, what was tried, the advice given."""

    visit_id: Annotated[str, says("Visit", need=SAVE, ref="link_visit")] = ""
    setting_id: Annotated[str, says("School", need=SAVE, ref="setting")] = ""
    order_key: Annotated[str, says("Place in the list")] = ""
    subject: Annotated[
        str,
        says(
            "About",
            need=SIGN,
            ask="Choose what it was about",
            codes="discussion_subject",
            reported=True,
        ),
    ] = "WHOLE_SCHOOL"
    pupil_id: Annotated[str, says("Pupil", ref="pupil", sensitivity=Sensitivity.PUPIL)] = ""
    subject_label: Annotated[
        str, says("Who or which", "A class, a group, or “Y4 child A”.", max_length=80)
    ] = ""
    area_of_need: Annotated[
        str, says("Area of need", need=SIGN, codes="area_of_need", reported=True)
    ] = ""
    concern: Annotated[
        str,
        says(
            "Concern",
            "What was asked or worrying.",
            merge=Merge.TEXT,
            searchable=True,
            sensitivity=Sensitivity.PUPIL,
            max_length=20_000,
        ),
    ] = ""
    tried: Annotated[
        str,
        says(
            "Tried so far",
            merge=Merge.TEXT,
            searchable=True,
            sensitivity=Sensitivity.PUPIL,
            max_length=20_000,
        ),
    ] = ""
    advice: Annotated[
        str,
        says(
            "Advice given",
            need=SIGN,
            ask="Say what you advised",
            merge=Merge.TEXT,
            searchable=True,
            sensitivity=Sensitivity.PUPIL,
            max_length=20_000,
        ),
    ] = ""
    standard_page: Annotated[str, says("Core Standards page", max_length=80)] = ""
    next_tier: Annotated[str, says("Next step", codes="next_tier", reported=True)] = ""

    @rule(SIGN)
    def named_pupil_is_chosen(self) -> Iterator[Problem]:
        """A discussion about a named pupil says which."""
        if self.subject == "PUPIL" and not self.pupil_id:
            yield Problem("pupil_id", "Choose the pupil, or use “Anonymous pupil”")


@kind(
    "action",
    "Action",
    unit=("pupil_id", "setting_id"),
    parent="visit_id",
    event="by_when_on",
    named_by=("what",),
    looked_up=(("setting_id", "status"), ("status", "by_when_on")),
)
class Action(Record, frozen=True):
    """What somebody agreed to do by when. Open actions come back on the next visit.

    It was agreed on a visit, or in another record: a session, a plan, an observation, a voice.
    """

    visit_id: Annotated[str, says("Agreed on visit", ref="link_visit")] = ""
    setting_id: Annotated[str, says("School", need=SAVE, ref="setting", reported=True)] = ""
    pupil_id: Annotated[str, says("Pupil", ref="pupil", sensitivity=Sensitivity.PUPIL)] = ""
    order_key: Annotated[str, says("Place in the list")] = ""
    what: Annotated[
        str,
        says(
            "What",
            need=SAVE,
            ask="Say what will be done",
            merge=Merge.TEXT,
            searchable=True,
            max_length=2_000,
        ),
    ] = ""
    who: Annotated[str, says("Who", need=SIGN, ask="Say who will do it", max_length=160)] = ""
    by_when_on: Annotated[
        dt.date | None,
        says("By when", need=SIGN, ask="Say by when", reported=True),
    ] = None
    status: Annotated[
        str, says("Status", group="outcome", codes="action_status", reported=True)
    ] = "OPEN"
    outcome_note: Annotated[str, says("Note", group="outcome", max_length=2_000)] = ""
    reviewed_in_id: Annotated[str, says("Reviewed on visit", group="outcome", ref="link_visit")] = (
        ""
    )
    reviewed_on: Annotated[dt.date | None, says("Reviewed on", group="outcome")] = None
    of_id: Annotated[str, says("Agreed in", merge=Merge.WRITE_ONCE)] = ""
    of_kind: Annotated[str, says("Kind of record", merge=Merge.WRITE_ONCE)] = ""

    @rule(SAVE)
    def was_agreed_somewhere(self) -> Iterator[Problem]:
        """An action comes from a visit or from another record."""
        if not self.visit_id and not self.of_id:
            yield Problem("visit_id", "Choose the visit")

    @rule(SAVE)
    def dropped_says_why(self) -> Iterator[Problem]:
        """An action is not dropped without a reason."""
        if self.status == "DROPPED" and not self.outcome_note.strip():
            yield Problem("outcome_note", "Say why this action was dropped")

    @property
    def is_open(self) -> bool:
        """Whether it still has to come back on the next visit."""
        return self.status not in ("DONE", "DROPPED") and not self.deleted
