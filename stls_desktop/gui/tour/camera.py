"""Takes the tour's pictures: what is on the screen, in light and in dark, 1366 × 768.

Pictures go to `light/` and `dark/` under the chosen folder, numbered in the order of the tour.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from stls_desktop.gui.theme import Look, theme
from stls_desktop.gui.tour.hands import pause

SCREEN: Final = QSize(1366, 768)
LOOKS: Final = (Look.LIGHT, Look.DARK)
_SETTLE_MS: Final = 120


class Camera:
    """Saves a window, with the dialogs and popups over it, under a number and a name."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self.count = 0

    def take(self, window: QWidget, name: str) -> None:
        """One picture in each look; what covers the screen has the size of ours."""
        self.count += 1
        if window.isFullScreen():
            window.resize(SCREEN)  # the screen of a run without one is of another shape
        # begins in the look that the last picture ended in: a change costs the program a second
        for look in LOOKS if self.count % 2 else reversed(LOOKS):
            theme().apply(look, theme().text_percent)
            pause(_SETTLE_MS)
            folder = self._out / look.value
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{self.count:03d}-{name}.png"
            if not picture_of(window).save(str(path)):
                msg = f"{path} could not be written"
                raise OSError(msg)


def picture_of(window: QWidget) -> QPixmap:
    """The window as it is seen, with whatever stands over it."""
    picture = window.grab()
    over = [
        each
        for each in QApplication.topLevelWidgets()
        if each is not window and each.isVisible() and _belongs_to(each, window)
    ]
    if over:
        painter = QPainter(picture)
        for each in over:
            place = each.mapToGlobal(QPoint(0, 0)) - window.mapToGlobal(QPoint(0, 0))
            painter.drawPixmap(place, each.grab())
        painter.end()
    return picture


def _belongs_to(widget: QWidget, window: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and parent.window() is window
