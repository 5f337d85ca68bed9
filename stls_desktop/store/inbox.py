"""Applies what the server says: acknowledgements and pages, each in the caller's transaction.

Shadow takes whatever has the higher version, per slot; then the shown rows are made again as
shadow plus outbox. Rows and their cursor are written together, so that none can be skipped.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from stls_core.changes import Change, NewLife, Shadow, acknowledged, overlay, pulled
from stls_core.records import kind_named
from stls_core.wire import Echo, Result, Row
from stls_desktop.store import bulk, projection, tables
from stls_desktop.store.files import Files
from stls_desktop.store.outbox import ATTENTION
from stls_desktop.store.revisions import COUNCIL, Revisions, step
from stls_desktop.store.starting_over import StartingOver

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_change_of = msgspec.json.Decoder(Change).decode
_held = tables.shadow.c
_HELD = sa.select(_held.id, _held.kind, _held.unit, _held.feed, _held.doc, _held.ver).where(
    bulk.one_of(_held.id)
)
_SHADOWS = sa.select(_held.id, _held.doc, _held.ver).where(bulk.one_of(_held.id))
_PLACES = sa.select(_held.id, _held.kind, _held.feed).where(bulk.one_of(_held.id))
_COLUMNS = ("id", "kind", "unit", "feed", "doc", "ver")
_KEEP_SENT = (  # the change itself is copied as it stands in the outbox
    "INSERT INTO sent (op, rec, body, seq, acked_at, aside)"
    " SELECT op, rec, body, ?, ?, ? FROM outbox"
    " WHERE op = ? ON CONFLICT (op) DO NOTHING"
)
_TAKEN = ("ok", "conflict")
_STRANGE = "The council server gave an answer that this version of the program does not know."
_WAITING = (
    sa.select(tables.outbox.c.body)
    .where(bulk.one_of(tables.outbox.c.rec))
    .order_by(tables.outbox.c.n)
)
Touch = Callable[[str, str], None]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


class _Place(NamedTuple):
    """Where a record belongs: the columns of shadow of that name."""

    kind: str
    unit: str
    feed: str


class Inbox:
    """The server's side of the store inside one transaction."""

    def __init__(
        self, connection: sa.Connection, touch: Touch, now: Callable[[], dt.datetime]
    ) -> None:
        self._connection = connection
        self._touch = touch
        self._now = now

    def take_results(
        self, changes: Iterable[Change], results: Mapping[str, Result], echo: Echo | None = None
    ) -> None:
        """Settle each answered change: into shadow and out of the outbox, or set aside.

        A state that only a newer server knows is no acknowledgement: a person has to look.
        With an `echo` the cursor of its feed goes over these changes, if they come next there.
        """
        done: list[tuple[Change, Result]] = []
        for change in changes:
            result = results.get(change.op)
            if result is None:
                continue
            if result.state in _TAKEN:
                done.append((change, result))
            elif result.state != "retry":
                why = result.why if result.state == "held" else _STRANGE
                self._connection.execute(
                    tables.outbox.update()
                    .where(tables.outbox.c.op == change.op)
                    .values(state=ATTENTION, why=why)
                )
                self._touch(change.kind, change.rec)
        if done:
            self._acknowledge(done, echo.feed if echo else "")
        if done and echo:
            self._step_over(echo, sorted(result.seq for _, result in done))

    def start_over(self, feeds: Mapping[str, NewLife], new_id: Callable[[], str]) -> None:
        """An older backup was put back on the server: send again what it may have lost."""
        StartingOver(self._connection, feeds, self._now(), new_id, self._touch).run()

    def _step_over(self, echo: Echo, numbers: Sequence[int]) -> None:
        """The shadow holds what has these numbers. If it holds all before them, so the cursor says.

        Where another laptop's number lies in between, the pull brings everything, as ever.
        """
        first, last = numbers[0], numbers[-1]
        if last - first + 1 != len(numbers):
            return
        cursor = tables.cursor.c
        stands_before = (
            cursor.feed == echo.feed,
            cursor.epoch == echo.epoch,
            cursor.seq == first - 1,
        )
        self._connection.execute(tables.cursor.update().where(*stands_before).values(seq=last))

    def _acknowledge(self, done: Sequence[tuple[Change, Result]], feed: str) -> None:
        shadows = shadows_of(self._connection, [change.rec for change, _ in done])
        moved: list[str] = []
        places = {change.rec: (change.kind, change.unit) for change, _ in done}
        for change, result in done:
            elsewhere = (*result.bad, *result.mixed)
            held = shadows.get(change.rec, Shadow())
            kind = kind_named(change.kind)
            taken = acknowledged(kind, held, change, result.seq, elsewhere)
            shadows[change.rec] = taken
            if elsewhere or held.newest > result.seq:
                moved.append(change.rec)  # what is shown may differ from what was sent
        self._move_to_sent(done)
        rows = [
            (rec, kind, unit, feed, *_spelled(shadows[rec])) for rec, (kind, unit) in places.items()
        ]
        bulk.upsert_values(
            self._connection,
            tables.shadow,
            _COLUMNS,
            rows,
            key="id",
            kept=("kind", "unit", "feed"),
        )
        projection.project(self._connection, moved)
        for rec, (kind_name, _) in places.items():
            self._touch(kind_name, rec)

    def _move_to_sent(self, done: Sequence[tuple[Change, Result]]) -> None:
        """Before anything else is written, so that the pages which the outbox leaves are used."""
        moment = self._now().isoformat()
        sent = [(result.seq, moment, _aside(result), change.op) for change, result in done]
        self._connection.exec_driver_sql(_KEEP_SENT, sent)
        gone = [(change.op,) for change, _ in done]
        self._connection.exec_driver_sql("DELETE FROM outbox WHERE op = ?", gone)

    def take_page(self, feed: str, epoch: str, rows: Sequence[Row], cursor: int) -> None:
        """Apply one page of a feed and move its cursor, together."""
        here = [row for row in rows if not row.gone]
        ids = [row.id for row in here]
        held, waiting = self._held(ids), self._waiting(ids)
        written: list[tuple[Any, ...]] = []
        views, steps = {}, {}
        for row in here:
            was, known = held.get(row.id, (None, None))
            kind_name = was.kind if was else row.kind  # a record keeps the kind it was born with
            fresh = pulled(kind_named(kind_name), known or Shadow(), row.doc, row.ver)
            place = _Place(kind_name, row.unit, feed)
            if known == fresh and was == place:
                continue
            written.append((row.id, *place, *_spelled(fresh)))
            if known != fresh:
                mine = waiting.get(row.id, ())
                views[row.id] = (kind_name, overlay(fresh.doc, mine))
                if known:
                    shown = overlay(known.doc, mine)
                    steps[row.id] = (kind_name, step(shown, views[row.id][1]))
                self._touch(kind_name, row.id)
        if written:
            bulk.upsert_values(self._connection, tables.shadow, _COLUMNS, written, key="id")
            projection.write(self._connection, views)
            Revisions(self._connection).keep(steps, COUNCIL, self._now())
        self._remove([row.id for row in rows if row.gone], feed)
        here_now = {"feed": feed, "epoch": epoch, "seq": cursor}
        bulk.upsert(self._connection, tables.cursor, [here_now], key="feed")

    def _remove(self, ids: Sequence[str], feed: str) -> None:
        """What left this laptop's sight is gone here too; unsent words stay, and stay shown.

        A record that has come in by another feed meanwhile has only moved.
        """
        if not ids:
            return
        places = self._connection.execute(_PLACES, bulk.listed(ids)).all()
        gone = {rec: kind for rec, kind, known_feed in places if known_feed in ("", feed)}
        if not gone:
            return
        for table, column in (("shadow", "id"), ("sent", "rec"), ("revision", "rec")):
            sql = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608 - fixed names
            self._connection.exec_driver_sql(sql, [(rec,) for rec in gone])
        projection.remove(self._connection, gone)
        projection.project(self._connection, list(gone))
        if "attachment" in gone.values():
            Files(self._connection, self._now).drop_unneeded()
        for rec, kind_name in gone.items():
            self._touch(kind_name, rec)

    def _held(self, ids: Sequence[str]) -> dict[str, tuple[_Place, Shadow]]:
        rows = self._connection.execute(_HELD, bulk.listed(ids)).all()
        return {
            rec: (_Place(*place), Shadow(_decode(doc), _decode(ver)))
            for rec, *place, doc, ver in rows
        }

    def _waiting(self, ids: Sequence[str]) -> dict[str, list[Change]]:
        found: dict[str, list[Change]] = {}
        for body in self._connection.execute(_WAITING, bulk.listed(ids)).scalars().all():
            change = _change_of(body)
            found.setdefault(change.rec, []).append(change)
        return found


def shadows_of(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Shadow]:
    """What the server is known to hold of these records."""
    rows = connection.execute(_SHADOWS, bulk.listed(ids)).all()
    return {rec: Shadow(_decode(doc), _decode(ver)) for rec, doc, ver in rows}


def _spelled(shadow: Shadow) -> tuple[str, str]:
    return _json(shadow.doc), _json(shadow.ver)


def _aside(result: Result) -> str:
    """The slots whose live value is not the one sent; mostly there are none."""
    slots = (*result.bad, *result.mixed)
    return _json(slots) if slots else ""
