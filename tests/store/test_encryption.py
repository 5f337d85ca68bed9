"""The file on the disk is never readable, and never opened in a way that would make it so."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from stls_core.records.visits import Discussion
from stls_desktop.store import engine as engines
from stls_desktop.store import tables
from stls_desktop.store.problems import StoreError, WrongKeyError
from tests.fakes import StoreKey

CANARY = "Zebrafinch-Canary"


def _write_canary(store):
    with store.write() as work:
        record = Discussion(id=work.new_id(), visit_id="v", setting_id="s", concern=CANARY * 50)
        work.put(record)
        work.remember("token", CANARY)


def _bytes_on_disk(folder):
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_nothing_of_the_text_is_readable_while_open_nor_when_closed(store, path):
    _write_canary(store)
    while_open = _bytes_on_disk(path.parent)
    store.close()
    assert len(while_open[f"{path.name}-wal"]) > 4_096
    for name, content in {**while_open, **_bytes_on_disk(path.parent)}.items():
        assert CANARY.encode() not in content, name
        assert CANARY.encode("utf-16-le") not in content, name
        assert b"CREATE TABLE" not in content, name
    assert not path.read_bytes().startswith(b"SQLite format 3")


def test_nothing_is_readable_in_what_a_killed_program_leaves_behind(open_store, path):
    open_store().close()
    script = f"""
        import time
        from pathlib import Path
        from stls_core.records.visits import Discussion
        from stls_desktop.store.store import Store
        from tests.fakes import Clock, Ids, StoreKey
        store = Store(Path({str(path)!r}), StoreKey(), now=Clock(), new_id=Ids(9))
        with store.write() as work:
            work.put(Discussion(id=work.new_id(), visit_id="v", concern={CANARY!r} * 50))
        print("committed", flush=True)
        time.sleep(60)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "committed\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    left = _bytes_on_disk(path.parent)
    assert len(left[f"{path.name}-wal"]) > 4_096
    assert not any(CANARY.encode() in content for content in left.values())
    with open_store().read() as read:
        assert [hit.concern for hit in read.find(Discussion)] == [CANARY * 50]


def test_the_wrong_key_is_told_and_changes_nothing(store, open_store, path):
    _write_canary(store)
    store.close()
    before = path.read_bytes()
    with pytest.raises(WrongKeyError, match="does not open with this key"):
        open_store(key=StoreKey(0x01))
    assert path.read_bytes() == before
    with open_store().read() as read:
        assert read.recall("token", str) == CANARY


def test_a_readable_file_is_refused_and_left_as_it_is(path, open_store):
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE note (words)")
    plain.commit()
    plain.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not encrypted"):
        open_store()
    assert path.read_bytes() == before


def test_a_build_without_encryption_is_noticed_on_the_first_open(open_store, monkeypatch):
    """A SQLite that ignores PRAGMA key writes a readable file and says nothing."""
    monkeypatch.setattr(engines, "sqlcipher", _NoCipher())
    with pytest.raises(StoreError, match="is not encrypted"):
        open_store()


class _NoCipher:
    """The real driver, less its key: what an unencrypted build would do."""

    def __getattr__(self, name):
        return getattr(sqlcipher, name)

    def connect(self, *args, **options):
        return sqlcipher.connect(*args, **options, factory=_Unkeyed)


class _Unkeyed(sqlcipher.Connection):
    def execute(self, sql, *values):
        return super().execute("SELECT 1" if sql.startswith("PRAGMA key") else sql, *values)


def test_a_sqlite_that_can_lose_data_is_refused(open_store, monkeypatch):
    monkeypatch.setattr(engines, "SAFE_SQLITE", (99, 0, 0))
    with pytest.raises(StoreError, match="can lose data"):
        open_store()


def test_no_row_value_stands_in_an_exception(store):
    """SQLAlchemy puts the values of a failed statement into its message unless told not to."""
    with pytest.raises(sa.exc.SQLAlchemyError) as caught, store.write() as work:  # noqa: PT012
        rows = [{"name": "twice", "value": CANARY}] * 2
        work._connection.execute(tables.setting_value.insert(), rows)
    assert CANARY not in str(caught.value)
    assert CANARY not in repr(caught.value)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),  # memory
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
    ],
)
def test_every_connection_is_set_up_as_the_power_cut_tests_asked(store, pragma, value):
    with store.read() as first, store.read() as second:
        for read in (first, second):
            found = read._connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            assert found == value


def test_the_key_is_in_no_repr(store):
    hidden = StoreKey().pragma_hex[:16]
    parts = (store, store._engine, store._engine.url, engines._Creator(store.path, StoreKey()))
    assert not any(hidden in repr(part) for part in parts)
