"""Brings a database to this program's schema, in one transaction; the typed tables follow.

Alembic is loaded only here. Nothing is changed if anything fails.
"""

import sqlalchemy as sa

from stls_core.records import all_kinds
from stls_server import tables
from stls_server.config import ConfigurationError
from stls_server.database import Database
from stls_server.places import asset_path
from stls_server.projection import projections_of


def revision_of(database: Database) -> str:
    """The revision that the database has; empty for one without tables."""
    with database.read() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return str(found or "")


def migrate(database: Database) -> str:
    """Apply what is missing and return the revision that the database had before.

    Raises `ConfigurationError` if a newer program wrote it.
    """
    folder = asset_path("db", "council")
    known = [file.name.split("_")[0] for file in sorted((folder / "versions").glob("[0-9]*.py"))]
    current = revision_of(database)
    if current and current not in known:
        msg = "This database was last used by a newer version of the server. It was not changed."
        raise ConfigurationError(msg)
    with database.write() as connection:
        if current != known[-1]:
            _upgrade(connection, str(folder))
        projections_of(all_kinds()).rebuild_if_changed(connection)
    return current


def require_current(database: Database) -> None:
    """Raises `ConfigurationError` if the database waits for `init` or `migrate`."""
    folder = asset_path("db", "council", "versions")
    newest = max(file.name.split("_")[0] for file in folder.glob("[0-9]*.py"))
    current = revision_of(database)
    if not current:
        raise ConfigurationError("This database is empty. Run `stls-server init` first.")
    if current != newest or not _is_projected(database):
        raise ConfigurationError("This database needs `stls-server migrate` first.")


def _is_projected(database: Database) -> bool:
    """Whether the typed tables are those of this program's declarations."""
    with database.read() as connection:
        shape = connection.execute(sa.select(tables.authority.c.projected)).scalar()
    return shape in (None, projections_of(all_kinds()).shape)


def _upgrade(connection: sa.Connection, folder: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
