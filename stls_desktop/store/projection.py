"""Keeps each kind's table and the search index in step with shadow and outbox.

A record's row is its view: the shadow's document with unsent changes on top. Everything here can
be thrown away and made again from those two.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from stls_core.changes import Change, overlay
from stls_core.documents import Document, nest, title_of, unit_of
from stls_core.records import Kind, kind_named
from stls_desktop.store import tables

CHUNK = 500  # ids in one IN (...), under SQLite's limit of variables
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_decode_change = msgspec.json.Decoder(Change).decode


def views_of(
    connection: sa.Connection, ids: Sequence[str]
) -> dict[str, tuple[str, dict[str, Any]]]:
    """{id: (kind, flat document)} of records as they are shown, unknown fields included."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    shadow, outbox = tables.shadow.c, tables.outbox.c
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        rows = connection.execute(
            sa.select(shadow.id, shadow.kind, shadow.doc).where(shadow.id.in_(some))
        )
        found.update((rec, (kind, _decode(doc))) for rec, kind, doc in rows)
        waiting = connection.execute(
            sa.select(outbox.rec, outbox.kind, outbox.body)
            .where(outbox.rec.in_(some))
            .order_by(outbox.n)
        )
        for rec, kind, body in waiting:
            doc = found[rec][1] if rec in found else {}
            found[rec] = (kind, overlay(doc, [_decode_change(body)]))
    return found


def project(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Write the rows and the search entries of these records again."""
    write(connection, views_of(connection, ids))


def write(connection: sa.Connection, views: Mapping[str, tuple[str, dict[str, Any]]]) -> None:
    """Write rows and search entries of views that the caller already has."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for rec, (kind_name, flat) in views.items():
        by_kind.setdefault(kind_name, []).append({**flat, "id": rec})
    for kind_name, documents in by_kind.items():
        kind = kind_named(kind_name)
        if kind is None or kind_name not in tables.KIND_TABLES:
            continue  # a newer kind: kept in shadow, shown after the upgrade
        nested = [nest(flat) for flat in documents]
        _write_rows(connection, kind, documents, nested)
        _write_search(connection, kind, nested)


def row_of(kind: Kind, unit: str, document: Document) -> dict[str, Any]:
    """A nested document as the row of its kind's table; what is unknown stays in shadow."""
    row: dict[str, Any] = {"unit": unit}
    for name, field in kind.fields.items():
        value = document.get(name)
        plain = value is None or (isinstance(value, str | int | float) and not field.many)
        row[name] = value if plain else msgspec.json.encode(value).decode()
    return row


def document_of_row(kind: Kind, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The nested document that a row was made of, as far as this version knows it."""
    document: dict[str, Any] = {}
    for name, field in kind.fields.items():
        value = row[name]
        if value is not None:
            document[name] = msgspec.json.decode(value) if field.many else value
    return document


def _write_rows(
    connection: sa.Connection,
    kind: Kind,
    flats: Iterable[Mapping[str, Any]],
    nested: Iterable[Document],
) -> None:
    table = tables.KIND_TABLES[kind.name]
    rows = [row_of(kind, unit_of(kind, f), d) for f, d in zip(flats, nested, strict=True)]
    upsert = insert(table)
    replaced = {c.name: upsert.excluded[c.name] for c in table.c if c.name not in ("n", "id")}
    connection.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=replaced), rows)


def _write_search(connection: sa.Connection, kind: Kind, documents: Sequence[Document]) -> None:
    searched = [f.name for f in kind.fields.values() if f.says.is_searchable]
    if not searched:
        return
    entry = tables.search_entry
    ids = [document["id"] for document in documents]
    known: dict[str, int] = {}
    for start in range(0, len(ids), CHUNK):
        rows = connection.execute(
            sa.select(entry.c.rec, entry.c.n).where(entry.c.rec.in_(ids[start : start + CHUNK]))
        )
        known.update((rec, n) for rec, n in rows)
    if known:
        gone = [{"n": n} for n in known.values()]
        connection.execute(sa.text("DELETE FROM search_words WHERE rowid = :n"), gone)
    shown = [d for d in documents if not d.get("deleted")]
    if len(shown) < len(documents):
        hidden = [d["id"] for d in documents if d.get("deleted")]
        connection.execute(entry.delete().where(entry.c.rec.in_(hidden)))
    if not shown:
        return
    top = connection.execute(sa.select(sa.func.coalesce(sa.func.max(entry.c.n), 0))).scalar_one()
    entries, words = [], []
    for document in shown:
        n = known.get(document["id"])
        if n is None:
            top += 1
            n = top
        title = title_of(kind, document)
        entries.append(
            {
                "n": n,
                "rec": document["id"],
                "kind": kind.name,
                "title": title,
                "event_on": str(document.get(kind.event) or ""),
            }
        )
        body = "\n".join(str(document[name]) for name in searched if document.get(name))
        words.append({"n": n, "title": title, "body": body})
    upsert = insert(entry)
    replaced = {name: upsert.excluded[name] for name in ("title", "event_on")}
    connection.execute(upsert.on_conflict_do_update(index_elements=["rec"], set_=replaced), entries)
    connection.execute(
        sa.text("INSERT INTO search_words(rowid, title, body) VALUES (:n, :title, :body)"), words
    )


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
    for start in range(0, len(everything), CHUNK):
        project(connection, everything[start : start + CHUNK])
