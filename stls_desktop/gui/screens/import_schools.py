"""Import schools: choose the file, see what would happen, then write it as a whole."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane, Ticket
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.status import ProgressStrip
from stls_desktop.gui.widgets.styling import button, column, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import schools
from stls_desktop.services.schools import ImportPreview

MOST_LINES = 200


class ImportPanel(QWidget):
    """Nothing is written before "Import" is pressed."""

    closed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench = bench
        self._preview: ImportPreview | None = None
        self._ticket: Ticket | None = None
        outer = column(self)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        layout = column(body, margins=(18, 18, 18, 18), gap=12)
        scroller.setWidget(body)  # empty: see record.py
        layout.addWidget(self._build_card())
        layout.addWidget(self._build_preview())
        layout.addStretch(1)
        outer.addWidget(scroller)

    def take_focus(self) -> None:
        """Put the focus on the first thing to do."""
        self.choose.setFocus()

    def read(self, path: Path) -> None:
        """Read a file and show what an import would do."""
        self.banner.show_message("")
        self._result.hide()
        self.progress.start(f"Reading {path.name}")
        work = _Preview(self._bench, path)
        work.on_progress = self._bench.runner.relay(self, self._on_progress)
        self._ticket = self._bench.runner.run(
            Lane.RENDER, work, self._on_preview, self._on_failed, owner=self
        )
        work.ticket = self._ticket

    def _build_card(self) -> Card:
        authority = self._bench.desk.me.authority
        card = Card("Import schools", f"Local authority {authority}")
        card.add(
            label(
                "Choose the list of schools that you downloaded from Get Information about"
                " Schools (GIAS). Notes and contacts that you have written stay as they are.",
                "muted",
                wrap=True,
            )
        )
        self.banner = Banner()
        card.add(self.banner)
        self.progress = ProgressStrip()
        self.progress.cancelled.connect(self._on_cancel)
        card.add(self.progress)
        line = row(gap=8)
        self.choose = button("Choose a file", "primary", icon="folder-open")
        self.choose.clicked.connect(self._on_choose)
        close = button("Close", "link")
        close.clicked.connect(self.closed)
        line.addWidget(self.choose)
        line.addWidget(close)
        line.addStretch(1)
        card.add(line)
        return card

    def _build_preview(self) -> Card:
        self._result = Card("What will happen")
        self._summary = label("", "strong", wrap=True)
        self._result.add(self._summary)
        self._names = label("", "muted", wrap=True)
        self._result.add(self._names)
        self._lines = QPlainTextEdit()
        self._lines.setReadOnly(True)
        self._lines.setTabChangesFocus(True)
        self._lines.setAccessibleName("Rows that are left out or need a look")
        self._lines.setMinimumHeight(220)
        self._result.add(self._lines)
        self.import_button = button("Import", "primary", icon="check")
        self.import_button.clicked.connect(self._on_import)
        line = row()
        line.addWidget(self.import_button)
        line.addStretch(1)
        self._result.add(line)
        self._result.hide()
        return self._result

    def _on_choose(self) -> None:
        self._bench.prompts.open_file(
            self, "Choose the list of schools", "GIAS list (*.csv)", self.read
        )

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.set_progress(done, total, "Reading lines")

    def _on_cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
        self.progress.finish()
        self.banner.show_message("Stopped. Nothing was changed.", Tone.INFO)

    def _on_preview(self, preview: ImportPreview) -> None:
        self._preview = preview
        self.progress.finish()
        self._result.set_hint(preview.file.file_name)
        self._summary.setText(preview.summary())
        names = ", ".join(preview.file.names_to_confirm)
        self._names.setText(f"Do these names look right? {names}" if names else "")
        self._names.setVisible(bool(names))
        self.banner.show_message(_warning(preview), Tone.WARN)
        self._lines.setPlainText("\n".join(preview.lines()[:MOST_LINES]))
        self._lines.setVisible(bool(preview.lines()))
        self.import_button.setEnabled(bool(preview.plan.changes))
        self._result.show()
        self.import_button.setFocus()

    def _on_import(self) -> None:
        if self._preview is None:
            return
        self.import_button.setEnabled(False)
        self.progress.start("Writing the schools", may_cancel=False)
        self._bench.runner.run(
            Lane.STORE,
            _Write(self._bench, self._preview),
            self._on_written,
            self._on_failed,
            owner=self,
            on_orphaned=self._bench.bus.publish,
        )

    def _on_written(self, changed: Changed) -> None:
        self.progress.finish()
        words = self._preview.summary() if self._preview else ""
        self.banner.show_message(f"Imported. {words}.", Tone.OK)
        self._result.hide()
        self._bench.bus.publish(changed)

    def _on_failed(self, error: Exception) -> None:
        self.progress.finish()
        self.banner.show_message(str(error), Tone.ERR)


def _warning(preview: ImportPreview) -> str:
    """What is odd about the file as a whole, or ""."""
    if not preview.file.rows:
        held = ", ".join(f"{a.name} ({a.code})" for a in preview.file.authorities[:6])
        return f"The file has no school of this authority. It holds: {held}."
    if preview.file.is_cut_off:
        return (
            "The file ends in the middle of a row, so schools may be missing. What can be read is"
            " below. Download it again to have the whole list."
        )
    return ""


class _Preview:
    """Runs on the render lane, because it only reads; the store lane stays free for typing."""

    def __init__(self, bench: Workbench, path: Path) -> None:
        self._desk, self._path = bench.desk, path
        self.on_progress: object = None
        self.ticket: Ticket | None = None

    def __call__(self) -> ImportPreview:
        return schools.preview_import(
            self._desk,
            self._path,
            authority=self._desk.me.authority,
            on_progress=self._tell,
            is_cancelled=self._is_cancelled,
        )

    def _tell(self, done: int, total: int) -> None:
        if callable(self.on_progress):
            self.on_progress(done, total)

    def _is_cancelled(self) -> bool:
        return self.ticket is not None and self.ticket.is_cancelled()


class _Write:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, preview: ImportPreview) -> None:
        self._desk, self._preview = bench.desk, preview

    def __call__(self) -> Changed:
        return schools.write_import(self._desk, self._preview)
