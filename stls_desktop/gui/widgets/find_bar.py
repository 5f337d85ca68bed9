"""A line to type words into that are looked for, with how many there are and the way to each.

It looks for nothing itself. Enter or F3 asks for the next place, with Shift for the one before,
Esc closes.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.styling import (
    announce,
    icon_button,
    label,
    row,
    set_role,
    set_state,
)

NOT_FOUND = "Not found"
_LONGEST = 200  # characters that are looked for


def asks_to_find(event: QEvent) -> bool:
    """Whether Ctrl+F asks to be a key here, before it becomes the program's search."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Find)
    )


class FindBar(QFrame):
    """Hidden until it is opened."""

    typed = Signal(str)
    next_asked = Signal()
    previous_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "head")
        layout = row(self, margins=(10, 4, 10, 4), gap=4)
        self.line = QLineEdit(placeholderText="Find in these pages")
        self.line.setAccessibleName("Find in these pages")
        self.line.setMaxLength(_LONGEST)
        self.line.setMinimumWidth(theme().space(90))
        self.line.setMaximumWidth(theme().space(280))
        self.line.textEdited.connect(self.typed)
        layout.addWidget(self.line, 1)
        self.count = label("", "muted")
        # the words change with each letter, and what stands beside them must not move
        self.count.setMinimumWidth(self.fontMetrics().horizontalAdvance("888 of 888") + 12)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.count)
        self._previous = icon_button("chevron-up", "Previous place", tip="Previous (Shift+F3)")
        self._next = icon_button("chevron-down", "Next place", tip="Next (F3 or Enter)")
        close = icon_button("x", "Close the search", tip="Close (Esc)")
        self._previous.clicked.connect(self.previous_asked)
        self._next.clicked.connect(self.next_asked)
        close.clicked.connect(self.close_bar)
        for each in (self._previous, self._next, close):
            layout.addWidget(each)
        layout.addStretch(1)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """What is looked for; "" while the bar is closed."""
        return "" if self.isHidden() else self.line.text()

    def open_bar(self) -> None:
        """Show it with the words that were looked for before, so that typing replaces them."""
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close_bar(self) -> None:
        """Hide it; the words stay for the next time."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def tell(self, place: int, count: int) -> None:
        """Say which place (from 1) of how many is in view; 0 of 0 is "Not found"."""
        has_words = bool(self.words.strip())
        words = f"{place} of {count}" if count else NOT_FOUND if has_words else ""
        if words == self.count.text():
            return
        self.count.setText(words)
        set_state(self.count, "tone", Tone.WARN.value if words == NOT_FOUND else "")
        for each in (self._previous, self._next):
            each.setEnabled(count > 0)
        announce(self, words)

    def event(self, event: QEvent) -> bool:
        """Esc closes this bar, never the page or the dialog that it stands in."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.previous_asked if is_back else self.next_asked).emit()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.open_bar()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
