"""A bar chart of targets: where each began, where it is, what was hoped for. Drawn as vectors.

Nothing is told by colour alone: each bar has its own pattern, its name before it and its number
after it.
"""

from collections.abc import Iterator, Sequence

from stls_desktop.reports.canvas import Pattern, TagCanvas
from stls_desktop.reports.content import Chart, Measure
from stls_desktop.reports.flowables import Flow, Text
from stls_desktop.reports.lines import natural_width
from stls_desktop.reports.styles import Style, TextStyle
from stls_desktop.reports.tagging import Elem
from stls_desktop.reports.wording import shortened

_PATTERNS: tuple[Pattern, ...] = ("hatched", "solid", "dashed")
_LABEL = 110  # characters of a target's name inside the picture; the text has the whole
_NAME = 28
_BAR = 0.62  # of a row's height
_MOST_NAME = 0.4  # of the width
_SHARE = 0.6  # of a page: what one picture may take


class Bars(Flow):
    """Some targets of a chart as one figure, on the scale of all of them."""

    def __init__(
        self, chart: Chart, measures: Sequence[Measure], style: Style, element: Elem
    ) -> None:
        self._chart, self._measures = chart, measures
        self._style, self._element = style, element
        self._cell: TextStyle = style.text["cell"]
        names = (natural_width(shortened(name, _NAME), self._cell) for name in chart.names)
        self._names = min(max(names) + 12.0, _MOST_NAME * style.width)
        numbers = [
            natural_width(number, style.text["cell_strong"])
            for one in chart.measures
            for _, number, value in chart.bars(one)
            if value is not None
        ]
        self._numbers = max(numbers, default=0.0) + 1.0
        self.above = self.below = style.text["body"].below * 1.5

    def _words(self, text: str, style: str, most: int = _NAME) -> Text:
        tongue = self._element.tongue
        return Text([(shortened(text, most), self._style.text[style])], None, tongue=tongue)

    def _rows(
        self, width: float
    ) -> Iterator[tuple[float, Text, str, float | None, Pattern | None]]:
        """(height, words before the bar, words after it, number, pattern); no pattern: a title."""
        for one in self._measures:
            title = self._words(one.label, "cell_strong", _LABEL)
            yield title.height(width), title, "", None, None
            for pattern, (name, number, value) in zip(
                _PATTERNS, self._chart.bars(one), strict=True
            ):
                words = self._words(name, "cell")
                yield words.height(self._names), words, number, value, pattern
            yield self._cell.leading * 0.5, self._words("", "cell"), "", None, None

    def height(self, width: float) -> float:
        """All targets, and the numbers of the scale below them."""
        return sum(row[0] for row in self._rows(width)) + self._cell.leading

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:  # noqa: ARG002
        """Never: a picture is one thing."""
        return None

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw all of it as content of the figure."""
        self._element.box = (x, top - self.height(width), x + width, top)
        with canvas.tagged(self._element):
            bottom = self._draw_rows(canvas, x, top, width)
            self._draw_scale(canvas, x, bottom, width)

    def _draw_rows(self, canvas: TagCanvas, x: float, top: float, width: float) -> float:
        for height, words, number, value, pattern in self._rows(width):
            wide = width if pattern is None else self._names
            words.draw(canvas, self._side(x, 0.0, wide, width), top, wide)
            if pattern is not None:
                self._draw_bar(canvas, x, top, width, number, value, pattern)
            top -= height
        return top

    def _draw_bar(
        self,
        canvas: TagCanvas,
        x: float,
        top: float,
        width: float,
        number: str,
        value: float | None,
        pattern: Pattern,
    ) -> None:
        length, wide = 0.0, self._numbers
        tall = self._cell.leading * _BAR
        if value is None:
            wide += self._room(width)
        else:
            length = max(self._along(value, width), 1.0)
            left = self._side(x, self._names, length, width)
            colour = self._style.colour["accent"]
            y = top - (self._cell.leading + tall) / 2
            canvas.bar((left, y, length, tall), pattern, colour)
        words = self._words(number, "cell_strong")
        start = self._names + length + 6.0
        words.draw(canvas, self._side(x, start, wide, width), top, wide)

    def _draw_scale(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        chart, room = self._chart, self._room(width)
        left = self._side(x, self._names, room, width)
        canvas.rule(left, top, room, self._style.grid["hairline"], self._style.colour["pen"])
        for value in (chart.lowest, chart.highest):
            label = self._words(f"{value:g}", "quiet")
            wide = natural_width(f"{value:g}", self._style.text["quiet"]) + 1.0
            start = self._names + self._along(value, width) - (wide if value > chart.lowest else 0)
            label.draw(canvas, self._side(x, start, wide, width), top - 1.0, wide)

    def _room(self, width: float) -> float:
        return max(width - self._names - self._numbers - 10.0, 20.0)

    def _along(self, value: float, width: float) -> float:
        chart = self._chart
        share = (value - chart.lowest) / (chart.highest - chart.lowest)
        return share * self._room(width)

    def _side(self, x: float, start: float, wide: float, width: float) -> float:
        """Where something begins that stands `start` from the edge at which lines begin."""
        return x + width - start - wide if self._element.is_rtl else x + start


def in_pictures(chart: Chart, style: Style) -> list[tuple[Measure, ...]]:
    """The targets of a chart, so many together as one picture on a page can show."""
    rows = (len(_PATTERNS) + 2.5) * style.text["cell"].leading
    page = style.page["height"] - style.page["margin_top"] - style.page["margin_bottom"]
    most = max(int(page * _SHARE / rows), 1)
    starts = range(0, len(chart.measures), most)
    return [chart.measures[start : start + most] for start in starts]
