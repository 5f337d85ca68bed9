"""A plan's sessions, dose, evidence and extension, on a real store."""

from __future__ import annotations

import dataclasses
import datetime as dt

import msgspec
import pytest

from stls_core.records import kind_named
from stls_core.records.plans import IssPlan, IssSession
from stls_desktop.services import casework, casework_signing, drafting, plans
from stls_desktop.store.drafts import Draft
from tests.builders import VISIT_DAY, a_record, agreement, an_id, pupil
from tests.casework import DECEMBER

PLAN, CHILD = an_id("iss_plan"), an_id("pupil")


@pytest.fixture
def child(desk):
    put(desk, pupil(), agreement(), a_record("iss_plan"), a_record("target"))
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def as_lead(desk):
    """The same desk with the lead at it, and the plan at its final review."""
    put(desk, a_record("iss_plan", status="FINAL_REVIEW"))
    return dataclasses.replace(desk, me=msgspec.structs.replace(desk.me, role="LEAD"))


def get(desk, record, rec):
    with desk.store.read() as read:
        return read.get(record, rec)


def held(desk):
    with desk.store.read() as read:
        return read.find(IssSession, plan_id=PLAN, order_by=("held_on",))


def sheet(desk):
    return plans.plan_sheet(desk, PLAN, {})


def test_all_sessions_go_into_the_diary_at_once_weekly_and_not_in_half_term(child):
    planned = plans.plan_sessions(child, PLAN)
    assert planned.wanted == 6
    assert planned.days[:3] == (VISIT_DAY, VISIT_DAY + dt.timedelta(weeks=1), dt.date(2026, 11, 3))
    assert len(planned.days) == 6
    assert all(day <= DECEMBER for day in planned.days)
    first = held(child)[0]
    assert (first.pupil_id, first.number, first.status) == (CHILD, 1, "PLANNED")
    assert first.target_ids == (an_id("target"),)
    assert [a.name for a in first.staff] == ["Wilf Tansley"]


def test_only_what_is_missing_is_planned_and_a_called_off_session_is_planned_again(child):
    put(child, a_record("iss_session"), a_record("iss_session", number=2, status="PLANNED"))
    plans.call_off(child, an_id("iss_session", 2), by="SETTING", reason="NO_COVER")
    planned = plans.plan_sessions(child, PLAN)
    assert planned.wanted == 5
    assert planned.days[0] == dt.date(2026, 11, 3)  # a week after the last is half term


def test_planning_is_undone_in_one_step(child):
    planned = plans.plan_sessions(child, PLAN)
    plans.take_back_sessions(child, planned.ids)
    assert held(child) == ()


def test_where_the_weeks_do_not_suffice_as_many_as_fit_are_planned(child):
    put(child, a_record("iss_plan", sessions_planned=40, hours_planned=80.0))
    planned = plans.plan_sessions(child, PLAN)
    assert (len(planned.days), planned.wanted) == (8, 40)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sessions_planned": None}, "how many sessions"),
        ({"starts_on": None, "mid_review_on": None}, "the start"),
    ],
)
def test_what_is_needed_to_plan_sessions_is_said(child, changes, words):
    put(child, a_record("iss_plan", **changes))
    with pytest.raises(plans.PlanError, match=words):
        plans.plan_sessions(child, PLAN)


def test_nothing_is_planned_twice(child):
    plans.plan_sessions(child, PLAN)
    with pytest.raises(plans.PlanError, match="in the diary already"):
        plans.plan_sessions(child, PLAN)


def test_the_dose_counts_what_was_delivered_and_says_why_the_rest_was_not(child):
    times = {"starts_at": dt.time(9), "ends_at": dt.time(11)}
    put(child, a_record("iss_session", **times), a_record("iss_session", number=2))
    plans.call_off(child, an_id("iss_session", 2), by="SETTING", reason="NO_COVER")
    words = "1 of 6 sessions, 2 of 12 h; 1 called off: no cover in the school"
    assert sheet(child).dose.words == words
    assert casework.pupil_file(child, CHILD).plan is not None
    line = next(each for each in sheet(child).sessions if each.rec == an_id("iss_session", 2))
    assert line.state == "Called off: no cover in the school"


def test_a_child_who_was_absent_is_one_step_and_can_be_taken_back(child):
    put(child, a_record("iss_session", status="PLANNED"))
    change = plans.child_absent(child, an_id("iss_session"))
    assert sheet(child).dose.absent == 1
    plans.take_back(child, change)
    assert held(child)[0].status == "PLANNED"


def test_a_call_off_can_be_taken_back_whole(child):
    put(child, a_record("iss_session", status="PLANNED"))
    change = plans.call_off(child, an_id("iss_session"), by="SERVICE", reason="WEATHER")
    plans.take_back(child, change)
    (session,) = held(child)
    assert (session.status, session.called_off_by, session.called_off_reason) == ("PLANNED", "", "")


@pytest.mark.parametrize(
    ("status", "types", "has_note", "needs"),
    [
        ("DONE", ("MODEL",), False, True),
        ("DONE", ("OBS", "COACH"), False, True),
        ("DONE", ("MODEL",), True, False),
        ("DONE", ("OBS",), False, False),
        ("PLANNED", ("MODEL",), False, False),
    ],
)
def test_a_session_with_modelling_asks_for_its_note(child, status, types, has_note, needs):
    put(child, a_record("iss_session", status=status, types=types))
    if has_note:
        put(child, a_record("modelling_note", session_id=an_id("iss_session")))
    assert [each.needs_note for each in sheet(child).sessions] == [needs]


def test_a_new_session_begins_with_every_target_and_the_coached_adults(child):
    begun = casework.begin_child(child, kind_named("iss_session"), PLAN).opened.doc
    assert begun[f"target_ids/{an_id('target')}"] is True
    assert begun["staff/a"]["name"] == "Wilf Tansley"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (VISIT_DAY - dt.timedelta(days=1), "The plan starts on 6 October 2026"),
        (DECEMBER + dt.timedelta(days=1), "The plan ends on 11 December 2026"),
        (VISIT_DAY, ""),
        (DECEMBER, ""),
    ],
)
def test_a_session_lies_in_the_time_of_its_plan(child, day, words):
    begun = casework.begin_child(child, kind_named("iss_session"), PLAN).opened
    typed = {**begun.doc, "held_on": day.isoformat()}
    with child.store.write() as work:
        work.keep_draft(Draft(begun.rec, "iss_session", begun.rec, {}, typed))
    waiting = [p.message for each in drafting.unfinished(child) for p in each.problems]
    settled = drafting.settle(child, begun.rec)
    found = [p.message for each in settled.unsendable for p in each.problems]
    assert found == waiting
    assert bool(found) is bool(words)
    assert all(message.startswith(words) for message in found)
    assert bool(held(child)) is not bool(words)


def test_an_extension_makes_room_for_a_later_session(child):
    plans.extend(as_lead(child), PLAN, dt.date(2027, 1, 22), "A new teacher.")
    begun = casework.begin_child(child, kind_named("iss_session"), PLAN).opened
    typed = {**begun.doc, "held_on": "2027-01-12"}
    with child.store.write() as work:
        work.keep_draft(Draft(begun.rec, "iss_session", begun.rec, {}, typed))
    assert drafting.settle(child, begun.rec).unsendable == ()


def test_only_the_lead_extends_a_plan(child):
    with pytest.raises(plans.PlanError, match="Only the lead"):
        plans.extend(child, PLAN, dt.date(2027, 1, 22), "A new teacher.")


def test_the_lead_extends_a_plan_once(child):
    child = as_lead(child)
    plans.extend(child, PLAN, dt.date(2027, 1, 22), "A new teacher.")
    plan = get(child, IssPlan, PLAN)
    assert (plan.status, plan.extended_by) == ("EXTENDED", child.me.name)
    assert plan.ends_on == dt.date(2027, 1, 22)
    with pytest.raises(plans.PlanError, match="extended once"):
        plans.extend(child, PLAN, dt.date(2027, 2, 12), "Again.")


def test_an_extension_ends_after_the_final_review(child):
    with pytest.raises(plans.PlanError, match="after the final review"):
        plans.extend(as_lead(child), PLAN, DECEMBER, "No.")


def test_a_target_that_was_only_begun_is_found_again(child):
    opened = plans.blank_target(child, PLAN, {"pupil_id": CHILD}, 2)
    with child.store.write() as work:
        work.keep_draft(Draft(opened.rec, "target", PLAN, {}, {**opened.doc, "skill": "Waits"}))
    found = [each.rec for each in sheet(child).targets]
    assert found == [an_id("target"), opened.rec]


def test_the_series_and_the_exit_criteria_come_from_the_sessions(child):
    put(child, a_record("iss_session"))
    found = sheet(child)
    (series,) = found.series
    assert [mark.value for mark in series.marks] == [3.0, 4.0]
    states = {each.code: each.is_met for each in found.exits}
    assert states["GAIN_2"] is False
    assert states["TARGETS_EXPECTED"] is None


def test_the_pupils_page_tells_the_dose_of_the_running_plan(child):
    put(child, a_record("iss_plan", status="ACTIVE"), a_record("iss_session"))
    plan = casework.pupil_file(child, CHILD).plan
    assert plan.dose == "1 of 6 sessions, 0 of 12 h; 1 without times"
    assert plan.targets[0].now == 4.0


def test_a_plan_is_not_extended_before_its_final_review(child):
    lead = as_lead(child)
    put(child, a_record("iss_plan", status="ACTIVE"))
    with pytest.raises(plans.PlanError, match="Hold the final review first"):
        plans.extend(lead, PLAN, dt.date(2027, 1, 22), "A new teacher.")


@pytest.mark.parametrize(("types", "blocks"), [(("MODEL",), True), (("OBS",), False)])
def test_a_session_with_modelling_is_not_signed_without_its_note(child, types, blocks):
    put(child, a_record("iss_session", types=types))
    with child.store.read() as read:
        opened = read.open(an_id("iss_session"))
    documents = {opened.rec: ("iss_session", opened.doc)}
    found = [p.path for p in casework_signing.problems_to_sign(child, documents)]
    assert ("types" in found) is blocks
    put(child, a_record("modelling_note", session_id=opened.rec))
    assert "types" not in [p.path for p in casework_signing.problems_to_sign(child, documents)]
