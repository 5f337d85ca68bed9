"""The typed tables `p_<kind>` that figures read, filled from fields declared `reported=True`.

Derived and rebuildable: nothing is lost with them. A value that a column cannot hold (a laptop
may send anything in a field) is empty here and untouched in the record.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import sqlalchemy as sa

from stls_core.documents import Flat, nest
from stls_core.records import Field, Kind
from stls_server import bulk, tables

_LARGEST: Final = 2**63 - 1
_CHUNK: Final = 1_000
_MADE: Final[dict[tuple[int, ...], "Projections"]] = {}
_CREATION: Final[dict[str, tuple[str, ...]]] = {}
"""Spelling the statements takes longer than running them, and a simulation needs thousands."""


def projections_of(kinds: Iterable[Kind]) -> "Projections":
    """The typed tables of these kinds, the same object for the same declarations."""
    declared = tuple(kinds)
    key = tuple(map(id, declared))
    if key not in _MADE:
        _MADE[key] = Projections(declared)
    return _MADE[key]


class Projections:
    """The typed tables of the kinds that are declared."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self.metadata = sa.MetaData()
        declared = tuple(kinds)
        self._reported = {kind.name: _Reported(kind) for kind in declared}
        self.tables = {kind.name: _table(self.metadata, kind) for kind in declared}

    @cached_property
    def shape(self) -> str:
        """Changes when a declaration changes what is reported."""
        columns = [
            f"{table.name}.{column.name} {column.type!r}"
            for table in self.tables.values()
            for column in table.c
        ]
        return hashlib.sha256("\n".join(columns).encode()).hexdigest()

    def creation(self, dialect: sa.Dialect) -> tuple[str, ...]:
        """The statements that make a whole empty database, fixed tables included."""
        key = f"{dialect.name} {self.shape}"
        if key not in _CREATION:
            _CREATION[key] = tuple(_statements((tables.metadata, self.metadata), dialect))
        return _CREATION[key]

    def write(
        self, connection: sa.Connection, records: Iterable[tuple[str, str, str, str, Flat]]
    ) -> None:
        """Fill the rows of (kind, id, unit, feed, flat document)."""
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for kind_name, rec, unit, feed, doc in records:
            reported = self._reported.get(kind_name)
            if reported is not None:
                row = {"id": rec, "unit": unit, "feed": feed, **reported.row(doc)}
                by_kind.setdefault(kind_name, []).append(row)
        for kind_name, rows in by_kind.items():
            bulk.put_rows(connection, self.tables[kind_name], rows)

    def rebuild(self, connection: sa.Connection) -> int:
        """Make every typed table anew from the records, and return how many rows they have."""
        present = sa.inspect(connection).get_table_names()
        for name in present:
            if name.startswith("p_"):
                connection.execute(sa.schema.DropTable(sa.Table(name, sa.MetaData())))
        self.metadata.create_all(connection)
        c, last, count = tables.rec.c, "", 0
        page = sa.select(c.kind, c.id, c.unit, c.feed, c.doc).order_by(c.id).limit(_CHUNK)
        while rows := connection.execute(page.where(c.id > last)).all():
            self.write(connection, (tuple(row) for row in rows))
            last, count = rows[-1].id, count + len(rows)
        connection.execute(tables.authority.update().values(projected=self.shape))
        return count

    def rebuild_if_changed(self, connection: sa.Connection) -> bool:
        """Rebuild when the declarations are not the ones that the tables were made for."""
        known = connection.execute(sa.select(tables.authority.c.projected)).scalar()
        if known == self.shape:
            return False
        self.rebuild(connection)
        return True


def _statements(parts: Iterable[sa.MetaData], dialect: sa.Dialect) -> Iterator[str]:
    for metadata in parts:
        for table in metadata.sorted_tables:
            yield str(sa.schema.CreateTable(table).compile(dialect=dialect))
            for index in sorted(table.indexes, key=lambda i: str(i.name)):
                yield str(sa.schema.CreateIndex(index).compile(dialect=dialect))


def _table(metadata: sa.MetaData, kind: Kind) -> sa.Table:
    columns = [sa.Column(f.name, _type(f)) for f in _reported_fields(kind)]
    table = sa.Table(
        f"p_{kind.name}",
        metadata,
        sa.Column("id", tables.Id, primary_key=True),
        sa.Column("unit", tables.Id, nullable=False),
        sa.Column("feed", tables.Id, nullable=False, index=True),
        sa.Column("deleted", sa.Boolean, nullable=False),
        *columns,
    )
    for field in _reported_fields(kind):
        if (field.says.ref or field.says.is_looked_up) and not field.many:
            sa.Index(f"ix_p_{kind.name}_{field.name}", table.c[field.name])
    return table


def _reported_fields(kind: Kind) -> list[Field]:
    return [f for f in kind.fields.values() if f.says.is_reported]


def _type(field: Field) -> sa.types.TypeEngine[Any]:
    if field.many:
        return tables.Parts
    if field.says.ref:
        return tables.Id
    python = field.python_type
    if python is bool:
        return sa.Boolean()
    if python is int:
        return tables.Number
    return sa.Float() if python is float else sa.Text()


class _Reported:
    """What one kind reports, ready to read row after row."""

    def __init__(self, kind: Kind) -> None:
        fields = _reported_fields(kind)
        self._plain = {f.name: f for f in fields if not f.many}
        self._sets = {f.name: f for f in fields if f.many}
        # "In person" is what a record says that was saved before anybody touched the field.
        self._defaults: dict[str, Any] = {f.name: _default(f) for f in fields}

    def row(self, doc: Flat) -> dict[str, Any]:
        """The reported values of a flat document, all of them, by name."""
        row = {**self._defaults, "deleted": bool(doc.get("deleted"))}
        elements: dict[str, Any] = {}
        for path, value in doc.items():
            field = self._plain.get(path)
            if field is not None:
                row[path] = value if _fits(field, value) else None
            elif "/" in path and path.partition("/")[0] in self._sets:
                elements[path] = value
        if elements:
            row.update(nest(elements))
        return row


def _default(field: Field) -> object:
    default = field.default
    return default if isinstance(default, str | int | float) and default != "" else None


def _fits(field: Field, value: object) -> bool:
    python = field.python_type
    if python is bool or isinstance(value, bool):
        return python is bool and isinstance(value, bool)
    if python in (int, float):
        return isinstance(value, python | int) and abs(value) <= _LARGEST
    if field.says.ref:
        return isinstance(value, str) and len(value) <= tables.ID_LENGTH
    return isinstance(value, str) and _is_readable(python, value)


def _is_readable(python: type, text: str) -> bool:
    try:
        _READERS.get(python, str)(text)
    except ValueError:
        return False
    return True


_READERS: Final[Mapping[type, Callable[[str], object]]] = {
    dt.date: dt.date.fromisoformat,
    dt.datetime: dt.datetime.fromisoformat,
    dt.time: dt.time.fromisoformat,
}
