"""What a report is made of: the records of the file, ticked, and the draft that they give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.styling import button, clear, column, label, row
from stls_desktop.services.advice import Source
from stls_desktop.services.field_words import day_words
from stls_desktop.services.records import cut

NOTHING: Final = (
    "Nothing is recorded that a report could be made of. Write it under the headings below, or"
    " record an observation, a voice or an assessment first."
)
LONGEST: Final = 60  # characters of a line, beside the pages
HINT: Final = (
    "Facts are taken as they stand, words of others to the letter. Nothing that you wrote is"
    " changed."
)


class SourcesCard(Fold):
    """The records that a report can be made of; folded once a draft was written."""

    draft_asked = Signal(list)  # ids of the ticked records that gave nothing yet

    def __init__(self) -> None:
        super().__init__("sources", "What it is made of")
        self._ticks: list[tuple[QCheckBox, str]] = []
        self._lines = column(gap=2)
        self.add(self._lines)
        self.add(label(HINT, "help", wrap=True))
        foot = row(gap=8)
        self.write = button("Write the draft", "primary", icon="file-text")
        self.write.setToolTip("Add what the ticked records say (Ctrl+D)")
        self.write.clicked.connect(self.ask)
        foot.addWidget(self.write)
        foot.addStretch(1)
        self.add(foot)

    def show_sources(self, sources: Sequence[Source]) -> None:
        """List them newest first; what is new since the last report is ticked."""
        kept = {rec for tick, rec in self._ticks if tick.isChecked()}
        known = {rec for _tick, rec in self._ticks}
        clear(self._lines)
        self._ticks = []
        if not sources:
            self._lines.addWidget(label(NOTHING, "muted", wrap=True))
        for each in sources:
            tick = QCheckBox(self._words(each))
            is_on = each.rec in kept if each.rec in known else each.is_usual
            tick.setChecked(each.is_taken or is_on)
            tick.setEnabled(not each.is_taken)
            self._ticks.append((tick, each.rec))
            self._lines.addWidget(tick)
        taken = sum(each.is_taken for each in sources)
        self.set_words(f"{taken} of {len(sources)} taken" if sources else "")
        self.write.setEnabled(any(not each.is_taken for each in sources) or not sources)
        if not taken:
            self.set_open(is_open=True)

    def ask(self) -> None:
        """Ask for the draft of what is ticked."""
        chosen = [rec for tick, rec in self._ticks if tick.isChecked() and tick.isEnabled()]
        self.draft_asked.emit(chosen)

    @staticmethod
    def _words(source: Source) -> str:
        day = day_words(source.day) if source.day else "no day"
        named = f": {source.words}" if source.words != source.kind_words else ""
        taken = " · taken" if source.is_taken else ""
        return f"{cut(f'{source.kind_words}, {day}{named}', LONGEST)}{taken}"
