"""Physical profile: how a child moves, writes and is kept safe, as at a day.

The school's own plans (moving and handling, evacuation, care, risk) are named here with their day
and kept by the school; their content has no place in this record.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Final

from stls_core.records._declare import (
    Embedded,
    Need,
    Problem,
    Record,
    kind,
    prose,
    rule,
    says,
)

SAVE = Need.SAVE
_YEAR: Final = dt.timedelta(days=366)
SCHOOL_PLANS: Final = ("moving_handling_on", "peep_on", "care_plan_on", "risk_assessment_on")
"""The dates of the school's own plans, each looked at again every year."""


class Equipment(Embedded, frozen=True):
    """A chair, frame, hoist, keyboard or other thing that the child needs, and its checks."""

    item: Annotated[str, says("Equipment", need=SAVE, max_length=120)] = ""
    supplied_by: Annotated[str, says("Supplied by", max_length=120)] = ""
    checked_on: Annotated[dt.date | None, says("Checked on")] = None
    check_due_on: Annotated[dt.date | None, says("Next check")] = None
    is_staff_shown: Annotated[bool | None, says("Staff shown how to use it")] = None


@kind(
    "physical_profile",
    "Physical profile",
    unit=("pupil_id",),
    parent="pupil_id",
    event="as_at_on",
    named_by=("mobility_note",),
)
class PhysicalProfile(Record, frozen=True):
    """How a child gets about, handles things and records work, and which plans the school has."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    as_at_on: Annotated[
        dt.date | None, says("As at", need=SAVE, ask="Enter the day that this is about")
    ] = None
    mobility: Annotated[
        str,
        says(
            "Getting about",
            need=SAVE,
            ask="Choose how the child gets about",
            codes="mobility",
            reported=True,
        ),
    ] = ""
    mobility_note: Annotated[
        str, prose("Moving around school", "Stairs, distance, tiredness, what helps.")
    ] = ""
    fine_motor: Annotated[str, prose("Hands", "Grip, pressure, scissors, fastenings, cutlery.")] = (
        ""
    )
    recording: Annotated[
        tuple[str, ...], says("Records work by", codes="recording_method", reported=True)
    ] = ()
    recording_note: Annotated[str, prose("Recording work", "How much, how fast, for how long.")] = (
        ""
    )
    equipment: Annotated[tuple[Equipment, ...], says("Equipment")] = ()
    moving_handling_on: Annotated[
        dt.date | None, says("Moving and handling", "Day of the school’s plan.")
    ] = None
    peep_on: Annotated[dt.date | None, says("Evacuation (PEEP)", "Day of the school’s plan.")] = (
        None
    )
    care_plan_on: Annotated[
        dt.date | None, says("Health care plan", "Day of the school’s plan.")
    ] = None
    risk_assessment_on: Annotated[
        dt.date | None, says("Risk assessment", "Day of the school’s own.")
    ] = None

    @rule(SAVE)
    def plans_are_not_of_a_later_day(self) -> Iterator[Problem]:
        """A plan of the school is not newer than the day this profile is about; it warns."""
        for name in SCHOOL_PLANS:
            day = getattr(self, name)
            if day and self.as_at_on and day > self.as_at_on:
                words = "This is after the day the profile is about. Check both days."
                yield Problem(name, words, blocks=False)

    @rule(SAVE)
    def checks_follow_each_other(self) -> Iterator[Problem]:
        """The next check of equipment comes after the last one."""
        for each in self.equipment:
            if each.checked_on and each.check_due_on and each.check_due_on <= each.checked_on:
                words = "The next check is not after the last one. Change one of the days."
                yield Problem(f"equipment/{each.key}/check_due_on", words)

    def plans_overdue_on(self, day: dt.date) -> tuple[str, ...]:
        """The fields of the school's plans that are more than a year old on that day."""
        return tuple(
            name for name in SCHOOL_PLANS if (made := getattr(self, name)) and day - made > _YEAR
        )

    def checks_overdue_on(self, day: dt.date) -> tuple[Equipment, ...]:
        """The equipment whose check should have been before that day."""
        return tuple(e for e in self.equipment if e.check_due_on and e.check_due_on < day)
