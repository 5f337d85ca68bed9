"""A column of lines that is shown anew whenever its records change; what is being answered stays.

A change may come from elsewhere at any moment: a save that ended, a colleague's laptop. A list that
was made anew each time would take a question away from under the hands of whoever answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stls_desktop.gui.widgets.styling import frame

T = TypeVar("T")


class Lines(Generic[T]):
    """The lines of a layout, one for each value.

    A line stays as it is while its value is the same, or while its `is_in_hand` is true: something
    has been asked and not been answered yet.
    """

    def __init__(
        self,
        layout: QVBoxLayout,
        make: Callable[[T], QWidget],
        key: Callable[[T], Hashable],
        *,
        is_ruled: bool = False,
    ) -> None:
        self._layout, self._make, self._key, self._is_ruled = layout, make, key, is_ruled
        self._shown: dict[Hashable, tuple[T, QWidget]] = {}

    def show(self, values: Sequence[T]) -> list[QWidget]:
        """Show these in this order; the lines that were made for it, first to last."""
        before, self._shown = self._shown, {}
        made = []
        for value in values:
            key = self._key(value)
            found = before.pop(key, None)
            if found is None or not (found[0] == value or getattr(found[1], "is_in_hand", False)):
                if found is not None:
                    before[key] = found
                found = value, self._make(value)
                made.append(found[1])
            self._shown[key] = found
        for _, line in before.values():
            line.hide()  # at once: what is only deleted later would still be a stop of Tab
            line.deleteLater()
        self._place()
        return made

    def _place(self) -> None:
        kept = [line for _, line in self._shown.values()]
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in kept and not widget.isHidden():
                widget.hide()
                widget.deleteLater()
        for number, line in enumerate(kept):
            if number and self._is_ruled:
                self._layout.addWidget(frame("rule"))
            self._layout.addWidget(line)
