"""Reads what people type for a time, a date or a number.

Pure: no Qt, and no clock but the one given.

Every reader returns the value or raises `EntryError`, whose words can stand under a field.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal, InvalidOperation

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_abbr)}
_NOON = 12
_EARLIEST_BARE_HOUR = 7


class EntryError(ValueError):
    """What was typed cannot be read; the text says how to type it."""


def read_time(text: str, now: dt.datetime) -> dt.time | None:
    """1015, 10.15, 10:15, 9am, 2.30 pm, noon or now; nothing typed is None.

    A bare hour from 1 to 6 is in the afternoon, because no visit starts at two in the morning;
    02:00 with its nought means what it says.
    """
    words = text.strip().lower().replace(" ", "")
    if not words:
        return None
    if words == "now":
        return now.time().replace(second=0, microsecond=0)
    if words == "noon":
        return dt.time(_NOON)
    found = re.fullmatch(r"(\d{1,2})(?:[.:h]?(\d{2}))?(am|pm|a|p)?", words)
    if not found:
        raise _time_error(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half:
        if not 1 <= hour <= _NOON:
            raise _time_error(text)
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    elif 0 < hour < _EARLIEST_BARE_HOUR and not found[1].startswith("0"):
        hour += _NOON
    try:
        return dt.time(hour, minute)
    except ValueError:
        raise _time_error(text) from None


def _time_error(text: str) -> EntryError:
    return EntryError(f"“{text.strip()}” is not a time. Type it as 10:15, 1015 or 9am.")


def read_date(text: str, today: dt.date) -> dt.date | None:
    """3/11, 3.11.26, 3 nov, 2026-11-03, today, tomorrow, fri, +6w, -2d; nothing typed is None.

    Without a year it is the one nearest to today. A weekday is the next one after today.
    """
    words = re.sub(r"\s+", " ", text.strip().lower().replace(",", " "))
    if not words:
        return None
    try:
        found = _relative(words, today) or _weekday(words, today) or _written(words, today)
    except (OverflowError, ValueError):  # before the year 1 or after 9999
        found = None
    if found is None:
        raise EntryError(
            f"“{text.strip()}” is not a date. Type it as 3/11, 3 Nov, tomorrow or +6w."
        )
    return found


def _relative(words: str, today: dt.date) -> dt.date | None:
    named = {"today": 0, "tod": 0, "tomorrow": 1, "tom": 1, "yesterday": -1}
    if words in named:
        return today + dt.timedelta(days=named[words])
    found = re.fullmatch(r"([+-]) ?(\d{1,3}) ?(d|w|m)[a-z]*", words)
    if not found:
        return None
    count = int(found[2]) * (1 if found[1] == "+" else -1)
    if found[3] == "m":
        return _add_months(today, count)
    return today + dt.timedelta(days=count * (7 if found[3] == "w" else 1))


def _add_months(day: dt.date, count: int) -> dt.date:
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _weekday(words: str, today: dt.date) -> dt.date | None:
    found = re.fullmatch(r"(?:next |on )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*", words)
    if not found:
        return None
    return today + dt.timedelta(days=(_DAYS[found[1]] - today.weekday() - 1) % 7 + 1)


def _written(words: str, today: dt.date) -> dt.date | None:
    words = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]* ", "", words)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    month: int | None
    if found := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?", words):
        month = int(found[2])
    elif found := re.fullmatch(
        r"(\d{1,2})(?:st|nd|rd|th)? ?([a-z]{3,9})(?: ?(\d{2}|\d{4}))?", words
    ):
        month = _MONTHS.get(found[2][:3])
    else:
        return None
    if month is None:
        return None
    if found[3]:
        year = int(found[3])
        return _day(year + 2000 if year < 100 else year, month, int(found[1]))
    return _nearest(month, int(found[1]), today)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: dt.date) -> dt.date | None:
    found = [_day(today.year + step, month, day) for step in (-1, 0, 1)]
    days = [each for each in found if each is not None]
    return min(days, key=lambda each: abs((each - today).days), default=None)


def read_number(text: str, places: int, low: float | None, high: float | None) -> Decimal | None:
    """A number with at most `places` decimals between `low` and `high`; nothing typed is None."""
    words = text.strip().replace(",", "").removeprefix("£")
    if not words:
        return None
    try:
        number = Decimal(words)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise EntryError(f"“{text.strip()}” is not a number.")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        kind = "a whole number" if places == 0 else f"a number with at most {places} decimals"
        raise EntryError(f"“{text.strip()}” is not {kind}.")
    if (low is not None and number < Decimal(str(low))) or (
        high is not None and number > Decimal(str(high))
    ):
        raise EntryError(f"Type a number {_range(low, high)}.")
    return number


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return f"up to {high:g}"
    return f"from {low:g}" if high is None else f"from {low:g} to {high:g}"
