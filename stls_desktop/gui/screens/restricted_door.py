"""Before a restricted case: who works on it, and a reason for whoever has to open it anyway."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.styling import button, column, icon_label, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import restricted
from stls_desktop.services.restricted import Door

KEPT = (
    "Your name, the time and these words are kept in the child’s file, where those who work on the"
    " case read them. The case then stays open to you for a day."
)


class RestrictedDoor(QWidget):
    """Stands in place of a record that may not be read as a matter of course."""

    opened = Signal(str, str)  # pupil and record
    left = Signal(str)  # pupil

    def __init__(self, bench: Workbench, door: Door) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench, self._door = bench, door
        outer = column(self, margins=(18, 14, 18, 14), gap=12)
        self.banner = Banner()
        outer.addWidget(self.banner)
        card = Card()
        head = row(gap=10)
        head.addWidget(icon_label("lock", "warn", size=20))
        head.addWidget(label("This case is restricted", "h2"))
        head.addStretch(1)
        card.add(head)
        words = f"Only those who work on it read it. Ask {door.lead} first."
        card.add(label(words, wrap=True))
        self.reason = LineField()
        self.open_button = button("Open the case", "primary")
        if door.may_ask:
            box = FieldBox(self.reason, "Why you have to open it", help_text=KEPT)
            card.add(box)
            self.reason.returnPressed.connect(self._on_open)
            self.open_button.clicked.connect(self._on_open)
        else:
            card.add(label(restricted.NOT_YOURS, "muted", wrap=True))
        ways = row(gap=8)
        back = button("Back to the pupil", "link", icon="chevron-left")
        back.clicked.connect(self._on_back)
        if door.may_ask:
            ways.addWidget(self.open_button)
        ways.addWidget(back)
        ways.addStretch(1)
        card.add(ways)
        outer.addWidget(card)
        outer.addStretch(1)

    def take_focus(self) -> None:
        """Into the reason."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_open(self) -> None:
        reason = str(self.reason.value() or "")
        step = Step(self._bench.desk, restricted.open_with_reason, self._door, reason)
        self._bench.runner.run(Lane.STORE, step, self._on_written, self._on_failed, owner=self)

    def _on_written(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        self.opened.emit(self._door.pupil_id, self._door.rec)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)
        self.take_focus()

    def _on_back(self) -> None:
        self.left.emit(self._door.pupil_id)
