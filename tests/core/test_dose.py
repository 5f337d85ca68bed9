"""Planned and delivered: every session counts as what it was."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from stls_core.dose import Given, dose_of

TWO_HOURS = {"starts_at": dt.time(9, 0), "ends_at": dt.time(11, 0)}
SESSIONS = st.lists(
    st.builds(
        Given,
        st.sampled_from(("PLANNED", "DONE", "SIGNED", "CANCELLED", "PUPIL_ABSENT")),
        st.none() | st.times(),
        st.none() | st.times(),
        st.sampled_from(("", "No cover", "Weather")),
    ),
    max_size=12,
)


def test_the_counter_says_sessions_hours_and_what_was_called_off():
    held = [Given("DONE", **TWO_HOURS) for _ in range(3)] + [Given("SIGNED", **TWO_HOURS)]
    off = Given("CANCELLED", reason="No cover in the school")
    dose = dose_of([*held, off, Given("PLANNED")], 6, 12.0)
    assert dose.words == "4 of 6 sessions, 8 of 12 h; 1 called off: no cover in the school"
    assert dose.ahead == 1


def test_a_child_who_was_absent_counts_and_is_no_session():
    dose = dose_of([Given("PUPIL_ABSENT"), Given("DONE", **TWO_HOURS)], 2, 4.0)
    assert dose.words == "1 of 2 sessions, 2 of 4 h; 1 with the child absent"


def test_reasons_are_gathered():
    off = [Given("CANCELLED", reason="Weather"), Given("CANCELLED", reason="No cover")]
    words = dose_of([*off, off[0]], 6, 12.0).words
    assert words == "0 of 6 sessions, 0 of 12 h; 3 called off: weather (2), no cover"


def test_a_session_without_times_counts_and_says_so():
    assert dose_of([Given("DONE")], 1, None).words == "1 of 1 session, 0 h; 1 without times"


def test_nothing_planned_yet():
    assert dose_of([], None, None).words == "0 sessions, 0 h"


@given(SESSIONS)
def test_no_session_is_lost_or_counted_twice(sessions):
    dose = dose_of(sessions, 6, 12.0)
    counted = dose.delivered + dose.ahead + dose.absent + sum(dose.called_off.values())
    assert counted == len(sessions)
    assert dose.hours >= 0
    assert 0 <= dose.share <= 1
