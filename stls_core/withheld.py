"""Words that are kept from a reader and stand in that reader's text all the same.

Compared sentence by sentence with letters and digits alone, so that neither another comma nor a
line break hides one. A sentence of fewer than twenty characters says too little to tell.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from stls_core.masking import folded
from stls_core.plain.sentences import sentences_of
from stls_core.plain.words import words_in

FEWEST_CHARACTERS: Final = 20


class Leak(NamedTuple):
    """Characters `start` to `end` of the text with this number repeat a withheld one."""

    text: int
    start: int
    end: int
    withheld: int


class _Bare:
    """A text as words with one blank between, and the way back to its characters."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        self._words = words_in(text)
        parts, length = [], 0
        for word in self._words:
            self._places.append(length + 1)
            core = folded(word.core)
            parts.append(core)
            length += len(core) + 1
        self.words = f" {' '.join(parts)} "

    def places_of(self, sentence: str) -> Iterator[tuple[int, int]]:
        """Where a sentence of `bare` words stands in the text."""
        found = self.words.find(sentence)
        while found >= 0:
            first = bisect_right(self._places, found + 1) - 1
            last = bisect_right(self._places, found + len(sentence) - 2) - 1
            yield self._words[first].start, self._words[last].end
            found = self.words.find(sentence, found + len(sentence) - 1)


def leaks(shown: Sequence[str], withheld: Iterable[str]) -> Iterator[Leak]:
    """Every sentence of a withheld text that stands in a shown one."""
    bare: list[_Bare] = []
    for number, text in enumerate(withheld):
        told = dict.fromkeys(
            words
            for each in sentences_of(text)
            if len((words := _Bare(text[each.start : each.end]).words).strip()) >= FEWEST_CHARACTERS
        )
        if told and not bare:
            bare = [_Bare(text) for text in shown]
        for sentence in told:
            for place, one in enumerate(bare):
                for start, end in one.places_of(sentence):
                    yield Leak(place, start, end, number)
