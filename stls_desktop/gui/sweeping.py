"""Collects Python's garbage on the GUI thread alone.

Python collects in whichever thread happens to allocate. On a lane that would destroy widgets of a
closed screen outside the GUI thread, while Qt looks at them: the program ends without a word.
"""

from __future__ import annotations

import gc
from typing import ClassVar, Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 400
FULL_EVERY: Final = 75  # sweeps: what lived through two of them is looked at twice a minute


class Sweeper(QObject):
    """Takes collecting over from Python while it runs; any number may run at once."""

    _running: ClassVar[set[int]] = set()
    _was_enabled: ClassVar[bool] = True

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sweeps = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._sweep)

    def start(self) -> None:
        """From now on garbage goes in this thread only."""
        if not self._running:
            Sweeper._was_enabled = gc.isenabled()
        self._running.add(id(self))
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give collecting back, once no sweeper runs."""
        self._timer.stop()
        self._running.discard(id(self))
        if not self._running and self._was_enabled:
            gc.enable()

    def _sweep(self) -> None:
        """What is young whenever there is much of it; everything now and then."""
        self._sweeps += 1
        if self._sweeps % FULL_EVERY == 0:
            gc.collect()
        elif gc.get_count()[0] > gc.get_threshold()[0]:
            gc.collect(1)
