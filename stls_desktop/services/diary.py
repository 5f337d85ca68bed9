"""A teacher's own diary: her link visits, and the sessions of plans that she holds or covers.

What a colleague has in the diary is the colleague's, although it is on this laptop too.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from stls_core.records.visits import LinkVisit
from stls_desktop.services.desk import Desk, my_accounts
from stls_desktop.store.queries import Queries, SessionInDiary

NOT_DONE: Final = ("CANCELLED", "NO_SHOW")


@dataclass(frozen=True)
class Stop:
    """A place where the teacher is on a day, in the order of its time."""

    setting_id: str
    on: dt.date
    at: str


def my_visits(desk: Desk, read: Queries, first: dt.date, last: dt.date) -> tuple[LinkVisit, ...]:
    """The teacher's link visits of these days, by day and time."""
    authors = my_accounts(desk, read)
    return read.visits_between(first.isoformat(), last.isoformat(), authors=authors)


def my_sessions(
    desk: Desk, read: Queries, first: dt.date, last: dt.date
) -> tuple[SessionInDiary, ...]:
    """The sessions that the teacher put into the diary, and those of children whom she covers."""
    accounts = my_accounts(desk, read)
    covers = {pupil: each for pupil, each in read.covers() if any(a in each for a in accounts)}
    every = read.sessions_between(
        first.isoformat(), last.isoformat(), authors=accounts, pupils=tuple(covers)
    )
    return tuple(
        each
        for each in every
        if is_day(each.on)
        and (each.author_id in accounts or _covers(covers[each.pupil_id], accounts, each.on))
    )


def my_stops(desk: Desk, read: Queries, first: dt.date, last: dt.date) -> tuple[Stop, ...]:
    """Where the teacher is or was on these days, each visit and session in its order."""
    stops = [
        Stop(visit.setting_id, visit.visited_on, _time(visit.starts_at))
        for visit in my_visits(desk, read, first, last)
        if visit.visited_on and visit.status not in NOT_DONE
    ]
    sessions = [s for s in my_sessions(desk, read, first, last) if s.status not in NOT_DONE]
    schools = places_of(read, sessions)
    stops += [
        Stop(schools[each.rec], dt.date.fromisoformat(each.on), each.at)
        for each in sessions
        if schools[each.rec]
    ]
    return tuple(sorted(stops, key=lambda stop: (stop.on, stop.at)))


def places_of(read: Queries, sessions: Iterable[SessionInDiary]) -> dict[str, str]:
    """{session: school}; where the session names none it is the child's."""
    sessions = tuple(sessions)
    unsaid = {each.pupil_id for each in sessions if not each.setting_id}
    pupils = read.pupils_in_part(unsaid, "setting_id") if unsaid else {}
    found = {}
    for each in sessions:
        pupil = pupils.get(each.pupil_id)
        found[each.rec] = each.setting_id or (pupil.setting_id if pupil else "")
    return found


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar; a colleague's laptop may have sent anything."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _covers(covers: str, accounts: Collection[str], on: str) -> bool:
    """Whether one of the accounts stands in on that day, by a case's list of covers as JSON."""
    listed = msgspec.json.decode(covers)
    return isinstance(listed, list) and any(
        isinstance(each, dict)
        and each.get("teacher_id") in accounts
        and str(each.get("from_on") or "9999") <= on <= str(each.get("to_on") or "")
        for each in listed
    )


def _time(at: dt.time | None) -> str:
    return at.isoformat() if at else ""
