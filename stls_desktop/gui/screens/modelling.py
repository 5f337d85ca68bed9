"""A modelling note: the strategy's steps to tick, where the adult stands, and their own rating.

Professional learning, never appraisal. The adult rates on a turned-round screen; what the note says
of an adult is shown here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.library import LibraryDialog
from stls_desktop.gui.screens.life import LifePart
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.turned_round import TO_ADULT, Question, TurnedRound
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.steps_field import StepsField
from stls_desktop.gui.widgets.styling import button, clear, label, row, show_in_place
from stls_desktop.services import modelling
from stls_desktop.services.drafting import Settled
from stls_desktop.services.modelling import Ladder

_LADDER_FIELDS = ("adult_name", "strategy", "stage", "modelled_on", "skipped_reason")
_BEFORE = Question(
    "confidence_before",
    "How sure did you feel about doing this before today?",
    1,
    "not sure at all",
    "completely sure",
    TO_ADULT,
)
_AFTER = Question(
    "confidence_after",
    "And how sure do you feel now?",
    1,
    "not sure at all",
    "completely sure",
    TO_ADULT,
)


class ModellingScreen(RecordScreen):
    """One adult, one strategy, one stage."""

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        return {"steps": StepsField}

    def build_parts(self) -> Iterator[QWidget]:
        self.turned: TurnedRound | None = None
        self._ladder: Ladder | None = None
        who = self.form.card("who")
        who.add_action(self._button("Choose from the library", self.open_library))
        yield who
        yield self._ladder_card()
        yield self.form.card("steps")
        feedback = self.form.card("feedback")
        feedback.add_action(self._button("Turn the screen round", self.turn_round))
        yield feedback
        practice = self.form.card("practice")
        practice.add_action(self._button("A note for another adult", self._on_another))
        yield practice
        yield self._life_card()
        self.form.edited.connect(self._on_note_edited)
        self._fill_steps()
        self.look()

    def _button(self, words: str, slot: Callable[[], object]) -> QWidget:
        made = button(words)
        made.clicked.connect(slot)
        return made

    # The strategy and its steps

    def open_library(self) -> LibraryDialog:
        """Look for the strategy in the library; taking one fills the checklist."""
        setting = str(self.state.flat().get("setting_id") or "")
        library = LibraryDialog(self._bench, self, setting_id=setting, may_take=True)
        library.taken.connect(self._on_taken)
        library.open()
        return library

    def _on_taken(self, code: str, local_id: str) -> None:
        self.form.set_value("strategy", code or None)
        self.form.set_value("local_strategy_id", local_id or None)
        self._fill_steps()

    def _fill_steps(self) -> None:
        """The steps of the strategy, unless somebody has answered others already."""
        steps: StepsField = self.form.control("steps")
        if steps.is_touched:
            return
        wanted = Step(self._bench.desk, modelling.checklist, self.state.flat())
        self._bench.runner.run(Lane.STORE, wanted, self._on_steps, owner=self, key="checklist")

    def _on_steps(self, steps: list[dict[str, Any]]) -> None:
        control: StepsField = self.form.control("steps")
        if not control.is_touched and [s["step"] for s in steps] != [
            s.get("step") for s in control.value()
        ]:
            self.form.set_value("steps", steps)

    # The ladder

    def _ladder_card(self) -> Card:
        card = Card("Where they stand", "For the two of you; it is made into no list")
        self._rungs = row(gap=8)
        held = QWidget()
        held.setLayout(self._rungs)
        card.add(held)
        self._told = label("", "muted", wrap=True)
        card.add(self._told)
        return card

    def _life_card(self) -> LifePart:
        part = LifePart(self._bench, self.state, self.keeper, self.needs, self)
        part.entry_chosen.connect(self.go_to)
        part.refused.connect(self._on_refused)
        self.life = part
        return part

    def look(self) -> None:
        """Read the earlier notes about this adult and this strategy."""
        wanted = Step(self._bench.desk, modelling.ladder, self.rec, self.state.flat())
        self._bench.runner.run(Lane.STORE, wanted, self._on_ladder, owner=self, key="ladder")

    def _on_ladder(self, ladder: Ladder) -> None:
        self._ladder = ladder
        clear(self._rungs)
        reached = {rung.stage: rung for rung in ladder.earlier}
        here = str(self.form.control("stage").value() or "")
        for code in self._bench.desk.reference.choices("modelling_stage"):
            rung = reached.get(code.code)
            day = f" {rung.on.day} {rung.on:%b}" if rung and rung.on else ""
            words = f"{code.label}{day}" if rung else code.label
            tone = Tone.INFO if code.code == here else Tone.OK if rung else Tone.MUTED
            now = ", this note" if code.code == here else ""
            self._rungs.addWidget(StatusChip(f"{words}{now}", tone))
        self._rungs.addStretch(1)
        lacks = "; ".join(ladder.lacking)
        told = f"Before it counts as embedded: {lacks}." if lacks else "It may be called embedded."
        self._told.setText(told)
        show_in_place(self.form.boxes["skipped_reason"], ladder.skips or self._has_reason())

    def _has_reason(self) -> bool:
        return bool(self.form.control("skipped_reason").value())

    def _on_note_edited(self, name: str) -> None:
        if name in ("strategy", "local_strategy_id"):
            self._fill_steps()
        if name in _LADDER_FIELDS or name == "steps" or name.startswith("confidence"):
            self.look()

    # The adult's own rating

    def turn_round(self) -> None:
        """Ask the adult what is not answered yet, on a screen that shows nothing else."""
        flat = self.state.flat()
        questions = [each for each in (_BEFORE, _AFTER) if flat.get(each.field) is None]
        self.turned = TurnedRound(questions or [_BEFORE, _AFTER], self)
        self.turned.answered.connect(self._on_answered)
        self.turned.begin()

    def _on_answered(self, answers: Mapping[str, int | None]) -> None:
        for field, number in answers.items():
            if number is not None:
                self.form.set_value(field, number)
        if self.turned is not None:
            self.turned.deleteLater()
            self.turned = None
        self.keeper.settle()

    def _on_another(self) -> None:
        self.keeper.touch()
        self.keeper.settle(self._on_ready_for_another)

    def _on_ready_for_another(self, _settled: Settled) -> None:
        self.beginning_asked.emit("modelling_note", modelling.for_another_adult(self.state.flat()))
