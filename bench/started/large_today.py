"""Reads Today and the due list of a store made by `large_made`. Argument: folder.

Beside each: the same rows read whole by the driver alone. The teacher is one of the forty whose
records the store holds.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench import desks
from bench.started import said
from bench.started.large_made import KEY, TEACHER
from stls_desktop.services import days, due, today
from stls_desktop.services.desk import Desk

READINGS: Final = 15
_MINE: Final = (
    "SELECT * FROM link_visit WHERE visited_on BETWEEN ? AND ? AND author_id = ?",
    "SELECT * FROM iss_session WHERE held_on BETWEEN ? AND ? AND author_id = ?",
)
_LATE: Final = "FROM \"case\" WHERE next_review_on <= ? AND status <> 'CLOSED'"
_ENDING: Final = (
    "FROM agreement a WHERE coalesce(expires_on, date(signed_on, '+365 days')) <= ? AND EXISTS"
    " (SELECT 1 FROM \"case\" c WHERE c.pupil_id = a.pupil_id AND c.status <> 'CLOSED')"
)


class Bare:
    """The rows behind Today and its due list, by the driver."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ago, self._ahead, self._soon, self._month = (
            (desk.today() + dt.timedelta(days=n)).isoformat() for n in (-28, 14, 7, 30)
        )

    def today(self) -> None:
        """The teacher's visits and sessions, and how much is due."""
        with self._desk.store.read() as read:
            ask = read._connection.exec_driver_sql  # noqa: SLF001 - below everything of ours
            for sql in _MINE:
                ask(sql, (self._ago, self._ahead, self._desk.me.account)).fetchall()
            ask(f"SELECT count(*) {_LATE}", (self._soon,)).fetchall()
            ask(f"SELECT count(*) {_ENDING}", (self._month,)).fetchall()

    def due(self) -> None:
        """The first lines of the due list, and how many there are."""
        with self._desk.store.read() as read:
            ask = read._connection.exec_driver_sql  # noqa: SLF001 - below everything of ours
            for rows, day in ((_LATE, self._soon), (_ENDING, self._month)):
                ask(f"SELECT count(*) {rows}", (day,)).fetchall()
                ask(f"SELECT * {rows} LIMIT {due.MOST}", (day,)).fetchall()


def read_today(desk: Desk) -> None:
    """All that the page asks of the store."""
    today.today(desk)
    due.count(desk)
    days.state_today(desk)


def median_ms(work: Callable[[], object]) -> float:
    """Milliseconds of one call, the first left out: it makes the statements."""
    times = []
    for _ in range(READINGS + 1):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[1:])


def main() -> None:
    """Measure and say."""
    with desks.open_desk(Path(sys.argv[1]), KEY, account=TEACHER) as desk:
        bare = Bare(desk)
        facts = {
            "today": median_ms(lambda: read_today(desk)),
            "today_bare": median_ms(bare.today),
            "due": median_ms(lambda: due.due(desk)),
            "due_bare": median_ms(bare.due),
            "count": due.count(desk),
            "lines": len(today.today(desk).lines),
        }
    said.say(said.now(**facts))


if __name__ == "__main__":
    main()
