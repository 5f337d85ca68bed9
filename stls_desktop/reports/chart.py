"""A bar chart of targets: where each began, where it is, what was hoped for. Drawn as vectors.

Nothing is told by colour alone: each bar has its own pattern, its name before it and its number
after it. What finds no room in the picture is cut short; the text that follows it has every word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stls_desktop.reports.canvas import Pattern, TagCanvas
from stls_desktop.reports.content import Chart, Measure
from stls_desktop.reports.flowables import Flow, Text
from stls_desktop.reports.lines import fitted, natural_width, on_one_line
from stls_desktop.reports.styles import Style
from stls_desktop.reports.tagging import Elem

_PATTERNS: tuple[Pattern, ...] = ("hatched", "solid", "dashed")
_TITLE_LINES = 2
_BAR = 0.62  # of a row's height
_BETWEEN = 0.5  # rows between two targets
_GAP = 6.0  # before and behind a bar
_MOST_NAME = 0.4  # of the width
_SHARE = 0.7  # of a page: what one picture may take


@dataclass(frozen=True, slots=True)
class _Span:
    """The width of the picture; places are counted from the side at which its lines begin."""

    x: float
    width: float
    is_rtl: bool

    def left(self, start: float, wide: float) -> float:
        """The left edge of something that begins at `start`."""
        return self.x + self.width - start - wide if self.is_rtl else self.x + start


class Bars(Flow):
    """Some targets of a chart as one figure, on the scale of all of them."""

    def __init__(
        self, chart: Chart, measures: Sequence[Measure], style: Style, element: Elem
    ) -> None:
        self._chart, self._measures = chart, measures
        self._style, self._element = style, element
        cell, strong = style.text["cell"], style.text["cell_strong"]
        self._row = cell.leading
        names = max(natural_width(on_one_line(name), cell) for name in chart.names)
        self._names = min(names + 2 * _GAP, _MOST_NAME * style.width)
        bars = [bar for one in chart.measures for bar in chart.bars(one)]
        numbers = [natural_width(words, strong) for _, words, value in bars if value is not None]
        self._numbers = max(numbers, default=0.0) + 1.0
        self.above = self.below = style.text["body"].below * 1.5
        self._known: tuple[float, list[Text]] | None = None

    def height(self, width: float) -> float:
        """All targets, and the numbers of the scale below them."""
        titles = sum(title.height(width) for title in self._titles(width))
        rows = (len(_PATTERNS) + _BETWEEN) * len(self._measures) + 1
        return titles + rows * self._row

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:  # noqa: ARG002
        """Never: a picture is one thing."""
        return None

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw all of it as content of the figure."""
        self._element.box = (x, top - self.height(width), x + width, top)
        span = _Span(x, width, self._element.is_rtl)
        with canvas.tagged(self._element):
            for one, title in zip(self._measures, self._titles(width), strict=True):
                title.draw(canvas, x, top, width)
                top -= title.height(width)
                for pattern, bar in zip(_PATTERNS, self._chart.bars(one), strict=True):
                    self._draw_bar(canvas, span, top, pattern, bar)
                    top -= self._row
                top -= _BETWEEN * self._row
            self._draw_scale(canvas, span, top)

    def _titles(self, width: float) -> list[Text]:
        if self._known is None or self._known[0] != width:
            found = [
                self._words(one.label, "cell_strong", width, _TITLE_LINES) for one in self._measures
            ]
            self._known = (width, found)
        return self._known[1]

    def _words(self, text: str, style: str, width: float, most: int = 1) -> Text:
        tongue, one = self._element.tongue, self._style.text[style]
        laid = (width, fitted(text, one, width, most, tongue))
        return Text([(text, one)], None, laid=laid, tongue=tongue)

    def _draw_bar(
        self,
        canvas: TagCanvas,
        span: _Span,
        top: float,
        pattern: Pattern,
        bar: tuple[str, str, float | None],
    ) -> None:
        name, number, value = bar
        self._put(canvas, span, (0.0, self._names - _GAP), top, name, "cell")
        length, room = 0.0, self._numbers
        if value is None:
            room += self._room(span)
        else:
            length = max(self._along(value, span), 1.0)
            tall = self._row * _BAR
            box = (span.left(self._names, length), top - (self._row + tall) / 2, length, tall)
            canvas.bar(box, pattern, self._style.colour["accent"])
        place = (self._names + length + _GAP, room)
        self._put(canvas, span, place, top, number, "cell_strong")

    def _draw_scale(self, canvas: TagCanvas, span: _Span, top: float) -> None:
        chart, room = self._chart, self._room(span)
        left = span.left(self._names, room)
        canvas.rule(left, top, room, self._style.grid["hairline"], self._style.colour["pen"])
        for value in (chart.lowest, chart.highest):
            wide = natural_width(f"{value:g}", self._style.text["quiet"]) + 1.0
            start = self._names + self._along(value, span) - (wide if value > chart.lowest else 0.0)
            self._put(canvas, span, (start, wide), top - 1.0, f"{value:g}", "quiet")

    def _put(
        self,
        canvas: TagCanvas,
        span: _Span,
        place: tuple[float, float],
        top: float,
        text: str,
        style: str,
    ) -> None:
        start, wide = place
        self._words(text, style, wide).draw(canvas, span.left(start, wide), top, wide)

    def _room(self, span: _Span) -> float:
        return max(span.width - self._names - self._numbers - 2 * _GAP, 20.0)

    def _along(self, value: float, span: _Span) -> float:
        chart = self._chart
        return (value - chart.lowest) / (chart.highest - chart.lowest) * self._room(span)


def in_pictures(chart: Chart, style: Style) -> list[tuple[Measure, ...]]:
    """The targets of a chart, so many together as one picture on a page can show."""
    row = style.text["cell"].leading
    rows = (len(_PATTERNS) + _TITLE_LINES + _BETWEEN) * row
    most = max(int((style.room - row) * _SHARE / rows), 1)
    starts = range(0, len(chart.measures), most)
    return [chart.measures[start : start + most] for start in starts]
