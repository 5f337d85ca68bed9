"""The real program with hands that code an observation until the process is killed or locks.

Run as a process with the folder of a demo, the id of the observation (or "-" to begin one), and
what ends it: "kill" codes until somebody kills it; "lock" codes a few slots and then locks, which
replaces the process, and the new one unlocks with the passphrase and goes on. Prints one JSON
object a line. Time runs eight times as quickly on the board, so that a slot takes a good second.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

import stls_desktop.app
from stls_core.coding import CODES
from stls_core.records.pupils import Pupil
from stls_desktop.app import Options, Program, make_application
from stls_desktop.demo.stage import Stage
from stls_desktop.gui.screens.observation import ObservationScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.tour.hands import Hands, named, pause, wait_for

KEY_MS = 200
QUICK = 8
LOCKS_AFTER = 12  # keys
NEW, KILL, LOCK, AGAIN = "-", "kill", "lock", "again"


def quick_clock() -> float:
    """Seconds on the board."""
    return time.monotonic() * QUICK


def tell(**facts: object) -> None:
    """One short line, which a pipe takes whole."""
    os.write(1, f"{json.dumps(facts)}\n".encode())


def main(folder: Path, rec: str, ends: str) -> None:
    """Open or begin the observation, cover the screen and code."""
    ObservationScreen.clock = staticmethod(quick_clock)
    stage = Stage(folder)
    app = make_application()
    program = Program(Options(folder, None, stage.device_secret_file, is_demo=True))
    program.start()
    QTest.keyClicks(program.unlock_window.unlock.passphrase, stage.passphrase)
    program.unlock_window.unlock.submitted.emit()
    wait_for("the main window", lambda: program.shell is not None)
    screen = open_observation(program, rec)
    told = {"rec": screen.rec, "pid": os.getpid(), "button": screen.code_button.text()}
    Hands().click(screen.code_button)
    flat = screen.state.flat()
    assert screen.board is not None
    tell(**told, slots=str(flat.get("slots") or ""), board=screen.board.words)
    coder = Coder(program, screen, ends)
    coder.start()
    app.exec()


def open_observation(program: Program, rec: str) -> ObservationScreen:
    """From the window to a time sample of slots of ten seconds, without a peer."""
    assert program.shell is not None
    window, desk = program.shell.window, program.shell.bench.desk
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    pause(300)
    page = window.page(window.current_key)
    assert isinstance(page, PupilsPage)
    with desk.store.read() as read:
        pupil = read.find(Pupil, order_by=("id",), limit=1)[0]
    if rec == NEW:
        page.begin_record(pupil.id, "observation")
    else:
        page.open_record(pupil.id, rec)
    wait_for("the observation", lambda: isinstance(page.detail(), ObservationScreen))
    screen = page.detail()
    assert isinstance(screen, ObservationScreen)
    pause(300)
    hands = Hands()
    if rec == NEW:
        hands.click(named(screen, QLineEdit, "Lesson or place"))
        hands.write("Literacy")
        hands.click(named(screen, QPushButton, "Time sample"))
        hands.click(named(screen, QPushButton, "10 s"))
        screen.peer.set_value(False)
    wait_for("the lanes to rest", lambda: not program.runner.is_busy())
    return screen


class Coder:
    """Presses the next key at each tick of a timer of the program's own event loop."""

    def __init__(self, program: Program, screen: ObservationScreen, ends: str) -> None:
        self._program, self._screen, self._ends = program, screen, ends
        self._keys = itertools.cycle(CODES)
        self._pressed = 0
        self._timer = QTimer(interval=KEY_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def _on_tick(self) -> None:
        board, run = self._screen.board, self._screen._run
        assert board is not None
        if not run.is_running:  # the machine was too busy for the quick clock
            QTest.keyClick(board, Qt.Key.Key_Space)
            return
        key = next(self._keys)
        QTest.keyClicks(board, key.lower())
        self._pressed += 1
        tell(at=time.time(), slots=run.slots)
        if self._ends == LOCK and self._pressed == LOCKS_AFTER:
            self._timer.stop()
            os.environ["CODING_REC"] = self._screen.rec
            self._program.lock()


def _relaunch(_arguments: list[str]) -> list[str]:
    """The same window again, as the program would start itself."""
    folder, rec = sys.argv[1], os.environ["CODING_REC"]
    return [sys.executable, "-m", "tests.e2e.coding_window", folder, rec, AGAIN]


if __name__ == "__main__":
    setattr(stls_desktop.app, "relaunch_argv", _relaunch)  # noqa: B010 - what the lock asks for
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
