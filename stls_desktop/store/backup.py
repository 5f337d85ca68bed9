"""Verified copies of the encrypted file, made while typing goes on, and pruned by age.

`VACUUM INTO` under the same key: the only way of copying that finishes while somebody types.
A copy counts only after it was opened and checked; nothing is ever copied file by file.
"""

import datetime as dt
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from stls_desktop.store.problems import (
    DiskFullError,
    ReadOnlyStoreError,
    StoreError,
    told_plainly,
)

FOLDER: Final = "backups"
HOURLY: Final = 4
DAILY: Final = 7
LONGEST: Final = dt.timedelta(days=14)  # what was erased has left every copy by then
REPLACED_STAMP: Final = "%Y%m%dT%H%M%S"
_REGULAR: Final = {"hourly": "%Y%m%dT%H", "daily": "%Y%m%d"}
_STAMPS: Final = {**_REGULAR, "replaced": REPLACED_STAMP}


@dataclass(frozen=True)
class Backup:
    """One copy. `sort` is hourly, daily, before (a migration) or replaced (by a restore)."""

    path: Path
    sort: str
    made_at: dt.datetime
    size_bytes: int


def back_up(engine: sa.Engine, store_path: Path, now: dt.datetime) -> Path | None:
    """Make this hour's copy, the first of a day as the daily one, and prune. For every hour.

    None if there is one already or nothing was written since the last.
    """
    prune(store_path, now)
    stamps = {sort: f"{sort}-{now.astimezone(dt.UTC):{stamp}}" for sort, stamp in _REGULAR.items()}
    sort = "hourly" if _path(store_path, stamps["daily"]).exists() else "daily"
    if _path(store_path, stamps[sort]).exists() or not _has_changed(store_path):
        return None
    made = make_backup(engine, store_path, stamps[sort])
    prune(store_path, now)
    return made


def make_backup(engine: sa.Engine, store_path: Path, name: str) -> Path:
    """Write a checked copy to `backups/<name>.db` beside the store, replacing one of that name.

    Raises `StoreError` with the reason; an older copy of that name stands then.
    """
    folder = store_path.parent / FOLDER
    target, unfinished = _path(store_path, name), folder / f"{name}.unfinished"
    with files_told_plainly():
        folder.mkdir(mode=0o700, exist_ok=True)
        unfinished.unlink(missing_ok=True)
    try:
        with told_plainly(), files_told_plainly():
            _copy(engine, unfinished)
            _check(engine, unfinished)
            flush(unfinished)
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)  # half a copy would only fill the disk further
    return target


def backups(store_path: Path) -> tuple[Backup, ...]:
    """Every copy beside the store, newest first."""
    found = []
    for path in (store_path.parent / FOLDER).glob("*.db"):
        sort, _, stamp = path.stem.partition("-")
        about = path.stat()
        made_at = _stamped(sort, stamp) or dt.datetime.fromtimestamp(about.st_mtime, dt.UTC)
        found.append(Backup(path, sort, made_at, about.st_size))
    return tuple(sorted(found, key=lambda b: (b.made_at, b.path.name), reverse=True))


def prune(store_path: Path, now: dt.datetime) -> None:
    """Leave four hourly and seven daily copies, and none that is older than 14 days."""
    room = {"hourly": HOURLY, "daily": DAILY}
    for backup in backups(store_path):
        left = room.get(backup.sort, 1)
        if left <= 0 or now - backup.made_at > LONGEST:
            backup.path.unlink()
            for ending in ("-wal", "-shm"):
                backup.path.with_name(backup.path.name + ending).unlink(missing_ok=True)
        elif backup.sort in room:
            room[backup.sort] = left - 1


@contextmanager
def files_told_plainly() -> Iterator[None]:
    """Turn what the file system says, as far as a person can mend it, into `StoreError`s."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(DiskFullError.WORDS) from None
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise ReadOnlyStoreError(ReadOnlyStoreError.WORDS) from None
        raise


def flush(path: Path) -> None:
    """Make sure that the file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _path(store_path: Path, name: str) -> Path:
    return store_path.parent / FOLDER / f"{name}.db"


def _stamped(sort: str, stamp: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(stamp, _STAMPS[sort]).replace(tzinfo=dt.UTC)
    except (KeyError, ValueError):
        return None


def _has_changed(store_path: Path) -> bool:
    """Whether store or log were written after the newest copy of the hours and days."""
    copies = [b.path.stat().st_mtime_ns for b in backups(store_path) if b.sort in _REGULAR]
    written = [
        path.stat().st_mtime_ns
        for path in (store_path, store_path.with_name(f"{store_path.name}-wal"))
        if path.exists()
    ]
    return not copies or max(written) > max(copies)


def _copy(engine: sa.Engine, target: Path) -> None:
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None:  # pragma: no cover - a checked-out connection always has one
            msg = "The store is closed."
            raise StoreError(msg)
        raw.execute("VACUUM INTO ?", (str(target),))


def _check(engine: sa.Engine, copy: Path) -> None:
    """Attach the copy under the store's own key and let SQLite look at every page of it."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101 - for the type checker
        raw.execute("ATTACH DATABASE ? AS copy", (str(copy),))
        try:
            found = raw.execute("PRAGMA copy.quick_check").fetchone()
        finally:
            raw.execute("DETACH DATABASE copy")
    if found != ("ok",):
        msg = "The copy could not be verified and was thrown away. The data itself is untouched."
        raise StoreError(msg)
