"""School years, Kent's six terms, working days and year groups."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.calendar import (
    academic_year,
    academic_year_start,
    add_working_days,
    is_school_day,
    kent_term,
    nc_year,
    two_terms_on,
    weekly_days,
)
from stls_core.reference import Code, Reference, Term

some_days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
YEAR_NAMES = ["N1", "N2", "R", *map(str, range(1, 15))]
TERMS = [  # as printed by Kent schools
    Term("Term 1", "2025-26", dt.date(2025, 9, 1), dt.date(2025, 10, 17)),
    Term("Term 2", "2025-26", dt.date(2025, 10, 27), dt.date(2025, 12, 19)),
    Term("Term 3", "2025-26", dt.date(2026, 1, 5), dt.date(2026, 2, 13)),
    Term("Term 4", "2025-26", dt.date(2026, 2, 23), dt.date(2026, 4, 2)),
    Term("Term 5", "2025-26", dt.date(2026, 4, 20), dt.date(2026, 5, 22)),
    Term("Term 6", "2025-26", dt.date(2026, 6, 1), dt.date(2026, 7, 21)),
]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2026, 8, 31), "2025-26"),
        (dt.date(2026, 9, 1), "2026-27"),
        (dt.date(2027, 1, 1), "2026-27"),
        (dt.date(1999, 12, 1), "1999-00"),
    ],
)
def test_a_school_year_begins_on_1_september(day, year):
    assert academic_year(day) == year


@given(some_days)
def test_a_day_is_in_the_school_year_that_begins_before_it(day):
    start = academic_year_start(day)
    assert (start.month, start.day) == (9, 1)
    assert dt.timedelta(0) <= day - start < dt.timedelta(days=366)
    assert academic_year(start) == academic_year(day)
    assert academic_year(day).startswith(str(start.year))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2025, 9, 1), "Term 1"),
        (dt.date(2025, 10, 17), "Term 1"),
        (dt.date(2025, 10, 20), ""),
        (dt.date(2026, 4, 2), "Term 4"),
        (dt.date(2026, 4, 3), ""),
        (dt.date(2026, 7, 21), "Term 6"),
        (dt.date(2026, 8, 1), ""),
    ],
)
def test_both_ends_of_a_term_belong_to_it_and_holidays_to_none(day, name):
    assert kent_term(day, TERMS) == name


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (dt.date(2026, 10, 6), 5, dt.date(2026, 10, 13)),
        (dt.date(2026, 10, 9), 1, dt.date(2026, 10, 12)),
        (dt.date(2026, 10, 10), 1, dt.date(2026, 10, 12)),
        (dt.date(2026, 10, 10), 0, dt.date(2026, 10, 10)),
        (dt.date(2026, 10, 9), -3, dt.date(2026, 10, 9)),
    ],
)
def test_working_days_leave_out_the_weekend(day, count, later):
    assert add_working_days(day, count) == later


@given(some_days, st.integers(1, 30))
def test_a_count_of_working_days_is_that_many_weekdays(day, count):
    end = add_working_days(day, count)
    between = [day + dt.timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == count
    assert end.weekday() < 5


@pytest.mark.parametrize(
    ("born_on", "year"),
    [
        (dt.date(2021, 9, 1), "R"),
        (dt.date(2022, 8, 31), "R"),
        (dt.date(2021, 8, 31), "1"),
        (dt.date(2022, 9, 1), "N2"),
        (dt.date(2023, 9, 1), "N1"),
        (dt.date(2024, 9, 1), ""),
        (dt.date(2015, 12, 24), "6"),
        (dt.date(2008, 1, 1), "14"),
        (dt.date(2007, 1, 1), ""),
        (dt.date(2020, 2, 29), "2"),
    ],
)
def test_year_group_in_the_school_year_2026_27(born_on, year):
    for day in (dt.date(2026, 9, 1), dt.date(2027, 2, 1), dt.date(2027, 8, 31)):
        assert nc_year(born_on, day) == year


@given(st.dates(dt.date(2010, 1, 1), dt.date(2020, 12, 31)), st.integers(0, 25))
def test_everyone_goes_up_a_year_on_1_september_and_on_no_other_day(born_on, years):
    before = dt.date(born_on.year + years, 8, 31)
    after = before + dt.timedelta(days=1)
    old, new = nc_year(born_on, before), nc_year(born_on, after)
    if old in YEAR_NAMES[:-1]:
        assert new == YEAR_NAMES[YEAR_NAMES.index(old) + 1]
    assert nc_year(born_on, before.replace(month=1)) == old


def test_a_code_is_offered_from_its_first_to_its_last_day():
    first, last = dt.date(2015, 9, 1), dt.date(2026, 8, 31)
    reference = Reference(
        {"list": [Code("B", "Second", 2, valid_from=first, valid_to=last), Code("A", "First", 1)]}
    )

    def offered(day):
        return [code.code for code in reference.choices("list", day)]

    assert offered(None) == offered(first) == offered(last) == ["A", "B"]
    assert offered(first - dt.timedelta(days=1)) == offered(last + dt.timedelta(days=1)) == ["A"]
    assert reference.label("list", "B") == "Second"
    assert reference.label("list", "NEW") == "NEW"
    assert reference.choices("nowhere") == ()


def test_terms_are_kept_in_their_order():
    assert Reference({}, reversed(TERMS)).terms == tuple(TERMS)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (dt.date(2025, 9, 8), True),
        (dt.date(2025, 10, 20), False),  # half term
        (dt.date(2025, 9, 6), False),  # a Saturday
        (dt.date(2031, 10, 20), True),  # a year that nobody has printed yet
        (dt.date(2031, 10, 19), False),
    ],
)
def test_schools_are_open_on_weekdays_of_a_term(day, is_open):
    assert is_school_day(day, TERMS) is is_open


def test_weekly_sessions_leave_the_holidays_out():
    found = weekly_days(dt.date(2025, 10, 6), dt.date(2025, 12, 31), 4, TERMS)
    assert found == (
        dt.date(2025, 10, 6),
        dt.date(2025, 10, 13),
        dt.date(2025, 10, 27),
        dt.date(2025, 11, 3),
    )


def test_no_session_is_planned_after_the_last_day():
    assert len(weekly_days(dt.date(2025, 9, 1), dt.date(2025, 9, 21), 9, TERMS)) == 3


@given(some_days, st.integers(0, 300), st.integers(0, 20))
def test_weekly_days_are_school_days_on_one_weekday_within_the_bounds(first, length, count):
    last = first + dt.timedelta(days=length)
    found = weekly_days(first, last, count, TERMS)
    assert len(found) <= count
    assert all(first <= day <= last and is_school_day(day, TERMS) for day in found)
    assert len({day.weekday() for day in found}) <= 1
    assert list(found) == sorted(set(found))


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (dt.date(2025, 9, 1), dt.date(2025, 12, 19)),  # whole terms
        (dt.date(2025, 8, 20), dt.date(2025, 12, 19)),  # before the first day
        (dt.date(2025, 9, 8), dt.date(2026, 1, 12)),  # a week into Term 1, so a week into Term 3
        (dt.date(2025, 10, 20), dt.date(2026, 2, 13)),  # begins in half term
        (dt.date(2025, 12, 19), dt.date(2026, 4, 2)),  # never further than the end of the term
        (dt.date(2026, 5, 1), None),  # the table ends
        (dt.date(2031, 9, 1), None),
        (dt.date(2020, 9, 1), None),
    ],
)
def test_two_terms_end_as_far_into_a_term_as_they_began(start, last):
    assert two_terms_on(start, TERMS) == last
