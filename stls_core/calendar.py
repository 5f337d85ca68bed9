"""School years, Kent terms and working days. Days in, days out; never reads today's date."""

import datetime as dt
from collections.abc import Iterable

from stls_core.reference import Term


def academic_year(day: dt.date) -> str:
    """`2026-27`: 1 September to 31 August."""
    start = day.year if day.month >= 9 else day.year - 1  # noqa: PLR2004 - September
    return f"{start}-{(start + 1) % 100:02d}"


def academic_year_start(day: dt.date) -> dt.date:
    """The 1 September on or before the day."""
    return dt.date(day.year if day.month >= 9 else day.year - 1, 9, 1)  # noqa: PLR2004


def kent_term(day: dt.date, terms: Iterable[Term]) -> str:
    """The name of the term that holds the day, or nothing in the holidays."""
    return next((t.name for t in terms if t.starts_on <= day <= t.ends_on), "")


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The day `count` (0 or more) weekdays later.

    Bank holidays count as working days; the week to correct a signed note is meant to be kind
    and simple, not exact.
    """
    step = dt.timedelta(days=1)
    while count > 0:
        day += step
        if day.weekday() < 5:  # noqa: PLR2004 - Monday to Friday
            count -= 1
    return day


def nc_year(born_on: dt.date, on: dt.date) -> str:
    """National Curriculum year: age on 31 August before the school year, less 4 (R is 0)."""
    year = academic_year_start(on).year
    age = year - born_on.year - ((born_on.month, born_on.day) > (8, 31))
    number = age - 4
    names = {0: "R", -1: "N2", -2: "N1"}
    return names.get(number, str(number) if 1 <= number <= 14 else "")  # noqa: PLR2004
