"""Time that cannot be turned back: wall clock and monotonic clock joined into one running count.

Pure: every reading is passed in. Used by the throttle and by the lease; decides nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The two clocks of a computer."""

    def now(self) -> datetime:
        """Wall clock, aware, UTC; may jump either way."""

    def monotonic(self) -> float:
        """Seconds since some moment of this run; never goes back, may stop in sleep."""


class SystemClock:
    """The clocks of this computer."""

    def now(self) -> datetime:
        """Wall clock, aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since start-up."""
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Seconds known to have passed, and the wall clock when they were last counted.

    A clock that is set back loses at most the time that no run of the program saw.
    """

    seconds: float
    wall_at: datetime

    def advanced(
        self, wall_at: datetime, run_seconds: float, *, set_back_costs_s: float = 0.0
    ) -> Elapsed:
        """The count now.

        run_seconds: monotonic seconds since the last count; 0 at start, never negative.
        set_back_costs_s: a policy's fixed penalty when the wall clock is behind the last count.
        """
        by_wall = (wall_at - self.wall_at).total_seconds()
        penalty = set_back_costs_s if by_wall < 0 else 0.0
        gained = max(by_wall, run_seconds) + penalty
        return Elapsed(self.seconds + gained, wall_at)
