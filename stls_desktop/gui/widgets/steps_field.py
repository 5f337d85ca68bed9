"""The fidelity checklist: each step of a strategy, shown or not, done by the adult or not.

One key for each answer, and the next step takes the focus: S shown, Y, P, N, A for not applicable.
Keeps the field contract; the value is the list of steps as they stand in a document.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.styling import column, label, row, set_role, show_in_place
from stls_desktop.gui.widgets.tick_field import TickField

ANSWERS: Final = (("Y", "Yes"), ("PART", "Part"), ("N", "No"), ("NA", "n/a"))
_KEYS: Final = {"Y": "Y", "P": "PART", "N": "N", "A": "NA"}
_WORTH: Final = {"Y": 1.0, "PART": 0.5, "N": 0.0}
EMPTY = "Choose the strategy; its steps become the checklist."


class StepsField(QFrame):
    """The steps, one under the other, with what they come to."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "choices")
        self._rows: list[_StepRow] = []
        layout = column(self, gap=6)
        self._lines = column(gap=6)
        layout.addLayout(self._lines)
        self._empty = label(EMPTY, "muted")
        layout.addWidget(self._empty)
        self._told = label("", "strong")
        layout.addWidget(self._told)
        self._tell()

    @property
    def words(self) -> str:
        """What the answers come to, with their number."""
        return self._told.text()

    @property
    def is_touched(self) -> bool:
        """Whether anybody has answered a step."""
        return any(each.is_touched for each in self._rows)

    def value(self) -> list[dict[str, Any]]:
        """The steps with their answers."""
        return [each.element() for each in self._rows]

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show these steps; this is no edit."""
        for each in self._rows:
            each.hide()
            each.deleteLater()
        self._rows = []
        for element in value or ():
            made = _StepRow(dict(element), len(self._rows) + 1)
            made.answered.connect(self._on_answered)
            made.moved.connect(self._on_moved)
            self._rows.append(made)
            self._lines.addWidget(made)
        self._tell()

    def raw(self) -> list[dict[str, Any]]:
        """The same as the value."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's steps."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """An answer is always a value."""
        return ""

    def is_empty(self) -> bool:
        """Whether there are no steps."""
        return not self._rows

    def focus_part(self, key: str, _part: str) -> None:
        """Put the focus on one step."""
        for each in self._rows:
            if each.key == key:
                each.setFocus()

    def _on_answered(self) -> None:
        self._tell()
        self.edited.emit()

    def _on_moved(self, step: int) -> None:
        place = self._rows.index(self.sender()) + step  # type: ignore[arg-type]
        if 0 <= place < len(self._rows):
            self._rows[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        worth = [_WORTH[each.did] for each in self._rows if each.did in _WORTH]
        words = ""
        if worth:
            words = f"Fidelity {round(100 * sum(worth) / len(worth))} % of {len(worth)} steps"
        self._told.setText(words)
        show_in_place(self._told, bool(words))
        show_in_place(self._empty, not self._rows)


class _Answers(Segmented):
    """The answers of a step, which takes their keys itself: one stop of Tab for each step."""

    def _set_current(self, index: int) -> None:
        super()._set_current(index)
        for each in self._buttons():
            each.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


class _StepRow(QFrame):
    answered = Signal()
    moved = Signal(int)

    def __init__(self, element: dict[str, Any], number: int) -> None:
        super().__init__()
        self.key = str(element.get("key", ""))
        self._element = element
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = str(element.get("step", ""))
        self.setAccessibleName(f"Step {number}: {words}. S shown; Y, P, N, A did it")
        set_role(self, "step")
        line = row(self, gap=12)
        line.addWidget(label(f"{number}. {words}", wrap=True), 1)
        self._shown = TickField("Shown")
        self._shown.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._shown.set_value(bool(element.get("is_shown")))
        self._shown.edited.connect(self.answered)
        line.addWidget(self._shown)
        self._did = _Answers()
        self._did.set_options(ANSWERS)
        self._did.setAccessibleName(f"Step {number}, did it")
        self._did.set_value(element.get("did") or None)
        self._did.edited.connect(self.answered)
        line.addWidget(self._did)

    @property
    def did(self) -> str:
        """The answer's code, or nothing."""
        return str(self._did.value() or "")

    @property
    def is_touched(self) -> bool:
        """Whether it was answered."""
        return bool(self.did or self._shown.isChecked())

    def element(self) -> dict[str, Any]:
        """The step as it stands in a document."""
        found: dict[str, Any] = {}
        found |= {name: self._element[name] for name in ("key", "step") if name in self._element}
        if self._shown.isChecked():
            found["is_shown"] = True
        if self.did:
            found["did"] = self.did
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text().upper()
        if key in _KEYS:
            self._did.set_value(_KEYS[key])
            self.answered.emit()
            self.moved.emit(1)
        elif key == "S":
            self._shown.set_value(not self._shown.isChecked())
            self.answered.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
