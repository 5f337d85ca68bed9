"""One box to tick; its words stand beside it, so its `FieldBox` shows none above."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget


class TickField(QCheckBox):
    """Yes or no; value is a bool, and False is empty."""

    edited = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.clicked.connect(self._on_clicked)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show a value; this is no edit."""
        self.setChecked(bool(value))

    def raw(self) -> bool:
        """The same, for a draft."""
        return self.isChecked()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's value."""
        self.setChecked(bool(raw))

    def entry_problem(self) -> str:
        """A tick is always a value."""
        return ""

    def is_empty(self) -> bool:
        """Whether it is not ticked."""
        return not self.isChecked()

    def _on_clicked(self) -> None:
        self.edited.emit()
