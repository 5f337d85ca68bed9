"""A plan and what belongs to it: targets, sessions planned and delivered, evidence for its end.

Which step of its life a plan may take is decided elsewhere; here stand the facts that it is
decided on, and the jobs a teacher does in one step: plan all sessions, call one off, extend.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core import dose as doses
from stls_core import lifecycles
from stls_core.calendar import weekly_days
from stls_core.documents import nest, view
from stls_core.dose import Dose, Given
from stls_core.exits import Evidence, ExitState, exit_states
from stls_core.records import kind_of
from stls_core.records.modelling import ModellingNote
from stls_core.records.plans import MODELLED, IssPlan, IssSession, Target
from stls_core.records.visits import Attendee
from stls_core.target_series import TargetSeries, marks_in_words, series_of
from stls_desktop.changed import Changed
from stls_desktop.services import records
from stls_desktop.services.desk import Desk
from stls_desktop.services.drafting import settle
from stls_desktop.store.drafts import Draft
from stls_desktop.store.reading import Opened

USUAL: Final[Mapping[str, Any]] = {
    "sessions_planned": 6,
    "hours_planned": 12,
    "exit_criteria": ["TARGETS_EXPECTED", "STAFF_CONFIDENT", "USED_TWICE", "WRITTEN_IN_PLAN"],
}
"""What a new plan says until somebody says otherwise."""
_STAGES: Final = ("COACH", "JOINT", "MODEL")  # a session with several is noted by the furthest
_OFF: Final = ("CANCELLED", "PUPIL_ABSENT")
_SESSION_STATE: Final = ("status", "called_off_by", "called_off_reason")


class PlanError(Exception):
    """Something about a plan cannot be done now; the words say why and what to do."""


@dataclass(frozen=True)
class SessionLine:
    """A session in its plan's list."""

    rec: str
    number: int | None
    day: dt.date | None
    status: str
    state: str  # in words, with the reason if it was called off
    about: str  # kinds of session in words, or what was done
    needs_note: bool  # something was modelled and no note has been written
    is_unfinished: bool = False


@dataclass(frozen=True)
class PlanSheet:
    """What a plan's screen shows beside the plan's own form."""

    targets: tuple[Opened, ...]
    drafts: Mapping[str, Draft]
    sessions: tuple[SessionLine, ...]
    dose: Dose
    series: tuple[TargetSeries, ...]
    exits: tuple[ExitState, ...]


@dataclass(frozen=True)
class SessionSheet:
    """What a session's screen shows beside the session's own form."""

    targets: tuple[tuple[str, str, str, int | None, str], ...]
    """(id, statement, scale, where a goal begins, where it stood before in words)"""
    window: str  # the days of the plan, in words
    is_released: bool | None  # whether the school agreed to release staff for the plan
    notes: int  # how many modelling notes are about this session


@dataclass(frozen=True)
class PlannedSessions:
    """Sessions that were put into the diary in one go."""

    ids: tuple[str, ...]
    days: tuple[dt.date, ...]
    wanted: int
    changed: Changed


@dataclass(frozen=True)
class SessionChange:
    """What was done to a session in one step, and what stood there before."""

    rec: str
    before: Mapping[str, Any]
    changed: Changed


@dataclass(frozen=True)
class PlanPlace:
    """Where a plan is found: its id and its child's."""

    rec: str
    pupil_id: str


def plans_at(desk: Desk, status: str) -> tuple[PlanPlace, ...]:
    """The plans on this laptop that stand there, the earliest final review first."""
    with desk.store.read() as read:
        found = read.find(IssPlan, status=status, order_by=("final_review_on",))
    return tuple(PlanPlace(plan.id, plan.pupil_id) for plan in found)


def plan_sheet(desk: Desk, rec: str, document: Mapping[str, Any]) -> PlanSheet:
    """Read what belongs to a plan whose document stands so on the screen."""
    with desk.store.read() as read:
        plan = read.get(IssPlan, rec) or _typed(rec, document)
        targets = read.find(Target, plan_id=rec, order_by=("order_key",))
        held = read.find(IssSession, plan_id=rec, order_by=("held_on", "number"))
        notes = read.find(ModellingNote, plan_id=rec)
        drafts = {d.rec: d for d in read.drafts() if d.kind in ("target", "iss_session")}
        begun = [d for d in drafts.values() if d.doc.get("plan_id") == rec]
        opened = [found for target in targets if (found := read.open(target.id))]
        known = {target.id for target in targets} | {each.id for each in held}
        opened += [
            Opened("target", d.rec, {}, {})
            for d in begun
            if d.kind == "target" and d.rec not in known
        ]
        fresh = [d for d in begun if d.kind == "iss_session" and d.rec not in known]
    noted = {note.session_id for note in notes}
    series = tuple(series_of(target, held, plan.starts_on) for target in targets)
    now = {each.target_id: each.now for each in series if each.now is not None}
    return PlanSheet(
        targets=tuple(opened),
        drafts=drafts,
        sessions=(
            *(_line(desk, each, noted, is_unfinished=each.id in drafts) for each in held),
            *(_begun(d) for d in fresh),
        ),
        dose=dose(desk, plan, held),
        series=series,
        exits=exit_states(Evidence(plan, targets, notes, now)),
    )


def session_sheet(desk: Desk, rec: str, document: Mapping[str, Any]) -> SessionSheet:
    """The plan's targets with their last marks, its days, and the notes of modelling."""
    plan_id = str(document.get("plan_id") or "")
    day = str(document.get("held_on") or "")
    with desk.store.read() as read:
        plan = read.get(IssPlan, plan_id)
        targets = read.find(Target, plan_id=plan_id, order_by=("order_key",))
        held = [
            each
            for each in read.find(IssSession, plan_id=plan_id)
            if each.id != rec and each.held_on and (not day or each.held_on.isoformat() <= day)
        ]
        notes = len(read.find(ModellingNote, session_id=rec))
        notes += sum(d.doc.get("session_id") == rec for d in read.drafts())
    told = []
    for target in targets:
        series = series_of(target, held, plan.starts_on if plan else None)
        last = series.marks[-1].value if series.marks else None
        words = marks_in_words(series.baseline, last, series.expected)
        told.append((target.id, target.statement, target.scale, target.gas_baseline, words))
    released = plan.is_release_agreed if plan else None
    return SessionSheet(tuple(told), _window(plan), released, notes)


def _window(plan: IssPlan | None) -> str:
    if plan is None or not (plan.starts_on and plan.ends_on):
        return ""
    start, end = plan.starts_on, plan.ends_on
    return f"The plan runs from {start.day} {start:%B} to {end.day} {end:%B %Y}."


def dose(desk: Desk, plan: IssPlan, held: tuple[IssSession, ...]) -> Dose:
    """Sessions and hours delivered out of those planned."""
    given = (Given(each.status, each.starts_at, each.ends_at, _reason(desk, each)) for each in held)
    return doses.dose_of(given, plan.sessions_planned, plan.hours_planned)


def plan_sessions(desk: Desk, rec: str) -> PlannedSessions:
    """Put the sessions that are still to plan into the diary, one a week until the plan ends.

    Holidays are left out. Raises `PlanError` if days or numbers are missing, or nothing is left.
    """
    with desk.store.write() as work:
        plan = work.get(IssPlan, rec)
        if plan is None or not (plan.sessions_planned and plan.starts_on and plan.ends_on):
            msg = "Enter how many sessions, the start and the final review first."
            raise PlanError(msg)
        held = work.find(IssSession, plan_id=rec, order_by=("held_on",))
        wanted = plan.sessions_planned - sum(each.status not in _OFF for each in held)
        first = max([plan.starts_on, desk.today(), *_week_after(held)])
        days = weekly_days(first, plan.ends_on, wanted, desk.reference.terms)
        if not days:
            raise PlanError(_nothing_to_plan(wanted, plan.ends_on))
        targets = tuple(target.id for target in work.find(Target, plan_id=rec))
        ids = []
        for place, day in enumerate(days):
            session = IssSession(
                id=work.new_id(),
                author_id=desk.me.account,
                team_id=desk.me.team,
                created_at=desk.now(),
                plan_id=rec,
                pupil_id=plan.pupil_id,
                setting_id=plan.setting_id,
                number=len(held) + place + 1,
                held_on=day,
                target_ids=targets,
                staff=_coached(plan),
            )
            work.put(session)
            ids.append(session.id)
    return PlannedSessions(tuple(ids), days, wanted, work.changed)


def take_back_sessions(desk: Desk, ids: tuple[str, ...]) -> Changed:
    """Undo the planning of sessions."""
    with desk.store.write() as work:
        work.edit_many("iss_session", {rec: {"deleted": True} for rec in ids})
    return work.changed


def call_off(desk: Desk, rec: str, *, by: str, reason: str) -> SessionChange:
    """A session did not happen: who called it off, and why. It still counts as what it is."""
    return _set_session(
        desk, rec, {"status": "CANCELLED", "called_off_by": by, "called_off_reason": reason}
    )


def child_absent(desk: Desk, rec: str) -> SessionChange:
    """The teacher was there and the child was not."""
    return _set_session(
        desk, rec, {"status": "PUPIL_ABSENT", "called_off_by": None, "called_off_reason": None}
    )


def take_back(desk: Desk, change: SessionChange) -> Changed:
    """Undo what was done to a session in one step."""
    with desk.store.write() as work:
        work.edit("iss_session", change.rec, dict(change.before))
    return work.changed


def session_beginnings(desk: Desk, plan_id: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """What a new session of a plan begins with: every target, and the adults who are coached."""
    with desk.store.read() as read:
        targets = [target.id for target in read.find(Target, plan_id=plan_id)]
        plan = read.get(IssPlan, plan_id) or _typed(plan_id, document)
    staff = [{"key": a.key, "name": a.name, "role": a.role} for a in _coached(plan)]
    return {"target_ids": targets, "staff": staff}


def note_beginnings(desk: Desk, session_id: str) -> dict[str, Any]:
    """What a modelling note about a session begins with: plan, target, adult and strategy."""
    with desk.store.read() as read:
        session = read.get(IssSession, session_id)
        plan = read.get(IssPlan, session.plan_id) if session else None
    if session is None or plan is None:
        msg = "The session is not finished. Enter its day first."
        raise PlanError(msg)
    coached = {adult.name: adult.role for adult in plan.coached}
    there = [adult.name for adult in session.staff if adult.name in coached]
    adult = next(iter([*there, *coached]), "")
    return {
        "plan_id": plan.id,
        "session_id": session.id,
        "setting_id": session.setting_id or plan.setting_id,
        "modelled_on": session.held_on.isoformat() if session.held_on else None,
        "target_id": next(iter(session.target_ids), None),
        "adult_name": adult or None,
        "adult_role": coached.get(adult) or None,
        "strategy": next(iter(plan.strategies), None),
        "stage": next(
            (code for code in ("COACH", "JOINT", "MODEL") if code in session.types), None
        ),
    }


def blank_target(desk: Desk, plan_id: str, document: Mapping[str, Any], place: int) -> Opened:
    """A new target for the plan's form; it is a record once somebody writes in it."""
    values = {
        "plan_id": plan_id,
        "pupil_id": document.get("pupil_id"),
        "order_key": f"{place:04}",
        "due_on": document.get("final_review_on"),
    }
    return records.blank(desk, kind_of(Target), {k: v for k, v in values.items() if v})


def extend(desk: Desk, rec: str, until: dt.date, reason: str) -> Changed:
    """The lead lets a plan run on, once, from its final review. Raises `PlanError` otherwise."""
    if desk.me.role != "LEAD":
        msg = "Only the lead of the district may extend a plan. Ask them to open it here."
        raise PlanError(msg)
    with desk.store.write() as work:
        plan = work.get(IssPlan, rec)
        if plan is None or plan.extended_to_on:
            msg = "A plan is extended once. Close this one, and begin another if it is needed."
            raise PlanError(msg)
        if "EXTENDED" not in lifecycles.steps_from("iss_plan", plan.status):
            msg = "A plan is extended at its final review. Hold the final review first."
            raise PlanError(msg)
        if plan.final_review_on is None or until <= plan.final_review_on:
            msg = "An extension ends after the final review. Choose a later day."
            raise PlanError(msg)
        edit = {
            "extended_to_on": until.isoformat(),
            "extended_by": desk.me.name,
            "extension_reason": reason,
            "status": "EXTENDED",
        }
        work.edit("iss_plan", rec, edit)
    return work.changed


def _set_session(desk: Desk, rec: str, edit: Mapping[str, Any]) -> SessionChange:
    settled = settle(desk, rec)
    with desk.store.write() as work:
        opened = work.open(rec)
        if opened is None:
            msg = "Enter the day of the session first."
            raise PlanError(msg)
        before = {name: opened.doc.get(name) for name in _SESSION_STATE}
        work.edit("iss_session", rec, edit)
    return SessionChange(rec, before, settled.changed | work.changed)


def _line(desk: Desk, session: IssSession, noted: set[str], *, is_unfinished: bool) -> SessionLine:
    say = desk.reference.label
    state = say("session_status", session.status)
    if session.status == "CANCELLED" and session.called_off_reason:
        state = f"{state}: {_reason(desk, session).lower()}"
    kinds = ", ".join(say("session_type", code) for code in session.types)
    is_held = session.status in doses.DELIVERED
    return SessionLine(
        rec=session.id,
        number=session.number,
        day=session.held_on,
        status=session.status,
        state=state,
        about=kinds,
        needs_note=is_held and bool(MODELLED & set(session.types)) and session.id not in noted,
        is_unfinished=is_unfinished,
    )


def _begun(draft: Draft) -> SessionLine:
    number = draft.doc.get("number")
    day = str(draft.doc.get("held_on") or "")
    return SessionLine(
        rec=draft.rec,
        number=number if isinstance(number, int) else None,
        day=dt.date.fromisoformat(day) if day else None,
        status="PLANNED",
        state="Not finished",
        about="",
        needs_note=False,
        is_unfinished=True,
    )


def _reason(desk: Desk, session: IssSession) -> str:
    code = session.called_off_reason
    return desk.reference.label("cancel_reason", code) if code else ""


def _week_after(held: tuple[IssSession, ...]) -> list[dt.date]:
    days = [each.held_on for each in held if each.held_on]
    return [max(days) + dt.timedelta(weeks=1)] if days else []


def _nothing_to_plan(wanted: int, ends_on: dt.date) -> str:
    if wanted <= 0:
        return "As many sessions as were agreed are in the diary already."
    end = f"{ends_on.day} {ends_on:%B}"
    return f"No school day is left for a session before the plan ends on {end}."


def _coached(plan: IssPlan) -> tuple[Attendee, ...]:
    return tuple(Attendee(key=a.key, name=a.name, role=a.role) for a in plan.coached)


def _typed(rec: str, document: Mapping[str, Any]) -> IssPlan:
    """The plan as it is being typed."""
    kind = kind_of(IssPlan)
    record = view(kind, {**nest(document), "id": rec})[0]
    return record if isinstance(record, IssPlan) else IssPlan(id=rec)
