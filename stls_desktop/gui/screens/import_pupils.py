"""Import pupils: choose a file, say which column is what, see each row's fate, then write it whole.

A transfer file skips the columns. Rows that may be a child who is here already wait for a word of
the teacher; nothing is written before "Import" is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QScrollArea, QWidget

from stls_desktop.gui.runner import Lane, Ticket
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.status import ProgressStrip
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    label,
    row,
    set_role,
    show_in_place,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.imports.pupil_plan import Fate, PupilPlan, RowChoice
from stls_desktop.services import caseload, pupil_import
from stls_desktop.services.pupil_import import OpenedList, Written

MOST_LINES = 300
WIDEST_FIELD = 22  # characters
FILES = "Lists and transfer files (*.csv *.txt *.xlsx *.xls *.xml)"
_DECISIONS = (
    (RowChoice.LEAVE.value, "Leave out"),
    (RowChoice.SAME.value, "Same child"),
    (RowChoice.OTHER.value, "Another child"),
)


class ImportPupilsPanel(QWidget):
    """From a file to a preview to pupils."""

    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self.setAcceptDrops(True)
        self._bench = bench
        self._opened: OpenedList | None = None
        self._plan: PupilPlan | None = None
        self._ticket: Ticket | None = None
        self._fields: dict[int, Choice] = {}
        self._decisions: dict[int, Segmented] = {}
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        layout = column(body, margins=(18, 18, 18, 18), gap=12)
        for part in (self._build_card(), self._build_columns(), self._build_preview()):
            layout.addWidget(part)
        layout.addStretch(1)
        scroller.setWidget(body)
        column(self).addWidget(scroller)
        self._run(Step(bench.desk, caseload.school_choices), self._on_schools)
        self._run(Step(bench.desk, pupil_import.may_take_back), self._on_may_take_back)

    def take_focus(self) -> None:
        """Put the focus on the first thing to do."""
        self.choose.setFocus()

    def read(self, path: Path) -> None:
        """Read a file and show its columns, or at once what would happen."""
        self.banner.show_message("")
        self._columns.hide()
        self._result.hide()
        self.progress.start(f"Reading {path.name}")
        wanted = Step(self._bench.desk, pupil_import.open_list, path)
        self._ticket = self._bench.runner.run(
            Lane.RENDER, wanted, self._on_opened, self._on_failed, owner=self
        )

    # The three cards

    def _build_card(self) -> Card:
        card = Card("Import pupils")
        words = (
            "A list from a school or the council (CSV or Excel), or a common transfer file. What"
            " you have written about a child is never overwritten; you see every row first."
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

    def _build_columns(self) -> Card:
        self._columns = Card("Which column is what?", "Guessed from the headings")
        held = QWidget()
        self._grid = QGridLayout(held)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(16)
        self._columns.add(held)
        self.school = Choice(empty_words="No school")
        self._school_box = FieldBox(self.school, "School of rows that name none")
        self._columns.add(self._school_box)
        line = row()
        self.show_button = button("Show what will happen", "primary")
        self.show_button.clicked.connect(self._on_show)
        line.addWidget(self.show_button)
        line.addStretch(1)
        self._columns.add(line)
        self._columns.hide()
        return self._columns

    def _build_preview(self) -> Card:
        self._result = Card("What will happen")
        self._summary = label("", "strong", wrap=True)
        self._result.add(self._summary)
        held = QWidget()
        self._asked = column(held, gap=8)
        self._result.add(held)
        self._lines = QPlainTextEdit()
        self._lines.setReadOnly(True)
        self._lines.setTabChangesFocus(True)
        self._lines.setAccessibleName("Rows that need a look")
        self._lines.setMinimumHeight(180)
        self._result.add(self._lines)
        line = row(gap=8)
        self.import_button = button("Import", "primary", icon="check")
        self.import_button.clicked.connect(self._on_import)
        self.report_button = button("Save this report")
        self.report_button.clicked.connect(self._on_report)
        line.addWidget(self.import_button)
        line.addWidget(self.report_button)
        line.addStretch(1)
        self._result.add(line)
        self._result.hide()
        return self._result

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
        self.school.set_options(schools)

    def _on_may_take_back(self, count: int) -> None:
        show_in_place(self.back_button, count > 0)

    def _on_opened(self, opened: OpenedList) -> None:
        self.progress.finish()
        self._opened = opened
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._fields = {}
        for place, each in enumerate(opened.columns):
            chosen = Choice(empty_words="Not used")
            chosen.set_options(pupil_import.fields())
            chosen.set_value(each.field or None)
            chosen.setMinimumContentsLength(WIDEST_FIELD)
            chosen.setAccessibleName(f"Field of the column {each.heading}")
            self._grid.addWidget(label(each.heading or f"Column {each.column + 1}"), place, 0)
            self._grid.addWidget(label(", ".join(each.samples), "muted", wrap=True), place, 1)
            self._grid.addWidget(chosen, place, 2)
            self._fields[each.column] = chosen
        self._columns.set_hint(
            f"{opened.file_name} · guessed from the headings"
            if opened.needs_mapping
            else f"{opened.file_name} · a transfer file says it itself"
        )
        self._columns.show()
        self.show_button.setFocus()

    def _on_show(self) -> None:
        if self._opened is None:
            return
        mapped = {n: str(c.value()) for n, c in self._fields.items() if c.value()}
        wanted = Step(
            self._bench.desk, pupil_import.preview, self._opened, mapped, self.school.value() or ""
        )
        self.progress.start("Comparing with the pupils on this laptop", may_cancel=False)
        self._run(wanted, self._on_preview)

    # Preview

    def _on_preview(self, plan: PupilPlan) -> None:
        self.progress.finish()
        self.banner.show_message("")
        self._plan = plan
        self._show_decisions(plan)
        self._show_plan(plan)
        self._result.show()
        self.import_button.setFocus()

    def _show_decisions(self, plan: PupilPlan) -> None:
        clear(self._asked)
        self._decisions = {}
        for each in (r for r in plan.rows if r.outcome is Fate.LIKELY):
            held = QWidget()
            line = row(held, gap=12)
            line.addWidget(label(f"Row {each.line}: {each.initials} {each.words}", wrap=True), 1)
            decision = Segmented(may_be_empty=False)
            decision.set_options(_DECISIONS)
            decision.set_value(RowChoice.LEAVE.value)
            decision.setAccessibleName(f"What row {each.line} is")
            decision.edited.connect(self._on_decided)
            line.addWidget(decision)
            self._asked.addWidget(held)
            self._decisions[each.line] = decision

    def _on_decided(self) -> None:
        if self._plan is None:
            return
        wanted = Step(self._bench.desk, pupil_import.choose, self._plan, self._chosen())
        self._run(wanted, self._show_plan)

    def _chosen(self) -> dict[int, RowChoice]:
        return {line: RowChoice(str(d.value())) for line, d in self._decisions.items()}

    def _show_plan(self, plan: PupilPlan) -> None:
        self._summary.setText(pupil_import.summary(plan))
        told = pupil_import.lines(plan)
        self._lines.setPlainText("\n".join(told[:MOST_LINES]))
        show_in_place(self._lines, bool(told))
        show_in_place(self.report_button, bool(told))
        writes = plan.count(Fate.NEW) + plan.count(Fate.UPDATE)
        self.import_button.setEnabled(writes > 0)

    # Writing

    def _on_import(self) -> None:
        if self._plan is None:
            return
        self.import_button.setEnabled(False)
        work = _Write(self._bench, self._plan, self._chosen())
        work.on_progress = self._bench.runner.relay(self, self._on_progress)
        self.progress.start("Writing the pupils")
        self._ticket = self._bench.runner.run(
            Lane.STORE,
            work,
            self._on_written,
            self._on_failed,
            owner=self,
            on_orphaned=self._on_orphaned,
        )
        work.ticket = self._ticket

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.set_progress(done, total, "Pupils")

    def _on_cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
        self.progress.finish()
        self.import_button.setEnabled(True)
        self.banner.show_message("Stopped. Nothing was changed.", Tone.INFO)

    def _on_orphaned(self, written: Written) -> None:
        self._bench.bus.publish(written.changed)

    def _on_written(self, written: Written) -> None:
        self.progress.finish()
        words = f"Imported. {written.added} added, {written.filled} filled in."
        self.banner.show_message(words, Tone.OK, action="Take it back")
        self._columns.hide()
        self._result.hide()
        self._bench.bus.publish(written.changed)
        self._on_may_take_back(written.added + written.filled)

    def _on_take_back(self) -> None:
        self._run(Step(self._bench.desk, pupil_import.take_back), self._on_taken_back)

    def _on_taken_back(self, written: Written) -> None:
        words = f"Taken back: {written.added} pupils, and what was filled in for {written.filled}."
        self.banner.show_message(words, Tone.INFO)
        self.back_button.hide()
        self._bench.bus.publish(written.changed)

    def _on_report(self) -> None:
        self._bench.prompts.save_file(
            self,
            "Save the report",
            "Text (*.txt)",
            self._write_report,
            suggested="Import report.txt",
        )

    def _write_report(self, path: Path) -> None:
        lines = pupil_import.lines(self._plan) if self._plan else []
        text = "\n".join([self._summary.text(), *lines])
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            self.banner.show_message(f"The report was not saved: {error.strerror}.", Tone.WARN)

    def _on_failed(self, error: Exception) -> None:
        self.progress.finish()
        self.import_button.setEnabled(self._plan is not None)
        self.banner.show_message(str(error), Tone.ERR)

    def _run(self, op: Step, on_done: Callable[[Any], object]) -> None:
        self._bench.runner.run(Lane.STORE, op, on_done, self._on_failed, owner=self)


class _Write:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, plan: PupilPlan, chosen: dict[int, RowChoice]) -> None:
        self._desk, self._plan, self._chosen = bench.desk, plan, chosen
        self.on_progress: object = None
        self.ticket: Ticket | None = None

    def __call__(self) -> Written:
        plan = pupil_import.choose(self._desk, self._plan, self._chosen)
        return pupil_import.write(
            self._desk, plan, on_progress=self._tell, is_cancelled=self._is_cancelled
        )

    def _tell(self, done: int, total: int) -> None:
        if callable(self.on_progress):
            self.on_progress(done, total)

    def _is_cancelled(self) -> bool:
        return self.ticket is not None and self.ticket.is_cancelled()
