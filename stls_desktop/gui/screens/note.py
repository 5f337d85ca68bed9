"""The note after signing: the very bytes in preview, and the ways to hand them over.

Print and save are recorded: who was given which version, how and when. The picture is made from
the bytes that are saved and printed, never from a second layout.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.printing import print_pages
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.pdf_view import PageImage, PdfView
from stls_desktop.gui.widgets.styling import button, column, frame, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import notes, previews
from stls_desktop.services.notes import Note, Suggested

POINTS_PER_INCH = 72


class NoteScreen(QWidget):
    """One signed note: preview, print, save, and to whom."""

    closed = Signal()
    correct_asked = Signal(str)  # id of the visit

    def __init__(self, bench: Workbench, version_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "page")
        self._bench, self.version_id = bench, version_id
        self.note: Note | None = None
        outer = column(self)
        outer.addWidget(self._build_head())
        self.banner = Banner()
        holder = column(margins=(18, 10, 18, 0))
        holder.addWidget(self.banner)
        outer.addLayout(holder)
        self.view = PdfView()
        self.view.sharper_wanted.connect(self._on_sharper)
        outer.addWidget(self.view, 1)
        bench.runner.run(
            Lane.STORE, _Draw(bench, version_id), self._on_drawn, self._on_failed, owner=self
        )

    def _build_head(self) -> QWidget:
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        self._title = label("Note for the SENCO", "h1")
        self._facts = ElidedLabel("", "muted")
        words.addWidget(self._title)
        words.addWidget(self._facts)
        line.addLayout(words, 1)
        self.recipient = Choice(empty_words="For the file")
        self.recipient.setMinimumContentsLength(18)
        line.addWidget(FieldBox(self.recipient, "Given to"))
        self.save_button = button("Save PDF", icon="download")
        self.save_button.clicked.connect(self._on_save)
        self.print_button = button("Print", "primary", icon="printer")
        self.print_button.clicked.connect(self._on_print)
        self.done_button = button("Back to the visit", "link")
        self.done_button.clicked.connect(self.closed)
        for each in (self.done_button, self.save_button, self.print_button):
            line.addWidget(each)
        return head

    def _on_drawn(self, drawn: "_Drawn") -> None:
        self.note = drawn.note
        self._facts.set_words(
            f"Version {drawn.note.number} · {drawn.note.reference} · {drawn.note.setting}"
        )
        self._people = {f"{n}": person for n, person in enumerate(drawn.people)}
        self.recipient.set_options(
            (key, f"{p.name}, {self._bench.desk.reference.label('staff_role', p.role)}")
            for key, p in self._people.items()
        )
        if self._people:
            self.recipient.set_value("0")
        self.print_button.setFocus()
        self._show_pages(previews.SCREEN_DPI)
        if drawn.note.problems:
            self.banner.show_message(" ".join(drawn.note.problems), Tone.WARN)

    def _show_pages(self, dpi: float) -> None:
        """PDFium takes one thread only, so every picture is made on the render lane."""
        if self.note is not None:
            self._bench.runner.run(
                Lane.RENDER,
                Pages(self.note.pdf, dpi),
                self.view.set_pages,
                owner=self,
                key="pages",
            )

    def _on_sharper(self, scale: float) -> None:
        self._show_pages(scale * POINTS_PER_INCH)

    def _on_print(self) -> None:
        if self.note is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.note.reference)
        dialog = QPrintDialog(printer, self)
        self._printer, self._dialog = printer, dialog
        dialog.accepted.connect(self._on_print_accepted)
        dialog.setModal(True)
        dialog.show()

    def _on_print_accepted(self) -> None:
        if self.note is not None:
            self._bench.runner.run(
                Lane.RENDER,
                Pages(self.note.pdf, previews.PRINT_DPI),
                self._on_print_pages,
                self._on_failed,
                owner=self,
            )

    def _on_print_pages(self, pages: list[PageImage]) -> None:
        print_pages(self._printer, pages)
        self._issue("PRINT", "Printed")

    def _on_save(self) -> None:
        if self.note is not None:
            self._bench.prompts.save_file(
                self, "Save the note", "PDF (*.pdf)", self._save, suggested=self.note.file_name
            )

    def _save(self, path: Path) -> None:
        if self.note is None:
            return
        try:
            path.write_bytes(self.note.pdf)
        except OSError as error:
            reason = error.strerror or "the disk did not take it"
            words = f"Not saved: {reason}. The note is safe here; choose another place."
            self.banner.show_message(words, Tone.ERR)
            return
        self._issue("FILE", f"Saved as {path.name}")

    def _issue(self, route: str, words: str) -> None:
        if self.note is None:
            return
        person = self._people.get(str(self.recipient.value())) or Suggested("For the file", "")
        self._words = f"{words}. {person.name} has version {self.note.number}."
        self._bench.runner.run(
            Lane.STORE,
            _Issue(self._bench, self.note, person, route),
            self._on_issued,
            self._on_failed,
            owner=self,
            first=True,
        )

    def _on_issued(self, changed: Changed) -> None:
        self.banner.show_message(self._words, Tone.OK)
        self._bench.bus.publish(changed)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)


class _Drawn:
    def __init__(self, note: Note, people: tuple[Suggested, ...]) -> None:
        self.note, self.people = note, people


class _Draw:
    """Runs on the store lane: the version is read and drawn in about 50 ms."""

    def __init__(self, bench: Workbench, version_id: str) -> None:
        self._desk, self._version_id = bench.desk, version_id

    def __call__(self) -> _Drawn:
        note = notes.draw(self._desk, self._version_id)
        people = notes.people_to_give_to(self._desk, self._version_id)
        return _Drawn(note, people)


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


class _Issue:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, note: Note, person: Suggested, route: str) -> None:
        self._desk, self._note, self._person, self._route = bench.desk, note, person, route

    def __call__(self) -> Changed:
        return notes.issue(
            self._desk, self._note, self._person.name, self._person.role, self._route
        )
