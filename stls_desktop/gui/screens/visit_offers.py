"""One-press offers on the visit screen: people who are known, days for the next visit.

Each offer fills in a field of the form, as if it had been typed; it does nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from PySide6.QtWidgets import QPushButton, QWidget

from stls_desktop.gui.embedded import RowsField
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.styling import set_role, show_in_place

MOST_PEOPLE = 4
Person = tuple[str, str, str]  # name, code of the role, the role in words


def offer_people(into: RowsField, people: Iterable[Person]) -> None:
    """One press for each known contact who is not yet in the field."""
    for person in tuple(people)[:MOST_PEOPLE]:
        into.add_beside(_Person(into, *person))


class DaysOffered(QWidget):
    """One press for each day that the date field `name` could be, while it is empty."""

    def __init__(self, form: RecordForm, name: str, days: Iterable[tuple[int, dt.date]]) -> None:
        super().__init__()
        self._form, self._name = form, name
        layout = FlowLayout(self)
        for weeks, on in days:
            layout.addWidget(_Day(form, name, weeks, on))
        form.edited.connect(self._on_edited)
        self._on_edited(name)

    def _on_edited(self, name: str) -> None:
        if name == self._name:
            show_in_place(self, self._form.control(name).is_empty())


class _Person(QPushButton):
    def __init__(self, into: RowsField, name: str, role: str, words: str) -> None:
        super().__init__(f"{name}, {words}")
        self.name = name
        self._into, self._role = into, role
        _dress(self, "user-plus")
        self.clicked.connect(self._on_clicked)
        into.edited.connect(self._show_if_new)
        self._show_if_new()

    def _show_if_new(self) -> None:
        """Somebody who is in the field already is not offered."""
        present = {element.get("name") for element in self._into.value()}
        show_in_place(self, self.name not in present)

    def _on_clicked(self) -> None:
        self._into.offer({"name": self.name, "role": self._role})


class _Day(QPushButton):
    def __init__(self, form: RecordForm, name: str, weeks: int, on: dt.date) -> None:
        super().__init__(f"In {weeks} weeks, {on:%a} {on.day} {on:%b}")
        self._form, self._name, self._on = form, name, on
        _dress(self, "calendar")
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self._form.set_value(self._name, self._on)


def _dress(offer: QPushButton, icon: str) -> None:
    offer.setAutoDefault(False)
    set_role(offer, "link")
    set_icon(offer, icon, "accent", size=16)
