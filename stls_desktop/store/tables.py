"""The tables of the laptop: a few fixed ones for sync and drafts, one derived for each kind.

A kind's table is a projection of shadow and outbox that can be rebuilt at any time; dates are
ISO text, sets are JSON. Must hold no rule about any single kind.
"""

from typing import Any

import sqlalchemy as sa

from stls_core.records import Field, Kind, all_kinds

_COLUMN: dict[type, type[sa.types.TypeEngine[Any]]] = {
    int: sa.Integer,
    float: sa.Float,
    bool: sa.Boolean,
}


def _fixed(name: str, metadata: sa.MetaData, *columns: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(name, metadata, sa.Column("n", sa.Integer, primary_key=True), *columns)


def _text(name: str, **options: Any) -> sa.Column[Any]:  # noqa: ANN401 - column options
    return sa.Column(name, sa.Text, nullable=False, **options)


metadata = sa.MetaData()

shadow = _fixed(  # exactly what the server is known to hold
    "shadow",
    metadata,
    _text("id", unique=True),
    _text("kind"),
    _text("unit"),
    _text("feed"),
    _text("doc"),  # flat document, JSON
    _text("ver"),  # {slot: sequence number}, JSON
)
outbox = _fixed(
    "outbox",
    metadata,
    _text("op", unique=True),
    _text("rec", index=True),
    _text("kind"),
    _text("body"),  # the Change, JSON
    _text("state", index=True),  # open, frozen, attention
    _text("why", server_default=""),
)
sent = _fixed(  # kept 90 days, to be sent again to a server restored from an older copy
    "sent",
    metadata,
    _text("op", unique=True),
    _text("rec", index=True),
    _text("body"),
    sa.Column("seq", sa.Integer, nullable=False),
    _text("acked_at"),
    _text("aside", server_default=""),  # slots whose live value was another than sent, JSON
)
cursor = _fixed(
    "cursor",
    metadata,
    _text("feed", unique=True),
    _text("epoch"),
    sa.Column("seq", sa.Integer, nullable=False),
)
setting_value = _fixed("setting_value", metadata, _text("name", unique=True), _text("value"))
draft = _fixed(
    "draft",
    metadata,
    _text("rec", unique=True),
    _text("kind"),
    _text("form", index=True),  # the record whose screen is being filled in
    _text("before"),  # the flat document that the form opened with, JSON
    _text("doc"),  # the flat document as typed so far, JSON
    _text("raw"),  # {field: text that is not a value yet}, JSON
    _text("seen"),  # {slot: version that stood in the form}, JSON
    _text("place"),  # where the caret was, JSON
    _text("saved_at"),
)
search_entry = _fixed(
    "search_entry",
    metadata,
    _text("rec", unique=True),
    _text("kind"),
    _text("title"),
    _text("event_on"),
)
stored_file = _fixed(
    "stored_file",
    metadata,
    _text("sha256", unique=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    _text("kept_at"),
)
attached_file = _fixed(  # photos and PDFs: how far each has come; the bytes are in parts
    "attached_file",
    metadata,
    _text("sha256", unique=True),
    sa.Column("size", sa.Integer, nullable=False),  # bytes; 0 where only the hash is known
    _text("state"),  # here, safe (here and on the server), wanted (not whole here)
    sa.Column("sent", sa.Integer, nullable=False),  # parts that the server has
    _text("why"),  # what stood in the way the last time, in words
    _text("kept_at"),
    _text("tried_at"),
)
file_part = _fixed(  # at most 1 MiB each, so that no statement holds a whole file
    "file_part",
    metadata,
    _text("sha256"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Index("uq_file_part", "sha256", "number", unique=True),
)
revision = _fixed(  # what became of records on this laptop; pruned by age and number
    "revision",
    metadata,
    _text("rec", index=True),
    _text("kind"),
    _text("what", index=True),  # edit, restore, delete, put_back
    _text("source"),  # here, council
    _text("at", index=True),  # the laptop's clock when it wrote or received it
    _text("edit"),  # {path: [before, after]}, JSON
)
FIXED = tuple(metadata.tables.values())

SEARCH_WORDS = (
    "CREATE VIRTUAL TABLE search_words USING fts5(title, body, content='',"
    " contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2')"
)


def table_of(kind: Kind, into: sa.MetaData) -> sa.Table:
    """The table of a kind: `n`, its place in sync, then a column for each declared field."""
    return sa.Table(
        kind.name,
        into,
        sa.Column("n", sa.Integer, primary_key=True),
        _text("unit", index=True),
        *(_column(kind, field) for field in kind.fields.values()),
        *(sa.Index(f"ix_{kind.name}_{'_'.join(names)}", *names) for names in kind.looked_up),
    )


def _column(kind: Kind, field: Field) -> sa.Column[Any]:
    if field.name == "id":
        return _text("id", unique=True)
    # of_id points to a record of any kind, so it cannot say which
    looked_up = field.name in (kind.parent, kind.event, "of_id") or bool(field.says.ref)
    looked_up = looked_up or field.says.is_looked_up
    column_type = sa.Text if field.many else _COLUMN.get(field.python_type, sa.Text)
    return sa.Column(
        field.name, column_type, nullable=True, index=True if looked_up and not field.many else None
    )


KIND_TABLES = {kind.name: table_of(kind, metadata) for kind in all_kinds()}


def add_kind(kind: Kind) -> sa.Table:
    """Derive the table of a kind that was declared after this module, as a test does.

    The table itself is made by a migration, like every other.
    """
    KIND_TABLES[kind.name] = table_of(kind, sa.MetaData())
    return KIND_TABLES[kind.name]
