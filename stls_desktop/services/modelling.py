"""A modelling note beside the earlier ones about the same adult and strategy.

The ladder is made for the note that is open and for nothing else: there is no list by adult.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from stls_core.documents import nest, view
from stls_core.ladder import (
    Rung,
    lacks_to_be_embedded,
    next_stage,
    rungs,
    skipping_problems,
)
from stls_core.records import Problem, kind_of
from stls_core.records.modelling import LocalStrategy, ModellingNote
from stls_desktop.services import strategies
from stls_desktop.services.desk import Desk
from stls_desktop.store.reading import Reader

_AGAIN: Final = (
    "pupil_id",
    "setting_id",
    "plan_id",
    "session_id",
    "target_id",
    "modelled_on",
    "strategy",
    "local_strategy_id",
    "context",
)
"""What a note about another adult in the same lesson has in common with this one."""


@dataclass(frozen=True)
class Ladder:
    """Where the adult of a note stands with its strategy."""

    earlier: tuple[Rung, ...]
    next_stage: str
    skips: bool  # the stage of this note leaves one out
    lacking: tuple[str, ...]  # before it may be called embedded
    strategy_name: str


def ladder(desk: Desk, rec: str, document: Mapping[str, Any]) -> Ladder:
    """The ladder of a note whose document stands so on the screen."""
    note = _note(rec, document)
    with desk.store.read() as read:
        earlier = earlier_rungs(read, note)
        own = read.get(LocalStrategy, note.local_strategy_id) if note.local_strategy_id else None
    skips = any(skipping_problems(_without_reason(note), earlier))
    every = (*earlier, *rungs([note]))
    name = own.name if own else desk.reference.label("strategy", note.strategy)
    return Ladder(earlier, next_stage(earlier), skips, lacks_to_be_embedded(every), name)


def earlier_rungs(read: Reader, note: ModellingNote) -> tuple[Rung, ...]:
    """The other notes about the same adult in the same school and the same strategy."""
    if not note.adult_name.strip():
        return ()
    found = read.find(ModellingNote, setting_id=note.setting_id)
    mine = note.adult_name.strip().casefold()
    return rungs(
        each
        for each in found
        if each.id != note.id
        and each.adult_name.strip().casefold() == mine
        and each.strategy == note.strategy
        and each.local_strategy_id == note.local_strategy_id
        and not (each.modelled_on and note.modelled_on and each.modelled_on > note.modelled_on)
    )


def note_problems(read: Reader, note: ModellingNote) -> tuple[Problem, ...]:
    """What the earlier notes say against signing this one."""
    return tuple(skipping_problems(note, earlier_rungs(read, note)))


def embedding_problems(read: Reader, note: ModellingNote) -> tuple[Problem, ...]:
    """What is missing before the strategy counts as embedded with this adult."""
    every = (*earlier_rungs(read, note), *rungs([note]))
    return tuple(
        Problem("status", f"Still missing: {each}") for each in lacks_to_be_embedded(every)
    )


def checklist(desk: Desk, document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps of the note's strategy as the form's rows, nothing ticked yet."""
    steps = strategies.checklist_for(
        desk, str(document.get("strategy") or ""), str(document.get("local_strategy_id") or "")
    )
    return [{"key": each.key, "step": each.step} for each in steps]


def for_another_adult(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a note about another adult begins with."""
    return {name: document[name] for name in _AGAIN if document.get(name)}


def _note(rec: str, document: Mapping[str, Any]) -> ModellingNote:
    found = view(kind_of(ModellingNote), {**nest(document), "id": rec})[0]
    return found if isinstance(found, ModellingNote) else ModellingNote(id=rec)


def _without_reason(note: ModellingNote) -> ModellingNote:
    return msgspec.structs.replace(note, skipped_reason="")
