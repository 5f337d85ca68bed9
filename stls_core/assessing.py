"""What is known about a test, and what that says about giving it to this child on this day.

The text of `db/seed/tests.toml` is handed in; nothing is read from a file here. It holds facts
about published tests (names, ages, scales) and never an item or a norm. What was not checked is
empty there, and is told as not known.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from stls_core.records.assessments import Assessment, Score
from stls_core.scores import (
    BELOW_AVERAGE,
    RETEST_MONTHS,
    SCALES,
    age_in_months,
    age_words,
    months_later,
    percentile_of,
    percentile_words,
)

_AGE: Final = re.compile(r"(\d{1,2})(?::(\d{2}))?")
_WORDS: Final[Mapping[str, int]] = {
    "code": 12,
    "name": 120,
    "about": 120,
    "publisher": 60,
    "user_level": 60,
    "source": 300,
}
_NEEDED: Final = ("code", "name", "source")
_FIELDS: Final = {*_WORDS, "ages", "subtests", "more", "retest_weeks"}


class CatalogueError(ValueError):
    """The catalogue cannot be read: says which test and which field, and what is wrong."""


class Subtest(NamedTuple):
    """A part of a test that has a score of its own, and the code of its scale."""

    name: str
    scale: str


class Ages(NamedTuple):
    """The ages of the norms in months, both inclusive. `is_rough`: the publisher tells years."""

    low: int
    high: int
    is_rough: bool

    @property
    def words(self) -> str:
        """`3 to 16 years`, or `8:00 to 25:11`."""
        if self.is_rough:
            return f"{self.low // 12} to {self.high // 12} years"
        return f"{age_words(self.low)} to {age_words(self.high)}"


@dataclass(frozen=True, slots=True)
class KnownTest:
    """One test of the catalogue, or one that the council added."""

    code: str  # of the code list `assessment_test`; empty for one of the council's own
    name: str
    about: str = ""
    publisher: str = ""
    ages: Ages | None = None  # None: not checked
    subtests: tuple[Subtest, ...] = ()  # those that unfold as rows
    more: tuple[Subtest, ...] = ()  # those that are offered beside them
    retest_weeks: int | None = None  # None: the usual six months
    user_level: str = ""  # whom the publisher sells it to; empty: not checked
    source: str = ""


class Norms(NamedTuple):
    """How old the child was, and whether the norms reach that age."""

    months: int | None
    state: str  # IN, EDGE (in the last year of norms told in years), BELOW, ABOVE, UNKNOWN
    words: str


class Earlier(NamedTuple):
    """The same test given before to the same child."""

    rec: str
    day: dt.date
    scores: tuple[Score, ...]
    is_school_supplied: bool


def read_tests(text: str) -> tuple[KnownTest, ...]:
    """Every test of a catalogue written in TOML, in its order.

    Raises `CatalogueError` where the text is no TOML or an entry is not whole.
    """
    try:
        tables = tomllib.loads(text).get("test", [])
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"The catalogue of tests is not valid TOML: {error}") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CatalogueError("The catalogue of tests: each entry has to begin with [[test]].")
    found: dict[str, KnownTest] = {}
    for place, table in enumerate(tables, start=1):
        test = _test(str(table.get("code") or f"entry {place}"), table)
        if test.code in found:
            raise CatalogueError(f"{test.code}, code: stands twice.")
        found[test.code] = test
    return tuple(found.values())


def _test(code: str, table: Mapping[str, Any]) -> KnownTest:
    unknown = sorted(table.keys() - _FIELDS)
    if unknown:
        raise CatalogueError(f"{code}, {unknown[0]}: there is no such field.")
    words = {name: _words(code, name, table.get(name, "")) for name in _WORDS}
    weeks = table.get("retest_weeks")
    if weeks is not None and (not isinstance(weeks, int) or not 1 <= weeks <= 156):  # noqa: PLR2004
        raise CatalogueError(f"{code}, retest_weeks: a number from 1 to 156.")
    return KnownTest(
        **words,
        ages=_ages(code, table["ages"]) if "ages" in table else None,
        subtests=tuple(_subtests(code, table.get("subtests", []))),
        more=tuple(_subtests(code, table.get("more", []))),
        retest_weeks=weeks,
    )


def _words(code: str, field: str, value: object) -> str:
    if not isinstance(value, str) or (field in _NEEDED and not value.strip()):
        raise CatalogueError(f"{code}, {field}: missing or empty.")
    if len(value) > _WORDS[field]:
        raise CatalogueError(f"{code}, {field}: {len(value)} characters, at most {_WORDS[field]}.")
    return value.strip()


def _ages(code: str, value: object) -> Ages:
    """`["3", "16"]` are whole years as a publisher tells them; `["8:00", "25:11"]` are months."""
    pair = value if isinstance(value, list) else []
    read = [found for age in pair if (found := _AGE.fullmatch(str(age)))]
    if len(read) != 2 or len(pair) != 2:  # noqa: PLR2004 - a pair
        raise CatalogueError(f'{code}, ages: write two, such as ["8:00", "25:11"].')
    low, high = read
    is_rough = high[2] is None
    ages = Ages(
        12 * int(low[1]) + int(low[2] or 0), 12 * int(high[1]) + int(high[2] or 11), is_rough
    )
    if ages.low >= ages.high:
        raise CatalogueError(f"{code}, ages: the first is not the younger.")
    return ages


def _subtests(code: str, value: object) -> Iterator[Subtest]:
    for pair in value if isinstance(value, list) else [value]:
        parts = [str(part) for part in pair] if isinstance(pair, list) else []
        if len(parts) != 2 or not all(parts):  # noqa: PLR2004 - a pair
            raise CatalogueError(f'{code}, subtests: write pairs, such as ["Spelling", "SS"].')
        name, scale = parts
        if scale not in {*SCALES, "RAW"}:
            raise CatalogueError(f"{code}, {name}: there is no scale {scale}.")
        yield Subtest(name, scale)


def norms_for(test: KnownTest | None, born_on: dt.date | None, on: dt.date | None) -> Norms:
    """How old the child was on the day of the test, and what that means for its norms."""
    months = age_in_months(born_on, on)
    if months is None:
        return Norms(None, "UNKNOWN", "Age at test not known: no date of birth on file.")
    age = f"Age at test {age_words(months)}"
    ages = test.ages if test else None
    if ages is None:
        return Norms(months, "UNKNOWN", f"{age}. The ages of its norms are not on file.")
    if months < ages.low:
        words = f"{age}: younger than the norms ({ages.words}). The scores may not be used."
        return Norms(months, "BELOW", words)
    if months > ages.high:
        words = f"{age}: older than the norms ({ages.words}). The scores may not be used."
        return Norms(months, "ABOVE", words)
    if ages.is_rough and months > ages.high - 11:
        words = f"{age}. The norms end at {ages.high // 12}; check the month in the manual."
        return Norms(months, "EDGE", words)
    return Norms(months, "IN", f"{age}, within the norms ({ages.words}).")


def may_retest_from(test: KnownTest | None, last: dt.date) -> dt.date:
    """The first day on which the same test may be given again."""
    if test is not None and test.retest_weeks is not None:
        return last + dt.timedelta(weeks=test.retest_weeks)
    return months_later(last, RETEST_MONTHS)


def retest_words(
    test: KnownTest | None, on: dt.date | None, earlier: Iterable[Earlier]
) -> tuple[str, bool]:
    """What there is to say about the last time this test was given, and whether it is too soon."""
    before = [each for each in earlier if on is None or each.day <= on]
    last = max(before, key=lambda each: each.day, default=None)
    if last is None:
        return "", False
    by = ", by the school" if last.is_school_supplied else ""
    words = f"Given before on {_day(last.day)}{by}."
    again = may_retest_from(test, last.day)
    if on is None or on >= again:
        return words, False
    own = test.retest_weeks if test else None
    gap = f"{own} weeks" if own else "six months"
    return f"{words} That is less than {gap} ago: practice may lift the score.", True


def qualification_words(assessment: Assessment) -> tuple[str, bool]:
    """What stands against the tester's qualification on the day; and whether it is in order."""
    if assessment.is_school_supplied:
        return "Supplied by the school, which answers for who gave it.", True
    if assessment.is_tester_qualified is None:
        return "Say whether the tester is qualified for this test.", False
    if not assessment.is_tester_qualified:
        return "The tester is not qualified for this test. Say so wherever it is used.", False
    if not assessment.tester_qualification:
        return "Which qualification is not written down.", False
    if assessment.is_qualification_lapsed:
        until = assessment.tester_qualified_until
        return f"The qualification ran out on {_day(until)}, before the test.", False
    return "Tester qualified on the day of the test.", True


def exam_words(assessment: Assessment) -> str:
    """What the scores are worth as evidence for access arrangements; empty if they are not.

    Only a score of 84 or less counts, and only with a named, qualified assessor.
    """
    low = [
        each.subtest or "a score"
        for each in assessment.scores
        if (standard := each.standard) is not None and standard < BELOW_AVERAGE + 0.5
    ]
    if not low:
        return ""
    told = f"{BELOW_AVERAGE} or less: {', '.join(low)}."
    if assessment.has_qualified_assessor:
        return f"{told} May be evidence for access arrangements."
    return f"{told} Evidence for access arrangements only from a named, qualified assessor."


def comparison(score: Score, earlier: Iterable[Earlier]) -> str:
    """The same subtest last time, as `82 on 3 March 2026`; empty if there was none."""
    for each in sorted(earlier, key=lambda one: one.day, reverse=True):
        for one in each.scores:
            is_same = one.subtest.strip().casefold() == score.subtest.strip().casefold()
            if is_same and one.scale == score.scale and one.value is not None:
                by = ", by the school" if each.is_school_supplied else ""
                return f"{one.value:g} on {_day(each.day)}{by}"
    return ""


def score_words(score: Score, band: str) -> str:
    """A score in one line: `Spelling: 78, percentile 7 (95 % interval 72 to 84), below average`.

    An age equivalent stands here only behind a score; alone it is never told.
    """
    if score.value is None:
        raw = "" if score.raw is None else f"raw score {score.raw:g}"
        percentile = "" if score.percentile is None else f"percentile {score.percentile:g}"
        told = ", ".join(part for part in (raw, percentile) if part) or "no score"
        return f"{score.subtest}: {told}"
    parts = [f"{score.value:g}"]
    expected = percentile_of(score.scale, score.value)
    if score.percentile is not None:
        parts.append(f"percentile {score.percentile:g}")
    elif expected is not None:
        parts.append(f"percentile about {percentile_words(expected)}")
    line = f"{score.subtest}: {', '.join(parts)}"
    if score.ci_low is not None and score.ci_high is not None:
        line += f" (95 % interval {score.ci_low:g} to {score.ci_high:g})"
    if band:
        line += f", {band[:1].lower()}{band[1:]}"
    if score.age_equivalent:
        line += f"; age equivalent {score.age_equivalent}"
    return line


def parent_words(score: Score, band: str) -> str:
    """A score as a family reads it: the band in words, never a number, never an age alone."""
    return f"{score.subtest}: {band.lower()} for the age" if band else ""


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
