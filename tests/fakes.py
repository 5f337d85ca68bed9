"""Stand-ins for what the operating system hands in: the clock, ids, and the store's key.

Nothing of the program's own is faked here; stores in tests are real encrypted files.
"""

from __future__ import annotations

import datetime as dt
import itertools

from stls_core.ids import uuid7

MONDAY = dt.datetime(2026, 9, 14, 9, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: dt.datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        """The time it is."""
        return self.at

    def go_on(self, **span: float) -> None:
        """Let time pass: `clock.go_on(days=1)`."""
        self.at += dt.timedelta(**span)


class Ids:
    """Ids in a fixed order that look like those of a laptop. `seed` tells two laptops apart."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._count = itertools.count(1)

    def __call__(self) -> str:
        """The next id."""
        chance = self._seed.to_bytes(2) + next(self._count).to_bytes(8)
        return uuid7(1_789_000_000_000 + self._seed, chance)


class StoreKey:
    """A raw key with its salt, as the vault would hand it out. The same byte all over."""

    def __init__(self, byte: int = 0x5A) -> None:
        self._byte = byte

    @property
    def pragma_hex(self) -> str:
        """96 hexadecimal digits."""
        return f"{self._byte:02x}" * 48
