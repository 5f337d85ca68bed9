"""Today: which visits are coming, which are unfinished, which were just done, and their state."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stls_core.records.settings import Setting
from stls_core.records.visits import Action, LinkVisit
from stls_desktop.services.desk import Desk
from stls_desktop.store.drafts import Draft
from stls_desktop.store.queries import Queries

AHEAD: Final = dt.timedelta(days=14)
BEHIND: Final = dt.timedelta(days=28)
_NOT_DONE: Final = ("CANCELLED", "NO_SHOW")


@dataclass(frozen=True)
class VisitLine:
    """A visit in the list on Today."""

    id: str
    setting_id: str
    school: str
    visited_on: dt.date
    time: str
    about: str  # purposes in words
    detail: str  # the first words of what was written, or what is owed
    state: str  # planned, due, draft, unsent, synced, called_off
    is_late: bool = False


@dataclass(frozen=True)
class OwedAction:
    """An action that is past its day."""

    id: str
    school: str
    what: str
    who: str
    by_when_on: dt.date


@dataclass(frozen=True)
class TodaySheet:
    """Everything on the Today screen."""

    day: dt.date
    visits: tuple[VisitLine, ...]
    overdue: tuple[OwedAction, ...]


def today(desk: Desk) -> TodaySheet:
    """Coming visits first by time, then unfinished and recent ones, newest first."""
    day = desk.today()
    with desk.store.read() as read:
        drafts = {draft.form: draft for draft in read.drafts()}
        unsent = {change.rec for change in read.unsent()}
        names = {s.id: s.name for s in read.find(Setting)}
        since = (day - BEHIND).isoformat()
        visits = read.visits_between(since, (day + AHEAD).isoformat())
        planned = {v.setting_id for v in visits if v.status == "PLANNED"}
        open_actions = read.open_actions_of(tuple(planned))
        lines = [_line(desk, v, day, names, drafts, unsent, open_actions) for v in visits]
        overdue = _overdue(read, day, names)
    lines.sort(key=lambda line: _order(line, day))
    return TodaySheet(day, tuple(lines), overdue)


def _order(line: VisitLine, day: dt.date) -> tuple[int, int, str]:
    if line.visited_on == day:
        return (0, 0, line.time)
    if line.visited_on > day and line.state == "planned":
        return (1, line.visited_on.toordinal(), line.time)
    return (2, -line.visited_on.toordinal(), line.time)


def _line(
    desk: Desk,
    visit: LinkVisit,
    day: dt.date,
    names: Mapping[str, str],
    drafts: Mapping[str, Draft],
    unsent: set[str],
    open_actions: Mapping[str, int],
) -> VisitLine:
    on = visit.visited_on or day
    words = [desk.reference.label("visit_purpose", code) for code in visit.purposes]
    owed = open_actions.get(visit.setting_id, 0)
    detail = " ".join(visit.whole_school_focus.split())
    if not detail and visit.status == "PLANNED":
        detail = f"{owed} open action{'' if owed == 1 else 's'} from before" if owed else ""
    return VisitLine(
        id=visit.id,
        setting_id=visit.setting_id,
        school=names.get(visit.setting_id, "A school not on this laptop yet"),
        visited_on=on,
        time=f"{visit.starts_at:%H:%M}" if visit.starts_at else "",
        about=", ".join(words) or "Link visit",
        detail=detail,
        state=_state(visit, on, day, is_draft=visit.id in drafts, is_unsent=visit.id in unsent),
        is_late=visit.status == "PLANNED" and on < day,
    )


def _state(visit: LinkVisit, on: dt.date, day: dt.date, *, is_draft: bool, is_unsent: bool) -> str:
    if visit.status in _NOT_DONE:
        return "called_off"
    if is_draft or visit.status == "IN_PROGRESS":
        return "draft"
    if visit.status == "PLANNED":
        return "due" if on <= day else "planned"
    return "unsent" if is_unsent else "synced"


def _overdue(read: Queries, day: dt.date, names: Mapping[str, str]) -> tuple[OwedAction, ...]:
    actions = read.find(
        Action, status=("OPEN", "PART", "NOT_YET"), order_by=("by_when_on",), limit=200
    )
    return tuple(
        OwedAction(a.id, names.get(a.setting_id, ""), a.what, a.who, a.by_when_on)
        for a in actions
        if a.by_when_on and a.by_when_on < day
    )
