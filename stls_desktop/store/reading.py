"""Reads: typed records and small frozen answers, never a row or a connection.

`find` and `get` serve every kind alike; what needs a query of its own stands in `queries`.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from stls_core.changes import Change
from stls_core.documents import view
from stls_core.records import Kind, Problem, Record, kind_named, kind_of
from stls_desktop.store import projection, tables
from stls_desktop.store.drafts import Draft, DraftTable
from stls_desktop.store.files import FilesHeld
from stls_desktop.store.outbox import Outbox, SetAside
from stls_desktop.store.revisions import Revision, Revisions

R = TypeVar("R", bound=Record)


class Opened(msgspec.Struct, frozen=True):
    """A record as a form needs it: the document, and the versions its author will have seen."""

    kind: str
    rec: str
    doc: dict[str, Any]  # flat
    seen: dict[str, int | str]  # {slot: version, or this laptop's own operation}
    problems: tuple[Problem, ...] = ()


class Reader:
    """Reads inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, record: type[R], rec: str) -> R | None:
        """One record of a kind, or None."""
        return next(iter(self.find(record, id=rec)), None)

    def find(
        self,
        record: type[R],
        *,
        order_by: Sequence[str] = (),
        limit: int | None = None,
        deleted: bool = False,
        **equals: Any,  # noqa: ANN401 - any stored value
    ) -> tuple[R, ...]:
        """The records whose fields equal the given values; a tuple means "one of these".

        `order_by` names fields; a leading minus turns the order round.
        """
        kind = kind_of(record)
        table = tables.KIND_TABLES[kind.name]
        query = sa.select(table).limit(limit)
        for name, value in equals.items():
            column = table.c[name]
            query = query.where(column.in_(value) if isinstance(value, tuple) else column == value)
        if not deleted:
            query = query.where(is_there(table))
        query = query.order_by(*(_ordered(table, name) for name in order_by), table.c.n)
        return tuple(self._records(kind, query))

    def documents(self, record: type[Record]) -> dict[str, dict[str, Any]]:
        """{id: document} of every record of a kind, as far as this version knows it."""
        kind = kind_of(record)
        rows = self._connection.execute(sa.select(tables.KIND_TABLES[kind.name])).mappings()
        return {row["id"]: projection.document_of_row(kind, row) for row in rows}

    def open(self, rec: str) -> Opened | None:
        """A record with all that it holds, unknown fields included, for a form."""
        kind_name, flat = projection.views_of(self._connection, [rec]).get(rec, ("", {}))
        if not kind_name:
            return None
        return Opened(kind=kind_name, rec=rec, doc=flat, seen=self._seen(kind_name, rec))

    def revisions(self, rec: str) -> tuple[Revision, ...]:
        """What became of a record on this laptop, the newest first."""
        return Revisions(self._connection).of_record(rec)

    def deletions(self, *, offset: int, limit: int) -> tuple[Revision, ...]:
        """A page of the latest deletions, the newest first."""
        return Revisions(self._connection).deletions(offset=offset, limit=limit)

    def drafts(self, form: str | None = None) -> tuple[Draft, ...]:
        """All drafts, or those on the screen of one record."""
        table = DraftTable(self._connection)
        return table.all() if form is None else table.of_form(form)

    def recall(self, name: str, shape: type[Any], default: Any = None) -> Any:  # noqa: ANN401 - any stored value
        """A small value kept by `UnitOfWork.remember`, decoded as `shape`."""
        table = tables.setting_value.c
        text = self._connection.execute(
            sa.select(table.value).where(table.name == name)
        ).scalar_one_or_none()
        return default if text is None else msgspec.json.decode(text, type=shape)

    def file(self, sha256: str) -> bytes | None:
        """The bytes of an issued document."""
        table = tables.stored_file.c
        found = self._connection.execute(
            sa.select(table.content).where(table.sha256 == sha256)
        ).scalar_one_or_none()
        return None if found is None else bytes(found)

    @property
    def files(self) -> FilesHeld:
        """The bytes of photos and PDFs."""
        return FilesHeld(self._connection)

    def unsent(self) -> tuple[Change, ...]:
        """The changes that wait to be sent, oldest first."""
        return Outbox(self._connection).waiting()

    def set_aside(self) -> tuple[SetAside, ...]:
        """The changes that the server could not take, with the reason."""
        return Outbox(self._connection).set_aside()

    def arrivals(self, ids: tuple[str, ...]) -> dict[str, int]:
        """{id: sequence number at which the server first took the record}, as far as known."""
        shadow = tables.shadow.c
        rows = self._connection.execute(sa.select(shadow.id, shadow.ver).where(shadow.id.in_(ids)))
        versions = {rec: msgspec.json.decode(ver, type=dict[str, int]) for rec, ver in rows}
        return {rec: ver["id"] for rec, ver in versions.items() if "id" in ver}

    def cursors(self) -> dict[str, tuple[str, int]]:
        """{feed: (epoch, sequence number)}: how far each feed has been read."""
        table = tables.cursor.c
        rows = self._connection.execute(sa.select(table.feed, table.epoch, table.seq))
        return {feed: (epoch, seq) for feed, epoch, seq in rows}

    def _seen(self, kind_name: str, rec: str) -> dict[str, int | str]:
        shadow, outbox = tables.shadow.c, tables.outbox.c
        ver = self._connection.execute(
            sa.select(shadow.ver).where(shadow.id == rec)
        ).scalar_one_or_none()
        seen: dict[str, int | str] = msgspec.json.decode(ver) if ver else {}
        kind = kind_named(kind_name)
        waiting = self._connection.execute(
            sa.select(outbox.body).where(outbox.rec == rec).order_by(outbox.n)
        ).scalars()
        for body in waiting:
            change = msgspec.json.decode(body, type=Change)
            seen.update((kind.slot(path) if kind else path, change.op) for path in change.set)
        return seen

    def _records(self, kind: Kind, query: sa.Select[Any]) -> Iterator[Any]:
        for row in self._connection.execute(query).mappings():
            yield view(kind, projection.document_of_row(kind, row))[0]


def _ordered(table: sa.Table, name: str) -> sa.ColumnElement[Any]:
    column = table.c[name.lstrip("-")]
    return column.desc() if name.startswith("-") else column.asc()


def is_there(table: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a table or its alias
    """Whether a row is no deleted one."""
    there: sa.ColumnElement[bool] = table.c.deleted.is_(None) | (table.c.deleted == sa.false())
    return there
