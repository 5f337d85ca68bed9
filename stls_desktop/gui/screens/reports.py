"""Reports: the notes and reports that were signed, newest first, as the bytes that were given.

A file that came back is told here as well: whether it is one of ours, and unaltered.
"""

from pathlib import Path
from typing import Final

from stls_core.records.advice import ReportSetting
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.advice_giving import AdviceGivingScreen
from stls_desktop.gui.screens.list_page import ListPage
from stls_desktop.gui.screens.note import NoteScreen
from stls_desktop.gui.screens.report_copies import TITLE as COPIES
from stls_desktop.gui.screens.report_copies import ReportCopiesScreen
from stls_desktop.gui.screens.report_headings import ReportHeadingsScreen
from stls_desktop.gui.screens.report_look import ReportLookScreen, ReportLookShown
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.notices import EmptyState
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.styling import icon_button
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import checking_files, report_settings
from stls_desktop.services.checking_files import Checked
from stls_desktop.services.issued import SignedLine, signed_notes
from stls_desktop.services.records import RecordSheet

HEADINGS: Final = "Headings in other languages"
LOOK: Final = "Look of reports"
_Panel = ReportCopiesScreen | ReportHeadingsScreen | ReportLookScreen | ReportLookShown
_SORTS: Final = {"link_visit": "Note of link visit", "advice_report": "Advice report"}


class ReportsPage(ListPage):
    """Every signed note on this laptop."""

    def __init__(self, bench: Workbench) -> None:
        words = "Notes and reports appear here once they are signed."
        empty = EmptyState("file-text", words)
        super().__init__("Reports", empty, filter_words="Filter by school or initials")
        self._reports: dict[str, SignedLine] = {}
        self._bench = bench
        self.check_button = icon_button("shield-check", "Check a file")
        self.check_button.clicked.connect(self.ask_file)
        self.headings_button = icon_button("message-square", HEADINGS)
        self.headings_button.clicked.connect(self.show_headings)
        self.look_button = icon_button("settings", LOOK)
        self.look_button.clicked.connect(self.show_look)
        self.copies_button = icon_button("download", COPIES)
        self.copies_button.clicked.connect(self.show_copies)
        buttons = (self.copies_button, self.check_button, self.headings_button, self.look_button)
        for each in buttons:
            self.add_action(each)
        self.chosen.connect(self.open_note)
        kinds = ("signed_version", "issued_document")
        self._reloader = Reloader(self, bench.bus, kinds, self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        self._bench.runner.run(Lane.STORE, _Read(self._bench), self._on_read, owner=self, key="r")

    def open_note(self, version_id: str) -> None:
        """Show a note, or a report in its readers' copies."""
        shown = self.detail()
        report = self._reports.get(version_id)
        if report is not None:
            if not (isinstance(shown, AdviceGivingScreen) and shown.version_id == version_id):
                giving = AdviceGivingScreen(self._bench, version_id, report.of_id)
                giving.closed.connect(self.show_nothing)
                self.show_widget(giving)
        elif not (isinstance(shown, NoteScreen) and shown.version_id == version_id):
            screen = NoteScreen(self._bench, version_id)
            screen.done_button.hide()
            self.show_widget(screen)

    def show_headings(self) -> None:
        """The headings in other languages, and who answers for them."""
        if not isinstance(self.detail(), ReportHeadingsScreen):
            self._show_panel(ReportHeadingsScreen(self._bench))

    def show_look(self) -> None:
        """What stands on every report: to be changed by those who may, read by others."""
        if not isinstance(self.detail(), (ReportLookScreen, ReportLookShown)):
            self._bench.runner.run(
                Lane.STORE, _ReadLook(self._bench), self._on_look, owner=self, key="look"
            )

    def _on_look(self, found: tuple[RecordSheet, ReportSetting, str]) -> None:
        sheet, settings, why_not = found
        if why_not:
            self._show_panel(ReportLookShown(settings, why_not))
        else:
            self._show_panel(ReportLookScreen(self._bench, sheet))

    def show_copies(self) -> None:
        """Many reports, each saved as a file of its own."""
        if not isinstance(self.detail(), ReportCopiesScreen):
            copies = ReportCopiesScreen(self._bench)
            copies.at_work.connect(self._on_at_work)
            self._show_panel(copies)

    def _on_at_work(self, is_at_work: bool) -> None:
        parts = (self.list, self.filter, self.copies_button, self.check_button)
        for each in (*parts, self.headings_button, self.look_button):
            each.setEnabled(not is_at_work)

    def _show_panel(self, panel: _Panel) -> None:
        panel.closed.connect(self._on_panel_closed)
        self.show_widget(panel)
        panel.take_focus()

    def _on_panel_closed(self) -> None:
        self.show_nothing()
        self.show_list()
        self.take_focus()

    def ask_file(self) -> None:
        """Say whether a file that came back is one of ours and unaltered."""
        self._bench.prompts.open_file(
            self, "Check a file", "Reports and notes (*.pdf *.txt *.docx)", self._on_file
        )

    def _on_file(self, path: Path) -> None:
        self._checked = path.name
        wanted = Step(self._bench.desk, checking_files.check_file, path)
        self._bench.runner.run(Lane.STORE, wanted, self._on_checked, self._on_unread, owner=self)

    def _on_checked(self, checked: Checked) -> None:
        head, *more = checked.lines
        self._bench.prompts.tell(self, head, "\n".join((self._checked, *more)))

    def _on_unread(self, error: Exception) -> None:
        self._bench.prompts.tell(self, self._checked, str(error))

    def _on_read(self, lines: tuple[SignedLine, ...]) -> None:
        self._reports = {one.version_id: one for one in lines if one.of_kind == "advice_report"}
        self.set_rows(
            [
                ListRow(
                    row_id=line.version_id,
                    title=line.title,
                    subtitle=f"{_SORTS[line.of_kind]} · version {line.number}",
                    detail=f"Signed by {line.signed_by}",
                    time=f"{line.signed_on.day} {line.signed_on:%b %Y}",
                    state=f"Given to {line.given}" if line.given else "Not given yet",
                    tone=Tone.OK if line.given else Tone.WARN,
                )
                for line in lines
            ]
        )


class _ReadLook:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> tuple[RecordSheet, ReportSetting, str]:
        settings = report_settings.read_settings(self._desk)
        sheet = report_settings.open_settings(self._desk)
        return sheet, settings, report_settings.why_not(self._desk)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> tuple[SignedLine, ...]:
        return signed_notes(self._desk)
