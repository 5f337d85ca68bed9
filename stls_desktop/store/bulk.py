"""Many rows at once, at the driver's speed: statements are compiled once and filled by position.

SQLAlchemy still writes the SQL; only its work for each row, which is half the time of a first
sync, is left out. Values must already be what the column stores.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import dialect, insert
from sqlcipher3 import dbapi2 as sqlcipher

# Left to itself the driver searches for an adapter at every empty or yes/no value it binds: two
# thirds of the time of writing a row of twenty columns.
sqlcipher.register_adapter(type(None), lambda nothing: nothing)
sqlcipher.register_adapter(bool, int)

CHUNK: Final = 500  # ids in one IN (...), well under SQLite's limit of variables


@cache
def _upsert(
    table: sa.Table, key: str, names: tuple[str, ...], kept: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    statement = insert(table).values({name: sa.bindparam(name) for name in names})
    replaced = {name: statement.excluded[name] for name in names if name not in (key, *kept)}
    statement = statement.on_conflict_do_update(index_elements=[key], set_=replaced)
    compiled = statement.compile(dialect=dialect())
    return str(compiled), tuple(compiled.positiontup or ())


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str,
    kept: tuple[str, ...] = (),
) -> None:
    """Insert rows, or replace those with the same `key`; `kept` columns keep their old value.

    Every row has the columns of the first.
    """
    if rows:
        sql, names = _upsert(table, key, tuple(rows[0]), kept)
        connection.exec_driver_sql(sql, list(map(itemgetter(*names), rows)))


def chunks(ids: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Ids in parts that fit into one statement."""
    for start in range(0, len(ids), CHUNK):
        yield tuple(ids[start : start + CHUNK])


def one_of(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """`column IN (ids)`, to be filled with the parameter `ids`: written once, cached for ever."""
    return column.in_(sa.bindparam("ids", expanding=True))
