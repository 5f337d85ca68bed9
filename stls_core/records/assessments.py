"""Assessments: what a test said, with its date, its norms and who gave it.

Only scores are kept; no item of a published test ships with the program. A percentile that does
not agree with its standard score is asked about, never corrected.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

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
from stls_core.scores import (
    SCALES,
    band_of,
    disagrees,
    percentile_of,
    percentile_words,
    standard_of,
)

SAVE, SIGN = Need.SAVE, Need.SIGN


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
        return standard_of(self.scale, self.value)

    @property
    def expected_percentile(self) -> float | None:
        """Where the normal curve puts the score."""
        return percentile_of(self.scale, self.value)

    @property
    def band(self) -> str:
        """The code of its band (list `score_band`); empty without a score."""
        return band_of(self.standard)

    @property
    def is_at_odds(self) -> bool:
        """Whether score and percentile are too far apart on the normal curve."""
        return disagrees(self.scale, self.value, self.percentile)


@kind(
    "assessment",
    "Assessment",
    unit=("pupil_id",),
    parent="pupil_id",
    event="assessed_on",
    named_by=("test",),
    told_by=("test_other", "is_school_supplied", "scores"),
)
class Assessment(Record, frozen=True):
    """A test that was given to one child on one day, or a score that the school supplied."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    case_id: Annotated[str, says("Case", ref="case")] = ""
    test: Annotated[str, says("Test", need=SAVE, codes="assessment_test", reported=True)] = ""
    test_other: Annotated[
        str, says("Which test", "Its full name, edition and publisher.", max_length=160)
    ] = ""
    assessed_on: Annotated[dt.date | None, says("Date", need=SAVE, reported=True)] = None
    is_school_supplied: Annotated[
        bool, says("Supplied by the school", "Marked as such wherever it is printed.")
    ] = False
    tester: Annotated[str, says("Tester", need=SIGN, ask="Say who gave it", max_length=120)] = ""
    tester_qualification: Annotated[
        str, says("Tester's qualification", codes="tester_qualification")
    ] = ""
    tester_qualified_until: Annotated[
        dt.date | None, says("Qualification valid until", "Empty: it does not run out.")
    ] = None
    is_tester_qualified: Annotated[bool | None, says("Qualified for this test")] = None
    is_exam_evidence: Annotated[
        bool,
        says(
            "Evidence for access arrangements",
            "Needs a named assessor who was qualified on the day.",
        ),
    ] = False
    scores: Annotated[tuple[Score, ...], says("Scores", need=SIGN, ask="Enter a score")] = ()
    conditions: Annotated[str, prose("Conditions", "Room, time of day, breaks.")] = ""
    accommodations: Annotated[str, prose("Changes made", "Such as larger print or signing.")] = ""
    observed_behaviour: Annotated[str, prose("How the child worked")] = ""
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
            if expected is None or score.value is None or score.percentile is None:
                continue
            if score.is_at_odds:
                words = (
                    f"{score.subtest or 'This score'}: {score.value:g} is usually about percentile"
                    f" {percentile_words(expected)}, not {score.percentile:g}. Check both."
                )
                yield Problem(f"scores/{score.key}/percentile", words, blocks=False)

    @rule(SAVE)
    def age_equivalent_is_not_alone(self) -> Iterator[Problem]:
        """An age equivalent without a score would be read as the child's age by a family."""
        for score in self.scores:
            has_score = score.value is not None or score.percentile is not None
            if score.age_equivalent and not has_score:
                words = "An age equivalent is never told alone. Add the score or the percentile."
                yield Problem(f"scores/{score.key}/age_equivalent", words, blocks=False)

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

    def problems_of_scores(self) -> Iterator[Problem]:
        """What the rules say of single scores, for a screen that tells it beside each."""
        yield from self.scores_lie_on_their_scale()
        yield from self.interval_holds_the_score()
        yield from self.percentile_agrees_with_its_score()
        yield from self.age_equivalent_is_not_alone()

    @rule(SIGN)
    def our_own_testing_says_how_and_by_whom(self) -> Iterator[Problem]:
        """What the school supplied was tested by somebody else: nobody here saw the child work."""
        if self.is_school_supplied:
            return
        if self.is_tester_qualified is None:
            yield Problem("is_tester_qualified", "Say whether the tester is qualified")
        if not self.observed_behaviour.strip():
            yield Problem("observed_behaviour", "Say how the child worked")

    @rule(SIGN)
    def exam_evidence_has_its_assessor(self) -> Iterator[Problem]:
        """JCQ: below-average scores count only from a named assessor qualified on the day."""
        if self.is_exam_evidence and not self.has_qualified_assessor:
            words = "Evidence for access arrangements needs a named assessor, qualified on the day"
            yield Problem("is_exam_evidence", words)

    @property
    def is_qualification_lapsed(self) -> bool:
        """Whether the tester's qualification had run out before the test."""
        until, on = self.tester_qualified_until, self.assessed_on
        return until is not None and on is not None and until < on

    @property
    def has_qualified_assessor(self) -> bool:
        """Whether somebody is named who was qualified on the day of the test."""
        has_one = self.tester_qualification not in ("", "NONE")
        is_named = bool(self.tester.strip()) and self.is_tester_qualified is True
        return is_named and has_one and not self.is_qualification_lapsed
