"""Keeps what is typed: 400 ms after the last key, at least once a second, and settles it in rest.

Knows no form: it is given a function that collects the drafts. "Saved" is only said once the
commit has returned; while a settle is on its way, newer keys wait for it and are then collected.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.runner import Lane, Runner
from stls_desktop.services import drafting
from stls_desktop.services.desk import Desk
from stls_desktop.services.drafting import Settled
from stls_desktop.services.shapes import Draft

AFTER_KEY_MS: Final = 400
LONGEST_MS: Final = 1_000
REST_MS: Final = 10_000
RETRY_MS: Final = 3_000

Collect = Callable[[], list[Draft]]


class DraftKeeper(QObject):
    """The autosave of one screen."""

    saving = Signal()
    saved = Signal(object)  # aware datetime of the commit
    failed = Signal(str)  # words for the teacher; the text is still on the screen
    settled = Signal(object)  # Settled
    stuck = Signal(object)  # the screen that was to be destroyed and holds words that are not saved

    def __init__(
        self, desk: Desk, runner: Runner, form: str, collect: Collect, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._runner, self._form, self._collect = desk, runner, form, collect
        self._is_dirty = False
        self._on_their_way = 0  # saves that have not come back
        self._is_settling = False
        self._has_failed = False
        self._after_key = self._timer(AFTER_KEY_MS, self._on_due)
        self._longest = self._timer(LONGEST_MS, self._on_due)
        self._rest = self._timer(REST_MS, self.settle)
        self._then: list[Callable[[Settled], object]] = []
        self._leaving: QWidget | None = None

    @property
    def form(self) -> str:
        """Which form this is the autosave of: the id of its first record."""
        return self._form

    @property
    def has_unsaved(self) -> bool:
        """Whether a key was pressed that is not on the disk yet."""
        return self._is_dirty or self._on_their_way > 0

    @property
    def is_stuck(self) -> bool:
        """Whether the last try to save has failed."""
        return self._has_failed

    def touch(self) -> None:
        """A person changed something."""
        if not self._is_dirty:
            self.saving.emit()  # "Saved" is not true of this key any more
        self._is_dirty = True
        self._after_key.start()
        self._rest.start()
        if not self._longest.isActive():
            self._longest.start()

    def settle(self, then: Callable[[Settled], object] | None = None) -> None:
        """Save what is typed and turn it into records; `then` is called with what came of it.

        `then` is not called while words are only on the screen: if they cannot be saved, `failed`
        has said so, and whoever asked asks again.
        """
        self._rest.stop()
        if then is not None:
            self._then.append(then)
        if self._is_settling:
            return
        self._save()
        self._is_settling = True
        self._runner.run(
            Lane.STORE,
            _Settle(self._desk, self._form),
            self._on_settled,
            self._on_settle_failed,
            owner=self,
            first=True,
        )

    def release(self, screen: QWidget) -> None:
        """Destroy the screen once everything typed on it is in the store.

        If that fails the screen lives on, and `stuck` asks for it to be shown again.
        """
        self._leaving = screen
        self.settle()

    def _timer(self, ms: int, slot: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(slot)
        return timer

    def _on_due(self) -> None:
        if not self._is_settling:
            self._save()

    def _save(self) -> None:
        self._after_key.stop()
        self._longest.stop()
        if not self._is_dirty:
            return
        self._is_dirty = False
        self._on_their_way += 1
        self.saving.emit()
        self._runner.run(
            Lane.STORE,
            _Keep(self._desk, self._collect()),
            self._on_saved,
            self._on_save_failed,
            owner=self,
            first=True,
        )

    def _on_saved(self, at: dt.datetime) -> None:
        self._on_their_way -= 1
        self._has_failed = False
        if not self._is_dirty:
            self.saved.emit(at)

    def _on_save_failed(self, error: Exception) -> None:
        self._on_their_way -= 1
        self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        """Say it, keep the words on the screen, and try again by itself."""
        self._is_dirty = self._has_failed = True
        self._then = []
        self.failed.emit(str(error))
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            self.stuck.emit(leaving)
        self._longest.start(RETRY_MS)
        self._longest.setInterval(LONGEST_MS)

    def _on_settled(self, settled: Settled) -> None:
        self._is_settling = False
        self.settled.emit(settled)
        if self._is_dirty and self._then:  # typed while the settle was on its way
            self.settle()
            return
        if self._is_dirty and not self._longest.isActive():
            self._after_key.start()
        waiting, self._then = self._then, []
        for then in waiting:
            then(settled)
        if self._leaving is not None and not self._is_dirty:
            self._leaving.deleteLater()

    def _on_settle_failed(self, error: Exception) -> None:
        self._is_settling = False
        self._on_failed(error)


class _Keep:
    """Runs on the store lane."""

    def __init__(self, desk: Desk, drafts: list[Draft]) -> None:
        self._desk, self._drafts = desk, drafts

    def __call__(self) -> dt.datetime:
        return drafting.keep(self._desk, self._drafts)


class _Settle:
    """Runs on the store lane."""

    def __init__(self, desk: Desk, form: str) -> None:
        self._desk, self._form = desk, form

    def __call__(self) -> Settled:
        return drafting.settle(self._desk, self._form)
