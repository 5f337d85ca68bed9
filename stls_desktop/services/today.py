"""Today: the teacher's visits and sessions that are coming, unfinished or done, and their state.

Only her own diary; what else is due stands beside it (see `due`). Children stand with initials.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stls_core.records.pupils import Pupil
from stls_core.records.visits import LinkVisit
from stls_desktop.services import diary
from stls_desktop.services.desk import Desk
from stls_desktop.store.queries import SessionInDiary

AHEAD: Final = dt.timedelta(days=14)
BEHIND: Final = dt.timedelta(days=28)
MOST_OVERDUE: Final = 500  # actions that are counted; beyond that the number helps nobody
NO_SCHOOL: Final = "A school not on this laptop yet"
_NAMED_BY: Final = ("known_as", "legal_forename", "legal_surname")
_OFF: Final = ("CANCELLED", "PUPIL_ABSENT")


@dataclass(frozen=True)
class DiaryLine:
    """A visit, or a session of a plan, in the list on Today."""

    id: str
    setting_id: str
    school: str
    on: dt.date
    time: str
    about: str  # purposes in words; of a session the child's initials and its number
    detail: str  # the first words of what was written, or what is owed
    state: str  # planned, due, draft, unsent, synced, called_off
    is_late: bool = False
    pupil_id: str = ""  # of a session
    is_session: bool = False


@dataclass(frozen=True)
class TodaySheet:
    """Everything on the Today screen."""

    day: dt.date
    lines: tuple[DiaryLine, ...]
    overdue: int  # actions, `MOST_OVERDUE` at the most

    @property
    def visits(self) -> tuple[DiaryLine, ...]:
        """The link visits among the lines."""
        return tuple(line for line in self.lines if not line.is_session)


@dataclass(frozen=True)
class _Known:
    """What is known about all of the lines at once."""

    day: dt.date
    schools: Mapping[str, str]
    drafts: Collection[str]
    unsent: Collection[str]
    owed: Mapping[str, int]


def today(desk: Desk) -> TodaySheet:
    """Coming visits and sessions first by time, then unfinished and recent ones, newest first."""
    day = desk.today()
    first, last = day - BEHIND, day + AHEAD
    with desk.store.read() as read:
        visits = diary.my_visits(desk, read, first, last)
        sessions = [s for s in diary.my_sessions(desk, read, first, last) if _is_shown(s, day)]
        places = diary.places_of(read, sessions)
        known = _Known(
            day=day,
            schools=read.names_of_settings({*(v.setting_id for v in visits), *places.values()}),
            drafts={draft.form for draft in read.drafts()},
            unsent=read.waiting_records(),
            owed=read.open_actions_of([v.setting_id for v in visits if v.status == "PLANNED"]),
        )
        children = read.pupils_in_part({each.pupil_id for each in sessions}, *_NAMED_BY)
        overdue = read.count_overdue_actions(day, most=MOST_OVERDUE)
    lines = [_visit(desk, visit, known) for visit in visits]
    lines += [_session(desk, each, places[each.rec], children, known) for each in sessions]
    lines.sort(key=lambda line: _order(line, day))
    return TodaySheet(day, tuple(lines), overdue)


def _is_shown(session: SessionInDiary, day: dt.date) -> bool:
    """What is still to be written up, and everything of the day itself."""
    return session.status in ("PLANNED", "") or session.on == day.isoformat()


def _order(line: DiaryLine, day: dt.date) -> tuple[int, int, str]:
    time = line.time or "~"  # what has no time yet stands after what has
    if line.on == day:
        return (0, 0, time)
    if line.on > day and line.state == "planned":
        return (1, line.on.toordinal(), time)
    return (2, -line.on.toordinal(), time)


def _visit(desk: Desk, visit: LinkVisit, known: _Known) -> DiaryLine:
    on = visit.visited_on or known.day
    words = [desk.reference.label("visit_purpose", code) for code in visit.purposes]
    owed = known.owed.get(visit.setting_id, 0)
    detail = " ".join(visit.whole_school_focus.split())
    if not detail and visit.status == "PLANNED":
        detail = f"{owed} open action{'' if owed == 1 else 's'} from before" if owed else ""
    begun = visit.id in known.drafts or visit.status == "IN_PROGRESS"
    return DiaryLine(
        id=visit.id,
        setting_id=visit.setting_id,
        school=known.schools.get(visit.setting_id, NO_SCHOOL),
        on=on,
        time=f"{visit.starts_at:%H:%M}" if visit.starts_at else "",
        about=", ".join(words) or "Link visit",
        detail=detail,
        state=_state(
            known,
            visit.id,
            on,
            is_off=visit.status in diary.NOT_DONE,
            is_begun=begun,
            is_planned=visit.status == "PLANNED",
        ),
        is_late=visit.status == "PLANNED" and on < known.day,
    )


def _session(
    desk: Desk,
    session: SessionInDiary,
    school: str,
    children: Mapping[str, Pupil],
    known: _Known,
) -> DiaryLine:
    on = dt.date.fromisoformat(session.on)
    is_planned = session.status in ("PLANNED", "")
    choices = desk.reference.choices("session_type")
    kinds = (each.label for each in choices if each.code in session.types)
    return DiaryLine(
        id=session.rec,
        setting_id=school,
        school=known.schools.get(school, NO_SCHOOL),
        on=on,
        time=session.at[:5],
        about=" · ".join(_about(session, children)),
        detail=", ".join(kinds),
        state=_state(
            known,
            session.rec,
            on,
            is_off=session.status in _OFF,
            is_begun=session.rec in known.drafts,
            is_planned=is_planned,
        ),
        is_late=is_planned and on < known.day,
        pupil_id=session.pupil_id,
        is_session=True,
    )


def _about(session: SessionInDiary, children: Mapping[str, Pupil]) -> Iterator[str]:
    child = children.get(session.pupil_id)
    yield child.initials if child else "A child not on this laptop yet"
    yield f"ISS session {session.number}" if session.number else "ISS session"


def _state(
    known: _Known, rec: str, on: dt.date, *, is_off: bool, is_begun: bool, is_planned: bool
) -> str:
    if is_off:
        return "called_off"
    if is_begun:
        return "draft"
    if is_planned:
        return "due" if on <= known.day else "planned"
    return "unsent" if rec in known.unsent else "synced"
