"""A document's content into the bytes of a tagged PDF (PDF/UA-1).

The same document gives the same bytes: no clock, no chance, no database, no network; dates come
from the document. Never raises for what a teacher typed; `problems` tells beforehand what would
print otherwise than it was typed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from stls_desktop.reports.canvas import TagCanvas
from stls_desktop.reports.content import Document
from stls_desktop.reports.flowables import Flow
from stls_desktop.reports.glyphs import printable, unprintable
from stls_desktop.reports.layout import Layout, lay_out
from stls_desktop.reports.pages import Sheet, cut_pages
from stls_desktop.reports.styles import Style, style
from stls_desktop.reports.tagging import Elem

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


def render_sheets(documents: Sequence[Document], described: Document) -> Iterator[bytes | None]:
    """Working sheets in the compact look as one file; `described` names it, its blocks count not.

    Yields None after each sheet, so that whoever waits can count or leave, and the file at last.
    """
    look, size = style().compact(), _SIZES["A4"]
    root = Elem("Document")
    canvas = TagCanvas(described, size, root)
    for document in documents:
        paged = _paged(document, look, size, root.add("Sect"))
        for number, flow in enumerate(paged.pages, 1):
            paged.sheet.draw(canvas, flow, number, len(paged.pages))
        yield None
    yield canvas.finish()


def is_one_sheet(document: Document) -> bool:
    """Whether a document fits on one page in the compact look."""
    return len(_paged(document, style().compact(), _SIZES["A4"]).pages) == 1


@dataclass(frozen=True, slots=True)
class _Paged:
    layout: Layout
    sheet: Sheet
    pages: Sequence[Flow]

    def wastes_a_page(self, share: float) -> bool:
        """Whether the last of several pages is nearly empty."""
        last = self.pages[-1].height(self.sheet.width)
        return len(self.pages) > 1 and last < share * self.sheet.height


def _paged(
    document: Document, look: Style, size: tuple[float, float], root: Elem | None = None
) -> _Paged:
    layout = lay_out(document, look, root)
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
