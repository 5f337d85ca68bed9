"""A mark on a target's scale: TME 1 to 10 by one key, the five levels of GAS, or a plain number.

Keeps the field contract. A change of scale shows another control and keeps the mark.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from stls_core.attainment import gas_levels
from stls_desktop.gui.widgets.choices import Chips, Rating, Segmented
from stls_desktop.gui.widgets.line_field import NumberField
from stls_desktop.gui.widgets.styling import column, set_role, show_in_place


class GasLevels(Chips):
    """The five levels of a goal, each with its mark and words; the keys -, 0, 1 and 2 choose."""

    def set_present(self, present: int | None) -> None:
        """Show the words for a child who begins at this level."""
        levels = gas_levels(present)
        kept = self.value()
        self.set_options((str(mark), f"{_signed(mark)} {words}") for mark, words in levels)
        self.set_value(kept)

    def _handle_other_key(self, event: QKeyEvent) -> bool:
        typed = event.text()
        wanted = {"-": "-2" if self.value() == "-1" else "-1"}.get(typed, typed)
        if wanted not in self._codes:
            return super()._handle_other_key(event)
        if self.value() != wanted:
            self.press(wanted)
        return True


class PresentLevel(Segmented):
    """Which of the two conventions a goal keeps: the level at which the child begins, as an int."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_options((("-2", "At -2"), ("-1", "At -1, with room to fall back")))

    def value(self) -> Any:  # noqa: ANN401 - an int where Segmented has a code
        """The level."""
        return None if self._value is None else int(self._value)


class MarkField(QFrame):
    """One mark; value is a float or None. Only the control of its scale is ever made."""

    edited = Signal()
    entry_checked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "choices")
        self._layout = column(self)
        self._made: dict[str, Any] = {}
        self._name = ""
        self._odd: Any = None  # a mark that this scale has no place for
        self._scale, self._control = "", self._control_of("TME")
        self.set_scale("TME")

    def set_scale(self, scale: str, present: int | None = None) -> None:
        """Show the control of a scale, with the mark that stands there."""
        mark = self.value()
        self._scale = scale if scale in ("TME", "GAS") else "MEASURE"
        self._control = self._control_of(self._scale)
        if isinstance(self._control, GasLevels):
            self._control.set_present(present)
        for control in self._made.values():
            show_in_place(control, control is self._control)
        self.setFocusProxy(self._control)
        self.set_value(mark)

    def set_field_name(self, name: str) -> None:
        """Name every control after the field."""
        self._name = name
        for control in self._made.values():
            _call(control, name)

    def _control_of(self, scale: str) -> Any:  # noqa: ANN401 - one that keeps the field contract
        if scale not in self._made:
            made: Rating | GasLevels | NumberField
            if scale == "MEASURE":
                made = NumberField(places=1, low=None)
                made.entry_checked.connect(self._on_checked)
            else:
                made = GasLevels() if scale == "GAS" else Rating()
            made.edited.connect(self._on_edited)
            _call(made, self._name)
            self._layout.addWidget(made)
            self._made[scale] = made
        return self._made[scale]

    def value(self) -> Any:  # noqa: ANN401 - see Field
        """The mark."""
        found = self._control.value()
        if found is None:
            return self._odd
        return float(found)

    def set_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a mark; this is no edit. One off the scale is kept until another is chosen."""
        self._odd = None
        shown = value
        if value not in (None, ()) and self._scale != "MEASURE" and not self._has(value):
            self._odd, shown = value, None
        is_whole = shown not in (None, ()) and float(shown).is_integer()
        self._control.set_value(int(shown) if is_whole else shown)

    def raw(self) -> Any:  # noqa: ANN401
        """The mark, or half-typed words."""
        return self._control.raw() if self._scale == "MEASURE" else self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's mark or words again; words that are no mark need a line."""
        if isinstance(raw, str):
            self.set_scale("MEASURE")
            self._control.set_raw(raw)
        else:
            self.set_value(raw)

    def entry_problem(self) -> str:
        """Only a number can be mistyped."""
        return str(self._control.entry_problem())

    def is_empty(self) -> bool:
        """Whether there is no mark."""
        return self.value() is None and not self.entry_problem()

    def _has(self, value: Any) -> bool:  # noqa: ANN401
        low, high = (1, 10) if self._scale == "TME" else (-2, 2)
        return float(value).is_integer() and low <= value <= high

    def _on_edited(self) -> None:
        self._odd = None
        self.edited.emit()

    def _on_checked(self, problem: str) -> None:
        self.entry_checked.emit(problem)


def _call(control: QWidget, name: str) -> None:
    if isinstance(control, Segmented):
        control.set_field_name(name)
    else:
        control.setAccessibleName(name)


def _signed(mark: int) -> str:
    return f"{mark:+d}" if mark else "0"
