"""Which words differ between two texts: what stayed, what went, what came.

Pure. Spaces and line ends belong to the pieces, so that either text can be put together again from
them. Must never take long: texts that are wholly different are compared by lines.
"""

import re
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

MOST_WORDS: Final = 1_500
"""Of the part that differs; beyond it a comparison word by word could take seconds."""

Fate = Literal["kept", "gone", "new"]


class Piece(NamedTuple):
    """A run of text and what became of it."""

    fate: Fate
    text: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The way from one text to the other; what went stands before what came in its place."""
    old, new = _words(before), _words(after)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [Piece("kept", "".join(old[:head]))]
    if len(middle_old) + len(middle_new) > MOST_WORDS:
        middle_old = "".join(middle_old).splitlines(keepends=True)
        middle_new = "".join(middle_new).splitlines(keepends=True)
    for is_kept, went, came in _runs(middle_old, middle_new):
        pieces += [Piece("kept", went)] if is_kept else [Piece("gone", went), Piece("new", came)]
    pieces.append(Piece("kept", "".join(old[len(old) - tail :])))
    return _joined(pieces)


def _runs(old: list[str], new: list[str]) -> list[tuple[bool, str, str]]:
    """(whether it stayed, text before, text after), in turn.

    Two changes with nothing but blanks or signs between them are read as one: a sentence that was
    written anew is struck out and stands below, not woven into the old one word by word.
    """
    runs: list[tuple[bool, str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_kept = tag == "equal"
        runs.append((is_kept, "".join(old[a:b]), "".join(new[c:d])))
        if is_kept or len(runs) < 3 or re.search(r"\w", runs[-2][1]):  # noqa: PLR2004
            continue
        joined = runs[-3:]
        runs[-3:] = [(False, "".join(r[1] for r in joined), "".join(r[2] for r in joined))]
    return runs


def _words(text: str) -> list[str]:
    """Words, the signs between them, and blanks, each by itself."""
    return re.findall(r"\w+(?:['’\-]\w+)*|\s+|[^\w\s]", text)


def _same(old: list[str], new: list[str]) -> int:
    """How many words at the beginning are the same."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Without empty pieces; neighbours of one fate are one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].fate == piece.fate:
            found[-1] = Piece(piece.fate, found[-1].text + piece.text)
        else:
            found.append(piece)
    return tuple(found)
