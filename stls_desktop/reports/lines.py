"""Words into lines: where a line ends and with which fonts it is set. Draws nothing.

Greedy, left aligned, never hyphenated. A word is cut only if it is wider than the whole line; after
a hyphen or slash inside a long word a line may end. The last line does not hold one lone word.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from stls_desktop.reports.canvas import Span
from stls_desktop.reports.fonts import face
from stls_desktop.reports.glyphs import printable, runs
from stls_desktop.reports.styles import TextStyle

Words = tuple[str, TextStyle]
"""Some text and how it is set."""

_INNER_BREAK = re.compile(r"(?<=[^\W\d_]{3}[-–—/])(?=[^\W\d_]{3})")
_ENOUGH_WORDS = 3


class _Word(NamedTuple):
    text: str
    style: TextStyle
    width: float
    gap: float  # the space before it, if it does not start a line; 0 inside a longer word


def break_lines(parts: Sequence[Words], width: float) -> list[list[Span]]:
    """The lines of a paragraph that is `width` points wide; a newline starts a new line.

    A line ends with a space unless the word goes on: whoever joins the lines has the words again.
    """
    lines = [line for words in _paragraph_lines(parts) for line in _fill(words, width)]
    following = [*lines[1:], []]
    return [
        _spans(line, " " if after and after[0].gap else "")
        for line, after in zip(lines, following, strict=True)
    ]


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
            words += _words(line, style)
    yield words


def _words(line: str, style: TextStyle) -> Iterator[_Word]:
    one, size = face(style.face), style.size
    measure = one.width if one.covers(line) else _mixed_width(style)
    gap = one.width(" ", size)
    may_break_inside = _INNER_BREAK.search(line) is not None
    for word in filter(None, line.split(" ")):  # a no-break space stays inside a word
        if may_break_inside:
            for number, piece in enumerate(_INNER_BREAK.split(word)):
                yield _Word(piece, style, measure(piece, size), 0.0 if number else gap)
        else:
            yield _Word(word, style, measure(word, size), gap)


def _mixed_width(style: TextStyle) -> Callable[[str, float], float]:
    main = face(style.face)
    return lambda text, size: sum(one.width(run, size) for one, run in runs(text, main))


def _width(text: str, style: TextStyle) -> float:
    return _mixed_width(style)(text, style.size)


def _fill(words: list[_Word], width: float) -> list[list[_Word]]:
    lines: list[list[_Word]] = [[]]
    used = 0.0
    for word in _cut_to(words, width):
        needed = word.width + (word.gap if lines[-1] else 0.0)
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
    start, used, gap = 0, 0.0, word.gap
    for place, character in enumerate(word.text):
        step = _width(character, word.style)
        if place > start and used + step > width:
            yield _Word(word.text[start:place], word.style, used, gap)
            start, used, gap = place, 0.0, 0.0
        used += step
    yield _Word(word.text[start:], word.style, used, gap)


def _without_lone_word(lines: list[list[_Word]], width: float) -> list[list[_Word]]:
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > _ENOUGH_WORDS:
        before, last = lines[-2], lines[-1]
        company = before[-1]
        fits = company.width + last[0].gap + last[0].width <= width
        if fits and company.gap and last[0].gap:
            lines[-2:] = [before[:-1], [company, *last]]
    return lines


def _spans(line: Sequence[_Word], end: str) -> list[Span]:
    joined: list[tuple[TextStyle, str]] = []
    for word in line:
        gap = " " if word.gap and joined else ""
        if joined and joined[-1][0] is word.style:
            joined[-1] = (word.style, joined[-1][1] + gap + word.text)
        else:
            joined.append((word.style, gap + word.text))
    if joined:
        joined[-1] = (joined[-1][0], joined[-1][1] + end)
    return [
        (one.font_name, style.size, style.colour, run)
        for style, text in joined
        for one, run in runs(text, face(style.face))
    ]
