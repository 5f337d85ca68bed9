"""Opens the encrypted file, and refuses everything that would leave it unencrypted or unsafe.

The key goes in as raw bytes, never as a passphrase, and never into a URL. Measured reasons for
each PRAGMA are in docs/decisions. Must not know what the tables mean.
"""

import os
from pathlib import Path
from typing import Any, Final, Protocol

import sqlalchemy as sa
from sqlalchemy import event
from sqlcipher3 import dbapi2 as sqlcipher

from stls_desktop.store.problems import ReadOnlyStoreError, StoreError, WrongKeyError

SAFE_SQLITE: Final = (3, 51, 3)  # 3.7.0 to 3.51.2 can corrupt a WAL on reset
_PLAIN_HEADER: Final = b"SQLite format 3\0"
_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",  # NORMAL lost acknowledged saves in 265 of 400 power cuts
    "foreign_keys = ON",
    "secure_delete = ON",
    "cache_size = -32000",  # 32 MB: every page that leaves the cache is decrypted again
    "wal_autocheckpoint = 4000",  # 16 MB: a first sync folds its log 4 times less often
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "fullfsync = ON",  # the last two matter on macOS only
    "checkpoint_fullfsync = ON",
)


class Key(Protocol):
    """The store's key: 32 bytes of key and 16 of salt."""

    @property
    def pragma_hex(self) -> str:
        """The 96 hexadecimal digits that SQLCipher takes as a raw key with its salt."""


def open_engine(path: Path, key: Key) -> sa.Engine:
    """An engine on the encrypted file, which is made if it is not there.

    Raises `WrongKeyError` if the file does not open with the key, `StoreError` if it is not
    encrypted or the SQLite inside is one that can lose data.
    """
    if sqlcipher.sqlite_version_info < SAFE_SQLITE:
        msg = f"SQLite {sqlcipher.sqlite_version} can lose data; install the locked version."
        raise StoreError(msg)
    refuse_plaintext(path)
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=_Creator(path, key),
        poolclass=sa.pool.QueuePool,
        pool_size=2,
        hide_parameters=True,  # an exception must not carry a child's narrative
    )
    event.listen(engine, "begin", _begin)
    engine.connect().close()
    refuse_plaintext(path)
    return engine


def open_connection(path: Path, key: Key) -> Any:  # noqa: ANN401 - the driver has no types
    """One bare connection, set up like the engine's own, for work on a copy of the store."""
    return _Creator(path, key)()


def check_mark(engine: sa.Engine, mark: int) -> None:
    """Write the mark into a new file; raise `StoreError` if another program's stands there."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None or not mark:
            return
        (found,) = raw.execute("PRAGMA application_id").fetchone()
        if not found:
            raw.execute(f"PRAGMA application_id = {mark:d}")
        elif found != mark:
            msg = (
                "This file belongs to the demonstration, or the demonstration was pointed at real"
                " data. It was not changed. Choose the right data folder."
            )
            raise StoreError(msg)


def refuse_plaintext(path: Path) -> None:
    """Without a key SQLCipher writes a readable file and says nothing; so look at the bytes."""
    if path.exists() and path.stat().st_size and _first_bytes(path) == _PLAIN_HEADER:
        msg = (
            f"{path.name} is not encrypted, so it was not opened. Nothing was changed."
            " Move the file away and ask for help."
        )
        raise StoreError(msg)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_PLAIN_HEADER))


class _Creator:
    """Opens one connection. A class, because a closure would show the key in its repr."""

    def __init__(self, path: Path, key: Key) -> None:
        self._path = path
        self._key = key

    def __call__(self) -> Any:  # noqa: ANN401 - the driver is untyped
        folder = self._path.parent
        if not os.access(folder, os.W_OK):
            raise ReadOnlyStoreError(ReadOnlyStoreError.WORDS)
        connection = sqlcipher.connect(
            str(self._path), isolation_level=None, check_same_thread=False, timeout=5
        )
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{self._key.pragma_hex}'\"")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher.DatabaseError as error:
            connection.close()
            if "not a database" in str(error):
                raise WrongKeyError(WrongKeyError.WORDS) from None
            raise
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection


def _begin(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
