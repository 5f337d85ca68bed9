"""Where a record stands in its life, and the steps that may follow, each with what it asks for.

Serves every kind with a life of steps. A step that needs nothing is taken at once and can be
undone; one that needs a few fields asks for them right there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from stls_core.records import Kind, Problem
from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.layouts import CardLayout, Cell, Layout
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.error_summary import ErrorSummary
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, clear, column, row, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import steps
from stls_desktop.services.drafting import Settled
from stls_desktop.services.shapes import Opened
from stls_desktop.services.steps import NextStep, StepError, Taken

_TONES: Mapping[str, Tone] = {
    "ACTIVE": Tone.OK,
    "EMBEDDED": Tone.OK,
    "REVIEW_DUE": Tone.WARN,
    "MID_REVIEW": Tone.WARN,
    "FINAL_REVIEW": Tone.WARN,
}


class LifePart(Card):
    """The card with the state in words and a button for each step from here."""

    taken = Signal(object)  # Opened: the record as it is after the step
    refused = Signal(object)  # the FormProblems that stand in the way of a step
    entry_chosen = Signal(str, str)  # the record and the path of a field that stands in the way

    def __init__(
        self,
        bench: Workbench,
        state: RecordState,
        keeper: DraftKeeper,
        needs: ControlNeeds,
        parent: QWidget,
    ) -> None:
        super().__init__("Where it stands", parent=parent)
        self._bench, self._state, self._keeper, self._needs = bench, state, keeper, needs
        self._kind: Kind = state.form.kind
        self._asked: _Asked | None = None
        self._last: Taken | None = None
        self._first: QWidget | None = None  # the button of the nearest step
        self.chip = StatusChip()
        self.add_action(self.chip)
        self.summary = ErrorSummary("Not yet")
        self.summary.entry_chosen.connect(self._on_entry_chosen)
        self.add(self.summary)
        held = QWidget()
        self._buttons = FlowLayout(held, gap=8)
        self.add(held)
        self._panel = QWidget()
        self._panel_lines = column(self._panel, gap=8)
        self.add(self._panel)
        self._undo = UndoBar(parent)
        self._undo.undone.connect(self._on_undone)
        self.show_steps()

    def show_steps(self) -> None:
        """The state and the steps of the record as it stands on the screen."""
        status = str(self._state.flat().get("status") or "")
        codes = self._kind.fields["status"].says.codes
        words = self._bench.desk.reference.label(codes, status) if status else ""
        self.chip.show_state(words, _TONES.get(status, Tone.MUTED))
        had_keyboard, self._first = self._has_keyboard(), None
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()  # at once: what is only deleted later would still be a stop of Tab
                widget.deleteLater()
        for number, step in enumerate(steps.steps(self._kind.name, status)):
            chosen = button(step.words, "primary" if number == 0 else "")
            chosen.clicked.connect(_Chosen(self, step).go)
            self._buttons.addWidget(chosen)
            chosen.show()
            self._first = self._first or chosen
        self._ask(None)
        if had_keyboard:
            self._take_keyboard()

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _take_keyboard(self) -> None:
        """The button that was pressed is gone: go on at the next step, or at the next thing."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            next(iter(self._state.form.boxes.values())).take_focus()

    def choose(self, step: NextStep) -> None:
        """Take a step, or ask for its fields first."""
        self.summary.show_problems([])
        if step.fields:
            self._ask(step)
        else:
            self._take(step, {})

    def _ask(self, step: NextStep | None) -> None:
        clear(self._panel_lines)
        self._asked = None
        show_in_place(self._panel, step is not None)
        if step is not None:
            self._asked = _Asked(self, step)
            self._asked.place_in(self._panel_lines)
            self._asked.take_focus()

    def confirm(self, step: NextStep, values: Mapping[str, Any]) -> None:
        """Take a step with the values that were asked for."""
        self._take(step, values)

    def cancel(self) -> None:
        """Leave everything as it is."""
        self.summary.show_problems([])
        self._ask(None)
        self._take_keyboard()

    def starting_values(self, fields: tuple[str, ...]) -> dict[str, Any]:
        """What the asked fields begin with: what stands in the record, and today for an end."""
        document = {
            path: value
            for path, value in self._state.flat().items()
            if path.partition("/")[0] in fields
        }
        if "closed_on" in fields and not document.get("closed_on"):
            document["closed_on"] = self._bench.desk.today().isoformat()
        return document

    def form_for(self, fields: tuple[str, ...], parent: QObject) -> RecordForm:
        """A form of these fields alone."""
        rows = tuple((Cell(name),) for name in fields)
        layout = Layout((CardLayout(key="step", title="", rows=rows),))
        return RecordForm(self._kind, self._needs, layout, parent)

    def _take(self, step: NextStep, values: Mapping[str, Any]) -> None:
        self._keeper.settle(_Then(self, step, values).take)

    def take_now(self, step: NextStep, values: Mapping[str, Any]) -> None:
        """What is typed has been settled: take the step."""
        self._bench.runner.run(
            Lane.STORE,
            _Take(self._bench, self._state.rec, step.status, values),
            self._on_taken,
            self._on_refused,
            owner=self,
        )

    def _on_taken(self, found: tuple[Taken, Opened]) -> None:
        taken, opened = found
        self._last = taken
        self._show(taken, opened)
        self._undo.offer(f"Now: {self.chip.text()}.")

    def _show(self, taken: Taken, opened: Opened) -> None:
        self.summary.show_problems([])
        if self._state.reopen(opened):
            self._keeper.touch()
        self.show_steps()
        self._bench.bus.publish(taken.changed)
        self.taken.emit(opened)

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, StepError):
            self.summary.show_problems([("", str(error))])
            return
        own = [p for p in error.problems if p.rec == self._state.rec]
        if self._asked is not None:
            self._asked.show_problems([Problem(p.path, p.message) for p in own])
        self.refused.emit(error.problems)
        self.summary.show_problems([(f"{p.rec}|{p.path}", p.message) for p in error.problems])

    def _on_undone(self) -> None:
        if self._last is not None:
            self._bench.runner.run(
                Lane.STORE, _TakeBack(self._bench, self._last), self._on_taken_back, owner=self
            )

    def _on_taken_back(self, found: tuple[Taken, Opened]) -> None:
        self._last = None
        self._show(*found)

    def _on_entry_chosen(self, entry: str) -> None:
        rec, _, path = entry.partition("|")
        if self._asked is not None and rec == self._state.rec and self._asked.focus(path):
            return
        self.entry_chosen.emit(rec, path)


class _Asked(QObject):
    """The fields that a step asks for, with the button that takes it."""

    def __init__(self, part: LifePart, step: NextStep) -> None:
        super().__init__(part)
        self._part, self._step = part, step
        self._form = part.form_for(step.fields, self)
        self._form.load(part.starting_values(step.fields))

    def place_in(self, lines: Any) -> None:  # noqa: ANN401 - a column
        for line in self._form.rows():
            lines.addWidget(line)
        ends = row(gap=8)
        go = button(self._step.words, "primary")
        go.clicked.connect(self._on_go)
        stop = button("Cancel", "link")
        stop.clicked.connect(self._part.cancel)
        ends.addWidget(go)
        ends.addWidget(stop)
        ends.addStretch(1)
        lines.addLayout(ends)

    def take_focus(self) -> None:
        self._form.boxes[self._step.fields[0]].take_focus()

    def show_problems(self, problems: list[Problem]) -> None:
        self._form.show_problems(problems)

    def focus(self, path: str) -> bool:
        return self._form.focus(path)

    def _on_go(self) -> None:
        self._part.confirm(self._step, self._form.nested(self._step.fields))


class _Chosen(QObject):
    def __init__(self, part: LifePart, step: NextStep) -> None:
        super().__init__(part)
        self._part, self._step = part, step

    def go(self) -> None:
        self._part.choose(self._step)


class _Then(QObject):
    """Takes the step once what is typed has been settled."""

    def __init__(self, part: LifePart, step: NextStep, values: Mapping[str, Any]) -> None:
        super().__init__(part)
        self._part, self._step, self._values = part, step, values

    def take(self, _settled: Settled) -> None:
        self._part.take_now(self._step, self._values)
        self.deleteLater()


class _Take:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, status: str, values: Mapping[str, Any]) -> None:
        self._desk, self._rec, self._status, self._values = bench.desk, rec, status, values

    def __call__(self) -> tuple[Taken, Opened]:
        taken = steps.take_step(self._desk, self._rec, self._status, self._values)
        return taken, steps.opened(self._desk, taken)


class _TakeBack:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, taken: Taken) -> None:
        self._desk, self._taken = bench.desk, taken

    def __call__(self) -> tuple[Taken, Opened]:
        undone = steps.take_back(self._desk, self._taken)
        return undone, steps.opened(self._desk, undone)
