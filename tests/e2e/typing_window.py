"""The real program with a pair of hands that type into a visit until the process is killed.

Run as a process with the folder of a demo. Prints one JSON object a line: first what stood on the
screen when the visit was opened, then the number of keys pressed, and of those told as saved.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stls_desktop.app import Options, Program, make_application
from stls_desktop.demo.stage import Stage
from stls_desktop.gui.tour.hands import Hands, named, pause, wait_for
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.status import SavedMark
from stls_desktop.gui.widgets.text_area import TextArea

KEY_MS = 25
FIELD = "whole_school_focus"
PAUSES_AFTER = 45  # a breath now and then, as people take one
PAUSE_KEYS = 20


def prose() -> str:
    """Numbered words, so that a gap or a doubling shows."""
    return "".join(f"word{number} " for number in range(2_000))


def tell(**facts: object) -> None:
    """One short line, which a pipe takes whole."""
    os.write(1, f"{json.dumps(facts)}\n".encode())


def main(folder: Path) -> None:
    """Open the first visit of Today and type until the end."""
    stage = Stage(folder)
    app = make_application()
    program = Program(
        Options(stage.folder, stage.passphrase_file, stage.device_secret_file, is_demo=True)
    )
    program.start()
    wait_for("the main window", lambda: program.shell is not None)
    area = open_visit(program)
    typist = Typist(program, area)
    typist.start()
    app.exec()


def open_visit(program: Program) -> TextArea:
    """Two clicks from Today to the words; tells what stands there."""
    assert program.shell is not None
    window = program.shell.window
    window.resize(1366, 728)
    window.activateWindow()
    rows = named(window, RowList, "Today")
    wait_for("the visits", lambda: rows.count() > 0)
    lines = [
        str(rows.model().index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for place in range(rows.count())
    ]
    # The demo's visits are around the present hour, so a session may come first.
    place, spoken = next((n, line) for n, line in enumerate(lines) if "session" not in line)
    Hands().click_row(rows, place)
    area = named(window, TextArea, FIELD)
    wait_for("the lanes to rest", lambda: not program.runner.is_busy())
    pause(50)
    focused = QApplication.focusWidget()
    tell(
        row=spoken,
        text=area.toPlainText(),
        focused=focused.objectName() if focused is not None else "",
        caret=area.caret(),
        banner=[b.accessibleName() for b in window.findChildren(Banner) if b.isVisible()],
    )
    return area


class Typist:
    """Presses the next key at each tick of a timer of the program's own event loop."""

    def __init__(self, program: Program, area: TextArea) -> None:
        assert program.shell is not None
        self._area = area
        self._mark = next(
            mark for mark in program.shell.window.findChildren(SavedMark) if mark.isVisible()
        )
        self._keys = iter(prose()[len(area.toPlainText()) :])
        self._typed = len(area.toPlainText())
        self._ticks = itertools.count()
        self._timer = QTimer(interval=KEY_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Put the caret at the end and begin."""
        self._area.setFocus()
        self._timer.start()

    def _on_tick(self) -> None:
        if self._mark.words.startswith("Saved on this laptop"):
            tell(saved=self._typed)
        if next(self._ticks) % (PAUSES_AFTER + PAUSE_KEYS) >= PAUSES_AFTER:
            return
        self._typed += 1
        QTest.keyClicks(self._area, next(self._keys))
        tell(typed=self._typed)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
