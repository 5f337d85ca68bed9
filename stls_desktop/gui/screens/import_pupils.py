"""Import pupils: choose a file, say which column is what, see each row's fate, then write it whole.

A transfer file skips the columns. Rows that may be a child who is here already wait for a word of
the teacher; nothing is written before "Import" is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_desktop.gui.runner import Lane, Ticket
from stls_desktop.gui.screens.import_columns import ColumnsCard
from stls_desktop.gui.screens.import_preview import Preview, PreviewCard, previewed
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.status import ProgressStrip
from stls_desktop.gui.widgets.styling import button, column, label, row, set_role, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.imports.problems import ImportCancelledError
from stls_desktop.imports.pupil_plan import Decision, PupilPlan
from stls_desktop.services import (
    caseload,
    pupil_import,
    pupil_import_told,
    pupil_import_writing,
    pupil_mappings,
)
from stls_desktop.services.desk import Desk
from stls_desktop.services.pupil_import import OpenedList
from stls_desktop.services.pupil_import_writing import TakenBack, Written

FILES = "Lists and transfer files (*.csv *.txt *.xlsx *.xls *.xml)"
STOPPED = "Stopped. Nothing was changed."


class ImportPupilsPanel(QWidget):
    """From a file to a preview to pupils."""

    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self.setAcceptDrops(True)
        self._bench = bench
        self._opened: OpenedList | None = None
        self._plan: PupilPlan | None = None  # before anything was decided
        self._decided: PupilPlan | None = None
        self._ticket: Ticket | None = None
        self._work: _Write | None = None
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._columns = ColumnsCard()
        self._columns.wanted.connect(self._on_show)
        self._columns.reopened.connect(self._on_reopened)
        self._columns.mapping_named.connect(self._on_mapping_named)
        self._result = PreviewCard(bench.desk)
        self._result.decided.connect(self._on_decided)
        self._result.school_said.connect(self._on_show)
        self._result.import_wanted.connect(self._on_import)
        self._result.report_wanted.connect(self._on_report)
        self.show_button = self._columns.show_button
        self.import_button = self._result.import_button
        body = QWidget()
        set_role(body, "body")
        layout = column(body, margins=(18, 18, 18, 18), gap=12)
        self._scroller.setWidget(body)  # empty: see record.py
        for part in (self._build_card(), self._columns, self._result):
            layout.addWidget(part)
        layout.addStretch(1)
        for part in (self._columns, self._result):
            part.hide()
        column(self).addWidget(self._scroller)
        self._read(Step(bench.desk, caseload.school_choices), self._on_schools)
        self._read(Step(bench.desk, pupil_import_writing.may_take_back), self._on_may_take_back)

    def take_focus(self) -> None:
        """Put the focus on the first thing to do."""
        self.choose.setFocus()

    def read(self, path: Path) -> None:
        """Read a file and show its columns."""
        self._open(_Open(self._bench.desk, path, "", self._columns.wanted_extras))

    def _build_card(self) -> Card:
        card = Card("Import pupils")
        words = (
            "A list from a school or the council (CSV or Excel), or a common transfer file. What"
            " you have written about a child is kept unless you say otherwise; you see every row"
            " first."
        )
        card.add(label(words, "muted", wrap=True))
        self.banner = Banner()
        self.banner.acted.connect(self._on_take_back)
        card.add(self.banner)
        self.progress = ProgressStrip()
        self.progress.cancelled.connect(self._on_cancel)
        card.add(self.progress)
        line = row(gap=8)
        self.choose = button("Choose a file", "primary", icon="folder-open")
        self.choose.clicked.connect(self._on_choose)
        close = button("Close", "link")
        close.clicked.connect(self.closed)
        self.back_button = button("Take the last import back", "link")
        self.back_button.clicked.connect(self._on_take_back)
        self.back_button.hide()
        for each in (self.choose, close, self.back_button):
            line.addWidget(each)
        line.addStretch(1)
        card.add(line)
        return card

    # Reading and mapping

    def _on_choose(self) -> None:
        self._bench.prompts.open_file(self, "Choose a list of pupils", FILES, self.read)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.read(Path(paths[0]))

    def _on_schools(self, schools: tuple[tuple[str, str], ...]) -> None:
        self._columns.set_schools(schools)
        self._result.set_schools(schools)

    def _on_may_take_back(self, count: int) -> None:
        show_in_place(self.back_button, count > 0)

    def _on_reopened(self) -> None:
        if self._opened is not None:
            sheet = self._columns.sheet.value() or ""
            wanted = self._columns.wanted_extras
            self._open(_Open(self._bench.desk, self._opened.path, sheet, wanted))

    def _open(self, work: _Open) -> None:
        self.banner.show_message("")
        self._result.hide()
        self._result.begin()
        self.progress.start(f"Reading {work.path.name}")
        self._ticket = self._read(work, self._on_opened)

    def _on_opened(self, found: tuple[OpenedList, tuple[str, ...]]) -> None:
        self.progress.finish()
        self._opened, kept = found
        self._columns.show_file(self._opened, kept)
        self._columns.show()
        self.show_button.setFocus()

    def _on_mapping_named(self, name: str) -> None:
        if self._opened is not None:
            self._read(_Map(self._bench.desk, self._opened, name), self._on_mapped)

    def _on_mapped(self, opened: OpenedList) -> None:
        self._opened = opened
        self._columns.show_columns(opened.columns)

    def _on_show(self) -> None:
        if self._opened is None:
            return
        wanted = _Preview(
            self._bench.desk,
            self._opened,
            self._columns.mapped,
            self._columns.school.value() or "",
            self._result,
        )
        self.progress.start("Comparing with the pupils on this laptop", may_cancel=False)
        self._read(wanted, self._on_preview)

    # Preview

    def _on_preview(self, found: tuple[PupilPlan, Preview]) -> None:
        self.progress.finish()
        self.banner.show_message("")
        self._plan, shown = found
        self._decided = shown.plan
        is_first = self._result.isHidden()
        self._result.set_hint(shown.plan.file_name)
        self._result.show_undecided(shown)
        self._result.show()
        if is_first:
            self._keep_mapping()
            self._result.take_focus()
            QTimer.singleShot(0, self, self._bring_preview_up)  # it has no height yet

    def _bring_preview_up(self) -> None:
        """The preview begins at the top of the page, not under the columns that led to it."""
        self._scroller.verticalScrollBar().setValue(self._result.y())

    def _keep_mapping(self) -> None:
        """For the next file of this source; it is nothing about a pupil."""
        opened = self._opened
        if opened is None or opened.sheet is None:
            return
        name = str(self._columns.name.value() or "")
        kept = Step(self._bench.desk, pupil_mappings.keep, opened.sheet, self._columns.mapped, name)
        self._bench.runner.run(Lane.STORE, kept, None, self._on_failed, owner=self)

    def _on_decided(self) -> None:
        if self._plan is None:
            return
        work = _Decide(self._bench.desk, self._plan, self._result.decisions)
        self._bench.runner.run(
            Lane.RENDER, work, self._on_chosen, self._on_failed, owner=self, key="decide"
        )

    def _on_chosen(self, shown: Preview) -> None:
        self._decided = shown.plan
        self._result.show_decided(shown)

    # Writing

    def _on_import(self) -> None:
        if self._plan is None:
            return
        self.import_button.setEnabled(False)
        self._work = _Write(self._bench.desk, self._plan, self._result.decisions)
        self._work.on_progress = self._bench.runner.relay(self, self._on_progress)
        self.progress.start("Writing the pupils")
        self._bench.runner.run(
            Lane.STORE,
            self._work,
            self._on_written,
            self._on_failed,
            owner=self,
            on_orphaned=self._on_orphaned,
        )

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.set_progress(done, total, "Pupils")

    def _on_cancel(self) -> None:
        """Reading changes nothing; writing says itself whether it could still be stopped."""
        if self._work is not None:
            self._work.stop.set()
            return
        if self._ticket is not None:
            self._ticket.cancel()
        self.progress.finish()
        self.banner.show_message(STOPPED, Tone.INFO)

    def _on_orphaned(self, written: Written) -> None:
        self._bench.bus.publish(written.changed)

    def _on_written(self, written: Written) -> None:
        late = self._work is not None and self._work.stop.is_set()
        self._work = None
        self.progress.finish()
        words = f"Imported. {written.added:,} added, {written.filled:,} updated."
        if written.passed_over:
            words += f" {written.passed_over:,} left: they changed here since the preview."
        if late:
            words = f"It was too late to stop: everything had been written. {words}"
        self.banner.show_message(words, Tone.OK, action="Take it back")
        self._columns.hide()
        self._result.hide()
        self._bench.bus.publish(written.changed)
        self._on_may_take_back(written.added + written.filled)
        self.choose.setFocus()

    def _on_take_back(self) -> None:
        self._bench.runner.run(
            Lane.STORE,
            Step(self._bench.desk, pupil_import_writing.take_back),
            self._on_taken_back,
            self._on_failed,
            owner=self,
        )

    def _on_taken_back(self, back: TakenBack) -> None:
        self.banner.show_message(pupil_import_told.taken_back(back), Tone.INFO)
        self.back_button.hide()
        self._bench.bus.publish(back.changed)

    def _on_report(self) -> None:
        self._bench.prompts.save_file(
            self,
            "Save the report",
            "Table (*.csv)",
            self._save_report,
            suggested="Import report.csv",
        )

    def _save_report(self, path: Path) -> None:
        if self._decided is not None:
            kept = Step(self._bench.desk, pupil_import_told.save_report, self._decided, path)
            self._read(kept, self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self.banner.show_message(f"The report is in {path.name}.", Tone.OK)

    def _on_failed(self, error: Exception) -> None:
        self._work = None
        self.progress.finish()
        self.import_button.setEnabled(bool(self._decided and self._decided.writes))
        if isinstance(error, ImportCancelledError):
            self.banner.show_message(STOPPED, Tone.INFO)
        else:
            self.banner.show_message(str(error), Tone.ERR)
        self._scroller.ensureWidgetVisible(self.banner)

    def _read(self, op: Callable[[], Any], on_done: Callable[[Any], object]) -> Ticket:
        """On the lane that typing does not wait for."""
        return self._bench.runner.run(Lane.RENDER, op, on_done, self._on_failed, owner=self)


class _Open:
    """Reads a file and the names under which mappings are kept."""

    def __init__(self, desk: Desk, path: Path, sheet: str, extras: frozenset[str]) -> None:
        self._desk, self.path, self._sheet, self._extras = desk, path, sheet, extras

    def __call__(self) -> tuple[OpenedList, tuple[str, ...]]:
        opened = pupil_import.open_list(
            self._desk, self.path, sheet=self._sheet, extras=self._extras
        )
        return opened, pupil_mappings.names(self._desk)


class _Map:
    """Columns as they are kept under a name, or as they are guessed."""

    def __init__(self, desk: Desk, opened: OpenedList, name: str) -> None:
        self._desk, self._opened, self._name = desk, opened, name

    def __call__(self) -> OpenedList:
        return pupil_import.mapped_by(self._desk, self._opened, self._name)


class _Preview:
    """Works out what would happen, with what is decided already."""

    def __init__(
        self, desk: Desk, opened: OpenedList, mapped: dict[int, str], usual: str, card: PreviewCard
    ) -> None:
        self._desk, self._given = desk, (opened, mapped, usual, card.schools)
        self._decisions = dict(card.decisions)

    def __call__(self) -> tuple[PupilPlan, Preview]:
        plan = pupil_import.preview(self._desk, *self._given)
        decided = pupil_import.choose(self._desk, plan, self._decisions)
        return plan, previewed(self._desk, decided)


class _Decide:
    """The preview with what has been decided."""

    def __init__(self, desk: Desk, plan: PupilPlan, decisions: dict[int, Decision]) -> None:
        self._desk, self._plan, self._decisions = desk, plan, dict(decisions)

    def __call__(self) -> Preview:
        return previewed(self._desk, pupil_import.choose(self._desk, self._plan, self._decisions))


class _Write:
    """Runs on the store lane; `stop` is looked at until just before the commit."""

    def __init__(self, desk: Desk, plan: PupilPlan, decisions: dict[int, Decision]) -> None:
        self._desk, self._plan, self._decisions = desk, plan, dict(decisions)
        self.on_progress: object = None
        self.stop = Event()

    def __call__(self) -> Written:
        plan = pupil_import.choose(self._desk, self._plan, self._decisions)
        return pupil_import_writing.write(
            self._desk, plan, on_progress=self._tell, is_cancelled=self.stop.is_set
        )

    def _tell(self, done: int, total: int) -> None:
        if callable(self.on_progress):
            self.on_progress(done, total)
