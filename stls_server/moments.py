"""Times as the server stores them: ISO-8601 text in UTC, which sorts as it reads.

Versions are numbers; no decision about anybody's words is ever taken from a time.
"""

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Answers the present moment, aware and in UTC."""


def utc_now() -> dt.datetime:
    """The machine's clock."""
    return dt.datetime.now(dt.UTC)


def as_text(moment: dt.datetime) -> str:
    """The stored spelling, always of the same length: `2026-09-01T08:30:00.000+00:00`."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
