"""One row of an import in full: which child it is, what differs, and what a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from stls_core.records import kind_of
from stls_core.records.pupils import Pupil
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    label,
    row,
    set_role,
    show_in_place,
)
from stls_desktop.imports.pupil_plan import Decision, Fate, Row, RowChoice
from stls_desktop.services.field_words import day_words

_WHICH: Final = (
    (RowChoice.LEAVE.value, "Leave out"),
    (RowChoice.SAME.value, "Same child"),
    (RowChoice.OTHER.value, "Another child"),
)
_OURS, _THEIRS = "ours", "theirs"
_SIDES: Final = ((_OURS, "Keep ours"), (_THEIRS, "Take the file’s"))


@dataclass(frozen=True)
class RowShown:
    """A row as it stands, as it stood before anything was decided, and all that is said of it."""

    row: Row
    undecided: Row
    sides: tuple[tuple[str, str], ...]  # of each difference: here, in the file
    remarks: tuple[str, ...]
    decision: Decision

    @property
    def shape(self) -> tuple[object, ...]:
        """Rows of one shape have the same controls."""
        return (self.row.line, tuple(each.field for each in self.row.differences))


class RowDetail(QFrame):
    """Shows the current row; says what was decided of it."""

    decided = Signal(int, object)  # line, Decision

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "choices")
        self._shown: RowShown | None = None
        self._sides: dict[str, Segmented] = {}
        outer = column(self, gap=8)
        self._title = label("", "strong", wrap=True)
        self._said = label("", "muted", wrap=True)
        self._who = label("", wrap=True)
        for each in (self._title, self._said, self._who):
            outer.addWidget(each)
        self.which = Segmented(may_be_empty=False)
        self.which.set_options(_WHICH)
        self.which.edited.connect(self._on_edited)
        line = row()
        line.addWidget(self.which)
        line.addStretch(1)
        outer.addLayout(line)
        held = QWidget()
        self._grid = QGridLayout(held)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        for place in (1, 2):
            self._grid.setColumnStretch(place, 1)
        outer.addWidget(held)
        self.take_row = button("Take all of the file’s values for this row", "link")
        self.take_row.clicked.connect(self._on_take_row)
        last = row()
        last.addWidget(self.take_row)
        last.addStretch(1)
        outer.addLayout(last)
        privacy().changed.connect(self._on_privacy_changed)
        self.hide()

    def show_row(self, shown: RowShown | None) -> None:
        """Show a row, or nothing; controls that are still right keep the keyboard."""
        before, self._shown = self._shown, shown
        show_in_place(self, shown is not None)
        if shown is None:
            return
        self._say(shown)
        show_in_place(self.which, shown.undecided.outcome is Fate.LIKELY)
        self.which.set_field_name(f"What row {shown.row.line} is")
        self.which.set_value(shown.decision.choice.value)
        if before is None or before.shape != shown.shape:
            self._fill(shown)
        for name, side in self._sides.items():
            side.set_value(_THEIRS if name in shown.decision.take else _OURS)
        show_in_place(self.take_row, len(self._sides) > 1)

    def _say(self, shown: RowShown) -> None:
        each = shown.row
        title = " · ".join(p for p in (f"Row {each.line}", each.initials, each.outcome) if p)
        self._title.setText(title)
        said = [each.words, *shown.remarks]
        self._said.setText("\n".join(words for words in said if words))
        show_in_place(self._said, any(said))
        people = []
        if each.incoming is not None:
            people.append(f"In the file: {_who(each.incoming.values)}")
        if shown.undecided.known is not None:
            people.append(f"Here: {_who(shown.undecided.known.document)}")
        self._who.setText("\n".join(people))
        show_in_place(self._who, bool(people))

    def _fill(self, shown: RowShown) -> None:
        clear(self._grid)
        self._sides = {}
        pairs = zip(shown.row.differences, shown.sides, strict=True)
        for place, (each, (here, there)) in enumerate(pairs):
            side = Segmented(may_be_empty=False)
            side.set_options(_SIDES)
            side.set_field_name(f"{each.label} of row {shown.row.line}")
            side.edited.connect(self._on_edited)
            self._sides[each.field] = side
            self._grid.addWidget(label(each.label, "field"), place, 0)
            self._grid.addWidget(_side(each.field, f"Here: {here}", here), place, 1)
            self._grid.addWidget(_side(each.field, f"File: {there}", there), place, 2)
            self._grid.addWidget(side, place, 3)

    def _on_edited(self) -> None:
        if self._shown is None:
            return
        take = frozenset(name for name, side in self._sides.items() if side.value() == _THEIRS)
        choice = RowChoice(str(self.which.value()))
        self.decided.emit(self._shown.row.line, Decision(choice, take))

    def _on_take_row(self) -> None:
        for side in self._sides.values():
            side.set_value(_THEIRS)
        self._on_edited()

    def _on_privacy_changed(self) -> None:
        if self._shown is not None:
            self._say(self._shown)
            self._fill(self._shown)
            self.show_row(self._shown)


def _who(document: Mapping[str, Any]) -> str:
    """A child in words, with initials while names are hidden: a file's names nobody knows yet."""
    names = (str(document.get(name) or "") for name in ("legal_forename", "legal_surname"))
    name = privacy().shown_name(" ".join(each for each in names if each))
    called = privacy().shown_name(str(document.get("known_as") or ""))
    facts = [
        f"known as {called}" if called else "",
        f"born {day_words(document.get('born_on'))}" if document.get("born_on") else "",
        f"UPN {document['upn']}" if document.get("upn") and not privacy().is_on else "",
    ]
    return ", ".join(each for each in (name, *facts) if each)


def _side(field: str, words: str, value: str) -> QLabel:
    known = kind_of(Pupil).fields.get(field)
    if known is not None and known.says.is_name:
        words = words.replace(value, privacy().shown_name(value))
    return label(words, wrap=True)
