"""The bytes of photos and PDFs in the encrypted store: once, in parts, and gone when not needed."""

from __future__ import annotations

import hashlib
import random

import pytest

from stls_core import wire
from stls_core.records.attachments import Attachment
from stls_desktop.store.file_states import HERE, SAFE, WANTED
from stls_desktop.store.problems import DiskFullError

PART = wire.PART_BYTES
CONTENT = random.Random(1).randbytes(2 * PART + 7)
SIZE = len(CONTENT)
HASH = hashlib.sha256(CONTENT).hexdigest()
CANARY = b"CANARY-IN-A-PHOTO " * 500


def keep(store, content=CONTENT, rec="a1", **fields):
    with store.write() as work:
        sha256 = work.files.keep(content)
        work.put(Attachment(id=rec, of_id="v1", setting_id="s1", sha256=sha256, **fields))
    return sha256


def state(store, sha256=HASH):
    with store.read() as read:
        return read.files.states([sha256]).get(sha256)


def take(store, number, content=None, size=SIZE):
    cut = CONTENT[number * PART : (number + 1) * PART] if content is None else content
    with store.write() as work:
        return work.files.take_part(HASH, number, size, cut)


def pull(store, *rows):
    """Let records come from the server."""
    with store.write() as work:
        work.inbox.take_page("north", "e", rows, rows[-1].seq)


def row(rec, seq, **doc):
    ver = dict.fromkeys(doc, seq)
    whole = {"id": rec, "of_id": "v1", "setting_id": "s1", **doc}
    return wire.Row(
        id=rec, seq=seq, kind="attachment", unit="s1", doc=whole, ver={**ver, "id": seq}
    )


def count(store, table):
    with store.read() as read:
        return read._connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()


def test_a_file_is_kept_in_parts_of_one_mebibyte_and_comes_out_whole(store):
    assert keep(store) == HASH
    with store.read() as read:
        assert read.files.content(HASH) == CONTENT
        assert [len(read.files.part(HASH, n)) for n in range(4)] == [PART, PART, 7, 0]
    assert state(store).state == HERE


def test_the_same_bytes_are_kept_once(store):
    keep(store)
    keep(store, rec="a2")
    assert count(store, "file_part") == 3


def test_nothing_of_a_photo_can_be_read_in_the_files_on_disk(store, path):
    keep(store, CANARY)
    for file in path.parent.iterdir():
        assert CANARY[:18] not in file.read_bytes(), file.name


def test_bytes_and_record_come_together_or_not_at_all(store):
    def keep_and_fail():
        with store.write() as work:
            work.files.keep(CONTENT)
            raise OSError("The power went.")

    with pytest.raises(OSError, match="power"):
        keep_and_fail()
    assert count(store, "file_part") == count(store, "attached_file") == 0


def test_a_full_disk_loses_nothing_and_keeps_no_half_of_a_file(store):
    keep(store, b"before", rec="a0")
    with store.write() as work:
        (pages,) = work._connection.exec_driver_sql("PRAGMA page_count").one()
        work._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 300}")
    with pytest.raises(DiskFullError):
        keep(store)
    assert count(store, "attachment") == count(store, "attached_file") == 1
    assert count(store, "file_part") == 1
    assert store.is_sound()


def test_a_file_is_due_to_be_sent_once_the_server_knows_its_record(store, clock):
    keep(store)
    with store.read() as read:
        assert read.files.due(clock()).to_send == ()
        assert read.files.unsent_count() == 1
    pull(store, row("a1", 1, sha256=HASH))
    with store.read() as read:
        assert [file.sha256 for file in read.files.due(clock()).to_send] == [HASH]
    with store.write() as work:
        work.files.note_sent(HASH, 3, is_whole=True)
    with store.read() as read:
        assert read.files.due(clock()).to_send == ()
        assert read.files.unsent_count() == 0


def test_small_pictures_are_fetched_before_the_large_ones(store, clock):
    pull(
        store,
        row("a1", 1, sha256="1" * 64, thumbnail_sha256="2" * 64),
        row("a2", 2, sha256="3" * 64, thumbnail_sha256="4" * 64),
    )
    with store.read() as read:
        due = [file.sha256[0] for file in read.files.due(clock()).to_fetch]
    assert due == ["4", "2", "3", "1"]


def test_a_file_that_comes_in_is_whole_only_with_its_hash(store, clock):
    pull(store, row("a1", 1, sha256=HASH))
    assert [take(store, n) for n in (0, 2)] == ["more", "more"]
    assert state(store).state == WANTED
    with store.read() as read:
        assert read.files.content(HASH) is None
        assert read.files.due(clock()).to_fetch[0].here == (0, 2)
    assert take(store, 1) == "whole"
    assert state(store).state == SAFE
    assert take(store, 0, b"late") == "whole"
    with store.read() as read:
        assert read.files.content(HASH) == CONTENT
        assert read.files.due(clock()).to_fetch == ()


def test_wrong_bytes_are_thrown_away_and_asked_for_again_the_next_day(store, clock):
    pull(store, row("a1", 1, sha256=HASH))
    take(store, 0, b"x" * PART)
    take(store, 1)
    assert take(store, 2) == "wrong"
    assert count(store, "file_part") == 0
    assert "damaged" in state(store).why
    with store.read() as read:
        assert read.files.due(clock()).to_fetch == ()
        assert read.files.troubled() == {HASH: state(store).why}
    clock.go_on(days=1, minutes=1)
    with store.read() as read:
        assert [file.sha256 for file in read.files.due(clock()).to_fetch] == [HASH]


def test_a_file_that_is_not_ready_is_asked_for_all_day_and_then_once_a_day(store, clock):
    pull(store, row("a1", 1, sha256=HASH))

    def is_due():
        with store.read() as read:
            return bool(read.files.due(clock()).to_fetch)

    def not_ready():
        with store.write() as work:
            work.files.note_trouble(HASH)

    not_ready()
    clock.go_on(hours=1)
    assert is_due()
    clock.go_on(days=1)
    not_ready()
    assert not is_due()
    clock.go_on(days=1, minutes=1)
    assert is_due()


def test_a_clock_that_was_years_ahead_for_a_day_holds_up_no_file(store, clock):
    pull(store, row("a1", 1, sha256=HASH))
    with store.write() as work:
        work.files.note_trouble(HASH)
    right = clock.at
    clock.go_on(days=9_000)
    with store.write() as work:
        work.files.note_trouble(HASH)
    clock.at = right
    clock.go_on(days=3)
    with store.read() as read:
        assert [file.sha256 for file in read.files.due(clock()).to_fetch] == [HASH]


def test_bytes_that_are_safe_are_offered_again_for_another_record(store, clock):
    """The server keeps them for each unit apart, and only it knows where they lie."""
    keep(store)
    with store.write() as work:
        work.files.note_sent(HASH, 3, is_whole=True)
    keep(store, rec="a2")
    pull(store, row("a2", 1, sha256=HASH))
    with store.read() as read:
        assert [file.sha256 for file in read.files.due(clock()).to_send] == [HASH]
    assert count(store, "file_part") == 3


def test_what_no_record_names_is_taken_out(store):
    keep(store)
    with store.write() as work:
        work.edit("attachment", "a1", {"deleted": True})
    with store.write() as work:
        assert work.files.drop_unneeded() == 0  # never sent: the deletion may still be undone
    with store.write() as work:
        work.files.note_sent(HASH, 3, is_whole=True)
        assert work.files.drop_unneeded() == 1
    assert count(store, "file_part") == 0


def test_what_was_never_sent_goes_after_a_month(store, clock):
    keep(store)
    with store.write() as work:
        work.edit("attachment", "a1", {"deleted": True})
    clock.go_on(days=31)
    with store.write() as work:
        assert work.files.drop_unneeded() == 1


def test_bytes_that_another_record_names_stay(store):
    keep(store)
    keep(store, rec="a2")
    with store.write() as work:
        work.files.note_sent(HASH, 3, is_whole=True)
        work.edit("attachment", "a1", {"deleted": True})
        assert work.files.drop_unneeded() == 0


def test_a_file_leaves_with_its_unit_and_no_byte_of_it_stays(store, path):
    sha256 = hashlib.sha256(CANARY).hexdigest()
    pull(store, row("a1", 1, sha256=sha256))
    with store.write() as work:
        assert work.files.take_part(sha256, 0, len(CANARY), CANARY) == "whole"
    pull(store, wire.Row(id="a1", seq=2, gone="moved"))
    assert count(store, "file_part") == count(store, "attached_file") == 0
    with store.read() as read:
        raw = read._connection
        assert raw.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
        assert read.get(Attachment, "a1") is None


def test_memory_for_a_whole_file_is_only_taken_where_it_is_wanted(store):
    """A part at a time goes to the disk: no value in the table is larger than one part."""
    keep(store, random.Random(2).randbytes(5 * PART))
    with store.read() as read:
        longest = read._connection.exec_driver_sql("SELECT max(length(content)) FROM file_part")
        assert longest.scalar() == PART
