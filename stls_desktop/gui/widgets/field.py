"""The contract that every field keeps, so that one form can hold them all.

A field shows and changes one value. It knows no record, no label and no rule beyond how its own
value is typed.
"""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.widgets.styling import set_state


@runtime_checkable
class Field(Protocol):
    """What a form may ask of any field.

    `value()` is in domain types (str, date, time, int, Decimal, tuple of codes) or None when empty
    or half-typed; `set_value()` shows one without emitting `edited`. `raw()` is JSON and keeps
    half-typed words, for drafts. `entry_problem()` says why typed words are no value yet, or "".
    """

    @property
    def edited(self) -> SignalInstance: ...

    def value(self) -> Any: ...  # noqa: ANN401 - each field has its own type

    def set_value(self, value: Any) -> None: ...  # noqa: ANN401

    def raw(self) -> Any: ...  # noqa: ANN401

    def set_raw(self, raw: Any) -> None: ...  # noqa: ANN401

    def entry_problem(self) -> str: ...

    def is_empty(self) -> bool: ...


def mark_invalid(control: QWidget, is_invalid: bool) -> None:
    """Draw the border of a problem; the words stand in the `FieldBox`."""
    set_state(control, "invalid", is_invalid)


def focus_target(control: QWidget) -> QWidget:
    """The widget that takes the keyboard when the field is chosen."""
    proxy = control.focusProxy()
    return control if proxy is None else focus_target(proxy)
