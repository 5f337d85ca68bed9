"""One visit from a note typed in a school to the council, to a colleague and to paper.

The first test to read: it follows docs/ARCHITECTURE.md, "The walk of one visit", with a real server
process, two laptops and real encrypted stores.
"""

from __future__ import annotations

import datetime as dt

from stls_core.ids import derived_id
from stls_core.records.settings import Contact, Setting
from stls_core.records.syncing import Conflict
from stls_core.records.visits import Action, Discussion, LinkVisit
from stls_desktop.services import drafting, notes, signing, syncing, visits
from stls_desktop.services.records import open_record
from stls_desktop.store.drafts import Draft
from stls_desktop.sync.transport import UnreachableError

ASHFORD = derived_id("886", "district", "E07000105")
DAY = dt.date(2026, 11, 24)


def a_school(laptop):
    """An invented school with its SENCO."""
    with laptop.desk.store.write() as work:
        school = Setting(
            id=laptop.desk.new_id(),
            name="Hollow Oak Primary",
            urn="990001",
            setting_type="PRI",
            district_id=ASHFORD,
            contacts=(Contact(key=laptop.desk.new_id(), name="Ada Quillon", role="SENCO"),),
        )
        work.put(school)
    return school.id


def type_in(laptop, rec, **typed):
    """Type into a form and leave it: a draft that settles."""
    sheet = open_record(laptop.desk, rec)
    opened = sheet.opened
    doc = {**opened.doc, **typed}
    draft = Draft(rec, opened.kind, rec, before=opened.doc, doc=doc, seen=opened.seen)
    drafting.keep(laptop.desk, [draft])
    assert not drafting.settle(laptop.desk, rec).unsendable


def a_visit_without_network(laptop, school):
    """Plan, discuss and agree, all on the laptop."""
    visit, _ = visits.plan(laptop.desk, school, DAY, dt.time(9, 15))
    desk = laptop.desk
    with desk.store.write() as work:
        common = {"visit_id": visit, "setting_id": school, "author_id": desk.me.account}
        talk = Discussion(
            id=desk.new_id(), area_of_need="CI", advice="One instruction, then wait.", **common
        )
        action = Action(
            id=desk.new_id(), what="Make the cards", who="Ada Quillon", by_when_on=DAY, **common
        )
        work.put(talk)
        work.put(action)
    type_in(laptop, visit, ends_at="11:00:00", next_visit_on="2027-01-12", senco_confidence=6)
    return visit


def read(laptop, record, rec):
    with laptop.desk.store.read() as store:
        return store.get(record, rec)


def test_a_visit_recorded_offline_arrives_with_the_colleague(laptops):
    anna, ben = laptops
    visit = a_visit_without_network(anna, a_school(anna))
    assert syncing.standing(anna.desk).waiting > 0

    assert anna.sync().standing.phase == "safe"
    ben.sync()

    assert read(ben, LinkVisit, visit) == read(anna, LinkVisit, visit)
    assert read(ben, LinkVisit, visit).senco_confidence == 6
    with ben.desk.store.read() as store:
        assert [a.what for a in store.find(Action, visit_id=visit)] == ["Make the cards"]
        found = store.search("hollow oak")
        assert read(anna, LinkVisit, visit).setting_id in {each.rec for each in found}


def test_different_fields_edited_on_both_laptops_merge(laptops):
    anna, ben = laptops
    visit = a_visit_without_network(anna, a_school(anna))
    anna.sync()
    ben.sync()

    type_in(anna, visit, whole_school_focus="Pictures with words")
    type_in(ben, visit, rating=5)
    for laptop in (anna, ben, anna):
        assert laptop.sync().standing.phase == "safe"

    for laptop in laptops:
        merged = read(laptop, LinkVisit, visit)
        assert (merged.whole_school_focus, merged.rating) == ("Pictures with words", 5)
    assert not syncing.sheet(anna.desk).conflicts


def test_the_same_field_edited_on_both_keeps_both_values_until_an_author_settles_it(laptops):
    anna, ben = laptops
    visit = a_visit_without_network(anna, a_school(anna))
    anna.sync()
    ben.sync()

    type_in(anna, visit, senco_confidence=4)
    type_in(ben, visit, senco_confidence=9)
    for laptop in (anna, ben, anna):
        laptop.sync()

    for laptop in laptops:
        (conflict,) = syncing.sheet(laptop.desk).conflicts
        assert {conflict.live, conflict.other} == {"4", "9"}
        assert {conflict.live_by, conflict.other_by} == {"Odile Marchbanks", "Bram Fettiplace"}
        assert read(laptop, LinkVisit, visit).senco_confidence == 4

    (conflict,) = syncing.sheet(ben.desk).conflicts
    syncing.resolve(ben.desk, conflict.id, keep="other")
    ben.sync()
    anna.sync()
    for laptop in laptops:
        assert read(laptop, LinkVisit, visit).senco_confidence == 9
        assert read(laptop, Conflict, conflict.id).state == "SETTLED"


def test_the_note_of_a_signed_visit_is_the_same_bytes_on_both_laptops(laptops):
    anna, ben = laptops
    visit = a_visit_without_network(anna, a_school(anna))
    signed = signing.sign_visit(anna.desk, visit)
    here = notes.draw(anna.desk, signed.version_id)
    notes.issue(anna.desk, here, "Ada Quillon", "SENCO", "PRINT")
    anna.sync()
    ben.sync()

    there = notes.draw(ben.desk, signed.version_id)
    assert there.content == here.content
    assert there.content.startswith(b"%PDF")


def test_nothing_is_lost_when_the_server_dies_and_comes_back(laptops, server):
    anna, ben = laptops
    visit = a_visit_without_network(anna, a_school(anna))
    server.kill()

    ended = anna.sync()
    assert ended.standing.phase == "offline"
    assert "safe on this laptop" in ended.standing.words
    anna.reopen()

    server.start()
    assert anna.sync().standing.phase == "safe"
    ben.sync()
    assert read(ben, LinkVisit, visit) == read(anna, LinkVisit, visit)


class AnswersLost:
    """A network that delivers everything and loses the way back, until it is mended."""

    def __init__(self, server):
        self._server, self.is_mended = server, False

    def ask(self, message):
        answer = self._server.ask(message)
        if type(message).__name__ == "Push" and not self.is_mended:
            raise UnreachableError("the answer was lost")
        return answer


def test_an_answer_that_was_lost_neither_loses_nor_doubles_a_change(laptops):
    anna, ben = laptops
    visit = a_visit_without_network(anna, a_school(anna))
    known = syncing.enrolment(anna.desk)
    with syncing.transport_to(known) as server:
        flaky = AnswersLost(server)
        assert anna.sync(flaky).standing.phase == "offline"
        type_in(anna, visit, senco_confidence=8)
        flaky.is_mended = True
        assert anna.sync(flaky).standing.phase == "safe"
    ben.sync()

    assert read(ben, LinkVisit, visit).senco_confidence == 8
    assert not syncing.sheet(anna.desk).conflicts
    with ben.desk.store.read() as store:
        assert len(store.find(Discussion, visit_id=visit)) == 1
