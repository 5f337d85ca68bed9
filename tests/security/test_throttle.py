"""Guessing at the window is slow, whatever is done to the clock, the program or the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.security.problems import MustWaitError
from stls_desktop.security.throttle import MOST_TRIES, Throttle, wait_after


@pytest.fixture
def path(tmp_path):
    return tmp_path / "throttle.json"


@pytest.fixture
def throttle(path, clock):
    fresh = Throttle(path, clock)
    fresh.forgive()
    return fresh


def test_four_wrong_tries_cost_nothing(throttle):
    for _ in range(4):
        throttle.begin_try()
        assert throttle.wait_s == 0


def test_waits_start_at_30_seconds_and_double_to_15_minutes():
    assert [wait_after(wrong) for wrong in range(4, 12)] == [0, 30, 60, 120, 240, 480, 900, 900]


def test_a_try_before_its_time_is_refused_and_not_counted(throttle):
    _wrong(throttle, 5)
    with pytest.raises(MustWaitError) as caught:
        throttle.begin_try()
    assert caught.value.wait_s == 30
    assert throttle.tries_left == MOST_TRIES - 5


def test_after_the_wait_the_next_try_is_looked_at(throttle, clock):
    _wrong(throttle, 5)
    clock.go_on(29.5)
    assert throttle.wait_s == 1
    clock.go_on(0.5)
    throttle.begin_try()
    assert throttle.wait_s == 60


def test_restarting_the_program_does_not_shorten_the_wait(throttle, path, clock):
    _wrong(throttle, 5)
    assert Throttle(path, clock).wait_s == 30


def test_time_waited_with_the_program_closed_counts(throttle, path, clock):
    _wrong(throttle, 5)
    clock.go_on(30)
    assert Throttle(path, clock).wait_s == 0


def test_setting_the_clock_back_does_not_shorten_the_wait(throttle, path, clock):
    _wrong(throttle, 5)
    clock.set_wall(days=-400)
    assert throttle.wait_s == 30
    assert Throttle(path, clock).wait_s == 30


def test_a_clock_set_back_by_an_honest_person_does_not_lengthen_the_wait(throttle, clock):
    _wrong(throttle, 5)
    clock.set_wall(days=-400)
    clock.go_on(30)
    assert throttle.wait_s == 0


def test_setting_the_clock_back_and_on_again_and_again_gives_no_more_than_the_jumps(
    throttle, path, clock
):
    _wrong(throttle, 9)
    for _ in range(3):
        clock.set_wall(minutes=-5)
        assert Throttle(path, clock).wait_s == 480


def test_a_killed_program_has_already_counted_the_try(throttle, path, clock):
    throttle.begin_try()
    assert Throttle(path, clock).tries_left == MOST_TRIES - 1


def test_the_right_passphrase_forgives(throttle, path, clock):
    _wrong(throttle, 4)
    throttle.forgive()
    assert Throttle(path, clock).tries_left == MOST_TRIES


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"nonsense",
        b"\xff",
        b'{"wrong":-9,"elapsed_s":0,"wall_at":"2026-09-14T09:00:00Z"}',
    ],
)
def test_removing_or_mending_the_file_gives_one_try_and_no_more(throttle, path, clock, content):
    _wrong(throttle, 5)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    again = Throttle(path, clock)
    again.begin_try()
    assert again.wait_s == 30


def test_a_planted_wait_of_years_does_not_lock_the_teacher_out(path, clock):
    path.write_text('{"wrong":1,"elapsed_s":0,"free_at_s":1e12,"wall_at":"2026-09-14T09:00:00Z"}')
    assert Throttle(path, clock).wait_s == 0


@given(steps=st.lists(st.tuples(st.floats(0, 2000), st.integers(-(10**6), 0)), max_size=30))
def test_no_sequence_of_set_backs_allows_more_tries_than_honest_waiting(steps, tmp_path_factory):
    from tests.security.stand_ins import TwoClocks

    clock = TwoClocks()
    path = tmp_path_factory.mktemp("throttle") / "throttle.json"
    throttle = Throttle(path, clock)
    throttle.forgive()
    looked_at, waited = 0, 0.0
    for seconds, set_back in steps:
        clock.go_on(seconds)
        waited += seconds
        clock.set_wall(seconds=set_back)
        throttle = Throttle(path, clock)
        if throttle.wait_s == 0:
            throttle.begin_try()
            looked_at += 1
    owed = sum(wait_after(wrong) for wrong in range(1, looked_at))
    assert owed <= waited + 1e-6


def _wrong(throttle, times):
    """So many wrong tries, each after its wait."""
    for _ in range(times):
        throttle._clock.go_on(throttle.wait_s)
        throttle.begin_try()
