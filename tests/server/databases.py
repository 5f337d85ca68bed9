"""Makes and empties the databases that the server is tested on."""

from __future__ import annotations

import os

import sqlalchemy as sa

from stls_core.ids import uuid7
from stls_core.records import all_kinds
from stls_server import tables
from stls_server.database import Database
from stls_server.projection import projections_of
from stls_server.services import accounts


def make_tables(database: Database) -> None:
    """Every table, without Alembic."""
    with database.write() as connection:
        for statement in projections_of(all_kinds()).creation(database.engine.dialect):
            connection.exec_driver_sql(statement)


def found(database: Database, code: str, name: str) -> None:
    """Make it a council's, with the typed tables that are there already and not made again."""
    with database.write() as connection:
        accounts.found_authority(connection, code, name, uuid7(0, os.urandom(10)))
        shape = projections_of(all_kinds()).shape
        connection.execute(tables.authority.update().values(projected=shape))


def empty(database: Database) -> None:
    """Delete every row; quicker than making the tables again."""
    with database.write() as connection:
        names = sa.inspect(connection).get_table_names()
        connection.exec_driver_sql("; ".join(f'DELETE FROM "{name}"' for name in names))


def drop_everything(database: Database) -> None:
    """Leave a PostgreSQL without any table."""
    with database.write() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
