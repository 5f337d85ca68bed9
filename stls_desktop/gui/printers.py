"""How many printers this laptop knows, asked in a process of its own.

A network printer that is switched off can hold Qt's list back for many seconds, and Qt does not let
Python's other threads run meanwhile: in a thread of this process the whole window would stand
still. So a second process asks, and is given up after a while.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from stls_desktop.security.lock import relaunch_argv

ASK: Final = "--count-printers"
PATIENCE_S: Final = 8.0
FIRST: Final = 100  # the exit code for none: a program with windows has no standard output
MOST: Final = 50


class PrinterError(Exception):
    """The printers could not be counted; the words say why."""


def count_printers(argv: Sequence[str] = (), *, patience_s: float = PATIENCE_S) -> int:
    """How many printers are set up. Waits for the answer, so never on the window's thread.

    Raises `PrinterError`.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            argv or relaunch_argv([ASK]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=patience_s,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        msg = f"The printers did not answer within {patience_s:g} seconds; one may be switched off."
        raise PrinterError(msg) from None
    except OSError as error:
        msg = "The printers could not be asked for."
        raise PrinterError(msg) from error
    if not FIRST <= done.returncode <= FIRST + MOST:
        msg = "The printers could not be asked for."
        raise PrinterError(msg)
    return done.returncode - FIRST


def answer() -> int:
    """In the second process: the exit code that says how many there are."""
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtPrintSupport import QPrinterInfo

    app = QGuiApplication(sys.argv[:1])
    count = len(QPrinterInfo.availablePrinterNames())
    del app
    return FIRST + min(count, MOST)
