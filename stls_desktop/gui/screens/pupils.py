"""Pupils: initials and year in the list, the file once chosen, and each record of the file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stls_core.records import kind_named
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.advice_giving import AdviceGivingScreen
from stls_desktop.gui.screens.duplicate_watch import DuplicateWatch
from stls_desktop.gui.screens.filed import FiledSheet, screen_for
from stls_desktop.gui.screens.import_pupils import ImportPupilsPanel
from stls_desktop.gui.screens.joining_ways import JoiningWays
from stls_desktop.gui.screens.list_page import ListPage
from stls_desktop.gui.screens.pupil_file import (
    NO_AGREEMENT,
    PupilFileScreen,
    agreements_card,
    short_day,
)
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.restricted_door import RestrictedDoor
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import EmptyState
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.styling import button, icon_button, label, row
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import caseload, casework, joining, records, restricted
from stls_desktop.services.caseload import PupilLine, PupilSheet
from stls_desktop.services.casework import CaseEndedError, Children
from stls_desktop.services.desk import Desk
from stls_desktop.services.drafting import Settled
from stls_desktop.services.records import RecordSheet
from stls_desktop.services.restricted import Door


class PupilsPage(ListPage):
    """Every pupil on this laptop."""

    def __init__(self, bench: Workbench) -> None:
        empty = EmptyState("users", "Choose a pupil, or add a new one.", "Add a pupil")
        super().__init__("Pupils", empty, filter_words="Filter by initials, school or need")
        self._bench = bench
        self._schools: Sequence[tuple[str, str]] = ()
        self._to_write = ""  # the record that was asked for to be written in
        add = button("New pupil", "primary", icon="user-plus")
        add.clicked.connect(self.add_pupil)
        importer = icon_button("upload", "Import pupils")
        importer.clicked.connect(self.import_pupils)
        self.add_action(importer)
        self.add_action(add)
        twice = icon_button("git-merge", "Look for duplicates")
        twice.clicked.connect(self.look_for_duplicates)
        self.add_action(twice)
        empty.acted.connect(self.add_pupil)
        self.chosen.connect(self.open_pupil)
        kinds = ("pupil", "agreement", "setting", "pupil_merge")
        self._joining = JoiningWays(bench, self)
        self._reloader = Reloader(self, bench.bus, kinds, self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        self._bench.runner.run(
            Lane.STORE, _Read(self._bench), self._on_read, owner=self, key="pupils"
        )

    def open_pupil(self, rec: str) -> None:
        """Show a pupil."""
        self.mark(rec)
        shown = self.detail()
        is_shown = isinstance(shown, RecordScreen | PupilFileScreen) and shown.rec == rec
        if not is_shown:
            self._bench.runner.run(
                Lane.STORE, _Open(self._bench, rec), self._on_opened, owner=self, key="open"
            )

    def import_pupils(self) -> None:
        """Preview and import a list of pupils or a transfer file."""
        panel = ImportPupilsPanel(self._bench)
        panel.closed.connect(self.show_nothing)
        self.show_widget(panel)
        panel.take_focus()

    def add_pupil(self) -> None:
        """Begin a new pupil."""
        kind = kind_named("pupil")
        if kind is not None:
            opened = records.blank(self._bench.desk, kind)
            self._show_details(RecordSheet(opened, None, "New pupil"), None)
            self.mark(opened.rec)

    def look_for_duplicates(self) -> None:
        """Show files that may be about one child, and what waits for a lead."""
        self._joining.show_duplicates()

    def _on_read(self, found: tuple[list[ListRow], Sequence[tuple[str, str]]]) -> None:
        rows, self._schools = found
        self.set_hint(f"{len(rows):,}")
        self.set_rows(rows)

    def _on_opened(self, found: tuple[RecordSheet, PupilSheet | None] | None) -> None:
        if found is None:
            return
        sheet, pupil = found
        if self.list.current_id() is None:  # the file that was asked for is part of this one now
            self.mark(sheet.opened.rec)
        if pupil is None or sheet.draft is not None:
            self._show_details(sheet, pupil)  # something was left half-typed: go on with it
            return
        screen = PupilFileScreen(self._bench, sheet.opened.rec, sheet.title, pupil)
        screen.details_asked.connect(_Asks(self, screen, sheet, pupil).details)
        screen.record_asked.connect(_Asks(self, screen, sheet, pupil).record)
        screen.begin_asked.connect(_Asks(self, screen, sheet, pupil).beginning)
        screen.join_asked.connect(self._joining.choose_other)
        self.show_widget(screen)

    def _show_details(self, sheet: RecordSheet, pupil: PupilSheet | None) -> None:
        screen = RecordScreen(
            self._bench,
            sheet,
            choices={"setting_id": self._schools},
            subtitle=pupil.facts if pupil else "Kept on this laptop once you type",
        )
        if pupil is not None:
            if not pupil.has_agreement:
                screen.banner.show_message(NO_AGREEMENT, Tone.ERR)
            screen.add_action(self._way_back(screen, sheet.opened.rec))
            screen.add_part(agreements_card(pupil.agreements))
        else:
            watch = DuplicateWatch(self._bench, screen.state, screen)
            watch.open_asked.connect(self.open_pupil)
            screen.add_part(watch, first=True)
            onward = button("To the pupil’s page", "primary", icon="chevron-right")
            onward.clicked.connect(_Onward(self, screen).go)
            screen.add_action(onward)
        self.show_widget(screen)

    def open_record(self, pupil_id: str, rec: str, *, to_write: bool = False) -> None:
        """Open a record of this pupil's file in place of the file; perhaps with the caret in it."""
        self.mark(pupil_id)
        self._to_write = rec if to_write else ""
        self._run(_OpenRecord(self._bench, pupil_id, rec))

    def begin_record(
        self, pupil_id: str, kind: str, given: Mapping[str, Any] | None = None
    ) -> None:
        """Begin a record about this pupil, or go on with one that was begun."""
        self.mark(pupil_id)
        self._run(_Begin(self._bench, pupil_id, kind, given))

    def _run(self, wanted: Callable[[], object]) -> None:
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_record_opened, self._on_refused, owner=self, key="open"
        )

    def _on_refused(self, error: Exception) -> None:
        """A rule forbids new work about this child; the file says so where it was asked for."""
        shown = self.detail()
        if not isinstance(error, CaseEndedError) or not isinstance(shown, PupilFileScreen):
            raise error
        shown.banner.show_message(str(error), Tone.WARN)

    def _on_record_opened(self, found: FiledSheet | Door | None) -> None:
        if found is None:
            return
        if isinstance(found, Door):
            self._show_door(found)
            return
        screen = screen_for(self._bench, found)
        if found.above:
            up = button("Back", "link", icon="chevron-left")
            up.clicked.connect(_Step(self, found.pupil_id, found.above, screen).open)
            screen.add_action(up)
        else:
            screen.add_action(self._way_back(screen, found.pupil_id))
        ways = _Ways(self, found, screen)
        screen.record_asked.connect(ways.open)
        screen.child_asked.connect(ways.begin_below)
        screen.beginning_asked.connect(ways.begin)
        screen.paper_asked.connect(ways.give)
        for below in found.children:
            if below.kind not in screen.lists_itself:
                screen.add_part(self._children_card(screen, found, below))
        self.show_widget(screen)
        if screen.state.is_new or self._to_write == screen.rec:
            screen.take_focus()
        self._to_write = ""

    def give_report(self, pupil_id: str, rec: str, version_id: str) -> None:
        """Show a signed report in each reader's copy, and the ways to hand it over."""
        screen = AdviceGivingScreen(self._bench, version_id, rec)
        screen.closed.connect(_Step(self, pupil_id, rec, screen).open)
        self.show_widget(screen)

    def _show_door(self, door: Door) -> None:
        screen = RestrictedDoor(self._bench, door)
        screen.opened.connect(self.open_record)
        screen.left.connect(self._on_door_left)
        self.show_widget(screen)
        screen.take_focus()

    def _on_door_left(self, pupil_id: str) -> None:
        self.show_nothing()
        self.open_pupil(pupil_id)

    def begin_child(self, pupil_id: str, parent: str, kind: str) -> None:
        """Begin a record that belongs to another, such as a target of a plan."""
        self._run(_BeginChild(self._bench, pupil_id, parent, kind))

    def _children_card(self, screen: QWidget, found: FiledSheet, below: Children) -> Card:
        card = Card(below.title)
        for moment in below.moments:
            line = row(gap=10)
            opened = button(moment.words, "link")
            opened.clicked.connect(_Step(self, found.pupil_id, moment.rec, screen).open)
            line.addWidget(opened)
            line.addStretch(1)
            line.addWidget(
                label(" · ".join(w for w in (short_day(moment.day), moment.state) if w), "muted")
            )
            card.add(line)
        add = button(f"Add {_article(below.one)}", icon="plus")
        add.clicked.connect(
            _Step(self, found.pupil_id, found.sheet.opened.rec, screen, below.kind).begin
        )
        held = row()
        held.addWidget(add)
        held.addStretch(1)
        card.add(held)
        return card

    def _way_back(self, screen: QWidget, pupil_id: str) -> QWidget:
        back = button("Back to the pupil", "link", icon="chevron-left")
        back.clicked.connect(_Back(self, pupil_id, screen).go)
        return back


def _row(line: PupilLine) -> ListRow:
    return ListRow(
        row_id=line.id,
        title=line.initials,
        subtitle=line.school,
        detail=line.need,
        time=line.year,
        state=_state(line),
        tone=Tone.WARN,
    )


def _state(line: PupilLine) -> str:
    if line.is_unfinished:
        return "Not finished"
    return "" if line.has_agreement else "No agreement"


def _article(words: str) -> str:
    is_vowel = words[0] in "aeiouAEIO"
    return f"{'an' if is_vowel else 'a'} {words}"


class _Asks(QObject):
    """What a pupil's file asks of the page."""

    def __init__(
        self, page: PupilsPage, screen: PupilFileScreen, sheet: RecordSheet, pupil: PupilSheet
    ) -> None:
        super().__init__(screen)
        self._page, self._sheet, self._pupil = page, sheet, pupil

    def details(self) -> None:
        self._page._show_details(self._sheet, self._pupil)  # noqa: SLF001 - a part of the page

    def record(self, rec: str) -> None:
        self._page.open_record(self._sheet.opened.rec, rec)

    def beginning(self, kind: str) -> None:
        self._page.begin_record(self._sheet.opened.rec, kind)


class _Back(QObject):
    def __init__(self, page: PupilsPage, rec: str, screen: QWidget) -> None:
        super().__init__(screen)
        self._page, self._rec = page, rec

    def go(self) -> None:
        self._page.show_nothing()
        self._page.open_pupil(self._rec)


class _Onward(QObject):
    """From the form of a new pupil to the page where work about the child begins."""

    def __init__(self, page: PupilsPage, screen: RecordScreen) -> None:
        super().__init__(screen)
        self._page, self._screen = page, screen

    def go(self) -> None:
        self._screen.keeper.touch()
        self._screen.keeper.settle(self._on_settled)

    def _on_settled(self, settled: Settled) -> None:
        mine = [each for each in settled.unsendable if each.draft.rec == self._screen.rec]
        if mine:
            first = mine[0].problems[0]
            self._screen.banner.show_message(first.message, Tone.WARN)
            self._screen.form.focus(first.field)
        else:
            self._page.show_nothing()
            self._page.open_pupil(self._screen.rec)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> tuple[list[ListRow], Sequence[tuple[str, str]]]:
        rows = [_row(line) for line in caseload.list_pupils(self._desk)]
        return rows, caseload.school_choices(self._desk)


class _Open:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str) -> None:
        self._desk, self._rec = bench.desk, rec

    def __call__(self) -> tuple[RecordSheet, PupilSheet | None] | None:
        rec = joining.kept(self._desk, self._rec)
        sheet = records.open_record(self._desk, rec)
        return (sheet, caseload.pupil_sheet(self._desk, rec)) if sheet else None


class _Step(QObject):
    """From one record of a file to another."""

    def __init__(
        self, page: PupilsPage, pupil_id: str, rec: str, screen: QWidget, kind: str = ""
    ) -> None:
        super().__init__(screen)
        self._page, self._pupil_id, self._rec, self._kind = page, pupil_id, rec, kind

    def open(self) -> None:
        self._page.open_record(self._pupil_id, self._rec)

    def begin(self) -> None:
        self._page.begin_child(self._pupil_id, self._rec, self._kind)


class _Ways(QObject):
    """Where a record's own screen leads to in the same file."""

    def __init__(self, page: PupilsPage, found: FiledSheet, screen: QWidget) -> None:
        super().__init__(screen)
        self._page, self._pupil_id = page, found.pupil_id
        self._rec = found.sheet.opened.rec

    def open(self, rec: str) -> None:
        self._page.open_record(self._pupil_id, rec)

    def give(self, version_id: str) -> None:
        self._page.give_report(self._pupil_id, self._rec, version_id)

    def begin_below(self, kind: str) -> None:
        self._page.begin_child(self._pupil_id, self._rec, kind)

    def begin(self, kind: str, given: Mapping[str, Any]) -> None:
        self._page.begin_record(self._pupil_id, kind, given)


class _OpenRecord:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, pupil_id: str, rec: str) -> None:
        self._desk, self._pupil_id, self._rec = bench.desk, pupil_id, rec

    def __call__(self) -> FiledSheet | Door | None:
        door = restricted.door_before(self._desk, self._rec)
        if door is not None:
            return door
        sheet = records.open_record(self._desk, self._rec)
        if sheet is None:
            return None
        return _filed(self._desk, self._pupil_id, sheet)


class _Begin:
    """Runs on the store lane."""

    def __init__(
        self, bench: Workbench, pupil_id: str, kind: str, given: Mapping[str, Any] | None
    ) -> None:
        self._desk, self._pupil_id, self._kind = bench.desk, pupil_id, kind
        self._given = given

    def __call__(self) -> FiledSheet | None:
        kind = kind_named(self._kind)
        if kind is None:
            return None
        sheet = casework.begin(self._desk, kind, self._pupil_id, self._given)
        return _filed(self._desk, self._pupil_id, sheet)


class _BeginChild:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, pupil_id: str, parent: str, kind: str) -> None:
        self._desk, self._pupil_id = bench.desk, pupil_id
        self._parent, self._kind = parent, kind

    def __call__(self) -> FiledSheet | None:
        kind = kind_named(self._kind)
        sheet = casework.begin_child(self._desk, kind, self._parent) if kind else None
        return None if sheet is None else _filed(self._desk, self._pupil_id, sheet)


def _filed(desk: Desk, pupil_id: str, sheet: RecordSheet) -> FiledSheet:
    """With what its form needs beside it. Runs on the store lane."""
    kind = kind_named(sheet.opened.kind)
    document = sheet.draft.doc if sheet.draft else sheet.opened.doc
    return FiledSheet(
        pupil_id,
        sheet,
        casework.choices(desk, pupil_id),
        casework.children(desk, kind, sheet.opened.rec) if kind else (),
        casework.parent_of(kind, document) if kind else "",
    )
