"""The dose of a plan: sessions and hours delivered, out of those planned, and why some were not.

A session that was called off or whose child was absent is no gap in the record: it counts as
what it was.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

DELIVERED: Final = ("DONE", "SIGNED")
_DAY: Final = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Given:
    """What the dose asks of one session: its status, its time, and why it was called off."""

    status: str
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    reason: str = ""  # in words

    @property
    def hours(self) -> float | None:
        """How long it was; None where a time is missing or they do not follow each other."""
        if self.starts_at is None or self.ends_at is None:
            return None
        start = dt.datetime.combine(_DAY, self.starts_at.replace(tzinfo=None))
        end = dt.datetime.combine(_DAY, self.ends_at.replace(tzinfo=None))
        return (end - start).total_seconds() / 3600 if end > start else None


@dataclass(frozen=True, slots=True)
class Dose:
    """Delivered out of planned, with the reasons for what was not."""

    delivered: int
    sessions: int | None
    hours: float
    hours_planned: float | None
    untimed: int  # delivered sessions without times, which no hours are known of
    ahead: int  # in the diary and not held yet
    called_off: Mapping[str, int]  # {reason in words: how many}
    absent: int

    @property
    def share(self) -> float:
        """Sessions delivered of those planned, from 0 to 1."""
        return min(1.0, self.delivered / self.sessions) if self.sessions else 0.0

    @property
    def words(self) -> str:
        """`4 of 6 sessions, 8 of 12 h; 1 called off: no cover`."""
        head = f"{_of(self.delivered, self.sessions)} session{'' if self._is_one else 's'}"
        parts = [f"{head}, {_of(round(self.hours, 1), self.hours_planned)} h"]
        off = sum(self.called_off.values())
        if off:
            reasons = ", ".join(
                (reason.lower() if count == 1 else f"{reason.lower()} ({count})")
                for reason, count in self.called_off.items()
            )
            parts.append(f"{off} called off: {reasons}")
        if self.absent:
            parts.append(f"{self.absent} with the child absent")
        if self.untimed:
            parts.append(f"{self.untimed} without times")
        return "; ".join(parts)

    @property
    def _is_one(self) -> bool:
        return (self.sessions if self.sessions is not None else self.delivered) == 1


def dose_of(sessions: Iterable[Given], planned: int | None, hours: float | None) -> Dose:
    """Count a plan's sessions against what was planned."""
    delivered, untimed, ahead, absent, timed = 0, 0, 0, 0, 0.0
    called_off: dict[str, int] = {}
    for each in sessions:
        if each.status in DELIVERED:
            delivered += 1
            timed += each.hours or 0.0
            untimed += each.hours is None
        elif each.status == "CANCELLED":
            reason = each.reason or "no reason given"
            called_off[reason] = called_off.get(reason, 0) + 1
        elif each.status == "PUPIL_ABSENT":
            absent += 1
        else:
            ahead += 1
    return Dose(delivered, planned, timed, hours, untimed, ahead, called_off, absent)


def _of(done: float, planned: float | None) -> str:
    return f"{done:g}" if planned is None else f"{done:g} of {planned:g}"
