"""The scores of a test as a table: one line for each subtest, with what there is to say below it.

Keeps the field contract; the value is the list of scores as they stand in a document. Lines that
unfold with a test are no scores until a number stands in them. Enter goes to the next line.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QWidget

from stls_core.ids import uuid7
from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.values import to_json
from stls_desktop.gui.widgets.field import focus_target, mark_invalid
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.line_field import Choice, LineField, NumberField
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    announce,
    button,
    clear,
    column,
    icon_button,
    icon_label,
    label,
    row,
    set_role,
    show_in_place,
)

NUMBERS: Final = ("value", "ci_low", "ci_high", "percentile", "raw")
_FILLED: Final = (*NUMBERS, "age_equivalent")
_HEADS: Final = (
    ("scale", "Scale"),
    ("value", "Score"),
    ("ci_low", "95 %"),
    ("ci_high", "to"),
    ("percentile", "Percentile"),
    ("raw", "Raw"),
    ("age_equivalent", "Age eq."),
)
_NAMES: Final = {
    "subtest": "Subtest",
    "ci_low": "95 % interval from",
    "ci_high": "95 % interval to",
    "age_equivalent": "Age equivalent",
}
_WIDEST: Final = {"scale": "Standard", "percentile": "Percentile", "raw": "000"}
_ARROW: Final = 54  # pixels that a choice needs beside its words
_USUAL_SCALE: Final = "SS"


@dataclass(frozen=True, slots=True)
class RowNote:
    """What stands below a score: its band, a percentile to expect, and what is wrong with it."""

    band: str = ""
    told: str = ""
    expected: str = ""  # shown in the empty percentile
    problem: str = ""
    problem_part: str = ""  # the cell that is marked


class ScoreTable(QFrame):
    """Edits the scores in place."""

    edited = Signal()

    def __init__(
        self, scales: Iterable[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "choices")
        self._scales = list(scales)
        self._rows: list[_Row] = []
        layout = column(self, gap=8)
        self._head = self._build_head()
        layout.addWidget(self._head)
        self._lines = column(gap=8)
        layout.addLayout(self._lines)
        self._empty = label("Choose the test; its parts become the rows.", "muted")
        layout.addWidget(self._empty)
        below = FlowLayout(gap=10)
        self.add_button = button("Add a row", "link", icon="plus")
        self.add_button.clicked.connect(self._on_add)
        below.addWidget(self.add_button)
        layout.addLayout(below)
        self._offers = FlowLayout(gap=8)
        self._offered = QWidget()
        self._offered.setLayout(self._offers)
        layout.addWidget(self._offered)
        self.setFocusProxy(self.add_button)
        self._look()

    # The field contract

    def value(self) -> list[dict[str, Any]]:
        """The scores that say anything."""
        return [each.element() for each in self._rows if each.is_kept]

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show these scores; this is no edit."""
        self._drop(self._rows)
        for element in value or ():
            self._append(dict(element))
        self._look()

    def raw(self) -> list[dict[str, Any]]:
        """The same as the value."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's scores."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """The first cell that cannot be read yet."""
        return next((problem for each in self._rows if (problem := each.entry_problem())), "")

    def is_empty(self) -> bool:
        """Whether there is no score."""
        return not self.value()

    def focus_part(self, key: str, part: str) -> None:
        """Put the caret into one cell, for a link of the error summary."""
        for each in self._rows:
            if each.key == key:
                focus_target(each.cells.get(part, each.cells["value"])).setFocus()

    # What the screen does with it

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the lines that are shown."""
        return tuple(each.key for each in self._rows)

    @property
    def has_numbers(self) -> bool:
        """Whether anybody has written a score."""
        return any(each.has_numbers for each in self._rows)

    def unfold(self, subtests: Iterable[tuple[str, str]]) -> None:
        """One empty line for each (name, scale), instead of lines in which nobody wrote."""
        self._drop([each for each in self._rows if not each.has_numbers])
        started = time.time_ns() // 1_000_000
        for place, (name, scale) in enumerate(subtests):
            key = uuid7(started + place, secrets.token_bytes(10))  # keys decide the order
            self._append({"key": key, "subtest": name, "scale": scale}, is_offered=True)
        self._look()

    def offer(self, subtests: Iterable[tuple[str, str]]) -> None:
        """Show these as buttons that add a line, without those that have one."""
        clear(self._offers)
        here = {each.cells["subtest"].value() for each in self._rows}
        for name, scale in subtests:
            if name in here:
                continue
            made = button(name, "link", icon="plus")
            made.clicked.connect(_Offer(self, made, name, scale).take)
            self._offers.addWidget(made)
        show_in_place(self._offered, self._offers.count() > 0)

    def add(self, name: str = "", scale: str = _USUAL_SCALE) -> None:
        """One more line with the caret in it."""
        element = {"key": _new_key(), "subtest": name, "scale": scale}
        made = self._append({k: v for k, v in element.items() if v}, is_offered=True)
        made.show()  # a cell that was never shown is passed over by Tab
        self._look()
        made.cells["value" if name else "subtest"].setFocus()

    def focus_first(self) -> bool:
        """Put the caret into the first score; False if there is no line."""
        if not self._rows:
            return False
        self._rows[0].cells["value"].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def show_notes(self, notes: Mapping[str, RowNote]) -> None:
        """Show below each line what there is to say about it: {key of the score: words}."""
        for each in self._rows:
            each.show_note(notes.get(each.key, RowNote()))

    def go_down(self, line: _Row, part: str, step: int) -> bool:
        """From a cell to the same one of another line; False at the end."""
        place = self._rows.index(line) + step
        if not 0 <= place < len(self._rows):
            return False
        cell = self._rows[place].cells[part]
        cell.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _build_head(self) -> QWidget:
        head = QWidget()
        line = row(head, gap=6)
        line.addWidget(label("Subtest", "help"), 1)
        for part, words in _HEADS:
            made = label(words, "help")
            made.setFixedWidth(_width(part))
            line.addWidget(made)
        line.addSpacing(icon_button("x", "").sizeHint().width())
        return head

    def _append(self, element: dict[str, Any], *, is_offered: bool = False) -> _Row:
        made = _Row(self, self._scales, element, is_offered=is_offered)
        made.edited.connect(self.edited)
        made.removed.connect(self._on_removed)
        self._rows.append(made)
        self._lines.addWidget(made)
        return made

    def _drop(self, rows: Iterable[_Row]) -> None:
        for each in list(rows):
            self._rows.remove(each)
            self._lines.removeWidget(each)
            each.hide()
            each.deleteLater()

    def _look(self) -> None:
        show_in_place(self._head, bool(self._rows))
        show_in_place(self._empty, not self._rows)

    def _on_add(self) -> None:
        self.add()

    def _on_removed(self, line: object) -> None:
        self._drop([each for each in self._rows if each is line])
        self._look()
        self.add_button.setFocus()
        self.edited.emit()


class _Offer(QObject):
    def __init__(self, table: ScoreTable, made: QWidget, name: str, scale: str) -> None:
        super().__init__(made)
        self._table, self._made, self._name, self._scale = table, made, name, scale

    def take(self) -> None:
        self._made.hide()
        self._table.add(self._name, self._scale)


class _Row(QWidget):
    edited = Signal()
    removed = Signal(object)

    def __init__(
        self,
        table: ScoreTable,
        scales: list[tuple[str, str]],
        element: dict[str, Any],
        *,
        is_offered: bool,
    ) -> None:
        super().__init__()
        self.key = str(element["key"])
        self._table, self._element, self._is_offered = table, element, is_offered
        self.cells: dict[str, Any] = {"subtest": LineField(), "scale": Choice()}
        self.cells["scale"].set_options(scales, may_be_empty=False)
        self.cells["scale"].setMinimumContentsLength(4)
        self.cells |= {part: NumberField(places=1, low=None) for part in NUMBERS}
        self.cells["age_equivalent"] = LineField(placeholder="6:03")
        layout = column(self, gap=2)
        line = row(gap=6)
        line.addWidget(self.cells["subtest"], 1)
        for part, _ in _HEADS:
            self.cells[part].setFixedWidth(_width(part))
            line.addWidget(self.cells[part])
        for part, cell in self.cells.items():
            self._ready(part, cell)
        remove = icon_button("x", "Remove this score")
        remove.clicked.connect(self._on_remove)
        line.addWidget(remove)
        layout.addLayout(line)
        self._build_note(layout)
        self._name()

    def _ready(self, part: str, cell: Any) -> None:  # noqa: ANN401 - see Field
        known = self._element.get(part)
        if isinstance(known, float) and known.is_integer():
            known = int(known)  # 82, not 82.0
        cell.set_value(known if known is not None or part != "scale" else _USUAL_SCALE)
        cell.edited.connect(self._on_edited)
        if isinstance(cell, NumberField):
            cell.entry_checked.connect(self._on_checked)
        if isinstance(cell, QLineEdit):
            cell.installEventFilter(self)

    def _build_note(self, layout: Any) -> None:  # noqa: ANN401 - a layout
        self._note = QWidget()
        line = row(self._note, gap=8)
        self._band = StatusChip()
        line.addWidget(self._band)
        self._told: QLabel = label("", "muted", wrap=True)
        line.addWidget(self._told, 1)
        layout.addWidget(self._note)
        self._wrong = QWidget()
        wrong = row(self._wrong, gap=6)
        wrong.addWidget(icon_label("triangle-alert", "warn"), 0, Qt.AlignmentFlag.AlignTop)
        self._problem: QLabel = label("", wrap=True)
        wrong.addWidget(self._problem, 1)
        layout.addWidget(self._wrong)
        for part in (self._note, self._wrong):
            show_in_place(part, is_shown=False)

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()

    @property
    def has_numbers(self) -> bool:
        """Whether any number or an age stands in it, half-typed or whole."""
        return any(not self.cells[part].is_empty() for part in _FILLED)

    @property
    def is_kept(self) -> bool:
        """A line that unfolded is a score once a number stands in it."""
        return self.has_numbers if self._is_offered else len(self.element()) > 1

    def element(self) -> dict[str, Any]:
        found = {**self._element, "key": self.key}
        for part, cell in self.cells.items():
            found[part] = to_json(cell.value())
        if "scale" not in self._element and found["scale"] == _USUAL_SCALE:
            found["scale"] = None  # as it was: a default that nobody chose
        return {part: value for part, value in found.items() if value is not None and value != ""}

    def entry_problem(self) -> str:
        problems = (cell.entry_problem() for cell in self.cells.values())
        return next((problem for problem in problems if problem), "")

    def show_note(self, note: RowNote) -> None:
        self.cells["percentile"].setPlaceholderText(note.expected)
        self._band.show_state(note.band, Tone.MUTED)
        self._told.setText(note.told)
        show_in_place(self._note, bool(note.band or note.told))
        self.show_problem(note.problem or self.entry_problem(), note.problem_part)
        words = ". ".join(part for part in (note.band, note.told, note.problem) if part)
        for part in ("value", "percentile"):
            self.cells[part].setAccessibleDescription(words)

    def show_problem(self, problem: str, part: str) -> None:
        """Say below the line what is wrong, and mark the cell."""
        if problem and problem != self._problem.text():
            announce(self.cells["value"], problem)
        self._problem.setText(problem)
        show_in_place(self._wrong, bool(problem))
        for number in NUMBERS:
            mark_invalid(self.cells[number], bool(problem) and number == part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {
            Qt.Key.Key_Return: 1,
            Qt.Key.Key_Enter: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
        }.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        part = next(part for part, cell in self.cells.items() if cell is watched)
        return self._table.go_down(self, part, step)

    def _name(self) -> None:
        told = str(self.cells["subtest"].value() or "New score")
        heads = dict(_HEADS)
        for part, cell in self.cells.items():
            cell.setAccessibleName(f"{told}: {_NAMES.get(part, heads.get(part, part))}")

    def _on_edited(self) -> None:
        self._name()
        self.edited.emit()

    def _on_checked(self, problem: str) -> None:
        """A cell was left with words that are no number."""
        if problem:
            self.show_problem(problem, "")

    def _on_remove(self) -> None:
        self.removed.emit(self)


def _width(part: str) -> int:
    metrics = QFontMetrics(theme().font())
    words = _WIDEST.get(part, "00000")
    beside = _ARROW if part == "scale" else 16
    return metrics.horizontalAdvance(words) + theme().space(beside)


def _new_key() -> str:
    return uuid7(time.time_ns() // 1_000_000, secrets.token_bytes(10))
