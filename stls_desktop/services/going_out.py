"""Going out: whether everything that the next days need is here, without any network.

Each answer is a line in words; what is missing says what to do. Nothing names a child.
"""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_core.records.visits import LinkVisit
from stls_desktop.reports.fonts import FontMissingError, face
from stls_desktop.services import diary, drafting, syncing
from stls_desktop.services.desk import Desk
from stls_desktop.store.queries import Queries

DAYS_AHEAD: Final = 5  # Monday's visits are looked at on a Friday
OLD_SYNC: Final = dt.timedelta(days=2)
ROOM: Final = 500_000_000  # bytes: a week of notes, photographs and their copies
FACES: Final = ("regular", "symbols")


@dataclass(frozen=True)
class Check:
    """One line: what was looked at, whether it is well, and what to do if not."""

    what: str
    is_well: bool
    words: str


def going_out(desk: Desk) -> tuple[Check, ...]:
    """Every check that needs no window. Takes no network and changes nothing."""
    with desk.store.read() as read:
        visits = _next_visits(desk, read)
        known = (_visits(visits), *_caseload(read, visits))
    return (*known, _drafts(desk), _sync(desk), _store(desk), _fonts(), _room(desk))


def _next_visits(desk: Desk, read: Queries) -> tuple[LinkVisit, ...]:
    """The teacher's visits of the next day that has any."""
    begin, end = (desk.today() + dt.timedelta(days=days) for days in (1, DAYS_AHEAD))
    ahead = [
        visit
        for visit in diary.my_visits(desk, read, begin, end)
        if visit.status not in diary.NOT_DONE
    ]
    first = min((v.visited_on for v in ahead if v.visited_on), default=None)
    return tuple(v for v in ahead if v.visited_on == first)


def _visits(visits: tuple[LinkVisit, ...]) -> Check:
    if not visits:
        return Check("Visits", True, f"None is planned in the next {DAYS_AHEAD} days.")
    day = visits[0].visited_on
    said = f"{day:%A} {day.day} {day:%B}" if day else ""
    count = "One visit" if len(visits) == 1 else f"{len(visits)} visits"
    return Check("Visits", True, f"{count} on {said}.")


def _caseload(read: Queries, visits: tuple[LinkVisit, ...]) -> Iterator[Check]:
    ids = tuple({visit.setting_id for visit in visits})
    if not ids:
        return
    schools = read.find(Setting, id=ids)
    missing = len(ids) - len(schools)
    words = f"{len(schools)} of {len(ids)} schools are here, with addresses and contacts."
    yield Check("Schools", not missing, words if not missing else f"{words} Sync before you go.")
    without = [s for s in schools if not s.contacts or not s.site_notes.strip()]
    if without:
        words = f"{len(without)} of them lack a contact or a word on arrival. Ring ahead."
        yield Check("Arrival", False, words)
    pupils = read.find(Pupil, setting_id=ids)
    owed = sum(read.open_actions_of(ids).values())
    children = "One pupil" if len(pupils) == 1 else f"{len(pupils)} pupils"
    yield Check("Pupils", True, f"{children} of these schools on this laptop.")
    yield Check("Last time’s actions", True, f"Open from before: {owed}.")


def _drafts(desk: Desk) -> Check:
    stuck = [each for each in drafting.unfinished(desk) if each.problems]
    if not stuck:
        return Check("Drafts", True, "Everything that was typed can be sent.")
    return Check("Drafts", False, f"{len(stuck)} are not finished; they are safe here. See Due.")


def _sync(desk: Desk) -> Check:
    standing = syncing.standing(desk)
    if standing.phase == "not_enrolled":
        return Check("Sync", True, "This laptop is not connected to a council; nothing to fetch.")
    last = dt.datetime.fromisoformat(standing.last_at) if standing.last_at else None
    if last is None or desk.now() - last > OLD_SYNC:
        return Check("Sync", False, "The last sync is more than two days old. Sync before you go.")
    local = last.astimezone()
    words = f"Up to date as of {local:%A} {local.day} {local:%B}, {local:%H:%M}."
    if standing.waiting:
        return Check("Sync", False, f"{words} {standing.waiting} changes wait; sync once more.")
    return Check("Sync", True, words)


def _store(desk: Desk) -> Check:
    if desk.store.is_sound():
        return Check("Records", True, "Encrypted, whole and open.")
    return Check("Records", False, "The store is damaged. Restore a backup before you go.")


def _fonts() -> Check:
    try:
        for name in FACES:
            face(name)
    except (FontMissingError, OSError, KeyError):
        words = "A font for printing is missing. Install the program again before you go."
        return Check("Printing", False, words)
    return Check("Printing", True, "Fonts and layouts of the notes are here.")


def _room(desk: Desk) -> Check:
    free = shutil.disk_usage(desk.store.path.parent).free
    if free < ROOM:
        return Check("Disk", False, f"Only {free // 1_000_000} MB are free. Make room first.")
    return Check("Disk", True, f"{free / 1e9:.0f} GB are free.")
