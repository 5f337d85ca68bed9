"""What one push is working on: the locked records, what was written to them, and the numbers.

Numbers are given last, under the feed's lock. Until then a version written here is provisional:
above every real number and in the order of the batch, so that the merge can compare both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from stls_core.records import Kind, kind_named
from stls_server import bulk, tables
from stls_server.auth import Caller

PROVISIONAL: Final = 2**61
"""Provisional number of the first entry; no laptop may name a number this high."""


class Receipt(msgspec.Struct, omit_defaults=True):
    """What became of one operation, as it is kept for the day it is sent again.

    `conflicts` {slot: id of the conflict record} lets a later operation of the same author go on
    in the same conflict.
    """

    state: str
    seq: int = 0
    bad: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()
    why: str = ""
    conflicts: dict[str, str] = {}


@dataclass(slots=True)
class Live:
    """A record as it stands inside this transaction. `stored` is its (feed, unit) before it."""

    id: str
    kind: Kind
    feed: str
    unit: str
    seq: int = 0
    doc: dict[str, Any] = field(default_factory=dict)
    ver: dict[str, int] = field(default_factory=dict)
    created_by: str = ""
    stored: tuple[str, str] | None = None
    is_touched: bool = False

    def put(self, values: Mapping[str, Any]) -> None:
        """Make values live; None clears a path."""
        for path, value in values.items():
            if value is None:
                self.doc.pop(path, None)
            else:
                self.doc[path] = value


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a number, what was sent, and what became live where that is something else."""

    account: str
    device: str
    op: str
    patch: Mapping[str, Any]
    applied: Mapping[str, Any] | None

    def value_of(self, path: str) -> object:
        """The live value of a path right after this was written."""
        if self.applied is not None and path in self.applied:
            return self.applied[path]
        return self.patch.get(path)


@dataclass(slots=True)
class Entry:
    """One line of the change log, before it has its number.

    A line without effect, such as a mere clash, is logged and leaves its record where it was.
    """

    live: Live
    written: Written
    client_at: str
    before: dict[str, Any]
    is_effective: bool = True
    number: int = 0


class Batch:
    """The state of one push inside its transaction."""

    def __init__(self, connection: sa.Connection, caller: Caller, authority: str) -> None:
        self.connection = connection
        self.caller = caller
        self.authority = authority
        self.lives: dict[str, Live] = {}
        self.entries: list[Entry] = []
        self.receipts: dict[str, Receipt] = {}
        self.first_number = 0  # of the life that began when an older backup was put back
        self._past: dict[tuple[str, int], Written | None] = {}

    def load(self, ids: Iterable[str]) -> None:
        """Lock records in the order of their ids, so that two pushes never wait in a ring."""
        wanted = set(ids) - self.lives.keys()
        if wanted:
            self.load_where(bulk.among(self.connection, tables.rec.c.id, wanted))

    def load_where(self, where: sa.ColumnElement[bool]) -> list[Live]:
        """Lock and return the records of a condition that are not here yet."""
        c = tables.rec.c
        rows = self.connection.execute(
            sa.select(c.id, c.kind, c.feed, c.unit, c.seq, c.doc, c.ver, c.created_by)
            .where(where)
            .order_by(c.id)
            .with_for_update()
        ).all()
        return [live for row in rows if row.id not in self.lives and (live := self._keep(row))]

    def write(self, entry: Entry) -> int:
        """Add a line to the log and return its provisional number."""
        number = PROVISIONAL + len(self.entries)
        self.entries.append(entry)
        self._past[entry.live.id, number] = entry.written
        return number

    def name_of(self, account: str) -> str:
        """The name of a person, for a conflict that people read."""
        if account == self.caller.account:
            return self.caller.name
        c = tables.account.c
        return self.connection.execute(sa.select(c.name).where(c.id == account)).scalar() or ""

    def written(self, rec: str, number: int) -> Written | None:
        """Who wrote this version of a record; None if the log does not reach that far."""
        key = (rec, number)
        if key not in self._past:
            self._past[key] = self._from_log(rec, number) if number > 0 else None
        return self._past[key]

    def _from_log(self, rec: str, number: int) -> Written | None:
        c = tables.chg.c
        row = self.connection.execute(
            sa.select(c.account, c.device, c.op, c.patch, c.applied).where(
                c.rec == rec, c.seq == number
            )
        ).first()
        return Written(*row) if row else None

    def _keep(self, row: sa.Row[*tuple[Any, ...]]) -> Live | None:
        kind = kind_named(row.kind)
        if kind is None:
            return None  # only an older server can meet these; every change to them is held
        live = Live(
            id=row.id,
            kind=kind,
            feed=row.feed,
            unit=row.unit,
            seq=row.seq,
            doc=row.doc,
            ver=row.ver,
            created_by=row.created_by,
            stored=(row.feed, row.unit),
        )
        self.lives[row.id] = live
        return live
