"""A short form in a card: a few fields, one thing to do, and a way out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.styling import button, column, row, set_role


class Panel(QWidget):
    """Fields under each other in one card, with an action and Cancel."""

    cancelled = Signal()

    def __init__(self, title: str, hint: str, action: str, boxes: Sequence[FieldBox]) -> None:
        super().__init__()
        set_role(self, "page")
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column(self).addWidget(scroller)
        body = QWidget()
        set_role(body, "body")
        outer = column(body, margins=(18, 18, 18, 18))
        self.card = Card(title, hint)
        self._fit()
        theme().changed.connect(self._fit)
        self.banner = Banner()
        self.card.add(self.banner)
        self._boxes = boxes
        for box in boxes:
            self.card.add(box)
        line = row(gap=8)
        self.action = button(action, "primary")
        self.action.clicked.connect(self._on_action)
        cancel = button("Cancel", "link")
        cancel.clicked.connect(self.cancelled)
        line.addWidget(self.action)
        line.addWidget(cancel)
        line.addStretch(1)
        self.card.add(line)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)
        scroller.setWidget(body)

    def take_focus(self) -> None:
        """Put the caret into the first field."""
        self._boxes[0].take_focus()

    def submit(self) -> None:
        """What the action does."""
        raise NotImplementedError

    def show_error(self, error: Exception) -> None:
        """Say why it was not done; what was typed stays."""
        self.action.setEnabled(True)
        self.banner.show_message(str(error), Tone.ERR)

    def _fit(self) -> None:
        """A line of words is not to be longer than an eye can follow, at any size of text."""
        self.card.setMaximumWidth(theme().space(560))

    def _on_action(self) -> None:
        self.submit()
