"""The shipped typefaces as reportlab fonts, and what each can print.

A face is loaded on first use and lives as long as the program. Must never hand out a font that is
not embedded: PDF/UA forbids it, and a missing glyph would be a silent loss of words.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Self, cast
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.pdfmetrics import getFont, getRegisteredFontNames, registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from stls_desktop.assets import asset_path
from stls_desktop.reports import rl_private
from stls_desktop.reports.scripts import JOINERS

_ONE_AT_A_TIME = Lock()
_FILES = {
    "regular": ("noto-sans", "NotoSans-Regular.ttf"),
    "semibold": ("noto-sans", "NotoSans-SemiBold.ttf"),
    "lexend": ("lexend", "Lexend-Regular.ttf"),
    "lexend-semibold": ("lexend", "Lexend-SemiBold.ttf"),
    "andika": ("andika", "Andika-Regular.ttf"),
    "andika-bold": ("andika", "Andika-Bold.ttf"),
    "arabic": ("noto-sans-arabic", "NotoSansArabic-Regular.ttf"),
    "arabic-semibold": ("noto-sans-arabic", "NotoSansArabic-SemiBold.ttf"),
    "bengali": ("noto-sans-bengali", "NotoSansBengali-Regular.ttf"),
    "bengali-semibold": ("noto-sans-bengali", "NotoSansBengali-SemiBold.ttf"),
    "gurmukhi": ("noto-sans-gurmukhi", "NotoSansGurmukhi-Regular.ttf"),
    "gurmukhi-semibold": ("noto-sans-gurmukhi", "NotoSansGurmukhi-SemiBold.ttf"),
    "symbols": ("noto-sans-symbols2", "NotoSansSymbols2-Regular.ttf"),
    "math": ("noto-sans-math", "NotoSansMath-Regular.ttf"),
}
TYPEFACES = {
    "noto-sans": {"regular": "regular", "semibold": "semibold"},
    "lexend": {"regular": "lexend", "semibold": "lexend-semibold"},
    "andika": {"regular": "andika", "semibold": "andika-bold"},
}
"""Typeface somebody may choose -> the face for each weight that a style names."""

_OTHER_SCRIPTS = ("arabic", "bengali", "gurmukhi")
_SIGNS = ("symbols", "math")
FALLBACKS = ("regular", *_SIGNS, *_OTHER_SCRIPTS)
"""Faces asked in turn for a character that the face of the text lacks."""
_STRONG_FALLBACKS = ("semibold", *_SIGNS, *(f"{name}-semibold" for name in _OTHER_SCRIPTS))


class FontMissingError(Exception):
    """A shipped font file is not there or cannot be read; the installation is damaged."""


class Place(NamedTuple):
    """Where a shaped glyph goes, in thousandths of the size: moved by, on by, and its own width."""

    right: float
    up: float
    advance: float
    width: float


class Glyphs(str):
    """Letters in the order in which they are drawn, each with its place and what it stands for."""

    __slots__ = ("meanings", "places")
    places: tuple[Place, ...]
    meanings: tuple[str, ...]

    def __new__(cls, letters: str, places: Iterable[Place], meanings: Iterable[str]) -> Self:
        """As many places and meanings as letters."""
        made = super().__new__(cls, letters)
        made.places, made.meanings = tuple(places), tuple(meanings)
        return made


class UAFont(TTFont):
    """A TrueType font whose map back to Unicode keeps to ISO 14289-1, 7.21.7."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename)
        self._meant: WeakKeyDictionary[object, dict[int, str]] = WeakKeyDictionary()

    def addObjects(self, doc: object) -> None:  # noqa: N802 - reportlab's name
        """Write the font's objects, then mend the character maps that reportlab made."""
        super().addObjects(doc)
        rl_private.mend_unicode_maps(cast("PDFDocument", doc), self._meant.pop(doc, {}))

    def operators(self, glyphs: Glyphs, size: float, document: PDFDocument) -> str:
        """What draws shaped glyphs, each at its place."""
        drawn: list[str] = []
        places = iter(glyphs.places)
        meant = self._meant.setdefault(document, {})
        for letter, meaning in zip(glyphs, glyphs.meanings, strict=True):
            meant.setdefault(ord(letter), meaning)
        for subset, codes in self.splitString(glyphs, document):
            drawn.append(f"{self.getSubsetInternalName(subset, document)} {size:g} Tf")
            drawn += _placed(zip(codes, places, strict=False), size)
        return " ".join(drawn)


def _placed(glyphs: Iterable[tuple[int, Place]], size: float) -> Iterator[str]:
    for up, group in groupby(glyphs, key=lambda glyph: glyph[1].up):
        moved = "".join(
            f"{_back(-right)}<{code:02x}>{_back(width - advance + right)}"
            for code, (right, _, advance, width) in group
        )
        shown = f"[{moved}] TJ"
        yield f"{up * size / 1000:.3f} Ts {shown} 0 Ts" if up else shown


class Face:
    """One typeface: its reportlab font, its file, and the width of each character it can print."""

    def __init__(self, name: str, font: TTFont, path: Path) -> None:
        self.name = name
        self.font, self.font_name, self.path = font, font.fontName, path
        self.ascent = font.face.ascent / 1000
        widths = font.face.charWidths
        self._widths = {chr(code): widths[code] for code in font.face.charToGlyph}
        self._widths["\u00a0"] = self._widths[" "]
        self._widths.update(dict.fromkeys(JOINERS, 0.0))
        self._widths.pop("\x00", None)

    def covers(self, text: str) -> bool:
        """Whether every character has a glyph."""
        return self._widths.keys() >= set(text)

    def width(self, text: str, size: float) -> float:
        """The length of a covered text in points; KeyError for a character without a glyph."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000


def _back(move: float) -> str:
    return f" {move:.2f} " if move else ""


@cache
def face(name: str) -> Face:
    """The face of that name, registered with reportlab on first use.

    Two lanes may ask for it at once, and reportlab keeps the first font of a name: glyphs that were
    shaped with another one would be drawn as nothing.
    """
    with _ONE_AT_A_TIME:
        font, path = _read(name)
        if font.fontName not in getRegisteredFontNames():
            registerFont(font)
        return Face(name, getFont(font.fontName), path)


def _read(name: str) -> tuple[UAFont, Path]:
    path = asset_path("resources", "fonts", *_FILES[name])
    try:
        return UAFont(f"stls-{name}", str(path)), path
    except (TTFError, OSError) as error:
        raise FontMissingError(f"the font file {path.name} cannot be read") from error


def read_every_font() -> int:
    """Read each shipped font and keep none; how many there are. Raises `FontMissingError`."""
    return len([_read(name)[1] for name in _FILES])


def fallbacks(main: Face) -> tuple[str, ...]:
    """The faces to ask in turn for what this one lacks, of its weight where there is one."""
    return _STRONG_FALLBACKS if main.name.endswith(("semibold", "bold")) else FALLBACKS
