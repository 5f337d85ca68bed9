"""The checks of an advice report for one reader: what keeps it from being given, and what to mend.

Pure: everything is handed in as plain values. Each check names its place, so that a list of them
can lead there. Somebody's own words are quoted, never checked for style. The wording is the
author's; what advises never blocks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from stls_core.plain.lists import Hit, PlainWords
from stls_core.plain.readability import measure
from stls_core.plain.sentences import Sentence, sentences

READING_AGE: Final = {"PARENT": 11.0, "TEACHER": 15.0, "SENCO": 16.0}
"""Years; the age for families is that of the service's handbook, the others are for colleagues."""
LONGEST: Final = {"PARENT": 20, "TEACHER": 25, "SENCO": 25}
"""Words in a sentence. Source: GOV.UK content guidance, 25."""
FAMILY: Final = "PARENT"
KNOWN_IN_SCHOOL: Final = ("SEN", "SENCO", "SENCo", "SEND", "TA", "EP", "SALT", "SaLT", "EAL")
"""Letters that everybody who works in a school reads as words."""
MOST_RECOMMENDATIONS: Final = 8
WORTH_COMPARING: Final = 20  # characters: shorter sentences may be the same by chance
_SHOWN: Final = 3  # sentences that are named for the reading age
_BLANKS: Final = re.compile(r"\s+")


class Place(NamedTuple):
    """Where to mend something: a record, its field, and the characters `start` to `end`."""

    rec: str
    field: str
    start: int = 0
    end: int = 0


class Check(NamedTuple):
    """One entry of the list beside the text."""

    code: str
    blocks: bool
    message: str
    place: Place
    suggestion: str = ""


@dataclass(frozen=True)
class Text:
    """One field of one piece that this reader is given."""

    rec: str
    field: str
    text: str
    is_quote: bool = False


@dataclass(frozen=True)
class Advice:
    """What the checks ask of a recommendation or an action beside its words."""

    rec: str
    what: str
    who: str
    is_timed: bool  # how often and for how long, or by when
    finding: str = ""
    is_action: bool = False


@dataclass(frozen=True)
class Aim:
    """A target, and whether it has a baseline."""

    statement: str
    has_baseline: bool


@dataclass(frozen=True)
class Voice:
    """Whether a voice is there, or why not. `field` is where the reason is given."""

    words: str  # such as "The pupil’s views"
    is_there: bool
    reason: str
    field: str


@dataclass(frozen=True)
class UnderCheck:
    """A report as one reader would get it."""

    report: str
    audience: str
    texts: tuple[Text, ...]
    withheld: tuple[str, ...] = ()  # texts that this reader is not given
    advised: tuple[Advice, ...] = ()
    aims: tuple[Aim, ...] = ()
    voices: tuple[Voice, ...] = ()
    has_review: bool = False
    has_findings: bool = False
    agreement_gap: str = ""
    barred: tuple[str, ...] = ()  # names of barred adults who were given an earlier copy
    others: tuple[
        tuple[Place, str], ...
    ] = ()  # other children: the place and the name as it stands
    names: frozenset[str] = frozenset()  # that the formula should not count
    is_signed: bool = False


def checks(given: UnderCheck, words: PlainWords) -> tuple[Check, ...]:
    """Everything to look at, what blocks first, then in the order of the text."""
    found = [*_blocking(given), *_advising(given, words)]
    return tuple(sorted(found, key=lambda check: not check.blocks))


# What keeps a report from being given


def _blocking(given: UnderCheck) -> Iterator[Check]:
    top = Place(given.report, "")
    if given.agreement_gap:
        yield Check("agreement", True, given.agreement_gap, top)
    for voice in given.voices:
        if not voice.is_there and not voice.reason.strip():
            message = f"{voice.words} are missing. Add them, or say why there are none."
            yield Check("voice", True, message, Place(given.report, voice.field))
    if not given.has_review:
        place = Place(given.report, "review_on")
        yield Check("review", True, "There is no review date.", place)
    for name in given.barred:
        yield Check("barred", True, f"{name} is barred from contact and gets no copy.", top)
    for place, name in given.others:
        message = f"Another child may be named: “{name}”."
        yield Check("other_child", True, message, place, "Use initials, or take the name out.")
    yield from _withheld(given)
    if not given.is_signed:
        yield Check("draft", True, "It is a draft until it is signed.", top)


def _withheld(given: UnderCheck) -> Iterator[Check]:
    """Words that this reader is not given and that stand in another paragraph all the same."""
    kept = {
        _plain(one.text)
        for text in given.withheld
        for one in sentences(text)
        if len(one.text) >= WORTH_COMPARING
    }
    for text in given.texts:
        for one in sentences(text.text):
            if _plain(one.text) in kept:
                place = Place(text.rec, text.field, one.start, one.end)
                message = f"This is withheld from this reader elsewhere: “{_cut(one.text)}”"
                yield Check("withheld", True, message, place, "Take it out here, or withhold it.")


# What advises


def _advising(given: UnderCheck, words: PlainWords) -> Iterator[Check]:
    written = [text for text in given.texts if not text.is_quote]
    yield from _reading_age(given, written)
    expanded = set[str]() if given.audience == FAMILY else set(KNOWN_IN_SCHOOL)
    for text in written:
        yield from _sentence_lengths(given.audience, text)
        yield from _phrases(given.audience, text, words)
        yield from _acronyms(text, words, expanded)
    yield from _advice(given)
    for aim in given.aims:
        if not aim.has_baseline:
            message = f"This target has no baseline: “{_cut(aim.statement)}”"
            yield Check("baseline", False, message, Place(given.report, "target_ids"))


def _reading_age(given: UnderCheck, written: Iterable[Text]) -> Iterator[Check]:
    """One entry for the age, then the sentences to mend: never a mark alone."""
    texts = list(written)
    measured = measure([text.text for text in texts], given.names)
    wanted = READING_AGE.get(given.audience, max(READING_AGE.values()))
    if measured.age is None or measured.age <= wanted:
        return
    message = (
        f"Reading age about {measured.age:g}; {wanted:g} is the aim for this reader."
        " Shorten these sentences first."
    )
    places = [_find(texts, one) for one in measured.hardest[:_SHOWN]]
    yield Check("reading_age", False, message, places[0] if places else Place(given.report, ""))
    for one, place in zip(measured.hardest[:_SHOWN], places, strict=True):
        yield Check("hard_sentence", False, f"Hard to read: “{_cut(one.text)}”", place)


def _find(texts: Iterable[Text], sentence: Sentence) -> Place:
    for text in texts:
        if text.text[sentence.start : sentence.end] == sentence.text:
            return Place(text.rec, text.field, sentence.start, sentence.end)
    return Place("", "")


def _sentence_lengths(audience: str, text: Text) -> Iterator[Check]:
    most = LONGEST.get(audience, max(LONGEST.values()))
    for one in sentences(text.text):
        count = len(one.words)
        if count > most:
            place = Place(text.rec, text.field, one.start, one.end)
            message = f"{count} words in one sentence: “{_cut(one.text)}”"
            yield Check("long_sentence", False, message, place, "Make it two.")


_PHRASES: Final = (
    ("jargon", "“{found}” may not be understood."),
    ("vague", "“{found}” does not say how much or how often."),
    ("deficit", "“{found}” tells what a child lacks."),
    ("diagnosing", "“{found}” sounds like a diagnosis."),
    ("passive", "“{found}” does not say who does it."),
)


def _phrases(audience: str, text: Text, words: PlainWords) -> Iterator[Check]:
    for sort, message in _PHRASES:
        if sort == "jargon" and audience != FAMILY:
            continue  # colleagues know the words of their work
        for hit in words.hits(sort, text.text):
            yield _hit(sort, message, text, hit)


def _acronyms(text: Text, words: PlainWords, expanded: set[str]) -> Iterator[Check]:
    """The first use of each, unless what it stands for stands before or after it."""
    for hit in words.acronyms_in(text.text):
        if hit.found in expanded:
            continue
        expanded.add(hit.found)
        if hit.instead.casefold() not in text.text.casefold():
            yield _hit("acronym", "“{found}” is not explained.", text, hit)


def _hit(sort: str, message: str, text: Text, hit: Hit) -> Check:
    place = Place(text.rec, text.field, hit.start, hit.end)
    return Check(sort, False, message.format(found=hit.found), place, hit.instead)


def _advice(given: UnderCheck) -> Iterator[Check]:
    recommended = [each for each in given.advised if not each.is_action]
    if len(recommended) > MOST_RECOMMENDATIONS:
        message = f"{len(recommended)} recommendations are more than a school can begin with."
        yield Check("too_many", False, message, Place(recommended[-1].rec, "what"), "Keep 8.")
    for each in given.advised:
        cut = _cut(each.what, 34)
        if not each.who.strip():
            message = f"Nobody is named for “{cut}”"
            yield Check("owner", False, message, Place(each.rec, "who"))
        if not each.is_timed:
            field = "by_when_on" if each.is_action else "how_often"
            message = f"It is not said when: “{cut}”"
            yield Check("when", False, message, Place(each.rec, field))
        if not each.is_action and given.has_findings and not each.finding:
            message = f"It answers no finding: “{cut}”"
            yield Check("finding", False, message, Place(each.rec, "finding_id"))


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text).strip().rstrip(".!?").casefold()


def _cut(text: str, length: int = 44) -> str:
    line = _BLANKS.sub(" ", text).strip()
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"
