"""A session that does not happen, in one step: who called it off, and why. It still counts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stls_core.reference import Reference
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.widgets.styling import button, column, row


class CallOffLine(QWidget):
    """Two choices and one button; hidden until it is asked for."""

    confirmed = Signal(str, str)  # who called it off, the reason; both codes
    cancelled = Signal()

    def __init__(self, reference: Reference) -> None:
        super().__init__()
        self.by, self.reason = Choice(), Choice()
        self.by.set_options((c.code, c.label) for c in reference.choices("called_off_by"))
        self.reason.set_options((c.code, c.label) for c in reference.choices("cancel_reason"))
        self._by_box = FieldBox(self.by, "Called off by")
        self._reason_box = FieldBox(self.reason, "Reason")
        layout = column(self, margins=(0, 4, 0, 8), gap=8)
        layout.addWidget(FieldRow([(self._by_box, 1), (self._reason_box, 1)]))
        line = row(gap=8)
        done = button("Record it as called off")
        done.clicked.connect(self._on_done)
        back = button("Cancel", "link")
        back.clicked.connect(self._on_cancel)
        line.addWidget(done)
        line.addWidget(back)
        line.addStretch(1)
        layout.addLayout(line)
        self.hide()

    def ask(self) -> None:
        """Show the two questions, with the caret in the first."""
        self.show()
        self._by_box.take_focus()

    def _on_done(self) -> None:
        by, reason = self.by.value(), self.reason.value()
        self._by_box.set_problem("" if by else "Choose who called it off")
        self._reason_box.set_problem("" if reason else "Choose the reason")
        if by and reason:
            self.hide()
            self.confirmed.emit(by, reason)

    def _on_cancel(self) -> None:
        self.hide()
        self.cancelled.emit()
