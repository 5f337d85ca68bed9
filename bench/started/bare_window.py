"""The limit of starting up: an empty QMainWindow of the same size, painted."""

import os

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    """Says when it was painted."""

    painted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102, N802 - Qt's
        super().paintEvent(event)
        self.painted.emit()


def _on_painted() -> None:
    from bench.started import said

    said.say(said.now())
    os._exit(0)  # taking it down is not part of starting up


def main() -> None:
    """Show it."""
    app = QApplication([])
    window = Bare()
    window.resize(720, 520)
    window.painted.connect(_on_painted, Qt.ConnectionType.QueuedConnection)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
