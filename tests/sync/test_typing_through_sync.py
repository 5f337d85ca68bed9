"""A form that stays open while rounds of sync settle its draft and send it."""

from __future__ import annotations

import contextlib

import pytest

from tests.sync.simulation.world import World

VISIT = 0


@pytest.fixture
def world(template, tmp_path, reference):
    world = World(template, tmp_path, reference, laptops=2)
    yield world
    world.close()


def _conflicts(world):
    with world.council.database.read() as connection:
        return connection.exec_driver_sql("SELECT doc FROM rec WHERE kind = 'conflict'").all()


def _type(laptop, rec, **typed):
    form = laptop.form_of(rec)
    laptop.type(form, typed)
    return form


def test_typing_on_after_a_round_is_no_conflict_with_oneself(world):
    odile, rec = world.laptops[0], world.visits[0]
    _type(odile, rec, no_actions_reason="Half term")
    odile.sync(world.line)
    _type(odile, rec, no_actions_reason="Half term, and the hall was shut")
    odile.sync(world.line)
    assert odile.open(rec).doc["no_actions_reason"] == "Half term, and the hall was shut"
    assert _conflicts(world) == []


def test_typing_on_after_a_round_does_not_take_back_what_a_colleague_changed(world):
    odile, rufus = world.laptops
    rec = world.visits[0]
    _type(odile, rec, no_actions_reason="Half term", whole_school_focus="Calm corridors")
    odile.sync(world.line)
    rufus.sync(world.line)
    with rufus.store.write() as work:
        work.edit("link_visit", rec, {"no_actions_reason": "Inset day"})
    rufus.sync(world.line)
    _type(odile, rec, whole_school_focus="Calm corridors\n\nQuiet corners")
    odile.sync(world.line)
    shown = odile.open(rec).doc
    assert shown["no_actions_reason"] == "Inset day"
    assert shown["whole_school_focus"] == "Calm corridors\n\nQuiet corners"
    assert _conflicts(world) == []


def test_what_was_rolled_back_does_not_count_as_settled(world):
    odile, rec = world.laptops[0], world.visits[0]
    form = _type(odile, rec, no_actions_reason="Half term")
    with contextlib.suppress(RuntimeError), odile.store.write() as work:
        work.settle(form.draft())
        raise RuntimeError
    _type(odile, rec, rating=3)
    odile.sync(world.line)
    shown = odile.open(rec).doc
    assert (shown["no_actions_reason"], shown["rating"]) == ("Half term", 3)


def test_words_in_an_open_form_bring_back_a_record_that_was_deleted_meanwhile(world):
    odile, rufus = world.laptops
    rec = world.visits[0]
    _type(odile, rec, no_actions_reason="Half")
    with rufus.store.write() as work:
        work.edit("link_visit", rec, {"deleted": True})
    rufus.sync(world.line)
    odile.form_of(rec).raw = {"next_visit_on": "31/0"}  # nothing of it can be sent yet
    _type(odile, rec, no_actions_reason="Half term")
    odile.sync(world.line)
    odile.form_of(rec).raw = {}
    _type(odile, rec, no_actions_reason="Half term, and the hall was shut")
    odile.sync(world.line)
    rufus.sync(world.line)
    for laptop in (odile, rufus):
        shown = laptop.open(rec).doc
        assert not shown.get("deleted")
        assert shown["no_actions_reason"] == "Half term, and the hall was shut"
    assert len(_conflicts(world)) == 1


def test_a_delete_does_not_take_a_colleagues_new_field_that_no_page_had_brought(world):
    """An own answer raises what a laptop has seen of a record; of other fields it says nothing."""
    odile, rufus = world.laptops
    rec = world.visits[0]
    with odile.store.write() as work:
        work.edit("link_visit", rec, {"resources": "A card."})
    odile.sync(world.line)
    with rufus.store.write() as work:
        work.edit("link_visit", rec, {"senco_confidence": 4})
    while rufus._unsent():  # its own change is answered, and no page has come
        world.sync(1, 1)
    rufus.abandon()
    assert rufus.open(rec).doc.get("resources") is None
    with rufus.store.write() as work:
        work.edit("link_visit", rec, {"deleted": True})
    rufus.sync(world.line)
    odile.sync(world.line)
    assert not odile.open(rec).doc.get("deleted")
    assert len(_conflicts(world)) == 1
