"""What the visit screen may offer to be taken with one press: days for the next visit.

An offer is never taken by itself: what stands in a signed note was chosen by somebody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from stls_core.calendar import kent_term
from stls_core.reference import Term

WEEKS: Final = (6, 8, 10, 12)
MOST_DAYS: Final = 3


def next_visit_days(day: dt.date, terms: Iterable[Term]) -> tuple[tuple[int, dt.date], ...]:
    """(weeks from now, day) for the same weekday some weeks on, at most three.

    Days in the holidays are left out as far as the terms are known; the year after next is not.
    """
    known = tuple(terms)
    days = ((weeks, day + dt.timedelta(weeks=weeks)) for weeks in WEEKS)
    return tuple((weeks, on) for weeks, on in days if not _is_holiday(on, known))[:MOST_DAYS]


def _is_holiday(on: dt.date, terms: tuple[Term, ...]) -> bool:
    is_known = any(t.starts_on <= on for t in terms) and any(on <= t.ends_on for t in terms)
    return is_known and not kent_term(on, terms)
