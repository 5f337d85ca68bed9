"""Strategies and the note of modelling one to an adult in the school.

Professional learning, never appraisal: an adult's name, fidelity and confidence stay in the note
and in that adult's own copy. One note is about one adult and one strategy.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Final

from stls_core.records._declare import (
    Embedded,
    Merge,
    Need,
    Problem,
    Record,
    kind,
    prose,
    rule,
    says,
)

SAVE, SIGN = Need.SAVE, Need.SIGN
STAGES: Final = ("MODEL", "JOINT", "COACH", "SOLO", "REVIEW")
COACHED_STAGES: Final = ("COACH", "SOLO", "REVIEW")
WORTH: Final = {"Y": 1.0, "PART": 0.5, "N": 0.0}


@kind("local_strategy", "Our own strategy", named_by=("name",), common=True)
class LocalStrategy(Record, frozen=True):
    """A strategy that the service added, or one of the catalogue written anew for here."""

    adapted_from: Annotated[str, says("Adapted from", codes="strategy")] = ""
    area: Annotated[str, says("Area of need", need=SAVE, codes="area_of_need")] = ""
    name: Annotated[str, says("Name", need=SAVE, searchable=True, max_length=160)] = ""
    when: Annotated[
        str, says("When to use it", need=SAVE, merge=Merge.TEXT, searchable=True, max_length=2_000)
    ] = ""
    steps: Annotated[
        str, says("Steps", "One a line.", need=SAVE, merge=Merge.TEXT, max_length=4_000)
    ] = ""
    materials: Annotated[str, says("Materials", merge=Merge.TEXT, max_length=2_000)] = ""
    review_sign: Annotated[str, says("Watch for", merge=Merge.TEXT, max_length=2_000)] = ""
    evidence_note: Annotated[str, says("Evidence", max_length=400)] = ""


class StepDone(Embedded, frozen=True):
    """One step of the strategy: shown, and done by the adult."""

    step: Annotated[str, says("Step", need=SAVE, max_length=300)] = ""
    is_shown: Annotated[bool, says("Shown")] = False
    did: Annotated[str, says("Did it", codes="step_done")] = ""


@kind(
    "modelling_note",
    "Modelling note",
    unit=("pupil_id", "setting_id"),
    parent="pupil_id",
    event="modelled_on",
    named_by=("strategy", "context"),
    looked_up=(("review_on", "status"),),
)
class ModellingNote(Record, frozen=True):
    """What an adult was shown, tried, and can now do alone."""

    pupil_id: Annotated[str, says("Pupil", ref="pupil", reported=True)] = ""
    setting_id: Annotated[str, says("School", need=SAVE, ref="setting", reported=True)] = ""
    plan_id: Annotated[str, says("Plan", ref="iss_plan")] = ""
    session_id: Annotated[str, says("Session", ref="iss_session")] = ""
    target_id: Annotated[str, says("Target", ref="target")] = ""
    modelled_on: Annotated[dt.date | None, says("Date", need=SAVE, reported=True)] = None
    strategy: Annotated[str, says("Strategy", codes="strategy", reported=True)] = ""
    local_strategy_id: Annotated[str, says("Our own strategy", ref="local_strategy")] = ""
    adult_name: Annotated[
        str, says("Adult", need=SAVE, ask="Say whom you coached", max_length=120)
    ] = ""
    adult_role: Annotated[str, says("Role", need=SAVE, codes="staff_role")] = ""
    stage: Annotated[str, says("Stage", need=SAVE, codes="modelling_stage", reported=True)] = (
        "MODEL"
    )
    skipped_reason: Annotated[str, says("Why a stage was skipped", max_length=400)] = ""
    context: Annotated[str, prose("Lesson, group, room", need=SAVE)] = ""
    steps: Annotated[tuple[StepDone, ...], says("Steps")] = ()
    pupil_response: Annotated[str, prose("How the child responded", need=SIGN)] = ""
    feedback_strength: Annotated[str, prose("Going well")] = ""
    feedback_next: Annotated[str, prose("One thing next")] = ""
    confidence_before: Annotated[
        int | None,
        says(
            "Confidence before",
            "The adult’s own.",
            need=SIGN,
            ask="Enter the adult’s own rating, before",
            at_least=1,
            at_most=10,
        ),
    ] = None
    confidence_after: Annotated[
        int | None,
        says(
            "Confidence after",
            "The adult’s own.",
            need=SIGN,
            ask="Enter the adult’s own rating, after",
            at_least=1,
            at_most=10,
        ),
    ] = None
    adult_reflection: Annotated[str, prose("In the adult's words")] = ""
    practice_when: Annotated[str, says("Practise when", group="practice", max_length=160)] = ""
    practice_how_often: Annotated[str, says("How often", group="practice", max_length=80)] = ""
    practice_resource: Annotated[str, says("With what", group="practice", max_length=160)] = ""
    practice_shown_to: Annotated[
        str, says("Who else is shown", group="practice", max_length=160)
    ] = ""
    resources_left: Annotated[
        str, says("Resources left", "One a line.", merge=Merge.TEXT, max_length=4_000)
    ] = ""
    adaptations: Annotated[str, prose("Adapted")] = ""
    review_on: Annotated[dt.date | None, says("Review", need=SIGN, reported=True)] = None
    status: Annotated[str, says("Status", codes="modelling_status", reported=True)] = "DRAFT"

    @property
    def fidelity(self) -> int | None:
        """Percent of the applicable steps that the adult did, a part counting half."""
        done = [WORTH[each.did] for each in self.steps if each.did in WORTH]
        return round(100 * sum(done) / len(done)) if done else None

    @rule(SAVE)
    def names_a_strategy(self) -> Iterator[Problem]:
        """A note is about a strategy of the catalogue or one of our own."""
        if not self.strategy and not self.local_strategy_id:
            yield Problem("strategy", "Choose the strategy")

    @rule(SIGN)
    def coaching_gives_feedback(self) -> Iterator[Problem]:
        """From the third stage on the adult hears one strength and one next step."""
        if self.stage in COACHED_STAGES:
            if not self.feedback_strength.strip():
                yield Problem("feedback_strength", "Say one thing that goes well")
            if not self.feedback_next.strip():
                yield Problem("feedback_next", "Say one thing to do next")
