"""Brings the file to this program's schema: a verified copy first, then one transaction.

A migration spells its columns; afterwards the kinds' tables are filled again from shadow and
outbox. If anything fails, the old file stands as it was. Alembic is loaded only when needed.
"""

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from stls_desktop.assets import asset_path
from stls_desktop.store import backup, projection
from stls_desktop.store.problems import NewerStoreError, StoreError

NEWER: Final = (
    "This data was last used by a newer version of the program. It is safe and was not changed."
    " Install the newest version to open it."
)


def migrate(engine: sa.Engine, path: Path, scripts: Path | None = None) -> str | None:
    """Apply what is missing and return the revision the file had, "" if it was new.

    None means that the file was up to date. Raises `NewerStoreError` if it was written by a newer
    program: opening it here could lose what this version does not know.
    """
    folder = scripts or asset_path("db", "laptop")
    known = known_revisions(folder)
    current = _revision(engine)
    if current == known[-1]:
        return None
    if current and current not in known:
        raise NewerStoreError(NEWER)
    if current:
        backup.make_backup(engine, path, f"before-{known[-1]}")
    _upgrade(engine, folder)
    return current


def known_revisions(scripts: Path | None = None) -> list[str]:
    """The revisions that this program can read, oldest first."""
    folder = scripts or asset_path("db", "laptop")
    return [file.name.split("_")[0] for file in sorted((folder / "versions").glob("[0-9]*.py"))]


def _revision(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return str(found or "")


def _upgrade(engine: sa.Engine, folder: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None:  # pragma: no cover - a checked-out connection always has one
            msg = "The store is closed."
            raise StoreError(msg)
        # Off before the transaction: inside one it does nothing, and a rebuilt table would
        # empty its children.
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                projection.rebuild(connection)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    msg = "The data could not be brought to this version; it was not changed."
                    raise StoreError(msg)
        finally:
            raw.execute("PRAGMA foreign_keys = ON")
