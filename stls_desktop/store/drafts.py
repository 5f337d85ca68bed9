"""Drafts: what is being typed, written within a second, whether or not it is valid yet.

A draft knows the document its form opened with, so that settling it sends only what its author
changed and never reverts what a colleague's change brought in meanwhile.
"""

import datetime as dt
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from stls_desktop.store import tables


class Draft(msgspec.Struct, frozen=True):
    """One record's unfinished form. `form` is the record whose screen it stands on."""

    rec: str
    kind: str
    form: str
    before: dict[str, Any]  # flat document when the form opened
    doc: dict[str, Any]  # flat document as typed so far
    seen: dict[str, int | str] = {}  # {slot: version, or own operation} that stood in the form
    raw: dict[str, str] = {}  # {field: text that is no value yet, such as half a date}
    place: dict[str, Any] = {}  # {"field": name, "caret": position}
    saved_at: str = ""


_JSON = ("before", "doc", "seen", "raw", "place")


class DraftTable:
    """The table of drafts inside one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, draft: Draft, now: dt.datetime) -> None:
        """Write a draft, in place of the older one of the same record."""
        row: dict[str, Any] = {
            name: msgspec.json.encode(getattr(draft, name)).decode() for name in _JSON
        }
        row.update(rec=draft.rec, kind=draft.kind, form=draft.form, saved_at=now.isoformat())
        upsert = insert(tables.draft).values(row)
        self._connection.execute(upsert.on_conflict_do_update(index_elements=["rec"], set_=row))

    def drop(self, rec: str) -> None:
        """Forget the draft of a record."""
        self._connection.execute(tables.draft.delete().where(tables.draft.c.rec == rec))

    def of_form(self, form: str) -> tuple[Draft, ...]:
        """The drafts that stand on the screen of this record."""
        return self._read(tables.draft.c.form == form)

    def all(self) -> tuple[Draft, ...]:
        """Every draft, oldest first."""
        return self._read(sa.true())

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[Draft, ...]:
        rows = self._connection.execute(
            sa.select(tables.draft).where(where).order_by(tables.draft.c.n)
        ).mappings()
        return tuple(_draft_of(row) for row in rows)


def _draft_of(row: sa.RowMapping) -> Draft:
    values = {name: msgspec.json.decode(row[name]) for name in _JSON}
    return Draft(
        rec=row["rec"], kind=row["kind"], form=row["form"], saved_at=row["saved_at"], **values
    )
