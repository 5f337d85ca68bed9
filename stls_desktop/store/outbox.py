"""The outbox: changes that the server does not have yet, oldest first.

At most one open change for each record; sending freezes it, and later edits begin a new one.
A change that the server set aside stays here, with the reason, until its author settles it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
import sqlalchemy as sa

from stls_core.changes import Change
from stls_desktop.store import bulk, tables

OPEN: Final = "open"
FROZEN: Final = "frozen"
ATTENTION: Final = "attention"

_change_of = msgspec.json.Decoder(Change).decode


_OF_RECORDS = (
    sa.select(tables.outbox.c.state, tables.outbox.c.body)
    .where(bulk.one_of(tables.outbox.c.rec))
    .order_by(tables.outbox.c.n)
)


@dataclass
class Waiting:
    """The changes of one record that are not on the server yet."""

    open: Change | None = None  # edits are still added to it
    frozen: list[Change] = field(default_factory=list)  # on the way


class SetAside(msgspec.Struct, frozen=True):
    """A change that the server could not take, and why."""

    change: Change
    why: str


class Outbox:
    """The queue inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._table = tables.outbox

    def keep(self, changes: Sequence[Change]) -> None:
        """Add changes, or write open ones again with more in them."""
        rows = [
            {
                "op": change.op,
                "rec": change.rec,
                "kind": change.kind,
                "body": msgspec.json.encode(change).decode(),
                "state": OPEN,
                "why": "",
            }
            for change in changes
        ]
        bulk.upsert(self._connection, self._table, rows, key="op")

    def of_records(self, ids: Sequence[str]) -> dict[str, Waiting]:
        """What waits for each of these records: the open change, and those on the way."""
        found: dict[str, Waiting] = {}
        for state, body in self._connection.execute(_OF_RECORDS, bulk.listed(ids)).all():
            change = _change_of(body)
            mine = found.setdefault(change.rec, Waiting())
            if state == OPEN:
                mine.open = change
            elif state == FROZEN:
                mine.frozen.append(change)
        return found

    def named(self, ops: Sequence[str]) -> dict[str, Change]:
        """Changes by their operation id, waiting or already sent."""
        found: dict[str, Change] = {}
        for table in (self._table, tables.sent) if ops else ():
            bodies = self._connection.execute(sa.select(table.c.body).where(table.c.op.in_(ops)))
            changes = (_change_of(body) for body in bodies.scalars())
            found.update((change.op, change) for change in changes)
        return found

    def freeze(self, limit: int, *, behind: str = "") -> tuple[Change, ...]:
        """The next batch: what was frozen before, else the oldest open changes, now frozen.

        A batch that was sent and not answered is offered again as it was; the server's receipts
        make that harmless. `behind` names the last operation of the batch that is on the way:
        then it is the batch after that one.
        """
        box = self._table.c
        place = sa.select(box.n).where(box.op == behind).scalar_subquery()
        is_next = box.n > place if behind else sa.true()  # a place may be 0 or below, see `hurry`
        waiting = self._of(is_next, FROZEN, limit)
        if waiting:
            return waiting
        ns = self._connection.execute(
            sa.select(box.n).where(box.state == OPEN).order_by(box.n).limit(limit)
        ).scalars()
        chosen = list(ns)
        if not chosen:
            return ()
        self._connection.execute(
            self._table.update().where(box.state == OPEN, box.n <= chosen[-1]).values(state=FROZEN)
        )
        return self._of(is_next, FROZEN, limit)

    def hurry(self, rec: str) -> bool:
        """Put the open change of a record at the front of the queue; False where it must wait.

        Only for a record that the server knows already and of which nothing else waits: what a
        change builds on has to arrive before it.
        """
        box, shadow = self._table.c, tables.shadow.c
        waiting = self._connection.execute(sa.select(box.op).where(box.rec == rec)).scalars().all()
        is_known = self._connection.execute(sa.select(shadow.id).where(shadow.id == rec)).first()
        if len(waiting) != 1 or not is_known:
            return False
        first = self._connection.execute(sa.select(sa.func.min(box.n))).scalar_one()
        place = self._table.update().where(box.op == waiting[0], box.state == OPEN)
        return bool(self._connection.execute(place.values(n=first - 1)).rowcount)

    def set_aside(self) -> tuple[SetAside, ...]:
        """The changes that a person has to look at."""
        rows = self._connection.execute(
            sa.select(self._table.c.body, self._table.c.why)
            .where(self._table.c.state == ATTENTION)
            .order_by(self._table.c.n)
        )
        return tuple(SetAside(_change_of(body), why) for body, why in rows)

    def waiting(self) -> tuple[Change, ...]:
        """Everything that is not on the server yet and not set aside, oldest first."""
        rows = self._connection.execute(
            sa.select(self._table.c.body)
            .where(self._table.c.state != ATTENTION)
            .order_by(self._table.c.n)
        )
        return tuple(_change_of(body) for body in rows.scalars())

    def _of(
        self, where: sa.ColumnElement[bool], state: str, limit: int | None = None
    ) -> tuple[Change, ...]:
        rows = self._connection.execute(
            sa.select(self._table.c.body)
            .where(where, self._table.c.state == state)
            .order_by(self._table.c.n)
            .limit(limit)
        )
        return tuple(_change_of(body) for body in rows.scalars())
