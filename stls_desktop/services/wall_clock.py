"""Says in words when the laptop's clock cannot be right. Notes bear its date and time.

Sync itself asks no clock: what is newer is decided by the server's numbers.
"""

import datetime as dt
from typing import Final

TOLERANCE: Final = dt.timedelta(minutes=10)
SAFE: Final = "Notes bear this laptop’s date and time, so please set its clock. Your work is safe."


def clock_problem(now: dt.datetime, server_time: str) -> str:
    """What is wrong beside the council server's clock (ISO, aware), or ""."""
    there = _read(server_time)
    if there is None or abs(now - there) <= TOLERANCE:
        return ""
    way = "ahead of" if now > there else "behind"
    return f"This laptop’s clock is {_length(abs(now - there))} {way} the council server’s. {SAFE}"


def gone_back(now: dt.datetime, last_known: str) -> str:
    """What is wrong if the clock shows a time before one that it has shown already, or ""."""
    before = _read(last_known)
    if before is None or now >= before - TOLERANCE:
        return ""
    return f"This laptop’s clock has gone back by {_length(before - now)}. {SAFE}"


def _read(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _length(span: dt.timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    for name, size in (("day", 24 * 60), ("hour", 60)):
        if minutes >= size:
            count = minutes // size
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return f"{minutes} minutes"
