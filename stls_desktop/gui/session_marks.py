"""Today's mark for each target of a plan: a line for each, by one key, instead of free rows.

Keeps the field contract; the value is a list of elements as they stand in a session's document.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from stls_desktop.gui.widgets.mark_field import MarkField
from stls_desktop.gui.widgets.styling import clear, column, label, set_role, show_in_place


class MarkedTarget(NamedTuple):
    """A target as its line shows it."""

    target_id: str
    statement: str
    scale: str
    present: int | None  # where a goal of GAS begins
    last: str  # where it stood before, in words


class SessionMarks(QFrame):
    """The marks of one session."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "choices")
        self._elements: dict[str, dict[str, Any]] = {}
        self._others: list[dict[str, Any]] = []
        self._marks: dict[str, MarkField] = {}
        layout = column(self, gap=8)
        self._none = label("The plan has no target yet.", "muted")
        layout.addWidget(self._none)
        self._lines = column(gap=6)
        layout.addLayout(self._lines)

    def set_targets(self, targets: tuple[MarkedTarget, ...]) -> None:
        """Show a line for each target, with the marks that are known."""
        kept = self.value()
        clear(self._lines)
        self._marks = {}
        for target in targets:
            self._lines.addWidget(label(target.statement, wrap=True))
            mark = MarkField()
            mark.set_scale(target.scale, target.present)
            mark.set_field_name(f"Mark today: {target.statement}")
            mark.edited.connect(self.edited)
            self._lines.addWidget(mark)
            if target.last:
                self._lines.addWidget(label(target.last, "help"))
            self._marks[target.target_id] = mark
        show_in_place(self._none, not targets)
        if self._marks:
            self.setFocusProxy(next(iter(self._marks.values())))
        self.set_value(kept)

    def value(self) -> list[dict[str, Any]]:
        """The targets that were marked, each under its own key."""
        found = []
        for target_id, mark in self._marks.items():
            value = mark.value()
            if value is not None:
                before = self._elements.get(target_id, {"key": target_id})
                found.append({**before, "target_id": target_id, "value": value})
        kept = [e for t, e in self._elements.items() if t not in self._marks]
        return [*found, *kept, *self._others]

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show these marks; this is no edit."""
        self._elements, self._others = {}, []
        for element in value or ():
            target_id = str(element.get("target_id") or "")
            if target_id and target_id not in self._elements:
                self._elements[target_id] = dict(element)
            else:
                self._others.append(dict(element))
        for target_id, mark in self._marks.items():
            mark.set_value(self._elements.get(target_id, {}).get("value"))

    def raw(self) -> list[dict[str, Any]]:
        """The same as the value."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's marks."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """The first mark that cannot be read yet."""
        problems = (mark.entry_problem() for mark in self._marks.values())
        return next((problem for problem in problems if problem), "")

    def is_empty(self) -> bool:
        """Whether nothing is marked."""
        return not self.value()

    def focus_part(self, key: str, _part: str) -> None:
        """Put the caret on one target's mark."""
        for target_id, mark in self._marks.items():
            if key in (target_id, self._elements.get(target_id, {}).get("key")):
                mark.setFocus()
