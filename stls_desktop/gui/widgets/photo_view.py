"""Shows one photo: as large as the window has room for, or larger to see a detail.

It decodes the bytes that it is given in memory; no file is read or written.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from stls_desktop.gui.widgets.blind import Blind
from stls_desktop.gui.widgets.styling import button, column, frame, icon_button, label, row

STEP, LARGEST = 1.25, 4.0


class PhotoView(QWidget):
    """The photo with zoom; Ctrl with +, − and 0."""

    def __init__(self, content: bytes, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = QPixmap()
        self._whole.loadFromData(content, "JPEG")
        self._zoom = 0.0  # 0: fits the window
        bar = frame("head")
        line = row(bar, margins=(10, 4, 10, 4), gap=4)
        line.addWidget(label(words, "muted"))
        line.addStretch(1)
        smaller = icon_button("zoom-out", "Zoom out", tip="Zoom out (Ctrl+−)")
        larger = icon_button("zoom-in", "Zoom in", tip="Zoom in (Ctrl++)")
        fit = button("Fit window", "link", tip="Fit window (Ctrl+0)")
        smaller.clicked.connect(self.zoom_out)
        larger.clicked.connect(self.zoom_in)
        fit.clicked.connect(self.fit)
        for each in (smaller, larger, fit):
            line.addWidget(each)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(f"Photo: {words}")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("Photo")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setWidget(self._picture)
        self._scroll.viewport().installEventFilter(self)
        layout = column(self)
        layout.addWidget(bar)
        layout.addWidget(self._scroll, 1)
        self._blind = Blind(self)  # a photo cannot be shown as initials
        for keys, slot in (
            (QKeySequence.StandardKey.ZoomIn, self.zoom_in),
            (QKeySequence.StandardKey.ZoomOut, self.zoom_out),
            (QKeySequence("Ctrl+0"), self.fit),
        ):
            QShortcut(keys, self, slot)

    @property
    def scale(self) -> float:
        """Pixels of the screen for each of the photo's."""
        return self._zoom or self._fitting()

    def zoom_in(self) -> None:
        """One step larger."""
        self._show_at(min(self.scale * STEP, LARGEST))

    def zoom_out(self) -> None:
        """One step smaller, down to the window's size."""
        smaller = self.scale / STEP
        self._show_at(0.0 if smaller <= self._fitting() else smaller)

    def fit(self) -> None:
        """As large as there is room, and again when the window changes."""
        self._show_at(0.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self._zoom:
            self._show_at(0.0)
        return False

    def _fitting(self) -> float:
        room = self._scroll.viewport().size()
        wide = room.width() / max(1, self._whole.width())
        return min(wide, room.height() / max(1, self._whole.height()), 1.0)

    def _show_at(self, zoom: float) -> None:
        self._zoom = zoom
        ratio = self.devicePixelRatioF()
        shown = self._whole.scaled(
            self._whole.size() * (self.scale * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        self._picture.setPixmap(shown)
