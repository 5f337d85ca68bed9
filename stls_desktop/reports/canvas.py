"""A page to draw on, where nothing can be drawn without saying what it is.

Words belong to an element of the structure or are an artifact (rules, tints, headers). Marked
content never nests: inside an artifact everything is part of it. Wraps reportlab's canvas; the
flowables see only this class. Positions are points from the page's lower left corner.
"""

import codecs
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Literal, cast

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from stls_desktop.reports import rl_private
from stls_desktop.reports.content import Document, Link
from stls_desktop.reports.fonts import Glyphs, UAFont, face
from stls_desktop.reports.glyphs import printable
from stls_desktop.reports.lines import Line
from stls_desktop.reports.metadata import CREATOR, PROFILE_NAME, colour_profile, xmp_packet
from stls_desktop.reports.styles import Colour
from stls_desktop.reports.tagging import Elem, write_tree

if TYPE_CHECKING:
    from PIL import Image

Pattern = Literal["solid", "hatched", "dashed"]
"""How a bar is filled, so that nobody needs its colour."""
Box = tuple[float, float, float, float]
"""Left, lower edge, width, height."""

_HATCH = 4.0  # points between two strokes
_PRINTED_LINK = 4  # annotation flag: shown on paper too


class TagCanvas:
    """The file that is being drawn. `root` is its Document element."""

    def __init__(self, document: Document, size: tuple[float, float], root: Elem) -> None:
        rl_private.harden()
        self._root = root
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=size,
            pageCompression=1,
            invariant=1,
            lang=document.lang,
            initialFontName=face("regular").font_name,
            pdfVersion=(1, 7),
        )
        self._is_open = False
        self._page: list[Elem] = []
        self._pages: list[list[Elem]] = []
        self._links: list[tuple[PDFDictionary, Elem]] = []
        self._bookmarks = 0
        self._level = -1
        self._describe(document)

    def _describe(self, document: Document) -> None:
        canvas = self._canvas
        document = replace(
            document,
            title=printable(document.title),
            author=printable(document.author),
            subject=printable(document.subject),
        )
        canvas.setTitle(document.title)
        canvas.setAuthor(document.author)
        canvas.setSubject(document.subject)
        canvas.setCreator(CREATOR)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        file = rl_private.document_of(canvas)
        rl_private.date_document(file, document.issued_on)
        packet = xmp_packet(document, file.info.producer)
        file.Catalog.Metadata = pdfdoc.XMP(creator=lambda _: packet)
        rl_private.end_streams_with_a_line(file)
        rl_private.state_colours(file, colour_profile(), PROFILE_NAME)

    @contextmanager
    def tagged(self, element: Elem) -> Iterator[None]:
        """What is drawn inside belongs to an element, unless it is part of an artifact."""
        if self._is_open:
            yield
            return
        element.marked(len(self._pages) + 1, len(self._page))
        with self._marked(f"/{element.tag} <</MCID {len(self._page)}>> BDC"):
            self._page.append(element)
            yield

    @contextmanager
    def artifact(self, furniture: str = "") -> Iterator[None]:
        """What is drawn inside is looks, not content. `furniture` is Header or Footer."""
        if self._is_open:
            yield
            return
        kind = f"/Type /Pagination /Subtype /{furniture}" if furniture else "/Type /Layout"
        with self._marked(f"/Artifact <<{kind}>> BDC"):
            yield

    @contextmanager
    def _marked(self, start: str) -> Iterator[None]:
        self._is_open = True
        rl_private.emit(self._canvas, start)
        try:
            yield
        finally:
            rl_private.emit(self._canvas, "EMC")
            self._is_open = False

    def lines(self, x: float, y: float, leading: float, lines: Sequence[Line]) -> None:
        """Lines of words from top to bottom; `y` is the first base line."""
        self._draw([x] * len(lines), y, leading, lines)

    def lines_at_right(self, right: float, y: float, leading: float, lines: Sequence[Line]) -> None:
        """The same, each line ending at `right`."""
        self._draw([right - line.width for line in lines], y, leading, lines)

    def _draw(
        self, starts: Sequence[float], y: float, leading: float, lines: Sequence[Line]
    ) -> None:
        text = self._canvas.beginText(starts[0], y)
        file = rl_private.document_of(self._canvas)
        now: tuple[str, float, Colour] | None = None
        for number, (start, line) in enumerate(zip(starts, lines, strict=True)):
            if number:
                text.setTextOrigin(start, y - number * leading)
            if line.meant:
                rl_private.add_to(text, f"/Span <</ActualText {_hexadecimal(line.meant)}>> BDC")
            for font, size, colour, words in line.spans:
                if now != (font, size, colour):
                    text.setFont(font, size, leading)
                    text.setFillColorRGB(*colour)
                    now = (font, size, colour)
                if isinstance(words, Glyphs):
                    shaper = cast("UAFont", getFont(font))
                    rl_private.add_to(text, shaper.operators(words, size, file))
                    now = None  # the font that is set now is one that `text` does not know of
                else:
                    text.textOut(words)
            if line.meant:
                rl_private.add_to(text, "EMC")
        self._canvas.drawText(text)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle, as an artifact."""
        with self.artifact():
            self._canvas.setFillColorRGB(*colour)
            self._canvas.rect(x, y, width, height, stroke=0, fill=1)

    def outline(
        self, x: float, y: float, width: float, height: float, weight: float, colour: Colour
    ) -> None:
        """A line around a rectangle, as an artifact."""
        with self.artifact():
            self._canvas.setStrokeColorRGB(*colour)
            self._canvas.setLineWidth(weight)
            self._canvas.rect(x, y, width, height, stroke=1, fill=0)

    def bar(self, box: Box, pattern: Pattern, colour: Colour) -> None:
        """A bar of a chart."""
        x, y, width, height = box
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillColorRGB(*colour)
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(1.0)
        if pattern == "hatched":
            canvas.saveState()
            inside = canvas.beginPath()
            inside.rect(x, y, width, height)
            canvas.clipPath(inside, stroke=0, fill=0)
            strokes = int((width + height) / _HATCH) + 1
            for offset in (number * _HATCH for number in range(strokes)):
                canvas.line(x + offset - height, y, x + offset, y + height)
            canvas.restoreState()
        elif pattern == "dashed":
            canvas.setDash(3, 2)
        canvas.rect(x, y, width, height, stroke=1, fill=int(pattern == "solid"))
        canvas.restoreState()

    def picture(self, pixels: "Image.Image", box: Box) -> None:
        """Pixels, as they are."""
        x, y, width, height = box
        self._canvas.drawImage(ImageReader(pixels), x, y, width, height)

    def rule(self, x: float, y: float, width: float, weight: float, colour: Colour) -> None:
        """A horizontal line, as an artifact."""
        with self.artifact():
            self._canvas.setStrokeColorRGB(*colour)
            self._canvas.setLineWidth(weight)
            self._canvas.line(x, y, x + width, y)

    def link(self, link: Link, box: tuple[float, float, float, float], element: Elem) -> None:
        """Let a rectangle on this page lead somewhere; `element` is the Link around its words."""
        told = (printable(words).strip() for words in (link.description, link.text))
        described = next(filter(None, told), link.uri)
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": PDFArray([round(edge, 2) for edge in box]),
                "Border": PDFArray([0, 0, 0]),
                "Contents": PDFString(described),
                "F": _PRINTED_LINK,
                "A": PDFDictionary({"S": PDFName("URI"), "URI": PDFString(link.uri)}),
            }
        )
        name = f"stls-link-{len(self._links)}"
        reference = rl_private.add_annotation(self._canvas, annotation, name)
        element.marked(len(self._pages) + 1, reference)
        self._links.append((annotation, element))

    def bookmark(self, title: str, level: int, x: float, top: float) -> None:
        """An entry of the outline (level 0 is the first) that leads to a place on this page."""
        key = f"place-{self._bookmarks}"
        self._bookmarks += 1
        self._level = min(level, self._level + 1)  # the outline cannot skip a level
        self._canvas.bookmarkPage(key, fit="XYZ", left=round(x, 2), top=round(top, 2))
        self._canvas.addOutlineEntry(title, key, self._level, closed=False)

    def end_page(self) -> None:
        """Finish this page; what is drawn next is on a new one."""
        self._canvas.showPage()
        page = rl_private.document_of(self._canvas).Pages.pages[-1]
        rl_private.allow_page_keys(page, "StructParents", "Tabs")
        page.StructParents, page.Tabs = len(self._pages), PDFName("S")
        self._pages.append(self._page)
        self._page = []

    def finish(self) -> bytes:
        """The whole file. Nothing may be drawn afterwards."""
        file = rl_private.document_of(self._canvas)
        write_tree(file, self._root, self._pages, self._links)
        self._canvas.save()
        return self._buffer.getvalue()


def _hexadecimal(text: str) -> str:
    return f"<{codecs.BOM_UTF16_BE.hex()}{text.encode('utf-16-be').hex()}>"
