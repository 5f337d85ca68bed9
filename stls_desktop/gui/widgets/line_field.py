"""One-line fields: words, numbers, times, and a choice from a short list.

There are no spin boxes: Qt 6.11 and 6.12 hide their text under a stylesheet, and typing is faster.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from stls_core.ids import is_id
from stls_desktop.gui.privacy import HIDDEN, privacy
from stls_desktop.gui.widgets.entry import EntryError, read_number, read_time

_WORDS_ROLE = Qt.ItemDataRole.UserRole + 1
Clock = Callable[[], dt.datetime]


def local_now() -> dt.datetime:
    """The time on the wall, aware."""
    return dt.datetime.now().astimezone()


class LineField(QLineEdit):
    """One line of words; value is a str, None when empty.

    While names are hidden, initials stand in the line and the words beside it: `is_name` says
    that the whole of it is somebody's name, known to the program or not.
    """

    edited = Signal()
    may_name: ClassVar = True  # whether names can stand in it at all

    def __init__(
        self, parent: QWidget | None = None, *, placeholder: str = "", is_name: bool = False
    ) -> None:
        super().__init__(parent)
        self.is_name = is_name
        self._own: str | None = None  # the words, while initials stand in their place
        self.setPlaceholderText(placeholder)
        self.textEdited.connect(self._on_text_edited)
        privacy().changed.connect(self._on_privacy_changed)

    def value(self) -> Any:  # noqa: ANN401 - see Field
        """The words without blanks around them, or None."""
        return self.raw().strip() or None

    def set_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a value from its beginning; this is no edit."""
        self._show_words("" if value is None else str(value))

    def raw(self) -> str:
        """Exactly what is typed, for the draft; never the initials that stand in its place."""
        return self.text() if self._own is None else self._own

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show typed words again, readable or not."""
        self._show_words(raw or "")

    def entry_problem(self) -> str:
        """Any line of words is a value."""
        return ""

    def is_empty(self) -> bool:
        """Whether nothing but blanks is typed."""
        return not self.raw().strip()

    @property
    def is_veiled(self) -> bool:
        """Whether a name in it is hidden; it cannot be written in meanwhile."""
        return self._own is not None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A name that was typed while names are hidden is hidden once the writer has gone on."""
        super().focusOutEvent(event)
        if not self.is_veiled:
            self._veil(self.text())

    def _show_words(self, words: str) -> None:
        if self.is_veiled:
            self._own = None
            self._dress(is_veiled=False)
        self.setText(words)
        self.setCursorPosition(0)
        self._veil(words)

    def _veil(self, words: str) -> None:
        hidden = privacy()
        if not (hidden.is_on and self.may_name):
            return
        masked = hidden.shown_name(words) if self.is_name else hidden.shown(words, is_prose=True)
        if masked != words:
            self._own = words
            self.setText(masked)
            self._dress(is_veiled=True)

    def _dress(self, *, is_veiled: bool) -> None:
        self.setReadOnly(is_veiled)
        self.setToolTip(HIDDEN if is_veiled else "")
        self.setAccessibleDescription(HIDDEN if is_veiled else "")

    def _on_privacy_changed(self) -> None:
        if self.is_veiled or privacy().is_on:
            self._show_words(self.raw())

    def _on_text_edited(self) -> None:
        self.edited.emit()


class EntryField(LineField):
    """A line that is read as something else when the person leaves it.

    What cannot be read stays as typed; `entry_checked` then carries the words for the teacher.
    """

    entry_checked = Signal(str)
    may_name = False

    def __init__(self, parent: QWidget | None = None, *, placeholder: str = "") -> None:
        super().__init__(parent, placeholder=placeholder)
        self.editingFinished.connect(self._on_editing_finished)

    def read(self, text: str) -> Any:  # noqa: ANN401
        """The value of typed words; raises `EntryError`."""
        raise NotImplementedError

    def show_as(self, value: Any) -> str:  # noqa: ANN401
        """How a value is written once it has been read."""
        return str(value)

    def value(self) -> Any:  # noqa: ANN401
        """The value, or None when empty or not readable."""
        try:
            return self.read(self.text())
        except EntryError:
            return None

    def set_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a value in its usual form; this is no edit."""
        super().set_value(None if value is None else self.show_as(value))

    def entry_problem(self) -> str:
        """Why the typed words are no value, or ""."""
        try:
            self.read(self.text())
        except EntryError as problem:
            return str(problem)
        return ""

    def _on_editing_finished(self) -> None:
        problem = self.entry_problem()
        if not problem and not self.is_empty():
            tidy = self.show_as(self.value())
            if tidy != self.text():
                self.setText(tidy)
                self.edited.emit()
        self.entry_checked.emit(problem)


class NumberField(EntryField):
    """A number, right at hand for the keyboard; value is an int, or a Decimal with `places`."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        places: int = 0,
        low: float | None = 0,
        high: float | None = None,
        placeholder: str = "",
    ) -> None:
        super().__init__(parent, placeholder=placeholder)
        self._places, self._low, self._high = places, low, high
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    def read(self, text: str) -> int | Decimal | None:
        number = read_number(text, self._places, self._low, self._high)
        return int(number) if number is not None and self._places == 0 else number

    def show_as(self, value: Decimal | float) -> str:
        if isinstance(value, Decimal):
            return f"{value:f}"
        return str(int(value) if value == int(value) else value)  # a rating of 7.0 is written 7


class TimeField(EntryField):
    """A time of day typed as 1015, 10.15, 10:15, 9am or now; value is a `datetime.time`."""

    def __init__(self, parent: QWidget | None = None, *, clock: Clock = local_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setToolTip("Type 1015, 10:15, 9am or now")

    def read(self, text: str) -> dt.time | None:
        return read_time(text, self._clock())

    def show_as(self, value: dt.time) -> str:
        return f"{value:%H:%M}"


class Choice(QComboBox):
    """One code from a list; value is the code, None while nothing is chosen.

    It cannot be typed in: screen readers cannot read editable combo boxes by character. The wheel
    does not change it unless it has the focus, so that scrolling a form changes no record.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None, *, empty_words: str = "Choose…") -> None:
        super().__init__(parent)
        self._empty_words = empty_words
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._on_activated)
        privacy().changed.connect(self._on_privacy_changed)

    def set_options(self, options: Iterable[tuple[str, str]], *, may_be_empty: bool = True) -> None:
        """Fill with (code, words); the value is kept if it is still offered."""
        kept = self.value()
        self.clear()
        if may_be_empty:
            self.addItem(self._empty_words, None)
        for code, words in options:
            self._add(code, words)
        self.set_value(kept)

    def value(self) -> str | None:
        """The code."""
        data = self.currentData()
        return None if data is None else str(data)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Choose a code. One that is not offered any more is added, so that no record loses it."""
        index = self.findData(value)
        if index < 0 and value is not None:
            # A code of a newer list shows itself; an id tells nobody anything.
            self._add(value, "Not on this laptop" if is_id(str(value)) else str(value))
            index = self.count() - 1
        self.setCurrentIndex(index)

    def raw(self) -> str | None:
        """The code, for the draft."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Choose the code of a draft."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """A choice is always a value."""
        return ""

    def is_empty(self) -> bool:
        """Whether nothing is chosen."""
        return self.value() is None

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def _add(self, code: Any, words: str) -> None:  # noqa: ANN401
        self.addItem(privacy().shown(words), code)
        self.setItemData(self.count() - 1, words, _WORDS_ROLE)

    def _on_privacy_changed(self) -> None:
        for place in range(self.count()):
            words = self.itemData(place, _WORDS_ROLE)
            if words is not None:
                self.setItemText(place, privacy().shown(words))

    def _on_activated(self) -> None:
        self.edited.emit()


class YesNoChoice(Choice):
    """Yes, no, and not asked, in a line that says what is asked; value is a bool or None.

    For a row of a table, where no label stands above: a box to tick could not tell "no" from
    "nobody knows". Y and N answer.
    """

    def __init__(self, asked: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, empty_words=f"{asked}?")
        self.set_options((("yes", f"{asked}: yes"), ("no", f"{asked}: no")))

    def value(self) -> Any:  # noqa: ANN401 - a bool where Choice has a code
        """The answer."""
        return None if self.currentData() is None else self.currentData() == "yes"

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Choose an answer; this is no edit."""
        super().set_value(None if value is None else "yes" if value else "no")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = {"y": 1, "n": 2}.get(event.text().lower())
        if place is None:
            super().keyPressEvent(event)
        elif place != self.currentIndex():
            self.setCurrentIndex(place)
            self.edited.emit()
