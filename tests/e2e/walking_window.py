"""The real program at which the worked example is typed in, until it is done or killed.

Run as a process with a laptop's folder, the passphrase, the numbers of the first step and of the
one before which to stop, and perhaps "step:field", to be typed at a person's pace. Prints one JSON
object a line: each step, what was written and what was found there already, with the seconds of
the system's clock that never stops.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
import traceback
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from stls_desktop.app import Options, Program, make_application
from stls_desktop.gui.screens.observation import ObservationScreen
from stls_desktop.gui.tour.hands import wait_for
from stls_desktop.services import opening
from tests.worked.keyboard import Keyboard, focused
from tests.worked.steps import STEPS

KEY_MS = 40


def tell(**facts: object) -> None:
    """One short line, which a pipe takes whole."""
    os.write(1, f"{json.dumps({'at': time.monotonic(), **facts})}\n".encode())


class Calendar:
    """The laptop's clock: nine in the morning of each step's day."""

    def __init__(self) -> None:
        self.day = STEPS[0].day
        self._began = time.monotonic()

    def __call__(self) -> dt.datetime:
        """The time it is."""
        nine = dt.datetime.combine(self.day, dt.time(9), dt.UTC)
        return nine + dt.timedelta(seconds=time.monotonic() - self._began)


def main(folder: Path, passphrase: str, first: int, before: int, slow: str = "") -> None:
    """Unlock, walk through these steps, and close."""
    calendar = Calendar()
    calendar.day = STEPS[first].day
    opening.now = calendar
    app = make_application()
    program = Program(Options(folder / "data", device_secret_file=folder / "device-secret.json"))
    program.start()
    program.unlock_window.activateWindow()
    wait_for("the keyboard", lambda: program.unlock_window.focusWidget() is not None)
    QTest.keyClicks(focused(), passphrase)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    wait_for("the main window", lambda: program.shell is not None)
    assert program.shell is not None
    window = program.shell.window
    window.resize(1366, 728)
    keyboard = Keyboard(window, program.runner, tell)
    ObservationScreen.clock = staticmethod(keyboard.watch)
    keyboard.rest()
    for number, step in enumerate(STEPS[first:before], start=first):
        calendar.day = step.day
        step_name, _, field = slow.partition(":")
        keyboard.slow = (field, KEY_MS) if step_name == step.name else ("", 0)
        tell(step=step.name, number=number)
        try:
            step.do(keyboard)
        except Exception:
            traceback.print_exc()  # the program's own report leaves the words out
            raise
    tell(done=True)
    window.close()
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
