"""What a window remembers between runs, per size of screen: plain JSON, read with suspicion.

It keeps sizes and ids of commands, never anything that was typed. Nonsense counts as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WindowMemory:
    """Where sizes are kept between runs: a dict of plain JSON, read once and written on close."""

    load: Callable[[], Mapping[str, Any]]
    save: Callable[[Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class WindowSizes:
    """Sizes on one size of screen, in logical pixels; `panes` by page key."""

    size: tuple[int, int] | None
    place: tuple[int, int] | None
    is_maximised: bool
    panes: Mapping[str, list[int]]


class RememberedWindow:
    """Reads and writes `WindowMemory`; without one it remembers nothing."""

    def __init__(self, memory: WindowMemory | None) -> None:
        self._memory = memory
        self._kept = _table(memory.load()) if memory else {}

    def recent(self) -> list[str]:
        """Ids of the commands that were used last."""
        found = self._kept.get("recent")
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    def sizes(self, screen: str) -> WindowSizes:
        """What was kept for a screen, as in "1366x768"."""
        kept = _table(_table(self._kept.get("screens")).get(screen))
        panes = {
            key: numbers
            for key, value in _table(kept.get("panes")).items()
            if (numbers := _numbers(value)) is not None
        }
        size, place = _numbers(kept.get("size")), _numbers(kept.get("place"))
        return WindowSizes(
            (size[0], size[1]) if size else None,
            (place[0], place[1]) if place else None,
            kept.get("is_maximised") is True,
            panes,
        )

    def keep(self, screen: str, sizes: WindowSizes, recent: tuple[str, ...]) -> None:
        """Write everything down; a maximised window keeps its earlier size and place."""
        if self._memory is None:
            return
        before = self.sizes(screen)
        entry = {
            "size": sizes.size or before.size,
            "place": sizes.place or before.place,
            "is_maximised": sizes.is_maximised,
            "panes": {**before.panes, **sizes.panes},
        }
        screens = {**_table(self._kept.get("screens")), screen: entry}
        self._kept = {**self._kept, "screens": screens, "recent": list(recent)}
        self._memory.save(self._kept)


def _table(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _numbers(value: object) -> list[int] | None:
    """Two whole numbers, or None."""
    if isinstance(value, list | tuple) and len(value) == 2 and all(type(n) is int for n in value):
        return list(value)
    return None
