"""One fact in a line: an icon that says how it stands, and words that are enough by themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.notices import TONE_ICONS
from stls_desktop.gui.widgets.styling import announce, label, row, show_in_place


class FactLine(QWidget):
    """Hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(self, gap=8)
        self._icon = QLabel()
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = label("", wrap=True)
        line.addWidget(self._words, 1)
        show_in_place(self, is_shown=False)

    @property
    def words(self) -> str:
        """What it tells."""
        return self._words.text()

    def show_fact(self, words: str, tone: Tone = Tone.MUTED) -> None:
        """Tell this; "" hides the line."""
        is_new = words != self._words.text()
        icon, token = TONE_ICONS[tone]
        set_icon(self._icon, icon, token, size=18)
        self._words.setText(words)
        self.setAccessibleName(words)
        show_in_place(self, bool(words))
        if is_new and tone in (Tone.WARN, Tone.ERR) and self.isVisible():
            announce(self, words)
