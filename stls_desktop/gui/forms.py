"""Builds a form from a declaration and its layout: labels, help, marks, choices, names, tab order.

Accessibility is there by construction. The form keeps what the document held and it does not
show, and it hands out the document as typed so far; saving is somebody else's work.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from stls_core.documents import flatten, nest
from stls_core.records import Kind, Need, Problem
from stls_desktop.gui.controls import ControlNeeds, control_for
from stls_desktop.gui.layouts import Cell, Layout, layout_of
from stls_desktop.gui.values import from_json, to_json
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.styling import show_in_place
from stls_desktop.gui.widgets.tick_field import TickField

_MARK = {Need.SAVE: "needed", Need.SIGN: "to sign"}


class RecordForm(QObject):
    """The controls of one record, grouped into cards that a screen places."""

    edited = Signal(str)  # the name of the field
    loaded = Signal()
    problems_shown = Signal()

    def __init__(
        self,
        kind: Kind,
        needs: ControlNeeds,
        layout: Layout | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._needs = needs
        self._layout = layout or layout_of(kind)
        self.boxes: dict[str, FieldBox] = {}
        self._cards: dict[str, Card] = {}
        self._flat: dict[str, Any] = {}
        self._rows = {
            card.key: [self._build_row(cells) for cells in card.rows] for card in self._layout.cards
        }

    def rows(self) -> list[FieldRow]:
        """Every row of the form from top to bottom, for a screen that has its own panel."""
        return [line for lines in self._rows.values() for line in lines]

    def rows_of(self, key: str) -> list[FieldRow]:
        """The rows of one card, for a screen that places them into a panel of its own."""
        return self._rows[key]

    def boxes_of(self, key: str) -> list[FieldBox]:
        """The fields of one card."""
        layout = next(card for card in self._layout.cards if card.key == key)
        return [self.boxes[cell.name] for cells in layout.rows for cell in cells]

    def card(self, key: str) -> Card:
        """A card of the layout with its rows in it, for the screen to place."""
        layout = next(card for card in self._layout.cards if card.key == key)
        made = Card(layout.title, layout.hint)
        for cells, line in zip(layout.rows, self._rows[key], strict=True):
            made.add(line)
            if [self.boxes[cell.name].words for cell in cells] == [layout.title]:
                self.boxes[cells[0].name].label.hide()  # the card has said it already
        self._cards[key] = made
        self._show_conditional()
        return made

    def cards(self) -> list[Card]:
        """All cards, for plain record screens."""
        return [self.card(layout.key) for layout in self._layout.cards]

    def control(self, name: str) -> Any:  # noqa: ANN401 - the field contract, see widgets.field
        """The control of a field."""
        return self.boxes[name].control

    def load(self, flat: Mapping[str, Any], raw: Mapping[str, str] | None = None) -> None:
        """Show a document, with half-typed words where a draft has some. This is no edit."""
        self._flat = dict(flat)
        document = nest(flat)
        for name in self.boxes:
            if raw and name in raw:
                self.control(name).set_raw(raw[name])
            else:
                self._set(name, document)
        self._on_loaded()

    def renew(self, flat: Mapping[str, Any]) -> None:
        """Show what a document has become while somebody writes in it. This is no edit.

        A control that shows its value already, or holds half-typed words, is left as it is, with
        its caret and its undo.
        """
        self._flat = dict(flat)
        document = nest(flat)
        for name in self.boxes:
            control = self.control(name)
            shown = to_json(control.value())
            shown = None if shown in ("", []) else shown
            if shown != document.get(name) and not control.entry_problem():
                self._set(name, document)
        self._on_loaded()

    def flat(self) -> dict[str, Any]:
        """The flat document as typed so far; a half-typed value leaves what was there."""
        document = nest(self._flat)
        for name in self.boxes:
            control = self.control(name)
            if not control.entry_problem():
                document[name] = to_json(control.value())
        return flatten(self.kind, document)

    def nested(self, names: Iterable[str]) -> dict[str, Any]:
        """{field: JSON value} of some fields as typed so far."""
        document = nest(self.flat())
        return {name: document.get(name) for name in names}

    def raw(self) -> dict[str, str]:
        """{field: words} of what cannot be read yet."""
        return {
            name: str(self.control(name).raw())
            for name in self.boxes
            if self.control(name).entry_problem() and not self.kind.fields[name].child
        }

    def set_value(self, name: str, value: object) -> None:
        """Fill a field in on the teacher's behalf; it counts as an edit."""
        self.control(name).set_value(value)
        self._on_edited(name)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem under its label, and take the old ones away."""
        words: dict[str, str] = {}
        for problem in problems:
            words.setdefault(problem.field.partition("/")[0], problem.message)
        for name, box in self.boxes.items():
            box.set_problem(words.get(name, ""))
        self.problems_shown.emit()

    def focus(self, path: str) -> bool:
        """Put the caret where a problem is; False if the form does not show the field."""
        name, _, rest = path.partition("/")
        if name not in self.boxes:
            return False
        control = self.control(name)
        if rest and self.kind.fields[name].child:
            key, _, part = rest.partition("/")
            control.focus_part(key, part)
        else:
            self.boxes[name].take_focus()
        return True

    def _build_row(self, cells: Iterable[Cell]) -> FieldRow:
        line = FieldRow()
        for cell in cells:
            line.add(self._build_box(cell), cell.weight)
        return line

    def _build_box(self, cell: Cell) -> FieldBox:
        declared = self.kind.fields[cell.name]
        control = control_for(declared, self._needs, cell.widget)
        control.setObjectName(cell.name)
        box = FieldBox(
            control,
            declared.label,
            help_text=declared.says.help,
            need=_MARK.get(declared.says.need, ""),
        )
        if isinstance(control, TickField):
            box.label.hide()
        control.edited.connect(_Named(self, cell.name).pass_on)  # type: ignore[attr-defined]
        self.boxes[cell.name] = box
        return box

    def _on_edited(self, name: str) -> None:
        self._show_conditional()
        self.edited.emit(name)

    def _set(self, name: str, document: Mapping[str, Any]) -> None:
        self.control(name).set_value(from_json(self.kind.fields[name], document.get(name)))

    def _on_loaded(self) -> None:
        for box in self.boxes.values():
            box.set_problem("")
        self._show_conditional()
        self.loaded.emit()

    def _show_conditional(self) -> None:
        for card in self._layout.cards:
            if card.show_if:
                name, wanted = card.show_if
                value = self.control(name).value() if name in self.boxes else self._flat.get(name)
                held = value if isinstance(value, tuple) else (value,)
                for line in self._rows[card.key]:
                    show_in_place(line, wanted in held)
                if card.key in self._cards:
                    show_in_place(self._cards[card.key], wanted in held)


class _Named(QObject):
    """Adds the field's name to a control's signal without a lambda that would keep the form."""

    def __init__(self, form: RecordForm, name: str) -> None:
        super().__init__(form)
        self._form = form
        self._name = name

    def pass_on(self) -> None:
        """Pass the edit on under the field's name."""
        self._form._on_edited(self._name)  # noqa: SLF001 - a part of the form
