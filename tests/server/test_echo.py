"""When a laptop is told that a pull would only bring back what it sent. On both databases."""

from __future__ import annotations

import msgspec
import pytest

from stls_core import wire
from tests.server.desk import NORTH, NORTH_SCHOOL, SOUTH_SCHOOL


@pytest.fixture
def ann(desk):
    return desk.laptop("Odile Marchbanks")


def _visit(laptop, unit=NORTH_SCHOOL, **fields):
    rec = laptop.new_id()
    edit = {"id": rec, "setting_id": NORTH_SCHOOL, **fields}
    return msgspec.structs.replace(laptop.change("link_visit", rec, edit), unit=unit)


def _edit(laptop, rec, edit, unit=NORTH_SCHOOL):
    return msgspec.structs.replace(laptop.change("link_visit", rec, edit), unit=unit)


def _push(laptop, *changes):
    return laptop.council.push(laptop.me.token, wire.Push(laptop.me.device, changes))


def test_a_push_that_stands_as_it_was_sent_is_told_so(ann):
    before = ann.page(NORTH).head
    changes = [_visit(ann, status="PLANNED"), _visit(ann, mode="VIDEO")]
    pushed = _push(ann, *changes)
    page = ann.page(NORTH, before)
    assert pushed.echo == wire.Echo(feed=NORTH, epoch=page.epoch)
    assert [row.id for row in page.rows] == [change.rec for change in changes]
    assert [row.doc for row in page.rows] == [change.set for change in changes]
    assert [row.seq for row in page.rows] == [pushed.results[c.op].seq for c in changes]


def test_what_was_taken_before_is_no_echo(ann):
    first = _visit(ann)
    _push(ann, first)
    assert _push(ann, first).echo is None
    assert _push(ann, first, _visit(ann)).echo is None


def test_a_conflict_is_no_echo(desk, ann):
    bob = desk.laptop("Bram Fettiplace")
    first = _visit(ann, status="PLANNED")
    _push(ann, first)
    ann.pull()
    bob.pull()
    assert _push(bob, _edit(bob, first.rec, {"status": "SIGNED"})).echo is not None
    pushed = _push(ann, _visit(ann), _edit(ann, first.rec, {"status": "CANCELLED"}))
    assert [result.state for result in pushed.results.values()] == ["ok", "conflict"]
    assert pushed.echo is None


def test_merged_text_is_no_echo(desk, ann):
    bob = desk.laptop("Bram Fettiplace")
    first = _visit(ann, whole_school_focus="One.\n\nTwo.")
    _push(ann, first)
    ann.pull()
    bob.pull()
    _push(bob, _edit(bob, first.rec, {"whole_school_focus": "One, and more.\n\nTwo."}))
    pushed = _push(ann, _edit(ann, first.rec, {"whole_school_focus": "One.\n\nTwo, and more."}))
    assert [result.state for result in pushed.results.values()] == ["ok"]
    assert pushed.echo is None


def test_a_held_change_is_no_echo(ann):
    assert _push(ann, _visit(ann), _visit(ann, unit="", setting_id=SOUTH_SCHOOL)).echo is None


def test_a_unit_that_the_laptop_did_not_expect_is_no_echo(ann):
    pushed = _push(ann, _visit(ann, unit="somewhere else"))
    assert [result.state for result in pushed.results.values()] == ["ok"]
    assert pushed.echo is None


def test_changes_in_two_feeds_are_no_echo(desk):
    lead = desk.laptop("Maud Thistlewood", "LEAD").pull()
    school = msgspec.structs.replace(
        lead.change("setting", NORTH_SCHOOL, {"site_notes": "Ring twice."}), unit="common"
    )
    assert _push(lead, school, _visit(lead)).echo is None


def test_a_record_that_moves_is_no_echo(desk):
    lead = desk.laptop("Maud Thistlewood", "LEAD")
    pupil = lead.pupil()
    visit = _visit(lead)
    _push(lead, visit)
    lead.pull()
    moved = _edit(lead, visit.rec, {"setting_id": NORTH_SCHOOL, "status": "PLANNED"}, NORTH_SCHOOL)
    assert _push(lead, moved).echo is not None
    away = msgspec.structs.replace(
        lead.change("pupil", pupil, {"setting_id": SOUTH_SCHOOL}), unit=pupil
    )
    assert _push(lead, away).echo is None
