"""The strategy library: what to do in the classroom, step by step, and how to see that it works.

The text of `db/seed/strategies.toml` is handed in; nothing is read from a file here. A strategy is
never about one child, and its evidence note claims no source that was not read.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

UNCHECKED: Final = "Professional practice; no source checked."
SOURCES_READ: Final = ("Sources read: York, Devon.", "Source read: UKAAF G003.")
"""What an evidence note may end with, if it is not `UNCHECKED`."""

FEWEST_STEPS: Final = 4
MOST_STEPS: Final = 7
LONGEST_STEP: Final = 140  # characters: one line of a checklist, read while watching a lesson
_LONGEST: Final[Mapping[str, int]] = {
    "code": 8,
    "area": 8,
    "name": 80,
    "when": 200,
    "materials": 200,
    "watch_for": 300,
    "evidence_note": 160,
}


class StrategyError(ValueError):
    """The library cannot be read: says which strategy and which field, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """One strategy. Each step can be seen done or not done by somebody who watches."""

    code: str  # of the code list `strategy`; empty for one of the council's own
    area: str  # of the code list `area_of_need`
    name: str
    when: str
    steps: tuple[str, ...]
    materials: str
    watch_for: str
    evidence_note: str


def read_strategies(text: str) -> tuple[Strategy, ...]:
    """Every strategy of a library written in TOML, in its order.

    Raises `StrategyError` where the text is no TOML or an entry is not whole: a field that is
    missing, empty, unknown or too long, too few or too many steps, a code that stands twice.
    """
    try:
        tables = tomllib.loads(text).get("strategy", [])
    except tomllib.TOMLDecodeError as error:
        raise StrategyError(f"The strategy library is not valid TOML: {error}") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise StrategyError("The strategy library: each entry has to begin with [[strategy]].")
    found: dict[str, Strategy] = {}
    for place, table in enumerate(tables, start=1):
        strategy = _strategy(str(table.get("code") or f"entry {place}"), table)
        if strategy.code in found:
            raise StrategyError(f"{strategy.code}, code: stands twice.")
        found[strategy.code] = strategy
    return tuple(found.values())


def _strategy(code: str, table: Mapping[str, Any]) -> Strategy:
    unknown = sorted(table.keys() - {*_LONGEST, "steps"})
    if unknown:
        raise StrategyError(f"{code}, {unknown[0]}: there is no such field.")
    words = {name: _words(code, name, table.get(name), _LONGEST[name]) for name in _LONGEST}
    return Strategy(**words, steps=_steps(code, table.get("steps")))


def _steps(code: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not FEWEST_STEPS <= len(value) <= MOST_STEPS:
        raise StrategyError(f"{code}, steps: write {FEWEST_STEPS} to {MOST_STEPS} of them.")
    return tuple(
        _words(code, f"step {number}", step, LONGEST_STEP)
        for number, step in enumerate(value, start=1)
    )


def _words(code: str, field: str, value: object, longest: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise StrategyError(f"{code}, {field}: missing or empty.")
    if len(value) > longest:
        raise StrategyError(f"{code}, {field}: {len(value)} characters, at most {longest}.")
    return value.strip()
