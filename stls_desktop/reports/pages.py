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
from stls_desktop.reports.glyphs import printable
from stls_desktop.reports.layout import Layout
from stls_desktop.reports.lines import Line, Words, break_lines, natural_width
from stls_desktop.reports.styles import WHITE, Style, TextStyle
from stls_desktop.reports.wording import say

_BETWEEN = "   ·   "
_ELLIPSIS = "…"
_GAP = 20.0  # between two texts on one line
_MOST_LINES = 3


class LayoutError(Exception):
    """Something fits on no page and cannot be cut: a fault in a flow, never in what was typed."""


def cut_pages(stack: Stack, width: float, height: float) -> list[Flow]:
    """The stack as one flow for each page; at least one page."""
    return [page for part in _between_breaks(stack) for page in _cut(part, width, height)]


def _between_breaks(stack: Stack) -> list[Stack]:
    groups = groupby(stack.flows, key=lambda flow: isinstance(flow, NewPage))
    parts = [Stack(list(flows)) for is_break, flows in groups if not is_break]
    return parts or [Stack(())]


def _cut(stack: Stack, width: float, height: float) -> list[Flow]:
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
        used = max(map(_height, (self._first, self._later))) - text["furniture"].leading
        self._top = page["margin_top"] + max(used, 0.0)
        self.height = page["height"] - self._top - page["margin_bottom"]

    def draw(self, canvas: TagCanvas, page: Flow, number: int, count: int) -> None:
        """Draw one page, edges first, and finish it."""
        top = self._style.page["height"] - self._top
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
        (line,) = _fitted(_BETWEEN.join(states), style, self.width, most=1)
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
        document, style = self._document, self._style.text["furniture"]
        known = (document.reference, document.version_label)
        words = _BETWEEN.join(part for part in known if part)
        place = say("furniture", "page", page=number, pages=count)
        left, right = self._beside((words, style), (place, style))
        lower = self._style.page["footer_y"]
        upper = lower if right.is_beside else lower + right.height
        left.draw(canvas, self.left, upper + left.height - style.leading)
        right.draw(canvas, self.left, lower + right.height - style.leading)
        above = upper + left.height + 2
        grid, colour = self._style.grid, self._style.colour
        canvas.rule(self.left, above, self.width, grid["hairline"], colour["rule"])

    def _beside(self, left: Words, right: Words) -> "tuple[_Edge, _Edge]":
        """Two texts at both ends of one line, or below each other if they need more."""
        wide = natural_width(_one_line(left[0]), left[1])
        other = natural_width(_one_line(right[0]), right[1])
        fits = wide + other + (_GAP if wide else 0.0) <= self.width
        return (
            _Edge(_fitted(*left, self.width), left[1].leading),
            _Edge(_fitted(*right, self.width), right[1].leading, self.width if fits else 0.0),
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


def _one_line(words: str) -> str:
    return " ".join(printable(words).replace("\n", " ").split(" ")).strip()


def _fitted(words: str, style: TextStyle, width: float, most: int = _MOST_LINES) -> list[Line]:
    """The words on so many lines at most; an ellipsis says that there is more."""
    words = _one_line(words)
    lines = break_lines([(words, style)], width) if words else []
    while len(lines) > most:
        words = words[: int(len(words) * most / len(lines)) - 1].rstrip(f" {_ELLIPSIS}")
        lines = break_lines([(words + _ELLIPSIS, style)], width)
    return lines
