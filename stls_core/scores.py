"""Scores on the normal curve: from one scale to another, to a percentile and back, and bands.

Arithmetic only. The bands and the tolerance are those of the service's handbook; one set of band
words is used everywhere. A percentile that disagrees is told, never corrected.
"""

import datetime as dt
import math
from statistics import NormalDist
from typing import Final, NamedTuple

AGREES_WITHIN: Final = 3.0  # percentile points
BELOW_AVERAGE: Final = 84  # the standard score that access arrangements look for
RETEST_MONTHS: Final = 6  # where the test's own manual says nothing else
_CURVE: Final = NormalDist()
_LEAST, _MOST = 0.05, 99.95  # percentiles: further out the curve has no answer worth having


class Scale(NamedTuple):
    """A scale of scores: its mean, standard deviation and bounds."""

    mean: float
    deviation: float
    low: float
    high: float


SCALES: Final = {
    "SS": Scale(100, 15, 40, 160),
    "SCALED": Scale(10, 3, 1, 19),
    "T": Scale(50, 10, 10, 90),
    "Z": Scale(0, 1, -4, 4),
    "STANINE": Scale(5, 2, 1, 9),
}
"""Every scale that has a place on the curve; a raw score has none."""
BANDS: Final = (
    (69, "WELL_BELOW"),
    (84, "BELOW"),
    (89, "LOW_AVERAGE"),
    (110, "AVERAGE"),
    (115, "HIGH_AVERAGE"),
    (130, "ABOVE"),
)
"""(highest standard score, code of the list `score_band`); above the last one is WELL_ABOVE."""


def standard_of(scale: str, value: float | None) -> float | None:
    """A score moved to the scale with mean 100 and deviation 15; None where it has no place."""
    known = SCALES.get(scale)
    if known is None or value is None:
        return None
    return 100 + 15 * (value - known.mean) / known.deviation


def percentile_of(scale: str, value: float | None) -> float | None:
    """Where the normal curve puts a score, from 0 to 100."""
    standard = standard_of(scale, value)
    return None if standard is None else 100 * _CURVE.cdf((standard - 100) / 15)


def value_of(scale: str, percentile: float | None) -> float | None:
    """The score that belongs to a percentile, unrounded and within the bounds of its scale."""
    known = SCALES.get(scale)
    if known is None or percentile is None:
        return None
    z = _CURVE.inv_cdf(max(_LEAST, min(_MOST, percentile)) / 100)
    return max(known.low, min(known.high, known.mean + known.deviation * z))


def band_of(standard: float | None) -> str:
    """The code of the band (list `score_band`); empty without a score."""
    if standard is None:
        return ""
    whole = math.floor(standard + 0.5)
    return next((code for top, code in BANDS if whole <= top), "WELL_ABOVE")


def percentile_words(percentile: float) -> str:
    """`12`, or `below 1` and `above 99` at the ends, where a whole number would claim too much."""
    if percentile < 1:
        return "below 1"
    if percentile > 99:  # noqa: PLR2004 - a percentile
        return "above 99"
    return f"{math.floor(percentile + 0.5)}"


def disagrees(scale: str, value: float | None, percentile: float | None) -> bool:
    """Whether the percentile lies more than three points from where the curve puts the score.

    A stanine stands for a stretch of the curve; anywhere in it agrees.
    """
    expected = _expected(scale, value)
    if expected is None or percentile is None:
        return False
    low, high = expected
    return percentile < low - AGREES_WITHIN or percentile > high + AGREES_WITHIN


def _expected(scale: str, value: float | None) -> tuple[float, float] | None:
    point = percentile_of(scale, value)
    if point is None or value is None:
        return None
    if scale != "STANINE":
        return point, point
    ends = SCALES["STANINE"]
    low = 0.0 if value <= ends.low else percentile_of(scale, value - 0.5)
    high = 100.0 if value >= ends.high else percentile_of(scale, value + 0.5)
    return low or 0.0, high or 100.0


def age_in_months(born_on: dt.date | None, on: dt.date | None) -> int | None:
    """Whole months from birth to the day; None where either is not known or the day is earlier."""
    if born_on is None or on is None or on < born_on:
        return None
    months = 12 * (on.year - born_on.year) + on.month - born_on.month
    return months - (on.day < born_on.day)


def age_words(months: int) -> str:
    """`7:04`, as test manuals write seven years and four months."""
    return f"{months // 12}:{months % 12:02}"


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    first_after = dt.date(day.year + years + month // 11, (month + 1) % 12 + 1, 1)
    last = (first_after - dt.timedelta(days=1)).day
    return dt.date(day.year + years, month + 1, min(day.day, last))
