"""Whether a plan may end: each exit criterion, looked up in the records. It advises.

No adult is named: what is said of staff is how many of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stls_core.records.modelling import ModellingNote
from stls_core.records.plans import IssPlan, Target

CONFIDENT: Final = 7  # of 10, by the adult's own rating
CONFIDENCE_GAIN: Final = 2
TME_GAIN: Final = 2
WITHOUT_US: Final = ("SOLO", "REVIEW")
DAYS_IN_USE: Final = 2


@dataclass(frozen=True, slots=True)
class ExitState:
    """One criterion: met, not met, or nothing recorded that could tell (None)."""

    code: str
    is_met: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the criteria are looked up in. `now` {target id: its latest mark}."""

    plan: IssPlan
    targets: tuple[Target, ...]
    notes: tuple[ModellingNote, ...]
    now: Mapping[str, float]


def exit_states(evidence: Evidence) -> tuple[ExitState, ...]:
    """Every criterion in the order of the code list."""
    return tuple(ExitState(code, *check(evidence)) for code, check in _CHECKS.items())


def _targets_expected(evidence: Evidence) -> tuple[bool | None, str]:
    results = [target.result for target in evidence.targets]
    marked = [result for result in results if result]
    if not marked:
        return None, "No target has been marked yet"
    met = sum(result in ("EXPECTED", "BETTER") for result in results)
    return met == len(results), f"{met} of {_targets(len(results))} as expected or better"


def _gained_two(evidence: Evidence) -> tuple[bool | None, str]:
    on_tme = [t for t in evidence.targets if t.scale == "TME" and t.baseline is not None]
    gains = [
        evidence.now[t.id] - t.baseline
        for t in on_tme
        if t.id in evidence.now and t.baseline is not None
    ]
    if not gains:
        return None, "No TME target has a mark after its baseline"
    met = sum(gain >= TME_GAIN for gain in gains)
    return met == len(on_tme), f"{met} of {_targets(len(on_tme))} two points up or more"


def _staff_confident(evidence: Evidence) -> tuple[bool | None, str]:
    last = _by(evidence.notes, lambda note: note.adult_name.strip().casefold())
    ratings = [_confidence(notes) for notes in last.values()]
    told = [(first, now) for first, now in ratings if now is not None]
    if not told:
        return None, "No coached adult has rated their confidence yet"
    met = sum(
        now >= CONFIDENT or (first is not None and now - first >= CONFIDENCE_GAIN)
        for first, now in told
    )
    return met == len(last), f"{met} of {len(last)} coached adults at 7 or two up"


def _used_twice(evidence: Evidence) -> tuple[bool | None, str]:
    by_strategy = _by(evidence.notes, lambda note: note.strategy or note.local_strategy_id)
    if not by_strategy:
        return None, "No modelling note has been written yet"
    met = sum(
        len({note.modelled_on for note in notes if note.stage in WITHOUT_US}) >= DAYS_IN_USE
        for notes in by_strategy.values()
    )
    plural = "y" if len(by_strategy) == 1 else "ies"
    words = f"{met} of {len(by_strategy)} strateg{plural} seen in use on two days"
    return met == len(by_strategy), words


def _written(evidence: Evidence) -> tuple[bool | None, str]:
    answer = evidence.plan.is_written_in_plan
    if answer is None:
        return None, "Not asked yet"
    return answer, "The school has written them in" if answer else "Not written in yet"


_CHECKS: Final = {
    "TARGETS_EXPECTED": _targets_expected,
    "GAIN_2": _gained_two,
    "STAFF_CONFIDENT": _staff_confident,
    "USED_TWICE": _used_twice,
    "WRITTEN_IN_PLAN": _written,
}


def _by(
    notes: Iterable[ModellingNote], key: Callable[[ModellingNote], str]
) -> dict[str, list[ModellingNote]]:
    """Notes by key, the oldest first."""
    found: dict[str, list[ModellingNote]] = {}
    for note in sorted(notes, key=lambda n: str(n.modelled_on or "")):
        found.setdefault(key(note), []).append(note)
    return found


def _confidence(notes: list[ModellingNote]) -> tuple[int | None, int | None]:
    """The first rating before and the last one after."""
    before = next((n.confidence_before for n in notes if n.confidence_before is not None), None)
    after = [n.confidence_after for n in notes if n.confidence_after is not None]
    return before, after[-1] if after else None


def _targets(count: int) -> str:
    return f"{count} target{'' if count == 1 else 's'}"
