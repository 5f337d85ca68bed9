"""Things that tell: a banner, an empty state, and the bar that offers to undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.styling import (
    announce,
    button,
    column,
    icon_button,
    icon_label,
    label,
    row,
    set_role,
    set_state,
    show_in_place,
)

TONE_ICONS = {
    Tone.INFO: ("info", "accent"),
    Tone.OK: ("circle-check", "ok"),
    Tone.WARN: ("triangle-alert", "warn"),
    Tone.ERR: ("circle-alert", "err"),
    Tone.MUTED: ("info", "muted"),
}
UNDO_MS = 10_000


class Banner(QFrame):
    """A line across a page: what happened, what is safe, and at most one thing to do."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.INFO,
        *,
        action: str = "",
        is_dismissable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        layout = row(self, margins=(12, 3, 6, 3), gap=10)
        self.setMinimumHeight(theme().space(38))
        self._icon = QLabel()
        layout.addWidget(self._icon)
        self._text = label("", wrap=True)
        layout.addWidget(self._text, 1)
        self._action = button("", "link")
        self._action.clicked.connect(self._on_action)
        layout.addWidget(self._action)
        self._close = icon_button("x", "Dismiss")
        self._close.clicked.connect(self._on_close)
        show_in_place(self._close, is_dismissable)
        layout.addWidget(self._close)
        self.show_message(text, tone, action=action)

    def show_message(self, text: str, tone: Tone = Tone.INFO, *, action: str = "") -> None:
        """Change what it says; "" hides it."""
        name, token = TONE_ICONS[tone]
        set_icon(self._icon, name, token, size=20)
        set_state(self, "tone", tone.value)
        self._text.setText(text)
        self._action.setText(action)
        show_in_place(self._action, bool(action))
        self.setAccessibleName(text)
        show_in_place(self, bool(text))
        if self.isVisible():
            announce(self, text)

    def _on_action(self) -> None:
        self.acted.emit()

    def _on_close(self) -> None:
        self.hide()
        self.dismissed.emit()


class DemoBanner(QFrame):
    """Says across the top of every window that nothing here is real."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "demo")
        layout = row(self, margins=(14, 4, 14, 4), gap=8)
        layout.addStretch(1)
        layout.addWidget(icon_label("flask-conical", "warn"))
        words = label(text, "strong")
        set_state(words, "tone", Tone.WARN.value)
        layout.addWidget(words)
        layout.addStretch(1)
        self.setAccessibleName(text)


class EmptyState(QWidget):
    """What will be here, and one button that makes it so."""

    acted = Signal()

    def __init__(
        self, icon: str, sentence: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = column(self, margins=(24, 24, 24, 24), gap=12)
        layout.addStretch(1)
        layout.addWidget(icon_label(icon, "muted", size=40), 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = label(sentence, "muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMaximumWidth(theme().space(380))
        self._sentence.setMinimumWidth(theme().space(200))
        # no alignment here: an aligned label that wraps is given too little height
        middle = row()
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        layout.addLayout(middle)
        self.action: QPushButton = button(action, "primary")
        show_in_place(self.action, bool(action))
        self.action.clicked.connect(self._on_action)
        layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

    def set_sentence(self, sentence: str) -> None:
        """Change the sentence, as when a search finds nothing."""
        self._sentence.setText(sentence)

    def _on_action(self) -> None:
        self.acted.emit()


class UndoBar(QFrame):
    """Offers "Undo" for ten seconds at the foot of its parent; no question was asked before.

    It waits while the pointer or the focus is on it, so that nobody has to race.
    """

    undone = Signal()
    expired = Signal()

    def __init__(self, parent: QWidget, *, wait_ms: int = UNDO_MS) -> None:
        super().__init__(parent)
        set_role(self, "undo")
        layout = row(self, margins=(14, 8, 8, 8), gap=14)
        self._text = label("")
        layout.addWidget(self._text)
        self._undo = button("Undo")
        self._undo.clicked.connect(self._on_undo)
        layout.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True, interval=wait_ms)
        self._timer.timeout.connect(self._on_timeout)
        parent.installEventFilter(self)
        self._undo.installEventFilter(self)
        self.hide()

    def offer(self, text: str) -> None:
        """Say what was done, and offer to take it back. An earlier offer expires now."""
        if self.isVisible():
            self._on_timeout()
        self._text.setText(text)
        self._undo.setAccessibleName(f"Undo. {text}")
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, f"{text}. Undo is offered for {self._timer.interval() // 1000} seconds")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self._undo and event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif watched is self._undo and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._timer.start()
        return False

    def enterEvent(self, event: QEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible() and not self._undo.hasFocus():
            self._timer.start()

    def _place(self) -> None:
        self.adjustSize()
        parent = self.parentWidget()
        if parent is None:
            return
        box = parent.rect()
        self.move((box.width() - self.width()) // 2, box.height() - self.height() - 16)

    def _on_undo(self) -> None:
        self._timer.stop()
        self.hide()
        self.undone.emit()

    def _on_timeout(self) -> None:
        self._timer.stop()
        self.hide()
        self.expired.emit()
