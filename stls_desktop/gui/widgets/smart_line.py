"""Under a target's sentence: which of verb, condition, number and date are there. Advice only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stls_core.smart import SmartHint, smart_hints
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import show_in_place

PARTS = 4


class SmartLine(QWidget):
    """Four chips that follow the typing; a tick or a few words each, so colour is not needed."""

    def __init__(self) -> None:
        super().__init__()
        layout = FlowLayout(self, gap=6)
        self._chips = [StatusChip() for _ in range(PARTS)]
        for chip in self._chips:
            layout.addWidget(chip)
        self.show_hints("", has_day=False)

    @property
    def words(self) -> str:
        """What it says now."""
        return self.accessibleName()

    def show_hints(self, statement: str, *, has_day: bool) -> None:
        """Look at the sentence as it is typed."""
        hints = smart_hints(statement, has_day=has_day)
        for chip, hint in zip(self._chips, hints, strict=False):
            chip.show_state(_words(hint), Tone.OK if hint.is_there else Tone.MUTED)
        missing = "; ".join(hint.words for hint in hints if not hint.is_there)
        told = f"Could still be said: {missing}" if missing else "Verb, condition, number and date"
        self.setAccessibleName(told if hints else "")
        show_in_place(self, bool(hints))


def _words(hint: SmartHint) -> str:
    return f"✓ {hint.part}" if hint.is_there else f"{hint.part}: {hint.words}"
