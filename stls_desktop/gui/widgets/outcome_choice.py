"""What became of an action: done, partly, not yet, dropped, each by its own letter."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.widgets.choices import Chips, Segmented

OUTCOMES: Final = (
    ("DONE", "Done"),
    ("PART", "Partly"),
    ("NOT_YET", "Not yet"),
    ("DROPPED", "Dropped"),
)
_KEYS: Final = {"d": "DONE", "p": "PART", "n": "NOT_YET", "x": "DROPPED"}
_TIP: Final = "D done, P partly, N not yet, X dropped"


class OutcomeRow(Segmented):
    """Four answers beside each other; D, P, N and X choose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_options(OUTCOMES)
        self.setToolTip(_TIP)

    def _handle_other_key(self, event: QKeyEvent) -> bool:
        return _choose(self, event) or super()._handle_other_key(event)


class OutcomeChips(Chips):
    """The same where there is little room: the answers wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_options(OUTCOMES)
        self.setToolTip(_TIP)

    def _handle_other_key(self, event: QKeyEvent) -> bool:
        return _choose(self, event) or super()._handle_other_key(event)


def _choose(row: Segmented, event: QKeyEvent) -> bool:
    wanted = _KEYS.get(event.text().lower())
    if wanted is None:
        return False
    if row.value() != wanted:
        row.press(wanted)
    return True
