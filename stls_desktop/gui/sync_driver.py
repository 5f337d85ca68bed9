"""Runs sync rounds in the background: decides when, never blocks the window, tells how it stands.

The round itself is a service; here are only the timer, the lanes and the news of it.
"""

import random
import time
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import syncing
from stls_desktop.services.syncing import Enrolment, Round, Schedule, Standing

TICK_MS = 500


class SyncDriver(QObject):
    """One per open desk. `standing_changed` comes often while a round runs."""

    standing_changed = Signal(object)  # Standing
    round_ended = Signal(object)  # Standing

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._schedule = Schedule()
        self._enrolment: Enrolment | None = None
        self._is_running = False
        self._is_behind = False  # something changed while a round ran
        self.standing: Standing | None = None  # the last that was told
        self._tell = bench.runner.relay(self, self._say)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        bench.bus.changed.connect(self._on_changed)

    def start(self) -> None:
        """Look whether this laptop is enrolled, and begin."""
        self._bench.runner.run(Lane.STORE, _Look(self._bench), self._on_looked, owner=self)

    def sync_now(self) -> None:
        """Somebody asked."""
        self._schedule = self._schedule.asked(time.monotonic())
        self._on_tick()

    def stop(self) -> None:
        """No further rounds; one that runs ends where it is, and nothing is lost by it."""
        self._timer.stop()

    @property
    def is_running(self) -> bool:
        """Whether a round is on its way."""
        return self._is_running

    def _say(self, standing: Standing) -> None:
        self.standing = standing
        self.standing_changed.emit(standing)
        if standing.file is not None:
            self._bench.bus.file_moved.emit(standing.file)

    def _on_looked(self, found: tuple[Enrolment | None, Standing]) -> None:
        self._enrolment, standing = found
        self._say(standing)
        if self._enrolment is not None:
            self._timer.start()

    def _on_changed(self, changed: Changed) -> None:
        self._is_behind = self._is_behind or self._is_running
        if changed and not self._is_running:
            self._schedule = self._schedule.changed(time.monotonic())
            self._bench.runner.run(
                Lane.STORE, _Look(self._bench), self._on_looked, owner=self, key="standing"
            )

    def _on_tick(self) -> None:
        if (
            self._is_running
            or self._enrolment is None
            or not self._schedule.is_due(time.monotonic())
        ):
            return
        self._is_running, self._is_behind = True, False
        work = _Round(self._bench, self._enrolment, self._tell)
        self._bench.runner.run(Lane.NET, work, self._on_ended, self._on_failed, owner=self)

    def _on_ended(self, ended: Round) -> None:
        self._is_running = False
        moment, chance = time.monotonic(), random.random()  # noqa: S311 - spreads laptops, no secret
        if ended.finished is not None:
            self._schedule = self._schedule.succeeded(moment, chance, ended.finished.retry_after)
            if ended.finished.files_left or self._is_behind:  # words first again, then parts
                self._schedule = self._schedule.changed(moment)
        else:
            self._schedule = self._schedule.failed(moment, chance)
        self._say(ended.standing)
        self._bench.bus.file_moved.emit(None)
        self.round_ended.emit(ended.standing)
        if ended.changed:
            self._bench.bus.publish(ended.changed)

    def _on_failed(self, error: Exception) -> None:
        """A fault of ours or of the store: say it, wait, and let the crash path know of it."""
        self._is_running = False
        self._bench.bus.file_moved.emit(None)
        self._schedule = self._schedule.failed(time.monotonic(), 0.5)
        self._bench.runner.failed.emit(Lane.NET.value, error)


def system_proxy(server: str) -> str | None:
    """The proxy that the operating system names for this address, PAC files included."""
    query = QNetworkProxyQuery(QUrl(server))
    for proxy in QNetworkProxyFactory.systemProxyForQuery(query):
        if proxy.type() is QNetworkProxy.ProxyType.HttpProxy:
            return f"http://{proxy.hostName()}:{proxy.port()}"
    return None


class _Look:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> tuple[Enrolment | None, Standing]:
        return syncing.enrolment(self._desk), syncing.standing(self._desk)


class _Round:
    """Runs on the net lane; every store step is handed to the store lane."""

    def __init__(self, bench: Workbench, enrolment: Enrolment, tell: Any) -> None:  # noqa: ANN401
        self._bench, self._enrolment, self._tell = bench, enrolment, tell

    def __call__(self) -> Round:
        proxy = system_proxy(self._enrolment.server)
        with syncing.transport_to(self._enrolment, proxy) as server:
            return syncing.run_round(
                self._bench.desk,
                self._enrolment.device,
                server,
                on_store=self._on_store,
                tell=self._tell,
            )

    def _on_store(self, op: Any) -> Any:  # noqa: ANN401 - passed through
        return self._bench.runner.wait_for(Lane.STORE, op)
