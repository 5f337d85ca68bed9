"""What is photographed at another scale: Today and an open visit on the same 1366 × 768 screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from stls_desktop.gui.screens.visit import VisitScreen
from stls_desktop.gui.tour.camera import SCREEN, Camera
from stls_desktop.gui.tour.hands import Hands, LostError, named, pause, wait_for
from stls_desktop.gui.widgets.row_list import RowList

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Running


def _open_a_visit(window: QWidget, rows: RowList) -> None:
    """The first line of the day that is a visit; some are sessions with a child."""
    for place in range(rows.count()):
        Hands().click_row(rows, place)
        pause(600)
        if any(each.isVisible() for each in window.findChildren(VisitScreen)):
            return
    raise LostError("Today has no visit")


def photograph(program: Running, out: Path) -> None:
    """Open with the passphrase file; two pictures in each look."""
    program.start()
    wait_for("the main window", lambda: program.shell is not None)
    if program.shell is None:
        return
    window = program.shell.window
    screen = QApplication.primaryScreen()
    window.resize(SCREEN / screen.devicePixelRatio())
    camera = Camera(out / "150-percent")
    rows = named(window, RowList, "Today")
    wait_for("today's visits", lambda: rows.count() > 0)
    pause(600)
    camera.take(window, "today")
    _open_a_visit(window, rows)
    pause(600)
    camera.take(window, "visit")
