"""A document's content into the bytes of a tagged PDF (PDF/UA-1 and PDF/A-2a), in any look.

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
from stls_desktop.reports.scripts import script_of
from stls_desktop.reports.styles import STANDARD, Style, style
from stls_desktop.reports.tagging import Elem

RENDERER_VERSION = "4"
"""Goes up with every change that alters the bytes of any document."""

_CLOSER = ("little", "spaces", "closest")  # the first that saves a page is closest enough

Page = Literal["A4", "A5"]
Typeface = Literal["noto-sans", "lexend", "andika"]


@dataclass(frozen=True, slots=True)
class PrintProblem:
    """A character that no shipped font has, and the words that would stand in its place.

    `script` names the writing that a letter belongs to; one letter speaks for all of it.
    """

    character: str
    printed_as: str
    script: str = ""

    @property
    def loses_words(self) -> bool:
        """Whether what was typed could not be told from the page: such a text is not for issue."""
        return bool(self.script)

    @property
    def message(self) -> str:
        """What a teacher is told before signing."""
        if self.script:
            return (
                f"{self.script} letters cannot be printed: no typeface that comes with the program"
                f" has “{self.character}”."
            )
        return f"“{self.character}” cannot be printed. It will say {self.printed_as} instead."


def render(
    document: Document,
    *,
    look: str = STANDARD,
    page: Page = "A4",
    typeface: Typeface = "noto-sans",
    for_screen: bool = False,
) -> bytes:
    """The PDF of a document in one of `styles.looks()`.

    `for_screen` draws the look's paper colour, which on paper would only waste toner. Raises
    `FontMissingError` if the installation lacks its fonts, `PictureError` for a damaged picture.
    """
    chosen = style(look, page, typeface)
    chosen = chosen if for_screen else chosen.on_paper()
    paged = _paged(document, chosen)
    if paged.wastes_a_page(chosen.fit["last_page"]):
        tries = (_paged(document, chosen.closer(chosen.fit[by])) for by in _CLOSER)
        paged = next((each for each in tries if len(each.pages) < len(paged.pages)), paged)
    canvas = TagCanvas(document, chosen.size, paged.layout.root)
    for number, flow in enumerate(paged.pages, 1):
        paged.sheet.draw(canvas, flow, number, len(paged.pages))
    return canvas.finish()


def render_sheets(documents: Sequence[Document], described: Document) -> Iterator[bytes | None]:
    """Working sheets in the compact look as one file; `described` names it, its blocks count not.

    Yields None after each sheet, so that whoever waits can count or leave, and the file at last.
    """
    look = style().compact()
    root = Elem("Document", described.lang)
    canvas = TagCanvas(described, look.size, root)
    for document in documents:
        paged = _paged(document, look, root.add("Sect"))
        for number, flow in enumerate(paged.pages, 1):
            paged.sheet.draw(canvas, flow, number, len(paged.pages))
        yield None
    yield canvas.finish()


def is_one_sheet(document: Document) -> bool:
    """Whether a document fits on one page in the compact look."""
    return len(_paged(document, style().compact()).pages) == 1


@dataclass(frozen=True, slots=True)
class _Paged:
    layout: Layout
    sheet: Sheet
    pages: Sequence[Flow]

    def wastes_a_page(self, share: float) -> bool:
        """Whether the last of several pages is nearly empty."""
        last = self.pages[-1].height(self.sheet.width)
        count = len(self.pages)
        return count > 1 and last < share * self.sheet.height(count)


def _paged(document: Document, look: Style, root: Elem | None = None) -> _Paged:
    layout = lay_out(document, look, root)
    sheet = Sheet(document, layout, look)
    return _Paged(layout, sheet, cut_pages(layout.body, sheet))


def problems(document: Document) -> tuple[PrintProblem, ...]:
    """What would be printed otherwise than typed, in reading order; each sign or script once."""
    found: dict[str, PrintProblem] = {}
    for character in (c for text in _texts(document) for c in unprintable(text)):
        script = script_of(character)
        problem = PrintProblem(character, printable(character), script)
        found.setdefault(script or character, problem)
    return tuple(found.values())


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _texts(part)]
    if is_dataclass(value):
        return [text for one in fields(value) for text in _texts(getattr(value, one.name))]
    return []
