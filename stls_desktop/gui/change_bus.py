"""Tells screens what a commit has changed: visible ones reload, hidden ones become stale.

No screen knows another. This module carries `Changed` and reads nothing from the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed


class ChangeBus(QObject):
    """The one place where changes are announced, on the GUI thread."""

    changed = Signal(object)
    file_moved = Signal(object)  # the FileOnWay of a round that runs; None when it has ended

    def publish(self, change: Changed) -> None:
        """Announce a commit; an empty change is not announced."""
        if change:
            self.changed.emit(change)


class Reloader(QObject):
    """Reloads one screen when record kinds that it shows have changed.

    Changes that arrive in one turn of the event loop cause one reload. While the screen is hidden
    it only becomes stale; it reloads when it is next shown.
    """

    def __init__(
        self,
        screen: QWidget,
        bus: ChangeBus,
        kinds: Iterable[str],
        reload: Callable[[], object],
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._kinds = frozenset(kinds)
        self._reload = reload
        self._is_stale = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_soon)
        bus.changed.connect(self._on_changed)
        screen.installEventFilter(self)

    @property
    def is_stale(self) -> bool:
        """Whether the screen shows less than the store holds."""
        return self._is_stale

    def mark_stale(self) -> None:
        """Reload now if the screen can be seen, else when it is next shown."""
        self._is_stale = True
        if self._screen.isVisible():
            self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._screen and self._is_stale:
            self._soon.start()
        return False

    def _on_changed(self, change: Changed) -> None:
        if self._kinds & change.kinds:
            self.mark_stale()

    def _on_soon(self) -> None:
        if self._is_stale and self._screen.isVisible():
            self._is_stale = False
            self._reload()
