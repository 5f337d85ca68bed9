"""The glyph guard: every character is printed by a shipped font or replaced by words one can see.

A character without a glyph would print as an empty box or as nothing, and nobody would notice. So
text comes in as it was typed and leaves as runs that each name a face covering all of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from stls_desktop.reports.fonts import FALLBACKS, Face, face

MARK = "[?]"
"""Stands for characters that cannot be printed and have no useful name."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_FIXED_SPACES = re.compile("[\u2007\u202f]")
_SIMILAR = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2015": "\u2014"})

Run = tuple[Face, str]


def printable(text: str) -> str:
    """The text as it can be printed: composed, with plain spaces and line ends, nothing hidden.

    Hidden characters (zero width, direction overrides, soft hyphens) are left out, so that what is
    read is what is there. What no shipped font has becomes its name in brackets, or `MARK`.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    text = _FIXED_SPACES.sub("\u00a0", _SPACES.sub(" ", text)).translate(_SIMILAR)
    parts = []
    for can_print, group in groupby((c for c in text if not _is_hidden(c)), key=_can_print):
        run = "".join(group)
        parts.append(run if can_print else _named(run))
    return "".join(parts)


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that would be replaced, each once, in their order."""
    if text.isascii() and text.isprintable():
        return ()
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    text = _FIXED_SPACES.sub(" ", _SPACES.sub(" ", text)).translate(_SIMILAR)
    return tuple(dict.fromkeys(c for c in text if not _is_hidden(c) and not _can_print(c)))


def runs(text: str, main: Face) -> tuple[Run, ...]:
    """Cut a printable text into runs, each with the first face that has all its characters."""
    if main.covers(text):
        return ((main, text),)
    return tuple((one, "".join(group)) for one, group in _by_face(text, main))


def _by_face(text: str, main: Face) -> Iterator[tuple[Face, Iterator[str]]]:
    def choose(character: str) -> Face:
        if main.covers(character):
            return main
        return next(one for one in map(face, FALLBACKS) if one.covers(character))

    return groupby(text, key=choose)


def _is_hidden(character: str) -> bool:
    # Cf: zero width and direction marks; Mn 180B-D, FE00-F: variation selectors
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


@lru_cache(maxsize=4096)
def _can_print(character: str) -> bool:
    if character == "\n":
        return True
    if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
        return False
    return any(face(name).covers(character) for name in ("regular", *FALLBACKS))


def _named(run: str) -> str:
    names = [_name(character) for character in run]
    return "".join(name for name, _ in groupby(names))


def _name(character: str) -> str:
    if unicodedata.category(character) in ("So", "Sm", "Sc"):
        name = unicodedata.name(character, "").lower()
        return f"[{name}]" if name else MARK
    return MARK
