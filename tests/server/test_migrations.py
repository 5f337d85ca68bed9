"""Migrations make exactly the tables that the program uses, and lose nothing."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from stls_core.records import all_kinds
from stls_server import tables
from stls_server.config import ConfigurationError
from stls_server.council import Council
from stls_server.database import Database
from stls_server.migrate import migrate, require_current, revision_of
from stls_server.projection import projections_of
from tests.server.databases import drop_everything, make_tables


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare(request, tmp_path):
    """A database without tables."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'council.db'}")
    else:
        database = Database(request.getfixturevalue("empty_postgres_url"))
    yield database
    if request.param != "sqlite":
        drop_everything(database)
    database.close()


def test_migrated_tables_are_the_tables_of_the_program(bare):
    migrate(bare)
    expected = sa.MetaData()
    for metadata in (tables.metadata, projections_of(all_kinds()).metadata):
        for table in metadata.tables.values():
            table.to_metadata(expected)
    with bare.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, expected)
    assert [d for d in differences if "alembic_version" not in str(d)] == []


def test_migrating_again_changes_nothing(bare):
    assert migrate(bare) == ""
    assert migrate(bare) == "0002"
    require_current(bare)


def test_a_database_of_a_newer_server_is_left_alone(bare):
    migrate(bare)
    with bare.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigurationError, match="newer"):
        migrate(bare)
    assert revision_of(bare) == "9999"


def test_a_database_that_was_never_migrated_is_not_served(bare):
    with pytest.raises(ConfigurationError, match="init"):
        require_current(bare)


def test_typed_tables_are_made_anew_when_the_declarations_change(bare):
    migrate(bare)
    council = Council(bare)
    council.found("886", "Wenning County Council")
    council.seed([("district", {"id": "d" * 36, "name": "North"})])
    with bare.write() as connection:
        connection.exec_driver_sql("ALTER TABLE p_district ADD COLUMN of_old INTEGER")
        connection.execute(tables.authority.update().values(projected="of an older version"))
    with pytest.raises(ConfigurationError, match="migrate"):
        require_current(bare)
    migrate(bare)
    require_current(bare)
    with bare.read() as connection:
        columns = [c["name"] for c in sa.inspect(connection).get_columns("p_district")]
        rows = connection.exec_driver_sql("SELECT id FROM p_district").scalars().all()
    assert "of_old" not in columns
    assert rows == ["d" * 36]


def test_the_file_is_written_ahead_and_synced_fully(tmp_path):
    path = tmp_path / "council.db"
    database = Database(f"sqlite:///{path}")
    make_tables(database)
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    database.close()
    with sqlite3.connect(path) as plain:
        assert plain.execute("PRAGMA quick_check").fetchone() == ("ok",)
    plain.close()
