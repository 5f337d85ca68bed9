"""Going out: what the next visits need is here, or it is said what to do; no name is told."""

from __future__ import annotations

import datetime as dt

from stls_desktop.services import going_out, visits
from tests.builders import VISIT_DAY, an_id, contact, link_visit, pupil, setting
from tests.services.conftest import SCHOOL


def checks(desk):
    return {each.what: each for each in going_out.going_out(desk)}


def test_the_next_day_with_visits_is_looked_at(desk):
    visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=2))
    visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=3))
    found = checks(desk)
    assert found["Visits"].words == "One visit on Thursday 8 October."
    assert found["Schools"].is_well


def test_a_colleagues_visit_is_not_what_i_go_out_for(desk):
    theirs = link_visit(author_id=an_id("account", 9), visited_on=VISIT_DAY + dt.timedelta(days=1))
    with desk.store.write() as work:
        work.put(theirs)
    assert checks(desk)["Visits"].words == "None is planned in the next 5 days."


def test_nothing_planned_is_well(desk):
    assert checks(desk)["Visits"].words == "None is planned in the next 5 days."


def test_a_school_that_is_not_here_says_to_sync(desk):
    rec, _ = visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=1))
    with desk.store.write() as work:
        work.edit("link_visit", rec, {"setting_id": "01890000-0000-7000-8000-00000000ffff"})
    assert "Sync before you go" in checks(desk)["Schools"].words
    assert not checks(desk)["Schools"].is_well


def test_a_school_without_a_contact_is_told(desk):
    visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=1))
    with desk.store.write() as work:
        work.put(setting(contacts=(), site_notes=""))
    assert not checks(desk)["Arrival"].is_well
    with desk.store.write() as work:
        work.put(setting(contacts=(contact(),), site_notes="Park behind the hall."))
    assert "Arrival" not in checks(desk)


def test_no_child_is_named(desk):
    visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=1))
    with desk.store.write() as work:
        work.put(pupil())
    told = " ".join(each.words for each in going_out.going_out(desk))
    assert "One pupil of these schools" in told
    assert not {"Tobias", "Toby", "Thistlewick"} & set(told.split())


def test_store_fonts_and_room_are_looked_at(desk):
    found = checks(desk)
    assert all(found[what].is_well for what in ("Records", "Printing", "Disk", "Drafts"))
