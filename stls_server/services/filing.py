"""Photos and PDFs by their hash: what is missing, one part in, one part out.

Who may have a file is read from the records: a record that names the hash lies in a unit that the
caller was granted. A hash is no key: a unit only gives what was sent to that unit.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from stls_core import wire
from stls_server import bulk, tables
from stls_server.auth import Caller
from stls_server.refusals import RefusedError

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
NOT_NAMED: Final = (
    "No record that this laptop may see names this file, so the council server did not take it."
)
TOO_LARGE: Final = "The file is larger than the council server takes."
_blob, _part = tables.blob.c, tables.blob_part.c


class Filing:
    """Files of one caller, on the connection of the request's transaction."""

    def __init__(self, connection: sa.Connection, caller: Caller, named: sa.Table) -> None:
        self._connection = connection
        self._caller = caller
        self._named = named

    def stock(self, message: wire.Files) -> wire.Stock:
        """What is missing of the offered files, and which of the wanted ones are ready."""
        if len(message.offered) + len(message.wanted) > wire.MAX_FILES:
            words = f"At most {wire.MAX_FILES} files are asked about at a time."
            raise RefusedError(413, "too-many", words)
        for sha256 in (*message.offered, *message.wanted):
            _check_hash(sha256)
        units = self._units((*message.offered, *message.wanted))
        missing, ready, refused = {}, {}, {}
        for sha256, size in message.offered.items():
            if sha256 not in units:
                refused[sha256] = NOT_NAMED
            elif not 0 < size <= wire.MAX_FILE:
                refused[sha256] = TOO_LARGE
            else:
                missing[sha256] = self._missing(sha256, size, units[sha256])
        for sha256 in message.wanted:
            size = self._size_of_whole(sha256, units.get(sha256, ()))
            if size:
                ready[sha256] = size
        return wire.Stock(missing=missing, ready=ready, refused=refused)

    def put(self, message: wire.PutPart) -> wire.PartTaken:
        """Take a part. The last one decides whether all of them have the hash."""
        sha256, size = message.sha256, message.size
        _check_hash(sha256)
        if not 0 < size <= wire.MAX_FILE:
            raise RefusedError(413, "file-too-large", TOO_LARGE)
        expected = wire.part_size(size, message.part)
        if not expected or len(message.content) != expected:
            words = "This part of a file does not have the length that it should have."
            raise RefusedError(400, "file-part", words)
        units = self._units([sha256]).get(sha256, ())
        if not units:
            raise RefusedError(403, "file-not-named", NOT_NAMED)
        states = {self._put(unit, message) for unit in units}
        return wire.PartTaken(state=next(s for s in ("wrong", "more", "whole") if s in states))

    def get(self, message: wire.GetPart) -> wire.Part:
        """A part of a file that is whole in a unit which the caller may see."""
        _check_hash(message.sha256)
        units = self._units([message.sha256]).get(message.sha256, ())
        if not units:
            words = "This laptop may not receive that file."
            raise RefusedError(403, "file-not-named", words)
        if not wire.part_size(wire.MAX_FILE, message.part):
            raise _missing_part()
        whole = sa.select(_blob.unit).where(
            _blob.sha256 == message.sha256, _blob.is_whole, _blob.unit.in_(units)
        )
        found = self._connection.execute(
            sa.select(_part.content)
            .where(_part.sha256 == message.sha256, _part.part == message.part)
            .where(_part.unit.in_(whole.limit(1).scalar_subquery()))
        ).scalar()
        if found is None:
            raise _missing_part()
        return wire.Part(content=bytes(found))

    # --- inside --------------------------------------------------------------------------------

    def _units(self, hashes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """{hash: the units with a record that names it and that the caller may see}."""
        wanted = set(hashes)
        if not wanted:
            return {}
        rec, grant, named = tables.rec.c, tables.grant.c, self._named.c
        is_granted = sa.exists().where(
            grant.account == self._caller.account,
            grant.feed == rec.feed,
            sa.or_(grant.unit == "*", grant.unit == rec.unit),
        )
        found: dict[str, set[str]] = {}
        for column in (named.sha256, named.thumbnail_sha256):
            query = (
                sa.select(column, rec.unit)
                .join_from(self._named, tables.rec, rec.id == named.id)
                .where(bulk.among(self._connection, column, wanted))
                .where(sa.not_(named.deleted), sa.not_(rec.purged), is_granted)
                .distinct()
            )
            for sha256, unit in self._connection.execute(query):
                found.setdefault(sha256, set()).add(unit)
        return {sha256: tuple(sorted(units)) for sha256, units in found.items()}

    def _missing(self, sha256: str, size: int, units: Iterable[str]) -> tuple[int, ...]:
        """The parts that any of the units lacks."""
        return tuple(sorted({p for unit in units for p in self._missing_in(unit, sha256, size)}))

    def _missing_in(self, unit: str, sha256: str, size: int) -> set[int]:
        blob = self._connection.execute(
            sa.select(tables.blob).where(_blob.unit == unit, _blob.sha256 == sha256)
        ).first()
        every = set(range(wire.parts_of(size)))
        if blob is not None and blob.is_whole:
            return set()
        if blob is None or blob.size != size:
            return every
        return every - self._parts_here(unit, sha256)

    def _size_of_whole(self, sha256: str, units: tuple[str, ...]) -> int:
        query = sa.select(_blob.size).where(
            _blob.sha256 == sha256, _blob.is_whole, _blob.unit.in_(units)
        )
        return self._connection.execute(query.limit(1)).scalar() or 0

    def _put(self, unit: str, message: wire.PutPart) -> str:
        here = (_blob.unit == unit, _blob.sha256 == message.sha256)
        blob = self._connection.execute(
            sa.select(tables.blob).where(*here).with_for_update()
        ).first()
        if blob is not None and blob.is_whole:
            return "whole"
        if blob is not None and blob.size != message.size:
            self._forget(unit, message.sha256)  # nobody knows which size is right before the hash
            blob = None
        if blob is None:
            made = {"unit": unit, "sha256": message.sha256, "size": message.size}
            self._connection.execute(tables.blob.insert().values(**made, is_whole=False))
        parts = self._parts_here(unit, message.sha256)
        if message.part not in parts:
            at = {"unit": unit, "sha256": message.sha256, "part": message.part}
            self._connection.execute(
                tables.blob_part.insert().values(**at, content=message.content)
            )
        if len(parts | {message.part}) < wire.parts_of(message.size):
            return "more"
        if self._hash_of_parts(unit, message.sha256, message.size) != message.sha256:
            self._forget(unit, message.sha256)
            return "wrong"
        self._connection.execute(tables.blob.update().where(*here).values(is_whole=True))
        return "whole"

    def _parts_here(self, unit: str, sha256: str) -> set[int]:
        query = sa.select(_part.part).where(_part.unit == unit, _part.sha256 == sha256)
        return set(self._connection.execute(query).scalars())

    def _hash_of_parts(self, unit: str, sha256: str, size: int) -> str:
        """Read one by one, so that no request holds a whole file in memory."""
        found = hashlib.sha256()
        query = sa.select(_part.content).where(_part.unit == unit, _part.sha256 == sha256)
        for number in range(wire.parts_of(size)):
            found.update(self._connection.execute(query.where(_part.part == number)).scalar_one())
        return found.hexdigest()

    def _forget(self, unit: str, sha256: str) -> None:
        for table in (tables.blob_part, tables.blob):
            where = (table.c.unit == unit, table.c.sha256 == sha256)
            self._connection.execute(table.delete().where(*where))


def _check_hash(sha256: str) -> None:
    if not _SHA256.fullmatch(sha256):
        words = "The hash of a file is not well formed. Nothing was changed."
        raise RefusedError(400, "file-hash", words)


def _missing_part() -> RefusedError:
    words = "The council server does not have that part of the file."
    return RefusedError(404, "file-missing", words)
