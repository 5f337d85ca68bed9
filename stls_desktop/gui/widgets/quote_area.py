"""A field for somebody's own words: a bar at its side, and nothing that would correct them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.widgets.styling import set_role
from stls_desktop.gui.widgets.text_area import TextArea

OWN_WORDS: Final = "Their own words"


class QuoteArea(TextArea):
    """Prose that is kept as it was said; keyboards on the screen are asked to change nothing."""

    def __init__(self, parent: QWidget | None = None, *, min_lines: int = 2) -> None:
        super().__init__(parent, min_lines=min_lines)
        set_role(self, "quote")
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhMultiLine
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
