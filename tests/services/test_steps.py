"""A case and a plan go from step to step, and each step says what it lacks."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.records import kind_named
from stls_core.records.cases import Case
from stls_core.records.plans import IssPlan
from stls_desktop.services import casework, steps
from stls_desktop.services.casework import CaseEndedError
from stls_desktop.services.steps import StepError
from tests.builders import VISIT_DAY, a_record, agreement, an_id, case, placement, pupil
from tests.casework import DECEMBER

CHILD, CASE, PLAN = an_id("pupil"), an_id("case"), an_id("iss_plan")


@pytest.fixture
def child(desk):
    put(desk, pupil(), agreement())
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def status_of(desk, record, rec):
    with desk.store.read() as read:
        return read.get(record, rec).status


def words(refused):
    return [problem.message for problem in refused.value.problems]


def test_a_case_is_begun_and_closed_with_what_came_of_it(child):
    put(child, case(status="ALLOCATED"))
    steps.take_step(child, CASE, "ACTIVE")
    closing = {
        "closed_on": VISIT_DAY.isoformat(),
        "close_reason": "TARGETS_MET",
        "outcome_summary": "He begins alone.",
    }
    steps.take_step(child, CASE, "CLOSED", closing)
    with child.store.read() as read:
        found = read.get(Case, CASE)
    assert (found.status, found.closed_on) == ("CLOSED", VISIT_DAY)
    assert found.outcome_summary == "He begins alone."


def test_a_case_is_not_active_without_a_valid_agreement(child):
    put(child, case(status="ALLOCATED"), agreement(withdrawn_on=VISIT_DAY))
    with pytest.raises(StepError) as refused:
        steps.take_step(child, CASE, "ACTIVE")
    assert "does not hold today" in words(refused)[0]
    assert status_of(child, Case, CASE) == "ALLOCATED"


def test_closing_names_each_thing_that_is_missing_and_changes_nothing(child):
    put(child, case(status="ACTIVE"))
    with pytest.raises(StepError) as refused:
        steps.take_step(child, CASE, "CLOSED")
    assert {problem.path for problem in refused.value.problems} == {
        "closed_on",
        "close_reason",
        "outcome_summary",
    }
    assert status_of(child, Case, CASE) == "ACTIVE"


def test_a_step_is_taken_back_with_all_that_it_brought(child):
    put(child, case(status="ACTIVE"))
    closing = {
        "closed_on": VISIT_DAY.isoformat(),
        "close_reason": "MOVED",
        "outcome_summary": "Moved.",
    }
    with child.store.read() as read:
        before = read.open(CASE).doc
    taken = steps.take_step(child, CASE, "CLOSED", closing)
    steps.take_back(child, taken)
    with child.store.read() as read:
        assert read.open(CASE).doc == before


def test_a_step_that_the_table_does_not_know_is_refused(child):
    put(child, case(status="ENQUIRY"))
    with pytest.raises(StepError, match="cannot follow"):
        steps.take_step(child, CASE, "ACTIVE")


@pytest.mark.parametrize("kind", ["observation", "assessment", "iss_plan", "modelling_note"])
def test_no_new_work_begins_once_every_case_is_closed(child, kind):
    put(child, case(status="CLOSED", closed_on=VISIT_DAY))
    with pytest.raises(CaseEndedError, match="The case ended on 6 October 2026"):
        casework.begin(child, kind_named(kind), CHILD)


@pytest.mark.parametrize("kind", ["pupil_voice", "agreement", "case"])
def test_a_voice_an_agreement_and_a_new_case_may_still_be_begun(child, kind):
    put(child, case(status="CLOSED", closed_on=VISIT_DAY))
    assert casework.begin(child, kind_named(kind), CHILD).opened.kind == kind


def test_new_work_names_the_open_case(child):
    put(child, case(status="ACTIVE"))
    sheet = casework.begin(child, kind_named("observation"), CHILD)
    assert sheet.opened.doc["case_id"] == CASE


def a_plan(**changes):
    values = {"status": "AGREED", "starts_on": VISIT_DAY, **changes}
    return a_record("iss_plan", **values)


def test_a_plan_starts_once_all_have_agreed(child):
    put(child, a_plan(), a_record("target"))
    steps.take_step(child, PLAN, "ACTIVE")
    assert status_of(child, IssPlan, PLAN) == "ACTIVE"


def test_a_plan_does_not_start_without_an_agreement_on_its_first_day(child):
    put(child, a_plan(), a_record("target"), agreement(expires_on=VISIT_DAY - dt.timedelta(days=1)))
    with pytest.raises(StepError) as refused:
        steps.take_step(child, PLAN, "ACTIVE")
    assert any("holds on the day it starts" in each for each in words(refused))


def test_a_plan_does_not_start_without_a_target_or_the_senco(child):
    put(child, a_plan(consents=()))
    with pytest.raises(StepError) as refused:
        steps.take_step(child, PLAN, "ACTIVE")
    told = words(refused)
    assert "Add at least one target" in told
    assert any("SENCO has to agree" in each for each in told)


def test_closing_a_plan_needs_marks_raters_and_both_voices(child):
    put(
        child,
        a_plan(status="FINAL_REVIEW", closing_pupil="", closing_parent="", outcome=""),
        a_record("target", achieved=None, rated_by=()),
    )
    with pytest.raises(StepError) as refused:
        steps.take_step(child, PLAN, "CLOSED")
    paths = {(problem.kind, problem.path) for problem in refused.value.problems}
    assert {("target", "achieved"), ("target", "rated_by")} <= paths
    assert {("iss_plan", "closing_pupil"), ("iss_plan", "closing_parent")} <= paths


def test_a_plan_stops_with_a_reason(child):
    put(child, a_plan(status="ACTIVE"), a_record("target"))
    with pytest.raises(StepError):
        steps.take_step(child, PLAN, "STOPPED")
    steps.take_step(child, PLAN, "STOPPED", {"stop_reason": "MOVED"})
    assert status_of(child, IssPlan, PLAN) == "STOPPED"


def test_an_agreement_ends_when_the_child_changes_school(child):
    moved = placement(
        key="new", setting_id=an_id("setting", 2), from_on=VISIT_DAY, to_on=None, is_main=True
    )
    put(child, pupil(setting_id=an_id("setting", 2), placements=(moved,)))
    put(child, case(status="ALLOCATED"))
    with pytest.raises(StepError, match="does not hold today"):
        steps.take_step(child, CASE, "ACTIVE")
    assert DECEMBER > VISIT_DAY
