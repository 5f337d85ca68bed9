"""Words into lines: where a line ends and with which fonts it is set. Draws nothing.

Greedy, never hyphenated. A word is cut only if it is wider than the whole line; after a hyphen or
slash inside a long word a line may end. The last line does not hold one lone word. Lines are broken
as they are read; what runs from right to left is turned round afterwards, line by line.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from stls_desktop.reports import bidi
from stls_desktop.reports.fonts import Face, face
from stls_desktop.reports.glyphs import printable, runs
from stls_desktop.reports.scripts import (
    JOINERS,
    by_shaping,
    has_letters,
    has_rtl,
    is_complex,
    is_rtl,
)
from stls_desktop.reports.styles import Colour, TextStyle

Words = tuple[str, TextStyle]
"""Some text and how it is set."""

Span = tuple[str, float, Colour, str]
"""(font name, size, colour, words): a run that is drawn in one go."""

_INNER_BREAK = re.compile(r"(?<=[^\W\d_]{3}[-–—/])(?=[^\W\d_]{3})")
_ENOUGH_WORDS = 3
_NARROWEST = 0.15  # of the size: no letter is narrower
_ELLIPSIS = "…"


class Line(NamedTuple):
    """One line as it is drawn; `meant` is what it says, where the spans do not show that."""

    spans: Sequence[Span]
    width: float
    meant: str = ""


class _Word(NamedTuple):
    text: str
    style: TextStyle
    width: float
    gap: float  # the space before it, if it does not start a line; 0 inside a longer word


def break_lines(parts: Sequence[Words], width: float, lang: str = "") -> list[Line]:
    """The lines of a paragraph that is `width` points wide; a newline starts a new line.

    A line ends with a space unless the word goes on: whoever joins the lines has the words again.
    """
    lines = [line for words in _paragraph_lines(parts) for line in _fill(words, width)]
    following = [*lines[1:], []]
    # an address or an English name in an Urdu letter is still written from left to right
    rtl = is_rtl(lang) and any(has_rtl(text) or not has_letters(text) for text, _ in parts)
    return [
        _line(line, " " if after and after[0].gap else "", lang, rtl=rtl)
        for line, after in zip(lines, following, strict=True)
    ]


def fitted(words: str, style: TextStyle, width: float, most: int, lang: str = "") -> list[Line]:
    """The words on so many lines at most; an ellipsis says that there is more."""
    words = on_one_line(words)
    kept = words[: int(most * width / (style.size * _NARROWEST)) + 1]  # more never fits
    is_cut = kept != words
    lines = break_lines([(kept, style)], width, lang) if words else []
    while len(lines) > most or is_cut:
        if len(lines) > most:
            kept = kept[: int(len(kept) * most / len(lines)) - 1]
        is_cut = False  # the ellipsis says so
        kept = kept.rstrip(f" {_ELLIPSIS}")
        lines = break_lines([(kept + _ELLIPSIS, style)], width, lang)
    return lines


def on_one_line(words: str) -> str:
    """As they can be printed, with spaces for line ends."""
    return " ".join(printable(words).split("\n")).strip()


def natural_width(text: str, style: TextStyle) -> float:
    """The width of the text on as few lines as it was typed on."""
    return max(_width(line, style) for line in printable(text).split("\n"))


def longest_word(text: str, style: TextStyle, most: int = sys.maxsize) -> float:
    """The width of the widest piece that should stay whole; of a piece as its first `most`."""
    pieces = (piece for word in printable(text).split() for piece in _INNER_BREAK.split(word))
    return max((_width(piece[:most], style) for piece in pieces), default=0.0)


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
    is_plain = not is_complex(line) and one.covers(line)
    measure = one.width if is_plain else _mixed_width(style)
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

    def measure(text: str, size: float) -> float:
        pieces = _pieces(text, main)
        return sum(_length(one, piece, size, shapes=shapes) for one, piece, shapes in pieces)

    return measure


def _length(one: Face, piece: str, size: float, *, shapes: bool) -> float:
    return (
        _shaped(one, piece, "", size, rtl=has_rtl(piece))[1] if shapes else one.width(piece, size)
    )


def _shaped(one: Face, piece: str, lang: str, size: float, *, rtl: bool) -> tuple[str, float]:
    from stls_desktop.reports.shaping import shaped

    glyphs, length = shaped(one, piece, lang, is_rtl=rtl)
    return glyphs, length * size / 1000


def _pieces(text: str, main: Face) -> list[tuple[Face, str, bool]]:
    """Cut into (face, piece, has to be shaped), in reading order."""
    return [
        (one, piece, shapes) for shapes, part in by_shaping(text) for one, piece in runs(part, main)
    ]


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
        if place > start and used + step > width and not _clings(character):
            yield _Word(word.text[start:place], word.style, used, gap)
            start, used, gap = place, 0.0, 0.0
        used += step
    yield _Word(word.text[start:], word.style, used, gap)


def _clings(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) in ("Mn", "Mc", "Me")


def _without_lone_word(lines: list[list[_Word]], width: float) -> list[list[_Word]]:
    """The last line has company; a number goes along with what it counts ("2 December 2025")."""
    if len(lines) > 1 and len(lines[-1]) == 1 and len(lines[-2]) > _ENOUGH_WORDS:
        before = lines[-2]
        taken = 2 if before[-2].text.isdigit() and before[-2].gap else 1
        last = [*before[-taken:], *lines[-1]]
        fits = last[0].width + sum(word.gap + word.width for word in last[1:]) <= width
        if fits and before[-1].gap and lines[-1][0].gap:
            lines[-2:] = [before[:-taken], last]
    return lines


def _line(words: Sequence[_Word], end: str, lang: str, *, rtl: bool) -> Line:
    joined = _joined(words)
    text = "".join(piece for _, piece in joined)
    if rtl or has_rtl(text) or is_complex(text):
        return _turned(joined, text + end, lang, rtl=rtl)
    width = sum(word.width + word.gap for word in words) - (words[0].gap if words else 0.0)
    if joined:
        joined[-1] = (joined[-1][0], joined[-1][1] + end)
    spans = [
        (one.font_name, style.size, style.colour, run)
        for style, piece in joined
        for one, run in runs(piece, face(style.face))
    ]
    return Line(spans, width)


def _joined(words: Sequence[_Word]) -> list[tuple[TextStyle, str]]:
    joined: list[tuple[TextStyle, str]] = []
    for word in words:
        gap = " " if word.gap and joined else ""
        if joined and joined[-1][0] is word.style:
            joined[-1] = (word.style, joined[-1][1] + gap + word.text)
        else:
            joined.append((word.style, gap + word.text))
    return joined


def _turned(joined: Sequence[tuple[TextStyle, str]], text: str, lang: str, *, rtl: bool) -> Line:
    """A line with words that are shaped or run from right to left."""
    spans: list[Span] = []
    width = 0.0
    for first, last, is_back in bidi.runs(text.rstrip(" "), is_rtl=rtl):
        drawn = [
            (style, one, piece, shapes)
            for style, part in _between(joined, first, last)
            for one, piece, shapes in _pieces(part, face(style.face))
        ]
        for style, one, piece, shapes in reversed(drawn) if is_back else drawn:
            if shapes:
                glyphs, length = _shaped(one, piece, lang, style.size, rtl=is_back)
            else:
                glyphs = bidi.mirrored(piece) if is_back else piece
                length = one.width(glyphs, style.size)
            spans.append((one.font_name, style.size, style.colour, glyphs))
            width += length
    return Line(spans, width, text)


def _between(
    joined: Sequence[tuple[TextStyle, str]], first: int, last: int
) -> Iterator[tuple[TextStyle, str]]:
    place = 0
    for style, piece in joined:
        part = piece[max(first - place, 0) : max(last - place, 0)]
        if part:
            yield style, part
        place += len(piece)
