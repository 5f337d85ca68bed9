"""Cuts a stack of flows into pages and draws them with header, footer and state band.

All pages are cut before the first is drawn, so "Page 2 of 3" needs no second pass. What is drawn at
the edges is an artifact, but for the first header: a screen reader hears it once and never again.
"""

from stls_desktop.reports.canvas import Span, TagCanvas
from stls_desktop.reports.content import Document
from stls_desktop.reports.flowables import Flow, Stack
from stls_desktop.reports.fonts import face
from stls_desktop.reports.glyphs import printable, runs
from stls_desktop.reports.layout import Layout
from stls_desktop.reports.styles import Style, TextStyle
from stls_desktop.reports.wording import say

_BETWEEN = "   ·   "
_ELLIPSIS = "…"


class LayoutError(Exception):
    """Something fits on no page and cannot be cut: a fault in a flow, never in what was typed."""


def cut_pages(stack: Stack, width: float, height: float) -> list[Flow]:
    """The stack as one flow for each page; at least one page."""
    pages: list[Flow] = []
    rest = stack
    while rest.height(width) > height:
        parts = rest.cut(width, height, hard=False) or rest.cut(width, height, hard=True)
        if parts is None:
            raise LayoutError("a part of the document fits on no page and cannot be cut")
        page, rest = parts
        pages.append(page)
    return [*pages, rest]


class Sheet:
    """One size of paper with its margins, and how its edges are drawn."""

    def __init__(
        self, document: Document, layout: Layout, style: Style, size: tuple[float, float]
    ) -> None:
        self._document, self._layout, self._style, self._size = document, layout, style, size
        page = style.page
        self.left = page["margin_left"]
        self.width = size[0] - page["margin_left"] - page["margin_right"]
        self.height = size[1] - page["margin_top"] - page["margin_bottom"]

    def draw(self, canvas: TagCanvas, page: Flow, number: int, count: int) -> None:
        """Draw one page, edges first, and finish it."""
        top = self._size[1] - self._style.page["margin_top"]
        with canvas.artifact("Header"):
            self._band(canvas)
        self._header(canvas, number)
        page.draw(canvas, self.left, top, self.width)
        with canvas.artifact("Footer"):
            self._footer(canvas, number, count)
        canvas.end_page()

    def _band(self, canvas: TagCanvas) -> None:
        document, colour = self._document, self._style.colour
        states = [
            say("furniture", name)
            for name, holds in (("draft", document.is_draft), ("demo", document.is_demo))
            if holds
        ]
        if not states:
            return
        height = self._style.page["band"]
        bottom = self._size[1] - height
        canvas.box(0, bottom, self._size[0], height, colour["band"])
        marking = self._style.text["marking"]
        style = TextStyle(marking.face, marking.size, marking.leading, colour["on_band"])
        base = bottom + (height - style.size) / 2 + 1.2
        self._line(canvas, _BETWEEN.join(states), style, base)

    def _header(self, canvas: TagCanvas, number: int) -> None:
        document, text = self._document, self._style.text
        base = self._size[1] - self._style.page["header_y"]
        is_first = number == 1
        with canvas.tagged(self._layout.marking) if is_first else canvas.artifact("Header"):
            used = self._line(canvas, document.marking, text["marking"], base)
        right = document.service if is_first else document.title
        with canvas.tagged(self._layout.service) if is_first else canvas.artifact("Header"):
            self._line(canvas, right, text["furniture"], base, used=used, at_right=True)

    def _footer(self, canvas: TagCanvas, number: int, count: int) -> None:
        document, text = self._document, self._style.text
        base = self._style.page["footer_y"]
        canvas.rule(
            self.left,
            base + text["furniture"].leading + 2,
            self.width,
            self._style.grid["hairline"],
            self._style.colour["rule"],
        )
        place = say("furniture", "page", page=number, pages=count)
        used = self._line(canvas, place, text["furniture"], base, at_right=True)
        known = (document.reference, document.version_label)
        words = _BETWEEN.join(part for part in known if part)
        self._line(canvas, words, text["furniture"], base, used=used)

    def _line(
        self,
        canvas: TagCanvas,
        words: str,
        style: TextStyle,
        base: float,
        *,
        used: float = 0.0,
        at_right: bool = False,
    ) -> float:
        """Draw one line beside what is `used` of the width already; its own width comes back."""
        spans, length = _fitted(words, style, self.width - used - (20.0 if used else 0.0))
        if spans:
            x = self.left + (self.width - length if at_right else 0.0)
            canvas.lines(x, base, style.leading, [spans])
        return length


def _fitted(words: str, style: TextStyle, room: float) -> tuple[list[Span], float]:
    words = " ".join(printable(words).split(" ")).replace("\n", " ").strip()
    pieces = runs(words, face(style.face))
    length = sum(one.width(run, style.size) for one, run in pieces)
    if length > room:
        keep = max(int(len(words) * room / length) - 2, 0)
        return _fitted(words[:keep].rstrip(f" {_ELLIPSIS}") + _ELLIPSIS, style, room)
    return [(one.font_name, style.size, style.colour, run) for one, run in pieces if run], length
