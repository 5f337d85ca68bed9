"""When the next round is due: soon after a change, once a minute, and ever later after failures."""

from __future__ import annotations

import pytest

from stls_desktop.sync.schedule import AFTER_CHANGE, IDLE, LONGEST_RETRY, Schedule

NOON = 1_000.0
CHANCES = (0.0, 0.5, 1.0)


def test_a_new_schedule_is_due_at_once():
    assert Schedule().is_due(0.0)


def test_a_burst_of_changes_goes_as_one_round():
    resting = Schedule().succeeded(NOON, 0.5)
    typed = resting.changed(NOON + 1).changed(NOON + 2)
    assert not typed.is_due(NOON + 2)
    assert typed.due_at == NOON + 1 + AFTER_CHANGE  # the second change does not push it back


def test_a_change_never_makes_a_round_later():
    almost = Schedule(due_at=NOON)
    assert almost.changed(NOON).due_at == NOON


@pytest.mark.parametrize("chance", CHANCES)
def test_after_success_it_waits_about_a_minute(chance):
    rests = Schedule(failures=4).succeeded(NOON, chance)
    assert rests.failures == 0
    assert 0.75 * IDLE <= rests.due_at - NOON <= 1.25 * IDLE


def test_a_server_that_asks_for_time_gets_it():
    assert Schedule().succeeded(NOON, 0.5, retry_after=900).due_at == NOON + 900


@pytest.mark.parametrize("chance", CHANCES)
def test_each_failure_doubles_the_wait_up_to_five_minutes(chance):
    schedule, waits = Schedule(), []
    for _ in range(12):
        schedule = schedule.failed(NOON, chance)
        waits.append(schedule.due_at - NOON)
    spread = 0.75 + chance / 2
    assert waits[:4] == [5 * spread, 10 * spread, 20 * spread, 40 * spread]
    assert waits[-1] == LONGEST_RETRY * spread


def test_typing_does_not_hurry_a_laptop_that_backs_off_but_the_button_does():
    backing_off = Schedule().failed(NOON, 0.5)
    assert backing_off.changed(NOON + 1) == backing_off
    assert backing_off.asked(NOON + 1).is_due(NOON + 1)
