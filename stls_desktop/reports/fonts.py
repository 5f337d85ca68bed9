"""The shipped typefaces as reportlab fonts, and what each can print.

A face is loaded on first use and lives as long as the program. Must never hand out a font that is
not embedded: PDF/UA forbids it, and a missing glyph would be a silent loss of words.
"""

from functools import lru_cache
from typing import cast

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from stls_desktop.assets import asset_path
from stls_desktop.reports import rl_private

_FILES = {
    "regular": ("noto-sans", "NotoSans-Regular.ttf"),
    "semibold": ("noto-sans", "NotoSans-SemiBold.ttf"),
    "symbols": ("noto-sans-symbols2", "NotoSansSymbols2-Regular.ttf"),
    "math": ("noto-sans-math", "NotoSansMath-Regular.ttf"),
}
FALLBACKS = ("symbols", "math")
"""Faces asked in turn for a character that the face of the text lacks."""


class FontMissingError(Exception):
    """A shipped font file is not there or cannot be read; the installation is damaged."""


class UAFont(TTFont):
    """A TrueType font whose map back to Unicode keeps to ISO 14289-1, 7.21.7."""

    def addObjects(self, doc: object) -> None:  # noqa: N802 - reportlab's name
        """Write the font's objects, then mend the character maps that reportlab made."""
        super().addObjects(doc)
        rl_private.mend_unicode_maps(cast("PDFDocument", doc))


class Face:
    """One typeface: its reportlab name and the width of each character it can print."""

    def __init__(self, name: str, font: TTFont) -> None:
        self.name = name
        self.font_name = font.fontName
        self.ascent = font.face.ascent / 1000
        widths = font.face.charWidths
        self._widths = {chr(code): widths[code] for code in font.face.charToGlyph}
        self._widths["\u00a0"] = self._widths[" "]
        self._widths.pop("\x00", None)

    def covers(self, text: str) -> bool:
        """Whether every character has a glyph."""
        return self._widths.keys() >= set(text)

    def width(self, text: str, size: float) -> float:
        """The length of a covered text in points; KeyError for a character without a glyph."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000


@lru_cache(maxsize=len(_FILES))
def face(name: str) -> Face:
    """The face of that name, registered with reportlab on first use."""
    path = asset_path("resources", "fonts", *_FILES[name])
    try:
        font = UAFont(f"stls-{name}", str(path))
    except (TTFError, OSError) as error:
        raise FontMissingError(f"the font file {path.name} cannot be read") from error
    registerFont(font)
    return Face(name, font)
