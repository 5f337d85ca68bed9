"""The line at the foot of the window: what sync is doing, and that the laptop is locked up."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.styling import (
    button,
    label,
    row,
    set_role,
    set_state,
    show_in_place,
)

_ICON_TOKENS = {Tone.INFO: "accent"}  # the other tones are colours by their own name


class StatusLine(QFrame):
    """Words at the left (sync, and what waits) and at the right (names, encryption and lock)."""

    privacy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "statusline")
        self.setAccessibleName("Status")
        layout = row(self, margins=(12, 4, 12, 4), gap=6)
        self._sync = _Item()
        self._detail = _Item()
        self._lock = _Item()
        layout.addWidget(self._sync)
        layout.addSpacing(12)
        layout.addWidget(self._detail)
        layout.addStretch(1)
        self.names = button("", "link")
        self.names.clicked.connect(self.privacy_asked)
        layout.addWidget(self.names)
        layout.addSpacing(8)
        layout.addWidget(self._lock)
        self.set_privacy(is_on=False)

    def set_privacy(self, *, is_on: bool) -> None:
        """Say whether names can be read, on the button that changes it."""
        self.names.setText("Names hidden" if is_on else "Names shown")
        set_icon(self.names, "eye-off" if is_on else "eye", "accent", size=16)
        self.names.setToolTip("Show names again (F9)" if is_on else "Hide every name at once (F9)")

    def set_sync(self, text: str, tone: Tone = Tone.MUTED, icon: str = "refresh-cw") -> None:
        """As in "Offline. 4 changes safe on this laptop"."""
        self._sync.show_words(text, tone, icon)

    def set_detail(self, text: str, tone: Tone = Tone.MUTED, icon: str = "") -> None:
        """A second thing to know, as in "2 visits not yet sendable"."""
        self._detail.show_words(text, tone, icon)

    def set_lock(self, text: str) -> None:
        """As in "Encrypted · locks after 5 min"."""
        self._lock.show_words(text, Tone.MUTED, "lock")


class _Item(QWidget):
    def __init__(self) -> None:
        super().__init__()
        layout = row(self, gap=6)
        self._icon = QLabel()
        self._text = label("")
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        self.hide()

    def show_words(self, text: str, tone: Tone, icon: str) -> None:
        """Change icon and words; "" hides the item."""
        if icon:
            set_icon(self._icon, icon, _ICON_TOKENS.get(tone, tone.value))
        show_in_place(self._icon, bool(icon))
        self._text.setText(text)
        set_state(self._text, "tone", tone.value)
        self.setAccessibleName(text)
        show_in_place(self, bool(text))
