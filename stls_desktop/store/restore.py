"""Puts a verified copy in the place of the store, and keeps the replaced file aside.

At every moment there is a whole store under its name: the old one, or the restored one. Must run
while nothing has the store open; the caller holds the folder's lock.
"""

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlcipher

from stls_core.ids import uuid7
from stls_desktop.store.backup import FOLDER, REPLACED_STAMP, files_told_plainly, flush
from stls_desktop.store.engine import Key, open_connection, refuse_plaintext
from stls_desktop.store.migrate import NEWER, known_revisions
from stls_desktop.store.problems import (
    DamagedStoreError,
    NewerStoreError,
    StoreError,
    told_plainly,
)


def restore(backup: Path, store_path: Path, key: Key, now: dt.datetime) -> Path | None:
    """Verify the copy, put it in place of the store, and return where the replaced file is kept.

    None if there was no store. Raises `StoreError` with the reason; nothing was replaced then.
    What was written after the copy was made is in the replaced file and, if it was sent, on the
    council's server, from where the next sync brings it back.
    """
    if not backup.is_file():
        msg = f"There is no backup {backup.name}. Nothing was changed."
        raise StoreError(msg)
    refuse_plaintext(backup)
    fresh = store_path.with_name(f"{store_path.name}.restoring")
    try:
        with told_plainly(), files_told_plainly():
            shutil.copyfile(backup, fresh)
            _prepare(fresh, key, now)
            flush(fresh)
            return _swap(fresh, store_path, key, now)
    finally:
        for ending in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _prepare(fresh: Path, key: Key, now: dt.datetime) -> None:
    """Check every page of the copy that will be used, and make it fit to be worked on again."""
    connection = open_connection(fresh, key)
    try:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchone()
        if damaged or connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            msg = "This backup is damaged and was not used. Nothing was changed. Try an older one."
            raise DamagedStoreError(msg)
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if revision not in known_revisions():
            raise NewerStoreError(NEWER)
        _rename_open_changes(connection, now)
        connection.execute("PRAGMA journal_mode = DELETE")  # one file again, no log beside it
    finally:
        connection.close()


def _rename_open_changes(connection: Any, now: dt.datetime) -> None:  # noqa: ANN401
    """An open change may have grown and been sent after the copy was made.

    Under the old operation id the server would take what is typed from now on for a forgery.
    """
    rows = connection.execute("SELECT n, body FROM outbox WHERE state = 'open'").fetchall()
    for n, body in rows:
        op = uuid7(int(now.timestamp() * 1000), os.urandom(10))
        renamed = msgspec.json.encode({**msgspec.json.decode(body), "op": op}).decode()
        connection.execute("UPDATE outbox SET op = ?, body = ? WHERE n = ?", (op, renamed, n))


def _swap(fresh: Path, store_path: Path, key: Key, now: dt.datetime) -> Path | None:
    if not store_path.exists():
        fresh.replace(store_path)
        return None
    _fold_log(store_path, key)
    folder = store_path.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    aside = folder / f"replaced-{now.astimezone(dt.UTC):{REPLACED_STAMP}}.db"
    # The log first: beside another file it would be read as that file's and spoil it.
    log = store_path.with_name(f"{store_path.name}-wal")
    if log.exists():
        log.replace(aside.with_name(f"{aside.name}-wal"))
    store_path.with_name(f"{store_path.name}-shm").unlink(missing_ok=True)
    try:
        os.link(store_path, aside)
    except OSError:  # a file system without links
        shutil.copyfile(store_path, aside)
        flush(aside)
    fresh.replace(store_path)
    return aside


def _fold_log(store_path: Path, key: Key) -> None:
    """Bring the replaced store's log into its file, if it can still be opened at all."""
    try:
        connection = open_connection(store_path, key)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()
    except (sqlcipher.Error, StoreError):
        return  # that is why somebody restores; file and log are kept as they are
