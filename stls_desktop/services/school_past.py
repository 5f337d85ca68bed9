"""What happened at a school, and who was its SENCO: a timeline in pages, and a change of hands.

The timeline tells kinds and codes, never what somebody wrote, and children by initials: the page
is read over shoulders. A SENCO who leaves stays in the contacts with the last day.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from stls_core.records import Record, kind_of
from stls_core.records.modelling import ModellingNote
from stls_core.records.observations import Observation
from stls_core.records.plans import IssPlan, IssSession
from stls_core.records.pupils import Pupil
from stls_core.records.reports import IssuedDocument
from stls_core.records.settings import Contact, Setting
from stls_core.records.visits import Action, LinkVisit
from stls_desktop.changed import Changed
from stls_desktop.services import restricted
from stls_desktop.services.agreed import OPEN
from stls_desktop.services.desk import Desk
from stls_desktop.store.queries import Queries

PAGE: Final = 8
SENCO: Final = "SENCO"
_PARTS: Final[tuple[type[Record], ...]] = (
    LinkVisit,
    IssSession,
    IssPlan,
    ModellingNote,
    Observation,
    IssuedDocument,
)
KINDS: Final = tuple((kind_of(each).name, kind_of(each).title) for each in _PARTS)
"""(wire name, words) of every kind that a school's timeline tells."""
_STATES: Final = {
    "link_visit": "visit_status",
    "iss_session": "session_status",
    "iss_plan": "plan_status",
    "modelling_note": "modelling_status",
    "observation": "record_status",
}


@dataclass(frozen=True)
class PastLine:
    """One thing on the timeline; `pupil_id` is empty if it is about the school."""

    rec: str
    kind: str
    pupil_id: str
    on: dt.date
    words: str
    state: str


@dataclass(frozen=True)
class PastPage:
    """The newest lines first."""

    lines: tuple[PastLine, ...]
    has_more: bool


@dataclass(frozen=True)
class StillNamed:
    """A SENCO who has left, and where the name still stands."""

    name: str
    role: str
    last_day: dt.date | None
    actions: int
    visits: int
    now: str  # who is SENCO today; empty if nobody is

    @property
    def words(self) -> str:
        """What stands there, for a warning."""
        parts = [(self.actions, "open action"), (self.visits, "planned visit")]
        told = [f"{count} {what}{'s' if count > 1 else ''}" for count, what in parts if count]
        day = f" until {self.last_day.day} {self.last_day:%b %Y}" if self.last_day else ""
        return f"{self.name} was {self.role}{day}, and is still named in {' and '.join(told)}."


def past(desk: Desk, setting_id: str, *, kind: str = "", limit: int = PAGE) -> PastPage:
    """The newest `limit` things at a school, of one kind or of all; planned ones come first."""
    found: list[tuple[dt.date, Record]] = []
    with desk.store.read() as read:
        for part in _PARTS:
            known = kind_of(part)
            if kind not in ("", known.name):
                continue
            newest = read.find(
                part, setting_id=setting_id, order_by=(f"-{known.event}",), limit=limit + 1
            )
            children = tuple({str(getattr(r, "pupil_id", "") or "") for r in newest} - {""})
            shut = restricted.closed(desk, read, children) if children else None
            may_be_read = shut.keep(newest) if shut else newest
            found += [(on, each) for each in may_be_read if (on := getattr(each, known.event))]
        found.sort(key=lambda pair: (pair[0], pair[1].id), reverse=True)
        shown = found[:limit]
        ids = tuple({str(getattr(each, "pupil_id", "") or "") for _, each in shown} - {""})
        initials = {p.id: p.initials for p in read.find(Pupil, id=ids)} if ids else {}
    return PastPage(
        tuple(_line(desk, on, each, initials) for on, each in shown), len(found) > limit
    )


def _line(desk: Desk, on: dt.date, record: Record, initials: dict[str, str]) -> PastLine:
    known = kind_of(type(record))
    pupil_id = str(getattr(record, "pupil_id", "") or "")
    codes = _STATES.get(known.name)
    status = str(getattr(record, "status", "") or "")
    words = (known.title, initials.get(pupil_id, ""), *_about(desk, record))
    return PastLine(
        rec=record.id,
        kind=known.name,
        pupil_id=pupil_id,
        on=on,
        words=" · ".join(word for word in words if word),
        state=desk.reference.label(codes, status) if codes and status else "",
    )


def _about(desk: Desk, record: Record) -> Iterator[str]:
    say = desk.reference.label
    match record:
        case LinkVisit():
            yield ", ".join(say("visit_purpose", code) for code in record.purposes)
        case IssSession():
            yield ", ".join(say("session_type", code) for code in record.types)
        case ModellingNote() if record.strategy:
            yield say("strategy", record.strategy)
        case IssuedDocument():
            kind = record.document_kind
            yield say("document_kind", kind) if kind else f"Note, version {record.version_number}"


def still_named(desk: Desk, setting_id: str) -> tuple[StillNamed, ...]:
    """Every SENCO of a school who has left and is still named where somebody has to act."""
    day = desk.today()
    with desk.store.read() as read:
        setting = read.get(Setting, setting_id)
        if setting is None:
            return ()
        current = setting.current_contacts(day)
        now = next((c.name for c in current if c.role == SENCO), "")
        there = {c.name for c in current}
        gone = {
            c.name: c
            for c in setting.contacts
            if c.role == SENCO and c.to_on and c.to_on < day and c.name not in there
        }
        return tuple(_named(desk, read, setting_id, gone, now))


def _named(
    desk: Desk, read: Queries, setting_id: str, gone: dict[str, Contact], now: str
) -> Iterator[StillNamed]:
    actions = read.find(Action, setting_id=setting_id, status=OPEN)
    visits = read.find(LinkVisit, setting_id=setting_id, status=("PLANNED", "IN_PROGRESS"))
    for name, contact in gone.items():
        owed = sum(_is_about(name, action.who) for action in actions)
        planned = sum(any(_is_about(name, a.name) for a in v.attendees) for v in visits)
        if owed or planned:
            role = desk.reference.label("contact_role", contact.role)
            yield StillNamed(name, role, contact.to_on, owed, planned, now)


def _is_about(name: str, text: str) -> bool:
    return name.casefold() in text.casefold()


def change_senco(desk: Desk, setting_id: str, name: str, email: str = "") -> Changed:
    """Somebody else is SENCO from today; whoever was stays in the contacts with the last day."""
    day = desk.today()
    before = (day - dt.timedelta(days=1)).isoformat()
    with desk.store.write() as work:
        setting, opened = work.get(Setting, setting_id), work.open(setting_id)
        if setting is None or opened is None:
            return work.changed
        edit: dict[str, Any] = {}
        for contact in setting.current_contacts(day):
            path = f"contacts/{contact.key}"
            if contact.role == SENCO and contact.name != name:
                edit[path] = {**opened.doc[path], "to_on": before}
        key = desk.new_id()
        values = {"key": key, "name": name, "role": SENCO, "email": email, "from_on": day}
        edit[f"contacts/{key}"] = {
            field: value.isoformat() if isinstance(value, dt.date) else value
            for field, value in values.items()
            if value
        }
        work.edit("setting", setting_id, edit)
    return work.changed


def hand_over(desk: Desk, setting_id: str, old: str, new: str) -> Changed:
    """Open actions that one person owes are owed by another from now on."""
    with desk.store.write() as work:
        for action in work.find(Action, setting_id=setting_id, status=OPEN):
            if _is_about(old, action.who):
                place = action.who.casefold().index(old.casefold())
                who = action.who[:place] + new + action.who[place + len(old) :]
                work.edit("action", action.id, {"who": who})
    return work.changed
