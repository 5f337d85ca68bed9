"""Beside the text of a report: its pages as they would be printed now, and what is to be mended.

Drawn anew while somebody types: the content is read on the store lane and drawn on the render
lane. A draw that was overtaken is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.advice_checks import ChecksList
from stls_desktop.gui.screens.paper import POINTS_PER_INCH, Finding, Pages
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.pdf_view import PageImage, PdfView
from stls_desktop.gui.widgets.styling import column, frame, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import advice_content, advice_preview, previews
from stls_desktop.services.advice_content import Content
from stls_desktop.services.shapes import Draft

AFTER_KEY_MS: Final = 20  # a burst of keys is drawn once; a draw that was overtaken is dropped

Collect = Callable[[], Iterable[Draft]]


class Beside(QWidget):
    """Two things that can stand beside the text: its pages, and the list of what to mend."""

    place_asked = Signal(object)  # Place

    def __init__(self, bench: Workbench, rec: str, collect: Collect) -> None:
        super().__init__()
        set_role(self, "page")
        self.pages = LivePages(bench, rec, collect)
        self.checks = ChecksList(bench, rec, collect)
        self.checks.place_asked.connect(self.place_asked)
        self.checks.counted.connect(self._on_counted)
        outer = column(self)
        bar = frame("head")
        line = row(bar, margins=(10, 6, 10, 6), gap=8)
        self.chosen = Segmented()
        self.chosen.set_options([("pages", "Pages"), ("checks", "To mend")])
        self.chosen.setAccessibleName("Beside the text")
        self.chosen.set_value("pages")
        self.chosen.edited.connect(self._show)
        line.addWidget(self.chosen)
        self._count = label("", "muted")
        line.addWidget(self._count)
        line.addStretch(1)
        outer.addWidget(bar)
        outer.addWidget(self.pages, 1)
        outer.addWidget(self.checks, 1)
        self._show()

    def show_version(self, audience: str) -> None:
        """Show and check the version of another reader."""
        self.pages.show_version(audience)
        self.checks.show_version(audience)

    def touch(self) -> None:
        """Something was typed."""
        self.pages.touch()
        self.checks.touch()

    def draw(self) -> None:
        """Draw and check what is on the screen now."""
        self.pages.draw()
        self.checks.look()

    def _show(self) -> None:
        is_list = self.chosen.value() == "checks"
        self.checks.setVisible(is_list)
        self.pages.setVisible(not is_list)

    def _on_counted(self, blocking: int, every: int) -> None:
        words = [f"{blocking} to mend before it can be given"] if blocking else []
        words += [f"{every - blocking} hints"] if every > blocking else []
        self._count.setText(" · ".join(words) or "Nothing to mend")


class LivePages(QWidget):
    """The pages of one version, a moment behind the keys."""

    def __init__(self, bench: Workbench, rec: str, collect: Collect) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench, self._rec, self._collect = bench, rec, collect
        self._audience = advice_preview.AUDIENCES[0]
        self._dpi = previews.SCREEN_DPI
        self._pdf = b""
        outer = column(self)
        self.banner = Banner()
        outer.addWidget(self.banner)
        self.view = PdfView(has_thumbnails=False)
        self.view.sharper_wanted.connect(self._on_sharper)
        self.view.search_wanted.connect(self._on_search)
        outer.addWidget(self.view, 1)
        self._soon = QTimer(self, singleShot=True, interval=AFTER_KEY_MS)
        self._soon.timeout.connect(self.draw)

    def show_version(self, audience: str) -> None:
        """Show the version of another reader."""
        self._audience = audience
        self.draw()

    def touch(self) -> None:
        """Something was typed."""
        self._soon.start()

    def draw(self) -> None:
        """Draw what is on the screen now."""
        self._soon.stop()
        wanted = _Content(self._bench, self._rec, tuple(self._collect()))
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_content, self._on_failed, owner=self, key="content"
        )

    def _on_content(self, content: Content) -> None:
        drawn = _Draw(self._bench, content, self._audience, self._dpi)
        self._bench.runner.run(
            Lane.RENDER, drawn, self._on_drawn, self._on_failed, owner=self, key="pages"
        )

    def _on_drawn(self, drawn: _Drawn) -> None:
        self._pdf = drawn.pdf
        self.banner.show_message("")
        self.view.set_pages(drawn.pages)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(f"The preview cannot be drawn. {error}", Tone.ERR)

    def _on_sharper(self, scale: float) -> None:
        self._dpi = scale * POINTS_PER_INCH
        if self._pdf:
            self._bench.runner.run(
                Lane.RENDER, Pages(self._pdf, self._dpi), self.view.set_pages, owner=self, key="dpi"
            )

    def _on_search(self, words: str) -> None:
        if self._pdf:
            look = Finding(self._pdf, words)
            self._bench.runner.run(
                Lane.RENDER, look, self.view.show_hits, self._on_failed, owner=self, key="find"
            )


class _Content:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, drafts: tuple[Draft, ...]) -> None:
        self._desk, self._rec, self._drafts = bench.desk, rec, drafts

    def __call__(self) -> Content:
        return advice_content.on_screen(self._desk, self._rec, self._drafts)


class _Drawn:
    def __init__(self, pdf: bytes, pages: list[PageImage]) -> None:
        self.pdf, self.pages = pdf, pages


class _Draw:
    """Runs on the render lane."""

    def __init__(self, bench: Workbench, content: Content, audience: str, dpi: float) -> None:
        self._desk, self._content = bench.desk, content
        self._audience, self._dpi = audience, dpi

    def __call__(self) -> _Drawn:
        pdf = advice_preview.preview(self._desk, self._content, self._audience)
        return _Drawn(pdf, Pages(pdf, self._dpi)())
