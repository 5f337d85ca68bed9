"""The council's database was lost and an older backup put back: what it lacks comes again.

The storm puts backups back at any moment; here are the stories that it found or cannot tell.
"""

from __future__ import annotations

import msgspec
import pytest
import sqlalchemy as sa

from stls_core import wire
from stls_core.records.syncing import Conflict
from stls_server import tables
from tests.sync.simulation import checks
from tests.sync.simulation.line import Fault
from tests.sync.simulation.world import SCHOOL, World

pytestmark = pytest.mark.usefixtures("own_slices", "small_parts")


@pytest.fixture
def world(template, reference, tmp_path):
    made = World(template, tmp_path, reference, 2)
    yield made
    made.close()


@pytest.fixture
def visit(world):
    """A visit that both laptops and the night's backup know."""
    together(world)
    world.back_up()
    return world.visits[0]


def together(world):
    """Enough quiet rounds for everybody."""
    for _ in range(3):
        for laptop in world.laptops:
            laptop.sync(world.line)


def edit(laptop, rec, kind="link_visit", **values):
    with laptop.store.write() as work:
        work.edit(kind, rec, values)


def shown(laptop, rec, field):
    return laptop.open(rec).doc.get(field)


def on_server(world, rec):
    with world.council.database.read() as connection:
        return connection.execute(
            sa.select(tables.rec.c.doc).where(tables.rec.c.id == rec)
        ).scalar()


def conflicts(laptop):
    with laptop.store.read() as read:
        return read.find(Conflict, state="OPEN")


def judge(world):
    checks.settle_down(world)
    checks.check(world)


def test_what_was_sent_after_the_backup_is_sent_again(world, visit):
    anna, bram = world.laptops
    edit(anna, visit, senco_confidence=7)
    edit(bram, visit, whole_school_focus="Reading corners.")
    world.plan_visit(1)
    together(world)
    world.put_back()
    assert "senco_confidence" not in on_server(world, visit)
    finished = anna.sync(world.line)
    assert len(finished.begun_again) == 2
    together(world)
    judge(world)
    for laptop in (anna, bram):
        assert shown(laptop, visit, "senco_confidence") == 7
        assert shown(laptop, visit, "whole_school_focus") == "Reading corners."
        assert laptop.open(world.visits[1]) is not None
        assert not conflicts(laptop)


def test_a_field_that_was_written_three_times_is_no_conflict_with_oneself(world, visit):
    anna, _ = world.laptops
    for mark in (3, 5, 7):
        edit(anna, visit, senco_confidence=mark)
        together(world)
    world.put_back()
    together(world)
    assert on_server(world, visit)["senco_confidence"] == 7
    assert not conflicts(anna)


def test_the_words_of_a_laptop_that_never_comes_back_are_brought_by_whoever_read_them(world, visit):
    anna, bram = world.laptops
    edit(anna, visit, senco_confidence=7, whole_school_focus="Reading corners.")
    world.plan_visit(0)
    together(world)
    world.put_back()
    for _ in range(2):
        bram.sync(world.line)  # anna's laptop lies in a canal
    assert on_server(world, visit)["senco_confidence"] == 7
    assert on_server(world, visit)["whole_school_focus"] == "Reading corners."
    assert on_server(world, world.visits[1])["setting_id"] == SCHOOL
    assert shown(bram, visit, "senco_confidence") == 7


def test_an_edit_of_what_a_lost_laptop_wrote_goes_on_from_it(world, visit):
    anna, bram = world.laptops
    edit(anna, visit, senco_confidence=7)
    together(world)
    edit(bram, visit, senco_confidence=8)
    world.put_back()
    bram.sync(world.line)
    assert on_server(world, visit)["senco_confidence"] == 8
    assert not conflicts(bram)


def test_a_question_that_was_open_is_open_again_with_both_answers(world, visit):
    anna, bram = world.laptops
    edit(anna, visit, senco_confidence=3)
    edit(bram, visit, senco_confidence=9)
    together(world)
    assert len(conflicts(anna)) == 1
    world.put_back()
    together(world)
    (asked,) = conflicts(anna)
    values = {msgspec.json.decode(text)["senco_confidence"] for text in (asked.live, asked.other)}
    assert values == {3, 9}


def test_only_an_answer_that_said_conflict_is_left_of_a_change_and_it_goes_again(world, visit):
    """Found by the storm: such a change leaves no number in the shadow."""
    anna, bram = world.laptops
    edit(anna, SCHOOL, "setting", low_age=4)
    anna.sync(world.line)
    world.back_up()
    edit(bram, SCHOOL, "setting", low_age=3)
    world.sync(1, 4)
    world.put_back()
    judge(world)
    ages = {msgspec.json.decode(c.other)["low_age"] for c in conflicts(bram)}
    assert ages == {3}


def test_a_backup_that_is_put_back_in_the_midst_of_a_round_stops_its_changes(world, visit):
    """Found by the storm: an edit of a record that is gone would have been set aside."""
    anna, _ = world.laptops
    world.plan_visit(0)
    anna.sync(world.line)
    edit(anna, world.visits[1], senco_confidence=6)
    world.sync(0, 3)  # the round has begun
    world.put_back()
    world.sync(0, 200)
    judge(world)
    assert on_server(world, world.visits[1])["senco_confidence"] == 6


def test_an_answer_that_no_page_has_confirmed_is_doubted_too(world, visit):
    """Found by the storm: what was answered has no feed before its page comes."""
    world.import_school(0, 0)
    world.sync(0, 200, Fault.ANSWER_LOST, 0)
    world.put_back()
    world.put_back()
    judge(world)


def test_photos_are_offered_again(world, visit):
    world.attach(0, 0, 5)
    together(world)
    world.put_back()
    judge(world)


def test_two_backups_of_the_same_night_give_no_number_twice(world, visit):
    anna, bram = world.laptops
    for mark in (4, 6):
        world.put_back()
        edit(anna, visit, senco_confidence=mark)
        anna.sync(world.line)
    bram.sync(world.line)
    assert shown(bram, visit, "senco_confidence") == 6
    judge(world)


def test_a_laptop_that_names_an_epoch_nobody_knows_doubts_everything(world, visit):
    anna, _ = world.laptops
    hello = wire.Hello(device=anna.me.device, cursors={"common": ("another life", 3)})
    welcome = world.council.hello(anna.me.token, hello)
    assert welcome.heads["common"].restored == 0


def test_an_ended_life_is_told_where_it_ended_whatever_came_after(world, visit):
    anna, _ = world.laptops

    def common():
        return world.council.hello(anna.me.token, wire.Hello(device=anna.me.device)).heads["common"]

    first = common()
    assert first.restored is None
    world.council.begin_again()
    second = common()
    assert second.epoch != first.epoch
    assert second.seq >= first.seq + 1_000_000
    world.council.begin_again()
    for life, where in ((first, first.seq), (second, second.seq)):
        hello = wire.Hello(device=anna.me.device, cursors={"common": (life.epoch, 1)})
        assert world.council.hello(anna.me.token, hello).heads["common"].restored == where


def test_a_push_of_an_ended_life_is_not_taken(world, visit):
    anna, _ = world.laptops
    edit(anna, visit, senco_confidence=2)
    with anna.store.write() as work:
        ops = work.outbox.freeze(10)
    push = wire.Push(device=anna.me.device, ops=ops, epoch="another life")
    pushed = world.council.push(anna.me.token, push)
    assert {result.state for result in pushed.results.values()} == {"retry"}
    assert on_server(world, visit).get("senco_confidence") is None
