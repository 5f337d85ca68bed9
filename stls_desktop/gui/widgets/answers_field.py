"""A list of things to look at, each answered by one key; a few words may stand beside the answer.

1, 2 and 3 answer, and the next line takes the focus; Delete takes an answer back, Enter goes to
the words and on. Keeps the field contract; the value is the answered lines as a document has them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from stls_core.observed import Answer, Group
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.styling import clear, column, label, row, set_role, show_in_place

Told = Callable[[Sequence[Answer]], Sequence[str]]
_KEYS: Final = "123456789"
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class AnswersField(QFrame):
    """The lines under their headings, and what they come to."""

    edited = Signal()
    entry_checked = Signal(str)

    def __init__(
        self,
        part: str,
        states: Sequence[tuple[str, str]],
        labels: Callable[[str], str],
        told: Told,
        parent: QWidget | None = None,
    ) -> None:
        """`part` names what a line is about in a document; `told` says what answers come to."""
        super().__init__(parent)
        set_role(self, "choices")
        self._part, self._states, self._labels, self._told_by = part, list(states), labels, told
        self._groups: tuple[Group, ...] = ()
        self._elements: dict[str, dict[str, Any]] = {}
        self._lines: list[_Line] = []
        layout = column(self, gap=10)
        self._body = column(gap=3)
        layout.addLayout(self._body)
        self._told = label("", "strong", wrap=True)
        layout.addWidget(self._told)
        self._tell()

    @property
    def words(self) -> str:
        """What the answers come to."""
        return self._told.text()

    @property
    def hint(self) -> str:
        """Which key stands for what."""
        keys = (
            f"{key} {words.lower()}" for key, (_, words) in zip(_KEYS, self._states, strict=False)
        )
        return " · ".join((*keys, "Enter for a few words"))

    def ask(self, groups: Sequence[Group]) -> None:
        """Ask about these; what was answered about something else stays in view below them."""
        if tuple(groups) != self._groups:
            self._groups = tuple(groups)
            self._build()

    def value(self) -> list[dict[str, Any]]:
        """The lines that say anything."""
        return [dict(each) for each in self._elements.values()]

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show these answers; this is no edit."""
        self._elements = {str(each.get(self._part, "")): dict(each) for each in value or ()}
        self._build()

    def raw(self) -> list[dict[str, Any]]:
        """The same as the value."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's answers."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """An answer is always a value."""
        return ""

    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self._elements

    def focus_part(self, key: str, part: str) -> None:
        """Put the focus on one line, or on the words beside it."""
        for line in self._lines:
            if self._elements.get(line.item, {}).get("key") == key:
                (line.note if part == "note" else line).setFocus()

    def take_focus(self) -> None:
        """Put the focus on the first line."""
        if self._lines:
            self._lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        clear(self._body)
        self._lines = []
        asked = set()
        for group in self._groups:
            self._head(group.title)
            for code in group.items:
                asked.add(code.code)
                self._add(code.code, code.label)
        others = [item for item in self._elements if item not in asked]
        if others:
            self._head("Also looked at" if self._groups else "")
        for item in others:
            self._add(item, self._labels(item))
        self._tell()

    def _head(self, words: str) -> None:
        if words:
            self._body.addWidget(label(words, "strong"))

    def _add(self, item: str, words: str) -> None:
        line = _Line(item, words, self._states, self._elements.get(item, {}), self.hint)
        line.answered.connect(self._on_answered)
        line.moved.connect(self._on_moved)
        self._lines.append(line)
        self._body.addWidget(line)

    def _on_answered(self, item: str) -> None:
        line = next(each for each in self._lines if each.item == item)
        before = self._elements.get(item, {"key": item, self._part: item})
        found = {**before, "state": line.state, "note": line.words}
        found = {name: value for name, value in found.items() if value}
        if line.state or line.words:
            self._elements[item] = found
        else:
            self._elements.pop(item, None)
        self._tell()
        self.edited.emit()

    def _on_moved(self, item: str, step: int) -> None:
        place = next(n for n, each in enumerate(self._lines) if each.item == item) + step
        if 0 <= place < len(self._lines):
            self._lines[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self) -> None:
        order = {each.item: place for place, each in enumerate(self._lines)}
        answers = sorted(
            (
                Answer(item, str(each.get("state") or ""), str(each.get("note") or ""))
                for item, each in self._elements.items()
            ),
            key=lambda answer: order.get(answer.item, len(order)),
        )
        told = [*self._told_by(answers)]
        if told:
            answered = sum(bool(each.state) for each in answers)
            told.append(f"{answered} of {len(self._lines)} looked at.")
        self._told.setText("\n".join(told))
        show_in_place(self._told, bool(told))


class _Line(QFrame):
    """One thing: its name, the answers side by side, a few words."""

    answered = Signal(str)
    moved = Signal(str, int)

    def __init__(
        self,
        item: str,
        words: str,
        states: Sequence[tuple[str, str]],
        element: dict[str, Any],
        hint: str,
    ) -> None:
        super().__init__()
        self.item, self._codes = item, [code for code, _ in states]
        set_role(self, "step")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words)
        self.setAccessibleDescription(hint)
        line = row(self, margins=(6, 2, 6, 2), gap=12)
        line.addWidget(label(words, wrap=True), 5)
        self._answer = Segmented()
        self._answer.set_options(states)
        self._answer.set_field_name(words)
        self._answer.set_value(element.get("state") or None)
        self._answer.edited.connect(self._on_edited)
        for each in self._answer.findChildren(QWidget):
            each.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        line.addWidget(self._answer)
        self.note = LineField()
        self.note.setPlaceholderText("In a few words")
        self.note.setAccessibleName(f"{words}, in a few words")
        self.note.set_value(element.get("note") or "")
        self.note.edited.connect(self._on_edited)
        self.note.returnPressed.connect(self._on_return)
        line.addWidget(self.note, 6)

    @property
    def state(self) -> str:
        """The answer's code, or nothing."""
        return str(self._answer.value() or "")

    @property
    def words(self) -> str:
        """The words beside it."""
        return str(self.note.value() or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self.moved.emit(self.item, _STEPS[Qt.Key(event.key())])
        elif self.hasFocus():  # what the words beside it leave over is not meant for the line
            self._answer_by(event)

    def _answer_by(self, event: QKeyEvent) -> None:
        place = _KEYS.find(event.text()) if event.text() else -1
        if 0 <= place < len(self._codes):
            self._answer.set_value(self._codes[place])
            self._on_edited()
            self.moved.emit(self.item, 1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._answer.set_value(None)
            self._on_edited()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.note.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _on_edited(self) -> None:
        self.answered.emit(self.item)

    def _on_return(self) -> None:
        self.moved.emit(self.item, 1)
