"""The bytes of photos and PDFs by their hash, in parts of at most 1 MiB, and how far each has come.

A record names a hash; whether the bytes are here yet is known only to this module. What no record
names any more is taken out, and SQLite overwrites the pages. Must not decide who may have a file.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from stls_core import wire
from stls_desktop.store import bulk, tables
from stls_desktop.store.file_states import (
    HERE,
    MOST_AT_ONCE,
    SAFE,
    WANTED,
    FileDue,
    FilesDue,
    FileState,
)

PATIENCE: Final = dt.timedelta(days=1)  # in which a file is asked for in every round
UNDO_DAYS: Final = dt.timedelta(days=30)  # how long what was never sent can still be put back
WRONG: Final = "It arrived damaged and was thrown away. It is asked for again tomorrow."

_file, _part = tables.attached_file.c, tables.file_part.c


class FilesHeld:
    """What is known of files, in a transaction that may only read."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def states(self, hashes: Iterable[str]) -> dict[str, FileState]:
        """{hash: how far it has come} of those that anything is known of."""
        wanted = bulk.listed(hashes)
        here = sa.select(sa.func.count()).where(_part.sha256 == _file.sha256).scalar_subquery()
        query = sa.select(_file.sha256, _file.state, _file.size, _file.sent, here, _file.why)
        rows = self._connection.execute(query.where(bulk.one_of(_file.sha256)), wanted)
        return {
            sha256: FileState(state, size, held if state == WANTED else sent, why)
            for sha256, state, size, sent, held, why in rows
        }

    def content(self, sha256: str) -> bytes | None:
        """The bytes of a file, or None while they are not all here."""
        if self.states([sha256]).get(sha256, FileState()).state == WANTED:
            return None
        query = sa.select(_part.content).where(_part.sha256 == sha256).order_by(_part.number)
        return b"".join(self._connection.execute(query).scalars())

    def part(self, sha256: str, number: int) -> bytes:
        """One part of a file; empty if it is not here."""
        query = sa.select(_part.content).where(_part.sha256 == sha256, _part.number == number)
        return bytes(self._connection.execute(query).scalar_one_or_none() or b"")

    def troubled(self) -> dict[str, str]:
        """{hash: why} of those that something stood in the way of."""
        query = sa.select(_file.sha256, _file.why).where(_file.why != "", _file.state != SAFE)
        return {row.sha256: row.why for row in self._connection.execute(query)}

    def doubt(self) -> None:
        """What was on the server may not be there any more: offer every whole file again."""
        again = _file.state == SAFE
        self._connection.execute(
            tables.attached_file.update().where(again).values(state=HERE, sent=0, tried_at="")
        )

    def unsent_count(self) -> int:
        """How many photos and PDFs are whole on this laptop and not yet on the server.

        One and its small picture are two files, and one to whoever took it.
        """
        live = _named(is_live=True).subquery()
        here = sa.select(_file.sha256).where(_file.state == HERE)
        query = sa.select(sa.func.count(live.c.n.distinct())).where(live.c.sha256.in_(here))
        return int(self._connection.execute(query).scalar_one())

    def due(self, now: dt.datetime, paused: Collection[str] = ()) -> FilesDue:
        """What can be sent and fetched now: files of records that the server knows of."""
        known = _named(is_known=True).subquery()
        patient = (now - PATIENCE).isoformat()
        is_ahead = _file.tried_at > now.isoformat()  # a wrong clock must not hold it up for years
        may_try = sa.or_(_file.kept_at > patient, _file.tried_at < patient, is_ahead)
        to_send = (
            sa.select(_file.sha256, _file.size)
            .where(_file.state == HERE, _file.sha256.in_(sa.select(known.c.sha256)))
            .where(sa.or_(_file.why == "", may_try), _file.sha256.not_in(paused))
        )
        to_fetch = (
            sa.select(known.c.sha256, sa.func.coalesce(_file.size, 0))
            .join_from(known, tables.attached_file, known.c.sha256 == _file.sha256, isouter=True)
            .where(sa.or_(_file.state.is_(None), sa.and_(_file.state == WANTED, may_try)))
            .where(known.c.sha256.not_in(paused))
            .group_by(known.c.sha256)
            .order_by(
                sa.func.coalesce(_file.tried_at, ""),  # what was not ready lets others go first
                sa.func.min(known.c.rank),
                sa.func.max(known.c.n).desc(),
            )
        )
        return FilesDue(
            tuple(
                FileDue(*row)
                for row in self._connection.execute(
                    to_send.order_by(_file.size).limit(MOST_AT_ONCE)
                )
            ),
            tuple(
                FileDue(sha256, size, self._parts_here(sha256))
                for sha256, size in self._connection.execute(to_fetch.limit(MOST_AT_ONCE)).all()
            ),
        )

    def _parts_here(self, sha256: str) -> tuple[int, ...]:
        query = sa.select(_part.number).where(_part.sha256 == sha256).order_by(_part.number)
        return tuple(self._connection.execute(query).scalars())


class Files(FilesHeld):
    """The files inside one writing transaction."""

    def __init__(self, connection: sa.Connection, now: Callable[[], dt.datetime]) -> None:
        super().__init__(connection)
        self._now = now

    def keep(self, content: bytes) -> str:
        """Keep bytes under their hash, which is returned; once, however often they are kept.

        What is safe already is offered to the server again: it keeps the bytes for each unit
        apart, and the new record may lie in another one. If it has them it says so at once.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        state = self.states([sha256]).get(sha256, FileState()).state
        if state == SAFE:
            self._put(sha256, size=len(content), state=HERE, sent=0, why="", tried_at="")
        if state != WANTED:
            return sha256
        self._forget_parts([sha256])
        for part in range(wire.parts_of(len(content))):
            start = part * wire.PART_BYTES
            self._write_part(sha256, part, content[start : start + wire.PART_BYTES])
        self._put(sha256, size=len(content), state=HERE, sent=0, why="", tried_at="")
        return sha256

    def note_sent(self, sha256: str, parts: int, *, is_whole: bool) -> None:
        """The server has so many parts, or all of it."""
        values = {"sent": parts, "state": SAFE if is_whole else HERE, "why": ""}
        self._connection.execute(
            tables.attached_file.update().where(_file.sha256 == sha256).values(**values)
        )

    def note_trouble(self, sha256: str, why: str = "") -> None:
        """A file could not be sent or fetched in this round, with what stood in the way."""
        moment = self._now().isoformat()
        fresh = {"size": 0, "state": WANTED, "sent": 0, "kept_at": moment}
        told = {"why": why, "tried_at": moment}
        self._connection.execute(
            insert(tables.attached_file)
            .values(sha256=sha256, **fresh, **told)
            .on_conflict_do_update(index_elements=["sha256"], set_=told)
        )

    def take_part(self, sha256: str, number: int, size: int, content: bytes) -> str:
        """Keep a part that came in: `more` are missing, it is `whole`, or it was `wrong`.

        Whole is only what has its hash; anything else is thrown away.
        """
        held = self.states([sha256]).get(sha256, FileState())
        if held.state != WANTED:
            return "whole"
        if held.size != size:
            self._forget_parts([sha256])
            self._put(sha256, size=size, state=WANTED, sent=0, why="", tried_at="")
        self._write_part(sha256, number, content)
        if len(self._parts_here(sha256)) < wire.parts_of(size):
            return "more"
        if self._hash_of_parts(sha256) != sha256:
            self._forget_parts([sha256])
            self.note_trouble(sha256, WRONG)
            self._connection.execute(
                tables.attached_file.update()
                .where(_file.sha256 == sha256)
                .values(size=0, kept_at="")  # its day of patience is over
            )
            return "wrong"
        self._put(sha256, size=size, state=SAFE, sent=wire.parts_of(size), why="", tried_at="")
        return "whole"

    # --- what nobody needs ---------------------------------------------------------------------

    def drop_unneeded(self) -> int:
        """Take out what no record names; how many files that were.

        A file whose records were all deleted goes too, once the server has it or nobody will
        want the deletion undone any more.
        """
        live, any_at_all = (
            _named(is_live=True).subquery(),
            _named().subquery(),
        )
        old = (self._now() - UNDO_DAYS).isoformat()
        query = sa.select(_file.sha256).where(
            _file.sha256.not_in(sa.select(live.c.sha256)),
            sa.or_(
                _file.state != HERE,
                _file.kept_at < old,
                _file.sha256.not_in(sa.select(any_at_all.c.sha256)),
            ),
        )
        gone = list(self._connection.execute(query).scalars())
        if gone:
            self._forget_parts(gone)
            self._connection.execute(
                tables.attached_file.delete().where(bulk.one_of(_file.sha256)), bulk.listed(gone)
            )
        return len(gone)

    # --- inside --------------------------------------------------------------------------------

    def _put(self, sha256: str, **values: Any) -> None:  # noqa: ANN401 - columns
        fresh = {"kept_at": self._now().isoformat(), **values}
        self._connection.execute(
            insert(tables.attached_file)
            .values(sha256=sha256, **fresh)
            .on_conflict_do_update(index_elements=["sha256"], set_=values)
        )

    def _write_part(self, sha256: str, number: int, content: bytes) -> None:
        self._connection.execute(
            insert(tables.file_part)
            .values(sha256=sha256, number=number, content=content)
            .on_conflict_do_nothing()
        )

    def _hash_of_parts(self, sha256: str) -> str:
        found = hashlib.sha256()
        for number in self._parts_here(sha256):
            found.update(self.part(sha256, number))
        return found.hexdigest()

    def _forget_parts(self, hashes: list[str]) -> None:
        self._connection.execute(
            tables.file_part.delete().where(bulk.one_of(_part.sha256)), bulk.listed(hashes)
        )


def _named(*, is_known: bool = False, is_live: bool = False) -> sa.CompoundSelect[Any]:
    """The hashes that attachments name, the small pictures with a rank before the rest.

    is_known: only of live records that the server holds; is_live: only of records not deleted.
    """
    record = tables.KIND_TABLES["attachment"].c
    parts = []
    for rank, column in enumerate((record.thumbnail_sha256, record.sha256)):
        query = sa.select(column.label("sha256"), record.n, sa.literal(rank).label("rank"))
        query = query.where(column.is_not(None), column != "")
        if is_live or is_known:
            query = query.where(record.deleted.is_(None) | (record.deleted == sa.false()))
        if is_known:
            query = query.where(record.id.in_(sa.select(tables.shadow.c.id)))
        parts.append(query)
    return sa.union_all(*parts)
