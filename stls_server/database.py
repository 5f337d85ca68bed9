"""One database of one authority: SQLite in a file or in memory, or PostgreSQL by URL.

Hands out connections inside a transaction; no SQL of the protocol is written here. On SQLite a
writing transaction takes the file's one writer's place at once (BEGIN IMMEDIATE).
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import StaticPool

from stls_server.refusals import BusyError

BUSY_SECONDS: Final = 10
ATTEMPTS: Final = 6
MEMORY: Final = "sqlite://"
_T = TypeVar("_T")


class RaceError(Exception):
    """Another transaction made the same record first; this one has to be done again."""


class Database:
    """An engine with the two kinds of transaction that the server uses."""

    def __init__(self, url: str = MEMORY) -> None:
        self.engine = _engine(_with_driver(url))
        self._writing = self.engine.execution_options(is_writing=True)

    @property
    def is_postgresql(self) -> bool:
        """Whether this is PostgreSQL rather than SQLite."""
        return self.engine.dialect.name == "postgresql"

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that only reads; on SQLite one unchanging picture of the file."""
        with self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that is committed at the end of the block, or not at all."""
        with self._writing.begin() as connection:
            yield connection

    def run(self, work: Callable[[sa.Connection], _T]) -> _T:
        """Do `work` in one writing transaction; do it again if another one was in the way.

        Raises `BusyError` when that does not help, or what the database will never take; nothing
        is changed then.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.write() as connection:
                    return work(connection)
            except (RaceError, sa.exc.OperationalError) as error:
                if not _is_passing(error):
                    raise
            except sa.exc.IntegrityError:
                # Two made the same row at once; if it stays, it is not a matter of time.
                if attempt == ATTEMPTS:
                    raise
        raise BusyError

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _is_passing(error: Exception) -> bool:
    """Whether doing the same again can help: a lost race, a deadlock, a locked file."""
    if isinstance(error, sa.exc.OperationalError):
        state = getattr(error.orig, "sqlstate", None)
        return state in ("40001", "40P01", "55P03") or "locked" in str(error.orig)
    return True


def _with_driver(url: str) -> sa.URL:
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def _open_memory() -> Any:  # noqa: ANN401 - SQLAlchemy's protocol for a driver's connection
    return sqlite3.connect(":memory:", check_same_thread=False)


def _spelled(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _engine(url: sa.URL) -> sa.Engine:
    options: dict[str, Any] = {
        "json_serializer": _spelled,
        "json_deserializer": msgspec.json.decode,
        "hide_parameters": True,  # a record's words must not reach a log through an error
    }
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, **options)
    is_in_memory = not url.database or url.database == ":memory:"
    engine = _memory_engine(options) if is_in_memory else sa.create_engine(url, **options)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


_first_in_memory: list[sa.Engine] = []
_compiled_in_memory: dict[Any, Any] = {}


def _memory_engine(options: dict[str, Any]) -> sa.Engine:
    """An engine with a database of its own that shares the compiled statements of all others.

    A simulation makes one for each schedule, and compiling would be most of its time.
    """
    if not _first_in_memory:
        first = sa.create_engine("sqlite://", **options)
        first.connect().close()  # lets the dialect find out about the library
        _first_in_memory.append(first)
    pool = StaticPool(_open_memory)
    return sa.Engine(
        pool,
        _first_in_memory[0].dialect,
        _first_in_memory[0].url,
        execution_options={"compiled_cache": _compiled_in_memory},
        hide_parameters=True,
    )


def _prepare_sqlite(raw: DBAPIConnection, _record: object) -> None:
    raw.isolation_level = None  # transactions are begun below, not guessed by the driver
    cursor = raw.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
