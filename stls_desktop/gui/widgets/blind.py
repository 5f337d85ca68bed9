"""Drawn over what cannot be shown as initials, such as a printed page, while names are hidden.

It only covers: what lies beneath goes on as it was.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.widgets.styling import set_role

WORDS: Final = "Hidden with the names. Press F9 to show it."


class Blind(QLabel):
    """Over the whole of its parent while the privacy key is on."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(WORDS, over)
        set_role(self, "blind")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.installEventFilter(self)
        privacy().changed.connect(self._on_privacy_changed)
        self._on_privacy_changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._fit()
        return False

    def _on_privacy_changed(self) -> None:
        self._fit()
        self.setVisible(privacy().is_on)

    def _fit(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
            self.raise_()
