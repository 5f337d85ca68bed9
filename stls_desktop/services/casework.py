"""A pupil's file: everything recorded about one child, newest first, and what to begin next.

Which kinds stand in a file is read from the declarations, so a new kind is on the timeline on the
day it is declared. Files that were joined are read as one.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from stls_core.documents import title_of
from stls_core.records import Kind, Record, all_kinds, kind_named
from stls_core.records.cases import Case
from stls_core.records.plans import IssPlan, IssSession, Target
from stls_core.records.pupils import Pupil
from stls_core.records.settings import LinkAssignment, Setting
from stls_core.records.visits import Action
from stls_core.records.voices import QUOTED
from stls_core.target_series import TargetSeries, series_of
from stls_desktop.services import (
    advice,
    advice_recipients,
    assessing,
    engagement,
    observing,
    plans,
    records,
    restricted,
    voices,
)
from stls_desktop.services.desk import Desk
from stls_desktop.services.joined import joined_ids, kept_for
from stls_desktop.services.records import RecordSheet
from stls_desktop.services.restricted import Closed
from stls_desktop.store.reading import Reader

PAGE: Final = 40
BEGINNINGS: Final = (
    "observation",
    "assessment",
    "iss_plan",
    "modelling_note",
    "pupil_voice",
    "parent_voice",
    "advice_report",
    "agreement",
    "case",
)
"""The kinds that a pupil's page offers to begin, in this order; sessions begin from their plan."""
_USUAL: Final[Mapping[str, Mapping[str, Any]]] = {"iss_plan": plans.USUAL}
RUNNING: Final = ("DRAFT", "AGREED", "ACTIVE", "MID_REVIEW", "FINAL_REVIEW", "EXTENDED")


NEW_WORK: Final = frozenset({"observation", "assessment", "iss_plan", "modelling_note"})
"""What is not begun any more once a child's cases have ended; voices and agreements still are."""


class CaseEndedError(Exception):
    """New work about a child whose case is closed; the words say what to do."""


@dataclass(frozen=True)
class Moment:
    """One line of a timeline."""

    rec: str
    kind: str
    kind_words: str
    day: str  # ISO, empty if none was typed
    words: str
    state: str
    is_unfinished: bool = False
    is_restricted: bool = False


@dataclass(frozen=True)
class TargetMarks:
    """A target of the current plan as the chart shows it."""

    series: TargetSeries
    result: str

    @property
    def baseline(self) -> float | None:
        """Where the child began."""
        return self.series.baseline

    @property
    def now(self) -> float | None:
        """The last mark."""
        return self.series.now

    @property
    def expected(self) -> float | None:
        """What is expected."""
        return self.series.expected


@dataclass(frozen=True)
class PlanSummary:
    """The plan that runs, or the one that is being written."""

    rec: str
    question: str
    state: str
    days: str
    dose: str
    targets: tuple[TargetMarks, ...]


@dataclass(frozen=True)
class Children:
    """The records of one kind that belong to a record: a plan's targets, a plan's sessions."""

    kind: str
    title: str  # of all of them
    one: str  # of one, in the middle of a sentence
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class PupilFile:
    """What a pupil's page shows beside the timeline."""

    plan: PlanSummary | None
    actions: tuple[Action, ...]
    joined: tuple[str, ...]  # the ids read as one, the pupil's own first


@cache
def _kinds_of_a_file(_declared: int) -> tuple[Kind, ...]:
    return tuple(
        kind
        for kind in all_kinds()
        if "pupil_id" in kind.fields and kind.event and kind.parent in ("", "pupil_id", "plan_id")
        if kind.name != "target"
    )


def file_kinds() -> tuple[Kind, ...]:
    """The kinds that stand on a pupil's timeline."""
    return _kinds_of_a_file(len(all_kinds()))


def timeline(
    desk: Desk, pupil_id: str, *, kind: str = "", offset: int = 0, limit: int = PAGE
) -> tuple[Moment, ...]:
    """A page of a pupil's timeline, newest first; what was only begun stands on top."""
    kinds = [known for known in file_kinds() if kind in ("", known.name)]
    with desk.store.read() as read:
        ids = joined_ids(read, pupil_id)
        entries = read.file_of(ids, kinds, offset=offset, limit=limit)
        begun = [
            draft
            for draft in read.drafts()
            if offset == 0
            and draft.doc.get("pupil_id") in ids
            and draft.kind in {known.name for known in kinds}
            and read.open(draft.rec) is None
        ]
        shut = restricted.closed(desk, read, ids)
    unfinished = [_moment(desk, d.kind, d.rec, dict(d.doc), is_unfinished=True) for d in begun]
    told = [_guarded(_moment(desk, e.kind, e.rec, e.named), e.named, shut) for e in entries]
    return (*unfinished, *told)


def _guarded(moment: Moment, named: Mapping[str, Any], shut: Closed) -> Moment:
    """Marked where it is restricted, and without its words where it may not be read."""
    if shut.holds(moment.rec, named):
        return replace(moment, words=restricted.WORDS, state="", is_restricted=True)
    if shut.is_restricted(moment.rec, named):
        state = " · ".join(filter(None, (restricted.WORDS, moment.state)))
        return replace(moment, state=state, is_restricted=True)
    return moment


def pupil_file(desk: Desk, pupil_id: str) -> PupilFile:
    """The current plan with its marks, and the open actions about the child."""
    with desk.store.read() as read:
        ids = joined_ids(read, pupil_id)
        shut = restricted.closed(desk, read, ids)
        running = read.find(IssPlan, pupil_id=ids, status=RUNNING, order_by=("-starts_on",))
        found = shut.keep(running)
        targets = read.find(Target, plan_id=found[0].id, order_by=("order_key",)) if found else ()
        held = read.find(IssSession, plan_id=found[0].id) if found else ()
        actions = read.find(
            Action, pupil_id=ids, status=("OPEN", "PART", "NOT_YET"), order_by=("by_when_on",)
        )
        actions = shut.keep(actions)
    return PupilFile(_plan(desk, found[0], targets, held) if found else None, actions, ids)


def begin(
    desk: Desk, kind: Kind, pupil_id: str, given: Mapping[str, Any] | None = None
) -> RecordSheet:
    """A new record about this child with what is known filled in, and what is `given`.

    Raises `CaseEndedError` for new work about a child whose every case has ended.
    """
    day = desk.today()
    with desk.store.read() as read:
        pupil = read.get(Pupil, pupil_id)
        ids = joined_ids(read, pupil_id)
        agreed = engagement.engaging_agreement(read, pupil_id, day)
        known_cases = read.find(Case, pupil_id=ids, order_by=("-opened_on",))
        cases = restricted.closed(desk, read, ids).keep(known_cases)
        ended = engagement.ended_words(read, ids) if kind.name in NEW_WORK else ""
    if ended:
        raise CaseEndedError(ended)
    known: dict[str, Any] = {"pupil_id": pupil_id}
    if pupil is not None:
        known["setting_id"] = pupil.setting_id
    known["agreement_id"] = agreed.id if agreed else ""
    known["case_id"] = next((each.id for each in cases if each.is_open), "")
    known["tester"] = known["scribed_by"] = desk.me.name
    known["lead_teacher_id"] = desk.me.account
    if kind.event not in ("", "starts_on", "signed_on"):
        known[kind.event] = day.isoformat()
    known |= given or {}
    values = {name: value for name, value in known.items() if value and name in kind.fields}
    usual = advice.usual(desk, pupil_id) if kind.name == "advice_report" else None
    begun = records.begin(desk, kind, values, usual or _USUAL.get(kind.name))
    return RecordSheet(begun.opened, begun.draft, f"New {_lower(kind.title)}")


def children(desk: Desk, of: Kind, rec: str) -> tuple[Children, ...]:
    """The records that belong to this one, for each kind that may; oldest or first placed first."""
    found = []
    with desk.store.read() as read:
        for kind in _kinds_below(of):
            order = "order_key" if "order_key" in kind.fields else kind.event
            here: dict[str, Any] = {kind.parent: rec}
            rows = read.find(kind.record, order_by=(order,) if order else (), **here)
            names = (*kind.named_by, kind.event, "status")
            told = [
                (row.id, {name: _json(getattr(row, name, None)) for name in names if name})
                for row in rows
            ]
            begun = [
                (draft.rec, dict(draft.doc))
                for draft in read.drafts()
                if draft.kind == kind.name
                and draft.doc.get(kind.parent) == rec
                and read.open(draft.rec) is None
            ]
            moments = [_moment(desk, kind.name, child, doc) for child, doc in told]
            moments += [
                _moment(desk, kind.name, child, doc, is_unfinished=True) for child, doc in begun
            ]
            found.append(
                Children(kind.name, _several(kind.title), _lower(kind.title), tuple(moments))
            )
    return tuple(found)


def begin_child(desk: Desk, kind: Kind, parent: str) -> RecordSheet | None:
    """A new record that belongs to `parent`, about the same child; None if it is gone."""
    sheet = records.open_record(desk, parent)  # one that is still being typed has children too
    above = kind_named(sheet.opened.kind) if sheet else None
    if sheet is None or above is None:
        return None
    document = sheet.draft.doc if sheet.draft else sheet.opened.doc
    number = len(next(c.moments for c in children(desk, above, parent) if c.kind == kind.name)) + 1
    known: dict[str, Any] = {
        kind.parent: parent,
        "pupil_id": document.get("pupil_id"),
        "setting_id": document.get("setting_id"),
        "order_key": f"{number:04}",
        "number": number,
        "due_on": document.get("final_review_on"),
    }
    if kind.event in ("held_on", "requested_on"):
        known[kind.event] = desk.today().isoformat()
    if kind.name == "iss_session":
        known |= plans.session_beginnings(desk, parent, document)
    values = {name: value for name, value in known.items() if value and name in kind.fields}
    return RecordSheet(records.blank(desk, kind, values), None, f"New {_lower(kind.title)}")


def parent_of(kind: Kind, document: Mapping[str, Any]) -> str:
    """The record above this one in the file; empty where that is the pupil."""
    return "" if kind.parent == "pupil_id" else str(document.get(kind.parent) or "")


def _kinds_below(of: Kind) -> tuple[Kind, ...]:
    return tuple(
        kind
        for kind in all_kinds()
        if kind.parent
        and "pupil_id" in kind.fields
        and kind.fields[kind.parent].says.ref == of.name
    )


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def choices(desk: Desk, pupil_id: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """{field: (id, words) pairs} for the fields of a casework form that point to a record."""
    with desk.store.read() as read:
        ids = joined_ids(read, pupil_id)
        shut = restricted.closed(desk, read, ids)
        schools = tuple((s.id, s.name) for s in read.find(Setting, order_by=("name",)))
        pointing = {
            "case_id": "case",
            "plan_id": "iss_plan",
            "session_id": "iss_session",
            "agreement_id": "agreement",
            "target_id": "target",
        }
        found: dict[str, tuple[tuple[str, str], ...]] = {"setting_id": schools}
        for field, name in pointing.items():
            kind = kind_named(name)
            if kind is not None:
                rows = read.find(kind.record, pupil_id=ids)
                found[field] = tuple((r.id, _choice(desk, kind, r, shut)) for r in rows)
        found |= dict.fromkeys(
            ("lead_teacher_id", "teacher_id", "co_worker_ids"), _people(desk, read)
        )
        pupil = read.get(Pupil, kept_for(read, pupil_id)) or Pupil()
    found["target_ids"] = found["target_id"]
    found["copies_for"] = advice_recipients.offered(desk.reference, pupil)
    return found


def _people(desk: Desk, read: Reader) -> tuple[tuple[str, str], ...]:
    """The person at this laptop, then every link teacher that the council has named."""
    named = {a.teacher_id: a.teacher_name for a in read.find(LinkAssignment)}
    others = {who: name for who, name in named.items() if who != desk.me.account}
    ordered = sorted(others.items(), key=lambda pair: pair[1])
    return ((desk.me.account, desk.me.name), *ordered)


def _choice(desk: Desk, kind: Kind, record: Record, shut: Closed) -> str:
    hidden = not shut.keep((record,))
    return restricted.WORDS if hidden else records.cut(_words(desk, kind, record), 60)


def _words(desk: Desk, kind: Kind, record: object) -> str:
    values = {name: getattr(record, name) for name in (*kind.named_by, kind.event) if name}
    return named_words(desk, kind, values) or kind.title


def named_words(desk: Desk, kind: Kind, document: Mapping[str, Any]) -> str:
    """What a record is called in a list: codes as words, and never an id."""
    for name in kind.named_by:
        value = document.get(name)
        if not value:
            continue
        codes = kind.fields[name].says.codes
        return desk.reference.label(codes, str(value)) if codes else str(value)
    return ""


def _moment(
    desk: Desk,
    kind_name: str,
    rec: str,
    document: Mapping[str, Any],
    *,
    is_unfinished: bool = False,
) -> Moment:
    kind = kind_named(kind_name)
    if kind is None:
        return Moment(rec, kind_name, kind_name, "", "", "")
    status = kind.fields.get("status")
    state = ""
    if status is not None and document.get("status"):
        state = desk.reference.label(status.says.codes, str(document["status"]))
    return Moment(
        rec=rec,
        kind=kind_name,
        kind_words=kind.title,
        day=str(document.get(kind.event) or "")[:10],
        words=records.cut(_told(desk, kind, document) or title_of(kind, {})),
        state="Not finished" if is_unfinished else state,
        is_unfinished=is_unfinished,
    )


def _told(desk: Desk, kind: Kind, document: Mapping[str, Any]) -> str:
    """An assessment tells its scores, an observation its result, a voice quotes; else the name."""
    if kind.name == "assessment":
        return assessing.in_a_line(desk.reference, document)
    if kind.name in QUOTED:
        return voices.in_a_line(kind, document)
    name = named_words(desk, kind, document)
    return observing.in_a_line(name, document) if kind.name == "observation" else name


def _plan(
    desk: Desk, plan: IssPlan, targets: tuple[Target, ...], held: tuple[IssSession, ...]
) -> PlanSummary:
    days = [_day(plan.starts_on), _day(plan.ends_on)]
    return PlanSummary(
        rec=plan.id,
        question=records.cut(plan.question, 160),
        state=desk.reference.label("plan_status", plan.status),
        days=" to ".join(day for day in days if day),
        dose=plans.dose(desk, plan, held).words,
        targets=tuple(
            TargetMarks(
                series_of(target, held, plan.starts_on),
                desk.reference.label("tme_result", target.result) if target.result else "",
            )
            for target in targets
        ),
    )


def _several(words: str) -> str:
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def _lower(words: str) -> str:
    """As in the middle of a sentence; a title with a name in it stays as it is."""
    is_plain = words[1:] == words[1:].lower()
    return words[:1].lower() + words[1:] if is_plain else words


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
