"""An Agreement to Engage: whether it holds today in words, and its withdrawal in one step.

The form below is the plain one; the signature is drawn on it. It is never called a lawful basis.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, column, label, row, show_in_place
from stls_desktop.services import agreements
from stls_desktop.services.agreements import AgreementState, Withdrawn
from stls_desktop.services.drafting import Settled
from stls_desktop.services.shapes import Opened

_TONES: Mapping[str, Tone] = {
    "SIGNED": Tone.OK,
    "EXPIRING": Tone.WARN,
    "REQUESTED": Tone.WARN,
    "EXPIRED": Tone.ERR,
    "WITHDRAWN": Tone.ERR,
}


class AgreementScreen(RecordScreen):
    """One agreement of a family."""

    def build_parts(self) -> Iterator[QWidget]:
        yield self._today_card()
        yield self._withdrawal_card()
        yield from self.form.cards()
        self._undo = UndoBar(self)
        self._undo.undone.connect(self._on_undone)
        self._last: Withdrawn | None = None
        self.form.edited.connect(self._on_agreement_edited)
        self.look()

    def look(self) -> None:
        """Say how the agreement is today, as it stands on the screen."""
        wanted = Step(self._bench.desk, agreements.state_today, self.rec, self.state.flat())
        self._bench.runner.run(Lane.STORE, wanted, self._on_looked, owner=self, key="agreement")

    def _today_card(self) -> Card:
        card = Card("Today")
        self.chip = StatusChip()
        card.add_action(self.chip)
        self.words = label("", wrap=True)
        self.missing = label("", "muted", wrap=True)
        line = row(gap=12)
        told = column(gap=2)
        told.addWidget(self.words)
        told.addWidget(self.missing)
        line.addLayout(told, 1)
        self.withdraw_button = button("The family withdraws")
        self.withdraw_button.clicked.connect(self._on_withdraw_asked)
        line.addWidget(self.withdraw_button)
        card.add(line)
        return card

    def _withdrawal_card(self) -> Card:
        self._asking = Card("Withdrawal", "It takes effect at once and is sent first")
        self.by, self.scope = LineField(), LineField()
        self._by_box = FieldBox(self.by, "Who withdraws", need="needed")
        help_text = "Leave empty if all of it is withdrawn."
        for box in (self._by_box, FieldBox(self.scope, "What is withdrawn", help_text=help_text)):
            self._asking.add(box)
        line = row(gap=8)
        confirm = button("Record the withdrawal", "primary")
        confirm.clicked.connect(self._on_withdraw)
        cancel = button("Cancel", "link")
        cancel.clicked.connect(self._on_cancelled)
        line.addWidget(confirm)
        line.addWidget(cancel)
        line.addStretch(1)
        self._asking.add(line)
        show_in_place(self._asking, False)
        return self._asking

    def _on_looked(self, state: AgreementState) -> None:
        words = self._bench.desk.reference.label("agreement_status", state.status)
        self.chip.show_state(words, _TONES[state.status])
        self.words.setText(state.words)
        lacks = f"Still to fill in: {'; '.join(state.missing)}." if state.missing else ""
        told = " ".join((*(each.message for each in state.warnings), lacks)).strip()
        self.missing.setText(told)
        show_in_place(self.missing, bool(told))
        show_in_place(self.withdraw_button, state.status in ("SIGNED", "EXPIRING"))

    def _on_agreement_edited(self, _name: str) -> None:
        self.look()

    def _on_withdraw_asked(self) -> None:
        self._asking.show()
        self._by_box.take_focus()

    def _on_cancelled(self) -> None:
        self._asking.hide()
        self.withdraw_button.setFocus()

    def _on_withdraw(self) -> None:
        self._by_box.set_problem("" if self.by.value() else "Say who withdraws")
        if self.by.value():
            self.keeper.settle(self._on_ready_to_withdraw)

    def _on_ready_to_withdraw(self, _settled: Settled) -> None:
        wanted = _Withdraw(self, str(self.by.value()), str(self.scope.value() or ""))
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_withdrawn, self._on_not_done, owner=self
        )

    def _on_withdrawn(self, found: tuple[Withdrawn, Opened]) -> None:
        self._last, opened = found
        self._asking.hide()
        if self.state.reopen(opened):
            self.keeper.touch()
        self._bench.bus.publish(self._last.changed)
        self._undo.offer("The withdrawal is recorded.")
        self.look()

    def _on_undone(self) -> None:
        if self._last is not None:
            wanted = Step(self._bench.desk, agreements.take_back, self._last)
            self._bench.runner.run(Lane.STORE, wanted, self._on_taken_back, owner=self)

    def _on_taken_back(self, changed: Any) -> None:  # noqa: ANN401 - what a commit changed
        self._bench.bus.publish(changed)
        self.record_asked.emit(self.rec)

    def _on_not_done(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.WARN)


class _Withdraw:
    """Runs on the store lane."""

    def __init__(self, screen: AgreementScreen, by: str, scope: str) -> None:
        self._desk, self._rec = screen._bench.desk, screen.rec  # noqa: SLF001 - a part of it
        self._by, self._scope = by, scope

    def __call__(self) -> tuple[Withdrawn, Opened]:
        done = agreements.withdraw(self._desk, self._rec, self._by, self._scope)
        with self._desk.store.read() as read:
            opened = read.open(self._rec)
        return done, opened or Opened("agreement", self._rec, {}, {})
