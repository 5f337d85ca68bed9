"""Schools: the list, one school with its year beside its own form, and the way to import."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.import_schools import ImportPanel
from stls_desktop.gui.screens.list_page import ListPage
from stls_desktop.gui.screens.open_actions import OpenActionsCard
from stls_desktop.gui.screens.pack import PackScreen
from stls_desktop.gui.screens.plan_visit import PlanVisitPanel
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.school import PastCard, SchoolScreen, SencoCard
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import EmptyState
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import add_in_column, button, label, row
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import agreed, records, schools
from stls_desktop.services.records import RecordSheet
from stls_desktop.services.schools import SchoolSheet
from stls_desktop.services.shapes import SettingLine

PACK_KEYS = "Ctrl+Shift+P"


class SchoolsPage(ListPage):
    """Every school and setting."""

    visit_asked = Signal(str)  # id of a visit to show
    pupil_asked = Signal(str)  # id of a pupil to show
    record_asked = Signal(str, str)  # pupil and record
    reports_asked = Signal()  # what was given out

    def __init__(self, bench: Workbench) -> None:
        empty = EmptyState(
            "school", "No school is chosen. New here? Import the council’s list.", "Import schools"
        )
        super().__init__("Schools", empty, filter_words="Filter by name, town or district")
        self._bench = bench
        self._lines: tuple[SettingLine, ...] = ()
        importer = button("Import", icon="upload", tip="Import a GIAS download")
        importer.clicked.connect(self.import_schools)
        self.add_action(importer)
        empty.acted.connect(self.import_schools)
        self.chosen.connect(self.open_school)
        kinds = ("setting", "link_visit", "action", "district")
        self._reloader = Reloader(self, bench.bus, kinds, self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        self._bench.runner.run(
            Lane.STORE, _Read(self._bench), self._on_read, owner=self, key="schools"
        )

    def open_school(self, rec: str) -> None:
        """Show a school."""
        self.mark(rec)
        shown = self.detail()
        if not (isinstance(shown, RecordScreen) and shown.rec == rec):
            self._bench.runner.run(
                Lane.STORE, _Open(self._bench, rec), self._on_opened, owner=self, key="open"
            )

    def import_schools(self) -> None:
        """Preview and import a GIAS download."""
        panel = ImportPanel(self._bench)
        panel.closed.connect(self.show_nothing)
        self.show_widget(panel)
        panel.take_focus()

    def _on_read(self, lines: tuple[SettingLine, ...]) -> None:
        self._lines = lines
        self.set_hint(f"{len(lines):,}")
        self.set_rows([_row(line) for line in lines])

    def _on_opened(self, found: tuple[RecordSheet, SchoolSheet] | None) -> None:
        if found is None:
            return
        sheet, school = found
        screen = SchoolScreen(
            self._bench,
            sheet,
            choices={"district_id": self._district(sheet)},
            subtitle=school.year_words,
        )
        pack = button("Visit pack", icon="printer", tip=f"One page for your bag ({PACK_KEYS})")
        pack.clicked.connect(self.show_pack)
        screen.add_action(pack)
        plan = button("Plan a visit", "primary", icon="plus")
        plan.clicked.connect(_Plan(self, sheet.opened.rec, screen).ask)
        screen.add_action(plan)
        senco = SencoCard(screen, self._bench, school.former)
        senco.changed.connect(self._on_senco_changed)
        screen.add_part(senco)
        if school.training:
            card = Card("Training asked for this year")
            for words in school.training:
                card.add(label(words, wrap=True))
            screen.add_part(card)
        past = PastCard(self._bench, school.id)
        past.line_asked.connect(self._on_line_asked)
        screen.add_part(past, first=True)
        screen.add_part(self._pupils_card(school), first=True)
        actions = OpenActionsCard(self._bench, screen)
        actions.show_actions(school.open_actions)
        actions.follow(Step(self._bench.desk, agreed.owed_in_school, school.id))
        screen.add_part(actions, first=True)
        if not (school.visits or school.open_actions or school.pupils):
            screen.add_part(self._first_visit_card(school.id, screen), first=True)
        self.show_widget(screen)

    def _district(self, sheet: RecordSheet) -> list[tuple[str, str]]:
        rec = str(sheet.opened.doc.get("district_id") or "")
        name = next((line.district for line in self._lines if line.id == sheet.opened.rec), rec)
        return [(rec, name)] if rec else []

    def _first_visit_card(self, rec: str, screen: SchoolScreen) -> QWidget:
        card = Card("Nothing has happened here yet")
        words = "A first visit begins with a date. What you agree there comes back next time."
        card.add(label(words, wrap=True))
        line = row()
        first = button("Plan the first visit", "primary", icon="plus")
        first.clicked.connect(_Plan(self, rec, screen).ask)
        line.addWidget(first)
        line.addStretch(1)
        card.add(line)
        return card

    def _on_line_asked(self, kind: str, rec: str, pupil_id: str) -> None:
        if kind == "link_visit":
            self.visit_asked.emit(rec)
        elif pupil_id:
            self.record_asked.emit(pupil_id, rec)
        else:
            self.reports_asked.emit()

    def _on_senco_changed(self) -> None:
        shown = self.detail()
        if isinstance(shown, RecordScreen):
            self._bench.runner.run(
                Lane.STORE, _Open(self._bench, shown.rec), self._on_opened, owner=self, key="open"
            )

    def _pupils_card(self, school: SchoolSheet) -> QWidget:
        card = Card("Pupils here", f"{len(school.pupils)}" if school.pupils else "")
        if not school.pupils:
            card.add(label("Nobody from this school is on this laptop.", "muted"))
        for pupil in school.pupils:
            held = QWidget()
            line = row(held, gap=12)
            opened = button(pupil.initials, "link")
            opened.setAccessibleName(f"{pupil.initials} {pupil.year} {pupil.need}")
            opened.clicked.connect(_Pupil(self, pupil.id, held).show_pupil)
            add_in_column(line, opened, 52)
            line.addWidget(label(" · ".join(filter(None, (pupil.year, pupil.need))), "muted"), 1)
            if not pupil.has_agreement:
                line.addWidget(StatusChip("No agreement", Tone.WARN))
            card.add(held)
        return card

    def show_pack(self) -> bool:
        """Show the visit pack of the school that is open; False if none is."""
        shown = self.detail()
        if not isinstance(shown, RecordScreen):
            return False
        screen = PackScreen.of_school(self._bench, shown.rec)
        screen.closed.connect(_Back(self, shown.rec, screen).go)
        self.show_widget(screen)
        return True

    def plan_at(self, setting_id: str) -> None:
        """Plan a visit to this school."""
        panel = PlanVisitPanel(self._bench, self._lines, setting_id)
        panel.planned.connect(self._on_planned)
        panel.cancelled.connect(self.show_nothing)
        self.show_widget(panel)
        panel.take_focus()

    def _on_planned(self, rec: str, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        self.show_nothing()
        self.visit_asked.emit(rec)


def _row(line: SettingLine) -> ListRow:
    words = f"{line.open_actions} open" if line.open_actions else ""
    closed = line.status == "CLOSED"
    return ListRow(
        row_id=line.id,
        title=line.name,
        subtitle=" · ".join(part for part in (line.town, line.district) if part),
        detail=_visits_words(line.visits_done),
        state="Closed" if closed else words,
        tone=Tone.MUTED if closed else Tone.WARN,
    )


class _Plan(QWidget):
    def __init__(self, page: SchoolsPage, rec: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._page, self._rec = page, rec

    def ask(self) -> None:
        self._page.plan_at(self._rec)


class _Back(QWidget):
    def __init__(self, page: SchoolsPage, rec: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._page, self._rec = page, rec

    def go(self) -> None:
        self._page.open_school(self._rec)


class _Pupil(QWidget):
    def __init__(self, page: SchoolsPage, rec: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._page, self._rec = page, rec

    def show_pupil(self) -> None:
        self._page.pupil_asked.emit(self._rec)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> tuple[SettingLine, ...]:
        return schools.list_schools(self._desk)


class _Open:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str) -> None:
        self._desk, self._rec = bench.desk, rec

    def __call__(self) -> tuple[RecordSheet, SchoolSheet] | None:
        sheet = records.open_record(self._desk, self._rec)
        school = schools.school_sheet(self._desk, self._rec)
        return (sheet, school) if sheet and school else None


def _visits_words(count: int) -> str:
    if not count:
        return ""
    return "1 visit this year" if count == 1 else f"{count} visits this year"
