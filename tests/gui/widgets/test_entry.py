import datetime as dt
from decimal import Decimal

import pytest

from stls_desktop.gui.widgets.entry import EntryError, read_date, read_number, read_time

NOW = dt.datetime(2026, 11, 3, 10, 42, 30, tzinfo=dt.UTC)  # a Tuesday
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("1015", 10, 15),
        ("10.15", 10, 15),
        ("10:15", 10, 15),
        ("9am", 9, 0),
        ("9", 9, 0),
        ("2.30 pm", 14, 30),
        ("230", 14, 30),
        ("2", 14, 0),
        ("02:00", 2, 0),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("noon", 12, 0),
        ("now", 10, 42),
        ("0:05", 0, 5),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, hour, minute):
    assert read_time(typed, NOW) == dt.time(hour, minute)


@pytest.mark.parametrize("typed", ["25:99", "13pm", "ten", "10:1", "1060", "0am"])
def test_what_is_no_time_is_refused_with_an_example(typed):
    with pytest.raises(EntryError, match="Type it as 10:15"):
        read_time(typed, NOW)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("3/11", "2026-11-03"),
        ("3.11.26", "2026-11-03"),
        ("03-11-2026", "2026-11-03"),
        ("2026-11-03", "2026-11-03"),
        ("3 nov", "2026-11-03"),
        ("3rd November 2027", "2027-11-03"),
        ("Tue 3 Nov 2026", "2026-11-03"),
        ("today", "2026-11-03"),
        ("Tomorrow", "2026-11-04"),
        ("yesterday", "2026-11-02"),
        ("+6w", "2026-12-15"),
        ("-2d", "2026-11-01"),
        ("+3m", "2027-02-03"),
        ("fri", "2026-11-06"),
        ("tuesday", "2026-11-10"),
        ("next mon", "2026-11-09"),
    ],
)
def test_a_date_is_read_as_people_type_it(typed, iso):
    assert read_date(typed, TODAY) == dt.date.fromisoformat(iso)


def test_a_date_without_a_year_is_the_nearest_one():
    assert read_date("10 jan", TODAY) == dt.date(2027, 1, 10)
    assert read_date("20 dec", dt.date(2027, 1, 5)) == dt.date(2026, 12, 20)


def test_a_month_later_ends_where_the_month_ends():
    assert read_date("+1m", dt.date(2027, 1, 31)) == dt.date(2027, 2, 28)


@pytest.mark.parametrize("typed", ["31/2", "3/13", "nonsense", "32 nov", "3 nay", "29 feb 2027"])
def test_what_is_no_date_is_refused_with_an_example(typed):
    with pytest.raises(EntryError, match="Type it as 3/11"):
        read_date(typed, TODAY)


def test_nothing_typed_is_no_value():
    assert read_date("  ", TODAY) is None
    assert read_time("", NOW) is None
    assert read_number(" ", 0, None, None) is None


def test_a_number_keeps_its_decimals_and_its_bounds():
    assert read_number("1,250.50", 2, 0, None) == Decimal("1250.50")
    assert read_number("£12", 2, 0, None) == Decimal(12)
    with pytest.raises(EntryError, match="whole number"):
        read_number("2.5", 0, 0, None)
    with pytest.raises(EntryError, match="from 0 to 600"):
        read_number("601", 0, 0, 600)
    with pytest.raises(EntryError, match="not a number"):
        read_number("NaN", 0, 0, 600)


def test_a_date_too_far_to_exist_is_refused_not_a_crash():
    with pytest.raises(EntryError):
        read_date("+1d", dt.date.max)
    with pytest.raises(EntryError):
        read_date("+1m", dt.date.max)
