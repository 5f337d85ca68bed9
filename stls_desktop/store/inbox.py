"""Applies what the server says: acknowledgements and pages, each in the caller's transaction.

Shadow takes whatever has the higher version, per slot; then the shown rows are made again as
shadow plus outbox. Rows and their cursor are written together, so that none can be skipped.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from stls_core.changes import Change, Shadow, acknowledged, overlay, pulled
from stls_core.records import kind_named
from stls_core.wire import Result, Row
from stls_desktop.store import projection, tables
from stls_desktop.store.outbox import ATTENTION

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_change_of = msgspec.json.Decoder(Change).decode
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
        shadows = self._shadows([change.rec for change, _ in done])
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
        upsert = insert(tables.shadow)
        self._connection.execute(
            upsert.on_conflict_do_update(
                index_elements=["id"],
                set_={"doc": upsert.excluded.doc, "ver": upsert.excluded.ver},
            ),
            rows,
        )
        self._connection.execute(
            tables.outbox.delete().where(tables.outbox.c.op == sa.bindparam("gone")),
            [{"gone": change.op} for change, _ in done],
        )
        moment = self._now().isoformat()
        self._connection.execute(
            insert(tables.sent).on_conflict_do_nothing(),
            [
                {"op": c.op, "rec": c.rec, "body": _json(c), "seq": r.seq, "acked_at": moment}
                for c, r in done
            ],
        )
        projection.project(self._connection, list(places))
        for rec, (kind_name, _) in places.items():
            self._touch(kind_name, rec)

    def take_page(self, feed: str, epoch: str, rows: Sequence[Row], cursor: int) -> None:
        """Apply one page of a feed and move its cursor, together."""
        here = [row for row in rows if not row.gone]
        held = self._shadows([row.id for row in here])
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
            upsert = insert(tables.shadow)
            replaced = {name: upsert.excluded[name] for name in ("unit", "feed", "doc", "ver")}
            self._connection.execute(
                upsert.on_conflict_do_update(index_elements=["id"], set_=replaced), written
            )
            projection.write(self._connection, views)
        self._remove([row.id for row in rows if row.gone])
        here_now: dict[str, Any] = {"feed": feed, "epoch": epoch, "seq": cursor}
        self._connection.execute(
            insert(tables.cursor)
            .values(here_now)
            .on_conflict_do_update(index_elements=["feed"], set_=here_now)
        )

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

    def _shadows(self, ids: Sequence[str]) -> dict[str, Shadow]:
        table = tables.shadow.c
        found: dict[str, Shadow] = {}
        for start in range(0, len(ids), projection.CHUNK):
            some = ids[start : start + projection.CHUNK]
            rows = self._connection.execute(
                sa.select(table.id, table.doc, table.ver).where(table.id.in_(some))
            )
            found.update((rec, Shadow(_decode(doc), _decode(ver))) for rec, doc, ver in rows)
        return found

    def _waiting(self, ids: Sequence[str]) -> dict[str, list[Change]]:
        found: dict[str, list[Change]] = {}
        table = tables.outbox.c
        for start in range(0, len(ids), projection.CHUNK):
            some = ids[start : start + projection.CHUNK]
            bodies = self._connection.execute(
                sa.select(table.body).where(table.rec.in_(some)).order_by(table.n)
            ).scalars()
            for body in bodies:
                change = _change_of(body)
                found.setdefault(change.rec, []).append(change)
        return found


def _spelled(shadow: Shadow) -> dict[str, str]:
    return {"doc": _json(shadow.doc), "ver": _json(shadow.ver)}
