"""What became of records on this laptop: each change of a record that was there before.

A revision is written in the transaction that changes the record, typed here or brought by a sync.
The record as it stands, with its revisions taken back one by one, is every earlier version of it;
so none is kept of a record's beginning, and nothing here is ever sent or rewritten.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from stls_core.documents import Flat
from stls_desktop.store import bulk, tables

HERE: Final = "here"
COUNCIL: Final = "council"
RESTORE: Final = "restore"
KEPT_DAYS: Final = 90
MOST: Final = 200
"""Of one record: a note that is typed on for a month has far fewer."""
SITTING: Final = dt.timedelta(minutes=5)
"""What one hand changes within this time is one revision, because a form settles every pause."""

_LAST = sa.select(sa.func.max(tables.revision.c.n)).where(bulk.one_of(tables.revision.c.rec))
_EDIT = dict[str, tuple[Any, Any]]
_INSERT = "INSERT INTO revision (rec, kind, what, source, at, edit) VALUES (?, ?, ?, ?, ?, ?)"
_TOO_MANY = (
    "DELETE FROM revision WHERE rec = ? AND n <="
    " (SELECT n FROM revision WHERE rec = ? ORDER BY n DESC LIMIT 1 OFFSET ?)"
)


class Revision(msgspec.Struct, frozen=True):
    """One change of one record. `edit` is {path: (value before, value after)}; None is nothing."""

    n: int
    rec: str
    kind: str
    what: str
    source: str
    at: str
    edit: dict[str, tuple[Any, Any]]


def step(before: Flat, after: Flat) -> dict[str, tuple[Any, Any]]:
    """What differs between two views of a record."""
    paths = sorted({*before, *after})
    return {p: (before.get(p), after.get(p)) for p in paths if before.get(p) != after.get(p)}


class Revisions:
    """The table inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._table = tables.revision

    def keep(
        self,
        steps: Mapping[str, tuple[str, Mapping[str, tuple[Any, Any]]]],
        source: str,
        now: dt.datetime,
        named: str = "",
    ) -> None:
        """Write {record: (kind, step)}; empty steps are none. `named` says what they are."""
        wanted = {rec: said for rec, said in steps.items() if said[1]}
        if not wanted:
            return
        newest = self._newest(tuple(wanted)) if source == HERE else {}
        rows, gone = [], []
        for rec, (kind, edit) in wanted.items():
            what, told, at = named or what_it_is(edit), dict(edit), now.isoformat()
            last = newest.get(rec)
            if last is not None and _is_one_sitting(last, what, now):
                told, at = joined(last.edit, told), last.at  # a sitting is measured from its start
                gone.append((last.n,))
            if told:
                rows.append((rec, kind, what, source, at, _json(told)))
        if gone:
            self._connection.exec_driver_sql("DELETE FROM revision WHERE n = ?", gone)
        if rows:
            self._connection.exec_driver_sql(_INSERT, rows)
            self._connection.exec_driver_sql(_TOO_MANY, [(r[0], r[0], MOST) for r in rows])

    def forget_before(self, at: dt.datetime) -> int:
        """Forget what is older; how many that were."""
        old = self._table.delete().where(self._table.c.at < at.isoformat())
        return self._connection.execute(old).rowcount

    def of_record(self, rec: str) -> tuple[Revision, ...]:
        """All that is kept of a record, the newest first."""
        return self._read(self._table.c.rec == rec)

    def deletions(self, *, offset: int, limit: int) -> tuple[Revision, ...]:
        """The latest deletions, the newest first; some may have been put back since."""
        return self._read(self._table.c.what == "delete", offset=offset, limit=limit)

    def _newest(self, ids: Sequence[str]) -> dict[str, Revision]:
        query = _LAST.group_by(self._table.c.rec)
        numbers = list(self._connection.execute(query, bulk.listed(ids)).scalars())
        found = self._read(self._table.c.n.in_(numbers)) if numbers else ()
        return {each.rec: each for each in found}

    def _read(
        self, where: sa.ColumnElement[bool], *, offset: int = 0, limit: int | None = None
    ) -> tuple[Revision, ...]:
        query = sa.select(self._table).where(where).order_by(self._table.c.n.desc())
        rows = self._connection.execute(query.offset(offset).limit(limit)).mappings()
        return tuple(
            Revision(**{**row, "edit": msgspec.json.decode(row["edit"], type=_EDIT)})
            for row in rows
        )


def what_it_is(edit: Mapping[str, tuple[Any, Any]]) -> str:
    """`delete`, `put_back` or `edit`."""
    if "deleted" not in edit:
        return "edit"
    return "delete" if edit["deleted"][1] else "put_back"


def joined(
    earlier: Mapping[str, tuple[Any, Any]], later: Mapping[str, tuple[Any, Any]]
) -> dict[str, tuple[Any, Any]]:
    """Two steps in a row as one; what came back to where it was is no step."""
    both = dict(earlier)
    for path, (before, after) in later.items():
        both[path] = (earlier[path][0] if path in earlier else before, after)
    return {path: pair for path, pair in both.items() if pair[0] != pair[1]}


def _is_one_sitting(last: Revision, what: str, now: dt.datetime) -> bool:
    if last.source != HERE or last.what != "edit" or what != "edit":
        return False
    return dt.timedelta(0) <= now - dt.datetime.fromisoformat(last.at) <= SITTING


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
