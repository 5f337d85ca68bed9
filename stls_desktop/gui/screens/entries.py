"""The lines of a running record, or of before, behaviour and after: typed one under the other.

Enter begins the next line with the time on it. A line in which nobody wrote is no record.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stls_core.records import kind_named
from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.layouts import CardLayout, Cell, Layout
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.visit_sections import RecordRow, RecordSection
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.styling import column
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import observing
from stls_desktop.services.observing import EntrySheet

_ABC = ("antecedent", "behaviour", "consequence")


class EntryLines(QWidget):
    """The entries of one observation."""

    edited = Signal()

    def __init__(self, bench: Workbench, above: RecordState, needs: ControlNeeds) -> None:
        super().__init__()
        self._bench, self._above = bench, above
        self._needs = ControlNeeds(needs.reference, needs.on)
        self._written: set[str] = set()
        self._method = ""
        self._sheet: EntrySheet | None = None
        layout = column(self)
        self.section = RecordSection(
            "Line by line", "Add a line", "Ctrl+E", "Remove this line", is_one_line=True
        )
        layout.addWidget(self.section)
        self.section.add_asked.connect(self.add_line)
        self.section.removed.connect(self._on_removed)
        self._undo = UndoBar(self)
        self._undo.undone.connect(self._on_undone)
        self._removed: RecordRow | None = None
        self._bench.runner.run(Lane.STORE, _Read(bench, above), self._on_read, owner=self)

    def states(self) -> Iterator[RecordState]:
        """The lines in which somebody wrote."""
        for state in self.section.states():
            if state.rec in self._written:
                yield state

    def show_method(self, method: str) -> None:
        """Lines ask for what the method needs; lines with words keep their form."""
        if method == self._method:
            return
        self._method = method
        self.section.set_title("Before, behaviour, after" if method == "ABC" else "Line by line")

    def add_line(self) -> None:
        """One more line, with the time on it and the caret in it."""
        place = len(self.section.rows_shown) + 1
        opened = observing.blank_entry(self._bench.desk, self._above.rec, self._above.flat(), place)
        line = self._append(RecordState(opened, self._form(), None, self._above.rec))
        line.show()
        line.state.form.boxes[self._first].take_focus()

    @property
    def _first(self) -> str:
        return "antecedent" if self._method == "ABC" else "words"

    def _form(self, document: dict[str, object] | None = None) -> RecordForm:
        kind = kind_named("observation_entry")
        if kind is None:
            msg = "observation_entry is not declared"
            raise LookupError(msg)
        has_abc = document is not None and any(document.get(name) for name in _ABC)
        is_abc = has_abc or (self._method == "ABC" and not (document or {}).get("words"))
        rows: tuple[tuple[Cell, ...], ...]
        if is_abc:
            what = tuple(Cell(name, 1, "short") for name in _ABC)
            rows = ((Cell("noted_at", 1), Cell("function", 4)), what)
        else:
            rows = ((Cell("noted_at", 2), Cell("words", 12, "line")),)
        layout = Layout((CardLayout(key="line", title="", rows=rows),))
        form = RecordForm(kind, self._needs, layout)
        for box in form.boxes.values():
            if isinstance(box.control, LineField):
                box.control.returnPressed.connect(self.add_line)
        return form

    def _append(self, state: RecordState) -> RecordRow:
        line = self.section.append(state)
        line.edited.connect(_Written(self, state.rec, line).note)
        return line

    def _on_read(self, sheet: EntrySheet) -> None:
        self._sheet = sheet
        for opened in sheet.entries:
            draft = sheet.drafts.get(opened.rec)
            self._written.add(opened.rec)
            form = self._form(dict(draft.doc if draft else opened.doc))
            self._append(RecordState(opened, form, draft, self._above.rec))

    def note_written(self, rec: str) -> None:
        """Somebody wrote in a line, so it is kept."""
        self._written.add(rec)
        self.edited.emit()

    def _on_removed(self, line: RecordRow) -> None:
        self._removed = line
        self.edited.emit()
        self._undo.offer("The line was removed.")

    def _on_undone(self) -> None:
        if self._removed is not None:
            self.section.put_back(self._removed)
            self.edited.emit()


class _Written(QObject):
    def __init__(self, part: EntryLines, rec: str, line: RecordRow) -> None:
        super().__init__(line)
        self._part, self._rec = part, rec

    def note(self) -> None:
        self._part.note_written(self._rec)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, above: RecordState) -> None:
        self._desk, self._rec = bench.desk, above.rec

    def __call__(self) -> EntrySheet:
        return observing.entry_sheet(self._desk, self._rec)
