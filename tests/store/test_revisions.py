"""What became of a record is written with the change itself, bounded, and gone with the record."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.records.settings import Setting
from stls_core.wire import Row
from stls_desktop.store import revisions


def put(store, **fields):
    with store.write() as work:
        work.put(Setting(id="s1", **fields))


def steps(store, rec="s1"):
    with store.read() as read:
        return [(each.source, each.what, each.edit) for each in read.revisions(rec)]


def row(seq, **doc):
    doc = {"id": "s1", **doc}
    ver = dict.fromkeys(doc, seq)
    return Row(id="s1", seq=seq, kind="setting", unit="common", doc=doc, ver=ver)


def take(store, *rows):
    with store.write() as work:
        work.inbox.take_page("d", "e", rows, max(each.seq for each in rows))


def test_a_record_that_begins_has_no_step_and_each_edit_has_one(store, clock):
    put(store, name="Tumblestone Lane")
    assert steps(store) == []
    put(store, name="Tumblestone Lane Primary")
    assert steps(store) == [
        ("here", "edit", {"name": ("Tumblestone Lane", "Tumblestone Lane Primary")})
    ]


def test_what_one_hand_changes_in_a_sitting_is_one_step(store, clock):
    put(store, name="A")
    put(store, name="B")
    clock.go_on(minutes=2)
    put(store, name="C", town="Wenning")
    assert steps(store) == [("here", "edit", {"name": ("A", "C"), "town": (None, "Wenning")})]
    clock.go_on(minutes=4)  # the sitting is measured from its start
    put(store, name="D", town="Wenning")
    assert len(steps(store)) == 2


def test_a_word_that_is_taken_back_in_a_sitting_leaves_no_step(store, clock):
    put(store, name="A")
    put(store, name="B")
    put(store, name="A")
    assert steps(store) == []


def test_a_deletion_is_a_step_of_its_own(store, clock):
    put(store, name="A")
    put(store, name="B")
    with store.write() as work:
        work.edit("setting", "s1", {"deleted": True})
        work.edit("setting", "s1", {"deleted": None})
    assert [what for _, what, _ in steps(store)] == ["put_back", "delete", "edit"]
    with store.read() as read:
        assert [each.rec for each in read.deletions(offset=0, limit=5)] == ["s1"]


def test_what_a_sync_changes_is_told_apart_from_what_was_typed_here(store, clock):
    take(store, row(1, name="A"))
    assert steps(store) == []
    take(store, row(2, name="B"))
    assert steps(store) == [("council", "edit", {"name": ("A", "B")})]
    put(store, name="C")
    assert [source for source, _, _ in steps(store)] == ["here", "council"]


def test_what_is_covered_by_an_unsent_change_is_no_step(store, clock):
    take(store, row(1, name="A"))
    put(store, name="mine")
    take(store, row(2, name="theirs"))
    assert [source for source, _, _ in steps(store)] == ["here"]


def test_history_goes_with_the_record(store, clock):
    take(store, row(1, name="A"))
    take(store, row(2, name="B"))
    take(store, Row(id="s1", seq=3, gone="access"))
    assert steps(store) == []


def test_history_is_bounded_by_number_and_by_age(store, clock):
    put(store, name="0")
    for number in range(1, revisions.MOST + 3):
        clock.go_on(minutes=6)
        put(store, name=str(number))
    found = steps(store)
    assert len(found) == revisions.MOST
    assert found[-1][2] == {"name": ("2", "3")}
    with store.write() as work:
        work.forget_revisions(clock() - dt.timedelta(minutes=7))
    assert len(steps(store)) == 2


def test_a_transaction_that_fails_leaves_neither_change_nor_step(store, clock):
    put(store, name="A")

    def fail():
        with store.write() as work:
            work.put(Setting(id="s1", name="B"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert steps(store) == []
