"""Disk full, read-only folder, damaged file: told in words, and nothing saved before is lost."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys

import pytest

from stls_core import wire
from stls_core.records.attachments import Attachment
from stls_core.records.settings import Setting
from stls_desktop.store.drafts import Draft
from stls_desktop.store.problems import DamagedStoreError, DiskFullError, ReadOnlyStoreError
from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey

WORDS = "The disk is full, so the last change could not be saved. Everything saved before is safe"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MB that `mount` can grow or make read-only; needs the right to mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(made, check=False).returncode:
        pytest.skip("making a small disk needs Linux and the right to mount; see max_page_count")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _remount(folder, option):
    subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True)


def _open(path):
    return Store(path, StoreKey(), now=Clock(), new_id=Ids())


def _fill(store):
    """Write until the disk is full; returns how many commits went through."""
    for count in range(1_000):
        try:
            with store.write() as work:
                work.put(Setting(id=f"s{count}", name=f"School {count}", site_notes="words " * 900))
        except DiskFullError as full:
            told = str(full)
            break
    else:
        pytest.fail("the disk was never full")
    assert told.startswith(WORDS)
    assert "School" not in told
    return count


def _count(store):
    with store.read() as read:
        assert read._connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
        return len(read.find(Setting))


def test_a_full_disk_loses_nothing_and_saving_starts_again_by_itself(small_disk):
    store = _open(small_disk / "stls.db")
    saved = _fill(store)
    assert saved > 5
    assert _count(store) == saved
    draft = Draft("v1", "link_visit", "v1", {}, {"whole_school_focus": "words " * 9_000})
    with pytest.raises(DiskFullError), store.write() as work:
        work.keep_draft(draft)
    _remount(small_disk, "size=16m")
    with store.write() as work:
        work.keep_draft(draft)
    with store.read() as read:
        assert [kept.doc for kept in read.drafts()] == [draft.doc]
    assert _count(store) == saved
    store.close()


def test_closing_and_opening_on_a_full_disk_keeps_everything(small_disk):
    store = _open(small_disk / "stls.db")
    saved = _fill(store)
    store.close()
    again = _open(small_disk / "stls.db")
    assert _count(again) == saved
    again.close()


def test_a_store_at_its_limit_says_so_in_the_same_words(store):
    """The same without the right to mount: SQLite's own limit of pages."""
    with store.read() as read:
        used = read._connection.exec_driver_sql("PRAGMA page_count").scalar()
        read._connection.exec_driver_sql(f"PRAGMA max_page_count = {used + 40}")
    saved = _fill(store)
    assert _count(store) == saved
    with store.read() as read:
        read._connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    with store.write() as work:
        work.put(Setting(id="after", name="After"))
    assert _count(store) == saved + 1


def test_a_read_only_disk_is_told_when_the_store_is_opened(small_disk):
    store = _open(small_disk / "stls.db")
    store.close()
    before = (small_disk / "stls.db").read_bytes()
    _remount(small_disk, "ro")
    for name in ("stls.db", "new.db"):
        with pytest.raises(ReadOnlyStoreError, match="data folder cannot be written to"):
            _open(small_disk / name)
    assert (small_disk / "stls.db").read_bytes() == before


def test_a_disk_that_becomes_read_only_while_typing_is_told(store, tmp_path):
    with store.read() as read:
        read._connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(ReadOnlyStoreError, match="Nothing was changed"), store.write() as work:
        work.put(Setting(id="s1", name="One"))


def test_a_damaged_file_is_told_and_what_can_be_read_is_read(open_store, path):
    store = open_store()
    with store.write() as work:
        for count in range(200):
            work.put(Setting(id=f"s{count}", name=f"School {count}", site_notes="words " * 200))
    store.close()
    content = bytearray(path.read_bytes())
    # The schema fills the first half: what is damaged here are rows, so that the store still opens.
    for page in range(len(content) // 4096 * 3 // 4, len(content) // 4096 - 2):
        content[page * 4096 + 777] ^= 1
    path.write_bytes(content)
    damaged = open_store()
    with (
        pytest.raises(DamagedStoreError, match="Restore the newest backup"),
        damaged.read() as read,
    ):
        read.find(Setting)


def _files_of(store):
    """How many files and parts are in the store."""
    with store.read() as read:
        return [
            read._connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("attached_file", "file_part")
        ]


@pytest.fixture
def attachment():
    """A record of a photo in a visit, as it is put into the same transaction as its bytes."""

    def made(sha256):
        return Attachment(id="a1", of_id="v1", of_kind="link_visit", sha256=sha256, size_bytes=1)

    return made


def test_a_photo_that_finds_no_room_leaves_nothing_half_kept(small_disk, attachment):
    store = _open(small_disk / "stls.db")
    draft = Draft("v1", "link_visit", "v1", {}, {"whole_school_focus": "Words of the visit."})
    with store.write() as work:
        work.put(Setting(id="before", name="Before"))
        work.keep_draft(draft)
    content = random.Random(1).randbytes(6 * 1024 * 1024)
    with (
        pytest.raises(DiskFullError, match="Everything saved before is safe"),
        store.write() as work,
    ):
        work.put(attachment(work.files.keep(content)))
    assert _files_of(store) == [0, 0]
    with store.read() as read:
        assert read.find(Attachment) == ()
        assert [kept.doc for kept in read.drafts()] == [draft.doc]
    with store.write() as work:  # a word still finds room where a photo did not
        work.put(Setting(id="after", name="After"))
    assert _count(store) == 2
    _remount(small_disk, "size=32m")
    with store.write() as work:
        work.put(attachment(work.files.keep(content)))
    with store.read() as read:
        assert read.files.content(read.find(Attachment)[0].sha256) == content
    store.close()


def test_a_part_that_finds_no_room_keeps_those_before_it(small_disk):
    """What comes in with a sync: each part stands for itself, and the rest comes later."""
    store = _open(small_disk / "stls.db")
    content = random.Random(2).randbytes(5 * wire.PART_BYTES)
    sha256 = hashlib.sha256(content).hexdigest()
    parts = [content[n : n + wire.PART_BYTES] for n in range(0, len(content), wire.PART_BYTES)]

    def take(numbers):
        for number in numbers:
            with store.write() as work:
                work.files.take_part(sha256, number, len(content), parts[number])

    with pytest.raises(DiskFullError):
        take(range(5))
    with store.read() as read:
        here = read.files.states([sha256])[sha256].parts
        assert 0 < here < 5
        assert read.files.content(sha256) is None
    _remount(small_disk, "size=32m")
    take(range(here, 5))
    with store.read() as read:
        assert read.files.content(sha256) == content
    store.close()
