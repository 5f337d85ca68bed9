"""Carries out the engine's steps on the store, in slices that let typing through.

Each slice is one transaction with its own place of the cursor, so a page that is cut off half way
goes on where it stopped. Drafts come between two slices.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from stls_core import wire
from stls_desktop.changed import Changed
from stls_desktop.store.file_states import PAUSED
from stls_desktop.store.reading import Reader
from stls_desktop.store.store import Store
from stls_desktop.sync.engine import Freeze, ReadCursors, StartOver, Step, TakePage, TakeResults
from stls_desktop.sync.file_exchange import (
    FileStep,
    ListFiles,
    NoteSent,
    NoteTrouble,
    ReadPart,
    TakePart,
)

SLICE_ROWS: Final = 200  # about 35 ms of work; the bench measures it

OnStore = Callable[[Callable[[], Any]], Any]
"""Runs a function on the store lane and returns what it returned."""


def carry_out(step: Step, store: Store, on_store: OnStore) -> tuple[Any, Changed]:
    """The answer to a step, and what it changed in the store."""
    if isinstance(step, ReadCursors):
        return on_store(lambda: _cursors(store)), Changed()
    if isinstance(step, Freeze):
        return on_store(lambda: _freeze(store, step)), Changed()
    if isinstance(step, TakeResults):
        return None, on_store(lambda: _results(store, step))
    if isinstance(step, StartOver):
        return None, on_store(lambda: _start_over(store, step))
    if isinstance(step, TakePage):
        changed = Changed()
        for rows, cursor in _slices(step.page):
            changed |= on_store(_Slice(store, step.feed, step.page.epoch, rows, cursor))
        return None, changed
    return _with_files(step, store, on_store)


def _with_files(step: Step, store: Store, on_store: OnStore) -> tuple[Any, Changed]:
    if isinstance(step, ListFiles | ReadPart):
        return on_store(partial(_read_file, store, step)), Changed()
    if isinstance(step, NoteSent | NoteTrouble | TakePart):
        return on_store(partial(_write_file, store, step)), Changed(frozenset({"attachment"}))
    return None, Changed()


def _read_file(store: Store, step: FileStep) -> Any:  # noqa: ANN401 - the step's own answer
    with store.read() as read:
        paused = _paused(read)
        if not isinstance(step, ReadPart):
            return read.files.due(store.now(), paused)
        return b"" if step.sha256 in paused else read.files.part(step.sha256, step.part)


def _paused(read: Reader) -> tuple[str, ...]:
    found: tuple[str, ...] = read.recall(PAUSED, tuple[str, ...], ())
    return found


def _write_file(store: Store, step: FileStep) -> str:
    """One part is a transaction of its own: some 10 ms, so that drafts come between two."""
    with store.write() as work:
        if isinstance(step, TakePart):
            state = work.files.take_part(step.sha256, step.part, step.size, step.content)
            return "paused" if state == "more" and step.sha256 in _paused(work) else state
        if isinstance(step, NoteSent):
            work.files.note_sent(step.sha256, step.parts, is_whole=step.is_whole)
        elif isinstance(step, NoteTrouble):
            work.files.note_trouble(step.sha256, step.why)
    return ""


class _Slice:
    """One slice of a page, ready to run on the store lane."""

    def __init__(
        self, store: Store, feed: str, epoch: str, rows: tuple[wire.Row, ...], cursor: int
    ) -> None:
        self._store = store
        self._args = (feed, epoch, rows, cursor)

    def __call__(self) -> Changed:
        with self._store.write() as work:
            work.inbox.take_page(*self._args)
        return work.changed


def _slices(page: wire.Page) -> list[tuple[tuple[wire.Row, ...], int]]:
    parts = [page.rows[i : i + SLICE_ROWS] for i in range(0, len(page.rows), SLICE_ROWS)] or [()]
    ends = [part[-1].seq for part in parts[:-1]]
    return list(zip(parts, [*ends, page.next], strict=True))


def _cursors(store: Store) -> dict[str, tuple[str, int]]:
    with store.read() as read:
        return read.cursors()


def _freeze(store: Store, step: Freeze) -> tuple[Any, ...]:
    with store.write() as work:
        return work.outbox.freeze(step.limit, behind=step.behind)


def _start_over(store: Store, step: StartOver) -> Changed:
    with store.write() as work:
        work.inbox.start_over(step.feeds, work.new_id)
    return work.changed


def _results(store: Store, step: TakeResults) -> Changed:
    with store.write() as work:
        work.inbox.take_results(step.changes, step.results, step.echo)
    return work.changed
