"""Chooses the control for a declared field; a layout may ask for another.

The one place that decides which control a kind of field gets. Must know no single record kind.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtWidgets import QWidget

from stls_core.records import Field, Merge
from stls_core.reference import Reference
from stls_desktop.gui.code_tokens import CodeTokens
from stls_desktop.gui.embedded import RowsField
from stls_desktop.gui.widgets.choices import ChipRow, Chips, Rating, Segmented, YesNo
from stls_desktop.gui.widgets.date_field import DateField
from stls_desktop.gui.widgets.line_field import (
    Choice,
    LineField,
    NumberField,
    TimeField,
    YesNoChoice,
)
from stls_desktop.gui.widgets.mark_field import MarkField
from stls_desktop.gui.widgets.signature_pad import SignaturePad
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.gui.widgets.tick_field import TickField

Options = Iterable[tuple[str, str]]
MOST_CHIPS: Final = 16  # a longer list is typed into
_RATINGS: Final = (5, 10)
_WIDGETS: Final[dict[str, type[QWidget]]] = {"signature": SignaturePad, "mark": MarkField}
_CHOICES: Final[dict[str, type[Segmented]]] = {"segmented": Segmented, "chips": Chips}


@dataclass(frozen=True)
class ControlNeeds:
    """What controls need beside the declaration: code lists, the day, the choices of ids.

    `own` {field: what makes its control} is what a screen brings along for fields of its own.
    """

    reference: Reference
    on: dt.date | None = None
    choices: Mapping[str, Options] = field(default_factory=dict)
    own: Mapping[str, Callable[[], QWidget]] = field(default_factory=dict)

    def options(self, declared: Field) -> Options:
        """(code, words) pairs for a coded field or an id."""
        if declared.name in self.choices:
            return self.choices[declared.name]
        if declared.says.codes:
            codes = self.reference.choices(declared.says.codes, self.on)
            return [(code.code, code.label) for code in codes]
        return ()


def control_for(declared: Field, needs: ControlNeeds, widget: str = "") -> QWidget:
    """A control that keeps the field contract for a declared field."""
    own = needs.own.get(declared.name)
    if own is not None:
        return own()
    if declared.child:
        return RowsField(declared.child, lambda part: _cell(part, needs))
    if declared.many:
        options = list(needs.options(declared))
        several = CodeTokens() if len(options) > MOST_CHIPS else ChipRow()
        several.set_options(options)
        return several
    if declared.says.codes or declared.says.ref or declared.name in needs.choices:
        return _choice(declared, needs, widget)
    if declared.merge is Merge.TEXT and widget != "line":
        return TextArea(min_lines=2 if widget == "short" else 3)
    return _WIDGETS[widget]() if widget in _WIDGETS else _plain(declared)


def _cell(part: Field, needs: ControlNeeds) -> QWidget:
    """A part of a row has no label above it, so a question is asked by its own control."""
    if part.python_type is not bool:
        return control_for(part, needs)
    return YesNoChoice(part.label) if part.optional else TickField(part.label)


def _choice(declared: Field, needs: ControlNeeds, widget: str) -> QWidget:
    control: Segmented | Choice = _CHOICES.get(widget, Choice)()
    control.set_options(needs.options(declared))
    return control


def _plain(declared: Field) -> QWidget:
    low, high = declared.says.at_least, declared.says.at_most
    if declared.python_type is dt.date:
        return DateField()
    if declared.python_type is dt.time:
        return TimeField()
    if declared.python_type is bool:
        return YesNo() if declared.optional else TickField(declared.label)
    if declared.python_type is int and low == 1 and high in _RATINGS:
        return Rating(high=int(high))
    if declared.python_type in (int, float):
        return NumberField(places=0 if declared.python_type is int else 1, low=low, high=high)
    return LineField(is_name=declared.says.is_name)
