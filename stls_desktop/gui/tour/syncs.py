"""The tour's last steps: the Sync page, and a conflict with a second laptop."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from stls_desktop.demo.stage import COLLEAGUE, ROLE, TEAM
from stls_desktop.gui.tour.hands import LostError, all_named, named, pause, wait_for
from stls_desktop.gui.tour.visits import open_visit

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

FIELD: Final = "Whole-school focus"
MINE: Final = "Pictures with words in every classroom, the same set in each."
THEIRS: Final = "Pictures with words in every classroom, chosen with the children."
SKIPPED: Final = "sync: skipped, there is no council server"


def see_sync(tour: Tour) -> None:
    """What was written has gone to the council by itself; the page says so."""
    page = tour.page(5)
    if tour.council is None:
        tour.picture("sync-not-connected")
        tour.say(SKIPPED)
        return
    tour.hands.press(Qt.Key.Key_F5, on=tour.window)
    wait_for("a finished round", lambda: not _is_running(tour))
    pause(600)
    tour.picture("sync-all-safe")
    tour.say(f"sync: {_words(page)}")


def meet_a_conflict(tour: Tour) -> None:
    """A colleague changes the same words meanwhile; both are shown, and one is kept."""
    if tour.council is None:
        tour.say(SKIPPED)
        return
    tour.page(1)
    screen = open_visit(tour, 2)
    tour.hands.click(named(screen, QPlainTextEdit, FIELD))
    _colleague_writes(tour, screen.visit_id)
    tour.hands.write(MINE)
    pause(1200)
    page = tour.page(5)
    tour.hands.press(Qt.Key.Key_F5, on=tour.window)
    wait_for("the conflict", lambda: all_named(page, QPushButton, "Keep both"))
    pause(600)
    tour.picture("sync-conflict")
    tour.say("conflict: both versions are shown to their authors")
    tour.hands.click(named(page, QPushButton, "Keep both"))
    wait_for("no conflict", lambda: not all_named(page, QPushButton, "Keep both"))
    tour.hands.press(Qt.Key.Key_F5, on=tour.window)
    wait_for("a finished round", lambda: not _is_running(tour))
    pause(800)
    tour.picture("sync-settled")
    tour.say(f"conflict: settled. {_words(page)}")


def _colleague_writes(tour: Tour, visit: str) -> None:
    """A second laptop, as a process with a data folder of its own."""
    if tour.council is None:
        return
    code = tour.council.enrolment_code(tour.council.add_account(COLLEAGUE, ROLE, TEAM))
    folders = (str(tour.folder / "colleague"), str(tour.folder / "council"))
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "stls_desktop.demo.colleague", *folders, code, visit, THEIRS],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        msg = f"The colleague's laptop did not finish: {done.stderr.strip()[-300:]}"
        raise LostError(msg)


def _is_running(tour: Tour) -> bool:
    return tour.shell is not None and tour.shell.driver.is_running


def _words(page: object) -> str:
    words = getattr(page, "words", None)
    return words.text() if words is not None else ""
