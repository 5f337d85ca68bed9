"""The demo's dice: ids, days and choices from one seeded sequence, so that every run is the same.

It reads the day from the desk and nothing else; two runs on one day give the same records.
"""

import csv
import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core.ids import derived_id, uuid7
from stls_desktop.assets import asset_path
from stls_desktop.services.desk import Desk

AUTHORITY: Final = "886"
SEED: Final = 20261124
_SATURDAY: Final = 5
SESSIONS_AT: Final = (dt.time(13, 15), dt.time(14, 20))  # visits are in the morning


@dataclass(frozen=True)
class Teacher:
    """Somebody of the service, as records name her."""

    account: str
    name: str
    team: str


class Dice:
    """Holds the sequence and the day."""

    def __init__(self, desk: Desk) -> None:
        self._random = random.Random(SEED)  # noqa: S311 - the same caseload every time
        self._terms = desk.reference.terms
        self._tick = 0
        self._taken: set[tuple[str, dt.date, dt.time]] = set()
        self.today = desk.today()
        self.now = desk.now().astimezone()
        self.me = Teacher(desk.me.account, desk.me.name, desk.me.team)
        self._adults = [row["name"] for row in rows("demo", "adults.csv")]

    def new_id(self) -> str:
        """The next id; ids made later are greater."""
        self._tick += 1
        return uuid7(1_700_000_000_000 + self._tick, self._random.randbytes(10))

    def envelope(self, on: dt.date, by: Teacher | None = None) -> dict[str, Any]:
        """What every record carries, as if written in the afternoon of that day."""
        by = by or self.me
        return {
            "id": self.new_id(),
            "author_id": by.account,
            "team_id": by.team,
            "created_at": dt.datetime.combine(min(on, self.today), dt.time(8), dt.UTC),
        }

    def one_of(self, choices: Any) -> Any:  # noqa: ANN401 - whatever is in the sequence
        """One of a sequence."""
        return self._random.choice(choices)

    def some_of(self, choices: Any, count: int) -> Any:  # noqa: ANN401 - as above
        """Several different ones of a sequence."""
        return self._random.sample(choices, count)

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def chance(self, of: float) -> bool:
        """True in that share of the throws."""
        return self._random.random() < of

    def adult(self) -> str:
        """The name of an adult in a school."""
        return str(self.one_of(self._adults))

    def adults(self, count: int) -> list[str]:
        """Several different adults."""
        return list(self.some_of(self._adults, count))

    def days_ago(self, days: int) -> dt.date:
        """A school day about that long ago; negative for one ahead."""
        return self.school_day(self.today - dt.timedelta(days=days))

    def school_day(self, day: dt.date) -> dt.date:
        """The day itself, or the next one that is neither a weekend nor in the holidays."""
        for later in range(70):
            found = day + dt.timedelta(days=later)
            if found.weekday() < _SATURDAY and self._is_in_term(found):
                return found
        return weekday(day)

    def free_time(self, by: Teacher, on: dt.date, last: dt.date) -> tuple[dt.date, dt.time]:
        """A time in the teacher's diary that nothing else has, from one day to another."""
        days = sorted({self.school_day(on + dt.timedelta(n)) for n in range((last - on).days + 1)})
        days = [day for day in days if day <= last] or [on]
        first, second = SESSIONS_AT
        wanted = [*((day, first) for day in days), *((day, second) for day in reversed(days))]
        free = (each for each in wanted if (by.account, *each) not in self._taken)
        found = next(free, wanted[-1])
        self._taken.add((by.account, *found))
        return found

    def _is_in_term(self, day: dt.date) -> bool:
        return any(term.starts_on <= day <= term.ends_on for term in self._terms)


def weekday(day: dt.date) -> dt.date:
    """The day, or the Monday after a weekend."""
    while day.weekday() >= _SATURDAY:
        day += dt.timedelta(days=1)
    return day


def colleague(name: str, team: str) -> Teacher:
    """A colleague of the demo; the account's id follows from the name."""
    return Teacher(derived_id(AUTHORITY, "demo-account", name), name, team)


def rows(*parts: str) -> Iterator[Mapping[str, str]]:
    """The lines of a table in `db/seed`."""
    with asset_path("db", "seed", *parts).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
