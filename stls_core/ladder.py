"""How far one adult has come with one strategy: the stages seen, and whether it is embedded.

Pure over the notes about that adult and that strategy. Professional learning, never appraisal:
what it says stands in the note and in the adult's own copy, and is made into no list.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stls_core.records._declare import Problem
from stls_core.records.modelling import STAGES, ModellingNote

ALONE: Final = ("SOLO", "REVIEW")
FAITHFUL: Final = 80  # percent of the applicable steps
DAYS: Final = 2


@dataclass(frozen=True)
class Rung:
    """One note on the ladder."""

    note_id: str
    stage: str
    on: dt.date | None
    fidelity: int | None
    before: int | None
    after: int | None


def rungs(notes: Iterable[ModellingNote]) -> tuple[Rung, ...]:
    """The notes about one adult and one strategy, oldest first."""
    ordered = sorted(notes, key=lambda n: (n.modelled_on or dt.date.max, n.id))
    return tuple(
        Rung(n.id, n.stage, n.modelled_on, n.fidelity, n.confidence_before, n.confidence_after)
        for n in ordered
        if not n.deleted
    )


def next_stage(before: Iterable[Rung]) -> str:
    """The stage that follows the furthest one so far; the first where there is none."""
    reached = [STAGES.index(rung.stage) for rung in before if rung.stage in STAGES]
    return STAGES[min(max(reached, default=-1) + 1, len(STAGES) - 1)]


def skipping_problems(note: ModellingNote, before: Iterable[Rung]) -> Iterator[Problem]:
    """A stage that was left out needs a reason; `before` are the earlier notes."""
    if note.stage not in STAGES or note.skipped_reason.strip():
        return
    due = next_stage(before)
    if STAGES.index(note.stage) > STAGES.index(due):
        yield Problem("skipped_reason", "Say why a stage was skipped")


def lacks_to_be_embedded(ladder: Iterable[Rung]) -> tuple[str, ...]:
    """What is still missing before a strategy counts as embedded with this adult; () if nothing."""
    known = list(ladder)
    alone = [rung for rung in known if rung.stage in ALONE]
    faithful = {
        rung.on
        for rung in known
        if rung.on and rung.fidelity is not None and rung.fidelity >= FAITHFUL
    }
    paired = [rung for rung in known if rung.before is not None and rung.after is not None]
    found = []
    if not alone:
        found.append("a note at the solo or review stage")
    if len(faithful) < DAYS:
        found.append(f"{FAITHFUL} % of the steps on two days ({len(faithful)} so far)")
    if not paired:
        found.append("the adult’s own rating before and after")
    return tuple(found)
