"""One page of a PDF as a picture, with the places on it that were found.

The paper is white in every theme, so the marks are those of the light theme. They are laid over
the picture as a highlighter would be: the words stay as dark as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel

from stls_desktop.gui.theme import token_tables
from stls_desktop.gui.widgets.styling import set_role

_FAINT: Final = 60  # of 255: every place that was found
_STRONG: Final = 95  # the one in question
_OVER: Final = 1.5  # points that a mark stands out over the words


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that were found: on which page, from 0, and (x, y, width, height) in points each."""

    page: int
    boxes: tuple[tuple[float, float, float, float], ...]


class PageSheet(QLabel):
    """A picture in the size of its page. It is told where the marks are and which one counts."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "paper")
        self.setScaledContents(True)
        self._width_pt = 1.0
        self._hits: Sequence[Hit] = ()
        self._current: Hit | None = None

    def set_size(self, width_pt: float, height_pt: float, scale: float) -> None:
        """Show it with so many pixels to a point."""
        self._width_pt = width_pt
        self.setFixedSize(round(width_pt * scale), round(height_pt * scale))

    def set_hits(self, hits: Sequence[Hit], current: Hit | None) -> None:
        """Mark these places; `current` is marked more strongly, None for none of this page."""
        if hits or self._hits:
            self._hits, self._current = hits, current
            self.update()

    def place_of(self, hit: Hit) -> QRectF:
        """Where a place is in pixels of this widget: all of its lines."""
        whole = QRectF()
        for box in self._boxes(hit):
            whole = whole.united(box)
        return whole

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._hits:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(token_tables()["light"]["accent"])
        faint, strong = QColor(accent), QColor(accent)
        faint.setAlpha(_FAINT)
        strong.setAlpha(_STRONG)
        for hit in self._hits:
            is_current = hit is self._current
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            for box in self._boxes(hit):
                painter.fillRect(box, strong if is_current else faint)
            if is_current:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                painter.setPen(QPen(accent, 1.5))
                for box in self._boxes(hit):
                    painter.drawRect(box)
        painter.end()

    def _boxes(self, hit: Hit) -> list[QRectF]:
        scale = self.width() / self._width_pt
        return [
            QRectF(
                (x - _OVER) * scale,
                (y - _OVER) * scale,
                (width + 2 * _OVER) * scale,
                (height + 2 * _OVER) * scale,
            )
            for x, y, width, height in hit.boxes
        ]
