"""One round of sync as a pure generator: it yields what it wants done and is sent the outcome.

No network, disk, clock or chance in here, so the very same code runs in the program and under the
simulator, which drops answers, repeats them and stops the round between any two steps. A round
that is abandoned needs no clean-up: whatever was committed stands, the next round goes on.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from stls_core import wire
from stls_core.changes import Change, NewLife
from stls_desktop.sync.file_exchange import FileStep, exchange_files
from stls_desktop.sync.steps import Ahead, Ask, NonsenseError, expect

__all__ = [
    "Ahead",
    "Ask",
    "Finished",
    "Freeze",
    "NonsenseError",
    "Progress",
    "ReadCursors",
    "StartOver",
    "Step",
    "TakePage",
    "TakeResults",
    "sync_round",
]


@dataclass(frozen=True)
class Freeze:
    """Fix the next batch of the outbox; answered by its changes.

    `behind` is the last operation of the batch that is on the way, if there is one.
    """

    limit: int
    behind: str = ""


@dataclass(frozen=True)
class ReadCursors:
    """Answered by {feed: (epoch, sequence number)}."""


@dataclass(frozen=True)
class StartOver:
    """An older backup was put back on the server: {feed: its new life}."""

    feeds: Mapping[str, NewLife]


@dataclass(frozen=True)
class TakeResults:
    """Settle answered changes in the store."""

    changes: tuple[Change, ...]
    results: Mapping[str, wire.Result]
    echo: wire.Echo | None = None


@dataclass(frozen=True)
class TakePage:
    """Apply a page of a feed and move the cursor with it."""

    feed: str
    page: wire.Page


@dataclass(frozen=True)
class Progress:
    """How far the round has come, for the status line."""

    sent: int = 0
    to_send: int = 0
    received: int = 0
    to_receive: int = 0


Step = Ask | Ahead | Freeze | ReadCursors | StartOver | TakeResults | TakePage | Progress | FileStep


@dataclass(frozen=True)
class Finished:
    """What a round came to."""

    sent: int = 0
    received: int = 0
    held: int = 0
    conflicts: int = 0
    retry_after: int = 0
    restored_feeds: tuple[str, ...] = ()  # of an older backup; the server does not say how old
    begun_again: tuple[str, ...] = ()  # of an older backup; what it lost was sent again
    files: int = 0  # photos and PDFs that came through, either way
    files_left: bool = False  # whether another round is worth beginning soon for more of them
    server_time: str = ""  # the server's clock when the round began, as it was told


def sync_round(device: str, waiting: int) -> Generator[Step, Any, Finished]:
    """Hello, push until the outbox is empty, pull each feed until there is no more, then files.

    `waiting` is the number of unsent changes at the start, for the progress in words.
    """
    cursors = yield ReadCursors()
    hello = expect(wire.Welcome, (yield Ask(wire.Hello(device=device, cursors=dict(cursors)))))
    if hello.retry_after:
        return Finished(retry_after=hello.retry_after, server_time=hello.server_time)
    lives = _new_lives(cursors, hello.heads)
    if lives:
        yield StartOver(lives)
    epoch = next((head.epoch for head in hello.heads.values()), "")
    pushed = yield from _push(device, epoch, hello.ops_limit, waiting)
    cursors = yield ReadCursors()  # what was sent and came back unchanged is behind them now
    received, restored = 0, []
    ahead = sum(head.ahead for head in hello.heads.values())
    for feed in sorted(hello.heads):
        epoch, since = cursors.get(feed, (hello.heads[feed].epoch, 0))
        if epoch != hello.heads[feed].epoch:
            restored.append(feed)
            continue
        try:
            received += yield from _pull(device, feed, epoch, since, received, ahead)
        except _PutBackError:
            return (yield from sync_round(device, waiting))
    exchanged = yield from exchange_files(device)
    return Finished(
        sent=pushed.sent,
        held=pushed.held,
        conflicts=pushed.conflicts,
        received=received,
        restored_feeds=tuple(restored),
        begun_again=tuple(sorted(lives)),
        files=exchanged.files,
        files_left=exchanged.is_cut_short,
        server_time=hello.server_time,
    )


def _push(device: str, epoch: str, limit: int, waiting: int) -> Generator[Step, Any, Finished]:
    """One batch on the way, the next one frozen behind it, so that it can go at once."""
    sent = held = conflicts = 0
    limit = min(limit, wire.MAX_OPS)
    batch = wire.Push(device=device, ops=(yield Freeze(limit)), epoch=epoch)
    following = yield from _behind(batch, limit)
    while batch.ops:
        yield Progress(sent=sent, to_send=max(waiting, sent + len(batch.ops)))
        answer = expect(wire.Pushed, (yield Ask(batch)))
        states = _states(batch, answer)
        is_to_wait = "retry" in states  # the server asked for time: the rest waits for next time
        if following.ops and not is_to_wait:
            yield Ahead(following)
        yield TakeResults(batch.ops, answer.results, answer.echo)
        sent += sum(state in ("ok", "conflict") for state in states)
        held += states.count("held")
        conflicts += states.count("conflict")
        if is_to_wait:
            break
        batch, following = following, (yield from _behind(following, limit))
    yield Progress(sent=sent, to_send=sent)
    return Finished(sent=sent, held=held, conflicts=conflicts)


def _behind(batch: wire.Push, limit: int) -> Generator[Step, Any, wire.Push]:
    """The batch after one that is not answered yet; without changes if there is none."""
    ops = (yield Freeze(limit, batch.ops[-1].op)) if batch.ops else ()
    return msgspec.structs.replace(batch, ops=ops)


def _states(batch: wire.Push, answer: wire.Pushed) -> list[str]:
    missing = {change.op for change in batch.ops} - set(answer.results)
    if missing:
        msg = f"{len(missing)} of {len(batch.ops)} changes were not answered"
        raise NonsenseError(msg)
    return [answer.results[change.op].state for change in batch.ops]


def _new_lives(
    cursors: Mapping[str, tuple[str, int]], heads: Mapping[str, wire.Head]
) -> dict[str, NewLife]:
    """The feeds that this laptop knows from an epoch which has ended."""
    return {
        feed: NewLife(head.epoch, head.restored)
        for feed, head in heads.items()
        if feed in cursors and cursors[feed][0] != head.epoch and head.restored is not None
    }


class _PutBackError(Exception):
    """An older backup was put back in the midst of this round, which has to begin anew."""


def _pull(
    device: str, feed: str, epoch: str, since: int, received: int, ahead: int
) -> Generator[Step, Any, int]:
    got = 0
    question = wire.Pull(device=device, feed=feed, since=since)
    while True:
        page = expect(wire.Page, (yield Ask(question)))
        _check_page(page, epoch, since)
        question = wire.Pull(device=device, feed=feed, since=page.next)
        if page.more:
            yield Ahead(question)
        yield TakePage(feed, page)
        got += len(page.rows)
        since = page.next
        yield Progress(received=received + got, to_receive=max(ahead, received + got))
        if not page.more:
            return got


def _check_page(page: wire.Page, epoch: str, since: int) -> None:
    """Numbers only go up and stay within the page; else a broken server could skip rows here."""
    if page.epoch != epoch:
        raise _PutBackError
    last = since
    for row in page.rows:
        if not last < row.seq <= page.next:
            msg = f"row number {row.seq} after {last} in a page up to {page.next}"
            raise NonsenseError(msg)
        last = row.seq
    if page.next < since or (page.more and page.next == since):
        msg = f"the page ends at {page.next} and began at {since}"
        raise NonsenseError(msg)
