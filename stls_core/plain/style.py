"""What a reader may stumble over, in the words of one document: places, and what to try instead.

Nothing is found within quotation marks: those are somebody else's words. Vague and passive words
are looked for where something is to be done, and not where it is told what was seen.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stls_core.plain.acronyms import Acronyms, Unexpanded
from stls_core.plain.lists import (
    DEFICIT,
    DIAGNOSING,
    JARGON,
    PASSIVE,
    VAGUE,
    Listed,
    PlainWords,
    Reader,
)
from stls_core.plain.readability import count_of
from stls_core.plain.sentences import HEADING, Sentence
from stls_core.plain.text import PlainText
from stls_core.plain.words import Word
from stls_core.smart import has_number

LONG_SENTENCE: Final = "long_sentence"
ACRONYM: Final = "acronym"
_SAYS: Final = {
    JARGON: "“{}” may not be understood",
    VAGUE: "“{}” does not say what will happen",
    DEFICIT: "“{}” says what is wrong, not what was seen",
    DIAGNOSING: "“{}” reads as a diagnosis",
    PASSIVE: "“{}” does not say who acts",
}
_HOW_OFTEN: Final = re.compile(r"\b(?:every|each|daily|weekly|fortnightly|termly)\b", re.IGNORECASE)
_BREAKS_WORDS: Final = """
and but so because which who whose while although though as when where if or then
"""
_BREAKS: Final = frozenset(_BREAKS_WORDS.split())
_EXPLAINS: Final = re.compile(r"\s*(?:\(|[,:–—-]?\s*(?:which|this|that|it)?\s*(?:means|is when)\b)")
_EXPLAINED_WITHIN: Final = 24  # characters
_ACTORLESS: Final = "Say who does it: “The teacher …”, “The TA …”."
_LONGEST_SHOWN: Final = 60
_ACTOR_WITHIN: Final = 9  # words
_DAYS_WORDS: Final = """
january february march april may june july august september october november december easter
christmas summer autumn spring winter half term then now next end monday tuesday wednesday thursday
friday
"""
_DAYS: Final = frozenset(_DAYS_WORDS.split())


@dataclass(frozen=True, slots=True)
class PlainFinding:
    """Characters `start` to `end` of a text, what is hard there and what to try instead."""

    check: str
    message: str
    start: int
    end: int
    suggestion: str


def look(
    texts: Sequence[PlainText],
    words: PlainWords,
    audience: str,
    *,
    describing: frozenset[int] = frozenset(),
) -> tuple[tuple[PlainFinding, ...], ...]:
    """What there is to say about each text of one document, in its order.

    `describing` are the texts that tell what was; vague and passive words are left alone there. A
    word that is explained where it stands is known from there on.
    """
    reader = words.reader(audience)
    explained = set[str]()
    acronyms = Acronyms(words.acronyms, reader.knows)
    found = []
    for n, text in enumerate(texts):
        here = [*_long_sentences(text, reader)]
        here += _listed(text, reader, explained, is_advice=n not in describing)
        if n not in describing:
            here += _passive(text, words)
        here += map(_acronym, acronyms.unexpanded_in(text))
        found.append(tuple(sorted(here, key=lambda each: (each.start, each.end, each.check))))
    return tuple(found)


def _long_sentences(text: PlainText, reader: Reader) -> Iterator[PlainFinding]:
    for sentence, words in text.sentences:
        count = count_of(words)
        if count > reader.longest and sentence.kind != HEADING:
            yield PlainFinding(
                LONG_SENTENCE,
                f"{count} words in one sentence; {reader.longest} at most for this reader",
                sentence.start,
                sentence.end,
                _where_to_part(text.text, words),
            )


def _where_to_part(text: str, words: Sequence[Word]) -> str:
    """The joint nearest to the middle of a sentence."""
    middle = len(words) / 2
    joints = [
        n
        for n, word in enumerate(words)
        if 0 < n < len(words) - 1
        and (word.core in _BREAKS or any(c in ";–—" for c in text[words[n - 1].end : word.start]))
    ]
    best = min(joints, key=lambda n: abs(n - middle), default=None)
    if best is None:
        return "Say one thing in each sentence."
    first = words[max(0, best - 1)]
    after = text[first.start : words[min(len(words), best + 2) - 1].end]
    return f"Make two of it, perhaps at “… {' '.join(after.split())[:_LONGEST_SHOWN]} …”."


def _listed(
    text: PlainText, reader: Reader, explained: set[str], *, is_advice: bool
) -> Iterator[PlainFinding]:
    counts = _Counts(text)
    for match in reader.phrases.found_in(text.text, text.words):
        first, last = text.words[match.first], text.words[match.last - 1]
        listed = match.listed
        if not listed.check or text.is_quoted(first.start):
            continue
        if listed.check == JARGON and _is_explained(text.text, last.end, listed, explained):
            continue
        if listed.check == VAGUE and (
            not is_advice or (not listed.is_always and counts.says_how_often(first.start))
        ):
            continue
        shown = " ".join(text.text[first.start : last.end].split())
        yield PlainFinding(
            listed.check,
            _SAYS[listed.check].format(shown),
            first.start,
            last.end,
            listed.say,
        )


def _is_explained(text: str, end: int, listed: Listed, explained: set[str]) -> bool:
    if _EXPLAINS.match(text[end : end + _EXPLAINED_WITHIN]):
        explained.add(listed.say)
    return listed.say in explained


class _Counts:
    """Whether a sentence says how often or how much; each is looked at once."""

    def __init__(self, text: PlainText) -> None:
        self._text = text.text
        self._sentences: Iterable[tuple[Sentence, tuple[Word, ...]]] = iter(text.sentences)
        self._now = Sentence(0, 0, "")
        self._says = False

    def says_how_often(self, place: int) -> bool:
        """Of the sentence at that place; places are asked for in order."""
        if place < self._now.end:
            return self._says
        for sentence, _ in self._sentences:
            if place < sentence.end:
                self._now = sentence
                words = self._text[sentence.start : sentence.end]
                self._says = has_number(words) or bool(_HOW_OFTEN.search(words))
                return self._says
        return False


def _passive(text: PlainText, words: PlainWords) -> Iterator[PlainFinding]:
    """“Should be given” with nobody who gives."""
    tokens = text.words
    for n, word in enumerate(tokens):
        if word.core != "be" or not n or tokens[n - 1].core not in words.helpers:
            continue
        place = n + 1
        if place < len(tokens) and tokens[place].core.endswith("ly"):
            place += 1
        if place >= len(tokens) or not _is_participle(tokens[place].core, words):
            continue
        first, last = tokens[n - 1], tokens[place]
        shown = text.text[first.start : last.end]
        is_told = _names_who(text.text, tokens[place + 1 : place + _ACTOR_WITHIN])
        is_apart = any(sign in shown for sign in ".!?;:\n") or len(shown) > _LONGEST_SHOWN
        if not (is_told or is_apart or text.is_quoted(first.start)):
            message = _SAYS[PASSIVE].format(" ".join(shown.split()))
            yield PlainFinding(PASSIVE, message, first.start, last.end, _ACTORLESS)


def _names_who(text: str, words: Sequence[Word]) -> bool:
    """Whether “by …” follows and is no day: “by the teacher”, not “by July”."""
    for word, after in pairwise(words):
        if len(word.core) > 1 and "." in text[word.start : after.start]:
            return False
        if word.core == "by" and not (after.core[0].isdigit() or after.core in _DAYS):
            return True
    return False


def _is_participle(core: str, words: PlainWords) -> bool:
    is_regular = core.endswith("ed") and core not in words.not_participles
    return is_regular or core in words.participles


def _acronym(found: Unexpanded) -> PlainFinding:
    return PlainFinding(
        ACRONYM,
        f"“{found.shown}” is not written out where it first stands",
        found.start,
        found.end,
        f"{found.expansion} ({found.shown})" if found.expansion else "Write it out once.",
    )
