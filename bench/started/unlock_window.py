"""The program up to its painted unlock window, as `stls-desktop --data-dir DIR` starts it."""

import gc

gc.disable()  # as stls_desktop.cli does

import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from PySide6.QtCore import Qt  # noqa: E402

from stls_desktop.app import Options, Program, make_application  # noqa: E402


def _on_painted() -> None:
    from bench.started import said

    said.say(said.now())
    os._exit(0)  # taking it down is not part of starting up


def main() -> None:
    """Show it."""
    app = make_application()
    program = Program(Options(data_dir=Path(sys.argv[1])))
    program.unlock_window.painted.connect(_on_painted, Qt.ConnectionType.QueuedConnection)
    program.start()
    app.exec()


if __name__ == "__main__":
    main()
