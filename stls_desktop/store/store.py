"""The store as the services see it: open, read, write, close.

Must be used from the store lane only (one writer); `read` may run elsewhere on its own
connection. Nothing of SQLAlchemy is in a signature here.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stls_desktop.store.backup import back_up, make_backup
from stls_desktop.store.drafts import OpenForms
from stls_desktop.store.engine import Key, check_mark, open_engine
from stls_desktop.store.migrate import migrate
from stls_desktop.store.problems import StoreError, told_plainly
from stls_desktop.store.queries import Queries
from stls_desktop.store.unit_of_work import UnitOfWork


class Store:
    """One open encrypted file. Close it, or a later start finds an unfinished log to read."""

    def __init__(
        self,
        path: Path,
        key: Key,
        *,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        mark: int = 0,  # tells a demo's file from a real one; another's file is refused
        migrations: Path | None = None,  # another folder than the shipped one, for tests of it
    ) -> None:
        with told_plainly():
            self._engine = open_engine(path, key)
            check_mark(self._engine, mark)
        self.path = path
        self.now = now
        self.new_id = new_id
        self._forms = OpenForms()
        try:
            with told_plainly():
                self.migrated_from = migrate(self._engine, path, migrations)
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def read(self) -> Iterator[Queries]:
        """A consistent look at the store."""
        with told_plainly(), self._engine.connect() as connection:
            quiet = connection.execution_options(reads=True)
            with quiet.begin():
                yield Queries(quiet)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """One transaction: all of it is on the disk when this returns, or none of it."""
        with told_plainly(), self._engine.begin() as connection:
            work = UnitOfWork(connection, self.now, self.new_id, self._forms)
            yield work
        work.committed()

    def back_up(self, name: str = "by-hand") -> Path:
        """Make a verified copy now, while work goes on; returns where it is."""
        with told_plainly():
            return make_backup(self._engine, self.path, name)

    def back_up_hourly(self) -> Path | None:
        """The hour's and the day's verified copy, pruned by age; None if there is nothing new."""
        with told_plainly():
            return back_up(self._engine, self.path, self.now())

    def is_sound(self) -> bool:
        """Whether SQLite finds every page of the file in order."""
        with self._engine.connect() as connection:
            return bool(connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok")

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it.

        Where there is no room for that, the log stays as it is and the next start reads it.
        """
        with suppress(StoreError), told_plainly(), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._engine.dispose()
