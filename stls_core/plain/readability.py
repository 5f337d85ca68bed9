"""The reading age of a text, and the sentences that raise it: what to mend, never a bare mark.

The formula is Flesch and Kincaid's grade with five years added for an English school. It misleads
on lists and headings, which are left out, and on names, numbers and acronyms, whose letters say
nothing about how hard they are: they count as words of their sentence, their syllables do not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stls_core.masking import folded
from stls_core.plain.sentences import SENTENCE, Sentence
from stls_core.plain.text import PlainText
from stls_core.plain.words import LONG_WORD, Word, syllables

FEWEST_WORDS: Final = 100
"""A shorter text has no reading age to rely on; its sentences are judged all the same."""
MOST_TO_FIX: Final = 5
_YOUNGEST: Final = 5.0
_A_WORD, _A_SYLLABLE, _OFFSET = 0.39, 11.8, -15.59
_YEARS: Final = 5.0


@dataclass(frozen=True, slots=True)
class HardSentence:
    """A sentence that makes the text harder to read, and what makes it hard."""

    text: int  # which of the texts
    start: int
    end: int
    words: int
    long_words: tuple[str, ...]
    adds: float  # years of reading age that would go if the sentence did

    @property
    def why(self) -> str:
        """`34 words; long words: communication, understanding`."""
        told = f"{self.words} words"
        return f"{told}; long words: {', '.join(self.long_words)}" if self.long_words else told


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard some texts are together, beside the age that their reader is written for."""

    age: float | None  # None: too little text to say
    aim: int
    words: int
    sentences: int
    to_fix: tuple[HardSentence, ...]  # the hardest first

    @property
    def is_met(self) -> bool | None:
        """Whether the text is easy enough; None where nobody can say."""
        return None if self.age is None else round(self.age) <= self.aim

    @property
    def summary(self) -> str:
        """The gauge in words."""
        if self.age is None:
            return f"Too little text for a reading age yet: {self.words} of {FEWEST_WORDS} words."
        told = f"Reading age about {self.age:.0f}; the aim is {self.aim}."
        if self.is_met or not self.to_fix:
            return told
        count = len(self.to_fix)
        return (
            f"{told} {'One sentence raises' if count == 1 else f'{count} sentences raise'} it most."
        )


@dataclass(slots=True)
class _Sum:
    """What the formula is made of."""

    sentences: int = 0
    words: int = 0
    told: int = 0  # words whose syllables count
    syllables: int = 0

    def age(self) -> float:
        if not (self.sentences and self.told):
            return _YOUNGEST
        grade = (
            _A_WORD * self.words / self.sentences
            + _A_SYLLABLE * self.syllables / self.told
            + _OFFSET
        )
        return max(_YOUNGEST, grade + _YEARS)

    def plus(self, other: "_Sum", sign: int = 1) -> "_Sum":
        return _Sum(
            self.sentences + sign * other.sentences,
            self.words + sign * other.words,
            self.told + sign * other.told,
            self.syllables + sign * other.syllables,
        )


def reading_of(
    texts: Sequence[PlainText], aim: int, names: frozenset[str] = frozenset()
) -> Reading:
    """The reading age of texts that are read one after the other; `names` are folded words.

    To fix are the fewest sentences without which the aim would be met, five at most.
    """
    found = [each for n, text in enumerate(texts) for each in _hard(n, text, names)]
    whole = _Sum()
    for _, one in found:
        whole = whole.plus(one)
    age = whole.age()
    rated = [
        (age - whole.plus(one, -1).age(), place, one)
        for place, one in found
        if one.sentences < whole.sentences
    ] or [(age, place, one) for place, one in found]
    rated.sort(key=lambda each: -each[0])
    to_fix = list[HardSentence]()
    rest = whole
    for adds, place, one in rated[:MOST_TO_FIX]:
        if round(rest.age()) <= aim or one.age() <= aim:
            break
        to_fix.append(_told(texts[place[0]], place, names, adds))
        rest = rest.plus(one, -1)
    is_enough = whole.words >= FEWEST_WORDS
    return Reading(age if is_enough else None, aim, whole.words, whole.sentences, tuple(to_fix))


def _hard(
    n: int, text: PlainText, names: frozenset[str]
) -> Iterator[tuple[tuple[int, Sentence, tuple[Word, ...]], _Sum]]:
    for sentence, words in text.sentences:
        if sentence.kind != SENTENCE or not words:
            continue
        told = [w for w in words if _is_told(text.text, w, names)]
        one = _Sum(1, count_of(words), len(told), sum(syllables(w.core) for w in told))
        if one.told:
            yield (n, sentence, words), one


def _told(
    text: PlainText,
    place: tuple[int, Sentence, tuple[Word, ...]],
    names: frozenset[str],
    adds: float,
) -> HardSentence:
    n, sentence, words = place
    long_words = dict.fromkeys(
        text.text[w.start : w.end].lower()
        for w in words
        if _is_told(text.text, w, names) and syllables(w.core) >= LONG_WORD
    )
    return HardSentence(n, sentence.start, sentence.end, count_of(words), tuple(long_words), adds)


def count_of(words: Sequence[Word]) -> int:
    """How many words a reader sees: "now-next" is one, and so is 4.5."""
    return sum(not word.is_joined for word in words) or len(words[:1])


def _is_told(text: str, word: Word, names: frozenset[str]) -> bool:
    """Whether the syllables of a word say how hard it is."""
    if not syllables(word.core):
        return False
    shown = text[word.start : word.end]
    is_initial = len(shown) == 1 and shown.isupper() and text[word.end : word.end + 1] == "."
    is_acronym = len(shown) > 1 and shown.isupper()
    return not is_initial and not is_acronym and folded(word.core.removesuffix("'s")) not in names
