"""More tests of demo children: a battery, the same test again, and a percentile that disagrees.

Made after everything else, so that the rest of the caseload stays as it is.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from stls_core.records import Record
from stls_core.records.assessments import Assessment, Score
from stls_core.scores import percentile_of, value_of
from stls_desktop.demo.children import Child
from stls_desktop.demo.dice import Dice

_SOON, _LATER = 80, 200  # days after the first test: too soon, and long enough
_BATTERY: Final = (
    ("Word Reading", 84),
    ("Sentence Comprehension", 91),
    ("Spelling", 78),
    ("Math Computation", 103),
)
_NAMING: Final = (
    ("Phonological Awareness", "SS", 88),
    ("Phonological Memory", "SS", 79),
    ("Rapid Symbolic Naming", "SS", 97),
    ("Elision", "SCALED", 6),
)
_NO_CURVE: Final = ("SDQ", "BOXALL", "")
_OLD_ENOUGH: Final = 7  # years


def more_tests(dice: Dice, children: Sequence[Child]) -> Iterator[Record]:
    """For every child who was tested once: some again, some by the school, one at odds."""
    for child in children:
        if child.stage in ("REFERRED", "ADVICE_ONLY") or child.agreement is None:
            continue
        again = child.number % 10 in (0, 5)
        if again and child.story.test not in _NO_CURVE:
            yield from _again(dice, child, _SOON if child.number % 10 else _LATER)
        is_new = child.story.test != "WRAT5"  # nobody is given the same battery twice in a week
        if child.number % 6 == 1 and is_new and _is_old_enough(dice, child):
            yield from _battery(dice, child)
        if child.number % 6 == 4 and _is_old_enough(dice, child):  # noqa: PLR2004 - some
            yield from _of_the_school(dice, child)


def _is_old_enough(dice: Dice, child: Child) -> bool:
    born = child.pupil.born_on
    return born is not None and (dice.today - born).days > 366 * (_OLD_ENOUGH + 1)


def _again(dice: Dice, child: Child, days: int) -> Iterator[Record]:
    """The same test a while later, a few points on."""
    on = dice.school_day(child.opened_on + dt.timedelta(days=12 + days))
    if on > dice.today:
        return
    told = child.story
    score = _score(dice, told.subtest, "SS", told.score + 5)
    yield _assessment(dice, child, on, test=told.test, scores=(score,))


def _battery(dice: Dice, child: Child) -> Iterator[Record]:
    """Four parts of one test; in one of them the percentile was misread from the table."""
    on = dice.school_day(child.opened_on + dt.timedelta(days=16))
    if on > dice.today:
        return
    drift = child.number % 5 - 2
    scores = [_score(dice, name, "SS", value + drift) for name, value in _BATTERY]
    if child.number % 12 == 1:
        scores[2] = _score(dice, "Spelling", "SS", 78 + drift, read_as=23.0)
    note = "Spelling is written without a picture to help; reading has one."
    yield _assessment(dice, child, on, test="WRAT5", scores=tuple(scores), discrepancy_note=note)


def _of_the_school(dice: Dice, child: Child) -> Iterator[Record]:
    """What the school had tested before it asked for help."""
    on = dice.school_day(child.opened_on - dt.timedelta(days=40))
    scores = tuple(_score(dice, *each) for each in _NAMING)
    yield _assessment(
        dice,
        child,
        on,
        test="CTOPP2",
        scores=scores,
        is_school_supplied=True,
        tester=child.adult,
        tester_qualification="",
        is_tester_qualified=None,
        observed_behaviour="",
        conditions="",
    )


def _assessment(dice: Dice, child: Child, on: dt.date, **given: Any) -> Assessment:  # noqa: ANN401 - its fields
    values: dict[str, Any] = {
        **dice.envelope(on, child.teacher),
        "pupil_id": child.pupil.id,
        "case_id": child.case.id,
        "assessed_on": on,
        "tester": child.teacher.name,
        "tester_qualification": "CPT3A",
        "is_tester_qualified": True,
        "conditions": "Quiet room, mid-morning.",
        "observed_behaviour": "Settled at once and asked for the last page again.",
        "status": "SIGNED",
    }
    return Assessment(**{**values, **given})


def _score(dice: Dice, name: str, scale: str, value: float, read_as: float | None = None) -> Score:
    around = 6 if scale == "SS" else 1
    percentile = percentile_of(scale, value) or 0.0
    highest = value_of(scale, 99.9) or value
    return Score(
        key=dice.new_id(),
        subtest=name,
        scale=scale,
        value=value,
        percentile=read_as if read_as is not None else float(max(1, round(percentile))),
        ci_low=value - around,
        ci_high=min(highest, value + around),
    )
