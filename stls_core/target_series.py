"""A target over time: where it began, the mark of each session, what is expected, what it came to.

What a chart draws and what its description says are the same numbers, so they come from here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from stls_core.records.plans import IssSession, Target


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a target stood on a day."""

    day: dt.date
    value: float


@dataclass(frozen=True, slots=True)
class TargetSeries:
    """One target with its marks, oldest first."""

    target_id: str
    statement: str
    scale: str
    baseline: float | None
    expected: float | None
    achieved: float | None
    starts_on: dt.date | None
    due_on: dt.date | None
    marks: tuple[Mark, ...]

    @property
    def now(self) -> float | None:
        """What it came to, or else the last mark; None where nobody has given one."""
        if self.achieved is not None:
            return self.achieved
        return self.marks[-1].value if self.marks else None

    @property
    def words(self) -> str:
        """The chart in words: every number that is drawn, in the order of the days."""
        parts = []
        if self.baseline is not None:
            parts.append(f"Began at {self.baseline:g}{_on(self.starts_on)}.")
        if self.marks:
            told = ", ".join(f"{mark.value:g}{_on(mark.day)}" for mark in self.marks)
            parts.append(f"Marks: {told}.")
        if self.expected is not None:
            by = f" by {_day(self.due_on)}" if self.due_on else ""
            parts.append(f"Expected {self.expected:g}{by}.")
        if self.achieved is not None:
            parts.append(f"Achieved {self.achieved:g}.")
        return " ".join(parts) or "No marks yet."


def series_of(
    target: Target, sessions: Iterable[IssSession], starts_on: dt.date | None
) -> TargetSeries:
    """The marks that sessions and raters gave a target; on one day the later of them counts."""
    by_day: dict[dt.date, float] = {}
    for rating in target.rated_by:
        if rating.rated_on and rating.score is not None:
            by_day[rating.rated_on] = rating.score
    for session in sessions:
        for mark in session.progress:
            if mark.target_id == target.id and mark.value is not None and session.held_on:
                by_day[session.held_on] = mark.value
    return TargetSeries(
        target_id=target.id,
        statement=target.statement,
        scale=target.scale,
        baseline=target.baseline,
        expected=target.expected,
        achieved=target.achieved,
        starts_on=starts_on,
        due_on=target.due_on,
        marks=tuple(Mark(day, by_day[day]) for day in sorted(by_day)),
    )


def marks_in_words(baseline: float | None, now: float | None, expected: float | None) -> str:
    """`Began at 3, now 5, expected 7`; what is not known is left out."""
    parts = [
        f"{word} {mark:g}"
        for word, mark in (("began at", baseline), ("now", now), ("expected", expected))
        if mark is not None
    ]
    words = ", ".join(parts)
    return words[:1].upper() + words[1:] or "No marks yet"


def _on(day: dt.date | None) -> str:
    return f" on {_day(day)}" if day else ""


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b}"
