"""Drafts: what is being typed, written within a second, whether or not it is valid yet.

A draft knows the document its form opened with, so that settling it sends only what its author
changed and never reverts what a colleague's change brought in meanwhile.
"""

import datetime as dt
import hashlib
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from stls_core.documents import canonical
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


def _keeping() -> sa.Executable:
    """Built once: a keystroke a second should not pay for building a statement."""
    statement = insert(tables.draft)
    new = {c.name: c for c in statement.excluded if c.name not in ("n", "rec")}
    return statement.on_conflict_do_update(index_elements=["rec"], set_=new)


_KEEP = _keeping()


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
        self._connection.execute(_KEEP, row)

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


class OpenForms:
    """Where the open forms stand, for those whose draft was settled behind their backs.

    A sync round settles what is typed while the form stays open, and the form's next draft still
    names the document it opened with. Its author has seen her own words, so it goes on from them.
    Kept in memory only, because the forms do not outlive the process either.
    """

    def __init__(self) -> None:
        self._ahead: dict[tuple[str, str], dict[bytes, Draft]] = {}

    def went_on(self, settled: Draft, now: Draft) -> None:
        """Remember that one draft became a change, and what its form goes on from."""
        starts = self._ahead.setdefault((now.form, now.rec), {})
        was = _start_of(settled)
        starts.update({old: now for old, at in starts.items() if _start_of(at) == was})
        starts[was] = now

    def caught_up(self, draft: Draft) -> Draft:
        """The draft with the document and the versions that its form would now stand at."""
        starts = self._ahead.get((draft.form, draft.rec))
        ahead = starts.get(_start_of(draft)) if starts else None
        if ahead is None:
            return draft
        return msgspec.structs.replace(draft, before=ahead.before, seen=ahead.seen)


def _start_of(draft: Draft) -> bytes:
    return hashlib.sha256(canonical([draft.before, draft.seen])).digest()


def _draft_of(row: sa.RowMapping) -> Draft:
    values = {name: msgspec.json.decode(row[name]) for name in _JSON}
    return Draft(
        rec=row["rec"], kind=row["kind"], form=row["form"], saved_at=row["saved_at"], **values
    )
