"""A field for embedded children: one row of controls for each, with add and remove.

Keeps the field contract. The value is a list of elements as they stand in a document, each with
its key; an empty row is no element and is not kept.
"""

import secrets
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from stls_core.ids import uuid7
from stls_core.records import Embedded, Field, fields_of
from stls_desktop.gui.values import from_json, to_json
from stls_desktop.gui.widgets.field import focus_target
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.styling import button, column, icon_button, row, set_role

ONE_LINE = 4  # parts that fit beside each other; more of them take two lines
Build = Callable[[Field], QWidget]


class RowsField(QFrame):
    """The elements of a keyed set, edited in place."""

    edited = Signal()

    def __init__(self, child: type[Embedded], build: Build, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "choices")
        self._parts = fields_of(child)
        self._build = build
        self._name = ""
        self._rows: list[_Row] = []
        self._layout = column(self, gap=6)
        self._add = button("Add a row", "link", icon="plus")
        self._add.clicked.connect(self._on_add)
        self._below = FlowLayout(gap=12)
        self._below.addWidget(self._add)
        self._layout.addLayout(self._below)
        self.setFocusProxy(self._add)

    def set_field_name(self, name: str) -> None:
        """Name the parts after the field, for screen readers."""
        self._name = name
        self._add.setText(f"Add to {name[:1].lower()}{name[1:]}")
        for each in self._rows:
            each.set_name(name)

    def value(self) -> list[dict[str, Any]]:
        """The elements that say anything."""
        found = [each.element() for each in self._rows]
        return [element for element in found if len(element) > 1]

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show these elements; this is no edit."""
        for each in self._rows:
            each.hide()
            each.deleteLater()
        self._rows = []
        for element in value or ():
            self._append(element)

    def raw(self) -> list[dict[str, Any]]:
        """The same as the value: half-typed words stand in the element."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's elements."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """The first row that cannot be read yet."""
        return next((problem for each in self._rows if (problem := each.entry_problem())), "")

    def is_empty(self) -> bool:
        """Whether no row says anything."""
        return not self.value()

    def offer(self, element: dict[str, Any]) -> None:
        """Add an element that was picked from elsewhere, such as a known contact."""
        self._append({**element, "key": element.get("key") or _new_key()})
        self.edited.emit()

    def add_beside(self, widget: QWidget) -> None:
        """Put something beside the button that adds a row, such as offers of what to add."""
        self._below.addWidget(widget)

    def focus_part(self, key: str, part: str) -> None:
        """Put the caret into one cell, for a link of the error summary."""
        for each in self._rows:
            if each.key == key:
                focus_target(each.controls[part]).setFocus()

    def _append(self, element: dict[str, Any]) -> "_Row":
        line = _Row(self._parts, self._build, element)
        line.set_name(self._name)
        line.edited.connect(self.edited)
        line.removed.connect(self._on_removed)
        self._rows.append(line)
        self._layout.insertWidget(len(self._rows) - 1, line)
        return line

    def _on_add(self) -> None:
        line = self._append({"key": _new_key()})
        line.show()  # a part that was never shown is passed over by Tab
        line.take_focus()

    def _on_removed(self, line: "_Row") -> None:
        self._rows.remove(line)
        line.hide()
        line.deleteLater()
        self._add.setFocus()
        self.edited.emit()


class _Row(QWidget):
    edited = Signal()
    removed = Signal(object)

    def __init__(self, parts: tuple[Field, ...], build: Build, element: dict[str, Any]) -> None:
        super().__init__()
        self._element = dict(element)
        self.key = str(element["key"])
        self.controls: dict[str, QWidget] = {}
        layout = row(self, gap=8)
        grid = QGridLayout()
        grid.setSpacing(layout.spacing())
        layout.addLayout(grid, 1)
        across = len(parts) if len(parts) <= ONE_LINE else (len(parts) + 1) // 2
        for place, part in enumerate(parts):
            control = build(part)
            hint = getattr(control, "setPlaceholderText", None)
            if hint is not None:
                hint(part.label)
            control.set_value(from_json(part, element.get(part.name)))  # type: ignore[attr-defined]
            control.edited.connect(self.edited)  # type: ignore[attr-defined]
            self.controls[part.name] = control
            grid.addWidget(control, place // across, place % across)
            is_wide = part.python_type is str and not part.says.codes
            if place < across:  # the first line decides, or a second would make it narrow
                grid.setColumnStretch(place, 2 if is_wide else 1)
        self._parts = parts
        self._remove = icon_button("x", "Remove this row")
        self._remove.clicked.connect(self._on_remove)
        layout.addWidget(self._remove)

    def set_name(self, name: str) -> None:
        for part in self._parts:
            self.controls[part.name].setAccessibleName(f"{name}: {part.label}")
        self._remove.setAccessibleName(f"Remove from {name}")

    def element(self) -> dict[str, Any]:
        found = {**self._element, "key": self.key}
        for name, control in self.controls.items():
            value = to_json(control.value())  # type: ignore[attr-defined]
            found[name] = value
        return {name: value for name, value in found.items() if value is not None and value != ""}

    def entry_problem(self) -> str:
        problems = (control.entry_problem() for control in self.controls.values())  # type: ignore[attr-defined]
        return next((problem for problem in problems if problem), "")

    def take_focus(self) -> None:
        focus_target(next(iter(self.controls.values()))).setFocus()

    def _on_remove(self) -> None:
        self.removed.emit(self)


def _new_key() -> str:
    return uuid7(int(time.time() * 1000), secrets.token_bytes(10))
