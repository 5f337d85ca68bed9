"""Today: the visits of the day and around it; one click opens a visit beside the list."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.call_off import CallOffPanel
from stls_desktop.gui.screens.day_strip import DayStrip
from stls_desktop.gui.screens.due import DueScreen
from stls_desktop.gui.screens.going_out import GoingOutScreen
from stls_desktop.gui.screens.list_page import ListPage
from stls_desktop.gui.screens.my_day import MyDayScreen
from stls_desktop.gui.screens.note import NoteScreen
from stls_desktop.gui.screens.open_actions import OverdueScreen
from stls_desktop.gui.screens.pack import PackScreen
from stls_desktop.gui.screens.plan_visit import PlanVisitPanel
from stls_desktop.gui.screens.session_ahead import SessionAhead
from stls_desktop.gui.screens.today_rows import day_words, row_of, state_of
from stls_desktop.gui.screens.visit import VisitScreen
from stls_desktop.gui.steps import Step
from stls_desktop.gui.widgets.choices import ChipRow
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.notices import EmptyState
from stls_desktop.gui.widgets.styling import button, label, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import days, due, schools, visits
from stls_desktop.services.days import DaySheet, DayState
from stls_desktop.services.today import MOST_OVERDUE, DiaryLine, TodaySheet, today
from stls_desktop.services.visits import VisitSheet

NOTHING = "Nothing is in your diary from four weeks ago to two weeks ahead. Ctrl+N plans a visit."
FILTERS = (("draft", "Drafts"), ("due", "Due"), ("unsent", "To sync"))


class TodayPage(ListPage):
    """The page that the day begins and ends on."""

    count_changed = Signal(int)
    record_asked = Signal(str, str)  # pupil and record, to be opened on the pupils' page
    session_asked = Signal(str, str)  # pupil and session, to be written up there

    def __init__(self, bench: Workbench) -> None:
        empty = EmptyState("calendar-check", "Choose a visit, or plan a new one.", "Plan a visit")
        super().__init__("Today", empty, filter_words="Filter by school or word")
        self._bench = bench
        self._lines: dict[str, DiaryLine] = {}
        self.set_hint(day_words(bench.desk.today()))
        self.new_button = button("New visit", "primary", icon="plus", tip="New visit (Ctrl+N)")
        self.new_button.clicked.connect(self.plan_visit)
        empty.acted.connect(self.plan_visit)
        self.add_action(self.new_button)
        self._states = ChipRow()
        self._states.set_options(FILTERS)
        self._states.setAccessibleName("Show only")
        self._states.edited.connect(self._on_states)
        self.add_to_head(self._states)
        self.overdue = button("", "link", icon="triangle-alert")
        self.overdue.clicked.connect(self.show_overdue)
        self.overdue.hide()
        self.due = button("", "link", icon="info")
        self.due.clicked.connect(self.show_due)
        self.due.hide()
        self.going_out = button(
            "Going out", "link", icon="circle-check", tip="Is everything on this laptop?"
        )
        self.going_out.clicked.connect(self.show_going_out)
        around = QWidget()
        links = FlowLayout(around, gap=2)
        for each in (self.overdue, self.due, self.going_out):
            links.addWidget(each)
        self.add_to_head(around)
        self.none = label(NOTHING, "muted", wrap=True)
        self.none.hide()
        self.add_to_head(self.none)
        self.strip = DayStrip(bench, self)
        self.strip.open_asked.connect(self.show_my_day)
        self.my_day = self.strip.open
        self.add_to_foot(self.strip)
        self.chosen.connect(self._on_chosen)
        self.list.row_opened.connect(self._on_entered)
        kinds = (
            "link_visit",
            "setting",
            "action",
            "discussion",
            "signed_version",
            "day_log",
            "case",
            "iss_session",
            "pupil",
            "agreement",
            "iss_plan",
            "sensory_profile",
            "modelling_note",
            "pupil_merge",
        )
        self._reloader = Reloader(self, bench.bus, kinds, self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the list again, and what is due beside it."""
        self._bench.runner.run(
            Lane.STORE, _Read(self._bench), self._on_read, owner=self, key="today"
        )
        wanted = _Around(self._bench)
        self._bench.runner.run(Lane.STORE, wanted, self._on_around, owner=self, key="around")

    def plan_visit(self) -> None:
        """Ask which school and when."""
        self._bench.runner.run(
            Lane.STORE, _Schools(self._bench), self._on_schools, owner=self, key="plan"
        )

    def open_visit(self, rec: str) -> None:
        """Show a visit beside the list."""
        self.mark(rec)
        shown = self.detail()
        if isinstance(shown, VisitScreen) and shown.visit_id == rec:
            self.show_detail()
            return
        self._bench.runner.run(
            Lane.STORE, _Open(self._bench, rec), self._on_opened, owner=self, key="open"
        )

    def show_overdue(self) -> None:
        """Show every action that is past its day, to be answered in one go."""
        self.show_widget(OverdueScreen(self._bench))

    def show_due(self) -> None:
        """Show reviews, agreements that run out, and what was begun and not finished."""
        screen = DueScreen(self._bench)
        screen.record_asked.connect(self.record_asked)
        self.show_widget(screen)

    def show_going_out(self) -> None:
        """Check that everything for the next visits is on this laptop."""
        screen = GoingOutScreen(self._bench)
        screen.packs_asked.connect(self.show_packs)
        self.show_widget(screen)

    def show_packs(self) -> None:
        """Make the visit packs of the next day out."""
        screen = PackScreen.of_next_day(self._bench)
        screen.closed.connect(self.show_going_out)
        self.show_widget(screen)

    def show_my_day(self) -> None:
        """Open today's travel, miles and preparation."""
        wanted = Step(self._bench.desk, days.my_day)
        self._bench.runner.run(Lane.STORE, wanted, self._on_my_day, owner=self, key="open")

    def _on_chosen(self, rec: str) -> None:
        line = self._lines.get(rec)
        if line is None or not line.is_session:
            self.open_visit(rec)
            return
        shown = self.detail()
        if not (isinstance(shown, SessionAhead) and shown.line == line):
            screen = SessionAhead(line, state_of(line))
            screen.record_asked.connect(self.session_asked)
            self.show_widget(screen)

    def _on_entered(self, rec: str) -> None:
        """Enter on a session records it; its screen is on the page of the child."""
        line = self._lines.get(rec)
        if line is not None and line.is_session:
            self.session_asked.emit(line.pupil_id, rec)

    def _on_my_day(self, day: DaySheet) -> None:
        screen = MyDayScreen(self._bench, day)
        self.show_widget(screen)
        screen.take_focus()

    def _on_around(self, around: tuple[int, DayState]) -> None:
        count, my_day = around
        self.due.setText(f"{count} due")
        self.due.setToolTip("Reviews, agreements that run out, drafts")
        show_in_place(self.due, bool(count))
        self.strip.show_state(my_day)

    def _show_overdue(self, count: int) -> None:
        many = f"{count} or more" if count == MOST_OVERDUE else str(count)
        words = "1 action overdue" if count == 1 else f"{many} actions overdue"
        self.overdue.setText(words)
        show_in_place(self.overdue, bool(count))

    def _on_read(self, sheet: TodaySheet) -> None:
        self._lines = {line.id: line for line in sheet.lines}
        show_in_place(self.none, not sheet.lines)
        self._show_overdue(sheet.overdue)
        self.set_hint(day_words(sheet.day))
        self._show_lines()
        todays = sum(v.on == sheet.day and v.state == "due" for v in sheet.lines)
        self.count_changed.emit(todays)

    def _show_lines(self) -> None:
        wanted = self._states.value()
        day = self._bench.desk.today()
        self.set_rows(
            [
                row_of(line, day)
                for line in self._lines.values()
                if not wanted or line.state in wanted
            ]
        )

    def _on_states(self) -> None:
        self._show_lines()

    def _on_opened(self, sheet: VisitSheet | None) -> None:
        if sheet is None:
            return
        screen = VisitScreen(self._bench, sheet)
        screen.signed.connect(self._on_signed)
        screen.call_off_asked.connect(self._on_call_off_asked)
        self.show_widget(screen)

    def _on_signed(self, version_id: str) -> None:
        screen = NoteScreen(self._bench, version_id)
        screen.closed.connect(self._on_note_closed)
        self.show_widget(screen)

    def _on_note_closed(self) -> None:
        current = self.list.current_id()
        if current:
            self.show_nothing()
            self.open_visit(current)

    def _on_schools(self, lines: tuple[Any, ...]) -> None:
        panel = PlanVisitPanel(self._bench, lines)
        panel.planned.connect(self._on_planned)
        panel.cancelled.connect(self.show_nothing)
        self.show_widget(panel)
        panel.take_focus()

    def _on_planned(self, rec: str, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        self.show_nothing()
        self.open_visit(rec)

    def _on_call_off_asked(self, rec: str) -> None:
        panel = CallOffPanel(self._bench, rec, self._lines[rec].school)
        panel.called_off.connect(self._on_called_off)
        panel.cancelled.connect(self._on_note_closed)
        self.show_widget(panel)
        panel.take_focus()

    def _on_called_off(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        self.show_nothing()


class _Around:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> tuple[int, DayState]:
        return due.count(self._desk), days.state_today(self._desk)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> TodaySheet:
        return today(self._desk)


class _Schools(_Read):
    """Runs on the store lane."""

    def __call__(self) -> Any:  # noqa: ANN401 - the lines of the school list
        return schools.list_schools(self._desk)


class _Open:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str) -> None:
        self._desk, self._rec = bench.desk, rec

    def __call__(self) -> VisitSheet | None:
        return visits.open_sheet(self._desk, self._rec)
