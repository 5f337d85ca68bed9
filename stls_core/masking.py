"""Names shown as initials: which words of a text are a child's or a parent's name.

Pure, and only for what is shown: a masked text is never stored. A name that is also an everyday
word of the program (a month, a label, a school) is masked where it cannot be anything else: beside
the other half of the name, or anywhere in what somebody wrote about a child (`is_prose`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WORD: Final = re.compile(r"\w+(?:['’\-]\w+)*")
"""A word with its apostrophes and hyphens."""
_BETWEEN: Final = re.compile(r"[ \t\u00a0]+|,[ \t\u00a0]+")
_FIRST_UNSPLIT: Final = 0x0E00  # Thai; from there on come the scripts without blanks
_OWNED: Final = ("'s", "’s")


def folded(word: str) -> str:
    """As names are compared: no case, no accents, one apostrophe."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(c for c in spread if not unicodedata.combining(c)).casefold()


@dataclass(frozen=True)
class Names:
    """The names of children and parents on this laptop, ready to be found in a text."""

    words: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()  # words of one person's name
    whole: tuple[str, ...] = ()  # names that are no words, such as one written in signs
    everyday: frozenset[str] = frozenset()

    def shown(self, text: str, *, is_prose: bool = False) -> str:
        """The text with initials in place of names; `Odile Marchbanks’s` becomes `O.M.’s`."""
        if not text or not (self.words or self.whole):
            return text
        for name in self.whole:
            text = text.replace(name, initial_of(name))
        found = list(WORD.finditer(text))
        parts, end, was_name = [], 0, False
        names = [self._is_name(found, place, is_prose=is_prose) for place in range(len(found))]
        for match, is_name in zip(found, names, strict=True):
            between = text[end : match.start()]
            if not (is_name and was_name and _BETWEEN.fullmatch(between)):
                parts.append(_after(between, was_name=was_name))  # no room between two initials
            parts.append(_masked(match.group()) if is_name else match.group())
            end, was_name = match.end(), is_name
        parts.append(_after(text[end:], was_name=was_name))
        return "".join(parts)

    def has_any(self, text: str, *, is_prose: bool = False) -> bool:
        """Whether a text names somebody."""
        return bool(text) and self.shown(text, is_prose=is_prose) != text

    def without(self, names: Iterable[str]) -> "Names":
        """The same, but these people may be named: those whom a conversation is about."""
        freed = {folded(word) for name in names for word in WORD.findall(name)}
        return Names(self.words - freed, self.pairs, self.whole, self.everyday)

    def _is_name(self, found: list[re.Match[str]], place: int, *, is_prose: bool) -> bool:
        word = found[place].group()
        core = folded(bare(word))
        if not (core in self.words or any(p in self.words for p in parts_of(core))):
            return False
        if core in self.everyday and not is_prose:
            return self._has_other_half(found, place, core)
        return not word[:1].islower() or core not in self.everyday

    def _has_other_half(self, found: list[re.Match[str]], place: int, core: str) -> bool:
        near = (place - 1, place + 1)
        others = (folded(bare(found[n].group())) for n in near if 0 <= n < len(found))
        return any((core, o) in self.pairs or (o, core) in self.pairs for o in others)


def names_of(people: Iterable[Iterable[str]], everyday: Iterable[str] = ()) -> Names:
    """From each person's names (forename, surname, known as, or one name in full)."""
    words, pairs, whole = set[str](), set[tuple[str, str]](), set[str]()
    for names in people:
        mine: list[str] = []
        for name in names:
            parts = WORD.findall(name)
            if name.strip() and not any(is_told_by_words(part) for part in parts):
                whole.add(name.strip())
            for part in parts:
                core = folded(part)
                mine.append(core)
                if len(core) > 1:
                    words.update((core, *parts_of(core)))
        pairs.update((a, b) for a in mine for b in mine if a != b)
    longest_first = sorted(whole, key=len, reverse=True)
    return Names(
        frozenset(words),
        frozenset(pairs),
        tuple(longest_first),
        frozenset(folded(word) for text in everyday for word in WORD.findall(text)),
    )


def initial_of(name: str) -> str:
    """`A.` for a name."""
    return f"{name.strip()[:1].upper()}." if name.strip() else ""


def initials_of(name: str) -> str:
    """`A.B.` for a whole name of any script: what a field that holds nothing but a name shows."""
    return "".join(initial_of(part) for part in name.split())


def is_told_by_words(part: str) -> bool:
    """Whether blanks tell where this word begins and ends; not so in Chinese or Thai."""
    return part.isascii() or all(
        ord(c) < _FIRST_UNSPLIT or unicodedata.category(c) != "Lo" for c in part
    )


def bare(word: str) -> str:
    """The word without the `'s` of an owner."""
    return word[:-2] if word.endswith(_OWNED) else word


def parts_of(core: str) -> list[str]:
    """The halves of a double name, each long enough to be one."""
    parts = re.split(r"[-]", core)
    return [part for part in parts if len(part) > 1] if len(parts) > 1 else []


def _after(between: str, *, was_name: bool) -> str:
    """What follows; an initial has brought the full stop of its sentence already."""
    return between[1:] if was_name and between.startswith(".") else between


def _masked(word: str) -> str:
    owned = word[-2:] if word.endswith(_OWNED) else ""
    return initial_of(word) + owned
