"""Cuts a stack of flows into pages and draws them with header, footer and state band.

All pages are cut before the first is drawn, so "Page 2 of 3" needs no second pass. What is drawn at
the edges is an artifact, but for the first header: a screen reader hears it once and never again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from stls_desktop.reports.boxes import NewPage
from stls_desktop.reports.canvas import TagCanvas
from stls_desktop.reports.content import Document
from stls_desktop.reports.edges import edges_of, states_of
from stls_desktop.reports.flowables import Flow, Stack
from stls_desktop.reports.layout import Layout
from stls_desktop.reports.lines import Line, fitted, natural_width, on_one_line
from stls_desktop.reports.scripts import is_rtl
from stls_desktop.reports.styles import WHITE, Style, TextStyle

_BETWEEN = " · "
_GAP = 20.0  # between two texts on one line
_MOST_LINES = 3
_MANY = 999  # pages: how much room their numbers may need is not known before they are cut


class LayoutError(Exception):
    """Something fits on no page and cannot be cut: a fault in a flow, never in what was typed."""


def cut_pages(stack: Stack, sheet: "Sheet") -> list[Flow]:
    """The stack as one flow for each page; at least one page."""
    pages: list[Flow] = []
    for part in _between_breaks(stack):
        pages += _cut(part, sheet, len(pages))
    return pages


def _between_breaks(stack: Stack) -> list[Stack]:
    groups = groupby(stack.flows, key=lambda flow: isinstance(flow, NewPage))
    parts = [Stack(list(flows)) for is_break, flows in groups if not is_break]
    return parts or [Stack(())]


def _cut(stack: Stack, sheet: "Sheet", before: int) -> list[Flow]:
    pages: list[Flow] = []
    rest, width = stack, sheet.width
    while rest.height(width) > (room := sheet.height(before + len(pages) + 1)):
        parts = rest.cut(width, room, hard=False) or rest.cut(width, room, hard=True)
        if parts is None:
            raise LayoutError("a part of the document fits on no page and cannot be cut")
        page, rest = parts
        pages.append(page)
    return [*pages, rest]


class Sheet:
    """One size of paper with its margins, and how its edges are drawn.

    What stands at the edges takes as many lines as it needs, and the text gives way to it: nobody
    who needs large print can read a marking that was cut off.
    """

    def __init__(self, document: Document, layout: Layout, style: Style) -> None:
        self._document, self._layout, self._style = document, layout, style
        page, text = style.page, style.text
        self.left, self.width = page["margin_left"], style.width
        marking = (document.marking, text["marking"])
        self._edges = edges_of(document)
        tongue = self._edges.lang
        self._band_words = self._states()
        self._lower = max(self._band_words.height - self._band_words.leading, 0.0)
        self._first = self._beside((*marking, ""), (document.service, text["furniture"], ""))
        self._later = self._beside((*marking, ""), (self._edges.title, text["furniture"], tongue))
        self._foot = _BETWEEN.join(
            part for part in (document.reference, document.version_label) if part
        )
        foot = _height(self._at_foot(_MANY, _MANY))
        self._bottom = page["margin_bottom"] + max(foot - text["furniture"].leading, 0.0)

    def _top(self, number: int) -> float:
        """From the upper edge of a page to its text."""
        head = _height(self._first if number == 1 else self._later)
        line = self._style.text["furniture"].leading
        return self._style.page["margin_top"] + max(head - line, 0.0) + self._lower

    def height(self, number: int) -> float:
        """The room for text on a page; the first is 1."""
        return self._style.page["height"] - self._top(number) - self._bottom

    def draw(self, canvas: TagCanvas, page: Flow, number: int, count: int) -> None:
        """Draw one page, edges first, and finish it."""
        top = self._style.page["height"] - self._top(number)
        if self._style.colour["paper"] != WHITE:
            canvas.box(0, 0, *self._style.size, self._style.colour["paper"])
        with canvas.artifact("Header"):
            self._band(canvas)
        self._header(canvas, number)
        page.draw(canvas, self.left, top, self.width)
        with canvas.artifact("Footer"):
            self._footer(canvas, number, count)
        canvas.end_page()

    def _states(self) -> "_Edge":
        """The words of the band: on as many lines as they need, never cut off."""
        style, tongue = self._style.text["marking"], self._edges.lang
        shown = replace(style, colour=self._style.colour["on_band"])
        words = _BETWEEN.join(states_of(self._document))
        lines = fitted(words, shown, self.width, _MOST_LINES, tongue)
        return _Edge(lines, shown.leading, self.width if is_rtl(tongue) else 0.0)

    def _band(self, canvas: TagCanvas) -> None:
        if not self._band_words.lines:
            return
        width, height = self._style.size
        size, tall = self._style.text["marking"].size, self._style.page["band"]
        base = height - tall + (tall - size) / 2 + size * 0.13
        tall += self._lower
        canvas.box(0, height - tall, width, tall, self._style.colour["band"])
        self._band_words.draw(canvas, self.left, base)

    def _header(self, canvas: TagCanvas, number: int) -> None:
        base = self._style.page["height"] - self._style.page["header_y"] - self._lower
        is_first = number == 1
        left, right = self._first if is_first else self._later
        with canvas.tagged(self._layout.marking) if is_first else canvas.artifact("Header"):
            left.draw(canvas, self.left, base)
        if not right.is_beside:
            base -= left.height
        with canvas.tagged(self._layout.service) if is_first else canvas.artifact("Header"):
            right.draw(canvas, self.left, base)

    def _footer(self, canvas: TagCanvas, number: int, count: int) -> None:
        left, right = self._at_foot(number, count)
        leading = self._style.text["furniture"].leading
        lower = self._style.page["footer_y"]
        upper = lower if right.is_beside else lower + right.height
        left.draw(canvas, self.left, upper + left.height - leading)
        right.draw(canvas, self.left, lower + right.height - leading)
        above = upper + left.height + 2
        grid, colour = self._style.grid, self._style.colour
        canvas.rule(self.left, above, self.width, grid["hairline"], colour["rule"])

    def _at_foot(self, number: int, count: int) -> "tuple[_Edge, _Edge]":
        style, tongue = self._style.text["furniture"], self._edges.lang
        place = self._edges.page.format(page=number, pages=count)
        ends = (self._foot, style, tongue), (place, style, tongue)
        return self._beside(*(reversed(ends) if is_rtl(tongue) else ends))

    def _beside(self, left: "_End", right: "_End") -> "tuple[_Edge, _Edge]":
        """Two texts at both ends of one line, or below each other if they need more."""
        wide = natural_width(on_one_line(left[0]), left[1])
        other = natural_width(on_one_line(right[0]), right[1])
        fits = wide + other + (_GAP if wide else 0.0) <= self.width
        edges = [
            _Edge(
                fitted(words, style, self.width, _MOST_LINES, tongue),
                style.leading,
                self.width if is_rtl(tongue) and not fits else 0.0,
            )
            for words, style, tongue in (left, right)
        ]
        if fits:
            edges[1] = replace(edges[1], right=self.width, is_beside=True)
        return edges[0], edges[1]


_End = tuple[str, TextStyle, str]
"""Words at an end of a line, how they are set, and their language."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """Lines at the edge of a page; if `right`, they end that far from the left margin.

    `is_beside`: on the line of the edge before it.
    """

    lines: Sequence[Line]
    leading: float
    right: float = 0.0
    is_beside: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading

    def draw(self, canvas: TagCanvas, x: float, base: float) -> None:
        if not self.lines:
            return
        if self.right:
            canvas.lines_at_right(x + self.right, base, self.leading, self.lines)
        else:
            canvas.lines(x, base, self.leading, self.lines)


def _height(edges: tuple[_Edge, _Edge]) -> float:
    left, right = edges
    return max(left.height, right.height) if right.is_beside else left.height + right.height
