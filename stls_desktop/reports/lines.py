"""Words into lines: where a line ends and with which fonts it is set. Draws nothing.

Greedy, left aligned, never hyphenated. A word is cut only if it is wider than the whole line; after
a hyphen or slash inside a long word a line may end. The last line does not hold one lone word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stls_desktop.reports.canvas import Span
from stls_desktop.reports.fonts import face
from stls_desktop.reports.glyphs import printable, runs
from stls_desktop.reports.styles import TextStyle

Words = tuple[str, TextStyle]
"""Some text and how it is set."""

_INNER_BREAK = re.compile(r"(?<=[^\W\d_]{3}[-–—/])(?=[^\W\d_]{3})")
_ENOUGH_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    style: TextStyle
    width: float
    is_glued: bool = False  # no space before it

    def gap(self) -> float:
        return 0.0 if self.is_glued else face(self.style.face).width(" ", self.style.size)


def break_lines(parts: Sequence[Words], width: float) -> list[list[Span]]:
    """The lines of a paragraph that is `width` points wide; a newline starts a new line."""
    lines: list[list[Span]] = []
    for words in _paragraph_lines(parts):
        lines += [_spans(line) for line in _fill(words, width)]
    return lines


def natural_width(text: str, style: TextStyle) -> float:
    """The width of the text on as few lines as it was typed on."""
    return max(_width(line, style) for line in printable(text).split("\n"))


def longest_word(text: str, style: TextStyle) -> float:
    """The width of the widest piece that should stay whole."""
    pieces = (piece for word in printable(text).split() for piece in _INNER_BREAK.split(word))
    return max((_width(piece, style) for piece in pieces), default=0.0)


def _paragraph_lines(parts: Sequence[Words]) -> Iterator[list[_Word]]:
    words: list[_Word] = []
    for text, style in parts:
        for number, line in enumerate(printable(text).split("\n")):
            if number:
                yield words
                words = []
            words += [piece for word in line.split(" ") if word for piece in _pieces(word, style)]
    yield words


def _pieces(word: str, style: TextStyle) -> Iterator[_Word]:
    for number, piece in enumerate(_INNER_BREAK.split(word)):
        yield _Word(piece, style, _width(piece, style), is_glued=bool(number))


def _width(text: str, style: TextStyle) -> float:
    return sum(one.width(run, style.size) for one, run in runs(text, face(style.face)))


def _fill(words: list[_Word], width: float) -> list[list[_Word]]:
    lines: list[list[_Word]] = [[]]
    used = 0.0
    for word in _cut_to(words, width):
        needed = word.width + (word.gap() if lines[-1] else 0.0)
        if lines[-1] and used + needed > width:
            lines.append([])
            used, needed = 0.0, word.width
        lines[-1].append(word)
        used += needed
    return _without_lone_word(lines, width)


def _cut_to(words: list[_Word], width: float) -> Iterator[_Word]:
    for word in words:
        if word.width <= width:
            yield word
        else:
            yield from _cut(word, width)


def _cut(word: _Word, width: float) -> Iterator[_Word]:
    start, used, is_glued = 0, 0.0, word.is_glued
    for place, character in enumerate(word.text):
        step = _width(character, word.style)
        if place > start and used + step > width:
            yield replace(word, text=word.text[start:place], width=used, is_glued=is_glued)
            start, used, is_glued = place, 0.0, True
        used += step
    yield replace(word, text=word.text[start:], width=used, is_glued=is_glued)


def _without_lone_word(lines: list[list[_Word]], width: float) -> list[list[_Word]]:
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > _ENOUGH_WORDS:
        before, last = lines[-2], lines[-1]
        company = before[-1]
        fits = company.width + last[0].gap() + last[0].width <= width
        if fits and not (company.is_glued or last[0].is_glued):
            lines[-2:] = [before[:-1], [company, *last]]
    return lines


def _spans(line: Sequence[_Word]) -> list[Span]:
    joined: list[tuple[TextStyle, str]] = []
    for word in line:
        gap = "" if word.is_glued or not joined else " "
        if joined and joined[-1][0] is word.style:
            joined[-1] = (word.style, joined[-1][1] + gap + word.text)
        else:
            joined.append((word.style, gap + word.text))
    return [
        (one.font_name, style.size, style.colour, run)
        for style, text in joined
        for one, run in runs(text, face(style.face))
    ]
