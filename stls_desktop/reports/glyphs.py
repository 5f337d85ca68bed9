"""The glyph guard: every character is printed by a shipped font or replaced by words one can see.

A character without a glyph would print as an empty box or as nothing, and nobody would notice. So
text comes in as it was typed and leaves as runs that each name a face covering all of them.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter

from stls_desktop.reports.fonts import FALLBACKS, Face, face, fallbacks
from stls_desktop.reports.scripts import JOINERS, is_complex

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
    parts = []
    for can_print, group in groupby(_visible(text), key=_can_print):
        run = "".join(group)
        parts.append(run if can_print else _named(run))
    return "".join(parts)


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that would be replaced, each once, in their order."""
    if text.isascii() and text.isprintable():
        return ()
    return tuple(dict.fromkeys(c for c in _visible(text) if not _can_print(c)))


def runs(text: str, main: Face) -> tuple[Run, ...]:
    """Cut a printable text into runs, each with the first face that has all its characters."""
    if main.covers(text):
        return ((main, text),)
    faces = (main, *map(face, fallbacks(main)))
    chosen = ((one, part) for part in _with_marks(text) for one, part in _faced(part, faces))
    return tuple(
        (one, "".join(part for _, part in group))
        for one, group in groupby(chosen, key=itemgetter(0))
    )


def _with_marks(text: str) -> list[str]:
    """Each character with the accents that follow it, which have to come from the same font."""
    parts: list[str] = []
    for character in text:
        if parts and unicodedata.combining(character):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def _faced(part: str, faces: Sequence[Face]) -> list[Run]:
    whole = next((one for one in faces if one.covers(part)), None)
    if whole:
        return [(whole, part)]
    return [(next(one for one in faces if one.covers(c)), c) for c in part]


def _visible(text: str) -> str:
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    text = _FIXED_SPACES.sub("\u00a0", _SPACES.sub(" ", text)).translate(_SIMILAR)
    return "".join(
        character
        for before, character in pairwise(f" {text}")
        if not _is_hidden(character) or (character in JOINERS and is_complex(before))
    )


def _is_hidden(character: str) -> bool:
    # Cf: zero width and direction marks; FE00-F: variation selectors
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


@lru_cache(maxsize=4096)
def _can_print(character: str) -> bool:
    if character in f"\n{JOINERS}":
        return True
    if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
        return False
    return any(face(name).covers(character) for name in FALLBACKS)


def _named(run: str) -> str:
    names = [_name(character) for character in run]
    return "".join(name for name, _ in groupby(names))


def _name(character: str) -> str:
    if unicodedata.category(character) in ("So", "Sm", "Sc"):
        name = unicodedata.name(character, "").lower()
        return f"[{name}]" if name else MARK
    return MARK
