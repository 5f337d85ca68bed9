"""Assessments: what a test said, with its date, its norms and who gave it.

Only scores are kept; no item of a published test ships with the program. A percentile that does
not agree with its standard score is asked about, never corrected.
"""

import datetime as dt
from collections.abc import Iterator
from statistics import NormalDist
from typing import Annotated, Final, NamedTuple

from stls_core.records._declare import (
    Embedded,
    Need,
    Problem,
    Record,
    kind,
    prose,
    rule,
    says,
)

SAVE, SIGN = Need.SAVE, Need.SIGN
_CURVE = NormalDist()
AGREES_WITHIN: Final = 3.0  # percentile points, DOMAIN 5.6
BELOW_AVERAGE: Final = 84  # the standard score that access arrangements look for


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
    "STANINE": Scale(5, 2, 1, 9),
}
BANDS: Final = (
    (69, "WELL_BELOW"),
    (84, "BELOW"),
    (89, "LOW_AVERAGE"),
    (110, "AVERAGE"),
    (115, "HIGH_AVERAGE"),
    (130, "ABOVE"),
)


class Score(Embedded, frozen=True):
    """One subtest: its score, on which scale, and the doubt around it."""

    subtest: Annotated[str, says("Subtest", need=SAVE, max_length=120)] = ""
    raw: Annotated[float | None, says("Raw", at_least=0, at_most=999)] = None
    scale: Annotated[str, says("Scale", codes="score_scale")] = "SS"
    value: Annotated[float | None, says("Score")] = None
    percentile: Annotated[float | None, says("Percentile", at_least=0, at_most=100)] = None
    ci_low: Annotated[float | None, says("Interval from", "The 95 % confidence interval.")] = None
    ci_high: Annotated[float | None, says("Interval to")] = None
    age_equivalent: Annotated[str, says("Age equivalent", "Such as 6:03.", max_length=12)] = ""

    @property
    def standard(self) -> float | None:
        """The score moved to the scale with mean 100 and deviation 15; None if it has none."""
        scale = SCALES.get(self.scale)
        if scale is None or self.value is None:
            return None
        return 100 + 15 * (self.value - scale.mean) / scale.deviation

    @property
    def expected_percentile(self) -> float | None:
        """Where the normal curve puts the score."""
        standard = self.standard
        return None if standard is None else 100 * _CURVE.cdf((standard - 100) / 15)

    @property
    def band(self) -> str:
        """The code of its band (list `score_band`); empty without a score."""
        standard = self.standard
        if standard is None:
            return ""
        return next((code for top, code in BANDS if round(standard) <= top), "WELL_ABOVE")


@kind(
    "assessment",
    "Assessment",
    unit=("pupil_id",),
    parent="pupil_id",
    event="assessed_on",
    named_by=("test",),
)
class Assessment(Record, frozen=True):
    """A test that was given to one child on one day, or a score that the school supplied."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    case_id: Annotated[str, says("Case", ref="case")] = ""
    test: Annotated[str, says("Test", need=SAVE, codes="assessment_test", reported=True)] = ""
    test_other: Annotated[str, says("Which test", "Its full name and edition.", max_length=160)] = (
        ""
    )
    assessed_on: Annotated[dt.date | None, says("Date", need=SAVE, reported=True)] = None
    is_school_supplied: Annotated[
        bool, says("Supplied by the school", "Marked as such wherever it is printed.")
    ] = False
    tester: Annotated[str, says("Tester", need=SIGN, ask="Say who gave it", max_length=120)] = ""
    tester_qualification: Annotated[
        str, says("Tester's qualification", codes="tester_qualification")
    ] = ""
    is_tester_qualified: Annotated[
        bool | None,
        says("Qualified for this test", need=SIGN, ask="Say whether the tester is qualified"),
    ] = None
    scores: Annotated[tuple[Score, ...], says("Scores", need=SIGN, ask="Enter a score")] = ()
    conditions: Annotated[str, prose("Conditions", "Room, time of day, breaks.")] = ""
    accommodations: Annotated[str, prose("Changes made", "Such as larger print or signing.")] = ""
    observed_behaviour: Annotated[
        str, prose("How the child worked", need=SIGN, ask="Say how the child worked")
    ] = ""
    discrepancy_note: Annotated[
        str, prose("About the scores", "Why scores differ, if you know.")
    ] = ""
    status: Annotated[str, says("Status", codes="record_status", reported=True)] = "DRAFT"

    @rule(SAVE)
    def other_test_is_named(self) -> Iterator[Problem]:
        """A test that is not in the catalogue has a name."""
        if self.test == "OTHER" and not self.test_other.strip():
            yield Problem("test_other", "Say which test it was")

    @rule(SAVE)
    def scores_lie_on_their_scale(self) -> Iterator[Problem]:
        """A standard score of 400 is a slip of the finger."""
        for score in self.scores:
            scale = SCALES.get(score.scale)
            if scale is None:
                continue
            for part, value in (
                ("value", score.value),
                ("ci_low", score.ci_low),
                ("ci_high", score.ci_high),
            ):
                if value is not None and not scale.low <= value <= scale.high:
                    words = f"{value:g} is not on this scale ({scale.low:g} to {scale.high:g})."
                    yield Problem(f"scores/{score.key}/{part}", words)

    @rule(SAVE)
    def percentile_agrees_with_its_score(self) -> Iterator[Problem]:
        """Warn where score and percentile are more than 3 points apart on the normal curve."""
        for score in self.scores:
            expected = score.expected_percentile
            if expected is None or score.percentile is None or score.scale == "STANINE":
                continue
            if abs(score.percentile - expected) > AGREES_WITHIN:
                words = (
                    f"{score.subtest or 'This score'}: {score.value:g} is usually about percentile"
                    f" {max(1, min(99, round(expected)))}, not {score.percentile:g}. Check both."
                )
                yield Problem(f"scores/{score.key}/percentile", words, blocks=False)

    @rule(SAVE)
    def interval_holds_the_score(self) -> Iterator[Problem]:
        """A confidence interval lies around its score."""
        for score in self.scores:
            low, high, value = score.ci_low, score.ci_high, score.value
            if low is None or high is None:
                continue
            if low > high or (value is not None and not low <= value <= high):
                path = f"scores/{score.key}/ci_low"
                yield Problem(path, "The interval does not hold the score. Check the numbers.")
