"""Keeps each kind's table and the search index in step with shadow and outbox.

A record's row is its view: the shadow's document with unsent changes on top. Everything here can
be thrown away and made again from those two.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from stls_core.changes import Change, overlay
from stls_core.documents import Document, Flat, nest, title_of, unit_of
from stls_core.records import Field, Kind, kind_named
from stls_desktop.store import bulk, tables
from stls_desktop.store.spelling import indexed

_SHADOWS = sa.select(tables.shadow.c.id, tables.shadow.c.kind, tables.shadow.c.doc).where(
    bulk.one_of(tables.shadow.c.id)
)
_WAITING = (
    sa.select(tables.outbox.c.rec, tables.outbox.c.kind, tables.outbox.c.body)
    .where(bulk.one_of(tables.outbox.c.rec))
    .order_by(tables.outbox.c.n)
)
_ENTRIES = sa.select(tables.search_entry.c.rec, tables.search_entry.c.n).where(
    bulk.one_of(tables.search_entry.c.rec)
)
_NO_ENTRY = tables.search_entry.delete().where(bulk.one_of(tables.search_entry.c.rec))
_ENTRY_COLUMNS = ("n", "rec", "kind", "title", "event_on")
_LAST_ENTRY = sa.select(sa.func.coalesce(sa.func.max(tables.search_entry.c.n), 0))
_NESTED = (list, dict)
_PLAIN = frozenset((str, bool, float, type(None)))  # these a column takes as they are
_LARGEST = 2**63 - 1
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_decode_change = msgspec.json.Decoder(Change).decode


def views_of(
    connection: sa.Connection, ids: Sequence[str]
) -> dict[str, tuple[str, dict[str, Any]]]:
    """{id: (kind, flat document)} of records as they are shown, unknown fields included."""
    listed = bulk.listed(ids)
    rows = connection.execute(_SHADOWS, listed).all()
    found: dict[str, tuple[str, dict[str, Any]]]
    found = {rec: (kind, _decode(doc)) for rec, kind, doc in rows}
    for rec, kind, body in connection.execute(_WAITING, listed).all():
        doc = found[rec][1] if rec in found else {}
        found[rec] = (kind, overlay(doc, [_decode_change(body)]))
    return found


def project(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Write the rows and the search entries of these records again."""
    write(connection, views_of(connection, ids))


def write(connection: sa.Connection, views: Mapping[str, tuple[str, dict[str, Any]]]) -> None:
    """Write rows and search entries of views that the caller already has."""
    by_kind: dict[str, list[Flat]] = {}
    for rec, (kind_name, flat) in views.items():
        whole = flat if flat.get("id") == rec else {**flat, "id": rec}
        by_kind.setdefault(kind_name, []).append(whole)
    for kind_name, flats in by_kind.items():
        kind = kind_named(kind_name)
        if kind is None or kind_name not in tables.KIND_TABLES:
            continue  # a newer kind: kept in shadow, shown after the upgrade
        # Most documents hold no set, and are nested as they are.
        documents = [nest(flat) if "/" in "".join(flat) else flat for flat in flats]
        _write_rows(connection, kind, [unit_of(kind, flat) for flat in flats], documents)
        _write_search(connection, kind, documents)


def _stored(field: Field, value: object) -> object:
    """The value as its column takes it: sets and whatever should be none as JSON."""
    if value is not None and (field.many or type(value) in _NESTED):
        return msgspec.json.encode(value).decode()
    if type(value) is int and abs(value) > _LARGEST:
        return None  # no column holds it; the document still does
    return value


def document_of_row(kind: Kind, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The nested document that a row was made of, as far as this version knows it."""
    document: dict[str, Any] = {}
    for name, field in kind.fields.items():
        value = row[name]
        if value is not None:
            document[name] = msgspec.json.decode(value) if field.many else value
    return document


def _write_rows(
    connection: sa.Connection, kind: Kind, units: Iterable[str], documents: Iterable[Document]
) -> None:
    """Each row is the unit, then the declared fields; what is unknown stays in shadow."""
    fields = kind.fields.values()
    rows: list[tuple[Any, ...]] = []
    for unit, document in zip(units, documents, strict=True):
        values = [document.get(name) for name in kind.fields]
        if not (_PLAIN.issuperset(map(type, values)) and kind.sets.isdisjoint(document)):
            values = [_stored(field, value) for field, value in zip(fields, values, strict=True)]
        rows.append((unit, *values))
    table, names = tables.KIND_TABLES[kind.name], ("unit", *kind.fields)
    bulk.upsert_values(connection, table, names, rows, key="id")


def _write_search(connection: sa.Connection, kind: Kind, documents: Sequence[Document]) -> None:
    searched = [f.name for f in kind.fields.values() if f.says.is_searchable]
    if not searched:
        return
    listed = bulk.listed(document["id"] for document in documents)
    known: dict[str, int] = dict(connection.execute(_ENTRIES, listed).all())
    if known:
        gone = [(n,) for n in known.values()]
        connection.exec_driver_sql("DELETE FROM search_words WHERE rowid = ?", gone)
    shown = [d for d in documents if not d.get("deleted")]
    if len(shown) < len(documents):
        hidden = bulk.listed(d["id"] for d in documents if d.get("deleted"))
        connection.execute(_NO_ENTRY, hidden)
    if not shown:
        return
    fresh = itertools.count(connection.execute(_LAST_ENTRY).scalar_one() + 1)
    entries, words = [], []
    for document in shown:
        rec, title = document["id"], title_of(kind, document)
        n = known.get(rec) or next(fresh)
        entries.append((n, rec, kind.name, title, str(document.get(kind.event) or "")))
        body = "\n".join(str(document[name]) for name in searched if document.get(name))
        words.append((n, indexed(title), indexed(body)))
    bulk.upsert_values(
        connection, tables.search_entry, _ENTRY_COLUMNS, entries, key="rec", kept=("n",)
    )
    sql = "INSERT INTO search_words(rowid, title, body) VALUES (?, ?, ?)"
    connection.exec_driver_sql(sql, words)


def remove(connection: sa.Connection, gone: Mapping[str, str]) -> None:
    """Delete the rows and search entries of {id: kind}, down to the words in the index."""
    listed = bulk.listed(gone)
    for kind_name in set(gone.values()) & set(tables.KIND_TABLES):
        table = tables.KIND_TABLES[kind_name]
        connection.execute(table.delete().where(bulk.one_of(table.c.id)), listed)
    entries = [(n,) for _, n in connection.execute(_ENTRIES, listed).all()]
    if entries:
        connection.exec_driver_sql("DELETE FROM search_words WHERE rowid = ?", entries)
        connection.exec_driver_sql("DELETE FROM search_entry WHERE n = ?", entries)
        # Deleting only marks them; writing the index anew is what takes the words out.
        connection.exec_driver_sql("INSERT INTO search_words(search_words) VALUES ('optimize')")


def rebuild(connection: sa.Connection) -> None:
    """Empty every kind's table and the index, and make them again from shadow and outbox."""
    for table in tables.KIND_TABLES.values():
        connection.execute(table.delete())
    connection.execute(tables.search_entry.delete())
    connection.execute(sa.text("INSERT INTO search_words(search_words) VALUES ('delete-all')"))
    ids = connection.execute(
        sa.union(sa.select(tables.shadow.c.id), sa.select(tables.outbox.c.rec))
    ).scalars()
    everything = list(ids)
    for some in bulk.chunks(everything):
        project(connection, some)
