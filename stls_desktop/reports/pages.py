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
from stls_desktop.reports.flowables import Flow, Stack
from stls_desktop.reports.layout import Layout
from stls_desktop.reports.lines import Line, Words, fitted, natural_width, on_one_line
from stls_desktop.reports.styles import WHITE, Style
from stls_desktop.reports.wording import say

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
        self._first = self._beside(marking, (document.service, text["furniture"]))
        self._later = self._beside(marking, (document.title, text["furniture"]))
        self._foot = _BETWEEN.join(
            part for part in (document.reference, document.version_label) if part
        )
        foot = _height(self._at_foot(_MANY, _MANY))
        self._bottom = page["margin_bottom"] + max(foot - text["furniture"].leading, 0.0)

    def _top(self, number: int) -> float:
        """From the upper edge of a page to its text."""
        head = _height(self._first if number == 1 else self._later)
        line = self._style.text["furniture"].leading
        return self._style.page["margin_top"] + max(head - line, 0.0)

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

    def _band(self, canvas: TagCanvas) -> None:
        document, colour = self._document, self._style.colour
        states = [
            say("furniture", name)
            for name, holds in (("draft", document.is_draft), ("demo", document.is_demo))
            if holds
        ]
        if not states:
            return
        width, height = self._style.size
        tall = self._style.page["band"]
        canvas.box(0, height - tall, width, tall, colour["band"])
        style = replace(self._style.text["marking"], colour=colour["on_band"])
        base = height - tall + (tall - style.size) / 2 + style.size * 0.13
        (line,) = fitted(_BETWEEN.join(states), style, self.width, 1)
        canvas.lines(self.left, base, style.leading, [line])

    def _header(self, canvas: TagCanvas, number: int) -> None:
        base = self._style.page["height"] - self._style.page["header_y"]
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
        style = self._style.text["furniture"]
        place = say("furniture", "page", page=number, pages=count)
        return self._beside((self._foot, style), (place, style))

    def _beside(self, left: Words, right: Words) -> "tuple[_Edge, _Edge]":
        """Two texts at both ends of one line, or below each other if they need more."""
        wide = natural_width(on_one_line(left[0]), left[1])
        other = natural_width(on_one_line(right[0]), right[1])
        fits = wide + other + (_GAP if wide else 0.0) <= self.width
        return (
            _Edge(fitted(*left, self.width, _MOST_LINES), left[1].leading),
            _Edge(
                fitted(*right, self.width, _MOST_LINES),
                right[1].leading,
                self.width if fits else 0.0,
            ),
        )


@dataclass(frozen=True, slots=True)
class _Edge:
    """Lines at the edge of a page; if `right`, they end that far from the left margin."""

    lines: Sequence[Line]
    leading: float
    right: float = 0.0

    @property
    def is_beside(self) -> bool:
        return self.right > 0

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading

    def draw(self, canvas: TagCanvas, x: float, base: float) -> None:
        if not self.lines:
            return
        if self.is_beside:
            canvas.lines_at_right(x + self.right, base, self.leading, self.lines)
        else:
            canvas.lines(x, base, self.leading, self.lines)


def _height(edges: tuple[_Edge, _Edge]) -> float:
    left, right = edges
    return max(left.height, right.height) if right.is_beside else left.height + right.height
