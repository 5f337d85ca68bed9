"""The visit screen: last time's actions first, then what was seen, said and agreed.

Everything typed is kept by the `DraftKeeper`; there is no Save button. "Sign and give" lists what
still blocks signing, each entry a link to its field, and then hands the signed version on.
"""

import datetime as dt
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.attachments import AttachmentsCard
from stls_desktop.gui.screens.history_door import HistoryDoor
from stls_desktop.gui.screens.others_part import OthersPart
from stls_desktop.gui.screens.visit_header import VisitHeader, signed_words
from stls_desktop.gui.screens.visit_offers import DaysOffered, Person, offer_people
from stls_desktop.gui.screens.visit_places import VisitPlaces
from stls_desktop.gui.screens.visit_sections import (
    CarriedAction,
    RecordRow,
    RecordSection,
    record_form,
)
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.error_summary import ErrorSummary
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import Banner, UndoBar
from stls_desktop.gui.widgets.styling import column, set_role, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import signing, visits
from stls_desktop.services.drafting import Settled
from stls_desktop.services.shapes import Draft, Opened
from stls_desktop.services.visit_offers import next_visit_days
from stls_desktop.services.visits import FormProblem, VisitSheet

LONGEST_VISIT = dt.timedelta(hours=4)  # signed later than this, the end has to be asked for


class VisitScreen(QWidget):
    """One link visit, open for writing."""

    signed = Signal(str)  # id of the signed version
    call_off_asked = Signal(str)  # id of the visit
    note_asked = Signal(str)  # id of a signed version to show
    closed = Signal()

    def __init__(self, bench: Workbench, sheet: VisitSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "page")
        self._bench, self._sheet = bench, sheet
        self.visit_id = sheet.visit.rec
        self._day = dt.date.fromisoformat(
            str(sheet.visit.doc.get("visited_on") or bench.desk.today())
        )
        pupils = [
            (p.id, p.name if p.has_agreement else f"{p.initials} – no agreement")
            for p in sheet.pupils
        ]
        self._needs = ControlNeeds(bench.desk.reference, self._day, {"pupil_id": pupils})
        self.state = self._state(sheet.visit)
        self.form = self.state.form
        self.keeper = DraftKeeper(
            bench.desk, bench.runner, self.visit_id, self._collect, parent=self
        )
        self._build()
        sections = {"discussions": self.talks, "": self.agreed}
        self.places = VisitPlaces(self.scroller, self._states, self.carried, sections)
        self.others = OthersPart(bench, self._states, self._go_to, self.keeper, self)
        self._column.insertWidget(2, self.others)
        self.others.stopped.connect(self._on_stopped)
        self._connect()
        self._prefill()
        self.places.put_caret_back(next((d.place for d in sheet.drafts.values() if d.place), {}))

    # Building, from top to bottom

    def _build(self) -> None:
        outer = column(self)
        self.header = VisitHeader(self._sheet, self.state.flat())
        outer.addWidget(self.header)
        self.history = HistoryDoor(self._bench, self, self.keeper, self._states)
        self.header.add_tool(self.history.button)
        self.scroller = QScrollArea(self)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        self.scroller.setWidget(body)  # before it is filled: what moves is polished again
        self._column = column(body, margins=(18, 14, 18, 14), gap=12)
        self.summary = ErrorSummary("Before you sign")
        self.banner = Banner()
        for part in (self.summary, self.banner, *self._cards()):
            self._column.addWidget(part)
        self._column.addStretch(1)
        outer.addWidget(self.scroller, 1)
        self._is_told_unsaved = False
        self.undo = UndoBar(self)
        self._removed: RecordRow | None = None
        if self._sheet.signed:
            self.banner.show_message(signed_words(self._sheet), Tone.INFO)
        if self._sheet.drafts:
            words = "This visit was not finished. Everything you typed is here."
            self.banner.show_message(words, Tone.INFO)

    def _correction_card(self) -> Card:
        card = Card("Correcting a signed visit")
        self.reason = LineField()
        help_text = "May stay empty for five working days: it is then a typing correction."
        card.add(FieldBox(self.reason, "Why it is changed", help_text=help_text))
        show_in_place(card, bool(self._sheet.signed))
        return card

    def _cards(self) -> Iterator[QWidget]:
        yield self._correction_card()
        if self._sheet.carried:
            yield self._carried_card()
        else:
            self.carried: list[CarriedAction] = []
        yield self.form.card("visit")
        offer_people(self.form.control("attendees"), self._people())
        yield self._section_of_talks()
        yield self._section_of_actions()
        leaving = self.form.card("next")
        leaving.add(self._days())
        yield leaving
        yield self.form.card("shared")
        yield self.form.card("numbers")
        yield AttachmentsCard(self._bench, "link_visit", self.visit_id, self, self.state.flat)

    def _carried_card(self) -> Card:
        card = Card("Last time’s actions", "What became of each?")
        today = self._bench.desk.today().isoformat()
        self.carried = []
        for opened in self._sheet.carried:
            draft = self._sheet.drafts.get(opened.rec)
            line = CarriedAction(opened, draft, self._needs, self.visit_id, today)
            line.edited.connect(self._on_written)
            self.carried.append(line)
            card.add(line)
        return card

    def _people(self) -> list[Person]:
        """Known contacts; typing a name is for people who are new."""
        words = self._bench.desk.reference.label
        return [(c.name, c.role, words("contact_role", c.role)) for c in self._sheet.contacts]

    def _days(self) -> DaysOffered:
        days = next_visit_days(self._day, self._bench.desk.reference.terms)
        return DaysOffered(self.form, "next_visit_on", days)

    def _section_of_talks(self) -> RecordSection:
        self.talks = RecordSection(
            "Talked about",
            "Add a discussion",
            "Ctrl+D",
            "Remove this discussion",
            is_one_line=False,
        )
        for opened in self._sheet.discussions:
            self.talks.append(self._state(opened))
        if not self.talks.rows_shown:
            self._add_talk()
        return self.talks

    def _section_of_actions(self) -> RecordSection:
        self.agreed = RecordSection(
            "Agreed actions", "Add an action", "Ctrl+Return", "Remove this action", is_one_line=True
        )
        for opened in self._sheet.actions:
            self.agreed.append(self._state(opened))
        for line in self.form.rows_of("no_actions"):
            self.agreed.add(line)
        return self.agreed

    def _state(self, opened: Opened) -> RecordState:
        form = record_form(opened.kind, self._needs)
        draft = self._sheet.drafts.get(opened.rec)
        return RecordState(opened, form, draft, self._sheet.visit.rec)

    def _connect(self) -> None:
        self.form.edited.connect(self._on_edited)
        for section in (self.talks, self.agreed):
            section.edited.connect(self._on_written)
            section.removed.connect(self._on_removed)
        self.talks.add_asked.connect(self._on_add_talk)
        self.agreed.add_asked.connect(self._on_add_action)
        self.keeper.saving.connect(self.header.saved_mark.show_saving)
        self.keeper.saved.connect(self._on_saved)
        self.keeper.failed.connect(self._on_not_saved)
        self.keeper.settled.connect(self._on_settled)
        self.header.sign_asked.connect(self.sign)
        self.header.call_off_asked.connect(self._on_call_off)
        self.header.back_asked.connect(self.closed)
        self.summary.entry_chosen.connect(self.places.go_to)
        self.undo.undone.connect(self._on_undone)

    # Typing

    def _collect(self) -> list[Draft]:
        place = self.places.caret()
        return [
            state.draft(place if state.rec == place.get("rec") else None)
            for state in self._states()
            if state.is_changed
        ]

    def _states(self) -> Iterator[RecordState]:
        yield self.state
        for line in self.carried:
            yield line.state
        yield from self.talks.states()
        yield from self.agreed.states()

    def _on_edited(self, name: str) -> None:
        if name == "next_visit_on":
            self._fill_dates()
        self._on_written()

    def _on_written(self) -> None:
        """Whatever part was written in, the visit has begun."""
        if self.state.flat().get("status") == "PLANNED":
            self.state.set("status", "IN_PROGRESS")
        self.keeper.touch()

    def _on_add_talk(self) -> None:
        self._write_in(self._add_talk(), "advice")

    def _add_talk(self) -> RecordRow:
        opened = visits.blank_discussion(self._bench.desk, self.visit_id, self._sheet.setting.id)
        return self.talks.append(self._state(opened))

    def _on_add_action(self) -> None:
        senco = next((c.name for c in self._sheet.contacts if c.role == "SENCO"), "SENCO")
        opened = visits.blank_action(
            self._bench.desk, self.visit_id, self._sheet.setting.id, who=senco
        )
        line = self.agreed.append(self._state(opened))
        self._fill_dates()
        self._write_in(line, "what")

    def _write_in(self, line: RecordRow, name: str) -> None:
        """Put the caret into a new record; a part that was never shown cannot take the focus."""
        line.show()
        line.state.form.boxes[name].take_focus()
        self.places.show_focus_soon()

    def _fill_dates(self) -> None:
        """An action without a day is due by the next visit; the teacher may say otherwise."""
        due = self.form.control("next_visit_on").value()
        if due is None:
            return
        for line in self.agreed.rows_shown:
            control = line.state.form.control("by_when_on")
            if control.is_empty():
                control.set_value(due)

    def _on_removed(self, line: RecordRow) -> None:
        self._removed = line
        self.undo.offer("Removed from this visit.")

    def _on_undone(self) -> None:
        for section in (self.talks, self.agreed):
            if self._removed is not None and self._removed in section.rows_shown:
                section.put_back(self._removed)

    def _on_not_saved(self, words: str) -> None:
        self.header.set_busy(is_busy=False)
        self.header.saved_mark.show_not_saved("see above")
        self.banner.show_message(words, Tone.ERR)
        self._is_told_unsaved = True

    def _on_saved(self, at: dt.datetime) -> None:
        self.header.saved_mark.show_saved(at)
        if self._is_told_unsaved:
            self._is_told_unsaved = False
            self.banner.show_message("")  # what it said is no longer true

    def _on_settled(self, settled: Settled) -> None:
        for state in self._states():
            if state.rec in settled.drafts:
                state.go_on(settled.drafts[state.rec])
        self._bench.bus.publish(settled.changed)

    # Signing

    def sign(self) -> None:
        """Say what blocks signing, or settle and sign."""
        self._end_now()
        problems = self.places.in_order(self._problems())
        self._show_problems(problems)
        if problems:
            return
        self.header.set_busy(is_busy=True)
        self.others.before_signing(self._on_names_seen)

    def _on_names_seen(self) -> None:
        self.keeper.settle(self._on_ready_to_sign)

    def _on_stopped(self) -> None:
        self.header.set_busy(is_busy=False)
        self.scroller.verticalScrollBar().setValue(0)

    def _go_to(self, rec: str, path: str) -> None:
        self.places.go_to(f"{rec}|{path}")

    def _problems(self) -> tuple[FormProblem, ...]:
        documents = {
            state.rec: (state.kind, {**state.flat(), "id": state.rec}) for state in self._states()
        }
        carried = tuple(line.state.rec for line in self.carried)
        return visits.problems_to_sign(self._bench.desk, self.visit_id, documents, carried)

    def _show_problems(self, problems: tuple[FormProblem, ...]) -> None:
        entries = [(f"{p.rec}|{p.path}", p.message) for p in problems]
        self.summary.show_problems(entries)
        for state in self._states():
            state.form.show_problems(visits.as_problems(p for p in problems if p.rec == state.rec))
        for line in self.carried:
            missing = [p.message for p in problems if p.rec == line.state.rec]
            line.mark(missing[0] if missing else "")
        if problems:
            self.scroller.verticalScrollBar().setValue(0)

    def _on_ready_to_sign(self, settled: Settled) -> None:
        if settled.unsendable:
            first = settled.unsendable[0]
            self.header.set_busy(is_busy=False)
            words = first.problems[0].message
            self.summary.show_problems([(f"{first.draft.rec}|{first.problems[0].field}", words)])
            return
        self._bench.runner.run(
            Lane.STORE,
            _Sign(self._bench, self.visit_id, self.reason.value() or ""),
            self._on_signed,
            self._on_sign_failed,
            owner=self,
            first=True,
        )

    def _on_signed(self, outcome: signing.Signed) -> None:
        self.header.set_busy(is_busy=False)
        self._bench.bus.publish(outcome.changed)
        self.signed.emit(outcome.version_id)

    def _on_sign_failed(self, error: Exception) -> None:
        self.header.set_busy(is_busy=False)
        self.banner.show_message(f"Not signed. {error}", Tone.ERR)

    def _end_now(self) -> None:
        """A visit of today that has no end yet ends when it is signed, if that is soon enough."""
        flat = self.state.flat()
        if flat.get("ends_at") or flat.get("visited_on") != str(self._bench.desk.today()):
            return
        now = self._bench.desk.now().astimezone().replace(second=0, microsecond=0)
        began = self.form.control("starts_at").value()
        if began is None:
            return
        length = now.replace(tzinfo=None) - dt.datetime.combine(now.date(), began)
        if dt.timedelta(0) < length <= LONGEST_VISIT:
            self.form.set_value("ends_at", now.time())

    def _prefill(self) -> None:
        flat = self.state.flat()
        today = self._bench.desk.today()
        is_now = flat.get("status") == "PLANNED" and flat.get("visited_on") == today.isoformat()
        if is_now and not flat.get("starts_at"):
            now = self._bench.desk.now().astimezone().time()
            self.form.control("starts_at").set_value(now.replace(second=0, microsecond=0))

    def _on_call_off(self) -> None:
        self.call_off_asked.emit(self.visit_id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the form settles what can be sent."""
        self.keeper.settle()
        super().hideEvent(event)


class _Sign:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, visit_id: str, reason: str) -> None:
        self._desk, self._visit_id, self._reason = bench.desk, visit_id, reason

    def __call__(self) -> signing.Signed:
        return signing.sign_visit(self._desk, self._visit_id, self._reason)
