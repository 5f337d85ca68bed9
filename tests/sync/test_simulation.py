"""The program's own laptops and its own server in a storm of faults; nothing may be lost."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.simulation.machine import Storm

WEEKS, STEPS = 50, 70


@pytest.fixture
def storm(template, reference, own_slices):
    class Here(Storm):
        pass

    Here.template, Here.reference = template, reference
    return Here


def _weather(pytestconfig):
    weeks = 5_000 if pytestconfig.getoption("--soak") else WEEKS
    return settings(max_examples=weeks, stateful_step_count=STEPS)


@pytest.mark.timeout(0)
def test_nothing_is_lost_and_all_agree(storm, pytestconfig):
    run_state_machine_as_test(storm, settings=_weather(pytestconfig))
