"""Support for a demo child: the plan in every state, its targets, its sessions and the modelling.

A plan's days follow from its status, so that today an active plan is half-way, a closed one over.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stls_core.records import Record
from stls_core.records.modelling import LocalStrategy, ModellingNote, StepDone
from stls_core.records.plans import (
    Baseline,
    CoachedAdult,
    Consent,
    IssPlan,
    IssSession,
    Progress,
    RatedBy,
    Target,
    TriedStrategy,
)
from stls_core.records.visits import Attendee
from stls_core.strategies import Strategy
from stls_desktop.demo.children import Child
from stls_desktop.demo.dice import Dice

SESSIONS: Final = 6
MID_DAYS, FINAL_DAYS = 42, 77
_STARTED_DAYS_AGO: Final = {
    "DRAFT": -14,
    "AGREED": -7,
    "ACTIVE": 34,
    "MID_REVIEW": 46,
    "FINAL_REVIEW": 82,
    "CLOSED": 170,
    "EXTENDED": 130,
    "STOPPED": 120,
    "ENDED": 400,
}
_TYPES: Final = (
    ("OBS",),
    ("MODEL",),
    ("JOINT",),
    ("COACH",),
    ("COACH",),
    ("REVIEW", "PARENT"),
)
_STAGES: Final = {1: "MODEL", 2: "JOINT", 3: "COACH", 4: "COACH"}
_DID: Final = {
    "MODEL": ("NA", "NA"),
    "JOINT": ("Y", "PART"),
    "COACH": ("Y", "PART"),
    "SOLO": ("Y", "Y"),
}
_CONFIDENCE: Final = {"MODEL": (4, 4), "JOINT": (4, 5), "COACH": (5, 7), "SOLO": (7, 9)}
_MARKS: Final = (3, 3, 4, 5, 6, 7)
_ONGOING: Final = ("ACTIVE", "MID_REVIEW", "FINAL_REVIEW", "EXTENDED")
_DELIVERED: Final = (*_ONGOING, "CLOSED", "STOPPED", "ENDED")
_LOOKED_AT_AFTER: Final = dt.timedelta(days=14)
_OVER: Final = ("CLOSED", "ENDED")
_STOPPED_AFTER: Final = 3  # sessions
_MOVED_BY: Final = 13  # days at the most, to find a free afternoon


@dataclass(frozen=True)
class Support:
    """A plan with what its sessions need."""

    plan: IssPlan
    targets: tuple[Target, ...]
    starts_on: dt.date


def support(dice: Dice, child: Child, library: Sequence[Strategy]) -> Iterator[Record]:
    """The plan of a child's stage with everything that belongs to it; nothing before a plan."""
    if child.stage not in _STARTED_DAYS_AGO or child.agreement is None:
        return
    starts = dice.days_ago(_STARTED_DAYS_AGO[child.stage] + child.number % 5)
    plan = _plan(dice, child, starts)
    targets = _targets(dice, child, plan)
    yield plan
    yield from targets
    if child.stage == "AGREED":
        yield _session(dice, child, Support(plan, targets, starts), 0, starts)
    if child.stage in _DELIVERED:
        yield from _sessions(dice, child, Support(plan, targets, starts), library)


def local_strategies(dice: Dice) -> Iterator[LocalStrategy]:
    """Two that the service wrote itself, one of them from the catalogue."""
    on = dice.days_ago(200)
    yield LocalStrategy(
        **{**dice.envelope(on), "sensitivity": "OPEN"},
        adapted_from="CI02",
        area="CI",
        name="Now-next card on a key ring",
        when="A child who leaves the table carries the card along.",
        steps="Two pictures on a ring\nShow now, say one word\nTurn it together\nHand it over",
        materials="Key ring, six laminated pictures",
        review_sign="The child turns the ring without being shown.",
        evidence_note="professional practice; no source checked",
    )
    yield LocalStrategy(
        **{**dice.envelope(on), "sensitivity": "OPEN"},
        area="SEMH",
        name="Watering the plants until register",
        when="Mornings that begin too full.",
        steps="Meet at the door\nSame six words\nHand over the can\nWalk in together at the bell",
        materials="A can, four plants",
        review_sign="In the room by register, four days of five.",
        evidence_note="professional practice; no source checked",
    )


def _plan(dice: Dice, child: Child, starts: dt.date) -> IssPlan:
    told, stage = child.story, child.stage
    status = "CLOSED" if stage == "ENDED" else stage
    final = dice.school_day(starts + dt.timedelta(days=FINAL_DAYS))
    is_whole = stage != "DRAFT"
    values: dict[str, Any] = {
        "pupil_id": child.pupil.id,
        "case_id": child.case.id,
        "setting_id": child.school.id,
        "agreement_id": child.agreement.id if child.agreement else "",
        "status": status,
        "question": told.question,
        "baselines": (_baseline(dice, child, starts),),
        "coached": (
            CoachedAdult(key=dice.new_id(), name=child.adult, role=child.coached_role, hours=10),
        ),
        "sessions_planned": SESSIONS,
        "hours_planned": 12,
        "starts_on": starts,
        "mid_review_on": min(
            dice.school_day(starts + dt.timedelta(days=MID_DAYS)), final - dt.timedelta(days=14)
        ),
        "final_review_on": final,
    }
    if is_whole:
        values |= _agreed_words(dice, child, starts)
    if stage == "EXTENDED":
        values |= {
            "extended_to_on": dice.school_day(dice.today + dt.timedelta(days=24)),
            "extended_by": "Joel Tamworthy",
            "extension_reason": "A new class teacher began in the middle of the plan.",
        }
    if stage == "STOPPED":
        values |= {"stop_reason": dice.one_of(("MOVED", "NEED_CHANGED", "TEACHER_LEFT"))}
    if stage in _OVER:
        values |= {
            "outcome": "MET" if child.number % 3 else "PART",
            "next_step": "SCHOOL_CONTINUES",
            "closing_pupil": told.said or "Reaches for the one wanted.",
            "closing_parent": told.parent_well,
            "closed_on": final,
        }
    return IssPlan(**dice.envelope(starts - dt.timedelta(days=10), child.teacher), **values)


def _agreed_words(dice: Dice, child: Child, starts: dt.date) -> dict[str, Any]:
    """What has to be there before a plan may start."""
    told = child.story
    agreed = starts - dt.timedelta(days=3)
    no_release = child.number % 9 == 5  # noqa: PLR2004 - some schools cannot release anybody
    senco = child.school.current_contacts(starts)[0].name
    return {
        "lead_name": senco,
        "lead_role": "SENCO",
        "is_release_agreed": not no_release,
        "no_release_reason": "No cover this half term; sessions are in assembly time."
        if no_release
        else "",
        "presenting_need": told.summary,
        "tried": tuple(
            TriedStrategy(key=dice.new_id(), strategy=what, frequency=often, impact=effect)
            for what, often, effect in told.tried
        ),
        "strengths": told.strengths,
        "pupil_view": told.said or "Watched rather than asked: reaches for water first.",
        "parent_view": told.parent_hopes,
        "strategies": told.strategies,
        "home_link": told.parent_home,
        "exit_criteria": ("TARGETS_EXPECTED", "STAFF_CONFIDENT", "USED_TWICE"),
        "exit_plan": "Written into the school's own plan; the class team shows the next one.",
        "consents": (
            Consent(key="ST", party="ST", name=child.teacher.name, agreed_on=agreed),
            Consent(key="SENCO", party="SENCO", name=senco, agreed_on=agreed),
            Consent(key="HEAD", party="HEAD", agreed_on=agreed),
            Consent(key="PARENT", party="PARENT", agreed_on=agreed),
            Consent(
                key="PUPIL",
                party="PUPIL",
                asked_on=agreed,
                reason="Asked in pictures; went to play.",
            ),
        ),
    }


def _baseline(dice: Dice, child: Child, starts: dt.date) -> Baseline:
    return Baseline(
        key=dice.new_id(),
        measure="On task in 40 slots",
        value=child.story.rates[0],
        measured_in="%",
        measured_on=starts - dt.timedelta(days=10),
        source="OBSERVATION",
    )


def _targets(dice: Dice, child: Child, plan: IssPlan) -> tuple[Target, ...]:
    """One TME target for everybody, and a GAS one for every third child."""
    due = plan.ends_on or dice.today
    told = child.story
    gained = (7, 6, 8, 3)[child.number % 4] if child.stage in _OVER else None
    shared: dict[str, Any] = {"plan_id": plan.id, "pupil_id": child.pupil.id, "due_on": due}
    first = Target(
        **dice.envelope(plan.starts_on or dice.today, child.teacher),
        **shared,
        order_key="0001",
        statement=told.target_by(due),
        area=told.area,
        skill=told.skill,
        context=told.context,
        scale="TME",
        baseline=3,
        expected=7,
        achieved=gained,
        rated_by=_ratings(dice, child, gained, due),
        prompt_level="GESTURE",
    )
    if child.number % 3:
        return (first,)
    marks = {7: 0, 6: -1, 8: 1, 3: -2}
    second = Target(
        **dice.envelope(plan.starts_on or dice.today, child.teacher),
        **shared,
        order_key="0002",
        statement=f"By {due.day} {due:%B}, in two other lessons, the same with another adult.",
        area=told.area,
        skill=told.skill,
        context="Two other lessons, another adult",
        scale="GAS",
        gas_baseline=-2,
        baseline=-2,
        expected=0,
        achieved=marks[gained] if gained is not None else None,
        weight=1,
        rated_by=_ratings(dice, child, marks[gained] if gained is not None else None, due),
    )
    return (first, second)


def _ratings(dice: Dice, child: Child, gained: int | None, on: dt.date) -> tuple[RatedBy, ...]:
    if gained is None:
        return ()
    return (RatedBy(key=dice.new_id(), role=child.coached_role, score=gained, rated_on=on),)


def _sessions(
    dice: Dice, child: Child, held: Support, library: Sequence[Strategy]
) -> Iterator[Record]:
    """Six sessions with one that the school called off; modelling notes from the second on."""
    ends = held.plan.ends_on or dice.today
    step = (ends - held.starts_on).days // SESSIONS
    on = held.starts_on
    for place in range(SESSIONS):
        if child.stage == "STOPPED" and place >= _STOPPED_AFTER:
            return
        wanted = held.starts_on + dt.timedelta(days=1 + step * place)
        on = dice.school_day(max(wanted, on + dt.timedelta(days=1)))
        if on > ends:
            return  # holidays took the days; the teacher still has to find others
        if place == 2 and child.number % 2:  # noqa: PLR2004 - the third is called off at half
            yield _called_off(dice, child, held, on, place)
            on = dice.school_day(on + dt.timedelta(days=5))
        session = _session(dice, child, held, place, min(on, ends))
        on = session.held_on or on
        yield session
        if session.status != "PLANNED" and place in _STAGES:
            stage = _STAGES[place]
            is_alone = place == 4 and child.stage in _OVER  # noqa: PLR2004 - the fifth session
            yield _note(dice, child, held, session, "SOLO" if is_alone else stage, library)


def _session(dice: Dice, child: Child, held: Support, place: int, on: dt.date) -> IssSession:
    told = child.story
    is_done = on < dice.today and child.stage != "AGREED"
    starts_at = dt.time(9, 30)
    if on >= dice.today:
        week = on + dt.timedelta(days=_MOVED_BY)
        on, starts_at = dice.free_time(child.teacher, on, min(week, held.plan.ends_on or on))
    values: dict[str, Any] = {
        "plan_id": held.plan.id,
        "pupil_id": child.pupil.id,
        "setting_id": child.school.id,
        "number": place + 1,
        "held_on": on,
        "starts_at": starts_at,
        "ends_at": starts_at.replace(hour=starts_at.hour + 1),
        "status": "SIGNED" if is_done else "PLANNED",
        "types": _TYPES[place],
        "target_ids": tuple(target.id for target in held.targets),
    }
    if is_done:
        values |= {
            "what_we_did": told.sessions[place],
            "pupil_response": told.response,
            "engagement": dice.number(3, 5),
            "progress": (
                Progress(key=dice.new_id(), target_id=held.targets[0].id, value=_MARKS[place]),
            ),
            "staff": (Attendee(key=dice.new_id(), name=child.adult, role=child.coached_role),),
            "practice": told.practice,
            "barriers": ("TIMETABLE",) if dice.chance(0.2) else (),
        }
    return IssSession(**dice.envelope(on, child.teacher), **values)


def _called_off(dice: Dice, child: Child, held: Support, on: dt.date, place: int) -> IssSession:
    is_pupil = child.number % 4 == 1
    return IssSession(
        **dice.envelope(on, child.teacher),
        plan_id=held.plan.id,
        pupil_id=child.pupil.id,
        setting_id=child.school.id,
        number=place + 1,
        held_on=on,
        status="PUPIL_ABSENT" if is_pupil else "CANCELLED",
        types=_TYPES[place],
        target_ids=tuple(target.id for target in held.targets),
        barriers=("ABSENCE",) if is_pupil else ("NO_COVER",),
        called_off_by="SETTING",
        called_off_reason="PUPIL_ABSENT" if is_pupil else "NO_COVER",
    )


def _note(
    dice: Dice,
    child: Child,
    held: Support,
    session: IssSession,
    stage: str,
    library: Sequence[Strategy],
) -> ModellingNote:
    told = child.story
    on = session.held_on or dice.today
    code = told.strategies[0]
    before, after = _CONFIDENCE[stage]
    steps = next(each.steps for each in library if each.code == code)
    is_coached = stage in ("COACH", "SOLO")
    is_old = on + 2 * _LOOKED_AT_AFTER < dice.today  # what is due stays due for two weeks at most
    return ModellingNote(
        **dice.envelope(on, child.teacher),
        pupil_id=child.pupil.id,
        setting_id=child.school.id,
        plan_id=held.plan.id,
        session_id=session.id,
        target_id=held.targets[0].id,
        modelled_on=on,
        strategy=code,
        adult_name=child.adult,
        adult_role=child.coached_role,
        stage=stage,
        context=told.modelling,
        steps=tuple(
            StepDone(
                key=f"{number:02d}",
                step=step[:300],
                is_shown=True,
                did=_DID[stage][int(number % 4 == 3)],  # noqa: PLR2004 - every fourth in part
            )
            for number, step in enumerate(steps, start=1)
        ),
        pupil_response=told.response,
        feedback_strength=told.well if is_coached else "",
        feedback_next=told.next if is_coached else "",
        confidence_before=before,
        confidence_after=after,
        practice_when="Literacy and maths",
        practice_how_often="Every day",
        review_on=on + _LOOKED_AT_AFTER,
        status="REVIEWED" if is_old or child.stage in _OVER else "SHARED",
    )
