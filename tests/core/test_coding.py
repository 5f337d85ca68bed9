"""A time sample under any order of keys, ticks and pauses: nothing is invented, nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stls_core.coding import CODES, CodingRun, share_words
from stls_core.records.observations import MISSED, share_of

KEYS = st.sampled_from(sorted(CODES.values()))


def test_a_slot_is_coded_and_the_next_one_waits():
    run = CodingRun(30)
    run.start(0)
    run.code("ON_A")
    for second in range(4, 33, 4):
        run.tick(second)
    assert (run.slots, run.place, run.code_now) == ("ON_A", 1, "")


def test_a_slot_that_nobody_coded_is_missed_and_counts_for_nothing():
    run = CodingRun(4)
    run.start(0)
    run.tick(4)
    run.code("ON_P")
    run.tick(8)
    assert run.slots == f"{MISSED} ON_P"
    assert run.share == (1, 1)
    assert run.missed == 1


def test_a_second_key_in_one_slot_corrects_the_first():
    run = CodingRun(30)
    run.start(0)
    run.code("ON_A")
    run.code("OFF_V")
    assert run.slots == "OFF_V"


def test_time_stands_in_a_pause_and_while_the_laptop_sleeps():
    run = CodingRun(10)
    run.start(0)
    run.tick(4)
    run.pause(6)
    assert run.elapsed == 6
    run.start(500)
    run.tick(502)
    assert run.elapsed == 8
    assert not run.tick(90_000)
    assert not run.is_running
    assert run.elapsed == 8


def test_child_and_peer_are_coded_in_turns_and_kept_apart():
    run = CodingRun(4, with_peer=True)
    run.start(0)
    for place, code in enumerate(("ON_A", "OFF_V", "T", "ON_P")):
        assert run.is_peers_turn == (place % 2 == 1)
        run.code(code)
        run.tick(4 * (place + 1))
    assert run.slots == "ON_A T"
    assert run.peer_slots == "OFF_V ON_P"


def test_a_run_goes_on_after_the_slots_of_an_earlier_one():
    run = CodingRun(30, slots="ON_A ON_A")
    run.start(0)
    run.code("T")
    assert run.slots == "ON_A ON_A T"


def test_undo_takes_the_last_code_back():
    run = CodingRun(4)
    run.start(0)
    run.code("ON_A")
    run.tick(4)
    assert run.undo()
    assert run.slots == MISSED
    assert not run.undo()


def test_a_percentage_has_its_n_and_at_least_twenty_slots():
    assert share_words(share_of("ON_A " * 18 + "T " * 22), 20) == "45 % of 40 slots"
    assert share_words(share_of("ON_A " * 12), 20) == "n = 12, too few for a percentage (20 needed)"
    assert share_words(share_of(""), 20) == "nothing coded"


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("tick"), st.floats(0, 4.9)),
            st.tuples(st.just("code"), KEYS),
            st.tuples(st.just("undo"), st.none()),
            st.tuples(st.just("pause"), st.floats(0, 900)),
        ),
        max_size=60,
    ),
    st.booleans(),
)
def test_whatever_is_pressed_each_slot_holds_a_code_or_is_missed(steps, with_peer):
    run, now = CodingRun(5, with_peer=with_peer), 0.0
    run.start(now)
    pressed = 0
    for what, value in steps:
        if what == "tick":
            now += value
            run.tick(now)
        elif what == "code":
            run.code(value)
            pressed += 1
        elif what == "undo":
            run.undo()
        else:
            run.pause(now)
            now += value
            run.start(now)
    codes = [*run.slots.split(), *run.peer_slots.split()]
    assert set(codes) <= {*CODES.values(), MISSED}
    assert run.place <= len(codes) <= run.place + 1
    assert sum(code != MISSED for code in codes) <= pressed


def test_a_run_that_stopped_after_the_child_goes_on_with_the_peer():
    run = CodingRun(with_peer=True, slots="ON_A ON_P", peer_slots="ON_A")
    assert run.is_peers_turn
    run.start(0.0)
    run.code("ON_A")
    assert (run.slots, run.peer_slots) == ("ON_A ON_P", "ON_A ON_A")
    assert run.missed == 0
