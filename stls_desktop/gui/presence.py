"""Who is there: keys, pointers and fingers on any window of the program, and who only watches.

Counting something rare needs no key for minutes. While a board counts it says so by an event of
its own, and the idle lock then waits longer: see docs/decisions/watching-counts-as-presence.md.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stls_desktop.security.lock import WATCHED_MINUTES

WATCHING: Final = QEvent.Type(QEvent.registerEventType())
LIMIT_S: Final = 60.0 * WATCHED_MINUTES  # from the last key to the end of watching
_TOUCHES: Final = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletPress,
    )
)


class Presence(QObject):
    """Hears what comes from the system to the program's native windows.

    A filter on the whole application would be asked about every paint and layout of every widget:
    a tenth of a second for a page of many fields.
    """

    touched = Signal()
    watched = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        QGuiApplication.instance().focusWindowChanged.connect(self.listen)  # type: ignore[union-attr]
        self.listen()

    def listen(self) -> None:
        """Hear the windows that were opened since; a window that is heard already is heard once."""
        for window in QGuiApplication.allWindows():
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes nothing away from whoever the event is for."""
        kind = event.type()
        if kind in _TOUCHES:
            self.touched.emit()
        elif kind == WATCHING:
            self.watched.emit()
        return False


def tell_watching(board: QWidget) -> None:
    """A board counts at this moment; whoever hears the windows hears it."""
    window = board.window().windowHandle()
    if window is not None:
        QCoreApplication.sendEvent(window, QEvent(WATCHING))
