"""Copies are checked before they count, pruned by age, and come back without losing anything."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from stls_core.records.settings import Setting
from stls_core.wire import Result
from stls_desktop.store import backup, restore
from stls_desktop.store.drafts import Draft
from stls_desktop.store.problems import (
    DamagedStoreError,
    DiskFullError,
    NewerStoreError,
    StoreError,
    WrongKeyError,
)
from tests.fakes import Clock, StoreKey

CANARY = "Zebrafinch"


def _put(store, rec, name):
    with store.write() as work:
        work.put(Setting(id=rec, name=name))


def _names(store):
    with store.read() as read:
        return [setting.name for setting in read.find(Setting)]


def _stems(path):
    return [copy.path.stem for copy in backup.backups(path)]


def _restore(copy, path, key=None):
    return restore.restore(copy, path, key or StoreKey(), Clock()())


# Making and pruning


def test_the_first_copy_of_a_day_is_the_daily_one_and_then_one_an_hour(store, clock):
    for hour in range(3):
        _put(store, "s1", f"Name {hour}")
        assert store.back_up_hourly() is not None
        assert store.back_up_hourly() is None
        clock.go_on(hours=1)
    assert _stems(store.path) == ["hourly-20260914T11", "hourly-20260914T10", "daily-20260914"]


def test_nothing_new_written_makes_no_copy(store, clock):
    _put(store, "s1", "One")
    assert store.back_up_hourly()
    clock.go_on(hours=1)
    assert store.back_up_hourly() is None
    _put(store, "s1", "Two")
    assert store.back_up_hourly()


def test_four_hourly_and_seven_daily_copies_are_left_and_none_is_older_than_14_days(store, clock):
    for _ in range(9):
        for hour in range(6):
            _put(store, "s1", f"{clock()} {hour}")
            store.back_up_hourly()
            clock.go_on(hours=1)
        clock.go_on(hours=18)
    stems = _stems(store.path)
    assert sum(stem.startswith("hourly") for stem in stems) == 4
    assert sum(stem.startswith("daily") for stem in stems) == 7
    assert stems[0] == "hourly-20260922T14"
    clock.go_on(days=14)
    backup.prune(store.path, clock())
    assert _stems(store.path) == []


def test_a_copy_is_as_unreadable_as_the_store_and_holds_what_was_committed(store, open_store, path):
    _put(store, "s1", CANARY)
    copy = store.back_up_hourly()
    assert CANARY.encode() not in copy.read_bytes()
    assert not copy.read_bytes().startswith(b"SQLite format 3")
    _put(store, "s1", "Later")
    store.close()
    _restore(copy, path)
    assert _names(open_store()) == [CANARY]


def test_a_copy_is_made_while_typing_goes_on(store):
    _put(store, "s1", "One")
    for number in range(300):
        _put(store, f"t{number}", "words " * 200)
    done = threading.Event()
    made = []

    def copy():
        made.append(store.back_up_hourly())
        done.set()

    thread = threading.Thread(target=copy)
    thread.start()
    slowest, typed = 0.0, 0
    while not done.is_set():
        before = time.perf_counter()
        with store.write() as work:
            work.keep_draft(Draft("v1", "link_visit", "v1", {}, {"resources": f"{typed}"}))
        slowest = max(slowest, time.perf_counter() - before)
        typed += 1
    thread.join()
    assert made[0].exists()
    assert typed > 1
    assert slowest < 2


def test_no_half_copy_is_left_when_the_disk_is_full(store, path):
    _put(store, "s1", "One")
    folder = path.parent / backup.FOLDER
    folder.mkdir()
    small = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(small, check=False).returncode:
        pytest.skip("a small disk needs Linux and the right to mount")
    try:
        with pytest.raises(DiskFullError):
            store.back_up_hourly()
        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    assert _names(store) == ["One"]


def test_a_copy_that_does_not_verify_is_thrown_away_and_the_older_one_stands(store, monkeypatch):
    _put(store, "s1", "One")
    good = backup.make_backup(store._engine, store.path, "daily-20260914")
    before = good.read_bytes()
    real = backup._copy

    def bad_disk(engine, target):
        real(engine, target)
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 1
        target.write_bytes(content)

    monkeypatch.setattr(backup, "_copy", bad_disk)
    with pytest.raises(StoreError):
        backup.make_backup(store._engine, store.path, "daily-20260914")
    assert good.read_bytes() == before
    assert [file.name for file in good.parent.iterdir()] == [good.name]


# Restoring


def test_restoring_brings_rows_drafts_outbox_and_cursor_back(store, open_store, path):
    _put(store, "s1", "One")
    with store.write() as work:
        work.keep_draft(Draft("v1", "link_visit", "v1", {}, {"resources": "Half a sen"}))
        work.inbox.take_page("d", "e", (), 77)
    copy = store.back_up_hourly()
    _put(store, "s1", "Later")
    store.close()
    aside = _restore(copy, path)
    again = open_store()
    assert _names(again) == ["One"]
    with again.read() as read:
        assert [draft.doc for draft in read.drafts()] == [{"resources": "Half a sen"}]
        assert len(read.unsent()) == 1
        assert read.cursors() == {"d": ("e", 77)}
        assert [hit.rec for hit in read.search("one")] == ["s1"]
    again.close()
    assert aside.name == "replaced-20260914T090000.db"
    _restore(aside, path)
    assert _names(open_store()) == ["Later"]


def test_what_a_killed_program_left_in_its_log_is_kept_aside_too(store, open_store, path):
    copy = store.back_up_hourly()
    _put(store, "s1", "Only in the log")
    log = path.with_name("stls.db-wal").read_bytes()
    file = path.read_bytes()
    store.close()
    path.write_bytes(file)
    path.with_name("stls.db-wal").write_bytes(log)
    aside = _restore(copy, path)
    assert _names(open_store()) == []
    connection = sqlcipher.connect(str(aside))
    connection.execute(f"PRAGMA key = \"x'{StoreKey().pragma_hex}'\"")
    assert connection.execute("SELECT name FROM setting").fetchall() == [("Only in the log",)]
    connection.close()


def test_a_store_too_damaged_to_open_is_replaced_and_kept_aside(store, open_store, path):
    _put(store, "s1", "One")
    copy = store.back_up_hourly()
    store.close()
    path.write_bytes(b"\0" * 8192)
    aside = _restore(copy, path)
    assert aside.read_bytes() == b"\0" * 8192
    assert _names(open_store()) == ["One"]


def test_restoring_into_an_empty_folder_keeps_nothing_aside(store, open_store, path, tmp_path):
    _put(store, "s1", "One")
    copy = store.back_up_hourly()
    store.close()
    elsewhere = tmp_path / "new laptop" / "stls.db"
    elsewhere.parent.mkdir()
    assert _restore(copy, elsewhere) is None
    assert [file.name for file in elsewhere.parent.iterdir()] == ["stls.db"]


def _damage(copy):
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)


def _newer(copy):
    connection = sqlcipher.connect(str(copy))
    connection.execute(f"PRAGMA key = \"x'{StoreKey().pragma_hex}'\"")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (_damage, DamagedStoreError),
        (_newer, NewerStoreError),
        (lambda copy: copy.write_bytes(b"SQLite format 3\0" * 300), StoreError),
        (lambda copy: copy.write_bytes(b"holiday photo" * 900), WrongKeyError),
        (lambda copy: copy.unlink(), StoreError),
    ],
    ids=["damaged", "newer", "plaintext", "no-store", "missing"],
)
def test_a_copy_that_does_not_verify_replaces_nothing(store, open_store, path, spoil, error):
    _put(store, "s1", "One")
    copy = store.back_up_hourly()
    _put(store, "s1", "Later")
    store.close()
    spoil(copy)
    before = path.read_bytes()
    with pytest.raises(error):
        _restore(copy, path)
    assert path.read_bytes() == before
    assert _names(open_store()) == ["Later"]
    assert not [file for file in path.parent.iterdir() if "restoring" in file.name]


def test_a_copy_under_another_key_replaces_nothing(store, path):
    copy = store.back_up_hourly()
    store.close()
    before = path.read_bytes()
    with pytest.raises(WrongKeyError):
        _restore(copy, path, StoreKey(0x11))
    assert path.read_bytes() == before


def test_what_is_typed_after_a_restore_is_no_forgery_of_what_was_sent_before(
    store, open_store, path
):
    """The copy holds a change that grew and was sent afterwards under the same operation id."""
    _put(store, "s1", "One")
    copy = store.back_up_hourly()
    with store.write() as work:
        work.edit("setting", "s1", {"roll": 90})
        (sent,) = work.outbox.freeze(10)
        work.inbox.take_results((sent,), {sent.op: Result(state="ok", seq=4)})
    store.close()
    _restore(copy, path)
    again = open_store()
    with again.write() as work:
        work.edit("setting", "s1", {"roll": 91})
        (change,) = work.outbox.freeze(10)
    assert change.op != sent.op
    assert change.set["roll"] == 91


def test_a_change_that_was_on_the_way_is_offered_again_as_it_was(store, open_store, path):
    _put(store, "s1", "One")
    with store.write() as work:
        (sent,) = work.outbox.freeze(10)
    copy = store.back_up_hourly()
    store.close()
    _restore(copy, path)
    with open_store().write() as work:
        assert work.outbox.freeze(10) == (sent,)
