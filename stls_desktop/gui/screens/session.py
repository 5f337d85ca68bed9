"""The screen of an ISS session: two minutes' worth in view, the rest unfolds.

Marks are one key for each target. A session that did not happen is called off in one step, and
what was modelled leads to its note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from stls_core.records.plans import MODELLED
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.controls import Options
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.call_off_line import CallOffLine
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.session_marks import MarkedTarget, SessionMarks
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.styling import button, label, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import plans
from stls_desktop.services.drafting import Settled
from stls_desktop.services.plans import SessionSheet
from stls_desktop.services.records import RecordSheet

NO_COVER = "The school agreed no release time for this plan. Without cover there is no modelling."
NOTE_MISSING = "Something was modelled. The note of it is still to be written."


class SessionScreen(RecordScreen):
    """One session of a plan."""

    lists_itself: ClassVar[frozenset[str]] = frozenset({"modelling_note"})

    def __init__(
        self,
        bench: Workbench,
        sheet: RecordSheet,
        *,
        choices: Mapping[str, Options] | None = None,
        subtitle: str = "",
    ) -> None:
        number = (sheet.draft.doc if sheet.draft else sheet.opened.doc).get("number")
        words = f"ISS session {number}" if number else ""
        super().__init__(bench, sheet, choices=choices, subtitle=subtitle or words)
        self.add_action(self._off)
        self.add_action(self._absent)

    def take_focus(self) -> None:
        self.form.boxes["what_we_did"].take_focus()

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        return {"progress": SessionMarks}

    def build_parts(self) -> Iterator[QWidget]:
        self._notes = 0
        self._is_released: bool | None = None
        yield self._call_off_card()
        when = self.form.card("when")
        self.window_words = label("", "muted")
        when.add(self.window_words)
        yield when
        yield self.form.card("what")
        yield self._note_card()
        self.fold = Fold("session", "More about the session", "Who was there, engagement, barriers")
        for key in ("more", "off"):
            for line in self.form.rows_of(key):
                self.fold.add(line)
        watched = ("engagement", "barriers", "next_on", "called_off_by", "called_off_reason")
        self.fold.watch(self.form.boxes[name] for name in watched)
        yield self.fold
        self.form.edited.connect(self._on_session_edited)
        self.form.problems_shown.connect(self.fold.look)
        self._reloader = Reloader(self, self._bench.bus, ("modelling_note", "target"), self.reload)
        self.reload()
        self._show_state()

    def reload(self) -> None:
        """Read the plan's targets and the notes of modelling again."""
        wanted = Step(self._bench.desk, plans.session_sheet, self.rec, self.state.flat())
        self._bench.runner.run(Lane.STORE, wanted, self._on_read, owner=self, key="session")

    def _call_off_card(self) -> Card:
        self._off, self._absent = button("Call off"), button("Child absent")
        self._off.setToolTip("It did not happen: who called it off, and why")
        self._off.clicked.connect(self._on_off)
        self._absent.clicked.connect(self._on_absent)
        self._ways = Card("It did not happen", "It still counts")
        self._call_off = CallOffLine(self._bench.desk.reference)
        self._call_off.confirmed.connect(self._on_called_off)
        self._call_off.cancelled.connect(self._ways.hide)
        self._ways.add(self._call_off)
        self._ways.hide()
        return self._ways

    def _note_card(self) -> Banner:
        self._note = Banner()
        self._note.acted.connect(self._on_note)
        return self._note

    def _on_read(self, sheet: SessionSheet) -> None:
        self._notes, self._is_released = sheet.notes, sheet.is_released
        marks = self.form.control("progress")
        marks.set_targets(tuple(MarkedTarget(*each) for each in sheet.targets))
        self.window_words.setText(sheet.window)
        show_in_place(self.window_words, bool(sheet.window))
        self._show_state()

    def _on_session_edited(self, name: str) -> None:
        today = self._bench.desk.today()
        control = self.form.control("status")
        if name == "what_we_did" and control.value() == "PLANNED":
            day = self.form.control("held_on").value()
            if day is not None and day <= today:
                self.form.set_value("status", "DONE")  # what was written up has taken place
        self.fold.count()
        self._show_state()

    def _show_state(self) -> None:
        status = str(self.form.control("status").value() or "")
        for way in (self._off, self._absent):
            show_in_place(way, status == "PLANNED")
        modelled = MODELLED & set(self.form.control("types").value() or ())
        is_missing = bool(modelled) and status not in ("CANCELLED", "PUPIL_ABSENT")
        words = NOTE_MISSING if is_missing and not self._notes else ""
        if words and self._is_released is False:
            words = f"{NO_COVER} If there was some: {words[:1].lower()}{words[1:]}"
        self._note.show_message(words, Tone.INFO, action="Write the modelling note")

    def _on_off(self) -> None:
        self._ways.show()
        self._call_off.ask()

    def _on_called_off(self, by: str, reason: str) -> None:
        self._ways.hide()
        self.form.set_value("called_off_by", by)
        self.form.set_value("called_off_reason", reason)
        self.form.set_value("status", "CANCELLED")
        self._tell_counted("Called off")

    def _on_absent(self) -> None:
        self.form.set_value("status", "PUPIL_ABSENT")
        self._tell_counted("Child absent")

    def _tell_counted(self, words: str) -> None:
        self.banner.show_message(f"{words}. The session still counts as that.", Tone.INFO)
        self.fold.set_open(is_open=True)  # where it can be taken back
        self.keeper.settle()

    def _on_note(self) -> None:
        self.keeper.touch()
        self.keeper.settle(self._on_ready_for_note)

    def _on_ready_for_note(self, settled: Settled) -> None:
        stuck = [each for each in settled.unsendable if each.draft.rec == self.rec]
        if stuck:
            self.banner.show_message(stuck[0].problems[0].message, Tone.WARN)
            return
        wanted = Step(self._bench.desk, plans.note_beginnings, self.rec)
        self._bench.runner.run(Lane.STORE, wanted, self._on_note_known, owner=self)

    def _on_note_known(self, given: dict[str, Any]) -> None:
        self.beginning_asked.emit("modelling_note", given)
