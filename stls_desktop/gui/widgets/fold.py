"""A card that unfolds: a heading that is pressed, and under it fields that need not be in view.

It opens by itself where something is filled in or has a problem, and says which; what a person
opens or closes is told to whoever remembers it.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QWidget

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.styling import column, label, row, set_role, show_in_place


class _Heading(QPushButton):
    """Space and Enter turn it round; right opens and left closes, as in a tree."""

    opened_or_closed = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(event.key()))
        if wanted is not None:
            self.opened_or_closed.emit(wanted)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Fold(QFrame):
    """One section. `key` is the name under which it is remembered."""

    toggled = Signal(str, bool)  # key, whether it is open now; only what a person did

    def __init__(self, key: str, title: str, hint: str = "", *, is_plain: bool = False) -> None:
        super().__init__()
        set_role(self, "choices" if is_plain else "card")
        self.key, self._title = key, title
        self._boxes: list[FieldBox] = []
        outer = column(self, margins=(0, 0, 0, 0) if is_plain else (16, 8, 16, 8), gap=6)
        head = row(gap=10)
        self._heading = _Heading(title)
        self._heading.setAutoDefault(False)
        set_role(self._heading, "link" if is_plain else "heading")
        self._token = "accent" if is_plain else "text"
        self._heading.clicked.connect(self._on_pressed)
        self._heading.opened_or_closed.connect(self._on_key)
        head.addWidget(self._heading)
        head.addWidget(label(hint, "muted"))
        head.addStretch(1)
        self._state = label("", "muted")
        head.addWidget(self._state)
        outer.addLayout(head)
        self._body = QWidget()
        self._column = column(self._body, margins=(0, 4, 0, 6), gap=10)
        outer.addWidget(self._body)
        self._is_open = True
        self.set_open(is_open=False)

    @property
    def is_open(self) -> bool:
        """Whether its contents are in view."""
        return self._is_open

    def add(self, content: QWidget | QLayout) -> None:
        """Put contents under what is there."""
        if isinstance(content, QWidget):
            self._column.addWidget(content)
        else:
            self._column.addLayout(content)

    def watch(self, boxes: Iterable[FieldBox]) -> None:
        """Count these fields, and open for what they say."""
        self._boxes.extend(boxes)
        self.look()

    def look(self) -> None:
        """Open if a field has a problem or something is filled in, and count again."""
        filled = sum(not box.control.is_empty() for box in self._boxes)  # type: ignore[attr-defined]
        wrong = sum(bool(box.problem) for box in self._boxes)
        words = [f"{filled} of {len(self._boxes)} filled in"] if self._boxes else []
        words += [f"{wrong} to mend"] if wrong else []
        self._state.setText(" · ".join(words))
        if filled or wrong:
            self.set_open(is_open=True)
        self._name()

    def count(self) -> None:
        """Count again without opening or closing anything."""
        was_open = self._is_open
        self.look()
        if not any(box.problem for box in self._boxes):
            self.set_open(is_open=was_open)

    def set_words(self, words: str) -> None:
        """Say how much there is in it, at the right of the heading."""
        self._state.setText(words)
        self._name()

    def set_open(self, *, is_open: bool) -> None:
        """Unfold or fold; this is nothing that a person did."""
        if is_open == self._is_open:
            return
        self._is_open = is_open
        show_in_place(self._body, is_open)
        icon = "chevron-down" if is_open else "chevron-right"
        set_icon(self._heading, icon, self._token, size=16)
        self._name()

    def _name(self) -> None:
        state = "open" if self._is_open else "closed"
        words = (self._title, self._state.text(), state)
        self._heading.setAccessibleName(self._title)
        self._heading.setAccessibleDescription(", ".join(word for word in words[1:] if word))

    def _on_key(self, wanted: bool) -> None:
        if wanted != self._is_open:
            self._on_pressed()

    def _on_pressed(self) -> None:
        self.set_open(is_open=not self._is_open)
        self.toggled.emit(self.key, self._is_open)
