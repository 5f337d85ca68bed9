"""My day: begun with today's places and with what the same way took before."""

from __future__ import annotations

import datetime as dt

from stls_core.records import kind_of
from stls_core.records.days import DayLog
from stls_core.records.visits import LinkVisit
from stls_desktop.services import days, records, visits
from stls_desktop.store.drafts import Draft
from tests.builders import VISIT_DAY, a_record, an_id, link_visit, pupil, setting


def log(desk, number, day, **values):
    record = a_record("day_log", number=number, author_id=desk.me.account, day_on=day, **values)
    with desk.store.write() as work:
        work.put(record)


def plan(desk, *schools):
    with desk.store.write() as work:
        for number, name in enumerate(schools, start=1):
            work.put(setting(number=number, name=name, urn=f"99000{number}"))
    for number in range(1, len(schools) + 1):
        visits.plan(desk, an_id("setting", number), VISIT_DAY, dt.time(8 + number))


def test_a_new_day_has_the_places_of_todays_visits_in_order(desk):
    plan(desk, "Ossick Bank", "Quernlow Primary")
    sheet = days.my_day(desk)
    assert sheet.sheet.opened.doc["places"] == "Ossick Bank, Quernlow Primary"
    assert sheet.sheet.opened.doc["day_on"] == VISIT_DAY.isoformat()
    assert sheet.last_time is None


def test_the_same_places_are_found_again_before_a_later_day(desk):
    plan(desk, "Ossick Bank")
    log(desk, 1, VISIT_DAY - dt.timedelta(days=40), places="Ossick Bank", miles=24.0, travel_min=55)
    log(desk, 2, VISIT_DAY - dt.timedelta(days=1), places="Elsewhere", miles=3.0, travel_min=9)
    last = days.my_day(desk).last_time
    assert last.values["miles"] == 24.0
    assert "the same places" in last.words
    assert "24 miles, 55 min travel" in last.words


def test_without_the_same_places_the_last_day_is_offered(desk):
    plan(desk, "Ossick Bank")
    log(desk, 2, VISIT_DAY - dt.timedelta(days=1), places="Elsewhere", miles=3.0, travel_min=9)
    assert "your last day on the road" in days.my_day(desk).last_time.words


def test_the_days_own_log_is_opened_again_and_told_on_today(desk):
    log(desk, 1, VISIT_DAY, places="Ossick Bank", miles=7.5, travel_min=20, preparation_min=None)
    assert days.my_day(desk).sheet.opened.rec == an_id("day_log", 1)
    assert days.state_today(desk).entered == "7.5 miles, 20 min travel"


def test_another_teachers_day_is_not_mine(desk):
    with desk.store.write() as work:
        work.put(a_record("day_log", author_id=an_id("account", 9), day_on=VISIT_DAY))
    assert days.state_today(desk).entered == ""


def test_a_colleagues_visits_are_not_my_places(desk):
    plan(desk, "Ossick Bank", "Quernlow Primary")
    theirs = link_visit(
        author_id=an_id("account", 9), setting_id=an_id("setting", 2), visited_on=VISIT_DAY
    )
    with desk.store.write() as work:
        for number, name in enumerate(("Ossick Bank", "Elder Down"), start=1):
            work.put(setting(number=number, name=name, urn=f"99000{number}"))
        work.put(theirs)
        for visit in work.find(LinkVisit, setting_id=an_id("setting", 2)):
            if visit.id != theirs.id:
                work.edit("link_visit", visit.id, {"deleted": True})
    assert days.my_day(desk).sheet.opened.doc["places"] == "Ossick Bank"


def test_the_places_of_sessions_are_among_them_by_their_time(desk):
    plan(desk, "Ossick Bank", "Quernlow Primary")  # at nine and at ten
    with desk.store.write() as work:
        work.put(pupil())
        work.put(setting(number=3, name="Elder Down", urn="990003"))
        work.put(
            a_record(
                "iss_session",
                author_id=desk.me.account,
                setting_id=an_id("setting", 3),
                held_on=VISIT_DAY,
                starts_at=dt.time(9, 45),
                status="PLANNED",
            )
        )
    places = days.my_day(desk).sheet.opened.doc["places"]
    assert places == "Ossick Bank, Elder Down, Quernlow Primary"


def test_last_time_is_taken_in_one_step_with_todays_places(desk):
    plan(desk, "Ossick Bank")
    log(desk, 2, VISIT_DAY - dt.timedelta(days=1), places="Ossick Bank", miles=3.0, travel_min=9)
    assert "As on 5 October (the same places)" in days.state_today(desk).last_time.words
    taken = days.take_last_time(desk)
    assert days.state_today(desk).entered == taken.words
    with desk.store.read() as read:
        mine = read.get(DayLog, taken.rec)
    assert (mine.miles, mine.travel_min, mine.places) == (3.0, 9, "Ossick Bank")
    assert (mine.author_id, mine.day_on) == (desk.me.account, VISIT_DAY)
    assert mine.district_id == an_id("district")
    assert days.take_last_time(desk) is None  # once a day
    records.delete(desk, "day_log", taken.rec)
    assert days.state_today(desk).last_time is not None


def test_without_a_place_today_the_district_is_that_of_last_time(desk):
    log(desk, 2, VISIT_DAY - dt.timedelta(days=1), district_id="d9", miles=3.0)
    taken = days.take_last_time(desk)
    with desk.store.read() as read:
        assert read.get(DayLog, taken.rec).district_id == "d9"


def test_nothing_is_taken_where_there_was_no_last_time(desk):
    assert days.state_today(desk) == days.DayState("", False, None)
    assert days.take_last_time(desk) is None


def test_a_day_that_was_begun_is_not_overwritten(desk):
    log(desk, 2, VISIT_DAY - dt.timedelta(days=1), miles=3.0)
    begun = {"day_on": VISIT_DAY.isoformat(), "miles": 4.0}
    with desk.store.write() as work:
        work.keep_draft(Draft("d1", "day_log", "d1", {}, begun))
    state = days.state_today(desk)
    assert (state.is_begun, state.last_time) == (True, None)
    assert days.take_last_time(desk) is None


def test_no_time_is_asked_on_a_visit():
    """Time belongs to the day: a visit has no field for it, so none can be asked."""
    assert not {"travel_min", "miles", "preparation_min"} & set(kind_of(LinkVisit).fields)
