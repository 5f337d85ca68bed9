"""Two shares above each other, the child's and a peer's: solid and hatched, so that grey will do.

It draws what it is told; the words beside it say the same.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stls_desktop.gui.theme import theme

HEIGHT = 18


class ShareBar(QWidget):
    """One bar from 0 to 100 %."""

    def __init__(self, percent: int | None, words: str, *, is_hatched: bool = False) -> None:
        super().__init__()
        self._percent, self._is_hatched = percent, is_hatched
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().space(160), theme().space(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(look.colour("border"))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(whole, 3, 3)
        if self._percent is None:
            return
        filled = QRectF(whole)
        filled.setWidth(whole.width() * self._percent / 100)
        style = Qt.BrushStyle.BDiagPattern if self._is_hatched else Qt.BrushStyle.SolidPattern
        painter.setPen(look.colour("accent"))
        painter.setBrush(QBrush(look.colour("accent"), style))
        painter.drawRoundedRect(filled, 3, 3)
