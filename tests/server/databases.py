"""Makes and empties the databases that the server is tested on."""

from __future__ import annotations

import sqlalchemy as sa

from stls_core.records import all_kinds
from stls_server.database import Database
from stls_server.projection import projections_of


def make_tables(database: Database) -> None:
    """Every table, without Alembic."""
    with database.write() as connection:
        for statement in projections_of(all_kinds()).creation(database.engine.dialect):
            connection.exec_driver_sql(statement)


def empty(database: Database) -> None:
    """Delete every row; quicker than making the tables again."""
    with database.write() as connection:
        names = sa.inspect(connection).get_table_names()
        connection.exec_driver_sql("; ".join(f'DELETE FROM "{name}"' for name in names))


def drop_everything(database: Database) -> None:
    """Leave a PostgreSQL without any table."""
    with database.write() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
