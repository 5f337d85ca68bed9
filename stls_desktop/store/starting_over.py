"""The council server was put back to an older backup: what it lost goes into the outbox again.

Everything that this laptop knows above the numbers that are sure to be on the server is doubtful.
Its own changes are sent again as they were; what others wrote, and only their laptops and this one
still know, becomes a change of its own. The shadow forgets the doubtful values, the view keeps
them, and the feed is read from its beginning. Why each step is needed:
docs/decisions/server-put-back.md.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from stls_core.changes import Change, NewLife
from stls_core.records import Kind, kind_named
from stls_core.records.syncing import Conflict
from stls_desktop.store import bulk, projection, tables
from stls_desktop.store.files import Files
from stls_desktop.store.outbox import FROZEN, OPEN

_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode
_slots_of: Final = msgspec.json.Decoder(tuple[str, ...]).decode
_change_of: Final = msgspec.json.Decoder(Change).decode
_SENT = (
    sa.select(tables.sent)
    .where(bulk.one_of(tables.sent.c.rec), tables.sent.c.seq > sa.bindparam("above"))
    .order_by(tables.sent.c.n)
)
Touch = Callable[[str, str], None]


@dataclass
class _Mine:
    """What this laptop had sent about one record and the server may have lost."""

    last: dict[str, int] = field(default_factory=dict)  # slot -> number, where it stood as sent
    aside: set[str] = field(default_factory=set)  # slots that ended in a conflict or were mixed
    slots: set[str] = field(default_factory=set)  # every slot that was written
    is_maker: bool = False  # whether the record was made here


@dataclass
class _Recovered:
    """Changes that bring back the words of others: before one's own, and after them."""

    before: list[Change] = field(default_factory=list)
    after: list[Change] = field(default_factory=list)

    def all(self) -> list[Change]:
        """Every one of them."""
        return [*self.before, *self.after]


class StartingOver:
    """One restart of feeds, inside one transaction."""

    def __init__(
        self,
        connection: sa.Connection,
        feeds: Mapping[str, NewLife],
        now: dt.datetime,
        new_id: Callable[[], str],
        touch: Touch,
    ) -> None:
        self._connection = connection
        self._feeds = feeds
        self._now, self._new_id, self._touch = now, new_id, touch
        # A record may have come from another feed with the numbers that it had there.
        self._lowest = min(life.restored for life in feeds.values())

    def run(self) -> None:
        """Put everything doubtful into the outbox, and every feed's cursor to its beginning."""
        again: list[sa.RowMapping] = []
        recovered = _Recovered()
        for ids in bulk.chunks(self._doubtful()):
            shadows = self._shadows(ids)
            sent = self._connection.execute(
                _SENT, {**bulk.listed(ids), "above": self._lowest}
            ).mappings()
            rows = sent.all()
            again += rows
            mine = _by_record(rows)
            for row in shadows:
                self._forget(row, mine.get(row["id"], _Mine()), recovered)
        self._queue(again, recovered)
        self._build_on(recovered.all())
        self._begin()
        touched = {row["rec"]: "" for row in again} | {c.rec: "" for c in recovered.all()}
        for some in bulk.chunks(tuple(touched)):
            projection.project(self._connection, some)

    def _doubtful(self) -> Sequence[str]:
        """The records of these feeds of which anything is above what is sure to be there.

        A change that ended in a conflict left no number in the shadow: it stands in what was sent.
        What was answered and has not come down by a page yet has no feed either.
        """
        shadow, sent = tables.shadow.c, tables.sent.c
        newest = sa.select(sa.func.max(sent.seq)).where(sent.rec == shadow.id).scalar_subquery()
        rows = self._connection.execute(
            sa.select(shadow.id, shadow.feed, shadow.ver, newest).where(
                shadow.feed.in_(("", *self._feeds))
            )
        )
        return [
            rec
            for rec, feed, ver, last_sent in rows
            if max(last_sent or 0, *_decode(ver).values()) > self._sure_in(feed)
        ]

    def _sure_in(self, feed: str) -> int:
        return self._feeds[feed].restored if feed else self._lowest

    def _shadows(self, ids: Sequence[str]) -> Sequence[sa.RowMapping]:
        shadow = tables.shadow
        wanted = sa.select(shadow).where(bulk.one_of(shadow.c.id)).order_by(shadow.c.n)
        return self._connection.execute(wanted, bulk.listed(ids)).mappings().all()

    def _forget(self, row: sa.RowMapping, mine: _Mine, recovered: _Recovered) -> None:
        """Take the doubtful values out of a shadow; changes bring the words of others back.

        A record that somebody else made has to be there before one's own changes of it. What they
        wrote where one had written oneself comes after, or it would be written over.
        """
        kind, doc, ver = kind_named(row["kind"]), _decode(row["doc"]), _decode(row["ver"])
        lost = {slot for slot, number in ver.items() if number > self._lowest}
        others = {slot for slot in lost if mine.last.get(slot) != ver[slot]}
        untouched = set() if mine.is_maker else others - mine.slots

        def change(slots: set[str]) -> list[Change]:
            written: dict[str, Any] = {}
            for slot in sorted(slots):
                written.update((path, doc.get(path)) for path in _paths(kind, slot, doc, ver))
            if not written or not _may_be_sent(kind):
                return []
            return [
                Change(
                    op=self._new_id(),
                    rec=row["id"],
                    kind=row["kind"],
                    set=written,
                    # Words that were in a conflict have to meet again, and not be written over.
                    base={slot: 0 if slot in mine.aside else ver[slot] for slot in slots},
                    seen=max(ver.values()),
                    unit=row["unit"],
                    at=self._now.isoformat(),
                )
            ]

        before, after = change(untouched), change(others - untouched)
        recovered.before += before
        recovered.after += after
        gone = {path for slot in lost for path in _paths(kind, slot, doc, ver)}
        doc = {path: value for path, value in doc.items() if path not in gone}
        ver = {slot: number for slot, number in ver.items() if slot not in lost}
        this = tables.shadow.c.id == row["id"]
        if ver:
            values = {"doc": _json(doc), "ver": _json(ver)}
            self._connection.execute(tables.shadow.update().where(this).values(values))
        else:
            self._connection.execute(tables.shadow.delete().where(this))
        if not (before or after):
            projection.remove(self._connection, {row["id"]: row["kind"]})
            projection.project(self._connection, [row["id"]])
        self._touch(row["kind"], row["id"])

    def _queue(self, again: Sequence[sa.RowMapping], recovered: _Recovered) -> None:
        """Before everything that waits: what was sent in its old order, among others' words."""
        box = tables.outbox
        lowest = sa.select(sa.func.coalesce(sa.func.min(box.c.n), 1))
        first = self._connection.execute(lowest).scalar_one()
        bodies = [(change.op, change.rec, _json(change)) for change in recovered.before]
        bodies += [(row["op"], row["rec"], row["body"]) for row in again]
        bodies += [(change.op, change.rec, _json(change)) for change in recovered.after]
        rows = [
            {
                "n": first - len(bodies) + place,
                "op": op,
                "rec": rec,
                "kind": _change_of(body).kind,
                "body": body,
                "state": FROZEN,
                "why": "",
            }
            for place, (op, rec, body) in enumerate(bodies)
        ]
        if rows:
            self._connection.execute(box.insert(), rows)
        gone = [(row["op"],) for row in again]
        if gone:
            self._connection.exec_driver_sql("DELETE FROM sent WHERE op = ?", gone)

    def _build_on(self, recovered: Iterable[Change]) -> None:
        """An edit that waits and was made on a recovered value goes on from its recovery."""
        box = tables.outbox
        standing = {
            (change.rec, slot): (change.op, number)
            for change in recovered
            for slot, number in change.base.items()
            if number
        }
        ids = bulk.listed({rec for rec, _ in standing})
        wanted = sa.select(box.c.op, box.c.body).where(box.c.state == OPEN, bulk.one_of(box.c.rec))
        for op, body in self._connection.execute(wanted, ids).all():
            change = _change_of(body)
            after = dict(change.after)
            for slot, number in change.base.items():
                recovery, seen = standing.get((change.rec, slot), ("", -1))
                if number == seen:
                    after.setdefault(slot, recovery)
            if after != change.after:
                linked = msgspec.structs.replace(change, after=after)
                this = box.update().where(box.c.op == op)
                self._connection.execute(this.values(body=_json(linked)))

    def _begin(self) -> None:
        rows = [{"feed": feed, "epoch": life.epoch, "seq": 0} for feed, life in self._feeds.items()]
        bulk.upsert(self._connection, tables.cursor, rows, key="feed")
        Files(self._connection, lambda: self._now).doubt()


def _by_record(sent: Iterable[sa.RowMapping]) -> dict[str, _Mine]:
    found: dict[str, _Mine] = {}
    for row in sent:
        change = _change_of(row["body"])
        kind = kind_named(change.kind)
        mine = found.setdefault(row["rec"], _Mine())
        aside = set(_slots_of(row["aside"])) if row["aside"] else set()
        mine.aside |= aside
        slots = kind.slots(change.set) if kind else set(change.set)
        mine.slots |= slots
        mine.is_maker = mine.is_maker or not change.seen
        for slot in slots - aside:
            mine.last[slot] = row["seq"]
    return found


def _paths(
    kind: Kind | None, slot: str, doc: Mapping[str, Any], ver: Mapping[str, int]
) -> tuple[str, ...]:
    """The paths of a slot; of a group that this version does not know, whatever none guards."""
    members = kind.members(slot) if kind else (slot,)
    if slot.startswith("@") and not members:
        return tuple(path for path in doc if (kind.slot(path) if kind else path) not in ver)
    return members


def _may_be_sent(kind: Kind | None) -> bool:
    """The server writes conflicts itself; common records come back from whoever may write them."""
    return kind is None or not (kind.record is Conflict or kind.is_common)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
