"""From the shipped schema to a next one: with data, through a crash, and again."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa

from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_core.wire import Result, Row
from stls_desktop.store import backup, tables
from stls_desktop.store.drafts import Draft
from stls_desktop.store.problems import NewerStoreError
from stls_desktop.store.restore import restore
from tests.fakes import Clock, StoreKey
from tests.migrations.conftest import NEXT, SHIPPED

GOOD = """
    with op.batch_alter_table("setting") as table:
        table.add_column(sa.Column("parking", sa.Text()))
        table.alter_column("roll", type_=sa.Text())
    op.create_index("ix_setting_parking", "setting", ["parking"])
"""
FAILS = GOOD + '    raise RuntimeError("no")\n'
HANGS = GOOD + '    import time\n    print("half way", flush=True)\n    time.sleep(60)\n'


def _row(rec, seq, kind, **doc):
    doc = {"id": rec, **doc}
    return Row(id=rec, seq=seq, kind=kind, unit="u", doc=doc, ver=dict.fromkeys(doc, seq))


@pytest.fixture
def filled(open_store):
    """A store with one of everything: unknown fields and kinds, and each state of the outbox."""
    store = open_store()
    with store.write() as work:
        strange = _row("s1", 3, "setting", name="One", solar_panels=4, **{"wings/EAST": True})
        work.inbox.take_page("d", "e", (strange, _row("x1", 4, "hymn", tune="Greensleeves")), 9)
        work.put(Setting(id="s2", name="Sent"))
        (sent,) = work.outbox.freeze(10)
        work.inbox.take_results((sent,), {sent.op: Result(state="ok", seq=11)})
        work.put(Setting(id="s3", name="Held"))
        (held,) = work.outbox.freeze(10)
        work.inbox.take_results((held,), {held.op: Result(state="held", why="No grant")})
        work.put(Pupil(id="p1", legal_forename="Siân", legal_surname="Example"))
        work.outbox.freeze(10)
        for number in range(50):
            work.put(Setting(id=f"t{number}", name=f"School {number}", roll=number))
        work.edit("setting", "s1", {"name": "Renamed", "newer_still": "kept"})
        work.edit("hymn", "x2", {"tune": "Scarborough Fair"})
        draft = Draft(
            "v1", "link_visit", "v1", {}, {"resources": "Half a sen"}, raw={"rating": "1."}
        )
        work.keep_draft(draft)
        work.remember("token", "secret")
        work.keep_file("ab" * 32, b"%PDF")
    return store


def _contents(store):
    """Everything in the store; rows of kinds without their number and in order of id."""
    with store.read() as read:
        found = {
            table.name: read._connection.execute(sa.select(*list(table.c)[1:])).all()
            for table in tables.FIXED
            if table.name != "search_entry"
        }
        for name, table in tables.KIND_TABLES.items():
            columns = [column for column in table.c if column.name not in ("n", "roll")]
            rows = read._connection.execute(sa.select(*columns).order_by(table.c.id))
            found[name] = [tuple(row) for row in rows]
        found["search"] = sorted(hit.rec for hit in read.search("school"))
        found["sian"] = [hit.rec for hit in read.search("sian")]
    return found


def _columns(store):
    with store.read() as read:
        return {column["name"] for column in sa.inspect(read._connection).get_columns("setting")}


def _revision(store):
    with store.read() as read:
        sql = "SELECT version_num FROM alembic_version"
        return read._connection.exec_driver_sql(sql).scalar()


def test_an_upgrade_loses_nothing(filled, open_store, next_release):
    before = _contents(filled)
    filled.close()
    newer = open_store(next_release(GOOD))
    assert newer.migrated_from == SHIPPED
    assert _revision(newer) == NEXT
    assert "parking" in _columns(newer)
    assert _contents(newer) == before
    assert len(before["setting"]) == 53
    assert len(before["outbox"]) == 54
    with newer.read() as read:
        opened = read.open("s1").doc
    assert opened["solar_panels"] == 4
    assert opened["wings/EAST"] is True
    assert opened["newer_still"] == "kept"


def test_a_store_that_is_up_to_date_is_left_alone(filled, open_store, next_release):
    filled.close()
    release = next_release(GOOD)
    open_store(release).close()
    again = open_store(release)
    assert again.migrated_from is None
    assert [copy.path.stem for copy in backup.backups(again.path)] == [f"before-{NEXT}"]


def test_a_migration_that_fails_leaves_schema_and_rows_as_they_were(
    filled, open_store, next_release
):
    before, columns = _contents(filled), _columns(filled)
    filled.close()
    with pytest.raises(RuntimeError, match="no"):
        open_store(next_release(FAILS))
    old = open_store()
    assert _revision(old) == SHIPPED
    assert _columns(old) == columns
    assert _contents(old) == before


def test_a_migration_that_is_killed_leaves_schema_and_rows_and_the_retry_works(
    filled, open_store, next_release, path
):
    before, columns = _contents(filled), _columns(filled)
    filled.close()
    script = f"""
        from pathlib import Path
        from stls_desktop.store.store import Store
        from tests.fakes import Clock, Ids, StoreKey
        release = Path({str(next_release(HANGS))!r})
        Store(Path({str(path)!r}), StoreKey(), now=Clock(), new_id=Ids(), migrations=release)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "half way\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    old = open_store()
    assert _columns(old) == columns
    assert _contents(old) == before
    old.close()
    newer = open_store(next_release(GOOD))
    assert "parking" in _columns(newer)
    assert _contents(newer) == before


def test_the_copy_made_before_an_upgrade_brings_the_old_store_back(
    filled, open_store, next_release, path
):
    before = _contents(filled)
    filled.close()
    newer = open_store(next_release(GOOD))
    with newer.write() as work:
        work.edit("setting", "t1", {"name": "After"})
    newer.close()
    (copy,) = backup.backups(path)
    assert copy.sort == "before"
    restore(copy.path, path, StoreKey(), Clock()())
    old = open_store()
    assert _revision(old) == SHIPPED
    after = _contents(old)
    assert {name: rows for name, rows in after.items() if name != "outbox"} == {
        name: rows for name, rows in before.items() if name != "outbox"
    }
    assert len(after["outbox"]) == len(before["outbox"])


def test_no_upgrade_begins_without_a_copy(filled, open_store, next_release, monkeypatch):
    def no_room(*_):
        raise OSError(28, "No space left on device")

    filled.close()
    monkeypatch.setattr(backup, "_copy", no_room)
    with pytest.raises(backup.DiskFullError):
        open_store(next_release(GOOD))
    assert _revision(open_store()) == SHIPPED


def test_a_store_of_a_newer_program_is_told_and_not_touched(filled, open_store, next_release, path):
    filled.close()
    open_store(next_release(GOOD)).close()
    before = path.read_bytes()
    with pytest.raises(NewerStoreError, match="newer version of the program"):
        open_store()
    assert path.read_bytes() == before
