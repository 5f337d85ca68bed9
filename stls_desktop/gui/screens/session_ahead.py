"""A session of a plan, chosen on Today: when, where and with whom, and one press to record it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, column, frame, label, row, set_role
from stls_desktop.services.today import DiaryLine

NEXT = {
    "planned": "It can be written up on its day, or now.",
    "due": "Two minutes while it is fresh: what we did, how the child responded, a mark each.",
    "draft": "It was begun and is kept. Go on where you stopped.",
}


class SessionAhead(QWidget):
    """Stands beside the list; the session's own screen is on the page of the child."""

    record_asked = Signal(str, str)  # child and session

    def __init__(self, line: DiaryLine, state: tuple[str, Tone]) -> None:
        super().__init__()
        set_role(self, "page")
        self.line = line
        outer = column(self)
        head = frame("head")
        across = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        words.addWidget(ElidedLabel(line.about, "h1"))
        words.addWidget(ElidedLabel(line.school, "muted"))
        across.addLayout(words)
        across.addStretch(1)
        self.record = button(_press(line), "primary", icon="pencil", tip="Enter, in the list")
        self.record.clicked.connect(self._on_record)
        across.addWidget(self.record)
        outer.addWidget(head)
        body = QWidget()
        set_role(body, "body")
        layout = column(body, margins=(18, 14, 18, 14), gap=12)
        card = Card(_when(line))
        card.add_action(StatusChip(*state))
        card.add(label(line.detail or "What kind of session it is has not been said yet.", "muted"))
        told = NEXT.get(line.state)
        if told:
            card.add(label(told, "muted", wrap=True))
        layout.addWidget(card)
        layout.addStretch(1)
        outer.addWidget(body, 1)

    def take_focus(self) -> None:
        """Enter records it."""
        self.record.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_record(self) -> None:
        self.record_asked.emit(self.line.pupil_id, self.line.id)


def _press(line: DiaryLine) -> str:
    if line.state in ("planned", "due", "draft"):
        return "Record this session"
    return "Open this session"


def _when(line: DiaryLine) -> str:
    on: dt.date = line.on
    time = f", {line.time}" if line.time else ""
    return f"{on:%A} {on.day} {on:%B}{time}"
