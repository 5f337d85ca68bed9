"""Many rows at once, at the driver's speed: statements are made once and filled by position.

SQLAlchemy's work for each row would be half the time of a first sync. Names come from the tables,
never from data; values must already be what the column stores.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

# Left to itself the driver searches for an adapter at every empty or yes/no value it binds: two
# thirds of the time of writing a row of twenty columns.
sqlcipher.register_adapter(type(None), lambda nothing: nothing)
sqlcipher.register_adapter(bool, int)

CHUNK: Final = 500


@cache
def _upsert(table: sa.Table, key: str, names: tuple[str, ...], kept: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{table.c[name].name}"' for name in names)  # only what the table has
    marks = ", ".join("?" * len(names))
    replaced = ", ".join(f'"{n}" = excluded."{n}"' for n in names if n not in (key, *kept))
    return (
        f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - declared names
        f' ON CONFLICT ("{key}") DO UPDATE SET {replaced}'
    )


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
        names = tuple(rows[0])
        values = list(map(itemgetter(*names), rows))
        upsert_values(connection, table, names, values, key=key, kept=kept)


def upsert_values(
    connection: sa.Connection,
    table: sa.Table,
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    *,
    key: str,
    kept: tuple[str, ...] = (),
) -> None:
    """The same for rows that are tuples already, in the order of `names`."""
    if rows:
        connection.exec_driver_sql(_upsert(table, key, names, kept), rows)


def chunks(ids: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Ids in parts, so that not all of their documents are in memory at once."""
    for start in range(0, len(ids), CHUNK):
        yield tuple(ids[start : start + CHUNK])


def one_of(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the column has one of the values in `listed`: one parameter, however many."""
    each = sa.func.json_each(sa.bindparam("ids", type_=sa.Text)).table_valued("value")
    return column.in_(sa.select(each.c.value))


def listed(ids: Iterable[str]) -> dict[str, str]:
    """The parameter for `one_of`."""
    return {"ids": msgspec.json.encode(tuple(ids)).decode()}
