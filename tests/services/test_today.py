"""Today: what is coming, what is unfinished, what was done, and what is owed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import msgspec
import pytest

from stls_core.wire import Result
from stls_desktop.services import desk as desks
from stls_desktop.services import drafting, signing, visits
from stls_desktop.services import today as todays
from stls_desktop.services.today import today
from tests.builders import VISIT_DAY, a_record, action, an_id, case, cover, link_visit, pupil
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
        work.put(link_visit(setting_id=an_id("setting", 9), author_id=desk.me.account))
    (line,) = today(desk).visits
    assert line.school == "A school not on this laptop yet"


def test_overdue_actions_are_those_past_their_day_and_still_open(desk):
    yesterday = VISIT_DAY - dt.timedelta(days=1)
    with desk.store.write() as work:
        work.put(action(number=1, by_when_on=yesterday))
        work.put(action(number=2, by_when_on=VISIT_DAY))
        work.put(action(number=3, by_when_on=yesterday, status="DONE"))
        work.put(action(number=4, by_when_on=yesterday, status="PART"))
    assert today(desk).overdue == 2


def test_open_actions_without_a_day_do_not_hide_those_that_are_overdue(desk, monkeypatch):
    monkeypatch.setattr(todays, "MOST_OVERDUE", 3)
    with desk.store.write() as work:
        for number in range(1, 9):
            work.put(action(number=number, by_when_on=None))
        work.put(action(number=9, by_when_on=VISIT_DAY - dt.timedelta(days=1)))
    assert today(desk).overdue == 1


def test_a_colleagues_visit_is_not_in_my_day(desk):
    with desk.store.write() as work:
        work.put(link_visit(author_id=an_id("account", 9), visited_on=VISIT_DAY))
    assert today(desk).lines == ()


def test_what_was_written_before_the_laptop_was_enrolled_stays_mine(desk):
    rec = _plan(desk, 1)
    with desk.store.write() as work:
        work.remember(desks.FORMER_ACCOUNTS, (desk.me.account,))
    enrolled = dataclasses.replace(
        desk, me=msgspec.structs.replace(desk.me, account=an_id("account", 5))
    )
    assert [line.id for line in today(enrolled).lines] == [rec]


def test_a_change_that_the_server_refused_is_not_called_safe(visit, desk):
    drafting.keep(desk, visit.write_up())
    signing.sign_visit(desk, visit.id)
    with desk.store.write() as work:
        changes = work.outbox.freeze(500)
        held = Result(state="held", why="Not yours.")
        work.inbox.take_results(changes, {c.op: held for c in changes})
    assert _lines(desk)[visit.id].state == "unsent"


# Sessions of plans


def _session(desk, days, **changes):
    values = {"status": "PLANNED", "author_id": desk.me.account, "starts_at": dt.time(10, 15)}
    on = VISIT_DAY + dt.timedelta(days=days)
    record = a_record("iss_session", held_on=on, **{**values, **changes})
    with desk.store.write() as work:
        work.put(pupil())
        work.put(record)
    return record.id


def _sessions(desk):
    return [line for line in today(desk).lines if line.is_session]


def test_a_session_says_time_child_by_initials_number_kinds_and_school(desk):
    rec = _session(desk, 0, number=2, types=("MODEL", "COACH"))
    (line,) = _sessions(desk)
    assert (line.id, line.time, line.school) == (rec, "10:15", "Tumblestone Lane Primary School")
    assert line.about == "T.T. · ISS session 2"
    assert line.detail == "Modelling, Coaching"
    assert (line.pupil_id, line.state) == (an_id("pupil"), "due")


def test_sessions_stand_between_visits_by_their_time(desk):
    afternoon = _plan(desk, 0, dt.time(13, 30))
    morning = _plan(desk, 0, dt.time(9, 0))
    between = _session(desk, 0)
    assert [line.id for line in today(desk).lines] == [morning, between, afternoon]


@pytest.mark.parametrize(
    ("days", "status", "state"),
    [
        (3, "PLANNED", "planned"),
        (0, "PLANNED", "due"),
        (-3, "PLANNED", "due"),
        (0, "DONE", "unsent"),
        (0, "CANCELLED", "called_off"),
        (-3, "DONE", None),
        (15, "PLANNED", None),
    ],
)
def test_sessions_ahead_of_today_and_those_not_written_up_are_shown(desk, days, status, state):
    _session(desk, days, status=status)
    assert [line.state for line in _sessions(desk)] == ([state] if state else [])


def test_a_session_of_weeks_ago_that_was_never_written_up_is_late(desk):
    _session(desk, -20)
    assert _sessions(desk)[0].is_late


def test_a_session_without_a_school_is_at_the_childs(desk):
    _session(desk, 0, setting_id="")
    assert _sessions(desk)[0].school == "Tumblestone Lane Primary School"


@pytest.mark.parametrize(("from_on", "shown"), [(VISIT_DAY, 1), (dt.date(2026, 11, 2), 0)])
def test_a_colleagues_session_is_mine_only_while_i_cover(desk, from_on, shown):
    covering = cover(teacher_id=desk.me.account, from_on=from_on, to_on=dt.date(2026, 11, 27))
    with desk.store.write() as work:
        work.put(case(covers=(covering,)))
    _session(desk, 0, author_id=an_id("account", 9))
    assert len(_sessions(desk)) == shown
