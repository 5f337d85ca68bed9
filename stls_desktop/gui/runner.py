"""Three named lanes, one thread each: `store` (all database work), `net` (sync), `render` (PDFs).

`run(lane, op, on_done)` takes plain Python that returns frozen data; what it returns comes back on
the GUI thread by a queued signal, and is dropped when its owner has been destroyed. This module
knows Qt and the standard library only: nothing slow, no store, no screen.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Condition, Event
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal
from shiboken6 import isValid

from stls_desktop.gui.sweeping import Sweeper

_BUGS: Final = (
    TypeError,
    AttributeError,
    NameError,
    KeyError,
    IndexError,
    AssertionError,
    ArithmeticError,
)
"""Nobody raises these to be read: their words are about code, and may hold what was typed."""

UNFORESEEN: Final = (
    "Something in the program went wrong that should not have. What was saved is safe. Try again;"
    " if it comes back, ask your help desk."
)


class UnforeseenError(Exception):
    """Stands in for a bug where a screen tells what went wrong; the bug itself is reported."""


class Lane(StrEnum):
    """Who works where."""

    STORE = "store"
    NET = "net"
    RENDER = "render"


@dataclass(slots=True)
class _Job:
    """What crosses to the worker and back. It holds no widget except through `op`.

    The worker never drops the last reference to `op`, because a widget that it captured would then
    be destroyed outside the GUI thread.
    """

    number: int
    op: Callable[[], Any] | None
    is_cancelled: Event = field(default_factory=Event)
    result: Any = None
    error: Exception | None = None


@dataclass(slots=True)
class _Waiting:
    """The GUI side of a job: who wants the answer."""

    owner: QObject
    on_done: Callable[[Any], object] | None
    on_error: Callable[[Exception], object] | None
    on_orphaned: Callable[[Any], object] | None
    lane: Lane
    key: tuple[int, str] | None
    job: _Job


class Ticket:
    """A handle on one job, for cancelling it."""

    def __init__(self, job: _Job) -> None:
        self._job = job

    def cancel(self) -> None:
        """Drop the answer; the work is skipped if it has not begun. It is never interrupted."""
        self._job.is_cancelled.set()

    def is_cancelled(self) -> bool:
        """For a long operation to ask now and then; safe from any thread."""
        return self._job.is_cancelled.is_set()


class _LaneThread(QThread):
    """One worker: takes jobs in order, urgent ones before the rest, and hands each back."""

    job_ended = Signal(object)

    def __init__(self, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(f"lane-{lane}")
        self._changed = Condition()
        self._queue: list[tuple[int, int, _Job]] = []
        self._is_closing = False
        self._is_draining = False

    def put(self, job: _Job, *, first: bool) -> None:
        """Queue a job; `first` puts it before all that are not first."""
        with self._changed:
            heapq.heappush(self._queue, (0 if first else 1, job.number, job))
            self._changed.notify()

    def close(self, *, drain: bool) -> None:
        """End after the running job, or after all queued ones when `drain`."""
        with self._changed:
            self._is_closing, self._is_draining = True, drain
            self._changed.notify()

    def run(self) -> None:
        while (job := self._next()) is not None:
            if not job.is_cancelled.is_set():
                self._work(job)
            self.job_ended.emit(job)
            del job

    def _next(self) -> _Job | None:
        with self._changed:
            while not self._queue and not self._is_closing:
                self._changed.wait()
            if not self._queue or (self._is_closing and not self._is_draining):
                return None
            return heapq.heappop(self._queue)[2]

    @staticmethod
    def _work(job: _Job) -> None:
        if job.op is None:
            return
        try:
            job.result = job.op()
        except Exception as error:  # noqa: BLE001 - every failure belongs to who asked for the work
            job.error = error


class StoppedError(Exception):
    """The lanes have ended; what was waited for has not run."""


class _Relay(QObject):
    """Carries calls from any thread to a callback on the GUI thread."""

    called = Signal(object, object)

    def __init__(self, owner: QObject, callback: Callable[..., object]) -> None:
        super().__init__()
        self._owner = owner
        self._callback = callback
        self.called.connect(self._on_called, Qt.ConnectionType.QueuedConnection)

    def _on_called(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if isValid(self._owner):
            self._callback(*args, **kwargs)


class Runner(QObject):
    """Runs operations on their lanes and brings the answers back to the GUI thread."""

    failed = Signal(str, object)  # lane name and exception of work whose owner has no on_error

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._latest: dict[tuple[int, str], int] = {}
        self._lanes: dict[Lane, _LaneThread] = {}
        self._sweeper = Sweeper(self)
        self._is_stopped = False

    def run(  # noqa: PLR0913 - who hears of it, in each of three cases
        self,
        lane: Lane | str,
        op: Callable[[], Any],
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[Exception], object] | None = None,
        *,
        owner: QObject,
        on_orphaned: Callable[[Any], object] | None = None,
        key: str | None = None,
        first: bool = False,
    ) -> Ticket:
        """Run `op` on `lane` and call `on_done(result)` or `on_error(error)` on the GUI thread.

        Neither is called once `owner` has been destroyed, the ticket cancelled, or a newer job of
        the same owner and `key` asked for; such an older job is skipped if it has not begun.
        `on_orphaned(result)` is called instead of `on_done` if the owner was destroyed while the
        work ran: for news of a commit that others have to hear although its screen was closed. Its
        error then goes to `failed`, because nobody else would tell of it.
        `first` goes before queued jobs that are not first. After `stop()` nothing runs.
        """
        job = _Job(next(self._numbers), op)
        ticket = Ticket(job)
        if self._is_stopped:
            ticket.cancel()
            return ticket
        name = Lane(lane)
        scoped = (id(owner), key) if key is not None else None
        if scoped is not None:
            older = self._waiting.get(self._latest.get(scoped, 0))
            if older is not None:
                older.job.is_cancelled.set()
            self._latest[scoped] = job.number
        self._waiting[job.number] = _Waiting(
            owner, on_done, on_error, on_orphaned, name, scoped, job
        )
        self._thread(name).put(job, first=first)
        return ticket

    def wait_for(self, lane: Lane | str, op: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Run `op` on a lane and wait for it: for lanes that have no store of their own.

        Never call it on the GUI thread or on the same lane. Raises what `op` raises, and
        `StoppedError` if the lane ends before it has run; what the ending lane still does counts.
        """
        outcome: Future[Any] = Future()

        def work() -> None:
            try:
                outcome.set_result(op())
            except BaseException as error:  # noqa: BLE001 - belongs to who waits
                outcome.set_exception(error)

        thread = self._lanes[Lane(lane)]
        thread.put(_Job(next(self._numbers), work), first=False)
        while True:
            has_ended = thread.isFinished()  # asked first: what it has done by then has its outcome
            wait((outcome,), timeout=0.5)
            if outcome.done():
                return outcome.result()
            if has_ended:
                raise StoppedError

    def relay(self, owner: QObject, callback: Callable[..., object]) -> Callable[..., None]:
        """A function that any thread may call, to have `callback` called on the GUI thread.

        For counted progress: calls come in order and are dropped once `owner` is destroyed.
        """
        carrier = _Relay(owner, callback)
        carrier.setParent(self)
        owner.destroyed.connect(carrier.deleteLater)

        def call(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed through untouched
            if isValid(carrier):
                carrier.called.emit(args, kwargs)

        return call

    def is_busy(self, lane: Lane | str | None = None) -> bool:
        """Whether work is queued or running, on one lane or on any."""
        return any(lane in (None, waiting.lane) for waiting in self._waiting.values())

    def stop(self, wait_ms: int = 5000) -> bool:
        """End the lanes: the store lane finishes what is queued, the others what is running.

        Answers that are ready are delivered before this returns. False if a lane did not end in
        time; the process must then not destroy this object, because Qt aborts on a live thread.
        """
        self._is_stopped = True
        for name, thread in self._lanes.items():
            thread.close(drain=name is Lane.STORE)
        ended = [thread.wait(wait_ms) for thread in self._lanes.values()]
        QCoreApplication.sendPostedEvents(self)
        self._sweeper.stop()
        self._waiting.clear()
        self._latest.clear()
        return all(ended)

    def _thread(self, lane: Lane) -> _LaneThread:
        if lane not in self._lanes:
            thread = _LaneThread(lane, self)
            thread.job_ended.connect(self._on_job_ended, Qt.ConnectionType.QueuedConnection)
            self._lanes[lane] = thread
            self._sweeper.start()
            thread.start()
        return self._lanes[lane]

    def _on_job_ended(self, job: _Job) -> None:
        job.op = None
        waiting = self._waiting.pop(job.number, None)
        if waiting is None:
            return
        if waiting.key is not None and self._latest.get(waiting.key) == job.number:
            del self._latest[waiting.key]
        is_ended = isinstance(job.error, StoppedError)  # the program ends: nobody's fault
        if job.is_cancelled.is_set() or is_ended:
            return
        if not isValid(waiting.owner):
            if waiting.on_orphaned is None:
                return
            waiting.on_done, waiting.on_error = waiting.on_orphaned, None
        if job.error is None:
            if waiting.on_done is not None:
                waiting.on_done(job.result)
        elif waiting.on_error is not None:
            error = job.error
            if isinstance(error, _BUGS):
                self.failed.emit(waiting.lane.value, error)
                error = UnforeseenError(UNFORESEEN)
            waiting.on_error(error)
        else:
            self.failed.emit(waiting.lane.value, job.error)
