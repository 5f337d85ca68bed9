"""One box to tick; its words stand beside it, so its `FieldBox` shows none above."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget


class TickField(QCheckBox):
    """Yes or no; value is None until somebody answers, so that opening a form answers nothing."""

    edited = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._is_answered = False
        self.clicked.connect(self._on_clicked)

    def value(self) -> bool | None:
        """Whether it is ticked, or None if that was never said."""
        return self.isChecked() if self._is_answered else None

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show a value; this is no edit."""
        self._is_answered = value is not None
        self.setChecked(bool(value))

    def raw(self) -> bool | None:
        """The same, for a draft."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's value."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """A tick is always a value."""
        return ""

    def is_empty(self) -> bool:
        """Whether it is not ticked."""
        return not self.isChecked()

    def _on_clicked(self) -> None:
        self._is_answered = True
        self.edited.emit()
