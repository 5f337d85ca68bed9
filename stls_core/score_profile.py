"""The scores of an assessment side by side, as a picture draws them and as words tell them.

Only scores with a place on the normal curve are drawn; the words tell the same numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stls_core.assessing import Earlier
from stls_core.records.assessments import Assessment, Score
from stls_core.scores import standard_of


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One score on the scale with mean 100 and deviation 15, and what is special about it."""

    name: str
    shown: str  # the score as typed, on its own scale
    standard: float
    low: float | None
    high: float | None
    is_by_school: bool
    is_at_odds: bool
    earlier: float | None  # the same subtest last time


def profile_of(assessment: Assessment, earlier: Iterable[Earlier] = ()) -> tuple[ProfileRow, ...]:
    """The rows of the picture, in the order of the scores."""
    before = sorted(earlier, key=lambda each: each.day, reverse=True)
    return tuple(
        ProfileRow(
            name=score.subtest or "Score",
            shown=f"{score.value:g}" if score.value is not None else "",
            standard=standard,
            low=standard_of(score.scale, score.ci_low),
            high=standard_of(score.scale, score.ci_high),
            is_by_school=assessment.is_school_supplied,
            is_at_odds=score.is_at_odds,
            earlier=_last(score, before),
        )
        for score in assessment.scores
        if (standard := score.standard) is not None
    )


def _last(score: Score, before: Iterable[Earlier]) -> float | None:
    name = score.subtest.strip().casefold()
    for each in before:
        for one in each.scores:
            if one.subtest.strip().casefold() == name and one.standard is not None:
                return one.standard
    return None
