"""The parts of the visit screen that hold several records: last time's actions, talks, actions."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from stls_core.records import kind_named
from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.layouts import Layout
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.outcome_choice import OutcomeRow
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    button,
    column,
    frame,
    icon_button,
    label,
    row,
    set_state,
    show_in_place,
)
from stls_desktop.services.shapes import Draft, Opened


class CarriedAction(QWidget):
    """One action of an earlier visit, with what became of it."""

    edited = Signal()

    def __init__(
        self,
        opened: Opened,
        draft: Draft | None,
        needs: ControlNeeds,
        visit_id: str,
        today: str,
    ) -> None:
        super().__init__()
        self._visit_id, self._today = visit_id, today
        form = RecordForm(_kind("action"), needs, Layout(()))
        self.state = RecordState(opened, form, draft, visit_id)
        flat = self.state.flat()
        layout = row(self, gap=12)
        words = column(gap=2)
        words.addWidget(label(str(flat.get("what", "")), wrap=True))
        due = str(flat.get("by_when_on") or "")
        owed = f"{flat.get('who', '')} · by {_short(due)}" if due else str(flat.get("who", ""))
        line = row(gap=8)
        line.addWidget(label(owed, "help"))
        if due and due < today:
            line.addWidget(StatusChip("Overdue", Tone.WARN))
        line.addStretch(1)
        words.addLayout(line)
        layout.addLayout(words, 1)
        answer = column(gap=4)
        self.outcome = OutcomeRow()
        self.outcome.setAccessibleName(f"What became of: {flat.get('what', '')}")
        is_answered = flat.get("reviewed_in_id") == visit_id
        self.outcome.set_value(flat.get("status") if is_answered else None)
        self.outcome.edited.connect(self._on_outcome)
        answer.addWidget(self.outcome, 0, Qt.AlignmentFlag.AlignRight)
        self.note = LineField(placeholder="What happened")
        self.note.setAccessibleName("Note on this action")
        self.note.set_value(flat.get("outcome_note"))
        self.note.edited.connect(self._on_outcome)
        answer.addWidget(self.note)
        layout.addLayout(answer)
        self._show_note()

    def mark(self, words: str) -> None:
        """Show that the answer is missing."""
        set_state(self.outcome, "invalid", bool(words))

    def _on_outcome(self) -> None:
        status = self.outcome.value()
        self.state.set("status", status or "OPEN")
        self.state.set("outcome_note", self.note.value())
        self.state.set("reviewed_in_id", self._visit_id if status else None)
        self.state.set("reviewed_on", self._today if status else None)
        self._show_note()
        self.edited.emit()

    def _show_note(self) -> None:
        status = self.outcome.value()
        show_in_place(self.note, status in ("PART", "NOT_YET", "DROPPED"))
        self.note.setPlaceholderText(
            "Why was it dropped?" if status == "DROPPED" else "What happened"
        )


class RecordRow(QWidget):
    """One record in a section, with its form and a way to take it out."""

    edited = Signal()
    removed = Signal(object)

    def __init__(
        self, state: RecordState, remove_words: str, *, is_one_line: bool, is_ruled: bool
    ) -> None:
        super().__init__()
        self.state = state
        layout = column(self, gap=8)
        if is_ruled:
            layout.addWidget(frame("rule"))
        line = row(gap=8)
        fields = column(gap=10)
        self._lift_rows(fields)
        line.addLayout(fields, 1)
        self.remove = icon_button("trash-2", remove_words)
        self.remove.clicked.connect(self._on_remove)
        line.addWidget(
            self.remove,
            0,
            Qt.AlignmentFlag.AlignBottom if is_one_line else Qt.AlignmentFlag.AlignTop,
        )
        layout.addLayout(line)
        state.form.edited.connect(self._on_edited)

    def _lift_rows(self, into: Any) -> None:  # noqa: ANN401 - a layout
        """The section is the card already, so only the rows of the form's cards are placed."""
        for line in self.state.form.rows():
            into.addWidget(line)

    def _on_edited(self, _name: str) -> None:
        self.edited.emit()

    def _on_remove(self) -> None:
        self.removed.emit(self)


class RecordSection(Card):
    """A card of records of one kind: discussions, or actions."""

    edited = Signal()
    add_asked = Signal()
    removed = Signal(object)  # the row, so that it can be put back

    def __init__(
        self,
        title: str,
        add_words: str,
        shortcut: str,
        remove_words: str,
        *,
        is_one_line: bool,
    ) -> None:
        super().__init__(title)
        self.add_button = button(add_words, "link", icon="plus", tip=f"{add_words} ({shortcut})")
        self.add_button.clicked.connect(self._on_add)
        # a button's own shortcut clicks only 100 ms later; keys typed meanwhile would go astray
        QShortcut(QKeySequence(shortcut), self, self._on_add)
        self.add_action(self.add_button)
        self._remove_words, self._is_one_line = remove_words, is_one_line
        self.rows_shown: list[RecordRow] = []
        self._empty = label("", "muted")
        self._body = column(gap=12)
        self.add(self._body)

    def append(self, state: RecordState) -> RecordRow:
        """Show one more record at the end."""
        line = self.make_row(state, is_ruled=bool(self.rows_shown) and not self._is_one_line)
        line.edited.connect(self.edited)
        line.removed.connect(self._on_removed)
        self.rows_shown.append(line)
        self._body.addWidget(line)
        return line

    def make_row(self, state: RecordState, *, is_ruled: bool) -> RecordRow:
        """The row of one record."""
        return RecordRow(
            state, self._remove_words, is_one_line=self._is_one_line, is_ruled=is_ruled
        )

    def put_back(self, line: RecordRow) -> None:
        """Take a removal back."""
        line.state.set("deleted", None)
        line.show()
        self.edited.emit()

    def states(self) -> Iterator[RecordState]:
        """Every record, removed ones included, because a removal is saved as well."""
        for line in self.rows_shown:
            yield line.state

    def _on_add(self) -> None:
        self.add_asked.emit()

    def _on_removed(self, line: RecordRow) -> None:
        line.state.set("deleted", True)
        line.hide()
        self.removed.emit(line)
        self.edited.emit()


def record_form(kind_name: str, needs: ControlNeeds) -> RecordForm:
    """The form of a kind that is known to be declared."""
    return RecordForm(_kind(kind_name), needs)


def _kind(name: str) -> Any:  # noqa: ANN401 - a declared kind
    return kind_named(name)


def _short(iso: str) -> str:
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {day:%b}"
