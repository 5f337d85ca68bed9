"""Looks at one photo or PDF over the window. The bytes come in memory and go with the dialog."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.paper import POINTS_PER_INCH, Finding, Pages
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.pdf_view import PdfView
from stls_desktop.gui.widgets.photo_view import PhotoView
from stls_desktop.gui.widgets.styling import button, column, row
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import previews
from stls_desktop.services.attaching import Whole


class AttachmentViewer(QDialog):
    """The photo fitted to the window, or the PDF by its pages. Esc closes."""

    copy_asked = Signal(str)

    def __init__(self, bench: Workbench, whole: Whole, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(whole.words)
        self._bench, self._whole = bench, whole
        layout = column(self)
        self.banner = Banner()
        layout.addWidget(self.banner)
        if whole.is_pdf:
            self.view: QWidget = self._pdf()
        else:
            self.view = PhotoView(whole.content, whole.words)
        layout.addWidget(self.view, 1)
        foot = row(margins=(12, 8, 12, 8), gap=8)
        copy = button("Save a copy …")
        copy.clicked.connect(self._on_copy)
        close = button("Close", "primary")
        close.clicked.connect(self.accept)
        foot.addWidget(copy)
        foot.addStretch(1)
        foot.addWidget(close)
        layout.addLayout(foot)
        self.resize(parent.window().size() * 0.9)
        self.move(parent.window().geometry().center() - self.rect().center())
        close.setFocus()

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 320)

    def _pdf(self) -> PdfView:
        view = PdfView()
        view.sharper_wanted.connect(self._on_sharper)
        view.search_wanted.connect(self._on_search)
        self._draw(view, previews.SCREEN_DPI)
        return view

    def _draw(self, view: PdfView, dpi: float) -> None:
        self._bench.runner.run(
            Lane.RENDER,
            Pages(self._whole.content, dpi),
            view.set_pages,
            self._on_failed,
            owner=self,
            key="pages",
        )

    def _on_sharper(self, scale: float) -> None:
        if isinstance(self.view, PdfView):
            self._draw(self.view, scale * POINTS_PER_INCH)

    def _on_search(self, words: str) -> None:
        if isinstance(self.view, PdfView):
            look = Finding(self._whole.content, words)
            self._bench.runner.run(
                Lane.RENDER, look, self.view.show_hits, self._on_failed, owner=self, key="find"
            )

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)

    def _on_copy(self) -> None:
        self.copy_asked.emit(self._whole.rec)
