"""A document's content into the bytes of a tagged PDF (PDF/UA-1).

The same document gives the same bytes: no clock, no chance, no database, no network; dates come
from the document. Never raises for what a teacher typed; `problems` tells beforehand what would
print otherwise than it was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from stls_desktop.reports.canvas import TagCanvas
from stls_desktop.reports.content import Document
from stls_desktop.reports.flowables import Flow
from stls_desktop.reports.glyphs import printable, unprintable
from stls_desktop.reports.layout import Layout, lay_out
from stls_desktop.reports.pages import Sheet, cut_pages
from stls_desktop.reports.styles import Style, style

RENDERER_VERSION = "1"
"""Goes up with every change that alters the bytes of any document."""

_SIZES = {"A4": (595.28, 841.89)}


@dataclass(frozen=True, slots=True)
class PrintProblem:
    """A character that no shipped font has, and the words that would stand in its place."""

    character: str
    printed_as: str

    @property
    def message(self) -> str:
        """What a teacher is told before signing."""
        return f"“{self.character}” cannot be printed. The note will say {self.printed_as}."


def render(document: Document, *, page: Literal["A4"] = "A4") -> bytes:
    """The PDF of a document; `FontMissingError` if the installation lacks its fonts."""
    size = _SIZES[page]
    look = style()
    paged = _paged(document, look, size)
    if paged.wastes_a_page(look.fit["last_page"]):
        closer = _paged(document, look.closer(), size)
        if len(closer.pages) < len(paged.pages):
            paged = closer
    canvas = TagCanvas(document, size, paged.layout.root)
    for number, flow in enumerate(paged.pages, 1):
        paged.sheet.draw(canvas, flow, number, len(paged.pages))
    return canvas.finish()


@dataclass(frozen=True, slots=True)
class _Paged:
    layout: Layout
    sheet: Sheet
    pages: Sequence[Flow]

    def wastes_a_page(self, share: float) -> bool:
        """Whether the last of several pages is nearly empty."""
        last = self.pages[-1].height(self.sheet.width)
        return len(self.pages) > 1 and last < share * self.sheet.height


def _paged(document: Document, look: Style, size: tuple[float, float]) -> _Paged:
    layout = lay_out(document, look)
    sheet = Sheet(document, layout, look, size)
    return _Paged(layout, sheet, cut_pages(layout.body, sheet.width, sheet.height))


def problems(document: Document) -> tuple[PrintProblem, ...]:
    """What would be printed otherwise than typed; each character once, in reading order."""
    found = dict.fromkeys(c for text in _texts(document) for c in unprintable(text))
    return tuple(PrintProblem(character, printable(character)) for character in found)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _texts(part)]
    if is_dataclass(value):
        return [text for one in fields(value) for text in _texts(getattr(value, one.name))]
    return []
