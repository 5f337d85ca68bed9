"""Goal Attainment Scaling against values worked out by hand, and what must hold for any goals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.attainment import LEVELS, Goal, gas_levels, gas_score

GOALS = st.lists(
    st.builds(Goal, st.sampled_from(LEVELS), st.integers(1, 5).map(float)), min_size=1, max_size=8
)


@pytest.mark.parametrize(
    ("attained", "score"),
    [
        ([0], 50.0),
        ([1], 60.0),
        ([-2], 30.0),
        ([-1, -1], 37.60),  # 20 below, over the root of 2.6
        ([-1, -1, -1], 36.31),  # 30 below, over the root of 4.8
        ([2, 0, -1], 54.56),
        ([0, 0, 0, 0], 50.0),
    ],
)
def test_goals_of_equal_weight(attained, score):
    found = gas_score(Goal(mark) for mark in attained)
    assert found.value == pytest.approx(score, abs=0.01)
    assert found.goals == len(attained)


def test_a_heavier_goal_counts_for_more():
    found = gas_score([Goal(1, 3), Goal(-1, 1)])
    assert found.value == pytest.approx(55.82, abs=0.01)  # 20 over the root of 0.7 × 10 + 0.3 × 16


def test_without_goals_there_is_no_score():
    assert gas_score([]) is None
    assert gas_score([Goal(1, 0)]) is None


def test_the_score_is_never_told_without_the_number_of_goals():
    assert gas_score([Goal(1)]).words == "GAS T-score 60 (indicative, 1 goal)"
    assert gas_score([Goal(0), Goal(0)]).words == "GAS T-score 50 (indicative, 2 goals)"


@given(GOALS)
def test_all_as_expected_is_fifty_and_better_is_never_less(goals):
    assert gas_score([Goal(0, g.weight) for g in goals]).value == pytest.approx(50)
    lifted = [Goal(min(2, g.attained + 1), g.weight) for g in goals]
    assert gas_score(lifted).value >= gas_score(goals).value


@given(GOALS)
def test_the_order_of_goals_does_not_matter(goals):
    assert gas_score(goals).value == pytest.approx(gas_score(goals[::-1]).value)


@pytest.mark.parametrize(("present", "words"), [(-2, "Present level"), (None, "Present level")])
def test_a_child_begins_at_the_lowest_level_unless_it_says_otherwise(present, words):
    assert dict(gas_levels(present))[-2] == words


def test_beginning_one_higher_leaves_room_for_getting_worse():
    levels = dict(gas_levels(-1))
    assert levels[-1] == "Present level"
    assert levels[-2] == "Less than at present"
    assert tuple(levels) == LEVELS
