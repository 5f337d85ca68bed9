"""Today: what is coming, what is unfinished, what was done, and what is owed."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.wire import Result
from stls_desktop.services import drafting, signing, visits
from stls_desktop.services.today import today
from tests.builders import VISIT_DAY, action, an_id, link_visit, setting
from tests.services.conftest import SCHOOL


def _plan(desk, days, at=None):
    rec, _ = visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=days), at)
    return rec


def _lines(desk):
    return {line.id: line for line in today(desk).visits}


def _send_everything(desk):
    with desk.store.write() as work:
        changes = work.outbox.freeze(500)
        work.inbox.take_results(changes, {c.op: Result(state="ok", seq=9) for c in changes})


def test_todays_visits_come_first_by_time_then_those_ahead_then_those_behind(desk):
    ahead, later = _plan(desk, 3), _plan(desk, 9)
    afternoon = _plan(desk, 0, dt.time(13, 30))
    morning = _plan(desk, 0, dt.time(9, 0))
    late, very_late = _plan(desk, -2), _plan(desk, -9)
    assert [line.id for line in today(desk).visits] == [
        morning,
        afternoon,
        ahead,
        later,
        late,
        very_late,
    ]


def test_a_visit_says_school_time_purpose_and_what_is_owed(visit, desk):
    with desk.store.write() as work:
        work.put(action())
        work.put(action(number=2, status="DONE"))
    line = _lines(desk)[visit.id]
    assert line.school == "Tumblestone Lane Primary School"
    assert line.time == "09:00"
    assert line.about == desk.reference.label("visit_purpose", "PLANNING")
    assert line.detail == "1 open action from before"


def test_visits_further_away_than_a_fortnight_ahead_or_four_weeks_behind_are_left_out(desk):
    near = {_plan(desk, 14), _plan(desk, -28)}
    for days in (15, -29):
        _plan(desk, days)
    assert set(_lines(desk)) == near


def test_the_state_follows_a_visit_from_the_diary_to_the_server(visit, desk):
    tomorrow = _plan(desk, 1)
    assert _lines(desk)[tomorrow].state == "planned"
    assert _lines(desk)[visit.id].state == "due"
    drafting.keep(desk, visit.write_up())
    assert _lines(desk)[visit.id].state == "draft"
    signing.sign_visit(desk, visit.id)
    assert _lines(desk)[visit.id].state == "unsent"
    _send_everything(desk)
    assert _lines(desk)[visit.id].state == "synced"


def test_words_typed_into_a_discussion_alone_make_the_visit_unfinished(visit, desk):
    """After a crash the teacher looks at Today: the visit must not seem untouched."""
    talk = visits.blank_discussion(desk, visit.id, SCHOOL)
    drafting.keep(desk, [visit.type(talk, concern="Typed before the lid was shut")])
    assert _lines(desk)[visit.id].state == "draft"


def test_a_planned_visit_whose_day_has_gone_is_late(desk):
    late = _plan(desk, -1)
    assert _lines(desk)[late].is_late
    assert _lines(desk)[late].state == "due"


@pytest.mark.parametrize("status", ["CANCELLED", "NO_SHOW"])
def test_a_visit_that_was_called_off_says_so_and_is_not_late(desk, status):
    rec = _plan(desk, -1)
    visits.call_off(desk, rec, status=status, by="SCHOOL", reason="STAFF_ABSENT")
    line = _lines(desk)[rec]
    assert (line.state, line.is_late) == ("called_off", False)


def test_a_school_that_has_not_come_yet_is_no_trouble(desk):
    with desk.store.write() as work:
        work.put(link_visit(setting_id=an_id("setting", 9)))
    (line,) = today(desk).visits
    assert line.school == "A school not on this laptop yet"


def test_owed_actions_are_those_past_their_day_and_still_open(desk):
    yesterday = VISIT_DAY - dt.timedelta(days=1)
    with desk.store.write() as work:
        work.put(action(number=1, by_when_on=yesterday, what="Late"))
        work.put(action(number=2, by_when_on=VISIT_DAY, what="Due today"))
        work.put(action(number=3, by_when_on=yesterday, status="DONE"))
        work.put(action(number=4, by_when_on=yesterday, status="PART", what="Half done"))
        work.put(setting(number=2, name="Quill Street"))
    assert [(owed.what, owed.who) for owed in today(desk).overdue] == [
        ("Late", "SENCO"),
        ("Half done", "SENCO"),
    ]
