"""Finds words on the pages of a finished PDF: in the very bytes that are shown, printed and saved.

Capitals, accents, kinds of quotation mark and line breaks make no difference. PDFium tells some
right-to-left lines with the letters of each word turned round, so both orders are looked through.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from stls_desktop.reports.preview import opened

_HYPHEN_AT_END: Final = "\x02"  # what PDFium says for a hyphen that a line ends with
_SAME: Final = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict(zip(map(ord, ")]}"), "([{", strict=True)),
}
"""Kinds of one sign; brackets too, because in right-to-left words PDFium tells them mirrored."""
_RIGHT_TO_LEFT: Final = frozenset(("R", "AL"))
_FINE: Final = 16  # device pixels to a point: a box is right to a sixteenth of one
_BYTE: Final = 256
_NO_WIDTH: Final = 0.1  # points: so narrow an object is the blank between two words


class Box(NamedTuple):
    """A place on a page as it is shown, in points from its top left corner."""

    x: float
    y: float
    width: float
    height: float


class Hit(NamedTuple):
    """One occurrence: its page, counted from 0, and a box for each line that it stands on."""

    page: int
    boxes: tuple[Box, ...]


def find(pdf: bytes, words: str) -> tuple[Hit, ...]:
    """Every occurrence in reading order, none for blanks; `UnreadablePdfError` if it is no PDF."""
    wanted = _fold(list(words)).text.strip()
    if not wanted:
        return ()
    with opened(pdf) as file:
        return tuple(
            Hit(number, boxes)
            for number in range(len(file))
            for boxes in _on_page(file[number], wanted)
        )


def _on_page(page: pypdfium2.PdfPage, wanted: str) -> Iterator[tuple[Box, ...]]:
    text = page.get_textpage()
    try:
        told = _Told(page, text)
        found = dict.fromkeys(_matches(_fold(told.signs), wanted))
        if told.lines:
            order = told.as_meant()
            meant = _fold([told.signs[place] for place in order])
            found |= dict.fromkeys(
                tuple(sorted(order[each] for each in match)) for match in _matches(meant, wanted)
            )
        places = [
            tuple(_as_shown(page, *edges) for edges in told.edges_of(match))
            for match in sorted(found)
        ]
        yield from filter(None, dict.fromkeys(places))  # PDFium tells some lines twice
    finally:
        text.close()
        page.close()


def _sign(code: int) -> str:
    try:
        return chr(code)
    except (ValueError, OverflowError):
        return " "


@dataclass(frozen=True)
class _Folded:
    """Text as it is compared, and for each of its signs the place that it came from."""

    text: str
    places: Sequence[int]


def _fold(signs: Sequence[str]) -> _Folded:
    """Without capitals, accents and differences of writing; any run of blanks is one blank."""
    text: list[str] = []
    places: list[int] = []
    is_after_hyphen = False
    for place, sign in enumerate(signs):
        if sign == _HYPHEN_AT_END:
            text.append("-")
            places.append(place)
            is_after_hyphen = True
            continue
        if sign.isspace() or sign == "\x00":
            if not is_after_hyphen and text and text[-1] != " ":
                text.append(" ")
                places.append(place)
            continue
        is_after_hyphen = False
        for part in unicodedata.normalize("NFKD", sign):
            if unicodedata.combining(part):
                continue
            for each in part.translate(_SAME).casefold():
                text.append(each)
                places.append(place)
    return _Folded("".join(text), places)


def _matches(folded: _Folded, wanted: str) -> Iterator[tuple[int, ...]]:
    """The places of each occurrence, none of them inside another."""
    start = folded.text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        yield tuple(dict.fromkeys(folded.places[start:end]))
        start = folded.text.find(wanted, end)


_Edges = tuple[float, float, float, float]  # left, bottom, right, top, as a PDF counts


class _Told:
    """What PDFium tells of a page: its signs, and which of them stand on right-to-left lines.

    A line whose glyphs have a text beside them (ActualText) is told with all its letters at the
    place of its first glyph. From one side or the other they are in the order of that text.
    """

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        self._page, self._text = page, text
        codes = (pdfium.FPDFText_GetUnicode(text, n) for n in range(text.count_chars()))
        self.signs = [_sign(code) for code in codes]
        self.lines: list[list[int]] = list(self._right_to_left_lines())

    def as_meant(self) -> list[int]:
        """The places of all signs, those of right-to-left lines in the order of reading."""
        order = list(range(len(self.signs)))
        for line in self.lines:
            for place, meant in zip(sorted(line), line, strict=True):
                order[place] = meant
        return order

    def edges_of(self, match: Sequence[int]) -> list[_Edges]:
        """The edges of each piece of a line that a match stands on."""
        inside = set(match)
        right_to_left = [line for line in self.lines if not inside.isdisjoint(line)]
        edges = [self._edges_of_words(line, inside) for line in right_to_left]
        inside.difference_update(*right_to_left)
        if inside:
            first, last = min(inside), max(inside)
            count = self._text.count_rects(first, last - first + 1)
            edges += [self._text.get_rect(number) for number in range(count)]
        return edges

    def _right_to_left_lines(self) -> Iterator[list[int]]:
        if not any(_is_right_to_left(sign) for sign in self.signs):
            return
        objects = [_address(pdfium.FPDFText_GetTextObject(self._text, n)) for n in self._places()]
        for drawn, group in groupby(self._places(), objects.__getitem__):
            places = list(group)
            if drawn and any(_is_right_to_left(self.signs[place]) for place in places):
                lefts = [self._text.get_charbox(place)[0] for place in places]
                across = [place for _left, place in sorted(zip(lefts, places, strict=True))]
                meant = _meant(pdfium.FPDFText_GetTextObject(self._text, places[0]))
                told = _fold([self.signs[place] for place in across]).text
                is_forwards = told.strip() == _fold(list(meant)).text.strip()
                yield across if is_forwards else across[::-1]

    def _places(self) -> range:
        return range(len(self.signs))

    def _edges_of_words(self, line: Sequence[int], inside: Collection[int]) -> _Edges:
        """Whole words: the glyphs between two blanks, counted from the right.

        If they are not as many as the words that the line says, all of the line.
        """
        number, was_blank, chosen = -1, True, set()
        for place in line:
            is_blank = self.signs[place].isspace()
            number += was_blank and not is_blank
            was_blank = is_blank
            if place in inside and not is_blank:
                chosen.add(number)
        words = self._drawn_words(line[0])
        if not words:  # each letter has a place of its own
            return _around([self._text.get_charbox(place) for place in line if place in inside])
        if len(words) == number + 1:
            words = [words[each] for each in sorted(chosen)] or words
        return _around([edges for word in words for edges in word])

    def _drawn_words(self, place: int) -> list[list[_Edges]]:
        """The glyphs of the line of a letter, by word from the right; none if it is one object."""
        own = pdfium.FPDFText_GetTextObject(self._text, place)
        content = pdfium.FPDFPageObj_GetMarkedContentID(own)
        base, size = _base_and_size(own)
        line = [
            each.get_bounds()
            for each in self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
            if pdfium.FPDFPageObj_GetMarkedContentID(each) == content
            and abs(_base_and_size(each)[0] - base) < size / 2
        ]
        if len(line) < 2:  # noqa: PLR2004 - a line of one object
            return []
        words: list[list[_Edges]] = [[]]
        for edges in sorted(line, key=lambda each: -each[2]):
            if edges[2] - edges[0] < _NO_WIDTH:
                words.append([])
            else:
                words[-1].append(edges)
        return [word for word in words if word]


def _is_right_to_left(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT


def _address(drawn: pdfium.Drawn) -> int:
    return ctypes.cast(drawn, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _meant(drawn: pdfium.Drawn) -> str:
    """The text that stands beside an object's glyphs; "" if there is none."""
    for number in range(pdfium.FPDFPageObj_CountMarks(drawn)):
        mark, length = pdfium.FPDFPageObj_GetMark(drawn, number), ctypes.c_ulong()
        wanted = (mark, b"ActualText")
        if not pdfium.FPDFPageObjMark_GetParamStringValue(*wanted, None, 0, length):
            continue
        room = (ctypes.c_ushort * (length.value // 2))()
        pdfium.FPDFPageObjMark_GetParamStringValue(*wanted, room, length.value, length)
        told = bytes(room).decode("utf-16-le").rstrip("\x00")
        # PDFium gives the bytes of such a string one by one
        is_bytes = told.isascii() or max(map(ord, told)) < _BYTE
        return told.encode("latin-1").decode("utf-16-be", "replace") if is_bytes else told
    return ""


def _base_and_size(drawn: pdfium.Drawn | pypdfium2.PdfObject) -> tuple[float, float]:
    """How high above the foot of the page an object stands, and how large its letters are."""
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    pdfium.FPDFTextObj_GetFontSize(drawn, size)
    return float(matrix.f), float(size.value)


def _around(edges: Sequence[_Edges]) -> _Edges:
    lefts, bottoms, rights, tops = zip(*edges, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _as_shown(page: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    """Edges of the PDF as a place on the page as it is shown, turned and cropped as it is."""
    corners = [_shown_at(page, x, y) for x, y in ((left, top), (right, bottom))]
    (x1, y1), (x2, y2) = corners
    return Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))


def _shown_at(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()
    size = (round(width * _FINE), round(height * _FINE))
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE
