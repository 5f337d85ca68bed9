"""A finished PDF on the screen: the very bytes in preview, printed and saved as they are.

The picture is made from the bytes that are saved and printed, never from a second layout. Whoever
shows a paper records what was done with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.cups import Job, hand_over, job_of
from stls_desktop.gui.printing import print_pages
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.find_bar import asks_to_find
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.page_sheet import Hit
from stls_desktop.gui.widgets.pdf_view import PageImage, PdfView
from stls_desktop.gui.widgets.styling import button, column, frame, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import previews
from stls_desktop.services.saving import NotSavedError, save

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Paper:
    """What is shown: its bytes, what the printer's queue calls it, and its file's name."""

    pdf: bytes
    queue_name: str
    file_name: str


class PaperScreen(QWidget):
    """Preview, print, save. A subclass sets `paper` by `show_paper` and hears of `on_given`."""

    closed = Signal()

    def __init__(
        self, bench: Workbench, title: str, back: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "page")
        self._bench = bench
        self.paper: Paper | None = None
        outer = column(self)
        outer.addWidget(self._build_head(title, back))
        self.banner = Banner()
        self.notices = column(margins=(18, 10, 18, 0), gap=10)
        self.notices.addWidget(self.banner)
        outer.addLayout(self.notices)
        self.view = PdfView()
        self.view.sharper_wanted.connect(self._on_sharper)
        self.view.search_wanted.connect(self._on_search)
        outer.addWidget(self.view, 1)
        QShortcut(QKeySequence("Ctrl+P"), self, self._on_print)
        QShortcut(QKeySequence("Ctrl+S"), self, self._on_save)

    def on_given(self, route: str, words: str) -> None:
        """Record that it was printed (PRINT) or saved (FILE), then tell `words`."""
        raise NotImplementedError

    def before_giving(self, _route: str, then: Callable[[], object]) -> None:
        """Call `then` if it may leave the laptop that way; asked before any dialog opens."""
        then()

    def add_to_head(self, line: QHBoxLayout) -> None:
        """Put something between the title and the buttons."""

    def show_paper(self, paper: Paper, facts: str) -> None:
        """Show these bytes; the keyboard goes to Print."""
        self.paper = paper
        self._facts.set_words(facts)
        for each in (self.save_button, self.print_button):
            each.setEnabled(True)
        self.print_button.setFocus()
        self._show_pages(previews.SCREEN_DPI)

    def fail(self, error: Exception) -> None:
        """Say what did not work."""
        self.banner.show_message(str(error), Tone.ERR)

    def _build_head(self, title: str, back: str) -> QWidget:
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        self._title = label(title, "h1")
        self._facts = ElidedLabel("", "muted")
        self._facts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        line.addLayout(words, 1)
        self.add_to_head(line)
        self.save_button = button("Save PDF", icon="download", tip="Save PDF (Ctrl+S)")
        self.save_button.clicked.connect(self._on_save)
        self.print_button = button("Print", "primary", icon="printer", tip="Print (Ctrl+P)")
        self.print_button.clicked.connect(self._on_print)
        self.done_button = button(back, "link")
        self.done_button.clicked.connect(self.closed)
        for each in (self.save_button, self.print_button):
            each.setEnabled(False)
        for each in (self.done_button, self.save_button, self.print_button):
            line.addWidget(each)
        return head

    def _show_pages(self, dpi: float) -> None:
        """PDFium takes one thread only, so every picture is made on the render lane."""
        if self.paper is not None:
            self._bench.runner.run(
                Lane.RENDER,
                Pages(self.paper.pdf, dpi),
                self.view.set_pages,
                owner=self,
                key="pages",
            )

    def _on_sharper(self, scale: float) -> None:
        self._show_pages(scale * POINTS_PER_INCH)

    def _on_search(self, words: str) -> None:
        if self.paper is not None:
            look = Finding(self.paper.pdf, words)
            self._bench.runner.run(
                Lane.RENDER, look, self.view.show_hits, self.fail, owner=self, key="find"
            )

    def event(self, event: QEvent) -> bool:
        """On this screen Ctrl+F finds words in the pages, wherever the keyboard is."""
        if asks_to_find(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.view.open_find()
        else:
            super().keyPressEvent(event)

    def _on_print(self) -> None:
        if self.paper is not None:
            self.before_giving("PRINT", self._print)

    def _print(self) -> None:
        if self.paper is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.paper.queue_name)
        dialog = QPrintDialog(printer, self)
        self._printer, self._dialog = printer, dialog
        dialog.accepted.connect(self._on_print_accepted)
        dialog.setModal(True)
        dialog.show()

    def _on_print_accepted(self) -> None:
        if self.paper is None:
            return
        job = job_of(self._printer)
        if job is not None:
            wanted = _HandOver(job, self.paper.pdf)
            self._bench.runner.run(Lane.RENDER, wanted, self._on_handed_over, self.fail, owner=self)
            return
        self._bench.runner.run(
            Lane.RENDER,
            Pages(self.paper.pdf, previews.PRINT_DPI),
            self._on_print_pages,
            self.fail,
            owner=self,
        )

    def _on_handed_over(self, _nothing: None) -> None:
        self.on_given("PRINT", "Printed")

    def _on_print_pages(self, pages: list[PageImage]) -> None:
        print_pages(self._printer, pages)
        self.on_given("PRINT", "Printed")

    def _on_save(self) -> None:
        if self.paper is not None:
            self.before_giving("FILE", self._ask_where)

    def _ask_where(self) -> None:
        if self.paper is not None:
            self._bench.prompts.save_file(
                self, "Save the PDF", "PDF (*.pdf)", self._save, suggested=self.paper.file_name
            )

    def _save(self, path: Path) -> None:
        if self.paper is None:
            return
        try:
            save(path, self.paper.pdf)
        except NotSavedError as error:
            self.banner.show_message(str(error), Tone.ERR)
            return
        self.on_given("FILE", f"Saved as {path.name}")

    def tell_given(self, words: str, changed: Changed) -> None:
        """Say that it was recorded, here and to every other screen."""
        self.banner.show_message(words, Tone.OK)
        self._bench.bus.publish(changed)


class _HandOver:
    """Runs on the render lane, because a printing system may take its time."""

    def __init__(self, job: Job, pdf: bytes) -> None:
        self._job, self._pdf = job, pdf

    def __call__(self) -> None:
        hand_over(self._job, self._pdf)


class Pages:
    """Draws the pages of a PDF. Runs on the render lane."""

    def __init__(self, pdf: bytes, dpi: float) -> None:
        self._pdf, self._dpi = pdf, dpi

    def __call__(self) -> list[PageImage]:
        return [
            PageImage(
                image.width,
                image.height,
                image.bgra,
                image.width * POINTS_PER_INCH / self._dpi,
                image.height * POINTS_PER_INCH / self._dpi,
            )
            for image in previews.page_images(self._pdf, self._dpi)
        ]


class Finding:
    """Looks for words in a PDF. Runs on the render lane, as PDFium takes one thread only."""

    def __init__(self, pdf: bytes, words: str) -> None:
        self._pdf, self._words = pdf, words

    def __call__(self) -> list[Hit]:
        return [Hit(hit.page, hit.boxes) for hit in previews.find(self._pdf, self._words)]
