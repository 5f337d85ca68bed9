"""Pupils: initials and year in the list, the full name once chosen, agreements beside the form."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stls_core.records import kind_named, kind_of
from stls_core.records.agreements import Agreement
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.list_page import ListPage
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import EmptyState
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, label, row
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import caseload, records
from stls_desktop.services.caseload import AgreementLine, PupilLine, PupilSheet
from stls_desktop.services.records import RecordSheet

NO_AGREEMENT = (
    "There is no Agreement to Engage today. Nothing beyond an anonymous talk may happen before the"
    " family knows and has agreed."
)


class PupilsPage(ListPage):
    """Every pupil on this laptop."""

    def __init__(self, bench: Workbench) -> None:
        empty = EmptyState("users", "Choose a pupil, or add the first one.", "Add a pupil")
        super().__init__("Pupils", empty, filter_words="Filter by initials, school or need")
        self._bench = bench
        self._schools: Sequence[tuple[str, str]] = ()
        add = button("New pupil", "primary", icon="user-plus")
        add.clicked.connect(self.add_pupil)
        self.add_action(add)
        empty.acted.connect(self.add_pupil)
        self.chosen.connect(self.open_pupil)
        kinds = ("pupil", "agreement", "setting")
        self._reloader = Reloader(self, bench.bus, kinds, self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        self._bench.runner.run(
            Lane.STORE, _Read(self._bench), self._on_read, owner=self, key="pupils"
        )

    def open_pupil(self, rec: str) -> None:
        """Show a pupil."""
        shown = self.detail()
        if not (isinstance(shown, RecordScreen) and shown.rec == rec):
            self._bench.runner.run(
                Lane.STORE, _Open(self._bench, rec), self._on_opened, owner=self, key="open"
            )

    def add_pupil(self) -> None:
        """Begin a new pupil."""
        kind = kind_named("pupil")
        if kind is not None:
            opened = records.blank(self._bench.desk, kind)
            self._show(RecordSheet(opened, None, "New pupil"), None)

    def _on_read(self, found: tuple[tuple[PupilLine, ...], Sequence[tuple[str, str]]]) -> None:
        lines, self._schools = found
        self.set_hint(f"{len(lines):,}")
        self.set_rows([_row(line) for line in lines])

    def _on_opened(self, found: tuple[RecordSheet, PupilSheet | None] | None) -> None:
        if found is not None:
            self._show(*found)

    def _show(self, sheet: RecordSheet, pupil: PupilSheet | None) -> None:
        screen = RecordScreen(
            self._bench,
            sheet,
            choices={"setting_id": self._schools},
            subtitle=pupil.facts if pupil else "Kept on this laptop once you type",
        )
        if pupil is not None:
            if not pupil.has_agreement:
                screen.banner.show_message(NO_AGREEMENT, Tone.ERR)
            add = button("Add an agreement", icon="plus")
            add.clicked.connect(_Agree(self, sheet.opened.rec, screen).begin)
            screen.add_action(add)
            screen.add_part(_agreements_card(pupil.agreements))
        self.show_widget(screen)

    def begin_agreement(self, pupil_id: str) -> None:
        """Record an Agreement to Engage for this pupil, or go on with one that was begun."""
        self._bench.runner.run(
            Lane.STORE,
            _Begin(self._bench, pupil_id),
            self._on_agreement_begun,
            owner=self,
            key="open",
        )

    def _on_agreement_begun(self, sheet: RecordSheet) -> None:
        begun = RecordSheet(sheet.opened, sheet.draft, "New Agreement to Engage")
        screen = RecordScreen(self._bench, begun)
        back = button("Back to the pupil", "link")
        document = sheet.draft.doc if sheet.draft else sheet.opened.doc
        back.clicked.connect(_Back(self, str(document["pupil_id"]), screen).go)
        screen.add_action(back)
        self.show_widget(screen)


def _agreements_card(lines: tuple[AgreementLine, ...]) -> Card:
    card = Card("Agreements to Engage")
    if not lines:
        card.add(label("None yet.", "muted"))
    for agreement in lines:
        line = row(gap=12)
        line.addWidget(label(agreement.form), 1)
        line.addWidget(label(agreement.days, "muted"))
        tone = Tone.OK if agreement.is_valid else Tone.WARN
        line.addWidget(StatusChip(agreement.state, tone))
        card.add(line)
    return card


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


class _Agree(QWidget):
    def __init__(self, page: PupilsPage, rec: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._page, self._rec = page, rec

    def begin(self) -> None:
        self._page.begin_agreement(self._rec)


class _Back(_Agree):
    def go(self) -> None:
        self._page.show_nothing()
        self._page.open_pupil(self._rec)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> tuple[tuple[PupilLine, ...], Sequence[tuple[str, str]]]:
        return caseload.list_pupils(self._desk), caseload.school_choices(self._desk)


class _Open:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str) -> None:
        self._desk, self._rec = bench.desk, rec

    def __call__(self) -> tuple[RecordSheet, PupilSheet | None] | None:
        sheet = records.open_record(self._desk, self._rec)
        return (sheet, caseload.pupil_sheet(self._desk, self._rec)) if sheet else None


class _Begin:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, pupil_id: str) -> None:
        self._desk, self._pupil_id = bench.desk, pupil_id

    def __call__(self) -> RecordSheet:
        return records.begin(self._desk, kind_of(Agreement), {"pupil_id": self._pupil_id})
