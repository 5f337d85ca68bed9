"""The checks of an advice report for one reader: what keeps it from being given, and what to mend.

Pure: everything is handed in as plain values. Each check names its place, so that a list of them
can lead there. Somebody's own words are quoted, never checked for style. The wording is the
author's; what advises never blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from stls_core.documents import shortened
from stls_core.other_children import words_of
from stls_core.plain.lists import PlainWords
from stls_core.plain.readability import Reading, reading_of
from stls_core.plain.style import look
from stls_core.plain.text import PlainText, plain_text
from stls_core.withheld import leaks

DESCRIBING: Final = frozenset(
    (
        *("BACKGROUND", "WELL", "SEEN", "RESULTS", "PUPIL_VIEWS", "FAMILY_VIEWS", "WATCH"),
        *("ASKED", "CHILD_SAID", "YOU_SAID", "GOES_WELL", "HARD", "finding", "advice_report"),
    )
)
"""The headings, and the kinds, that tell what was; what is to be done stands under the others."""
MOST_RECOMMENDATIONS: Final = 8


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
    section: str = ""  # the code of its heading, or its kind where it has none


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
    barred: tuple[str, ...] = ()  # who is to have a copy and is barred from contact, in words
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
        message = f"{name} is barred from contact and gets no copy."
        place = Place(given.report, "copies_for")
        yield Check("barred", True, message, place, "Leave them out of those who are to have one.")
    for place, name in given.others:
        message = f"Another child may be named: “{name}”."
        yield Check("other_child", True, message, place, "Use initials, or take the name out.")
    yield from _withheld(given)
    if not given.is_signed:
        yield Check("draft", True, "It is a draft until it is signed.", top)


def _withheld(given: UnderCheck) -> Iterator[Check]:
    """Words that this reader is not given and that stand in another paragraph all the same."""
    told = set[Place]()
    for leak in leaks([text.text for text in given.texts], given.withheld):
        text = given.texts[leak.text]
        place = Place(text.rec, text.field, leak.start, leak.end)
        if place not in told:
            told.add(place)
            words = shortened(text.text[leak.start : leak.end])
            message = f"This is withheld from this reader elsewhere: “{words}”"
            yield Check("withheld", True, message, place, "Take it out here, or withhold it.")


# What advises


def _advising(given: UnderCheck, words: PlainWords) -> Iterator[Check]:
    written = [text for text in given.texts if not text.is_quote and text.text.strip()]
    looked = [plain_text(text.text) for text in written]
    yield from _reading_age(given, written, looked, words)
    describing = frozenset(n for n, text in enumerate(written) if text.section in DESCRIBING)
    by_text = look(looked, words, given.audience, describing=describing)
    for text, found in zip(written, by_text, strict=True):
        for one in found:
            place = Place(text.rec, text.field, one.start, one.end)
            yield Check(one.check, False, one.message, place, one.suggestion)
    yield from _advice(given)
    for aim in given.aims:
        if not aim.has_baseline:
            message = f"This target has no baseline: “{shortened(aim.statement)}”"
            yield Check("baseline", False, message, Place(given.report, "target_ids"))


def reading(given: UnderCheck, words: PlainWords) -> Reading:
    """The reading age of a version, for a gauge; somebody's own words are not counted."""
    written = [plain_text(text.text) for text in given.texts if not text.is_quote]
    return _read(given, written, words)


def _reading_age(
    given: UnderCheck, written: list[Text], looked: list[PlainText], words: PlainWords
) -> Iterator[Check]:
    """One entry for the age, then the sentences to mend: never a mark alone."""
    read = _read(given, looked, words)
    if read.is_met is not False or not read.to_fix:
        return
    places = [
        Place(written[hard.text].rec, written[hard.text].field, hard.start, hard.end)
        for hard in read.to_fix
    ]
    yield Check("reading_age", False, read.summary, places[0])
    for hard, place in zip(read.to_fix, places, strict=True):
        message = f"Hard to read: “{shortened(written[hard.text].text[hard.start : hard.end])}”"
        yield Check("hard_sentence", False, message, place, f"Shorter or plainer: {hard.why}.")


def _read(given: UnderCheck, looked: list[PlainText], words: PlainWords) -> Reading:
    return reading_of(looked, words.reader(given.audience).age, words_of(given.names))


def _advice(given: UnderCheck) -> Iterator[Check]:
    recommended = [each for each in given.advised if not each.is_action]
    if len(recommended) > MOST_RECOMMENDATIONS:
        message = f"{len(recommended)} recommendations are more than a school can begin with."
        yield Check("too_many", False, message, Place(recommended[-1].rec, "what"), "Keep 8.")
    for each in given.advised:
        cut = shortened(each.what, 34)
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
