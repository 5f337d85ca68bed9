"""Verified copies of the encrypted file, made while typing goes on.

`VACUUM INTO` under the same key: the only way of copying that finishes while somebody types.
A copy counts only after it was opened and checked; nothing is ever copied file by file.
"""

import os
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from stls_desktop.store.problems import StoreError

FOLDER: Final = "backups"


def make_backup(engine: sa.Engine, store_path: Path, name: str) -> Path:
    """Write a checked copy to `backups/<name>.db` beside the store, replacing one of that name."""
    folder = store_path.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    target, unfinished = folder / f"{name}.db", folder / f"{name}.unfinished"
    unfinished.unlink(missing_ok=True)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None:  # pragma: no cover - a checked-out connection always has one
            msg = "The store is closed."
            raise StoreError(msg)
        raw.execute("VACUUM INTO ?", (str(unfinished),))
    _check(engine, unfinished)
    _flush(unfinished)
    unfinished.replace(target)
    return target


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
        copy.unlink(missing_ok=True)
        msg = "The copy could not be verified and was thrown away. The data itself is untouched."
        raise StoreError(msg)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
