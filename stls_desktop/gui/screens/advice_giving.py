"""A signed advice report: each reader's copy in preview, and the ways to hand it over.

Whoever it is for brings the version and the format that suit them. What is printed, saved or put
into an e-mail is recorded: who has which copy, how and since when. The program sends nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.paper import Paper, PaperScreen
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    frame,
    label,
    row,
    show_in_place,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import advice_issue, emailing
from stls_desktop.services.advice_issue import AUDIENCES, ENGLISH, FAMILY, STANDARD, Given, Person
from stls_desktop.services.emailing import Draft
from stls_desktop.services.field_words import day_words
from stls_desktop.services.issuing import PDF, Drawn, Gathered, drawn
from stls_desktop.services.saving import NotSavedError, save

FOR_THE_FILE: Final = "For your own file"
NOT_PRINTED: Final = "This format is a file: the pages below show the same words in standard print."
OPENS_WITH: Final = (
    "The report in this e-mail opens only with these four words:\n\n{words}\n\nTell them by"
    " telephone, never by e-mail. They are not kept anywhere and are not shown again. The e-mail is"
    " a draft: open it in your mail program, read it, and send it from there."
)


class AdviceGivingScreen(PaperScreen):
    """One signed version of a report, in the copy that somebody is to have."""

    wants_room: ClassVar[bool] = True

    def __init__(self, bench: Workbench, version_id: str, report_id: str) -> None:
        super().__init__(bench, "Give the report", "Back to the report")
        self.version_id, self.rec = version_id, report_id
        self._people: tuple[Person, ...] = ()
        self._drawn: Drawn | None = None
        self._page: Drawn | None = None  # what is in view: another copy where this one is no PDF
        self._draft: Draft | None = None
        self._has = Fold("copies", "Who has it")
        self._lines = column(gap=4)
        self._has.add(self._lines)
        self.notices.addWidget(self._build_bar())
        self.notices.addWidget(self._has)
        wanted = Step(bench.desk, advice_issue.people_to_give_to, version_id)
        bench.runner.run(Lane.STORE, wanted, self._on_people, self.fail, owner=self)
        self._read_copies()

    def add_to_head(self, line: QHBoxLayout) -> None:
        """A draft for the teacher's own mail program."""
        self.email_button = button("Make e-mail", icon="mail", tip="A draft with a protected copy")
        self.email_button.clicked.connect(self._on_email)
        self.email_button.setEnabled(False)
        line.addWidget(self.email_button)

    def _build_bar(self) -> QWidget:
        reference = self._bench.desk.reference
        bar = frame("choices")
        line = row(bar, gap=12)
        self.recipient, self.audience, self.variant = Choice(), Choice(), Choice()
        self.language = Choice()
        self.recipient.setMinimumContentsLength(24)
        audiences = [(c.code, c.label) for c in reference.choices("report_audience")]
        self.audience.set_options(
            [each for each in audiences if each[0] in AUDIENCES], may_be_empty=False
        )
        variants = [(c.code, c.label) for c in reference.choices("report_variant")]
        self.variant.set_options(variants, may_be_empty=False)
        for control, words, weight in (
            (self.recipient, "Given to", 3),
            (self.audience, "Version", 2),
            (self.variant, "Format", 2),
        ):
            line.addWidget(FieldBox(control, words), weight)
        self._language_box = FieldBox(self.language, "Headings in")
        line.addWidget(self._language_box, 1)
        self.recipient.edited.connect(self._on_person)
        self.audience.edited.connect(self._draw)
        self.variant.edited.connect(self._draw)
        self.language.edited.connect(self._draw)
        return bar

    # Who, and which copy

    def _on_people(self, people: Sequence[Person]) -> None:
        self._people = tuple(people)
        named = [(f"{n}", _words(p)) for n, p in enumerate(self._people)]
        self.recipient.set_options([("file", FOR_THE_FILE), *named], may_be_empty=False)
        asked_for = dict.fromkeys((ENGLISH, *(p.language for p in self._people if p.language)))
        label_of = self._bench.desk.reference.label
        self.language.set_options(
            [(code, label_of("language", code)) for code in asked_for], may_be_empty=False
        )
        may = [n for n, p in enumerate(self._people) if not p.why_not]
        may.sort(key=lambda n: not self._people[n].is_meant)
        self.recipient.set_value(f"{may[0]}" if may else "file")
        self._on_person()

    def _person(self) -> Person:
        chosen = str(self.recipient.value() or "file")
        if chosen.isdecimal():
            return self._people[int(chosen)]
        audience = str(self.audience.value() or AUDIENCES[0])
        return Person("", "", FOR_THE_FILE, audience)

    def _on_person(self) -> None:
        person = self._person()
        if person.name or person.role:
            self.audience.set_value(person.audience)
            self.variant.set_value(person.variant)
            self.language.set_value(person.language or ENGLISH)
        elif not self.variant.value():
            self.audience.set_value(AUDIENCES[0])
            self.variant.set_value(STANDARD)
        self._draw()

    def _draw(self) -> None:
        audience = str(self.audience.value() or AUDIENCES[0])
        variant = str(self.variant.value() or STANDARD)
        language = str(self.language.value() or ENGLISH)
        show_in_place(self._language_box, audience == FAMILY and self.language.count() > 1)
        wanted = _Gather(self._bench, self.version_id, audience, variant, language)
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_gathered, self._on_not_drawn, owner=self, key="copy"
        )

    def _on_gathered(self, found: tuple[Gathered, ...]) -> None:
        """The store is free again while the pages are drawn."""
        self._bench.runner.run(
            Lane.RENDER, _Draw(found), self._on_drawn, self._on_not_drawn, owner=self, key="copy"
        )

    def _on_drawn(self, found: _Copies) -> None:
        self._drawn, self._page = found.copy, found.page
        is_printed = found.copy.ending == PDF
        facts = f"Version {found.copy.number} · {found.copy.reference} · {found.copy.sort}"
        self.show_paper(
            Paper(found.page.content, found.copy.reference, found.copy.file_name), facts
        )
        self.save_button.setText("Save PDF" if is_printed else "Save file")
        person = self._person()
        may_go = not (person.why_not or found.copy.why_not)
        self.print_button.setEnabled(is_printed and may_go)
        self.save_button.setEnabled(may_go)
        self.email_button.setEnabled(is_printed and may_go and bool(person.name))
        words = person.why_not or found.copy.why_not or " ".join(found.copy.problems)
        tone = Tone.ERR if not may_go else Tone.WARN
        if not words and not is_printed:
            words, tone = NOT_PRINTED, Tone.INFO
        self.banner.show_message(words, tone)

    def _on_not_drawn(self, error: Exception) -> None:
        self._drawn = self._page = self.paper = None
        self.view.set_pages([])  # another copy must not stand beside the words of a refusal
        for each in (self.print_button, self.save_button, self.email_button):
            each.setEnabled(False)
        self.fail(error)

    # Handing it over

    def before_giving(self, route: str, then: Callable[[], object]) -> None:
        """Whether this person may have it, before anything leaves the laptop."""
        if self._drawn is None:
            return
        self._then = then
        wanted = Step(self._bench.desk, advice_issue.may_give, self._drawn, self._person(), route)
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_may_give, self.fail, owner=self, first=True
        )

    def _on_may_give(self, _nothing: None) -> None:
        self._then()

    def _ask_where(self) -> None:
        drawn = self._drawn
        if drawn is not None:
            filters = f"{drawn.ending.upper()} (*.{drawn.ending})"
            self._bench.prompts.save_file(
                self, "Save the copy", filters, self._save, suggested=drawn.file_name
            )

    def _save(self, path: Path) -> None:
        if self._drawn is None:
            return
        try:
            save(path, self._drawn.content)
        except NotSavedError as error:
            self.fail(error)
            return
        self.on_given("FILE", f"Saved as {path.name}")

    def on_given(self, route: str, words: str) -> None:
        """Record who was given which copy."""
        self._record(route, words)

    def _record(self, route: str, words: str, protected: str = "") -> None:
        if self._drawn is None:
            return
        person = self._person()
        self._words = f"{words}. It is recorded for {person.called or 'your own file'}."
        wanted = Step(self._bench.desk, advice_issue.give, self._drawn, person, route, protected)
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_recorded, self.fail, owner=self, first=True
        )

    def _on_recorded(self, changed: Changed) -> None:
        self.tell_given(self._words, changed)
        self._read_copies()

    # A draft e-mail

    def _on_email(self) -> None:
        if self._drawn is not None:
            wanted = Step(self._bench.desk, emailing.draft_email, self._drawn, self._person())
            self._bench.runner.run(Lane.STORE, wanted, self._on_email_made, self.fail, owner=self)

    def _on_email_made(self, draft: Draft) -> None:
        self._draft = draft
        self._bench.prompts.save_file(
            self, "Save the e-mail", "E-mail (*.eml)", self._save_email, suggested=draft.file_name
        )

    def _save_email(self, path: Path) -> None:
        draft = self._draft
        if draft is None:
            return
        try:
            save(path, draft.content, "The e-mail")
        except NotSavedError as error:
            self.fail(error)
            return
        self._record(emailing.ROUTE, f"Saved as {path.name}", draft.protected.sha256)
        words = OPENS_WITH.format(words=draft.protected.passphrase)
        self._bench.prompts.tell(self, "The passphrase", words)
        self._draft = None

    # Who has it

    def _read_copies(self) -> None:
        wanted = Step(self._bench.desk, advice_issue.given_out, self.rec)
        self._bench.runner.run(Lane.STORE, wanted, self._on_copies, owner=self, key="copies")

    def _on_copies(self, given: Sequence[Given]) -> None:
        clear(self._lines)
        self._has.set_words(f"{len(given)}" if given else "Nobody yet")
        for each in given:
            held = QWidget()  # a layout alone would leave its parts behind when the list is cleared
            line = row(held, gap=10)
            line.addWidget(label(_told(each), wrap=True), 1)
            if each.received_at is None:
                receipt = button("It was received", "link", icon="check")
                receipt.clicked.connect(_Receipt(self, each).note)
                line.addWidget(receipt)
            self._lines.addWidget(held)
        show_in_place(self._has, True)

    def note_receipt(self, given: Given) -> None:
        """Record that a copy arrived."""
        wanted = Step(self._bench.desk, advice_issue.note_receipt, given.issued_id, given.key)
        self._words = f"Recorded: {given.name} has received it"
        self._bench.runner.run(Lane.STORE, wanted, self._on_recorded, self.fail, owner=self)


def _words(person: Person) -> str:
    words = f"{person.name or '…'} · {person.words}"
    return f"{words} · to have a copy" if person.is_meant else words


def _told(given: Given) -> str:
    when = _day(given.given_at)
    received = f"received {_day(given.received_at)}" if given.received_at else ""
    protected = "with a passphrase" if given.is_protected else ""
    parts = (given.name, given.role, given.sort, given.route, protected, when, received)
    return " · ".join(part for part in parts if part)


def _day(moment: dt.datetime | None) -> str:
    return day_words(moment.astimezone().date()) if moment else ""


class _Receipt(QObject):
    def __init__(self, screen: AdviceGivingScreen, given: Given) -> None:
        super().__init__(screen)
        self._screen, self._given = screen, given

    def note(self) -> None:
        self._screen.note_receipt(self._given)


class _Copies:
    def __init__(self, copy: Drawn, page: Drawn) -> None:
        self.copy, self.page = copy, page


class _Gather:
    """Runs on the store lane: what the copy is drawn from, and the page shown for a file."""

    def __init__(
        self, bench: Workbench, version_id: str, audience: str, variant: str, language: str
    ) -> None:
        self._desk, self._version_id = bench.desk, version_id
        self._audience, self._variant, self._language = audience, variant, language

    def __call__(self) -> tuple[Gathered, ...]:
        wanted = (self._desk, self._version_id, self._audience)
        copy = advice_issue.gather(*wanted, self._variant, self._language)
        if copy.copy.ending == PDF:
            return (copy,)
        return (copy, advice_issue.gather(*wanted, STANDARD, self._language))


class _Draw:
    """Runs on the render lane: a copy is drawn in about 100 ms."""

    def __init__(self, gathered: tuple[Gathered, ...]) -> None:
        self._gathered = gathered

    def __call__(self) -> _Copies:
        made = tuple(drawn(each) for each in self._gathered)
        return _Copies(made[0], made[-1])
