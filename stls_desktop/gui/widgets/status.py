"""States in words: a chip, the mark that says what is saved, and counted progress."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QWidget

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.styling import (
    announce,
    button,
    column,
    label,
    row,
    set_role,
    set_state,
    show_in_place,
)


class StatusChip(QLabel):
    """A short state, coloured by what it means; the words alone are enough."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.MUTED, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self, "status")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: Tone = Tone.MUTED) -> None:
        """Change words and tone; "" hides the chip."""
        self.setText(text)
        set_state(self, "tone", tone.value)
        show_in_place(self, bool(text))


class SavedMark(QWidget):
    """Says whether the words on the screen are safe. "Saved" is only said after the commit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(self, gap=6)
        self._icon = QLabel()
        layout.addWidget(self._icon)
        self._text = label("")
        layout.addWidget(self._text)
        self.clear()

    @property
    def words(self) -> str:
        """What it says now."""
        return self._text.text()

    def clear(self) -> None:
        """Say nothing: nothing has been typed."""
        self._show("", Tone.MUTED, "")

    def show_saving(self) -> None:
        """Words are on their way to the disk."""
        self._show("Saving…", Tone.MUTED, "hard-drive")

    def show_saved(self, at: dt.datetime) -> None:
        """The commit has returned; `at` is shown in local time."""
        self._show(f"Saved on this laptop {at.astimezone():%H:%M}", Tone.OK, "check")

    def show_not_saved(self, reason: str) -> None:
        """The words are only on the screen; `reason` in a few words, as in "disk full"."""
        self._show(f"Not saved – {reason}", Tone.ERR, "triangle-alert")
        announce(self, self.words)

    def _show(self, text: str, tone: Tone, icon: str) -> None:
        token = tone.value
        if icon:
            set_icon(self._icon, icon, token)
        show_in_place(self._icon, bool(icon))
        self._text.setText(text)
        set_state(self._text, "tone", token)
        self.setAccessibleName(text)


class ProgressStrip(QWidget):
    """Counted progress with a way to stop: "Reading schools, 312 of 711"."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, gap=6)
        line = row(gap=10)
        self._text = label("")
        line.addWidget(self._text, 1)
        self._cancel = button("Cancel")
        self._cancel.clicked.connect(self._on_cancel)
        line.addWidget(self._cancel)
        layout.addLayout(line)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        layout.addWidget(self._bar)
        self.hide()

    def start(self, text: str, *, may_cancel: bool = True) -> None:
        """Show work that has begun and is not counted yet."""
        self._text.setText(text)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        self._cancel.setEnabled(may_cancel)
        show_in_place(self._cancel, may_cancel)
        self.show()

    def take_focus(self) -> None:
        """The keyboard goes to Cancel."""
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_progress(self, done: int, total: int, text: str) -> None:
        """Show how far it is; `text` says what is counted, as in "Reading schools"."""
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._text.setText(f"{text}, {done:,} of {total:,}")
        self._bar.setAccessibleName(self._text.text())

    def finish(self) -> None:
        """The work has ended, well or not."""
        self.hide()

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText("Stopping…")
        self.cancelled.emit()
