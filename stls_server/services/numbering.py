"""Gives the lines of a batch their numbers and writes everything, as the last thing it does.

The counter row of a feed is locked from here to the commit. Whoever comes second gets her numbers
only after the first has committed, so a reader that goes by number can never step over a row.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from stls_core.documents import canonical
from stls_server import bulk, tables
from stls_server.database import RaceError
from stls_server.services.batch import PROVISIONAL, Batch, Live

_HASHED = tuple(column.name for column in tables.chg.c if column.name != "hash")


@dataclass(frozen=True)
class Left:
    """A record that left a unit: where it was, for those who may not see where it went."""

    rec: str
    feed: str
    unit: str


def number_and_write(batch: Batch, at: str) -> None:
    """Lock the feeds in order, number, chain and write the batch."""
    touched = [live for live in batch.lives.values() if live.is_touched]
    left = [
        Left(live.id, *live.stored)
        for live in touched
        if live.stored and live.stored != (live.feed, live.unit)
    ]
    numbered = {entry.live.id for entry in batch.entries if entry.is_effective}
    moved = [live for live in touched if live.id not in numbered]
    numbers = _take_numbers(batch, left, moved)
    _fix_versions(batch, touched)
    _write_records(batch.connection, touched)
    _write_log(batch, at)
    rows = [
        {"feed": one.feed, "seq": n, "rec": one.rec, "unit": one.unit, "reason": "moved"}
        for one, n in zip(left, numbers, strict=True)
    ]
    bulk.add_rows(batch.connection, tables.gone, rows)


def _take_numbers(batch: Batch, left: Iterable[Left], moved: Iterable[Live]) -> list[int]:
    """Number the entries and the moved records in place; the numbers of `left` are returned."""
    want: dict[str, int] = {}
    floor: dict[str, int] = {}
    for feed in (
        *(one.feed for one in left),
        *(entry.live.feed for entry in batch.entries),
        *(live.feed for live in moved),
    ):
        want[feed] = want.get(feed, 0) + 1
    for live in batch.lives.values():
        if live.stored and live.stored[0] != live.feed:
            # A record's versions only ever grow, in whichever feed it travels.
            floor[live.feed] = max(floor.get(live.feed, 0), live.seq, *_real(live))
    following = {
        feed: _lock(batch.connection, feed, want[feed], floor.get(feed, 0)) for feed in sorted(want)
    }

    def take(feed: str) -> int:
        following[feed] += 1
        return following[feed]

    gone = [take(one.feed) for one in left]
    for entry in batch.entries:
        entry.number = take(entry.live.feed)
        if entry.is_effective:
            entry.live.seq = entry.number
    for live in moved:
        live.seq = take(live.feed)
    return gone


def _real(live: Live) -> list[int]:
    return [number for number in live.ver.values() if number < PROVISIONAL]


def _lock(connection: sa.Connection, feed: str, count: int, floor: int) -> int:
    """Take `count` numbers of a feed and return the one before the first."""
    c = tables.feed.c
    higher = sa.case((c.head < floor, floor), else_=c.head)
    statement = (
        tables.feed.update().where(c.feed == feed).values(head=higher + count).returning(c.head)
    )
    head = connection.execute(statement).scalar()
    if head is None:
        a = tables.authority.c
        epoch, first = connection.execute(sa.select(a.epoch, a.first_number)).one()
        bulk.add_rows(connection, tables.feed, [{"feed": feed, "head": first, "epoch": epoch}])
        head = connection.execute(statement).scalar_one()
    return int(head) - count


def _fix_versions(batch: Batch, touched: Iterable[Live]) -> None:
    for live in touched:
        for slot, number in live.ver.items():
            if number >= PROVISIONAL:
                live.ver[slot] = batch.entries[number - PROVISIONAL].number
    for receipt in batch.receipts.values():
        if receipt.seq >= PROVISIONAL:
            receipt.seq = batch.entries[receipt.seq - PROVISIONAL].number


def _write_records(connection: sa.Connection, touched: Iterable[Live]) -> None:
    fresh, known = [], []
    for live in touched:
        row = {
            "id": live.id,
            "feed": live.feed,
            "unit": live.unit,
            "seq": live.seq,
            "doc": live.doc,
            "ver": live.ver,
        }
        if live.stored:
            known.append(row)
        else:
            row |= {"kind": live.kind.name, "created_by": live.created_by, "purged": False}
            fresh.append(row)
    if bulk.add_rows(connection, tables.rec, fresh) < len(fresh):
        raise RaceError  # another laptop made the same record a moment ago
    bulk.change_rows(connection, tables.rec, known)


def _write_log(batch: Batch, at: str) -> None:
    chains: dict[str, str] = {}
    rows = []
    for entry in batch.entries:
        feed = entry.live.feed
        if feed not in chains:
            chains[feed] = _last_hash(batch.connection, feed)
        row = {
            "feed": feed,
            "seq": entry.number,
            "rec": entry.live.id,
            "op": entry.written.op,
            "device": entry.written.device,
            "account": entry.written.account,
            "at": at,
            "client_at": entry.client_at,
            "patch": entry.written.patch,
            "applied": entry.written.applied,
            "before": entry.before,
        }
        row["hash"] = chains[feed] = chained(chains[feed], row)
        rows.append(row)
    bulk.add_rows(batch.connection, tables.chg, rows)


def chained(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of a line of the log, which holds on to the line before it in its feed."""
    content = [row[name] for name in _HASHED]
    return hashlib.sha256(previous.encode() + canonical(content)).hexdigest()


def _last_hash(connection: sa.Connection, feed: str) -> str:
    c = tables.chg.c
    newest = sa.select(c.hash).where(c.feed == feed).order_by(c.seq.desc()).limit(1)
    return connection.execute(newest).scalar() or ""
