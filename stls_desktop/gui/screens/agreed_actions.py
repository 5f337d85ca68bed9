"""The part of a record's screen with what was agreed: who does what by when, a line for each.

Its actions are kept and settled together with the record above. In a session what is still open
from before comes first, with one key for what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.visit_sections import (
    CarriedAction,
    RecordRow,
    RecordSection,
    record_form,
)
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.styling import column, label, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import agreed
from stls_desktop.services.agreed import AgreedSheet


class AgreedActions(QWidget):
    """The actions of one record, and in a session those that are owed from before."""

    edited = Signal()

    def __init__(
        self, bench: Workbench, above: RecordState, needs: ControlNeeds, over: QWidget
    ) -> None:
        super().__init__()
        self._bench, self._above = bench, above
        self._needs = ControlNeeds(needs.reference, needs.on)
        self._sheet: AgreedSheet | None = None
        self._written: set[str] = set()  # a line that nobody wrote in is no record
        self._waiting: list[CarriedAction] = []
        layout = column(self, gap=12)
        self._before = Card("Agreed before", "What became of each?")
        self._before.hide()
        layout.addWidget(self._before)
        self.section = RecordSection(
            "Agreed actions", "Add an action", "Ctrl+Return", "Remove this action", is_one_line=True
        )
        self._nothing = label("Who does what by when? Add a line with Ctrl+Enter.", "muted")
        self.section.add(self._nothing)
        layout.addWidget(self.section)
        self._undo = UndoBar(over)
        self._undo.undone.connect(self._on_undone)
        self._removed: RecordRow | None = None
        self.section.add_asked.connect(self.add_line)
        self.section.removed.connect(self._on_removed)
        self._bench.runner.run(
            Lane.STORE, _Read(bench, above), self._on_read, owner=self, key="agreed"
        )

    def states(self) -> Iterator[RecordState]:
        """The actions that somebody wrote in."""
        for line in self._waiting:
            yield line.state
        for state in self.section.states():
            if state.rec in self._written:
                yield state

    def add_line(self) -> None:
        """One more action, with the caret in it."""
        if self._sheet is None:
            return
        opened = agreed.blank(
            self._bench.desk, self._above.rec, self._above.kind, self._above.flat(), self._sheet
        )
        line = self._append(
            RecordState(opened, record_form("action", self._needs), None, self._form)
        )
        line.show()
        line.state.form.boxes["what"].take_focus()

    @property
    def _form(self) -> str:
        return self._above.rec

    def _append(self, state: RecordState) -> RecordRow:
        line = self.section.append(state)
        line.edited.connect(_Written(self, state.rec, line).note)
        self._show_nothing()
        return line

    def _on_read(self, sheet: AgreedSheet) -> None:
        self._sheet = sheet
        for opened in sheet.own:
            form = record_form("action", self._needs)
            self._written.add(opened.rec)
            self._append(RecordState(opened, form, sheet.drafts.get(opened.rec), self._form))
        today = self._bench.desk.today().isoformat()
        for opened in sheet.carried:
            draft = sheet.drafts.get(opened.rec)
            carried = CarriedAction(opened, draft, self._needs, self._form, today)
            carried.edited.connect(self.edited)
            self._waiting.append(carried)
            self._before.add(carried)
        show_in_place(self._before, bool(sheet.carried))

    def note_written(self, rec: str) -> None:
        """Somebody wrote in a line, so it is kept."""
        self._written.add(rec)
        self.edited.emit()

    def _on_removed(self, line: RecordRow) -> None:
        self._removed = line
        if line.state.rec in self._written:
            self.edited.emit()
        self._undo.offer("The action was removed.")
        self._show_nothing()

    def _on_undone(self) -> None:
        if self._removed is not None:
            self.section.put_back(self._removed)
            self.edited.emit()
        self._show_nothing()

    def _show_nothing(self) -> None:
        shown = [r for r in self.section.rows_shown if not r.state.given.get("deleted")]
        show_in_place(self._nothing, not shown)


class _Written(QObject):
    def __init__(self, part: AgreedActions, rec: str, line: RecordRow) -> None:
        super().__init__(line)
        self._part, self._rec = part, rec

    def note(self) -> None:
        self._part.note_written(self._rec)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, above: RecordState) -> None:
        self._desk, self._rec, self._kind = bench.desk, above.rec, above.kind
        self._document = above.flat()

    def __call__(self) -> AgreedSheet:
        return agreed.agreed_sheet(self._desk, self._rec, self._kind, self._document)
