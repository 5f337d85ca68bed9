"""The tour's first step: the unlock window, a wrong passphrase, and the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from stls_desktop.gui.shell import Shell
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for
from stls_desktop.gui.widgets.notices import Banner

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Running, Tour


def unlock(tour: Tour, program: Running) -> Shell:
    """Type the passphrase; returns what opened."""
    program.start()
    window = program.unlock_window
    pause(200)
    tour.camera.take(window, "unlock")
    line = named(window, QLineEdit, "Passphrase")
    line.setFocus()
    tour.hands.write("these are not the words")
    tour.hands.press(Qt.Key.Key_Return)
    banners = window.findChildren(Banner)
    wait_for("the words about a wrong passphrase", lambda: any(b.isVisible() for b in banners))
    tour.camera.take(window, "unlock-refused")
    tour.say("unlock: a wrong passphrase is refused")
    line = named(window, QLineEdit, "Passphrase")
    line.setFocus()
    line.selectAll()
    tour.hands.write(tour.stage.passphrase)
    tour.hands.press(Qt.Key.Key_Return)
    wait_for("the main window", lambda: program.shell is not None)
    if program.shell is None:
        msg = "The main window did not open"
        raise LostError(msg)
    tour.say("unlock: opened with the passphrase")
    return program.shell
