"""Codes that all stand in view: many (`ChipRow`), one (`Segmented`, `Chips`), 1–10 (`Rating`).

The row is one Tab stop; arrows move, Space chooses. Real buttons, so that a screen reader says
check box or radio button, its words and its state.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.styling import row, set_role, set_state

_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


_PLUS = ("+", "=")  # one key, with Shift and without


class _ChoiceButton(QPushButton):
    """A choice has room for its words in bold, so that choosing it neither cuts nor moves it."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        wider = QFontMetrics(bold).horizontalAdvance(self.text())
        hint.setWidth(
            hint.width() + max(0, wider - self.fontMetrics().horizontalAdvance(self.text()))
        )
        return hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _ChoiceRow(QFrame):
    """Buttons of which exactly one takes Tab; the others are reached by arrows."""

    edited = Signal()
    look = "chip"

    def __init__(self, parent: QWidget | None, layout: QLayout) -> None:
        super().__init__(parent)
        set_role(self, "choices")
        self._row = layout
        self.setLayout(layout)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.buttonClicked.connect(self._on_clicked)
        self._codes: list[str] = []
        self._current = 0
        # not Fixed: Qt would then cut a wrapped row off after its first line
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Fill with (code, words); chosen codes that are still offered stay chosen."""
        kept = set(self._chosen())
        for old in self._buttons():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._codes = []
        for code, words in options:
            self._add(code, words, is_chosen=code in kept)
        self._after_fill()
        self._set_current(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._set_current(self._current)

    def set_field_name(self, name: str) -> None:
        """The field's label: each button carries it, so that it is heard out of context too."""
        self.setAccessibleName(name)
        for each in self._buttons():
            each.setAccessibleDescription(name)

    def is_empty(self) -> bool:
        """Whether nothing is chosen."""
        return not self._chosen()

    def entry_problem(self) -> str:
        """Buttons cannot be mistyped."""
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle_key(event)
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QAbstractButton):
            self._set_current(self._buttons().index(watched))
        return False

    def _handle_key(self, event: QKeyEvent) -> bool:
        key, last = event.key(), len(self._codes) - 1
        if event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            return False
        if key in _STEPS:
            self._move(max(0, min(last, self._current + _STEPS[Qt.Key(key)])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._buttons()[self._current].click()
        else:
            return self._handle_other_key(event)
        return True

    def _handle_other_key(self, event: QKeyEvent) -> bool:
        return False

    def _move(self, index: int) -> None:
        self._buttons()[index].setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, code: str, words: str, *, is_chosen: bool) -> None:
        made = _ChoiceButton(words)
        made.setCheckable(True)
        made.setChecked(is_chosen)
        made.setAutoDefault(False)
        set_role(made, self.look)
        made.setAccessibleName(words)
        made.setAccessibleDescription(self.accessibleName())
        made.installEventFilter(self)
        self._group.addButton(made, len(self._codes))
        self._codes.append(code)
        self._row.addWidget(made)

    def _after_fill(self) -> None:
        """For a look that depends on the place in the row."""

    def _buttons(self) -> list[QAbstractButton]:
        return self._group.buttons()

    def _chosen(self) -> list[str]:
        return [
            code
            for code, each in zip(self._codes, self._buttons(), strict=True)
            if each.isChecked()
        ]

    def _set_current(self, index: int) -> None:
        """Make one button the Tab stop of the row."""
        buttons = self._buttons()
        self._current = index
        for number, each in enumerate(buttons):
            policy = Qt.FocusPolicy.StrongFocus if number == index else Qt.FocusPolicy.ClickFocus
            each.setFocusPolicy(policy)
        if buttons:
            self.setFocusProxy(buttons[index])

    def _on_clicked(self, clicked: QAbstractButton) -> None:
        self.edited.emit()


class ChipRow(_ChoiceRow):
    """Any number of codes; value is a tuple of codes in the order of the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, FlowLayout())

    def value(self) -> tuple[str, ...]:
        """The chosen codes, in the order of the list."""
        return tuple(self._chosen())

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Choose these codes; one that is not offered any more is added, so that none is lost."""
        wanted = list(value or ())
        for code in wanted:
            if code not in self._codes:
                self._add(code, code, is_chosen=True)
        for code, each in zip(self._codes, self._buttons(), strict=True):
            each.setChecked(code in wanted)

    def raw(self) -> list[str]:
        """The chosen codes, for the draft."""
        return self._chosen()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Choose the codes of a draft."""
        self.set_value(raw)


class Segmented(_ChoiceRow):
    """One code, all in view, as in Done / Partly / Not yet / Dropped; value is a code or None.

    Delete, or a second press on the chosen one, takes the choice back unless it is required.
    """

    look = "segment"

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        may_be_empty: bool = True,
        layout: QLayout | None = None,
    ) -> None:
        super().__init__(parent, layout or row())
        self._may_be_empty = may_be_empty
        self._value: str | None = None
        if layout is None:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def value(self) -> str | None:
        """The chosen code."""
        return self._value

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Choose a code; this is no edit."""
        if value is not None and str(value) not in self._codes:
            self._add(str(value), str(value), is_chosen=True)
            self._after_fill()
        self._choose(None if value is None else str(value))

    def _choose(self, code: str | None) -> None:
        self._value = code
        for known, each in zip(self._codes, self._buttons(), strict=True):
            # auto-exclusive buttons refuse to be unchecked, so the rule is lifted for the moment
            each.setAutoExclusive(False)
            each.setChecked(known == code)
            each.setAutoExclusive(True)
        if code is not None:
            self._set_current(self._codes.index(code))

    def press(self, code: str) -> None:
        """Choose a code as if its button had been pressed; for keys of its own."""
        wanted = self._buttons()[self._codes.index(code)]
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        wanted.click()

    def raw(self) -> str | None:
        """The chosen code, for the draft."""
        return self._value

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Choose the code of a draft."""
        self.set_value(raw)

    def _after_fill(self) -> None:
        buttons = self._buttons()
        for number, each in enumerate(buttons):
            each.setAutoExclusive(True)
            edge = "first" if number == 0 else "last" if number == len(buttons) - 1 else ""
            set_state(each, "edge", edge)

    def _handle_other_key(self, event: QKeyEvent) -> bool:
        is_clearing = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if is_clearing and self._may_be_empty and self._value is not None:
            self._choose(None)
            self.edited.emit()
        return is_clearing

    def _on_clicked(self, clicked: QAbstractButton) -> None:
        code = self._codes[self._group.id(clicked)]
        before = self._value
        self._choose(None if code == before and self._may_be_empty else code)
        if self._value != before:
            self.edited.emit()


class Chips(Segmented):
    """One code out of a few with long words: chips that wrap, of which one is chosen."""

    look = "chip"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, layout=FlowLayout())


class KeyedChips(Chips):
    """Chips of which each has the number of its place before its words, and answers to that key."""

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        numbered = enumerate(options, start=1)
        super().set_options((code, f"{number}  {words}") for number, (code, words) in numbered)

    def _handle_other_key(self, event: QKeyEvent) -> bool:
        if not event.text().isdecimal():
            return super()._handle_other_key(event)
        place = int(event.text()) - 1
        if 0 <= place < len(self._codes):
            self._move(place)
            if self._value != self._codes[place]:
                self._buttons()[place].click()
        return True


class YesNo(Segmented):
    """A question with three answers: yes, no, and not asked; value is a bool or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_options((("yes", "Yes"), ("no", "No")))

    def value(self) -> Any:  # noqa: ANN401 - a bool where Segmented has a code
        """The answer."""
        return None if self._value is None else self._value == "yes"

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Choose an answer; this is no edit."""
        is_open = value is None or value == ()
        self._choose(None if is_open else "yes" if value else "no")

    def raw(self) -> Any:  # noqa: ANN401
        """The answer, for the draft."""
        return self.value()

    def _handle_other_key(self, event: QKeyEvent) -> bool:
        place = {"y": 0, "n": 1}.get(event.text().lower())
        if place is None:
            return super()._handle_other_key(event)
        if self._value != self._codes[place]:
            self._buttons()[place].click()
        return True


class Rating(Segmented):
    """A number from `low` to `high`, one key each; value is an int or None.

    Ten is 0, which stands after 9 on the keyboard; on a scale that begins with 0 it is +.
    """

    look = "rate"

    def __init__(
        self, parent: QWidget | None = None, *, low: int = 1, high: int = 10, ends: str = ""
    ) -> None:
        super().__init__(parent)
        self._row.setSpacing(4)
        self._low, self._high = low, high
        self.set_options((str(n), str(n)) for n in range(low, high + 1))
        self.setToolTip(ends)

    def value(self) -> Any:  # noqa: ANN401 - an int where Segmented has a code
        """The number."""
        return None if self._value is None else int(self._value)

    def _handle_other_key(self, event: QKeyEvent) -> bool:
        if event.text().isdecimal() or event.text() in _PLUS:
            is_ten = event.text() in _PLUS or (event.text() == "0" and self._low > 0)
            number = 10 if is_ten else int(event.text())
            if self._low <= number <= self._high:
                self._buttons()[number - self._low].setFocus(Qt.FocusReason.TabFocusReason)
                if self._value != str(number):
                    self._buttons()[number - self._low].click()
            return True
        return super()._handle_other_key(event)
