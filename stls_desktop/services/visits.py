"""Link visits: plan, open, prefill, call off, and say what stands in the way of signing.

The visit's sheet is what the screen shows: the visit, last time's open actions, the discussions
and the new actions, each as a document of its own with the versions its author has seen.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from stls_core.calendar import academic_year_start
from stls_core.documents import difference, document_of, flatten, nest, view
from stls_core.records import Kind, Need, Problem, kind_named
from stls_core.records.pupils import Pupil
from stls_core.records.reports import SignedVersion
from stls_core.records.settings import Contact, District, LinkAssignment, Setting, Team
from stls_core.records.visits import Action, Attendee, Discussion, LinkVisit
from stls_core.validation import problems_of
from stls_desktop.changed import Changed
from stls_desktop.services import engagement, restricted
from stls_desktop.services.desk import Desk
from stls_desktop.services.drafting import settle
from stls_desktop.store.drafts import Draft
from stls_desktop.store.queries import Queries
from stls_desktop.store.reading import Opened

DONE_STATES = ("SIGNED", "SUPERSEDED")


@dataclass(frozen=True)
class PupilChoice:
    """A pupil who can be talked about: initials for the list, the name once chosen."""

    id: str
    initials: str
    name: str
    year: str
    has_agreement: bool


@dataclass(frozen=True)
class VisitSheet:
    """Everything on the visit screen."""

    visit: Opened
    setting: Setting
    district: str
    link_teacher: str
    number: int  # this visit's place among those of the school year
    entitled: int | None
    last_visit_on: dt.date | None
    carried: tuple[Opened, ...]  # open actions of earlier visits, oldest first
    discussions: tuple[Opened, ...]
    actions: tuple[Opened, ...]
    contacts: tuple[Contact, ...]
    pupils: tuple[PupilChoice, ...]
    drafts: Mapping[str, Draft]
    signed: tuple[dt.date, ...] = ()  # the days on which versions 1, 2 … were signed
    not_in_version: tuple[str, ...] = ()  # labels of fields that were changed since the last


@dataclass(frozen=True)
class FormProblem:
    """A problem with its place on a form of several records."""

    rec: str
    kind: str
    path: str
    message: str


def plan(
    desk: Desk,
    setting_id: str,
    on: dt.date,
    starts_at: dt.time | None = None,
    purposes: tuple[str, ...] = ("PLANNING",),
) -> tuple[str, Changed]:
    """Put a visit into the diary. Returns its id."""
    rec = desk.new_id()
    with desk.store.write() as work:
        contacts = _contacts(work.get(Setting, setting_id), on)
        senco = [c for c in contacts if c.role == "SENCO"][:1]
        work.put(
            LinkVisit(
                **_envelope(desk, rec),
                setting_id=setting_id,
                visited_on=on,
                starts_at=starts_at,
                purposes=purposes,
                attendees=tuple(Attendee(key=c.key, name=c.name, role=c.role) for c in senco),
            )
        )
    return rec, work.changed


def call_off(
    desk: Desk, rec: str, *, status: str, by: str, reason: str, notice_hours: int | None = None
) -> Changed:
    """Record that a planned visit was cancelled or that nobody was there. It still counts.

    What was typed before is settled, and what cannot be sent yet stays as a draft.
    """
    settled = settle(desk, rec)
    edit: dict[str, Any] = {
        "status": status,
        "called_off_by": by,
        "called_off_reason": reason,
        "notice_hours": notice_hours,
    }
    with desk.store.write() as work:
        work.edit("link_visit", rec, edit)
    return settled.changed | work.changed


def open_sheet(desk: Desk, rec: str) -> VisitSheet | None:
    """Read everything that the visit screen shows, in one consistent look."""
    with desk.store.read() as read:
        drafts = {draft.rec: draft for draft in read.drafts(rec)}
        opened = read.open(rec)
        if opened is None:
            return None
        visit = _typed(LinkVisit, opened.doc)
        setting = read.get(Setting, visit.setting_id) or Setting(id=visit.setting_id)
        day = visit.visited_on or desk.today()
        versions = [v for v in read.find(SignedVersion, of_id=rec) if not v.part_of_id]
        children = [
            (draft.kind, Opened(draft.kind, draft.rec, {}, {}))
            for draft in drafts.values()
            if draft.rec != rec and read.open(draft.rec) is None
        ]
        fresh = {k: [o for kind, o in children if kind == k] for k in ("discussion", "action")}
        carried = _opened(read, _carried(read, setting.id, rec, day))
        talked = tuple({str(o.doc.get("pupil_id") or "") for o in carried} - {""})
        shut = restricted.closed(desk, read, talked) if talked else restricted.Closed()
        carried = tuple(o for o in carried if not shut.holds(o.rec, o.doc))
        discussions = (*_opened(read, _children(read, Discussion, rec)), *fresh["discussion"])
        actions = (*_opened(read, _children(read, Action, rec)), *fresh["action"])
        return VisitSheet(
            visit=opened,
            setting=setting,
            district=_name(read, setting.district_id),
            link_teacher=_link_teacher(read, setting.id, day),
            number=_visit_number(read, visit, day),
            entitled=_entitled(read, desk, setting),
            last_visit_on=_last_visit(read, setting.id, day, rec),
            carried=carried,
            discussions=discussions,
            actions=actions,
            contacts=_contacts(setting, day),
            pupils=_pupils(
                read, setting.id, day, _named((*carried, *discussions, *actions), drafts)
            ),
            drafts=drafts,
            signed=tuple(v.signed_on for v in versions if v.signed_on),
            not_in_version=_since(opened, versions[-1]) if versions else (),
        )


def _since(opened: Opened, version: SignedVersion) -> tuple[str, ...]:
    """What the record says now and its last signed version does not, as field labels."""
    kind = kind_named(opened.kind)
    try:
        content = msgspec.json.decode(version.content, type=dict[str, Any])
    except msgspec.DecodeError:
        return ()  # written by another version in another way
    was = content.get("visit")
    if kind is None or not isinstance(was, dict):
        return ()
    changed = difference(kind, flatten(kind, was), opened.doc)
    names = {path.partition("/")[0] for path in changed} - {"status", "copy_given"}
    return tuple(kind.fields[name].label for name in kind.fields if name in names)


def blank_discussion(desk: Desk, visit_id: str, setting_id: str) -> Opened:
    """A new discussion for the form; it becomes a record when its draft settles."""
    record = Discussion(**_envelope(desk, desk.new_id()), visit_id=visit_id, setting_id=setting_id)
    return _fresh("discussion", record)


def blank_action(desk: Desk, visit_id: str, setting_id: str, who: str = "") -> Opened:
    """A new action for the form, owed by the SENCO unless somebody else is named."""
    record = Action(
        **_envelope(desk, desk.new_id()), visit_id=visit_id, setting_id=setting_id, who=who
    )
    return _fresh("action", record)


def problems_to_sign(
    desk: Desk,
    visit_id: str,
    documents: Mapping[str, tuple[str, Mapping[str, Any]]],
    carried: tuple[str, ...],
) -> tuple[FormProblem, ...]:
    """What still blocks signing, in the order of the form: {record: (kind, flat document)} in.

    `carried` are last time's actions, which come first and must each be answered; what a session
    or another record agreed about a child may wait for one of its own.
    """
    found: list[FormProblem] = []
    for rec in carried:
        document = documents[rec][1]
        if document.get("visit_id") and document.get("reviewed_in_id") != visit_id:
            found.append(FormProblem(rec, "action", "status", "Say what became of this action"))
    own = {rec: item for rec, item in documents.items() if rec not in carried}
    order = {"link_visit": 0, "discussion": 1, "action": 2}
    for rec, (kind_name, flat) in sorted(own.items(), key=lambda item: order[item[1][0]]):
        kind = kind_named(kind_name)
        if kind is None or flat.get("deleted"):
            continue
        found.extend(_one_record(desk, kind, rec, flat))
    found.extend(_whole_visit(visit_id, own))
    found.extend(_agreement_gaps(desk, visit_id, own))
    return tuple(found)


def as_problems(problems: Iterable[FormProblem]) -> tuple[Problem, ...]:
    """The problems of one record, as its form shows them."""
    return tuple(Problem(p.path, p.message) for p in problems)


def _one_record(desk: Desk, kind: Kind, rec: str, flat: Mapping[str, Any]) -> Iterator[FormProblem]:
    record, unread = view(kind, nest(flat))
    problems: tuple[Problem, ...] = (*unread, *problems_of(kind, record, Need.SIGN, desk.reference))
    for problem in problems:
        if problem.blocks:
            yield FormProblem(rec, kind.name, problem.field, problem.message)


def _whole_visit(
    visit_id: str, own: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> Iterator[FormProblem]:
    kinds = [kind for kind, flat in own.values() if not flat.get("deleted")]
    visit = own[visit_id][1]
    if "discussion" not in kinds:
        yield FormProblem(visit_id, "link_visit", "discussions", "Add what you talked about")
    if "action" not in kinds and not visit.get("has_no_actions"):
        words = "Add an action, or tick “No actions”"
        yield FormProblem(visit_id, "link_visit", "has_no_actions", words)
    if (
        "action" not in kinds
        and visit.get("has_no_actions")
        and visit.get("purposes/PLANNING")
        and not visit.get("no_actions_reason")
    ):
        words = "Say why a planning visit has no actions"
        yield FormProblem(visit_id, "link_visit", "no_actions_reason", words)


def _agreement_gaps(
    desk: Desk, visit_id: str, own: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> Iterator[FormProblem]:
    named = {
        rec: str(flat["pupil_id"])
        for rec, (kind, flat) in own.items()
        if kind == "discussion" and flat.get("pupil_id") and not flat.get("deleted")
    }
    if not named:
        return
    day = _typed(LinkVisit, own[visit_id][1]).visited_on or desk.today()
    with desk.store.read() as read:
        for rec, pupil_id in named.items():
            if not _has_agreement(read, pupil_id, day):
                words = (
                    "There is no Agreement to Engage for this pupil on the day of the visit."
                    " Use “Anonymous pupil”, or record the agreement first"
                )
                yield FormProblem(rec, "discussion", "pupil_id", words)


def _envelope(desk: Desk, rec: str) -> dict[str, Any]:
    return {
        "id": rec,
        "author_id": desk.me.account,
        "team_id": desk.me.team,
        "created_at": desk.now(),
    }


def _fresh(kind_name: str, record: Discussion | Action) -> Opened:
    kind = kind_named(kind_name)
    flat = flatten(kind, document_of(record))
    return Opened(kind=kind_name, rec=record.id, doc=flat, seen={})


def _typed(record: type[Any], flat: Mapping[str, Any]) -> Any:  # noqa: ANN401 - that type
    kind = next(k for k in map(kind_named, ("link_visit", "action")) if k and k.record is record)
    return view(kind, nest(flat))[0]


def _children(read: Queries, record: type[Any], visit_id: str) -> tuple[str, ...]:
    return tuple(r.id for r in read.find(record, visit_id=visit_id, order_by=("order_key",)))


def _carried(read: Queries, setting_id: str, visit_id: str, day: dt.date) -> tuple[str, ...]:
    """What is open from other visits, without what visits after this one agreed or answered.

    What was agreed in records about a child comes after it, and need not be answered here.
    An old visit that is corrected must neither wait for those answers nor take them away.
    """
    visits = read.find(LinkVisit, setting_id=setting_id)
    later = {v.id for v in visits if v.visited_on and v.visited_on > day}
    found = read.find(Action, setting_id=setting_id, order_by=("by_when_on",))
    return tuple(
        action.id
        for action in sorted(found, key=lambda action: not action.visit_id)
        if action.reviewed_in_id == visit_id
        or (
            action.is_open
            and action.visit_id != visit_id
            and not later & {action.visit_id, action.reviewed_in_id}
        )
    )


def _opened(read: Queries, ids: tuple[str, ...]) -> tuple[Opened, ...]:
    return tuple(opened for rec in ids if (opened := read.open(rec)))


def _contacts(setting: Setting | None, day: dt.date) -> tuple[Contact, ...]:
    return setting.current_contacts(day) if setting else ()


def _name(read: Queries, district_id: str) -> str:
    district = read.get(District, district_id)
    return district.name if district else ""


def _link_teacher(read: Queries, setting_id: str, day: dt.date) -> str:
    for assignment in read.find(LinkAssignment, setting_id=setting_id, order_by=("-from_on",)):
        began = assignment.from_on is None or assignment.from_on <= day
        if began and (assignment.to_on is None or day <= assignment.to_on):
            return assignment.teacher_name
    return ""


def _visit_number(read: Queries, visit: LinkVisit, day: dt.date) -> int:
    start = academic_year_start(day)
    earlier = [
        v
        for v in read.find(LinkVisit, setting_id=visit.setting_id, status=DONE_STATES)
        if v.visited_on and start <= v.visited_on < day and v.id != visit.id
    ]
    return len(earlier) + 1


def _entitled(read: Queries, desk: Desk, setting: Setting) -> int | None:
    if setting.entitlement_visits is not None:
        return setting.entitlement_visits
    team = read.get(Team, desk.me.team)
    return team.visits_a_year if team else None


def _last_visit(read: Queries, setting_id: str, day: dt.date, rec: str) -> dt.date | None:
    days = [
        v.visited_on
        for v in read.find(LinkVisit, setting_id=setting_id, status=DONE_STATES)
        if v.visited_on and v.visited_on <= day and v.id != rec
    ]
    return max(days, default=None)


def _pupils(
    read: Queries, setting_id: str, day: dt.date, named: frozenset[str]
) -> tuple[PupilChoice, ...]:
    """The pupils of the school, and those talked about who have moved to another since."""
    here = read.find(Pupil, setting_id=setting_id, order_by=("legal_surname",))
    elsewhere = tuple(named.difference(p.id for p in here))
    moved = read.find(Pupil, id=elsewhere, order_by=("legal_surname",)) if elsewhere else ()
    return tuple(
        PupilChoice(p.id, p.initials, p.called, p.year_group(day), _has_agreement(read, p.id, day))
        for p in (*here, *moved)
    )


def _named(opened: Iterable[Opened], drafts: Mapping[str, Draft]) -> frozenset[str]:
    """The ids of pupils that records on the sheet, or drafts of them, are about."""
    documents = (*(one.doc for one in opened), *(draft.doc for draft in drafts.values()))
    return frozenset(str(doc["pupil_id"]) for doc in documents if doc.get("pupil_id"))


def _has_agreement(read: Queries, pupil_id: str, day: dt.date) -> bool:
    return engagement.engaging_agreement(read, pupil_id, day) is not None
