"""A case: its steps, and what there is to know of it today, above the plain form."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import clear, column, label, row, show_in_place
from stls_desktop.services import cases
from stls_desktop.services.cases import Fact


class CaseScreen(RecordScreen):
    """One episode of involvement."""

    def build_parts(self) -> Iterator[QWidget]:
        self.facts = Card("Today")
        self._lines = column(gap=6)
        self.facts.add(self._lines)
        self.facts.hide()
        yield self.facts
        yield from self.form.cards()
        self.form.edited.connect(self._on_case_edited)
        kinds = ("case", "ehc_request", "iss_plan")
        self._reloader = Reloader(self, self._bench.bus, kinds, self.look)
        self.look()

    def look(self) -> None:
        """Say what there is to know of the case as it stands on the screen."""
        wanted = Step(self._bench.desk, cases.facts_today, self.rec, self.state.flat())
        self._bench.runner.run(Lane.STORE, wanted, self._on_looked, owner=self, key="case")

    def _on_looked(self, facts: tuple[Fact, ...]) -> None:
        clear(self._lines)
        for fact in facts:
            held = QWidget()
            line = row(held, gap=10)
            line.addWidget(label(fact.words, wrap=True), 1)
            if fact.is_urgent:
                line.addWidget(StatusChip("Overdue", Tone.WARN))
            self._lines.addWidget(held)
        show_in_place(self.facts, bool(facts))

    def _on_case_edited(self, _name: str) -> None:
        self.look()
