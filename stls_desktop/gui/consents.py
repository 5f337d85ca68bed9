"""Who has agreed to a plan: a checklist with a line for each party, instead of free rows.

Keeps the field contract; the value is a list of elements as they stand in a document, one for
each party of whom anything is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from stls_core.records.plans import ARE_ASKED, MUST_AGREE
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.values import to_json
from stls_desktop.gui.widgets.date_field import DateField
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    button,
    column,
    frame,
    label,
    row,
    set_role,
    show_in_place,
)


class Party(QWidget):
    """One line: who, the state in words, and what it rests on."""

    edited = Signal()

    def __init__(self, code: str, words: str, today: dt.date) -> None:
        super().__init__()
        self.code, self._today, self._words = code, today, words
        self._element: dict[str, Any] = {}
        layout = column(self, gap=6)
        head = row(gap=10)
        head.addWidget(label(words, "strong"))
        self._state = StatusChip()
        head.addWidget(self._state)
        head.addStretch(1)
        self.today = button("Agreed today", "link", icon="check")
        self.today.setAccessibleName(f"{words}: agreed today")
        self.today.clicked.connect(self._on_today)
        head.addWidget(self.today)
        layout.addLayout(head)
        self._name, self._agreed, self._asked = LineField(), DateField(), DateField()
        self._reason = LineField()
        self._parts = {
            "name": self._name,
            "agreed_on": self._agreed,
            "asked_on": self._asked,
            "reason": self._reason,
        }
        titles = {
            "name": "Name",
            "agreed_on": "Agreed on",
            "asked_on": "Asked on",
            "reason": "If not: why",
        }
        line = FieldRow()
        self._boxes = {}
        for part, control in self._parts.items():
            box = FieldBox(control, titles[part])
            control.setAccessibleName(f"{words}: {titles[part]}")
            control.edited.connect(self._on_edited)
            line.add(box, 4 if part == "reason" else 3)
            self._boxes[part] = box
        layout.addWidget(line)
        for part in ("asked_on", "reason"):
            show_in_place(self._boxes[part], code in ARE_ASKED)
        self._show_state()

    @property
    def state(self) -> str:
        """The state in words."""
        return self._state.text()

    def element(self) -> dict[str, Any]:
        """What is known, as it stands in a document; only its key and party if nothing is."""
        found = {**self._element, "key": self._element.get("key", self.code), "party": self.code}
        for part, control in self._parts.items():
            found[part] = to_json(control.value())
        return {name: value for name, value in found.items() if value not in (None, "")}

    def show_element(self, element: dict[str, Any]) -> None:
        """Show what a document says; this is no edit."""
        self._element = dict(element)
        for part, control in self._parts.items():
            value = element.get(part)
            control.set_value(_day(value) if part.endswith("_on") else value)
        self._show_state()

    def entry_problem(self) -> str:
        """A day that cannot be read yet."""
        return self._agreed.entry_problem() or self._asked.entry_problem()

    def _on_today(self) -> None:
        self._agreed.set_value(self._today)
        self._on_edited()

    def _on_edited(self) -> None:
        self._show_state()
        self.edited.emit()

    def _show_state(self) -> None:
        agreed, asked = self._agreed.value(), self._asked.value()
        if agreed:
            self._state.show_state(f"Agreed {agreed.day} {agreed:%b}", Tone.OK)
        elif asked and not self._reason.is_empty():
            self._state.show_state(f"Asked {asked.day} {asked:%b}, not agreed", Tone.INFO)
        elif asked:
            self._state.show_state("Asked; say why not agreed", Tone.WARN)
        else:
            must = self.code in MUST_AGREE
            self._state.show_state("Has to agree" if must else "Not asked yet", Tone.WARN)
        show_in_place(self.today, not agreed)


class ConsentsField(QFrame):
    """The checklist over all parties."""

    edited = Signal()

    def __init__(self, parties: Iterable[tuple[str, str]], today: dt.date) -> None:
        super().__init__()
        set_role(self, "choices")
        self._others: list[dict[str, Any]] = []  # of a newer version, or a second of one party
        layout = column(self, gap=10)
        self.parties: dict[str, Party] = {}
        for code, words in parties:
            if self.parties:
                layout.addWidget(frame("rule"))
            party = Party(code, words, today)
            party.edited.connect(self.edited)
            self.parties[code] = party
            layout.addWidget(party)
        first = next(iter(self.parties.values()))
        self.setFocusProxy(first.today)

    def value(self) -> list[dict[str, Any]]:
        """The parties of whom anything is known."""
        found = [party.element() for party in self.parties.values()]
        return [*(each for each in found if len(each) > len(("key", "party"))), *self._others]

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show these; this is no edit."""
        first: dict[str, dict[str, Any]] = {}
        self._others = []
        for element in value or ():
            party = str(element.get("party") or "")
            if party in self.parties and party not in first:
                first[party] = dict(element)
            else:
                self._others.append(dict(element))
        for code, party_line in self.parties.items():
            party_line.show_element(first.get(code, {}))

    def raw(self) -> list[dict[str, Any]]:
        """The same as the value."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's parties."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """The first line that cannot be read yet."""
        problems = (party.entry_problem() for party in self.parties.values())
        return next((problem for problem in problems if problem), "")

    def is_empty(self) -> bool:
        """Whether nothing is known of anybody."""
        return not self.value()

    def focus_part(self, key: str, _part: str) -> None:
        """Put the caret into the line of one party."""
        for party in self.parties.values():
            if party.element()["key"] == key:
                party.today.setFocus()


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text or ""))
    except ValueError:
        return None
