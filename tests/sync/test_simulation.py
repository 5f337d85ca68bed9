"""The program's own laptops and its own server in a storm of faults; nothing may be lost."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.simulation.machine import FileStorm, Storm

WEEKS, STEPS = 16, 70
FILE_WEEKS, FILE_STEPS = 10, 50
SOAK = 300  # times as many weeks


def _storm(kind, template, reference):
    class Here(kind):
        pass

    Here.template, Here.reference = template, reference
    return Here


def _weather(pytestconfig, weeks, steps):
    """The same weeks every day, so that a failure is about what changed; new ones in a soak."""
    is_soak = pytestconfig.getoption("--soak")
    weeks *= SOAK if is_soak else 1
    database = {} if is_soak else {"derandomize": True, "database": None}
    return settings(max_examples=weeks, stateful_step_count=steps, **database)


@pytest.mark.timeout(0)
def test_nothing_is_lost_and_all_agree(template, reference, own_slices, pytestconfig):
    storm = _storm(Storm, template, reference)
    run_state_machine_as_test(storm, settings=_weather(pytestconfig, WEEKS, STEPS))


@pytest.mark.timeout(0)
def test_every_file_arrives_once_and_no_word_waits_for_it(
    template, reference, own_slices, small_parts, pytestconfig
):
    storm = _storm(FileStorm, template, reference)
    run_state_machine_as_test(storm, settings=_weather(pytestconfig, FILE_WEEKS, FILE_STEPS))
