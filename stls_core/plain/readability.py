"""How hard a text is to read: the Flesch-Kincaid grade as an age, and the sentences behind it.

Formulae mislead on names and lists, so names are handed in and count as one syllable, and the age
never stands without the sentences that make it. Source: Kincaid and others, 1975; a grade of the
American school plus five is about the age of its pupils.
"""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from stls_core.plain.sentences import Sentence, sentences

YOUNGEST: Final = 5
FEWEST_WORDS: Final = 30  # of fewer no age is told: one long word would decide it
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT_E: Final = re.compile(r"(?<![aeiouyl])e$|(?<=[aeiouy])le$")
_SILENT_ED: Final = re.compile(r"(?<![aeioutd])ed$")
_SILENT_ES: Final = re.compile(r"(?<![aeiouxzs])(?<!ch)(?<!sh)(?<!g)(?<!c)es$")
_TWO_SOUNDS: Final = re.compile(r"i(?:a|o(?!u|n))|eo(?!n)|ua(?!r)|uo|ei(?=ng)|yi(?=ng)")
LONG_WORD: Final = 4  # syllables


class Measured(NamedTuple):
    """The reading age of a text in years, and its sentences, hardest first."""

    age: float | None  # None: too few words to say
    hardest: tuple[Sentence, ...]


@lru_cache(maxsize=8_192)
def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    parts = [part for part in re.split(r"['’\-]", word.lower()) if part]
    return sum(_syllables_of(part) for part in parts) or 1


def _syllables_of(part: str) -> int:
    sounded = _SILENT_ES.sub("", _SILENT_ED.sub("", _SILENT_E.sub("", part)))
    return max(1, len(_VOWELS.findall(sounded)) + len(_TWO_SOUNDS.findall(sounded)))


def measure(texts: Iterable[str], names: Collection[str] = ()) -> Measured:
    """The age to read these texts as one, and the sentences that raise it most, hardest first."""
    known = {name.casefold() for name in names}
    found = [each for text in texts for each in sentences(text) if each.words]
    counted = [(each, _count(each, known)) for each in found]
    words = sum(count.words for _each, count in counted)
    if words < FEWEST_WORDS:
        return Measured(None, ())
    spoken = sum(count.syllables for _each, count in counted)
    age = _grade(words, len(counted), spoken) + YOUNGEST
    ranked = sorted(counted, key=lambda pair: -_grade(pair[1].words, 1, pair[1].syllables))
    return Measured(max(YOUNGEST, round(age, 1)), tuple(each for each, _count in ranked))


class _Count(NamedTuple):
    words: int
    syllables: int


def _count(sentence: Sentence, names: Collection[str]) -> _Count:
    words = sentence.words
    spoken = sum(1 if word.casefold() in names else syllables(word) for word in words)
    return _Count(len(words), spoken)


def _grade(words: int, sentence_count: int, spoken: int) -> float:
    return 0.39 * words / sentence_count + 11.8 * spoken / words - 15.59


def long_words(sentence: Sentence) -> tuple[str, ...]:
    """The words of a sentence with four syllables or more."""
    return tuple(word for word in sentence.words if syllables(word) >= LONG_WORD)
