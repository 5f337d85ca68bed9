"""Builds the main window around an open desk and joins its pages, sync, search and status line.

No page knows another: what one asks for and another shows goes through here.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.main_window import MainWindow, Page, WindowMemory
from stls_desktop.gui.privacy_key import PrivacyKey
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.history_door import HistoryDoor
from stls_desktop.gui.screens.library import LibraryDialog
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.screens.report_copies import TITLE as SAVE_COPIES
from stls_desktop.gui.screens.reports import HEADINGS, LOOK, ReportsPage
from stls_desktop.gui.screens.schools import PACK_KEYS, SchoolsPage
from stls_desktop.gui.screens.sync import TONES, SyncPage
from stls_desktop.gui.screens.today import TodayPage
from stls_desktop.gui.steps import Step
from stls_desktop.gui.sync_driver import SyncDriver
from stls_desktop.gui.talk import Talk
from stls_desktop.gui.theme import Look, theme
from stls_desktop.gui.widgets.picker import Pick
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import drafting, history, upkeep
from stls_desktop.services.drafting import Settled
from stls_desktop.services.finding import Hit, find
from stls_desktop.services.syncing import Standing

UPKEEP_MS = 15 * 60 * 1000  # looks four times an hour; makes one copy an hour
WOULD_LOSE = (
    "The words that you typed last could not be saved and are only on the screen. Everything saved"
    " before is safe. Cancel keeps them there, and saving is tried again by itself."
)
ICONS = {
    "safe": "cloud-check",
    "running": "refresh-cw",
    "offline": "cloud-off",
    "attention": "cloud-alert",
}


class Shell(QObject):
    """The program after unlocking."""

    lock_asked = Signal()
    closed = Signal()

    def __init__(
        self,
        bench: Workbench,
        *,
        memory: WindowMemory | None = None,
        idle_minutes: int = 5,
        on_look: Callable[[Look], object] | None = None,
    ) -> None:
        super().__init__()
        self.bench, self._on_theme = bench, on_look
        self.window = MainWindow(
            (
                Page("today", "Today", "calendar-check", self._today),
                Page("schools", "Schools", "school", self._schools),
                Page("pupils", "Pupils", "users", self._pupils),
                Page("reports", "Reports", "file-text", self._reports),
                Page("sync", "Sync", "refresh-cw", self._sync),
            ),
            is_demo=bench.desk.is_demo,
            memory=memory,
        )
        locks = "" if bench.desk.is_demo else f" · locks after {idle_minutes} min"
        self.window.status.set_lock(f"Encrypted{locks}")
        self.driver = SyncDriver(bench, self)
        self.driver.standing_changed.connect(self._on_standing)
        self.driver.round_ended.connect(self._on_round_ended)
        self.window.search_typed.connect(self._on_search_typed)
        self.window.search_picked.connect(self._on_search_picked)
        self.window.closing.connect(self._on_closing)
        self.window.may_close = self._may_close
        self._is_closing = False
        self._add_commands()
        self.privacy_key = PrivacyKey(bench, self.window, self)
        self.talk = Talk(bench, self.window, self)
        QTimer.singleShot(0, self, self.driver.start)
        self._upkeep = QTimer(self, interval=UPKEEP_MS)
        self._upkeep.timeout.connect(self._on_upkeep)
        self._upkeep.start()

    @property
    def today(self) -> TodayPage:
        """The Today page."""
        page = self.window.page("today")
        assert isinstance(page, TodayPage)  # noqa: S101 - for the type checker
        return page

    def _today(self) -> TodayPage:
        page = TodayPage(self.bench)
        page.count_changed.connect(self._on_today_count)
        page.record_asked.connect(self._on_record_asked)
        page.session_asked.connect(self._on_session_asked)
        return page

    def _schools(self) -> SchoolsPage:
        page = SchoolsPage(self.bench)
        page.visit_asked.connect(self._on_visit_asked)
        page.pupil_asked.connect(self._on_pupil_asked)
        page.record_asked.connect(self._on_record_asked)
        page.reports_asked.connect(self._on_reports_asked)
        return page

    def _pupils(self) -> PupilsPage:
        return PupilsPage(self.bench)

    def _reports(self) -> ReportsPage:
        return ReportsPage(self.bench)

    def _sync(self) -> SyncPage:
        page = SyncPage(self.bench)
        page.sync_asked.connect(self.driver.sync_now)
        page.enrolled.connect(self.driver.start)
        page.count_changed.connect(self._on_sync_count)
        self.driver.standing_changed.connect(page.show_standing)
        if self.driver.standing is not None:
            page.show_standing(self.driver.standing)
        self.driver.round_ended.connect(page.reload)
        return page

    def _add_commands(self) -> None:
        add = self.window.commands.add
        add("visit.new", "New visit", self._on_new_visit, keys="Ctrl+N", icon="plus")
        add("library", "Strategy library", self._on_library, keys="Ctrl+B", icon="book-open")
        add("going_out", "Going out", self._on_going_out, icon="circle-check")
        add("pack", "Visit pack", self._on_pack, keys=PACK_KEYS, icon="printer")
        add("day", "My day", self._on_my_day, icon="clock")
        add("file.check", "Check a file", self._on_check_file, icon="shield-check")
        add("reports.copies", SAVE_COPIES, self._on_copies, icon="download")
        add("reports.look", LOOK, self._on_look, icon="settings")
        add("reports.headings", HEADINGS, self._on_headings, icon="message-square")
        add("pupils.import", "Import pupils", self._on_import_pupils, icon="upload")
        add("sync.now", "Sync now", self.driver.sync_now, keys="F5", icon="refresh-cw")
        add("history", "History of this record", self._on_history, keys="Ctrl+H", icon="history")
        add("lock", "Lock", self.lock_asked.emit, keys="Ctrl+L", icon="lock")
        looks: Sequence[tuple[Look, str]] = (
            (Look.LIGHT, "Light theme"),
            (Look.DARK, "Dark theme"),
            (Look.CONTRAST, "High contrast"),
            (Look.SYSTEM, "Theme of the system"),
        )
        for look, words in looks:
            add(f"look.{look}", words, _Wear(self, look).wear, group="Look", icon="contrast")

    def wear(self, look: Look) -> None:
        """Change the look at once and remember it."""
        theme().apply(look, theme().text_percent)
        if self._on_theme is not None:
            self._on_theme(look)

    def settle(self, then: Callable[[Settled], object]) -> None:
        """Save what is being typed, and turn every draft that can be sent into a record.

        As before a lock. While words cannot be saved, `then` is not called; their screen says so.
        """
        for keeper in self.window.findChildren(DraftKeeper):
            if keeper.has_unsaved:
                keeper.settle(partial(self._go_on_settling, then))
                return
        self.bench.runner.run(Lane.STORE, _Settle(self.bench), then, owner=self, first=True)

    def _go_on_settling(self, then: Callable[[Settled], object], _settled: Settled) -> None:
        self.settle(then)

    def _may_close(self) -> bool:
        """The window closes once everything typed is in the store, or when somebody insists."""
        if self._is_closing:
            return True
        if any(keeper.is_stuck for keeper in self.window.findChildren(DraftKeeper)):
            self.bench.prompts.confirm(
                self.window,
                "Close without the last words?",
                WOULD_LOSE,
                "Close and lose them",
                self._on_closing_anyway,
                is_dangerous=True,
            )
        else:
            self.settle(self._on_settled_to_close)
        return False

    def _on_settled_to_close(self, _settled: Settled) -> None:
        self._on_closing_anyway()

    def _on_closing_anyway(self) -> None:
        self._is_closing = True
        self.window.close()

    def _on_new_visit(self) -> None:
        self.window.show_page("today")
        self.today.plan_visit()

    def _on_check_file(self) -> None:
        page = self.window.show_page("reports")
        if isinstance(page, ReportsPage):
            page.ask_file()

    def _on_copies(self) -> None:
        page = self.window.show_page("reports")
        if isinstance(page, ReportsPage):
            page.show_copies()

    def _on_look(self) -> None:
        page = self.window.show_page("reports")
        if isinstance(page, ReportsPage):
            page.show_look()

    def _on_headings(self) -> None:
        page = self.window.show_page("reports")
        if isinstance(page, ReportsPage):
            page.show_headings()

    def _on_library(self) -> None:
        LibraryDialog(self.bench, self.window).open()

    def _on_going_out(self) -> None:
        self.window.show_page("today")
        self.today.show_going_out()

    def _on_pack(self) -> None:
        page = self.window.page(self.window.current_key)
        if isinstance(page, SchoolsPage) and page.show_pack():
            return
        words = "Open a school first. The packs of your next day out are under Going out."
        self.bench.prompts.tell(self.window, "No school is open", words)

    def _on_my_day(self) -> None:
        self.window.show_page("today")
        self.today.show_my_day()

    def _on_import_pupils(self) -> None:
        page = self.window.show_page("pupils")
        if isinstance(page, PupilsPage):
            page.import_pupils()

    def _on_visit_asked(self, rec: str) -> None:
        self.window.show_page("today")
        self.today.open_visit(rec)

    def _on_history(self) -> None:
        for door in self.window.findChildren(HistoryDoor):
            if door.button.isVisible():
                door.open()
                return
        words = "Open a visit or a record first. Its history is one key away then."
        self.bench.prompts.tell(self.window, "No record is open", words)

    def _on_reports_asked(self) -> None:
        self.window.show_page("reports")

    def _on_pupil_asked(self, pupil_id: str) -> None:
        self._on_record_asked(pupil_id, pupil_id)

    def _on_record_asked(self, pupil_id: str, rec: str) -> None:
        page = self.window.show_page("pupils")
        if not isinstance(page, PupilsPage):
            return
        if pupil_id and rec != pupil_id:
            page.open_record(pupil_id, rec)
        elif rec:
            page.open_pupil(rec)

    def _on_session_asked(self, pupil_id: str, rec: str) -> None:
        page = self.window.show_page("pupils")
        if isinstance(page, PupilsPage):
            page.open_record(pupil_id, rec, to_write=True)

    def _on_today_count(self, count: int) -> None:
        self.window.set_badge("today", count)

    def _on_sync_count(self, count: int) -> None:
        self.window.set_badge("sync", count)

    def _on_standing(self, standing: Standing) -> None:
        icon = ICONS.get(
            standing.phase, "cloud-check" if standing.phase == "safe" else "hard-drive"
        )
        self.window.status.set_sync(standing.words, TONES[standing.phase], icon)

    def _on_round_ended(self, _standing: Standing) -> None:
        self.window.page("sync")

    def _on_search_typed(self, words: str) -> None:
        self.bench.runner.run(
            Lane.STORE, _Find(self.bench, words), self._on_found, owner=self, key="search"
        )

    def _on_found(self, hits: tuple[Hit, ...]) -> None:
        self.window.search.set_picks(
            [Pick(f"{hit.kind}|{hit.rec}", hit.title, hit.detail) for hit in hits]
        )

    def _on_search_picked(self, pick: str) -> None:
        kind, _, rec = pick.partition("|")
        if kind == "setting":
            page = self.window.show_page("schools")
            if isinstance(page, SchoolsPage):
                page.open_school(rec)
        elif kind == "pupil":
            page = self.window.show_page("pupils")
            if isinstance(page, PupilsPage):
                page.open_pupil(rec)
        else:
            self._on_visit_asked(rec)

    def _on_upkeep(self) -> None:
        self.bench.runner.run(Lane.RENDER, _BackUp(self.bench), owner=self, key="upkeep")
        self.bench.runner.run(Lane.STORE, _ForgetOld(self.bench), owner=self, key="forget")
        tidy = Step(self.bench.desk, upkeep.drop_unneeded_files)
        self.bench.runner.run(Lane.STORE, tidy, owner=self, key="tidy")

    def _on_closing(self) -> None:
        self.driver.stop()
        self.closed.emit()


class _Wear(QObject):
    def __init__(self, shell: Shell, look: Look) -> None:
        super().__init__(shell)
        self._shell, self._look = shell, look

    def wear(self) -> None:
        self._shell.wear(self._look)


class _Settle:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> Settled:
        return drafting.settle(self._desk)


class _BackUp:
    """Runs on the render lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> object:
        return upkeep.back_up(self._desk)


class _ForgetOld:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> object:
        return history.forget_old(self._desk)


class _Find:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, words: str) -> None:
        self._desk, self._words = bench.desk, words

    def __call__(self) -> tuple[Hit, ...]:
        return find(self._desk, self._words)
