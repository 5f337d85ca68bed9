"""Applies what the server says: acknowledgements and pages, each in the caller's transaction.

Shadow takes whatever has the higher version, per slot; then the shown rows are made again as
shadow plus outbox. Rows and their cursor are written together, so that none can be skipped.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from stls_core.changes import Change, Shadow, acknowledged, overlay, pulled
from stls_core.records import kind_named
from stls_core.wire import Result, Row
from stls_desktop.store import bulk, projection, tables
from stls_desktop.store.outbox import ATTENTION

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_change_of = msgspec.json.Decoder(Change).decode
_SHADOWS = sa.select(tables.shadow.c.id, tables.shadow.c.doc, tables.shadow.c.ver).where(
    bulk.one_of(tables.shadow.c.id)
)
_WAITING = (
    sa.select(tables.outbox.c.body)
    .where(bulk.one_of(tables.outbox.c.rec))
    .order_by(tables.outbox.c.n)
)
Touch = Callable[[str, str], None]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


class Inbox:
    """The server's side of the store inside one transaction."""

    def __init__(
        self, connection: sa.Connection, touch: Touch, now: Callable[[], dt.datetime]
    ) -> None:
        self._connection = connection
        self._touch = touch
        self._now = now

    def take_results(self, changes: Iterable[Change], results: Mapping[str, Result]) -> None:
        """Settle each answered change: into shadow and out of the outbox, or set aside."""
        done: list[tuple[Change, Result]] = []
        for change in changes:
            result = results.get(change.op)
            if result is None or result.state == "retry":
                continue
            if result.state == "held":
                self._connection.execute(
                    tables.outbox.update()
                    .where(tables.outbox.c.op == change.op)
                    .values(state=ATTENTION, why=result.why)
                )
                self._touch(change.kind, change.rec)
            else:
                done.append((change, result))
        if done:
            self._acknowledge(done)

    def _acknowledge(self, done: Sequence[tuple[Change, Result]]) -> None:
        shadows = shadows_of(self._connection, [change.rec for change, _ in done])
        places = {change.rec: (change.kind, change.unit) for change, _ in done}
        for change, result in done:
            elsewhere = (*result.bad, *result.mixed)
            held = shadows.get(change.rec, Shadow())
            kind = kind_named(change.kind)
            shadows[change.rec] = acknowledged(kind, held, change, result.seq, elsewhere)
        rows = [
            {"id": rec, "kind": kind, "unit": unit, "feed": "", **_spelled(shadows[rec])}
            for rec, (kind, unit) in places.items()
        ]
        bulk.upsert(self._connection, tables.shadow, rows, key="id", kept=("kind", "unit", "feed"))
        gone = [(change.op,) for change, _ in done]
        self._connection.exec_driver_sql("DELETE FROM outbox WHERE op = ?", gone)
        moment = self._now().isoformat()
        sent = [
            {"op": c.op, "rec": c.rec, "body": _json(c), "seq": r.seq, "acked_at": moment}
            for c, r in done
        ]
        bulk.upsert(self._connection, tables.sent, sent, key="op")
        projection.project(self._connection, list(places))
        for rec, (kind_name, _) in places.items():
            self._touch(kind_name, rec)

    def take_page(self, feed: str, epoch: str, rows: Sequence[Row], cursor: int) -> None:
        """Apply one page of a feed and move its cursor, together."""
        here = [row for row in rows if not row.gone]
        held = shadows_of(self._connection, [row.id for row in here])
        written, views = [], {}
        waiting = self._waiting([row.id for row in here])
        for row in here:
            kind = kind_named(row.kind)
            known = held.get(row.id)
            fresh = pulled(kind, known or Shadow(), row.doc, row.ver)
            if known == fresh:
                continue
            place = {"id": row.id, "kind": row.kind, "unit": row.unit, "feed": feed}
            written.append({**place, **_spelled(fresh)})
            views[row.id] = (row.kind, overlay(fresh.doc, waiting.get(row.id, ())))
            self._touch(row.kind, row.id)
        if written:
            bulk.upsert(self._connection, tables.shadow, written, key="id", kept=("kind",))
            projection.write(self._connection, views)
        self._remove([row.id for row in rows if row.gone])
        here_now = {"feed": feed, "epoch": epoch, "seq": cursor}
        bulk.upsert(self._connection, tables.cursor, [here_now], key="feed")

    def _remove(self, ids: Sequence[str]) -> None:
        """What left this laptop's sight is gone here too, unsent changes excepted."""
        for rec in ids:
            kind = self._connection.execute(
                sa.select(tables.shadow.c.kind).where(tables.shadow.c.id == rec)
            ).scalar_one_or_none()
            if kind is None:
                continue
            self._connection.execute(tables.shadow.delete().where(tables.shadow.c.id == rec))
            if kind in tables.KIND_TABLES:
                table = tables.KIND_TABLES[kind]
                self._connection.execute(table.delete().where(table.c.id == rec))
            entry = tables.search_entry
            n = self._connection.execute(
                sa.select(entry.c.n).where(entry.c.rec == rec)
            ).scalar_one_or_none()
            if n is not None:
                words = sa.text("DELETE FROM search_words WHERE rowid = :n")
                self._connection.execute(words, {"n": n})
                self._connection.execute(entry.delete().where(entry.c.n == n))
            self._touch(kind, rec)

    def _waiting(self, ids: Sequence[str]) -> dict[str, list[Change]]:
        found: dict[str, list[Change]] = {}
        for some in bulk.chunks(ids):
            for body in self._connection.execute(_WAITING, {"ids": some}).scalars():
                change = _change_of(body)
                found.setdefault(change.rec, []).append(change)
        return found


def shadows_of(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Shadow]:
    """What the server is known to hold of these records."""
    found: dict[str, Shadow] = {}
    for some in bulk.chunks(ids):
        rows = connection.execute(_SHADOWS, {"ids": some})
        found.update((rec, Shadow(_decode(doc), _decode(ver))) for rec, doc, ver in rows)
    return found


def _spelled(shadow: Shadow) -> dict[str, str]:
    return {"doc": _json(shadow.doc), "ver": _json(shadow.ver)}
