"""Going out: whether everything that the next day needs is here, without any network.

Each line says what was looked at, what was found, and what to do next. Nothing names a child, and
nothing is said to be here that was not looked at. What may take seconds is in `readiness`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stls_core.records.pupils import Pupil
from stls_core.records.settings import Contact, Setting
from stls_desktop.services import diary, drafting, syncing
from stls_desktop.services.desk import Desk
from stls_desktop.services.diary import Stop
from stls_desktop.store.queries import Queries

DAYS_AHEAD: Final = 5  # Monday's visits are looked at on a Friday
OLD_SYNC: Final = dt.timedelta(days=2)
NAMED: Final = 3  # schools of a line that are named; the others are counted


@dataclass(frozen=True)
class Check:
    """One line: what was looked at, whether it is well, what was found, and what to do next."""

    what: str
    is_well: bool
    words: str
    to_do: str = ""


def going_out(desk: Desk) -> tuple[Check, ...]:
    """What the teacher's next day needs. Takes no network and changes nothing."""
    with desk.store.read() as read:
        begin, end = (desk.today() + dt.timedelta(days=days) for days in (1, DAYS_AHEAD))
        ahead = diary.my_stops(desk, read, begin, end)
        stops = [stop for stop in ahead if stop.on == ahead[0].on]
        known = (_diary(stops), *_schools(read, stops))
    return (*known, _drafts(desk), _sync(desk))


def _diary(stops: Sequence[Stop]) -> Check:
    if not stops:
        return Check("Diary", True, f"Nothing is planned in the next {DAYS_AHEAD} days.")
    day = stops[0].on
    schools = len({stop.setting_id for stop in stops})
    where = "one school" if schools == 1 else f"{schools} schools"
    return Check("Diary", True, f"You go out on {day:%A} {day.day} {day:%B}, to {where}.")


def _schools(read: Queries, stops: Sequence[Stop]) -> Iterator[Check]:
    ids = tuple(dict.fromkeys(stop.setting_id for stop in stops))
    if not ids:
        return
    schools = read.find(Setting, id=ids)
    yield _here(len(schools), len(ids))
    if schools:
        yield _addresses(schools)
        yield _contacts(schools, stops[0].on)
        yield _arrival(schools)
    children = len(read.find(Pupil, setting_id=ids))
    words = "One pupil" if children == 1 else f"{children} pupils"
    yield Check("Pupils", True, f"{words} of these schools on this laptop.")
    owed = sum(read.open_actions_of(ids).values())
    yield Check("Last time’s actions", True, f"Open from before: {owed}.")


def _here(found: int, wanted: int) -> Check:
    words = f"{found} of {wanted} school{'' if wanted == 1 else 's'} on this laptop."
    return Check(
        "Schools", found == wanted, words, "" if found == wanted else "Sync before you go."
    )


def _addresses(schools: Sequence[Setting]) -> Check:
    without = [school.name for school in schools if not (school.street and school.postcode)]
    if not without:
        return Check("Addresses", True, "Street and postcode of each school.")
    words = f"No street or postcode: {_some(without)}."
    return Check(
        "Addresses", False, words, "Look the way up now, or enter it on the school’s page."
    )


def _contacts(schools: Sequence[Setting], day: dt.date) -> Check:
    def can_be_reached(school: Setting) -> bool:
        return bool(school.phone) or any(map(_reach, school.current_contacts(day)))

    without = [school.name for school in schools if not school.current_contacts(day)]
    if without:
        words = f"Nobody in post that day: {_some(without)}."
        return Check("Contacts", False, words, "Ring ahead, and enter who it is.")
    without = [school.name for school in schools if not can_be_reached(school)]
    if without:
        words = f"No phone and no e-mail: {_some(without)}."
        return Check("Contacts", False, words, "Enter a number before you go.")
    return Check("Contacts", True, "Somebody in post with a phone or an e-mail at each school.")


def _reach(contact: Contact) -> bool:
    return bool(contact.phone or contact.email)


def _arrival(schools: Sequence[Setting]) -> Check:
    without = [school.name for school in schools if not school.site_notes.strip()]
    if not without:
        return Check("Arrival", True, "A word on parking and signing in at each school.")
    words = f"Nothing is noted for {_some(without)}."
    return Check("Arrival", False, words, "Ask when you ring; note it on the school’s page.")


def _some(names: Iterable[str]) -> str:
    names = sorted(names)
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _drafts(desk: Desk) -> Check:
    stuck = [each for each in drafting.unfinished(desk) if each.problems]
    if not stuck:
        return Check("Drafts", True, "Everything that was typed can be sent.")
    words = f"{len(stuck)} not finished; safe on this laptop."
    return Check("Drafts", False, words, "Finish them under Due, now or later.")


def _sync(desk: Desk) -> Check:
    standing = syncing.standing(desk)
    if standing.phase == "not_enrolled":
        return Check("Sync", True, "This laptop is not connected to a council; nothing to fetch.")
    last = dt.datetime.fromisoformat(standing.last_at) if standing.last_at else None
    if last is None or desk.now() - last > OLD_SYNC:
        words = "The last sync is more than two days old."
        return Check("Sync", False, words, "Press F5 before you go.")
    local = last.astimezone()
    words = f"Up to date as of {local:%A} {local.day} {local:%B}, {local:%H:%M}."
    if standing.waiting:
        return Check(
            "Sync", False, f"{words} {standing.waiting} changes wait.", "Press F5 once more."
        )
    return Check("Sync", True, words)
