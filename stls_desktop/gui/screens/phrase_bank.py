"""The statement bank over a report: a few letters, a sentence, and it stands under its heading."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.widgets.picker import Pick, Picker
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import phrases
from stls_desktop.services.phrases import Phrase

NOTHING: Final = "No phrase has these words. Keep one from a paragraph by its book."


class PhraseBank(Picker):
    """Phrases for one heading, the teacher's own first."""

    taken = Signal(str, str)  # section and words

    def __init__(self, bench: Workbench, parent: QWidget, section: str, called: str) -> None:
        super().__init__(parent, "Phrases", "A few letters of the phrase", NOTHING)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bench, self._section, self._called = bench, section, called
        self._found: tuple[Phrase, ...] = ()
        self.typed.connect(self._on_typed)
        self.picked.connect(self._on_picked)

    def _on_typed(self, words: str) -> None:
        wanted = Step(self._bench.desk, phrases.phrases, self._section, words, self._called)
        self._bench.runner.run(Lane.STORE, wanted, self._on_found, owner=self, key="phrases")

    def _on_found(self, found: tuple[Phrase, ...]) -> None:
        self._found = found
        self.set_picks(
            [
                Pick(f"{place}", each.text, note="Yours" if each.rec else "", icon="message-square")
                for place, each in enumerate(found)
            ]
        )

    def _on_picked(self, place: str) -> None:
        self.taken.emit(self._section, self._found[int(place)].text)
