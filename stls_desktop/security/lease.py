"""How long a laptop may go without a sync before it locks itself; pure arithmetic over a clock.

A lease is policy, not cryptography: it does not stop someone who knows the passphrase and sets
the clock back at every start. Running out means the crypto-lock of unlock.py; nothing is erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from stls_desktop.security.clock import Elapsed

DAY_S: Final = 86_400.0


class LeaseStanding(Enum):
    """Where a lease stands."""

    GOOD = "good"
    ENDING = "ending"  # warn: “Sync within 3 days”
    OVER = "over"


@dataclass(frozen=True, slots=True)
class LeasePolicy:
    """A council's figures, in days. set_back_days: what a clock set back costs, 0 = nothing."""

    days: float = 14
    warn_from_day: float = 11
    set_back_days: float = 0

    def __post_init__(self) -> None:
        if not 0 < self.warn_from_day < self.days or self.set_back_days < 0:
            raise ValueError("a lease warns before it ends, and a set-back gives no time")


@dataclass(frozen=True, slots=True)
class Lease:
    """Time since the last sync, as far as this laptop can honestly know."""

    since_sync: Elapsed
    policy: LeasePolicy = LeasePolicy()

    @classmethod
    def renewed(cls, synced_at: datetime, policy: LeasePolicy | None = None) -> Lease:
        """A lease that starts at a sync that has just succeeded."""
        return cls(Elapsed(0.0, synced_at), policy or LeasePolicy())

    def advanced(self, wall_at: datetime, run_seconds: float) -> Lease:
        """The lease now; see `Elapsed.advanced`. Count at start, hourly and at close."""
        cost = self.policy.set_back_days * DAY_S
        counted = self.since_sync.advanced(wall_at, run_seconds, set_back_costs_s=cost)
        return Lease(counted, self.policy)

    @property
    def days_left(self) -> float:
        """Days until it is over; 0 when it is."""
        return max(0.0, self.policy.days - self.since_sync.seconds / DAY_S)

    @property
    def standing(self) -> LeaseStanding:
        """Good, ending (from the policy's warning day), or over."""
        passed = self.since_sync.seconds / DAY_S
        if passed >= self.policy.days:
            return LeaseStanding.OVER
        return LeaseStanding.ENDING if passed >= self.policy.warn_from_day else LeaseStanding.GOOD
