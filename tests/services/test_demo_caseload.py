"""The invented caseload is one that a teacher could have kept: every record is whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from stls_core.records import Need, all_kinds, kind_of
from stls_core.records.cases import Case
from stls_core.records.modelling import ModellingNote
from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_core.records.settings import LinkAssignment
from stls_core.records.visits import LinkVisit
from stls_core.validation import problems_of
from stls_desktop.demo.caseload import fill
from tests.fakes import Clock
from tests.services.laptops import a_desk

DAY = "2026-11-26"
OTHER_DAYS = ("2027-02-17", "2026-08-09", "2027-05-30")  # holidays, a Sunday, the other term


def filled(folder, day):
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(13), dt.UTC)
    desk = a_desk(folder / "stls.db", Clock(moment))
    return desk, fill(desk)[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    desk, counts = filled(tmp_path_factory.mktemp("demo"), DAY)
    yield desk, counts
    desk.store.close()


def every_record(desk):
    with desk.store.read() as read:
        return [record for kind in all_kinds() for record in read.find(kind.record)]


def refused(desk):
    """What the rules say against any record of the caseload."""
    found = []
    for record in every_record(desk):
        stage = Need.SIGN if getattr(record, "status", "") == "SIGNED" else Need.SAVE
        problems = problems_of(kind_of(record), record, stage, desk.reference)
        found += [(kind_of(record).name, p.field, p.message) for p in problems if p.blocks]
    return found


def test_every_record_may_be_saved_and_what_is_signed_may_be_signed(demo):
    assert refused(demo[0]) == []


@pytest.mark.parametrize("day", OTHER_DAYS)
def test_so_it_is_on_other_days_of_the_year(tmp_path, day):
    desk, _ = filled(tmp_path, day)
    found = refused(desk)
    desk.store.close()
    assert found == []


def test_it_has_the_size_and_the_people_that_every_screen_is_judged_with(demo):
    desk, counts = demo
    assert (counts.schools, counts.pupils) == (40, 120)
    with desk.store.read() as read:
        assert len({each.teacher_id for each in read.find(LinkAssignment)}) == 3
        leads = {case.lead_teacher_id for case in read.find(Case)}
        cases = Counter(case.pupil_id for case in read.find(Case))
        visits = [v.visited_on for v in read.find(LinkVisit) if v.status == "SIGNED"]
    assert len(leads) == 4  # and the teacher of the deaf, who is nobody's link teacher
    assert sum(number > 1 for number in cases.values()) >= 5
    assert (desk.today() - min(visits)).days > 600


def test_there_is_a_plan_in_every_state_and_a_case_in_most(demo):
    desk, _ = demo
    with desk.store.read() as read:
        plans = {plan.status for plan in read.find(IssPlan)}
        cases = {case.status for case in read.find(Case)}
    assert plans == {code.code for code in desk.reference.choices("plan_status")}
    assert len(cases) >= 7


def test_modelling_is_looked_at_again_and_only_the_latest_of_it_still_waits(demo):
    desk, _ = demo
    with desk.store.read() as read:
        shared = [note.review_on for note in read.find(ModellingNote, status="SHARED")]
    late = desk.today() - dt.timedelta(days=14)
    assert min(shared) >= late
    assert any(day < desk.today() for day in shared)


def test_the_same_day_gives_the_same_caseload(demo, tmp_path):
    first, _ = demo
    again, _ = filled(tmp_path, DAY)
    names = [[p.legal_surname for p in desk_pupils(desk)] for desk in (first, again)]
    ids = [[record.id for record in every_record(desk)] for desk in (first, again)]
    again.store.close()
    assert names[0] == names[1]
    assert ids[0] == ids[1]


def desk_pupils(desk):
    with desk.store.read() as read:
        return read.find(Pupil, order_by=("legal_surname", "legal_forename"))
