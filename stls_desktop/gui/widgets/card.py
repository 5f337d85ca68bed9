"""A card: a titled panel that holds the fields of one thought."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.styling import column, label, row, set_role, show_in_place


class Card(QFrame):
    """Title, optional hint beside it, actions at the right, and a column of contents."""

    def __init__(
        self,
        title: str = "",
        hint: str = "",
        actions: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._column: QVBoxLayout = column(self, margins=(16, 12, 16, 14), gap=10)
        self._title = label(title, "h2")
        self._hint = ElidedLabel(hint, "muted")  # a long one may not make a narrow card wide
        self._actions: QHBoxLayout = row(gap=4)
        self._head = QWidget()
        head = row(self._head, gap=10)
        head.addWidget(self._title)
        head.addWidget(self._hint)
        head.addStretch(1)
        head.addLayout(self._actions)
        self._column.addWidget(self._head)
        for action in actions:
            self.add_action(action)
        show_in_place(self._head, bool(title or hint or actions))

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self._head.show()

    def set_hint(self, hint: str) -> None:
        """Change the words beside the title."""
        self._hint.set_words(hint)

    def add_action(self, action: QWidget) -> None:
        """Put a button at the right end of the title line."""
        self._actions.addWidget(action)
        self._head.show()

    def add(self, content: QWidget | QLayout) -> None:
        """Put contents under what is there."""
        if isinstance(content, QWidget):
            self._column.addWidget(content)
        else:
            self._column.addLayout(content)

    def insert(self, index: int, content: QWidget) -> None:
        """Put contents before those at `index` (0 is right under the title)."""
        self._column.insertWidget(index + 1, content)
