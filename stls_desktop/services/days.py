"""My day: travel, miles and preparation, once a day, begun with what is known already.

Nothing that is signed waits for it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core.records import kind_of
from stls_core.records.days import DayLog
from stls_core.records.settings import District, Setting
from stls_desktop.changed import Changed
from stls_desktop.services import diary, records
from stls_desktop.services.desk import Desk, my_accounts
from stls_desktop.services.records import RecordSheet
from stls_desktop.store.queries import Queries
from stls_desktop.store.reading import Opened

LOOKED_AT: Final = 60  # days, to find the same places again
FIGURES: Final = ("travel_min", "miles", "preparation_min")


@dataclass(frozen=True)
class LastTime:
    """What the same places, or the last day on the road, took."""

    values: Mapping[str, Any]
    words: str
    district_id: str = ""
    in_short: str = ""  # for one narrow line


@dataclass(frozen=True)
class DaySheet:
    """Today's log for its form, and what it might hold."""

    sheet: RecordSheet
    last_time: LastTime | None
    districts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DayState:
    """The day in one line."""

    entered: str  # the figures in words; empty if nothing is entered
    is_begun: bool  # something was typed that cannot be kept as it is
    last_time: LastTime | None  # while nothing is entered


@dataclass(frozen=True)
class DayTaken:
    """A day that was entered as the last one."""

    rec: str
    words: str
    changed: Changed


def my_day(desk: Desk) -> DaySheet:
    """The log of today, or a new one with the places of today's visits in their order."""
    day = desk.today()
    with desk.store.read() as read:
        me = my_accounts(desk, read)
        mine = read.find(DayLog, author_id=me, order_by=("-day_on",), limit=LOOKED_AT)
        begun = [
            draft
            for draft in read.drafts()
            if draft.kind == "day_log" and str(draft.doc.get("day_on")) == day.isoformat()
        ]
        places, district = _places(desk, read, day)
        districts = tuple((d.id, d.name) for d in read.find(District, order_by=("name",)))
    today = next((log for log in mine if log.day_on == day), None)
    earlier = [log for log in mine if log.day_on and log.day_on < day]
    if today is not None:
        sheet = records.open_record(desk, today.id)
    elif begun:
        opened = Opened("day_log", begun[0].rec, {}, {})
        sheet = RecordSheet(opened, begun[0], "My day")
    else:
        values = {"day_on": day.isoformat(), "places": places, "district_id": district}
        given = {name: value for name, value in values.items() if value}
        sheet = RecordSheet(records.blank(desk, kind_of(DayLog), given), None, "My day")
    if sheet is None:
        msg = "The day is no longer on this laptop."
        raise LookupError(msg)
    return DaySheet(
        RecordSheet(sheet.opened, sheet.draft, "My day"), _last_time(earlier, places), districts
    )


def state_today(desk: Desk) -> DayState:
    """One line for Today: what is entered, that something is begun, or what last time was."""
    day = desk.today()
    with desk.store.read() as read:
        me = my_accounts(desk, read)
        found = read.find(DayLog, author_id=me, day_on=day.isoformat(), limit=1)
        is_begun = any(
            draft.kind == "day_log" and str(draft.doc.get("day_on")) == day.isoformat()
            for draft in read.drafts()
        )
        if found:
            return DayState(_figures(found[0]) or found[0].places or "No travel", is_begun, None)
        if is_begun:
            return DayState("", is_begun=True, last_time=None)
        mine = read.find(DayLog, author_id=me, order_by=("-day_on",), limit=LOOKED_AT)
        ids = [stop.setting_id for stop in diary.my_stops(desk, read, day, day)]
        names = read.names_of_settings(ids)
    places = ", ".join(names[rec] for rec in dict.fromkeys(ids) if rec in names)
    last = _last_time([log for log in mine if log.day_on and log.day_on < day], places)
    return DayState("", is_begun=False, last_time=last)


def take_last_time(desk: Desk) -> DayTaken | None:
    """Enter the figures of last time for today. None if only the form can ask for what is missing.

    What somebody has begun or entered meanwhile is left as it is.
    """
    state, sheet = state_today(desk), my_day(desk)
    last, district = sheet.last_time, sheet.sheet.opened.doc.get("district_id")
    if state.entered or state.is_begun or last is None or not (district or last.district_id):
        return None
    log = DayLog(
        id=desk.new_id(),
        author_id=desk.me.account,
        team_id=desk.me.team,
        created_at=desk.now(),
        district_id=str(district or last.district_id),
        day_on=desk.today(),
        places=str(sheet.sheet.opened.doc.get("places") or ""),
        **last.values,
    )
    with desk.store.write() as work:
        work.put(log)
    return DayTaken(log.id, _figures(log), work.changed)


def _last_time(earlier: list[DayLog], places: str) -> LastTime | None:
    """The same places if there was such a day, else the last day with a figure."""
    known = [log for log in earlier if any(getattr(log, name) is not None for name in FIGURES)]
    if not known:
        return None
    same = next((log for log in known if log.places == places), None)
    log = same or known[0]
    values = {name: getattr(log, name) for name in FIGURES if getattr(log, name) is not None}
    when = f"{log.day_on.day} {log.day_on:%B}" if log.day_on else "last time"
    why = "the same places" if same else "your last day on the road"
    return LastTime(
        values, f"As on {when} ({why}): {_figures(log)}", log.district_id, _in_short(log)
    )


def _figures(log: DayLog) -> str:
    parts = []
    if log.miles is not None:
        parts.append(f"{log.miles:g} miles")
    if log.travel_min is not None:
        parts.append(f"{log.travel_min} min travel")
    if log.preparation_min is not None:
        parts.append(f"{log.preparation_min} min preparation")
    return ", ".join(parts)


def _in_short(log: DayLog) -> str:
    parts = [f"{log.miles:g} miles"] if log.miles is not None else []
    parts += [f"{log.travel_min} min"] if log.travel_min is not None else []
    parts += [f"{log.preparation_min} min prep"] if log.preparation_min is not None else []
    day = f"{log.day_on.day} {log.day_on:%b}" if log.day_on else "last time"
    return f"{day}: {', '.join(parts)}"


def _places(desk: Desk, read: Queries, day: dt.date) -> tuple[str, str]:
    """The schools of the teacher's visits and sessions in order, and the district of the first."""
    ids = [stop.setting_id for stop in diary.my_stops(desk, read, day, day)]
    schools = {s.id: s for s in read.find(Setting, id=tuple(ids))} if ids else {}
    here = [schools[rec] for rec in dict.fromkeys(ids) if rec in schools]
    return ", ".join(school.name for school in here), here[0].district_id if here else ""
