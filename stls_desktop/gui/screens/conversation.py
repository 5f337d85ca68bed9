"""The conversation-safe view: one child or one school in large type, and nothing else.

It says plainly that it is on and how to leave it. What it shows is handed over by the service;
nothing can be typed here.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.styling import button, column, label, row, set_role
from stls_desktop.gui.widgets.target_chart import TargetChart
from stls_desktop.services.sharing import SharedView

ON: Final = (
    "Conversation-safe: only this is shown. Other children, other schools, notices and search are"
    " put away. F8 or Esc brings them back."
)
NOTHING: Final = "There is nothing to show here yet."
WIDEST: Final = 980  # pixels at normal text size: what an eye can follow at this size of type


class ConversationView(QWidget):
    """Over the whole window while a parent or a SENCO looks on."""

    left = Signal()

    def __init__(self, view: SharedView) -> None:
        super().__init__()
        set_role(self, "page")
        self.setAccessibleName("Conversation-safe view")
        outer = column(self, margins=(18, 12, 18, 12), gap=12)
        line = row(gap=12)
        line.addWidget(Banner(ON, Tone.OK), 1)
        self.leave = button("Leave", "primary", icon="eye-off")
        self.leave.setAccessibleName("Leave the conversation-safe view")
        self.leave.clicked.connect(self.left)
        line.addWidget(self.leave)
        outer.addLayout(line)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.left.emit)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setAccessibleName("What is shown")
        body = QWidget()
        set_role(body, "body")
        middle = row(body)
        held = QWidget()
        held.setMaximumWidth(theme().space(WIDEST))
        self._column = column(held, margins=(0, 8, 0, 24), gap=16)
        middle.addStretch(1)
        middle.addWidget(held, 100)
        middle.addStretch(1)
        scroller.setWidget(body)
        outer.addWidget(scroller, 1)
        self._fill(view)

    def take_focus(self) -> None:
        """The keyboard begins on the way out."""
        self.leave.setFocus()

    def _fill(self, view: SharedView) -> None:
        self._column.addWidget(label(view.title, "talk_title", wrap=True))
        if view.about:
            self._column.addWidget(label(view.about, "talk_label", wrap=True))
        for part in view.parts:
            card = Card()
            card.add(label(part.label, "talk_label"))
            card.add(label(part.words, "talk", wrap=True))
            self._column.addWidget(card)
        for series in view.targets:
            card = Card()
            card.add(label("Target", "talk_label"))
            card.add(label(series.statement, "talk", wrap=True))
            card.add(TargetChart(series))
            self._column.addWidget(card)
        if not view.parts and not view.targets:
            self._column.addWidget(label(view.refusal or NOTHING, "talk", wrap=True))
        self._column.addStretch(1)
