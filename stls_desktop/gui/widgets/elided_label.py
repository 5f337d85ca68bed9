"""A one-line label that ends in an ellipsis where there is no room, and tells the rest as a tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from stls_desktop.gui.privacy import privacy
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
        privacy().changed.connect(self._on_privacy_changed)
        self.set_words(text)

    def set_words(self, text: str) -> None:
        """Show other words."""
        self._full = text
        self._on_privacy_changed()

    def words(self) -> str:
        """All of the words, also those that have no room."""
        return self._full

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(
            metrics.horizontalAdvance(privacy().shown(self._full)) + 2, super().sizeHint().height()
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_privacy_changed(self) -> None:
        self.setAccessibleName(privacy().shown(self._full))
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        """Hidden before it is cut: half a name is no name that could be found."""
        full = privacy().shown(self._full)
        cut = self.fontMetrics().elidedText(full, Qt.TextElideMode.ElideRight, max(self.width(), 0))
        self.setText(cut)
        self.setToolTip(full if cut != full else "")
