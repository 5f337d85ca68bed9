"""A second `dev.py run` up to its painted windows: the demo as it is started, council and all.

Argument: the data folder of the demo. A first run makes it. Ends as soon as the list of Today is
painted, and takes the council's server with it.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

import stls_desktop.app as desktop
from bench.started import said
from stls_desktop.demo import running

PAINTED: dict[str, float] = {}


class Watched(desktop.Program):
    """The program, with somebody who looks at the display."""

    def start(self) -> None:
        """Look from before the first window is there."""
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        super().start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Qt paints a window once the display has mapped it."""
        if event.type() == QEvent.Type.Paint:
            PAINTED.setdefault("painted", said.now()["at"])
            rows = self.shell.today.list if self.shell is not None else None
            if rows is not None and watched is rows.viewport() and rows.count():
                QTimer.singleShot(0, self, self._end)
        return False

    def _end(self) -> None:
        if "ended" not in PAINTED and self.shell is not None:
            PAINTED["ended"] = True
            said.say(said.now(painted=PAINTED["painted"]))
            self.shell.window.close()


def main() -> int:
    """Run the demo."""
    desktop.Program = Watched  # type: ignore[misc]
    running.has_display = lambda: True  # off screen it would take the tour
    return running.run(Path(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main())
