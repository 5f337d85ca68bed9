"""My day as a strip under the list of Today: what is entered in one line, entered by one press.

Nothing waits for it: it is never red, and no visit asks for it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.styling import (
    button,
    column,
    icon_label,
    label,
    row,
    set_role,
    show_in_place,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import days, records
from stls_desktop.services.days import DayState, DayTaken

TAKE = "As last time"
NOTHING = "Nothing yet; travel, miles and preparation"


class DayStrip(QFrame):
    """Travel, miles and preparation of today."""

    open_asked = Signal()

    def __init__(self, bench: Workbench, over: QWidget) -> None:
        super().__init__()
        set_role(self, "statusline")
        self._bench = bench
        self._taken: DayTaken | None = None
        layout = column(self, margins=(14, 6, 8, 8), gap=0)
        line = row(gap=6)
        line.addWidget(icon_label("clock", "muted"))
        line.addWidget(label("My day", "strong"))
        line.addStretch(1)
        self.take = button(TAKE, "link")
        self.take.clicked.connect(self.take_last_time)
        line.addWidget(self.take)
        self.open = button("Enter", "link")
        self.open.clicked.connect(self.open_asked)
        line.addWidget(self.open)
        layout.addLayout(line)
        self._words = ElidedLabel("", "muted")
        layout.addWidget(self._words)
        self.take.hide()
        self._undo = UndoBar(over)
        self._undo.undone.connect(self._on_undone)

    def words(self) -> str:
        """What the strip says of the day."""
        return self._words.words()

    def show_state(self, state: DayState) -> None:
        """Say what is entered, or what could be with one press."""
        offered = state.last_time if not (state.entered or state.is_begun) else None
        words = state.entered or ("Begun, not finished" if state.is_begun else NOTHING)
        if offered is not None:
            words = f"Not yet. {offered.in_short}"
            self.take.setToolTip(offered.words)
        self._words.set_words(words)
        show_in_place(self.take, offered is not None)
        self.take.setAccessibleName(f"My day: {words}. {TAKE}" if offered else TAKE)
        self.open.setText("Change" if state.entered else "Go on" if state.is_begun else "Enter")
        self.open.setAccessibleName(f"My day: {words}. {self.open.text()}")

    def take_last_time(self) -> None:
        """Enter what the same places took before."""
        wanted = Step(self._bench.desk, days.take_last_time)
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_taken, owner=self, on_orphaned=self._on_taken_unseen
        )

    def _on_taken(self, taken: DayTaken | None) -> None:
        if taken is None:  # something is missing that only the form can ask for
            self.open_asked.emit()
            return
        self._taken = taken
        self._undo.offer(f"My day: {taken.words}.")
        self._bench.bus.publish(taken.changed)

    def _on_taken_unseen(self, taken: DayTaken | None) -> None:
        if taken is not None:
            self._bench.bus.publish(taken.changed)

    def _on_undone(self) -> None:
        if self._taken is not None:
            wanted = Step(self._bench.desk, records.delete, "day_log", self._taken.rec)
            publish = self._bench.bus.publish
            self._bench.runner.run(
                Lane.STORE, wanted, self._on_taken_back, owner=self, on_orphaned=publish
            )

    def _on_taken_back(self, changed: Changed) -> None:
        self._taken = None
        self._bench.bus.publish(changed)
