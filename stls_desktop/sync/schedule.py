"""When to sync next: soon after a change, now and then otherwise, later after each failure.

Pure: the time and the random share are handed in.
"""

from dataclasses import dataclass, replace
from typing import Final

AFTER_CHANGE: Final = 2.0  # seconds: a sentence's pause, so that a burst goes as one
IDLE: Final = 60.0
FIRST_RETRY: Final = 5.0
LONGEST_RETRY: Final = 300.0


@dataclass(frozen=True)
class Schedule:
    """Times are seconds of a monotonic clock."""

    due_at: float = 0.0
    failures: int = 0

    def changed(self, now: float) -> "Schedule":
        """A change was made here; a laptop that is backing off does not hurry."""
        return self if self.failures else replace(self, due_at=min(self.due_at, now + AFTER_CHANGE))

    def succeeded(self, now: float, chance: float, retry_after: float = 0.0) -> "Schedule":
        """A round went through. `chance` in 0..1 spreads a hundred laptops over the minute."""
        return Schedule(due_at=now + max(retry_after, IDLE * (0.75 + chance / 2)))

    def failed(self, now: float, chance: float) -> "Schedule":
        """A round did not go through: wait twice as long each time, up to five minutes."""
        wait = min(FIRST_RETRY * 2**self.failures, LONGEST_RETRY) * (0.75 + chance / 2)
        return Schedule(due_at=now + wait, failures=self.failures + 1)

    def asked(self, now: float) -> "Schedule":
        """Somebody pressed "Sync now"."""
        return replace(self, due_at=now)

    def is_due(self, now: float) -> bool:
        """Whether a round should begin."""
        return now >= self.due_at
