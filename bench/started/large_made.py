"""Makes a store of the size that a laptop may have to hold. Arguments: folder, one part in N.

10,000 pupils, 100,000 visits and notes, 500,000 actions, with cases, plans and agreements of forty
teachers, brought in by pages as a first sync brings them; whatever the store does for a row it
does here too. Its days lie around today, so that Today is a busy one. Nobody stands behind it.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from bench import desks
from bench.started import said
from stls_core import wire
from stls_core.ids import derived_id
from stls_desktop.security.keys import KEY_BYTES, StoreKey
from stls_desktop.sync.apply import carry_out
from stls_desktop.sync.engine import TakePage

KEY: Final = StoreKey(bytes(range(KEY_BYTES)))
PUPILS, ACTIONS, SCHOOLS = 10_000, 500_000, 600
NOTES: Final = (("link_visit", 40_000), ("iss_session", 30_000), ("observation", 30_000))
TEACHERS: Final = 40
TODAY: Final = dt.date.today()  # noqa: DTZ011 - the day on this machine's own clock
FIRST_DAY: Final = TODAY - dt.timedelta(days=780)
DAYS: Final = 800
RUNNING: Final = 0.4  # of the children: somebody is at work
LATE: Final = 0.08  # of those: a review or an agreement is past its day
WORDS: Final = [
    "picture",
    "card",
    "carpet",
    "wait",
    "ten",
    "seconds",
    "name",
    "first",
    "instruction",
    "lesson",
    "friend",
    "table",
    "game",
    "quiet",
    "corner",
    "morning",
    "maths",
    "sentence",
    "spelling",
    "word",
    "bank",
    "partner",
    "story",
    "number",
    "drawing",
]
EVENTS: Final = {"link_visit": "visited_on", "iss_session": "held_on", "observation": "observed_on"}
TEXTS: Final = {
    "link_visit": "whole_school_focus",
    "iss_session": "what_we_did",
    "observation": "description",
}


def id_of(kind: str, number: int) -> str:
    """The id of the nth record of a kind."""
    return derived_id("000", kind, str(number))


def _teacher(number: int) -> str:
    return id_of("account", number % TEACHERS)


TEACHER: Final = _teacher(0)
"""The one who sits at the laptop."""


def _after(day: str, days: int) -> str:
    return str(dt.date.fromisoformat(day) + dt.timedelta(days=days))


class _Rows:
    """The documents, from one seeded sequence."""

    def __init__(self, part: int) -> None:
        self._dice = random.Random(7)  # noqa: S311 - the same store every time
        self._part = part
        self._seq = 0

    def __iter__(self) -> Iterator[wire.Row]:
        for n in range(SCHOOLS // self._part + 1):
            yield self._row("setting", n, {"name": f"School {self._words(2)} {n}", "urn": f"{n}"})
        for n in range(PUPILS // self._part):
            yield self._row("pupil", n, self._pupil(n))
            yield self._row("agreement", n, self._agreement(n))
            yield self._row("case", n, self._case(n))
            if n % 3 == 0:
                yield self._row("iss_plan", n, self._plan(n))
                yield self._row("modelling_note", n, self._modelled(n))
            if n % 10 == 0:
                yield self._row("sensory_profile", n, self._profile(n))
        for n in range(SCHOOLS // self._part + 1):
            yield self._row("link_assignment", n, self._assignment(n))
        for kind, count in NOTES:
            for n in range(count // self._part):
                yield self._row(kind, n, self._note(kind))
        for n in range(ACTIONS // self._part):
            yield self._row("action", n, self._action())

    def _pupil(self, number: int) -> dict[str, Any]:
        forename, surname = self._dice.choice("ABCDEFGHIJKL"), self._words(1)
        return {
            "legal_forename": f"{forename}{self._words(1)}",
            "legal_surname": f"{surname.title()} {number}",
            "born_on": str(dt.date(2012, 1, 1) + dt.timedelta(days=number % 3000)),
            "setting_id": self._school(),
            "sen_provision": "K",
            "primary_need": "SLCN",
        }

    def _agreement(self, number: int) -> dict[str, Any]:
        return {
            "pupil_id": id_of("pupil", number),
            "form": "LIFT",
            "signed_on": self._day() if number % 5 else self._near(400, 370),
            "expires_on": self._near(-30, -360) if number % 13 else None,
            "signed_by/a": {"name": "A parent", "relation": "MOTHER", "has_pr": True},
            "agrees/OBSERVE": True,
            "how_obtained": "WET_SIGN",
        }

    def _case(self, number: int) -> dict[str, Any]:
        is_running = self._dice.random() < RUNNING
        is_late = not is_running or self._dice.random() < LATE
        return {
            "author_id": _teacher(number),
            "pupil_id": id_of("pupil", number),
            "lead_teacher_id": _teacher(number),
            "opened_on": self._day(),
            "question": self._words(20),
            "status": "ACTIVE" if is_running else "CLOSED",
            "next_review_on": self._near(300, 1) if is_late else self._near(0, -180),
        }

    def _plan(self, number: int) -> dict[str, Any]:
        is_running = self._dice.random() < LATE
        starts = self._near(60, 0) if is_running else self._near(700, 120)
        return {
            "author_id": _teacher(number),
            "pupil_id": id_of("pupil", number),
            "setting_id": self._school(),
            "question": self._words(20),
            "status": "ACTIVE" if is_running else "CLOSED",
            "starts_on": starts,
            "mid_review_on": _after(starts, 40),
            "final_review_on": _after(starts, 80),
        }

    def _modelled(self, number: int) -> dict[str, Any]:
        return {
            "author_id": _teacher(number),
            "pupil_id": id_of("pupil", number),
            "setting_id": self._school(),
            "strategy": "CI02",
            "adult_name": f"Adult {number}",
            "modelled_on": self._near(400, 20),
            "review_on": self._near(380, -10),
            "status": "SHARED" if self._dice.random() < LATE else "REVIEWED",
        }

    def _profile(self, number: int) -> dict[str, Any]:
        return {
            "pupil_id": id_of("pupil", number),
            "as_at_on": self._near(400, 10),
            "natsip_form": "SCHOOL",
            "natsip_on": self._near(380, 10),
        }

    def _assignment(self, number: int) -> dict[str, Any]:
        school = id_of("setting", number)
        return {"setting_id": school, "teacher_id": _teacher(number), "from_on": str(FIRST_DAY)}

    def _note(self, kind: str) -> dict[str, Any]:
        about = {} if kind == "link_visit" else {"pupil_id": self._pupil_id()}
        day = self._day()
        status = "SIGNED" if day < str(TODAY) else "PLANNED"
        told = {EVENTS[kind]: day, TEXTS[kind]: self._words(60), "status": status}
        author = _teacher(self._dice.randrange(TEACHERS))
        return {"setting_id": self._school(), "author_id": author, **about, **told}

    def _action(self) -> dict[str, Any]:
        is_done = self._dice.random() < 0.97  # noqa: PLR2004 - most were done long ago
        return {
            "author_id": _teacher(self._dice.randrange(TEACHERS)),
            "visit_id": id_of("link_visit", self._dice.randrange(NOTES[0][1] // self._part)),
            "setting_id": self._school(),
            "pupil_id": self._pupil_id(),
            "what": self._words(9),
            "who": "Class teacher",
            "by_when_on": self._day(),
            "status": "DONE" if is_done else "OPEN",
        }

    def _row(self, kind: str, number: int, doc: dict[str, Any]) -> wire.Row:
        self._seq += 1
        doc = {name: value for name, value in doc.items() if value is not None}
        owner = doc.get("pupil_id") or doc.get("setting_id")
        return wire.Row(
            id=id_of(kind, number),
            seq=self._seq,
            kind=kind,
            unit=f"unit:{owner}" if owner else f"{kind}:{number}",
            doc=doc,
            ver=dict.fromkeys(doc, self._seq),
        )

    def _pupil_id(self) -> str:
        return id_of("pupil", self._dice.randrange(PUPILS // self._part))

    def _school(self) -> str:
        return id_of("setting", self._dice.randrange(SCHOOLS // self._part + 1))

    def _day(self) -> str:
        return str(FIRST_DAY + dt.timedelta(days=self._dice.randrange(DAYS)))

    def _near(self, most_ago: int, least_ago: int) -> str:
        """A day between so many days ago; fewer than none is ahead."""
        return str(TODAY - dt.timedelta(days=self._dice.randint(least_ago, most_ago)))

    def _words(self, count: int) -> str:
        return " ".join(self._dice.choices(WORDS, k=count))


def main() -> None:
    """Fill the store of `folder`."""
    folder, part = Path(sys.argv[1]), int(sys.argv[2])
    began, count = time.monotonic(), 0
    rows = iter(_Rows(part))
    with desks.open_desk(folder, KEY) as desk:
        while some := tuple(islice(rows, wire.MAX_ROWS)):
            last = some[-1].seq
            page = wire.Page(rows=some, next=last, more=True, head=last, epoch="bench")
            carry_out(TakePage("bench", page), desk.store, _at_once)
            count += len(some)
    said.say(said.now(rows=count, seconds=time.monotonic() - began))


def _at_once(op: Callable[[], Any]) -> Any:  # noqa: ANN401 - passed through
    return op()


if __name__ == "__main__":
    main()
