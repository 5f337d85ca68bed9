"""From a passphrase to the painted Today list. Arguments: data folder, passphrase and secret file.

With `typed` as a fourth argument the passphrase comes after the program has loaded the rest, as
when a person types it; with `at-once` it comes with the first paint, as in the demo.
"""

import gc

gc.disable()  # as stls_desktop.cli does

import os  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from stls_desktop.app import Options, Program, make_application  # noqa: E402

MOMENTS: dict[str, float] = {}


class Typist(QObject):
    """Gives the passphrase when it is time, and looks for the painted list."""

    def __init__(self, program: Program, passphrase: str, *, waits: bool) -> None:
        super().__init__()
        self._program, self._passphrase, self._waits = program, passphrase, waits
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._on_tick)
        program.unlock_window.painted.connect(self._timer.start)
        self._is_watching = False

    def _on_tick(self) -> None:
        if "submitted" not in MOMENTS:
            if self._waits and self._program.runner.is_busy():
                return
            _note_unlocking()
            MOMENTS["submitted"] = time.monotonic()
            page = self._program.unlock_window.unlock
            page.passphrase.setText(self._passphrase)
            page.submitted.emit()
        elif self._program.shell is not None and not self._is_watching:
            self._is_watching = True
            self._timer.stop()
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """The list has rows, and this is the paint that shows them."""
        shell = self._program.shell
        if event.type() == QEvent.Type.Paint and shell is not None:
            rows = shell.today.list
            if watched is rows.viewport() and rows.count():
                QTimer.singleShot(0, _end)
        return False


def _note_unlocking() -> None:
    """Note when the key is there: stretching the passphrase is slow on purpose."""
    from stls_desktop.security.unlock import DataFolder

    real = DataFolder.unlock

    def unlock(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - passed through
        MOMENTS["asked"] = time.monotonic()
        key = real(*arguments, **named)
        MOMENTS["accepted"] = time.monotonic()
        return key

    DataFolder.unlock = unlock  # type: ignore[method-assign]


def _end() -> None:
    from bench.started import said

    said.say(said.now(**MOMENTS))
    os._exit(0)


def main() -> None:
    """Start, unlock, show Today."""
    folder, passphrase_file, secret_file, way = sys.argv[1:]
    app = make_application()
    program = Program(
        Options(data_dir=Path(folder), device_secret_file=Path(secret_file), is_demo=True)
    )
    words = Path(passphrase_file).read_text(encoding="utf-8").strip()
    typist = Typist(program, words, waits=way == "typed")
    program.start()
    app.exec()
    del typist


if __name__ == "__main__":
    main()
