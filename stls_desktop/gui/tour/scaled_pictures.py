"""What is photographed at another scale, on the same 1366 × 768 screen.

Today, an open visit, and the worked example's chart and timeline.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.tour.camera import SCREEN, Camera
from stls_desktop.gui.tour.hands import Hands, LostError, named, pause, wait_for
from stls_desktop.gui.tour.plans import see_chart_and_timeline, worked_example
from stls_desktop.gui.tour.visits import visits_in
from stls_desktop.gui.widgets.row_list import RowList

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Running


def photograph(program: Running, out: Path) -> None:
    """Open with the passphrase file; four pictures in each look."""
    program.start()
    wait_for("the main window", lambda: program.shell is not None)
    if program.shell is None:
        msg = "The main window did not open"
        raise LostError(msg)
    window = program.shell.window
    screen = QApplication.primaryScreen()
    window.resize(SCREEN / screen.devicePixelRatio())
    camera = Camera(out / "150-percent")
    rows = named(window, RowList, "Today")
    wait_for("today's visits", lambda: rows.count() > 0)
    pause(600)
    camera.take(window, "today")
    Hands().click_row(rows, next(n for n, told in visits_in(rows) if "Planned" in told))
    named(window, QPushButton, "Sign and give")
    pause(600)
    camera.take(window, "visit")
    Hands().press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier, window)
    page = window.page(window.current_key)
    if not isinstance(page, PupilsPage):
        msg = "The pupils' page is not there"
        raise LostError(msg)
    example = worked_example(program.shell.bench.desk)
    see_chart_and_timeline(page, example, partial(camera.take, window))
