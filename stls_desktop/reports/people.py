"""People on any printed document: who somebody is, and who does what by when.

Plain values for the note of a visit and for advice reports alike; nothing here looks anything up.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by name and role in words."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """Who does what by when."""

    what: str
    who: str
    by_when_on: dt.date | None
