"""Targets on their scale: where the child began, is now, and is expected to be.

The same numbers stand beside it in words, so that neither colour nor shape alone carries meaning.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stls_desktop.gui.theme import theme

HEIGHT = 26  # pixels at normal text size
ENDS = {"TME": (1.0, 10.0), "GAS": (-2.0, 2.0)}


class TargetTrack(QWidget):
    """One target: a track from the lowest to the highest mark with three signs on it."""

    def __init__(
        self, scale: str, baseline: float | None, now: float | None, expected: float | None
    ) -> None:
        super().__init__()
        self._baseline, self._now, self._expected = baseline, now, expected
        marks = [mark for mark in (baseline, now, expected) if mark is not None]
        low, high = min(marks, default=0.0), max(marks, default=1.0)
        self._low, self._high = ENDS.get(scale, (min(0.0, low), high if high > low else low + 1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words_of(baseline, now, expected))
        self.setToolTip(words_of(baseline, now, expected))

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.space(160), look.space(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, radius = self.height() / 2, look.space(6)
        track = QRectF(radius, middle - 2, self.width() - 2 * radius, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("border"))
        painter.drawRoundedRect(track, 2, 2)
        accent = look.colour("accent")
        if self._baseline is not None and self._now is not None:
            left, right = sorted((self._at(self._baseline), self._at(self._now)))
            painter.setBrush(accent)
            painter.drawRect(QRectF(left, middle - 2, right - left, 4))
        self._flag(painter, middle, radius)
        self._dot(painter, self._baseline, look.colour("surface"), accent, middle, radius)
        self._dot(painter, self._now, accent, accent, middle, radius)

    def _at(self, mark: float) -> float:
        radius = theme().space(6)
        share = (mark - self._low) / (self._high - self._low)
        return radius + min(1.0, max(0.0, share)) * (self.width() - 2 * radius)

    def _dot(
        self,
        painter: QPainter,
        mark: float | None,
        fill: QColor,
        edge: QColor,
        middle: float,
        radius: float,
    ) -> None:
        if mark is not None:
            painter.setBrush(fill)
            painter.setPen(QPen(edge, 2))
            painter.drawEllipse(QPointF(self._at(mark), middle), radius - 1, radius - 1)

    def _flag(self, painter: QPainter, middle: float, radius: float) -> None:
        """Expected is an upright line, so that it is told from the dots without colour."""
        if self._expected is not None:
            painter.setPen(QPen(theme().colour("text"), 2))
            x = self._at(self._expected)
            painter.drawLine(QPointF(x, middle - radius - 3), QPointF(x, middle + radius + 3))


def words_of(baseline: float | None, now: float | None, expected: float | None) -> str:
    """`Began at 3, now 5, expected 7`; what is not known is left out."""
    parts = [
        f"{word} {mark:g}"
        for word, mark in (("began at", baseline), ("now", now), ("expected", expected))
        if mark is not None
    ]
    words = ", ".join(parts)
    return words[:1].upper() + words[1:] or "No marks yet"
