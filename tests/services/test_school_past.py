"""A school's timeline in pages, and what becomes of names when the SENCO changes."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from stls_core.records.settings import Setting
from stls_core.records.visits import Action
from stls_desktop.services import school_past, schools, visits
from tests.builders import VISIT_DAY, a_record, action, contact, pupil, setting
from tests.services.conftest import SCHOOL


def put(desk, *records):
    with desk.store.write() as work:
        for record in records:
            work.put(record)


def test_the_newest_comes_first_in_pages_and_by_kind(desk):
    for days in range(12):
        visits.plan(desk, SCHOOL, VISIT_DAY - dt.timedelta(days=7 * days))
    put(desk, pupil(), a_record("iss_plan"), a_record("iss_session"))
    first = school_past.past(desk, SCHOOL, kind="link_visit")
    assert [line.on for line in first.lines] == sorted((x.on for x in first.lines), reverse=True)
    assert (len(first.lines), first.has_more) == (school_past.PAGE, True)
    whole = school_past.past(desk, SCHOOL, kind="link_visit", limit=20)
    assert (len(whole.lines), whole.has_more) == (12, False)
    every = school_past.past(desk, SCHOOL, limit=40)
    assert {"link_visit", "iss_plan", "iss_session"} <= {line.kind for line in every.lines}
    told = " ".join(line.words for line in every.lines)
    assert pupil().initials in told
    assert "Thistlewick" not in told


def test_an_empty_school_has_no_past(desk):
    assert school_past.past(desk, SCHOOL) == school_past.PastPage((), False)


def test_a_new_senco_keeps_the_former_one_with_the_last_day(desk):
    school_past.change_senco(desk, SCHOOL, "Ottoline Newbold", "new@school.example")
    with desk.store.read() as read:
        found = read.get(Setting, SCHOOL)
    assert [c.name for c in found.current_contacts(desk.today())] == ["Ottoline Newbold"]
    old = next(c for c in found.contacts if c.name == "Petra Quillfeather")
    assert old.to_on == desk.today() - dt.timedelta(days=1)
    assert old.email == contact().email


def contacts(desk):
    with desk.store.read() as read:
        found = read.get(Setting, SCHOOL).contacts
    return {c.name: (c.from_on, c.to_on) for c in found}


def write_over(desk, name, **more):
    """What a form does that is not told of the rows beside its own: the row as it stood in it."""
    row = {**msgspec.to_builtins(contact()), "to_on": None, "name": name, **more}
    with desk.store.write() as work:
        edit = {"contacts/contact-1": {k: v for k, v in row.items() if v}}
        work.edit("setting", SCHOOL, edit)


def test_whoever_is_overwritten_stays_with_the_days_and_the_new_one_begins_today(desk):
    today, eve = desk.today(), desk.today() - dt.timedelta(days=1)
    for half_typed in ("Petr", "Otto", "Ottoline Newbold"):
        write_over(desk, half_typed)
    write_over(desk, "Ottoline Newbold", phone="01632 960001")
    kept = contacts(desk)
    assert kept == {
        "Petra Quillfeather": (contact().from_on, eve),
        "Ottoline Newbold": (today, None),
    }
    assert schools.school_sheet(desk, SCHOOL).former[0].startswith("Petra Quillfeather, SENCO")


@pytest.mark.parametrize("name", ["Mrs Petra Quillfeather", "Petra Quilfeather", "P. Quillfeather"])
def test_a_name_that_is_mended_is_the_same_person(desk, name):
    write_over(desk, name)
    assert contacts(desk) == {name: (contact().from_on, None)}


def test_a_name_that_comes_back_was_never_another(desk):
    for typed in ("Pe", "Petra Quillfeather"):
        write_over(desk, typed)
    assert contacts(desk) == {"Petra Quillfeather": (contact().from_on, None)}


def test_somebody_who_is_overwritten_twice_stays_once(desk):
    write_over(desk, "Ottoline Newbold")
    first = contacts(desk)
    write_over(desk, "Petra Quillfeather")
    write_over(desk, "Ottoline Newbold")
    assert contacts(desk) == first


def test_a_row_taken_out_is_gone_because_somebody_meant_it(desk):
    with desk.store.write() as work:
        work.edit("setting", SCHOOL, {"contacts/contact-1": None})
    assert contacts(desk) == {}


def test_where_the_former_senco_is_still_named_is_told_and_handed_over(desk):
    put(desk, setting(), action(who="Petra Quillfeather and the TA", status="OPEN"))
    assert school_past.still_named(desk, SCHOOL) == ()
    school_past.change_senco(desk, SCHOOL, "Ottoline Newbold")
    (told,) = school_past.still_named(desk, SCHOOL)
    assert told.words.endswith("still named in 1 open action.")
    assert told.now == "Ottoline Newbold"
    school_past.hand_over(desk, SCHOOL, told.name, told.now)
    with desk.store.read() as read:
        assert [a.who for a in read.find(Action)] == ["Ottoline Newbold and the TA"]
    assert school_past.still_named(desk, SCHOOL) == ()
