"""Shows the pages of a PDF as pictures that somebody else has drawn. It reads no file and no PDF.

Pages come as raw BGRA bytes. After a change of zoom `sharper_wanted` asks for pictures that fit;
until they come, the old ones are scaled. `search_wanted` asks where words stand on the pages;
`show_hits` takes the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stls_desktop.gui.widgets.blind import Blind
from stls_desktop.gui.widgets.find_bar import FindBar, asks_to_find
from stls_desktop.gui.widgets.page_finding import PageFinding
from stls_desktop.gui.widgets.page_sheet import Hit, PageSheet
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    frame,
    icon_button,
    label,
    row,
    set_role,
)

ZOOMS = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_THUMB = QSize(92, 130)
_DPI = 96


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: BGRA bytes of `width` × `height` pixels, and its size on paper in points (1/72 in).

    `text` is what a screen reader says for the page; it may be long.
    """

    width: int
    height: int
    bgra: bytes
    width_pt: float
    height_pt: float
    text: str = ""

    def pixmap(self) -> QPixmap:
        """The picture, copied, so that the bytes may go."""
        stride = self.width * 4
        image = QImage(self.bgra, self.width, self.height, stride, QImage.Format.Format_RGB32)
        return QPixmap.fromImage(image.copy())


class PdfView(QWidget):
    """Pages under each other, thumbnails at the left, zoom and page keys.

    Page Up and Page Down turn pages, Home and End go to the ends, Ctrl with +, − and 0 zoom,
    Ctrl+F finds words.
    """

    sharper_wanted = Signal(float)  # pixels per point that the screen could show
    search_wanted = Signal(str)  # where these words stand on the pages that are shown
    page_changed = Signal(int)  # from 1

    def __init__(self, parent: QWidget | None = None, *, has_thumbnails: bool = True) -> None:
        super().__init__(parent)
        self._has_thumbnails = has_thumbnails
        self._pages: list[PageImage] = []
        self._pixmaps: list[QPixmap] = []
        self._labels: list[PageSheet] = []
        self._zoom = 1.0
        self._page = 0
        self._fits_width = True
        layout = column(self)
        layout.addWidget(self._build_bar())
        self.find_bar = FindBar()
        layout.addWidget(self.find_bar)
        self._finding = PageFinding(self.find_bar, self)
        self._finding.wanted.connect(self.search_wanted)
        self._finding.changed.connect(self._mark)
        self._finding.moved.connect(self._reveal)
        self.find_bar.closed.connect(self._on_find_closed)
        body: QHBoxLayout = row()
        layout.addLayout(body, 1)
        self._thumbs = self._build_thumbs()
        body.addWidget(self._thumbs)
        if not has_thumbnails:
            self._thumbs.hide()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("Pages")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        holder = QWidget()
        set_role(holder, "body")
        self._column: QVBoxLayout = column(holder, margins=(16, 16, 16, 16), gap=14)
        self._scroll.setWidget(holder)
        self._scroll.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._scroll.installEventFilter(self)
        self._scroll.viewport().installEventFilter(self)
        body.addWidget(self._scroll, 1)
        self._blind = Blind(self)  # a printed page cannot show initials
        for keys, slot in (
            (QKeySequence.StandardKey.ZoomIn, self.zoom_in),
            (QKeySequence.StandardKey.ZoomOut, self.zoom_out),
            (QKeySequence("Ctrl+0"), self.fit_width),
            (QKeySequence("F3"), self._finding.go_on),
            (QKeySequence("Shift+F3"), self._finding.go_back),
        ):
            QShortcut(keys, self, slot)

    @property
    def page(self) -> int:
        """The page in view, from 1; 0 without pages."""
        return self._page + 1 if self._pages else 0

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    @property
    def sheet_in_view(self) -> PageSheet:
        """The picture of the page in view; IndexError without pages."""
        return self._labels[self._page]

    @property
    def zoom(self) -> float:
        """1.0 shows a page at its size on paper."""
        return self._zoom

    def set_pages(self, pages: Sequence[PageImage]) -> None:
        """Show these pages; the page in view stays if there are as many."""
        is_same_count = len(pages) == len(self._pages)
        self._pages = list(pages)
        self._pixmaps = [page.pixmap() for page in pages]
        if not is_same_count:
            self._rebuild()
        self._show_pictures()
        if self._fits_width:
            self.fit_width()
        self._finding.look_again()

    def open_find(self) -> None:
        """Open the line that words are looked for with."""
        self._finding.begin(self._page)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Where the words stand that `search_wanted` last asked for."""
        self._finding.show_hits([hit for hit in hits if hit.page < len(self._pages)])

    def go_to(self, page: int) -> None:
        """Bring a page (from 1) to the top."""
        if not self._pages:
            return
        self._page = max(0, min(page - 1, len(self._pages) - 1))
        bar = self._scroll.verticalScrollBar()
        # the position is read from the layout, so that it is right before the first paint too
        top = self._labels[self._page].y() - self._column.contentsMargins().top() // 2
        kept = self._page
        bar.setValue(max(0, top))
        self._page = kept
        self._show_page()

    def set_zoom(self, zoom: float) -> None:
        """Show at another size and ask for pictures that fit it."""
        self._fits_width = False
        self._apply_zoom(zoom)

    def zoom_in(self) -> None:
        """One step larger."""
        self.set_zoom(next((each for each in ZOOMS if each > self._zoom + 0.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """One step smaller."""
        smaller = [each for each in ZOOMS if each < self._zoom - 0.01]
        self.set_zoom(smaller[-1] if smaller else ZOOMS[0])

    def fit_width(self) -> None:
        """As wide as the window, and again when the window changes."""
        self._fits_width = True
        if not self._pages:
            return
        widest = max(page.width_pt for page in self._pages) * _DPI / 72
        margins = self._column.contentsMargins()
        room = self._scroll.viewport().width() - margins.left() - margins.right() - 4
        self._apply_zoom(max(ZOOMS[0], min(room / widest, 1.75)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._scroll.viewport() and event.type() == QEvent.Type.Resize:
            if self._fits_width:
                self.fit_width()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle_key(event)
        return False

    def event(self, event: QEvent) -> bool:
        """Among the pages Ctrl+F finds words in them; elsewhere it searches the program."""
        if asks_to_find(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.open_find()
        elif event.key() == Qt.Key.Key_Escape and not self.find_bar.isHidden():
            self.find_bar.close_bar()
        else:
            super().keyPressEvent(event)

    def _handle_key(self, event: QKeyEvent) -> bool:
        targets = {
            Qt.Key.Key_PageDown.value: self.page + 1,
            Qt.Key.Key_PageUp.value: self.page - 1,
            Qt.Key.Key_Home.value: 1,
            Qt.Key.Key_End.value: len(self._pages),
        }
        if event.key() not in targets:
            return False
        self.go_to(targets[event.key()])
        return True

    def _build_bar(self) -> QWidget:
        bar = frame("head")
        line = row(bar, margins=(10, 4, 10, 4), gap=4)
        self._where = label("", "muted")
        line.addWidget(self._where)
        line.addStretch(1)
        self._smaller = icon_button("zoom-out", "Zoom out", tip="Zoom out (Ctrl+−)")
        self._percent = label("100 %", "muted")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("100 %") + 16)
        self._larger = icon_button("zoom-in", "Zoom in", tip="Zoom in (Ctrl++)")
        fit = button("Fit width", "link", tip="Fit width (Ctrl+0)")
        self._smaller.clicked.connect(self.zoom_out)
        self._larger.clicked.connect(self.zoom_in)
        fit.clicked.connect(self.fit_width)
        find = icon_button("search", "Find in these pages", tip="Find in these pages (Ctrl+F)")
        find.clicked.connect(self.open_find)
        for each in (find, self._smaller, self._percent, self._larger, fit):
            line.addWidget(each)
        return bar

    def _build_thumbs(self) -> QListWidget:
        thumbs = QListWidget()
        set_role(thumbs, "thumbnails")
        thumbs.setAccessibleName("Page thumbnails")
        thumbs.setViewMode(QListWidget.ViewMode.IconMode)
        thumbs.setFlow(QListWidget.Flow.TopToBottom)
        thumbs.setWrapping(False)
        thumbs.setMovement(QListWidget.Movement.Static)
        thumbs.setIconSize(_THUMB)
        thumbs.setSpacing(4)
        thumbs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        thumbs.setFixedWidth(_THUMB.width() + 62)  # with the scroll bar of a long report
        thumbs.currentRowChanged.connect(self._on_thumb_chosen)
        return thumbs

    def _rebuild(self) -> None:
        clear(self._column)
        self._labels = []
        self._thumbs.blockSignals(True)
        self._thumbs.clear()
        for number in range(1, len(self._pages) + 1):
            paper = PageSheet()
            self._labels.append(paper)
            self._column.addWidget(paper, 0, Qt.AlignmentFlag.AlignHCenter)
            self._thumbs.addItem(QListWidgetItem(str(number)))
        self._column.addStretch(1)
        self._thumbs.blockSignals(False)
        self._thumbs.setVisible(self._has_thumbnails and len(self._pages) > 1)
        self._page = 0
        self._show_page()

    def _show_pictures(self) -> None:
        count = len(self._pages)
        for number, page in enumerate(self._pages):
            picture = self._pixmaps[number]
            self._labels[number].setPixmap(picture)
            self._labels[number].setAccessibleName(f"Page {number + 1} of {count}. {page.text}")
            ratio = self.devicePixelRatioF()
            small = picture.scaled(
                _THUMB * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            small.setDevicePixelRatio(ratio)
            item = self._thumbs.item(number)
            thumb = QIcon(small)
            thumb.addPixmap(small, QIcon.Mode.Selected)  # Qt would tint the paper
            item.setIcon(thumb)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Page {number + 1}")
        self._size_pages()

    def _size_pages(self) -> None:
        for page, paper in zip(self._pages, self._labels, strict=True):
            scale = self._zoom * _DPI / 72
            paper.set_size(page.width_pt, page.height_pt, scale)

    def _apply_zoom(self, zoom: float) -> None:
        changed = abs(zoom - self._zoom) > 0.005
        self._zoom = zoom
        self._percent.setText(f"{zoom:.0%}".replace("%", " %"))
        self._smaller.setEnabled(zoom > ZOOMS[0])
        self._larger.setEnabled(zoom < ZOOMS[-1])
        self._size_pages()
        if changed and self._pages:
            self.sharper_wanted.emit(zoom * _DPI / 72 * self.devicePixelRatioF())

    def _mark(self) -> None:
        current = self._finding.current
        for number, sheet in enumerate(self._labels):
            hits = [hit for hit in self._finding.hits if hit.page == number]
            sheet.set_hits(hits, current)

    def _reveal(self) -> None:
        """Scroll as little as it takes to have the place in question in view with its lines."""
        hit = self._finding.current
        if hit is None:
            return
        sheet = self._labels[hit.page]
        place = sheet.place_of(hit).translated(sheet.pos())
        middle = place.center().toPoint()
        room = self._scroll.viewport().size()
        self._scroll.ensureVisible(
            middle.x(),
            middle.y(),
            min(round(place.width() / 2) + 24, room.width() // 2),
            min(round(place.height() / 2) + 80, room.height() // 2),
        )

    def _on_find_closed(self) -> None:
        self._scroll.setFocus()

    def _show_page(self) -> None:
        self._where.setText(f"Page {self.page} of {len(self._pages)}" if self._pages else "")
        self._thumbs.blockSignals(True)
        self._thumbs.setCurrentRow(self._page)
        self._thumbs.blockSignals(False)
        self.page_changed.emit(self.page)

    def _on_thumb_chosen(self, place: int) -> None:
        if place >= 0:
            self.go_to(place + 1)

    def _on_scrolled(self, value: int) -> None:
        middle = value + self._scroll.viewport().height() // 2
        seen = 0
        for number, paper in enumerate(self._labels):
            if paper.y() <= middle:
                seen = number
        if seen != self._page:
            self._page = seen
            self._show_page()
