"""How long a laptop opens without a sync: honest users are never locked early."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.security.lease import DAY_S, Lease, LeasePolicy, LeaseStanding
from tests.security.stand_ins import MONDAY, TwoClocks


def test_it_warns_from_the_11th_day_and_ends_on_the_14th():
    standings = {day: _after(days=day).standing for day in (0, 10.99, 11, 13.99, 14, 400)}
    assert standings == {
        0: LeaseStanding.GOOD,
        10.99: LeaseStanding.GOOD,
        11: LeaseStanding.ENDING,
        13.99: LeaseStanding.ENDING,
        14: LeaseStanding.OVER,
        400: LeaseStanding.OVER,
    }


def test_days_left_never_go_below_zero():
    assert _after(days=4.5).days_left == pytest.approx(9.5)
    assert _after(days=400).days_left == 0


def test_a_sync_renews_it():
    assert _after(days=14).standing is LeaseStanding.OVER
    assert Lease.renewed(MONDAY).days_left == 14


def test_setting_the_clock_back_gives_no_day_back():
    clock = TwoClocks()
    lease = Lease.renewed(clock.now())
    clock.go_on(10 * DAY_S)
    lease = lease.advanced(clock.now(), 0)
    clock.set_wall(days=-10)
    lease = lease.advanced(clock.now(), 0)
    assert lease.days_left == 4


def test_a_running_program_counts_on_though_the_clock_was_set_back():
    clock = TwoClocks()
    lease = Lease.renewed(clock.now())
    clock.set_wall(days=-30)
    clock.go_on(2 * DAY_S)
    assert lease.advanced(clock.now(), 2 * DAY_S).days_left == 12


@given(gaps=st.lists(st.floats(0, 5 * DAY_S), max_size=40))
def test_an_honest_clock_is_counted_exactly(gaps):
    clock = TwoClocks()
    lease = Lease.renewed(clock.now())
    for gap in gaps:
        clock.go_on(gap)
        lease = lease.advanced(clock.now(), gap / 2)
    honest = (clock.now() - MONDAY).total_seconds()
    assert lease.since_sync.seconds == pytest.approx(honest)


@given(steps=st.lists(st.tuples(st.floats(0, DAY_S), st.floats(-5, 0)), max_size=40))
def test_set_backs_can_make_it_late_but_never_early(steps):
    clock = TwoClocks()
    lease, passed = Lease.renewed(clock.now()), 0.0
    for gap, days_back in steps:
        clock.set_wall(days=days_back)
        clock.go_on(gap)
        passed += gap
        lease = lease.advanced(clock.now(), 0)
    assert lease.since_sync.seconds <= passed + 1e-3


def test_a_few_set_backs_delay_the_end_by_days_not_for_ever():
    chance = random.Random(14)
    ends = [_ends_after(chance, set_back_share=0.15) for _ in range(50)]
    assert min(ends) >= 14
    assert max(ends) < 28


def test_set_back_at_every_start_is_held_only_by_a_policy_with_a_penalty():
    chance = random.Random(14)
    assert _ends_after(chance, set_back_share=1.0) > 60
    strict = LeasePolicy(set_back_days=2)
    assert _ends_after(chance, set_back_share=1.0, policy=strict) <= 14


@pytest.mark.parametrize("policy", [{"days": 5}, {"warn_from_day": 0}, {"set_back_days": -1}])
def test_a_policy_that_makes_no_sense_is_refused(policy):
    with pytest.raises(ValueError, match="warns before it ends"):
        LeasePolicy(**policy)


def _after(*, days):
    clock = TwoClocks()
    lease = Lease.renewed(clock.now())
    clock.go_on(days * DAY_S)
    return lease.advanced(clock.now(), 0)


def _ends_after(chance, *, set_back_share, policy=None):
    """Real days until the lease ends, with two starts a day of an hour each; at most 61."""
    clock = TwoClocks()
    lease, real_s = Lease.renewed(clock.now(), policy), 0.0
    while lease.standing is not LeaseStanding.OVER and real_s < 61 * DAY_S:
        closed_s = chance.uniform(8, 16) * 3_600
        clock.go_on(closed_s)
        if chance.random() < set_back_share:
            clock.set_wall(seconds=-closed_s - 3_600)
        lease = lease.advanced(clock.now(), 0)
        real_s += closed_s
    return real_s / DAY_S
