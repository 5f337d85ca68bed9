"""Observations: what was seen of a child in a lesson, kept apart from what it may mean.

A coding run is one measurement and merges as one. A percentage is worked out from the slots, never
typed, and never from fewer than 20 of them.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Final, NamedTuple

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

SAVE, SIGN = Need.SAVE, Need.SIGN
FEWEST_SLOTS: Final = 20
ON_TASK: Final = frozenset({"ON_A", "ON_P"})
MISSED: Final = "-"  # a slot that went by without a code
NOT_COUNTED: Final = frozenset({"NA", MISSED})
PROMPTED: Final = "T"
NOTE_LENGTH: Final = 160  # a few words beside an answer; what is told at length is described
_WORTH_COMPARING: Final = 20  # characters: shorter lines may well be the same by chance
BY_LINES: Final = frozenset({"NARRATIVE", "ABC"})  # methods whose evidence is line by line


class SurroundingsPoint(Embedded, frozen=True):
    """One thing about the room, and whether it helps this child."""

    aspect: Annotated[str, says("Aspect", need=SAVE, codes="environment_aspect")] = ""
    state: Annotated[str, says("For this child", codes="environment_state")] = ""
    note: Annotated[str, says("How", max_length=NOTE_LENGTH)] = ""


class CheckPoint(Embedded, frozen=True):
    """One thing that a child does by ear, by eye, by hand or in play, and how well it goes."""

    item: Annotated[str, says("Check", need=SAVE, codes="observation_check")] = ""
    state: Annotated[str, says("Goes", codes="check_state")] = ""
    note: Annotated[str, says("How", max_length=NOTE_LENGTH)] = ""


class Tally(Embedded, frozen=True):
    """How often something happened, or for how long, in a stretch of minutes."""

    behaviour: Annotated[str, says("What was counted", need=SAVE, max_length=120)] = ""
    count: Annotated[int | None, says("Times", at_least=0, at_most=999)] = None
    seconds: Annotated[int | None, says("Seconds in all", at_least=0, at_most=36_000)] = None
    minutes: Annotated[int | None, says("Watched, minutes", at_least=1, at_most=600)] = None

    @property
    def an_hour(self) -> float | None:
        """Times an hour; None without both numbers."""
        if self.count is None or not self.minutes:
            return None
        return self.count * 60 / self.minutes


class Share(NamedTuple):
    """How many of the counted slots were on task."""

    on_task: int
    slots: int

    @property
    def percent(self) -> int | None:
        """Rounded to a whole number; None from fewer than 20 slots."""
        return None if self.slots < FEWEST_SLOTS else round(100 * self.on_task / self.slots)


@kind(
    "observation",
    "Observation",
    unit=("pupil_id",),
    parent="pupil_id",
    event="observed_on",
    named_by=("lesson", "focus_question"),
    told_by=("slots",),
)
class Observation(Timed, frozen=True):
    """One child watched once, by one method. Never a judgement of the teacher."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    case_id: Annotated[str, says("Case", ref="case")] = ""
    setting_id: Annotated[str, says("School", ref="setting", reported=True)] = ""
    observed_on: Annotated[dt.date | None, says("Date", need=SAVE, group="when", reported=True)] = (
        None
    )
    method: Annotated[str, says("Method", need=SAVE, codes="observation_method", reported=True)] = (
        "NARRATIVE"
    )
    lesson: Annotated[
        str,
        says("Lesson or place", need=SAVE, ask="Say which lesson or place", searchable=True),
    ] = ""
    setting_area: Annotated[str, says("Grouping", codes="observation_area")] = ""
    staff_present: Annotated[
        tuple[str, ...],
        says("Staff there", "Roles, no names.", need=SIGN, codes="staff_role"),
    ] = ()
    adult_ratio: Annotated[str, says("Adults to children", "Such as 2 to 28.", max_length=40)] = ""
    is_pupil_aware: Annotated[bool | None, says("Child knew")] = None
    typical_day: Annotated[
        str,
        says(
            "Typical day?",
            "As the class teacher says.",
            need=SIGN,
            ask="Say whether it was a typical day",
            codes="typical_day",
        ),
    ] = ""
    focus_question: Annotated[
        str,
        prose("Question", "What you came to find out.", need=SIGN, ask="Say what you looked for"),
    ] = ""
    strengths: Annotated[
        str, prose("Strengths seen", need=SIGN, ask="Say what the child did well")
    ] = ""
    interval_s: Annotated[
        int | None,
        says("Seconds a slot", group="slots", at_least=5, at_most=300),
    ] = None
    slots: Annotated[
        str,
        says("Coded slots", "Codes in order, one a slot.", group="slots", max_length=4_000),
    ] = ""
    peer_slots: Annotated[
        str,
        says("Peer's slots", "Another child, never named.", group="slots", max_length=4_000),
    ] = ""
    tallies: Annotated[tuple[Tally, ...], says("Counts and durations")] = ()
    involvement: Annotated[
        int | None,
        says(
            "Involvement",
            "Leuven scale: 1 very low, 3 middling, 5 very high.",
            at_least=1,
            at_most=5,
        ),
    ] = None
    wellbeing: Annotated[
        int | None,
        says(
            "Wellbeing", "Leuven scale: 1 very low, 3 middling, 5 very high.", at_least=1, at_most=5
        ),
    ] = None
    environment: Annotated[tuple[SurroundingsPoint, ...], says("The room")] = ()
    checks: Annotated[tuple[CheckPoint, ...], says("Checks")] = ()
    description: Annotated[
        str, prose("What was seen", "What a camera would have seen; no meaning yet.")
    ] = ""
    access_to_curriculum: Annotated[str, prose("Getting at the learning")] = ""
    what_helps: Annotated[str, prose("What helps", need=SIGN, ask="Say what helped")] = ""
    what_hinders: Annotated[
        str, prose("What hinders", need=SIGN, ask="Say what got in the way")
    ] = ""
    interpretation: Annotated[
        str, prose("What it may mean", "Your reading of it, apart from what was seen.")
    ] = ""
    summary: Annotated[str, prose("In short", "Two or three sentences for a report.")] = ""
    status: Annotated[str, says("Status", codes="record_status", reported=True)] = "DRAFT"

    @rule(SAVE)
    def slots_are_enough_for_a_percentage(self) -> Iterator[Problem]:
        """Fewer than 20 slots are kept and give no percentage."""
        counted = share_of(self.slots).slots
        if self.method == "TIME_SAMPLE" and 0 < counted < FEWEST_SLOTS:
            words = f"{counted} slots are too few for a percentage; 20 are needed. They are kept."
            yield Problem("slots", words, blocks=False)

    @rule(SIGN)
    def time_sample_has_slots(self) -> Iterator[Problem]:
        """A time sample without a coded slot is not one."""
        if self.method == "TIME_SAMPLE" and not self.slots.split():
            yield Problem("slots", "Code at least one slot, or choose another method")

    @rule(SIGN)
    def what_was_seen_stands_by_itself(self) -> Iterator[Problem]:
        """A reading rests on something seen, and what was seen holds no reading."""
        if self.method not in BY_LINES and not (self.description.strip() or self.is_measured):
            yield Problem("description", "Say what was seen, apart from what it may mean")
        for line in filter(None, map(str.strip, self.interpretation.splitlines())):
            if len(line) >= _WORTH_COMPARING and line in self.description:
                words = "The same words stand under What it may mean. Keep what was seen here."
                yield Problem("description", words)
                return

    @property
    def is_measured(self) -> bool:
        """Whether its method left something to read: slots, counts, answers or a rating."""
        counted = any(each.count is not None or each.seconds for each in self.tallies)
        answered = any(point.state for point in self.environment) or any(
            check.state for check in self.checks
        )
        rated = self.involvement is not None or self.wellbeing is not None
        return bool(self.slots.split()) or counted or answered or rated


@kind(
    "observation_entry",
    "Entry",
    unit=("pupil_id",),
    parent="observation_id",
    named_by=("words", "behaviour"),
)
class ObservationEntry(Record, frozen=True):
    """A line of a running record, or one antecedent, behaviour and consequence."""

    observation_id: Annotated[str, says("Observation", need=SAVE, ref="observation")] = ""
    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil")] = ""
    order_key: Annotated[str, says("Place in the list")] = ""
    noted_at: Annotated[dt.time | None, says("Time")] = None
    words: Annotated[str, prose("What happened")] = ""
    antecedent: Annotated[str, prose("Before")] = ""
    behaviour: Annotated[str, prose("Behaviour")] = ""
    consequence: Annotated[str, prose("After")] = ""
    function: Annotated[str, private("May be for", codes="behaviour_function")] = ""

    @rule(SAVE)
    def says_something(self) -> Iterator[Problem]:
        """An empty line is no entry."""
        if not any((self.words, self.antecedent, self.behaviour, self.consequence)):
            yield Problem("words", "Say what happened, or remove the line")


def share_of(slots: str) -> Share:
    """On-task slots of the counted ones; "not applicable" and a missed slot count for nothing."""
    codes = [code for code in slots.split() if code not in NOT_COUNTED]
    return Share(sum(code in ON_TASK for code in codes), len(codes))
