"""A one-line label that ends in an ellipsis where there is no room, and tells the rest as a tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from stls_desktop.gui.widgets.styling import set_role


class ElidedLabel(QLabel):
    """Plain text that gives way to its neighbours; a screen reader hears all of it."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        if role:
            set_role(self, role)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        """Show other words."""
        self._full = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def words(self) -> str:
        """All of the words, also those that have no room."""
        return self._full

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._full) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        cut = self.fontMetrics().elidedText(
            self._full, Qt.TextElideMode.ElideRight, max(self.width(), 0)
        )
        self.setText(cut)
        self.setToolTip(self._full if cut != self._full else "")
