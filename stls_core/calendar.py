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


def is_school_day(day: dt.date, terms: Iterable[Term]) -> bool:
    """Whether schools are open: a weekday in a term.

    A weekday outside the years that the table knows counts, because nothing is known against it.
    """
    known = tuple(terms)
    if day.weekday() >= 5:  # noqa: PLR2004 - Saturday and Sunday
        return False
    is_known = any(t.academic_year == academic_year(day) for t in known)
    return not is_known or bool(kent_term(day, known))


def weekly_days(
    first: dt.date, last: dt.date, count: int, terms: Iterable[Term]
) -> tuple[dt.date, ...]:
    """At most `count` days a week apart from `first` to `last`, without those in holidays."""
    known = tuple(terms)
    found: list[dt.date] = []
    day = first
    while day <= last and len(found) < count:
        if is_school_day(day, known):
            found.append(day)
        day += dt.timedelta(weeks=1)
    return tuple(found)


def two_terms_on(day: dt.date, terms: Iterable[Term]) -> dt.date | None:
    """The last day of what begins on `day` and may last two terms; None beyond the table.

    As far into the term after next as it began in its own. What begins in the holidays begins with
    the term that follows.
    """
    known = sorted(terms, key=lambda t: t.starts_on)
    place = next((n for n, term in enumerate(known) if day <= term.ends_on), None)
    is_early = bool(known) and day < known[0].starts_on - dt.timedelta(weeks=8)
    if place is None or is_early or place + 2 >= len(known):
        return None
    passed = max(dt.timedelta(0), day - known[place].starts_on)
    if not passed:
        return known[place + 1].ends_on
    after_next = known[place + 2]
    return min(after_next.starts_on + passed, after_next.ends_on)


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
