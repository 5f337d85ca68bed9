"""An assessment beside what is known: its test, the child's age, and the same test given before.

The rules are in `stls_core.assessing`; here what they need is looked up. Results are told in lines
that always say when a school supplied them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from stls_core import assessing
from stls_core.assessing import Earlier, KnownTest, Subtest, read_tests
from stls_core.documents import nest, view
from stls_core.records import kind_of
from stls_core.records.assessments import Assessment, Score
from stls_core.records.pupils import Pupil
from stls_core.reference import Reference
from stls_desktop.assets import asset_path
from stls_desktop.services.desk import Desk
from stls_desktop.services.field_words import day_words
from stls_desktop.services.joined import joined_ids
from stls_desktop.store.reading import Reader

BY_SCHOOL: Final = "supplied by the school"
OTHER: Final = "OTHER"
NOT_LISTED: Final = "a test that is not listed"
_IN_A_LINE: Final = 2  # scores of a battery that a line of the timeline tells
_MOST_USED: Final = 400  # records that are looked through for tests outside the catalogue
_QUALIFIED: Final = ("tester_qualification", "tester_qualified_until")


@dataclass(frozen=True)
class Around:
    """What is known around an assessment that is being written."""

    test: KnownTest | None = None
    months: int | None = None  # the child's age on the day
    norms: str = ""
    norms_state: str = "UNKNOWN"
    retest: str = ""
    is_too_soon: bool = False
    earlier: tuple[Earlier, ...] = ()
    usual: Mapping[str, Any] = field(default_factory=dict)  # the tester's qualification, last time


@cache
def catalogue() -> tuple[KnownTest, ...]:
    """Every test that ships with the program, in the order of the list."""
    path = asset_path("db", "seed", "tests.toml")
    return read_tests(path.read_text(encoding="utf-8"))


def test_options(reference: Reference) -> list[tuple[str, str]]:
    """(code, words) of every test that can be chosen; a few letters of the words find it."""
    names = {each.code: each.name for each in catalogue()} | {OTHER: NOT_LISTED}
    return [
        (code.code, f"{code.label} · {names[code.code]}" if code.code in names else code.label)
        for code in reference.choices("assessment_test")
    ]


def known_test(code: str) -> KnownTest | None:
    """The entry of the catalogue; None for another test."""
    return next((each for each in catalogue() if each.code == code), None)


def own_tests(desk: Desk) -> tuple[KnownTest, ...]:
    """The tests outside the catalogue that were used before, with their parts as last time."""
    with desk.store.read() as read:
        used = read.find(Assessment, test=OTHER, order_by=("-assessed_on",), limit=_MOST_USED)
    known: dict[str, KnownTest] = {}
    for each in used:
        name = each.test_other.strip()
        parts = tuple(Subtest(s.subtest, s.scale) for s in each.scores if s.subtest)
        if name:
            known.setdefault(name.casefold(), KnownTest("", name, subtests=parts))
    return tuple(sorted(known.values(), key=lambda test: test.name.casefold()))


def look_around(desk: Desk, rec: str, document: Mapping[str, Any]) -> Around:
    """Everything that the screen of an assessment tells beside what is typed."""
    given = read_assessment(rec, document)
    test = known_test(given.test)
    with desk.store.read() as read:
        pupil = read.get(Pupil, given.pupil_id) if given.pupil_id else None
        before = _given_before(read, given) if given.test and given.pupil_id else ()
        usual = _usual(read, given)
    norms = assessing.norms_for(test, pupil.born_on if pupil else None, given.assessed_on)
    words, is_soon = assessing.retest_words(test, given.assessed_on, before)
    return Around(test, norms.months, norms.words, norms.state, words, is_soon, before, usual)


def read_assessment(rec: str, document: Mapping[str, Any]) -> Assessment:
    """The typed record of a document as it stands on the screen."""
    found = view(kind_of(Assessment), {**nest(document), "id": rec})[0]
    return found if isinstance(found, Assessment) else Assessment(id=rec)


def _given_before(read: Reader, given: Assessment) -> tuple[Earlier, ...]:
    """The same test on other days, also in files that were joined."""
    found = read.find(Assessment, pupil_id=joined_ids(read, given.pupil_id), test=given.test)
    name = given.test_other.strip().casefold()
    return tuple(
        Earlier(each.id, each.assessed_on, each.scores, each.is_school_supplied)
        for each in found
        if each.id != given.id and each.assessed_on
        if given.assessed_on is None or each.assessed_on <= given.assessed_on
        if given.test != OTHER or each.test_other.strip().casefold() == name
    )


def _usual(read: Reader, given: Assessment) -> Mapping[str, Any]:
    """What the same tester said of the qualification last time; of this test, if there was one."""
    if not given.tester.strip() or given.is_school_supplied:
        return {}
    found = read.find(Assessment, tester=given.tester, order_by=("-assessed_on",), limit=40)
    said = [e for e in found if e.id != given.id and e.tester_qualification]
    same = next((e for e in said if e.test == given.test), None)
    last = same or next(iter(said), None)
    if last is None:
        return {}
    usual = {name: getattr(last, name) for name in _QUALIFIED}
    if same is not None and same.is_tester_qualified and not same.is_qualification_lapsed:
        usual["is_tester_qualified"] = True
    return {name: value for name, value in usual.items() if value}


# Results in words


def in_a_line(reference: Reference, document: Mapping[str, Any]) -> str:
    """The test, who supplied it, and its first scores, for a line of the timeline.

    `document` is flat, or has its scores as the store keeps them, in one text.
    """
    code = str(document.get("test") or "")
    other = str(document.get("test_other") or "")
    test = other if code == OTHER and other else reference.label("assessment_test", code)
    head = f"{test}, {BY_SCHOOL}" if document.get("is_school_supplied") else test
    scores = _scores(document)
    told = [words for each in scores[:_IN_A_LINE] if (words := _briefly(reference, each))]
    if len(scores) > _IN_A_LINE:
        told.append(f"{len(scores) - _IN_A_LINE} more")
    return ": ".join(part for part in (head, ", ".join(told)) if part)


def family_lines(reference: Reference, assessment: Assessment) -> tuple[str, ...]:
    """The results as a family reads them: bands in words, no numbers."""
    lines = (
        assessing.parent_words(each, reference.label("score_band", each.band) if each.band else "")
        for each in assessment.scores
    )
    return tuple(line for line in lines if line)


def plain_text(desk: Desk, rec: str, document: Mapping[str, Any]) -> str:
    """The whole result as plain text: what was given, when, by whom, and every score in words."""
    given = read_assessment(rec, document)
    around = look_around(desk, rec, document)
    reference = desk.reference
    name = around.test.name if around.test else given.test_other
    label = reference.label("assessment_test", given.test) if given.test != OTHER else ""
    with desk.store.read() as read:
        pupil = read.get(Pupil, given.pupil_id) if given.pupil_id else None
    head = [
        f"Assessment of {pupil.initials if pupil else 'a pupil'}",
        " · ".join(part for part in (label, name) if part) or "Test not named",
    ]
    if given.is_school_supplied:
        head.append(BY_SCHOOL.upper())
    day = day_words(given.assessed_on) if given.assessed_on else "not dated"
    by = f", given by {given.tester}" if given.tester else ""
    head += [f"Date: {day}{by}", around.norms, around.retest]
    head.append(assessing.qualification_words(given)[0])
    body = ["", "Scores", *(f"- {line}" for line in score_lines(reference, given)), ""]
    for title, words in (
        ("About the scores", given.discrepancy_note),
        ("How the child worked", given.observed_behaviour),
        ("Conditions", given.conditions),
        ("Changes made", given.accommodations),
    ):
        if words.strip():
            body += [title, words.strip(), ""]
    return "\n".join([*(line for line in head if line), *body]).rstrip() + "\n"


def save_text(desk: Desk, rec: str, document: Mapping[str, Any], path: Path) -> Path:
    """Write the results as plain text where a person asked for it. Raises `OSError`."""
    path.write_text(plain_text(desk, rec, document), encoding="utf-8", newline="\n")
    return path


def score_lines(reference: Reference, assessment: Assessment) -> tuple[str, ...]:
    """Each score in words, marked where the school supplied it or its percentile disagrees."""
    by = f" ({BY_SCHOOL})" if assessment.is_school_supplied else ""
    told = []
    for each in assessment.scores:
        band = reference.label("score_band", each.band) if each.band else ""
        odd = "; score and percentile disagree" if each.is_at_odds else ""
        told.append(f"{assessing.score_words(each, band)}{odd}{by}")
    return tuple(told)


def _briefly(reference: Reference, score: Score) -> str:
    shown = score.value if score.value is not None else score.raw
    if shown is None:
        return ""
    band = reference.label("score_band", score.band).lower() if score.band else ""
    raw = "raw " if score.value is None else ""
    return f"{score.subtest} {raw}{shown:g} {band}".rstrip()


def _scores(document: Mapping[str, Any]) -> tuple[Score, ...]:
    held = document.get("scores")
    if isinstance(held, str):
        held = msgspec.json.decode(held)
    if held is None:
        held = nest(document).get("scores") or ()
    return read_assessment("", {"scores": list(held)}).scores
