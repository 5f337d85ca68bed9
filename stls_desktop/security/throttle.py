"""Slows guessing at the unlock window: waits after 5 wrong tries, gives up after 20.

The count is written before a try is looked at, so that killing the program saves no try, and the
waiting time survives restarts and a clock that is set back. It never erases anything itself.
"""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from stls_desktop.config import write_durably
from stls_desktop.security.clock import Clock, Elapsed
from stls_desktop.security.problems import MustWaitError

FREE_TRIES: Final = 5
FIRST_WAIT_S: Final = 30
LONGEST_WAIT_S: Final = 15 * 60
MOST_TRIES: Final = 20


class _Kept(msgspec.Struct, frozen=True):
    wrong: int
    elapsed_s: float
    wall_at: datetime
    free_at_s: float


def wait_after(wrong: int) -> int:
    """Seconds to wait after this many wrong tries: 0 below 5, then 30 s doubling to 15 min."""
    if wrong < FREE_TRIES:
        return 0
    return min(LONGEST_WAIT_S, FIRST_WAIT_S << min(wrong - FREE_TRIES, 10))


class Throttle:
    """The tries of one data folder, kept in one small file."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._ran_at = clock.monotonic()
        self._kept = self._read()

    @property
    def tries_left(self) -> int:
        """Wrong tries until the laptop locks itself."""
        return max(0, MOST_TRIES - self._kept.wrong)

    @property
    def wait_s(self) -> int:
        """Whole seconds until the next try is looked at; 0 = now."""
        self._count_time()
        return max(0, math.ceil(self._kept.free_at_s - self._kept.elapsed_s))

    def begin_try(self) -> None:
        """Count a try as wrong until it proves right. Raises `MustWaitError` (not counted)."""
        if wait := self.wait_s:
            self._write()  # so that the time that was waited is not lost with the program
            raise MustWaitError(wait)
        wrong = self._kept.wrong + 1
        free_at_s = self._kept.elapsed_s + wait_after(wrong)
        self._kept = msgspec.structs.replace(self._kept, wrong=wrong, free_at_s=free_at_s)
        self._write()

    def forgive(self) -> None:
        """Begin at zero: the passphrase or the recovery code was right."""
        self._kept = self._fresh(wrong=0)
        self._write()

    def take_back(self) -> None:
        """Undo `begin_try`: the try failed for a reason that says nothing about the passphrase."""
        wrong = max(0, self._kept.wrong - 1)
        self._kept = msgspec.structs.replace(
            self._kept, wrong=wrong, free_at_s=self._kept.elapsed_s
        )
        self._write()

    def _count_time(self) -> None:
        ran_at, wall_at = self._clock.monotonic(), self._clock.now()
        elapsed = Elapsed(self._kept.elapsed_s, self._kept.wall_at)
        counted = elapsed.advanced(wall_at, ran_at - self._ran_at)
        self._ran_at = ran_at
        self._kept = msgspec.structs.replace(
            self._kept, elapsed_s=counted.seconds, wall_at=counted.wall_at
        )

    def _read(self) -> _Kept:
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            # Someone may have removed it to guess on: one free try, then the waiting starts.
            return self._fresh(wrong=FREE_TRIES - 1)
        in_bounds = (
            0 <= kept.wrong <= MOST_TRIES
            and kept.wall_at.tzinfo is not None
            and kept.free_at_s - kept.elapsed_s <= LONGEST_WAIT_S
        )
        return kept if in_bounds else self._fresh(wrong=FREE_TRIES - 1)

    def _fresh(self, *, wrong: int) -> _Kept:
        return _Kept(wrong=wrong, elapsed_s=0.0, wall_at=self._clock.now(), free_at_s=0.0)

    def _write(self) -> None:
        write_durably(self._path, msgspec.json.encode(self._kept))
