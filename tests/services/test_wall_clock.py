"""A laptop whose clock is wrong is told so, in words, before its dates stand in signed notes."""

import datetime as dt

import pytest

from stls_desktop.services.wall_clock import clock_problem, gone_back

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("minutes", [-9, 0, 9])
def test_a_few_minutes_are_nobodys_business(minutes):
    there = (NOON + dt.timedelta(minutes=minutes)).isoformat()
    assert clock_problem(NOON, there) == ""


@pytest.mark.parametrize(
    ("server_is_ahead_by", "words"),
    [
        (dt.timedelta(minutes=25), "25 minutes behind"),
        (dt.timedelta(hours=-1), "1 hour ahead of"),
        (dt.timedelta(hours=5), "5 hours behind"),
        (dt.timedelta(days=-400), "400 days ahead of"),
    ],
)
def test_a_wrong_clock_is_named_with_its_distance_and_direction(server_is_ahead_by, words):
    told = clock_problem(NOON, (NOON + server_is_ahead_by).isoformat())
    assert words in told
    assert "Your work is safe" in told


def test_a_clock_that_went_back_is_noticed_without_a_server():
    assert "gone back by 3 days" in gone_back(NOON - dt.timedelta(days=3), NOON.isoformat())
    assert gone_back(NOON + dt.timedelta(days=3), NOON.isoformat()) == ""


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-24T12:00:00"])
def test_what_is_no_time_says_nothing_about_the_clock(text):
    assert clock_problem(NOON, text) == ""
    assert gone_back(NOON, text) == ""
