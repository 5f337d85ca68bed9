"""What the worked example has to come out as, read from a laptop's store by the services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from stls_core.records import Record, all_kinds
from stls_core.records.agreements import Agreement
from stls_core.records.assessments import Assessment
from stls_core.records.cases import Case
from stls_core.records.modelling import ModellingNote
from stls_core.records.observations import Observation, share_of
from stls_core.records.plans import IssPlan, IssSession, Target
from stls_core.records.pupils import Pupil
from stls_core.records.visits import Action, Discussion, LinkVisit
from stls_core.records.voices import ParentVoice
from stls_desktop.services import casework, plans
from stls_desktop.services.desk import Desk
from tests.worked import example as t


def every_record(desk: Desk) -> dict[str, Record]:
    """{id: record} of all that the store holds, of whatever kind."""
    with desk.store.read() as read:
        return {each.id: each for kind in all_kinds() for each in read.find(kind.record)}


def one(desk: Desk, record: type[Any], **wanted: Any) -> Any:
    """The only record of its kind."""
    with desk.store.read() as read:
        (found,) = read.find(record, **wanted)
    return found


def many(desk: Desk, record: type[Any], order: str) -> tuple[Any, ...]:
    """All records of a kind in an order."""
    with desk.store.read() as read:
        return read.find(record, order_by=(order,))


def as_seen(desk: Desk) -> tuple[object, ...]:
    """What the screens are drawn from: timeline, page, plan, chart."""
    pupil = one(desk, Pupil)
    plan = one(desk, IssPlan)
    sheet = plans.plan_sheet(desk, plan.id, {})
    file = casework.pupil_file(desk, pupil.id)
    timeline = casework.timeline(desk, pupil.id)
    return timeline, file, sheet.sessions, sheet.dose, sheet.series, sheet.exits


def check(desk: Desk) -> None:
    """Every record, number and day of the worked example."""
    _check_who_and_why(desk)
    _check_what_was_seen(desk)
    _check_plan(desk)
    _check_sessions(desk)
    _check_modelling(desk)
    _check_timeline(desk)
    with desk.store.read() as read:
        assert read.drafts() == ()


def _check_who_and_why(desk: Desk) -> None:
    pupil, agreement, case = one(desk, Pupil), one(desk, Agreement), one(desk, Case)
    assert (pupil.called, pupil.initials) == ("T. Thistlewick", t.INITIALS)
    assert pupil.year_group(t.OBSERVED) == "2"
    assert (pupil.sen_provision, pupil.primary_need) == ("K", "SLCN")
    assert pupil.areas_of_need == ("CI",)
    assert agreement.engages_on(t.FINAL_REVIEW)
    assert [signer.name for signer in agreement.signed_by] == [t.PARENT]
    assert (case.question, case.status, case.close_reason) == (t.QUESTION, "CLOSED", "TARGETS_MET")
    assert (case.outcome_summary, case.closed_on) == (t.EXIT, t.FINAL_REVIEW)
    visit, talk = one(desk, LinkVisit), one(desk, Discussion)
    assert (visit.visited_on, visit.purposes) == (t.VISITED, ("PLANNING",))
    assert (talk.subject, talk.pupil_id, talk.concern) == ("PUPIL", pupil.id, t.QUESTION)
    assert one(desk, Action).who == t.SENCO


def _check_what_was_seen(desk: Desk) -> None:
    seen = one(desk, Observation)
    child, peer = share_of(seen.slots), share_of(seen.peer_slots)
    assert (child.percent, peer.percent) == (45, 85)
    assert (child.slots + peer.slots, seen.interval_s) == (40, 30)
    assert seen.slots.split().count("T") == t.PROMPTS
    assert (seen.starts_at, seen.ends_at) == (dt.time(9, 10), dt.time(9, 30))
    assert (seen.what_helps, seen.what_hinders) == (t.HELPS, t.HINDERS)

    _check_scores(desk)


def _check_scores(desk: Desk) -> None:
    tested, told = one(desk, Assessment, test="BPVS3"), one(desk, Assessment, test="OTHER")
    (score,) = tested.scores
    assert (score.value, score.percentile, score.ci_low, score.ci_high) == (82, 12, 76, 88)
    assert desk.reference.label("score_band", score.band) == "Below average"
    assert (tested.assessed_on, tested.is_tester_qualified) == (t.TESTED, True)
    assert not tested.is_school_supplied
    assert (told.test_other, told.is_school_supplied) == (t.READING, True)
    assert [each.age_equivalent for each in told.scores] == [t.READING_AGE]


def _check_plan(desk: Desk) -> None:
    plan, target = one(desk, IssPlan), one(desk, Target)
    assert (plan.question, plan.status, plan.outcome) == (t.QUESTION, "CLOSED", "MET")
    assert plan.next_step == "SCHOOL_CONTINUES"
    assert (plan.starts_on, plan.ends_on) == (t.STARTS, t.FINAL_REVIEW)
    assert plan.mid_review_on == t.MID_REVIEW
    assert plan.strategies == (t.NOW_NEXT, t.WAIT)
    assert (plan.home_link, plan.exit_plan) == (t.TO_PARENTS, t.EXIT)
    (baseline,) = plan.baselines
    assert (baseline.value, baseline.measured_in) == (45, "%")
    assert baseline.source == "OBSERVATION"
    assert plan.is_written_in_plan
    assert (target.statement, target.scale, target.due_on) == (t.TARGET, "TME", t.FINAL_REVIEW)
    assert (target.baseline, target.expected, target.achieved) == (3, 7, 7)
    assert target.result == "EXPECTED"
    assert [(each.role, each.score) for each in target.rated_by] == [("TEACHER", 7)]


def _check_sessions(desk: Desk) -> None:
    held = many(desk, IssSession, "held_on")
    off = [each for each in held if each.status == "CANCELLED"]
    done = [each for each in held if each.status == "DONE"]
    assert len(held) == len(done) + len(off) == 7
    assert [(each.called_off_by, each.called_off_reason) for each in off] == [("PARENT", "CLASH")]
    kinds = [("OBS",), ("MODEL",), ("JOINT",), ("COACH",), ("COACH",), ("REVIEW", "PARENT")]
    assert [sorted(each.types) for each in done] == [sorted(each) for each in kinds]
    marks = [mark.value for each in done for mark in each.progress]
    assert marks == list(t.MARKS.values())
    assert done[4].practice == t.TO_SENCO
    sheet = plans.plan_sheet(desk, one(desk, IssPlan).id, {})
    assert (sheet.dose.sessions, sheet.dose.delivered) == (6, 6)
    assert "6 of 6 sessions" in sheet.dose.words
    assert "12 of 12 h" in sheet.dose.words
    (series,) = sheet.series
    assert (series.baseline, series.now, series.expected) == (3, 7, 7)
    assert [mark.value for mark in series.marks] == [
        *marks,
        t.ACHIEVED,
    ]  # the teacher's, at the end


def _check_modelling(desk: Desk) -> None:
    notes = many(desk, ModellingNote, "modelled_on")
    told = [
        (n.stage, n.strategy, n.fidelity, n.confidence_before, n.confidence_after) for n in notes
    ]
    assert sorted(told[:2], key=lambda each: each[1]) == [
        ("MODEL", t.NOW_NEXT, None, None, None),
        ("MODEL", t.WAIT, None, None, None),
    ]
    assert [each[:2] for each in told[2:]] == [
        ("JOINT", t.NOW_NEXT),
        ("COACH", t.NOW_NEXT),
        ("COACH", t.NOW_NEXT),
    ]
    assert [each[2:] for each in told[3:]] == [(70, 4, 6), (90, 6, 8)]
    assert {note.plan_id for note in notes} == {one(desk, IssPlan).id}
    assert {note.adult_name for note in notes} == {t.TEACHER}
    parent = one(desk, ParentVoice)
    assert (parent.confidence_before, parent.confidence_after) == (5, 8)
    assert (parent.about, parent.respondent) == ("ISS", "MOTHER")


def _check_timeline(desk: Desk) -> None:
    moments = casework.timeline(desk, one(desk, Pupil).id)
    days = [moment.day for moment in moments]
    assert days == sorted(days, reverse=True)
    assert not any(moment.is_unfinished for moment in moments)
    kinds = [moment.kind for moment in moments]
    wanted = {"iss_session": 7, "modelling_note": 5, "observation": 1, "assessment": 2}
    wanted |= {"iss_plan": 1, "parent_voice": 1, "agreement": 1, "case": 1}
    assert {kind: kinds.count(kind) for kind in wanted} == wanted
