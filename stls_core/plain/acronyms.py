"""Acronyms that nobody has written out: each is told once, where a document first uses it.

Written out is "assess, plan, do, review (APDR)" and "APDR (assess, plan, do, review)", with the
words of the glossary or with any whose initials spell it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from stls_core.plain.text import PlainText
from stls_core.plain.words import Word, words_in

_SHAPE: Final = re.compile(r"[A-Z]{2,8}|[A-Z][a-z]?[A-Za-z]{0,5}[A-Z]{1,4}[a-z]?")
_ROMAN: Final = re.compile(r"[IVX]+")
_JOINT: Final = re.compile(r"\s*(?:\(|[,–—-]\s|,?\s*(?:or|means|is short for|stands for)\s)")
_SMALL: Final = frozenset(
    ("a", "an", "and", "as", "for", "in", "of", "on", "or", "the", "to", "with")
)
_LETTERS_A_WORD: Final = 3  # how much further back than its letters the words of one may begin


class Unexpanded(NamedTuple):
    """An acronym where it first stands, and what it may stand for (empty if nobody knows)."""

    start: int
    end: int
    shown: str
    expansion: str


class Acronyms:
    """The acronyms of one document, whose texts are handed in in its order."""

    def __init__(self, glossary: Mapping[str, tuple[str, ...]], knows: frozenset[str]) -> None:
        self._glossary = {
            name: tuple((words, _cores(words)) for words in expansions)
            for name, expansions in glossary.items()
        }
        self._met = set(knows)

    def unexpanded_in(self, text: PlainText) -> Iterator[Unexpanded]:
        """Those that a text uses first and does not write out."""
        for n, word in enumerate(text.words):
            shown = text.text[word.start : word.end]
            if shown.islower() or len(shown) == 1:
                continue
            name = self._name(shown)
            if not name or name in self._met or text.is_quoted(word.start):
                continue
            if name not in self._glossary and _is_shouted(text, n):
                continue
            self._met.add(name)
            known = self._glossary.get(name, ())
            if not self._is_written_out(text, n, name, known):
                end = word.start + len(name)
                yield Unexpanded(word.start, end, name, known[0][0] if known else "")

    def _name(self, shown: str) -> str:
        """What it is an acronym of: itself, or itself without the "s" of several."""
        bare = re.split(r"['’]", shown, maxsplit=1)[0]
        for name in (bare, bare.removesuffix("s")):
            if name in self._glossary or name in self._met:
                return name
        name = bare.removesuffix("s")
        is_one = _SHAPE.fullmatch(name) and sum(c.isupper() for c in name) > 1
        return name if is_one and not _ROMAN.fullmatch(name) else ""

    @staticmethod
    def _is_written_out(
        text: PlainText, n: int, name: str, known: Sequence[tuple[str, tuple[str, ...]]]
    ) -> bool:
        words, word = text.words, text.words[n]
        most = max([len(name) * _LETTERS_A_WORD, *(len(cores) + 2 for _, cores in known)])
        before = [each.core for each in words[max(0, n - most) : n]]
        after = [each.core for each in words[n + 1 : n + 1 + most]]
        gap = text.text[words[n - 1].end : word.start] if n else ""
        is_behind = gap.rstrip().endswith(("(", ",", "–", "—")) or before[-1:] == ["or"]
        if before[-1:] == ["or"]:
            before.pop()
        joint = _JOINT.match(text.text, word.end, word.end + 24)
        if joint and after[:1] == ["or"]:
            after.pop(0)
        for _, cores in known:
            if is_behind and _same(before[-len(cores) :], cores):
                return True
            if joint and _within(after, cores):
                return True
        in_brackets = (
            gap.rstrip().endswith("(") and text.text[word.end : word.end + 2].lstrip("s")[:1] == ")"
        )
        if in_brackets and _spells(before[::-1], name[::-1].lower()):
            return True
        is_opened = bool(joint) and "(" in text.text[word.end : word.end + 3]
        return is_opened and _spells(after, name.lower())


def _cores(words: str) -> tuple[str, ...]:
    return tuple(word.core for word in words_in(words))


def _same(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words are the same but for the "s" of several."""
    return len(some) == len(others) and all(
        a.removesuffix("s") == b.removesuffix("s") for a, b in zip(some, others, strict=True)
    )


def _within(after: Sequence[str], cores: Sequence[str]) -> bool:
    """Whether the words begin there, a "short for" or a "the" left aside."""
    return any(_same(after[skip : skip + len(cores)], cores) for skip in range(4))


def _spells(words: Sequence[str], letters: str) -> bool:
    """Whether the initials of words, small ones left out where need be, are these letters."""
    place = 0
    for word in words:
        if place == len(letters):
            break
        if word[:1] == letters[place]:
            place += 1
        elif word not in _SMALL:
            return False
    return place == len(letters)


def _is_shouted(text: PlainText, n: int) -> bool:
    """Whether it is an ordinary word among others in capitals, as in a title."""
    words: Sequence[Word] = text.words[max(0, n - 1) : n + 2]
    beside = [text.text[w.start : w.end] for w in words if w is not text.words[n]]
    return any(len(each) > 1 and each.isupper() for each in beside)
