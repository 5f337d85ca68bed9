"""Actions agreed in any record: who does what by when, what is still owed, and what became of it.

A visit has its own way with actions; what it leaves open and what a session or a voice leaves
open is one list about one child.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core.documents import document_of, flatten
from stls_core.records import kind_named
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_core.records.visits import Action
from stls_desktop.changed import Changed
from stls_desktop.services import restricted
from stls_desktop.services.desk import Desk
from stls_desktop.services.joined import joined_ids
from stls_desktop.store.drafts import Draft
from stls_desktop.store.queries import Queries
from stls_desktop.store.reading import Opened

WITH_ACTIONS: Final = frozenset(
    {
        "advice_report",
        "iss_plan",
        "iss_session",
        "modelling_note",
        "observation",
        "parent_voice",
        "pupil_voice",
    }
)
"""The kinds in which actions are agreed, beside visits."""
CARRIES: Final = frozenset({"iss_session"})
"""The kinds that ask first what became of what was agreed before, as a visit does."""
OPEN: Final = ("OPEN", "PART", "NOT_YET")
LISTED: Final = 40  # on one screen; the rest follow as these are answered
MOST_OVERDUE: Final = 500
SOON: Final = dt.timedelta(weeks=4)
_ANSWER: Final = ("status", "outcome_note", "reviewed_in_id", "reviewed_on")
_NEXT_DAYS: Final = ("next_on", "review_on", "mid_review_on", "final_review_on")


@dataclass(frozen=True)
class AgreedSheet:
    """The actions of one record for its form, with drafts of them by id."""

    own: tuple[Opened, ...]
    carried: tuple[Opened, ...]
    drafts: Mapping[str, Draft]
    who: str  # who owes a new action unless somebody else is named
    setting_id: str


@dataclass(frozen=True)
class Owed:
    """Open actions, with the school of each where that is not said already."""

    actions: tuple[Action, ...]
    schools: Mapping[str, str]  # {action id: name}
    count: int  # with those that are not listed


@dataclass(frozen=True)
class Answered:
    """What became of an action, and what stood there before, so that it can be undone."""

    rec: str
    status: str
    before: Mapping[str, Any]
    changed: Changed


def agreed_sheet(desk: Desk, rec: str, kind: str, document: Mapping[str, Any]) -> AgreedSheet:
    """The actions agreed in a record whose document stands so on the screen."""
    pupil_id = str(document.get("pupil_id") or "")
    with desk.store.read() as read:
        pupil = read.get(Pupil, pupil_id) if pupil_id else None
        setting_id = str(document.get("setting_id") or (pupil.setting_id if pupil else ""))
        drafts = {d.rec: d for d in read.drafts() if d.kind == "action"}
        own = [a.id for a in read.find(Action, of_id=rec, order_by=("order_key",))]
        begun = [
            Opened("action", d.rec, {}, {})
            for d in drafts.values()
            if d.doc.get("of_id") == rec and read.open(d.rec) is None
        ]
        carries = kind in CARRIES and pupil_id
        carried = _owed_before(desk, read, pupil_id, rec) if carries else ()
        lead = str(document.get("lead_name") or "")
        return AgreedSheet(
            own=(*_opened(read, own), *begun),
            carried=_opened(read, carried),
            drafts=drafts,
            who=lead or _senco(read, setting_id, desk.today()),
            setting_id=setting_id,
        )


def blank(
    desk: Desk, rec: str, kind: str, document: Mapping[str, Any], sheet: AgreedSheet
) -> Opened:
    """A new action for the form, due by the next day that the record names."""
    days = [str(document.get(name) or "") for name in _NEXT_DAYS]
    today = desk.today()
    due = next((day for day in days if day > today.isoformat()), (today + SOON).isoformat())
    record = Action(
        id=desk.new_id(),
        author_id=desk.me.account,
        team_id=desk.me.team,
        created_at=desk.now(),
        setting_id=sheet.setting_id,
        pupil_id=str(document.get("pupil_id") or ""),
        who=sheet.who,
        by_when_on=dt.date.fromisoformat(due[:10]),
        of_id=rec,
        of_kind=kind,
    )
    return Opened("action", record.id, flatten(kind_named("action"), document_of(record)), {})


def answer(desk: Desk, rec: str, status: str, note: str = "") -> Answered:
    """Say what became of an action, outside of any visit or session."""
    edit = {
        "status": status,
        "outcome_note": note or None,
        "reviewed_in_id": None,
        "reviewed_on": desk.today().isoformat(),
    }
    with desk.store.write() as work:
        opened = work.open(rec)
        before = {name: opened.doc.get(name) for name in _ANSWER} if opened else {}
        work.edit("action", rec, edit)
    return Answered(rec, status, before, work.changed)


def take_back(desk: Desk, answered: Answered) -> Changed:
    """Undo an answer."""
    with desk.store.write() as work:
        work.edit("action", answered.rec, dict(answered.before))
    return work.changed


def owed_in_school(desk: Desk, setting_id: str, limit: int = LISTED) -> Owed:
    """What is open at a school, in the order of the days by which it was promised."""
    with desk.store.read() as read:
        found = read.find(Action, setting_id=setting_id, status=OPEN, order_by=("by_when_on",))
        found = restricted.keep_shown(desk, read, found)
    return Owed(found[:limit], {}, len(found))


def overdue(desk: Desk, limit: int = LISTED) -> Owed:
    """What is open and past its day over all schools and children, the oldest first."""
    day = desk.today()
    with desk.store.read() as read:
        late = restricted.keep_shown(desk, read, read.overdue_actions(day, limit=limit))
        names = read.names_of_settings({a.setting_id for a in late})
        count = read.count_overdue_actions(day, most=MOST_OVERDUE)
    return Owed(late, {a.id: names.get(a.setting_id, "") for a in late}, count)


def _owed_before(desk: Desk, read: Queries, pupil_id: str, rec: str) -> tuple[str, ...]:
    """What is open about the child from other records, and what was answered in this one."""
    ids = joined_ids(read, pupil_id)
    found = read.find(Action, pupil_id=ids, order_by=("by_when_on",))
    found = restricted.closed(desk, read, ids).keep(found)
    return tuple(
        action.id
        for action in found
        if action.of_id != rec and (action.is_open or action.reviewed_in_id == rec)
    )


def _opened(read: Queries, ids: tuple[str, ...] | list[str]) -> tuple[Opened, ...]:
    return tuple(opened for rec in ids if (opened := read.open(rec)))


def _senco(read: Queries, setting_id: str, day: dt.date) -> str:
    setting = read.get(Setting, setting_id) if setting_id else None
    contacts = setting.current_contacts(day) if setting else ()
    return next((contact.name for contact in contacts if contact.role == "SENCO"), "SENCO")
