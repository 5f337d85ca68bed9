"""Somebody who watches without touching anything is there too, up to a limit.

Counting something rare needs no key for minutes. While a board counts it says so by an event of
its own, and the idle lock then waits longer: see docs/decisions/watching-counts-as-presence.md.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from stls_desktop.security.lock import WATCHED_MINUTES

WATCHING: Final = QEvent.Type(QEvent.registerEventType())
LIMIT_S: Final = 60.0 * WATCHED_MINUTES  # from the last key to the end of watching


def tell_watching(board: QObject) -> None:
    """A board counts at this moment; whoever filters the application's events hears it."""
    QCoreApplication.sendEvent(board, QEvent(WATCHING))
