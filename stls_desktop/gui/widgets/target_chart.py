"""A target on its scale: where the child began, each session's mark, and what is expected.

Every sign has a shape of its own (ring, dot, dashed line, square), so that it can be told in grey
and on paper; the description says the same numbers in words. It draws and works nothing out.
"""

from __future__ import annotations

import datetime as dt
import itertools

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stls_core.target_series import TargetSeries
from stls_desktop.gui.theme import theme

HEIGHT, WIDTH = 132, 220  # pixels at normal text size
ENDS = {"TME": (1.0, 10.0), "GAS": (-2.0, 2.0)}
_DAY: dt.timedelta = dt.timedelta(days=1)


class TargetChart(QWidget):
    """One target over time."""

    def __init__(self, series: TargetSeries) -> None:
        super().__init__()
        self._series = series
        self._taken: list[QRectF] = []
        self._said: list[tuple[QPointF, float]] = []
        self._path: list[QLineF] = []
        self._low, self._high = _ends(series)
        self._first, self._last = _days(series)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Chart. {series.words}")
        self.setToolTip(series.words)

    @property
    def words(self) -> str:
        """The same in words."""
        return self._series.words

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day of all that is drawn, which stand at the ends of the time."""
        is_known = self._series.starts_on or self._series.due_on or self._series.marks
        return (_day(self._first), _day(self._last)) if is_known else ("", "")

    def sizeHint(self) -> QSize:
        return QSize(theme().space(WIDTH), theme().space(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._taken = []  # by signs and numbers; no number stands over either
        self._said = []
        self._paint_scale(painter)
        self._paint_expected(painter)
        self._paint_path(painter)
        numbers = [*self._paint_ends(painter), *self._paint_marks(painter)]
        for at, value in numbers:
            self._number(painter, at, value)

    def _area(self) -> QRectF:
        """Where marks are drawn: numbers stand at the left, days below, `expected` at the right."""
        metrics = QFontMetrics(self.font())
        left = metrics.horizontalAdvance(f"{self._high:g}0") + theme().space(8)
        below = metrics.height() + theme().space(4)
        above = metrics.height() // 2 + theme().space(6)
        right = theme().space(14)
        return QRectF(left, above, self.width() - left - right, self.height() - above - below)

    def _point(self, day: dt.date, value: float) -> QPointF:
        area = self._area()
        along = (day - self._first) / max(self._last - self._first, _DAY)
        up = (value - self._low) / (self._high - self._low)
        up = min(1.0, max(0.0, up))
        return QPointF(
            area.left() + min(1.0, max(0.0, along)) * area.width(),
            area.bottom() - up * area.height(),
        )

    def _paint_scale(self, painter: QPainter) -> None:
        look, area, metrics = theme(), self._area(), QFontMetrics(self.font())
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(area.topLeft(), area.bottomLeft())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(look.colour("muted"))
        for value in (self._low, self._high):
            y = self._point(self._first, value).y()
            box = QRectF(0, y - metrics.height() / 2, area.left() - look.space(5), metrics.height())
            painter.drawText(box, _RIGHT, f"{value:g}")
        below = QRectF(area.left(), area.bottom() + look.space(3), area.width(), metrics.height())
        first, last = self.days
        painter.drawText(below, _LEFT, first)
        painter.drawText(below, _RIGHT, last)

    def _paint_expected(self, painter: QPainter) -> None:
        """A dashed line across, with its word above it."""
        expected = self._series.expected
        if expected is None:
            return
        look, area = theme(), self._area()
        y = self._point(self._last, expected).y()
        painter.setPen(QPen(look.colour("text"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        height = QFontMetrics(self.font()).height()
        is_high = y - height < 0
        box = QRectF(
            area.left() + look.space(6), y + 1 if is_high else y - height, area.width(), height
        )
        words = f"expected {expected:g}"
        painter.setPen(look.colour("text"))
        painter.drawText(box, _LEFT, words)
        box.setWidth(QFontMetrics(self.font()).horizontalAdvance(words))
        self._taken.append(box)

    def _paint_path(self, painter: QPainter) -> None:
        """The line from the baseline through the marks."""
        start = self._start()
        points = [self._point(mark.day, mark.value) for mark in self._series.marks]
        painter.setPen(QPen(theme().colour("accent"), 2))
        pairs = itertools.pairwise([*([start] if start else []), *points])
        self._path = [QLineF(one, other) for one, other in pairs]
        painter.drawLines(self._path)

    def _paint_marks(self, painter: QPainter) -> list[tuple[QPointF, float]]:
        """A dot for each session's mark; returns where numbers belong, the last mark first."""
        size, accent = theme().space(4), theme().colour("accent")
        found = []
        for mark in self._series.marks:
            point = self._point(mark.day, mark.value)
            painter.setPen(QPen(accent, 1))
            painter.setBrush(accent)
            painter.drawEllipse(point, size, size)
            self._take(point, size)
            found.append((point, mark.value))
        return found[::-1]

    def _paint_ends(self, painter: QPainter) -> list[tuple[QPointF, float]]:
        """A ring where the child began, a square for what it came to; returns where numbers go."""
        look, size = theme(), float(theme().space(5))
        start, achieved = self._start(), self._series.achieved
        found = []
        if achieved is not None:
            end = self._point(self._last, achieved)
            painter.setPen(QPen(look.colour("text"), 2))
            painter.setBrush(look.colour("surface"))
            painter.drawRect(QRectF(end.x() - size, end.y() - size, 2 * size, 2 * size))
            self._take(end, size)
            found.append((end, achieved))
        if start is not None and self._series.baseline is not None:
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.setBrush(look.colour("surface"))
            painter.drawEllipse(start, size, size)
            self._take(start, size)
            found.append((start, self._series.baseline))
        return found

    def _take(self, at: QPointF, size: float) -> None:
        self._taken.append(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))

    def _start(self) -> QPointF | None:
        baseline = self._series.baseline
        return None if baseline is None else self._point(self._first, baseline)

    def _number(self, painter: QPainter, at: QPointF, value: float) -> None:
        """The number below its sign, or wherever else around it there is room.

        Where there is none, or where it stands already, it is left out: the words below the chart
        say it.
        """
        close = 3 * theme().space(5)
        if any(v == value and abs(p.x() - at.x()) < close for p, v in self._said):
            return
        metrics, gap = QFontMetrics(self.font()), theme().space(6)
        words = f"{value:g}"
        width, height = metrics.horizontalAdvance(words) + 2.0, float(metrics.height())
        middle = QPointF(at.x() - width / 2, at.y() - height / 2)
        beside, above = width / 2 + gap, height / 2 + gap - 1
        room = QRectF(self._area().left() + 1, 0, self.width(), self._area().bottom() + 1)
        for x, y in ((0, above), (0, -above), (beside, 0), (-beside, 0)):
            box = QRectF(middle.x() + x, middle.y() + y, width, height)
            if not x:
                box.moveLeft(max(box.left(), room.left()))
            is_free = not any(box.intersects(other) for other in self._taken)
            if room.contains(box) and is_free and not (x and self._is_crossed(box)):
                self._taken.append(box)
                self._said.append((at, value))
                painter.setPen(theme().colour("text"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
                return

    def _is_crossed(self, box: QRectF) -> bool:
        """Whether the line from mark to mark goes through a number that stands beside its sign."""
        across = QLineF(
            box.center() - QPointF(0, box.height() / 2), box.center() + QPointF(0, box.height() / 2)
        )
        bounded = QLineF.IntersectionType.BoundedIntersection
        return any(each.intersects(across)[0] == bounded for each in self._path)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _ends(series: TargetSeries) -> tuple[float, float]:
    """The scale's own ends; a measure's from the least to the most that is known of it."""
    if series.scale in ENDS:
        return ENDS[series.scale]
    known = [series.baseline, series.expected, series.achieved, *(m.value for m in series.marks)]
    values = [value for value in known if value is not None]
    low, high = min([0.0, *values]), max(values, default=1.0)
    return low, high if high > low else low + 1


def _days(series: TargetSeries) -> tuple[dt.date, dt.date]:
    days = [day for day in (series.starts_on, series.due_on) if day]
    days += [mark.day for mark in series.marks]
    if not days:
        return dt.date(2000, 1, 1), dt.date(2000, 1, 2)
    return min(days), max(days)


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%b}" if day else ""
