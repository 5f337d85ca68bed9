"""Scores on the bands of the normal curve, each with its interval: a small picture.

Every sign has a shape of its own (dot, ring, diamond) and every band a pattern of its own, so that
it can be told in grey and on paper; the words beside it say the same numbers. It works nothing out.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from stls_core.score_profile import ProfileRow
from stls_desktop.gui.theme import theme

LOW, HIGH = 40.0, 160.0
_BANDS: Final = (
    (LOW, 69.5, "well below", Qt.BrushStyle.NoBrush),
    (69.5, 84.5, "below", Qt.BrushStyle.BDiagPattern),
    (84.5, 89.5, "", Qt.BrushStyle.Dense6Pattern),
    (89.5, 110.5, "average", Qt.BrushStyle.SolidPattern),
    (110.5, 115.5, "", Qt.BrushStyle.Dense6Pattern),
    (115.5, 130.5, "above", Qt.BrushStyle.BDiagPattern),
    (130.5, HIGH, "well above", Qt.BrushStyle.NoBrush),
)
"""(from, to, word where there is room, pattern); words and edges as in the list `score_band`."""
_TICKS: Final = (70, 85, 100, 115, 130)
_ROW, _CURVE = 26, 44  # pixels at normal text size
_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ScorePicture(QWidget):
    """The rows of one assessment."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ProfileRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: tuple[ProfileRow, ...], words: str) -> None:
        """Draw these; `words` say the same."""
        self._rows = rows
        self.setAccessibleName(f"Profile of scores. {words}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        height = look.space(_CURVE) + len(self._rows) * look.space(_ROW) + self._below()
        return QSize(look.space(420), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().space(240), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bands(painter)
        self._paint_curve(painter)
        for place, each in enumerate(self._rows):
            self._paint_row(painter, each, place)

    def _below(self) -> int:
        return QFontMetrics(self.font()).height() + theme().space(6)

    def _area(self) -> QRectF:
        """Where scores are drawn: names stand at the left, numbers at the right."""
        metrics = QFontMetrics(self.font())
        longest = max((metrics.horizontalAdvance(each.name) for each in self._rows), default=0)
        left = min(longest + theme().space(12), self.width() * 0.34)
        right = metrics.horizontalAdvance("160 ≠") + theme().space(12)
        return QRectF(left, 0, self.width() - left - right, self.height() - self._below())

    def _x(self, standard: float) -> float:
        area = self._area()
        share = (min(HIGH, max(LOW, standard)) - LOW) / (HIGH - LOW)
        return area.left() + share * area.width()

    def _paint_bands(self, painter: QPainter) -> None:
        look, area, metrics = theme(), self._area(), QFontMetrics(self.font())
        for low, high, word, pattern in _BANDS:
            box = QRectF(self._x(low), area.top(), self._x(high) - self._x(low), area.height())
            token = "accent_soft" if pattern is Qt.BrushStyle.SolidPattern else "border"
            painter.fillRect(box, QBrush(look.colour(token), pattern))
            fits = metrics.horizontalAdvance(word) + 4 <= box.width()
            if word and fits:
                head = QRectF(box.left(), 1, box.width(), metrics.height())
                self._word(painter, head, word)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        for tick in _TICKS:
            x = self._x(tick)
            painter.setPen(QPen(look.colour("field_border"), 1))
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + look.space(3)))
            painter.setPen(look.colour("muted"))
            width = metrics.horizontalAdvance("0000")
            below = QRectF(x - width / 2, area.bottom() + look.space(4), width, metrics.height())
            painter.drawText(below, _CENTRE, str(tick))

    def _word(self, painter: QPainter, box: QRectF, word: str) -> None:
        """On a ground of its own, so that no pattern runs through it."""
        look, metrics = theme(), QFontMetrics(self.font())
        ground = QRectF(0, 0, metrics.horizontalAdvance(word) + 6, metrics.height())
        ground.moveCenter(box.center())
        painter.fillRect(ground, look.colour("surface"))
        painter.setPen(look.colour("muted"))
        painter.drawText(box, _CENTRE, word)

    def _paint_curve(self, painter: QPainter) -> None:
        look = theme()
        floor = float(look.space(_CURVE))
        tall = floor - QFontMetrics(self.font()).height() - look.space(4)
        path = QPainterPath(QPointF(self._x(LOW), floor))
        for step in range(121):
            standard = LOW + step
            height = tall * math.exp(-(((standard - 100) / 15) ** 2) / 2)
            path.lineTo(QPointF(self._x(standard), floor - height))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("field_border"), 1.5))
        painter.drawPath(path)

    def _paint_row(self, painter: QPainter, each: ProfileRow, place: int) -> None:
        look, area, metrics = theme(), self._area(), QFontMetrics(self.font())
        y = look.space(_CURVE) + (place + 0.5) * look.space(_ROW)
        box = QRectF(0, y - look.space(_ROW) / 2, area.left() - look.space(8), look.space(_ROW))
        painter.setPen(look.colour("text"))
        name = metrics.elidedText(each.name, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, _LEFT, name)
        self._paint_interval(painter, each, y)
        if each.earlier is not None:
            self._paint_diamond(painter, QPointF(self._x(each.earlier), y))
        self._paint_mark(painter, each, QPointF(self._x(each.standard), y))
        room = QRectF(area.right(), box.top(), self.width() - area.right() - 2, box.height())
        painter.setPen(look.colour("warn" if each.is_at_odds else "text"))
        painter.drawText(room, _RIGHT, f"{each.shown} ≠" if each.is_at_odds else each.shown)

    def _paint_interval(self, painter: QPainter, each: ProfileRow, y: float) -> None:
        if each.low is None or each.high is None:
            return
        look = theme()
        style = Qt.PenStyle.DashLine if each.is_by_school else Qt.PenStyle.SolidLine
        painter.setPen(QPen(look.colour("accent"), look.space(2), style))
        low, high, cap = self._x(each.low), self._x(each.high), look.space(5)
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        painter.setPen(QPen(look.colour("accent"), look.space(2)))
        for x in (low, high):
            painter.drawLine(QPointF(x, y - cap), QPointF(x, y + cap))

    def _paint_mark(self, painter: QPainter, each: ProfileRow, at: QPointF) -> None:
        """A dot; a ring for what the school supplied."""
        look, size = theme(), theme().space(5)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.setBrush(look.colour("surface" if each.is_by_school else "accent"))
        painter.drawEllipse(at, size, size)

    def _paint_diamond(self, painter: QPainter, at: QPointF) -> None:
        """Where the child stood last time."""
        look, size = theme(), float(theme().space(5))
        painter.setPen(QPen(look.colour("text"), 1.5))
        painter.setBrush(look.colour("surface"))
        corners = ((0.0, -size), (size, 0.0), (0.0, size), (-size, 0.0))
        painter.drawPolygon(QPolygonF([QPointF(at.x() + x, at.y() + y) for x, y in corners]))
