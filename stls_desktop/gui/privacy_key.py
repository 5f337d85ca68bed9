"""F9 and Pause: the key, the command and the button that hide every name, and who is hidden.

Joins the one `privacy()` to a window; the names are read on the store lane when pupils change.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from stls_core.masking import Names
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.main_window import MainWindow
from stls_desktop.gui.privacy import KEYS, privacy
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.widgets.styling import announce
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import names

KINDS: Final = ("pupil", "agreement", "setting")
WORDS: Final = {True: "Names are hidden", False: "Names are shown"}


class PrivacyKey(QObject):
    """Hides and shows names in one window. What was chosen holds until the program is locked."""

    def __init__(self, bench: Workbench, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._window = bench, window
        self._action = window.commands.add(
            "privacy", "Hide names", self.turn, keys="F9", icon="eye-off"
        )
        self._action.setShortcuts([QKeySequence(key) for key in KEYS])
        window.status.privacy_asked.connect(self.turn)
        privacy().changed.connect(self._on_changed)
        watched: QWidget = window
        self._reloader = Reloader(watched, bench.bus, KINDS, self.read_names)
        self._on_changed()
        self.read_names()

    def turn(self) -> None:
        """Hide names if they are shown, else show them."""
        privacy().toggle()
        announce(self._window, WORDS[privacy().is_on])

    def read_names(self) -> None:
        """Learn anew who is to be hidden."""
        self._bench.runner.run(
            Lane.STORE, _Read(self._bench), self._on_read, owner=self, key="names"
        )

    def _on_read(self, known: Names) -> None:
        privacy().set_names(known)

    def _on_changed(self) -> None:
        is_on = privacy().is_on
        self._action.setText("Show names" if is_on else "Hide names")
        self._window.status.set_privacy(is_on=is_on)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> Names:
        return names.known_names(self._desk)
