"""A delete and an edit that did not know of each other: the record stays, and both are asked."""

from __future__ import annotations

import pytest

from stls_core.changes import Change, Shadow, acknowledged, recorded
from stls_core.records import kind_named


@pytest.fixture
def ann(desk):
    return desk.laptop("Odile Marchbanks")


@pytest.fixture
def bob(desk):
    return desk.laptop("Bram Fettiplace")


@pytest.fixture
def visit(ann, bob):
    rec = ann.visit(status="PLANNED", mode="INPERSON")
    ann.pull()
    bob.pull()
    return rec


def test_a_delete_reaches_everybody_and_the_record_is_kept(ann, bob, visit):
    assert ann.edit("link_visit", visit, {"deleted": True}).state == "ok"
    assert bob.pull().doc(visit)["deleted"] is True
    assert bob.doc(visit)["status"] == "PLANNED"


def test_a_delete_that_had_not_seen_an_edit_does_not_happen(ann, bob, visit):
    bob.edit("link_visit", visit, {"mode": "VIDEO"})
    result = ann.edit("link_visit", visit, {"deleted": True})
    assert (result.state, result.bad) == ("conflict", ("deleted",))
    assert "deleted" not in bob.pull().doc(visit)
    (conflict,) = bob.conflicts()
    assert conflict["slot"] == "deleted"
    assert (conflict["live_by"], conflict["other_by"]) == ("Bram Fettiplace", "Odile Marchbanks")


def test_an_edit_that_had_not_seen_a_delete_brings_the_record_back(ann, bob, visit):
    ann.edit("link_visit", visit, {"deleted": True})
    result = bob.edit("link_visit", visit, {"mode": "VIDEO"})
    assert (result.state, result.bad) == ("conflict", ("deleted",))
    doc = ann.pull().doc(visit)
    assert "deleted" not in doc
    assert doc["mode"] == "VIDEO"
    (conflict,) = ann.conflicts()
    assert (conflict["live_by"], conflict["other_by"]) == ("Bram Fettiplace", "Odile Marchbanks")


def test_both_orders_come_to_the_same_record(desk):
    ann, bob = desk.laptop("Odile Marchbanks"), desk.laptop("Bram Fettiplace")
    found = []
    for is_delete_first in (True, False):
        rec = ann.visit(mode="INPERSON")
        ann.pull()
        bob.pull()
        acts = [
            lambda rec=rec: ann.edit("link_visit", rec, {"deleted": True}),
            lambda rec=rec: bob.edit("link_visit", rec, {"mode": "VIDEO"}),
        ]
        for act in acts if is_delete_first else reversed(acts):
            act()
        doc = dict(ann.pull().doc(rec))
        del doc["id"]
        found.append(doc)
    assert found[0] == found[1]
    assert {c["slot"] for c in ann.conflicts()} == {"deleted"}


def test_a_delete_knows_the_edits_of_its_own_laptop(ann, visit):
    edit = ann.change("link_visit", visit, {"mode": "VIDEO"})
    assert ann.push(edit, ann.change("link_visit", visit, {"deleted": True}))[1].state == "ok"


def test_a_delete_after_having_seen_the_edit_is_no_conflict(ann, bob, visit):
    bob.edit("link_visit", visit, {"mode": "VIDEO"})
    ann.pull()
    assert ann.edit("link_visit", visit, {"deleted": True}).state == "ok"


def test_a_delete_that_knows_only_its_own_later_number_still_sees_what_it_missed(ann, bob, visit):
    """The answer to an own change raises the newest number that a laptop knows, and says nothing
    about the edits of others in between."""
    bob.edit("link_visit", visit, {"mode": "VIDEO"})
    kind, row = kind_named("link_visit"), ann.rows[visit]
    own = ann.change("link_visit", visit, {"status": "IN_PROGRESS"})
    (answer,) = ann.push(own)
    shadow = acknowledged(kind, Shadow(row.doc, row.ver), own, answer.seq, ())
    fresh = Change(op=ann.new_id(), rec=visit, kind="link_visit", set={})
    delete = recorded(
        kind, {"deleted": True}, shadow=shadow, seen={}, waiting=None, sent=(), fresh=fresh
    )
    assert delete.seen == answer.seq
    assert ann.push(delete)[0].bad == ("deleted",)
    assert "deleted" not in bob.pull().doc(visit)


def test_two_deletes_agree(ann, bob, visit):
    assert ann.edit("link_visit", visit, {"deleted": True}).state == "ok"
    assert bob.edit("link_visit", visit, {"deleted": True}).state == "ok"
    assert bob.pull().conflicts() == []


def test_a_delete_can_be_undone(ann, bob, visit):
    ann.edit("link_visit", visit, {"deleted": True})
    assert bob.pull().edit("link_visit", visit, {"deleted": None}).state == "ok"
    assert "deleted" not in ann.pull().doc(visit)


def test_an_edit_by_somebody_who_saw_the_delete_leaves_it_deleted(ann, bob, visit):
    ann.edit("link_visit", visit, {"deleted": True})
    assert bob.pull().edit("link_visit", visit, {"mode": "VIDEO"}).state == "ok"
    assert ann.pull().doc(visit)["deleted"] is True


def test_a_clashing_edit_also_brings_the_record_back(ann, bob, visit):
    ann.edit("link_visit", visit, {"mode": "PHONE"})
    ann.pull().edit("link_visit", visit, {"deleted": True})
    result = bob.edit("link_visit", visit, {"mode": "VIDEO"})
    assert set(result.bad) == {"mode", "deleted"}
    assert "deleted" not in ann.pull().doc(visit)
