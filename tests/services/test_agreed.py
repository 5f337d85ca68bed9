"""Actions agreed in any record: begun with what is known, answered, carried, and undone."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.records.visits import Action
from stls_desktop.services import agreed, casework, drafting, finding, visits
from stls_desktop.store.drafts import Draft
from tests.builders import VISIT_DAY, a_record, action, agreement, an_id, pupil, setting

CHILD, SESSION = an_id("pupil"), an_id("iss_session")


@pytest.fixture
def child(desk):
    put(desk, pupil(), agreement(), a_record("iss_plan"), a_record("iss_session"))
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def in_session(number=1, **changes):
    about = {"pupil_id": CHILD, "visit_id": "", "of_id": SESSION, "of_kind": "iss_session"}
    return action(number=number, **{**about, **changes})


def of_session(desk, **document):
    with desk.store.read() as read:
        doc = {**read.open(SESSION).doc, **document}
    return doc, agreed.agreed_sheet(desk, SESSION, "iss_session", doc)


def test_a_new_action_knows_its_record_child_school_and_who_owes_it(child):
    doc, sheet = of_session(child, next_on="2026-10-20")
    new = agreed.blank(child, SESSION, "iss_session", doc, sheet).doc
    assert (new["of_id"], new["of_kind"], new["pupil_id"]) == (SESSION, "iss_session", CHILD)
    assert new["setting_id"] == setting().id
    assert new["by_when_on"] == "2026-10-20"
    assert new["who"] == next(c.name for c in setting().contacts if c.role == "SENCO")
    assert "visit_id" not in new


def test_without_a_next_day_it_is_due_in_four_weeks(child):
    doc, sheet = of_session(child)
    new = agreed.blank(child, SESSION, "iss_session", doc, sheet).doc
    assert new["by_when_on"] == (child.today() + dt.timedelta(weeks=4)).isoformat()


def test_an_action_of_a_session_settles_and_stands_in_the_file(child):
    doc, sheet = of_session(child)
    opened = agreed.blank(child, SESSION, "iss_session", doc, sheet)
    typed = {**opened.doc, "what": "Laminate the cards."}
    with child.store.write() as work:
        work.keep_draft(Draft(opened.rec, "action", SESSION, {}, typed))
    _, begun = of_session(child)
    assert [each.rec for each in begun.own] == [opened.rec]  # found again before it settled
    assert drafting.settle(child, SESSION).unsendable == ()
    assert [a.what for a in casework.pupil_file(child, CHILD).actions] == ["Laminate the cards."]
    _, after = of_session(child)
    assert [each.rec for each in after.own] == [opened.rec]


def test_what_is_open_comes_back_in_the_next_session_and_on_the_next_visit(child):
    put(child, in_session(), in_session(2, status="DONE"))
    second = an_id("iss_session", 2)
    put(child, a_record("iss_session", number=2))
    sheet = agreed.agreed_sheet(child, second, "iss_session", {"pupil_id": CHILD})
    assert [each.rec for each in sheet.carried] == [an_id("action")]
    rec, _ = visits.plan(child, setting().id, VISIT_DAY)
    assert [each.rec for each in visits.open_sheet(child, rec).carried] == [an_id("action")]


def test_what_was_answered_in_a_session_still_stands_there(child):
    put(child, in_session(status="DONE", reviewed_in_id=an_id("iss_session", 2)))
    sheet = agreed.agreed_sheet(child, an_id("iss_session", 2), "iss_session", {"pupil_id": CHILD})
    assert [each.rec for each in sheet.carried] == [an_id("action")]


@pytest.mark.parametrize("status", ["DONE", "PART", "NOT_YET", "DROPPED"])
def test_an_answer_is_kept_with_its_day_and_can_be_taken_back(child, status):
    put(child, in_session())
    answered = agreed.answer(child, an_id("action"), status, "Because of the move.")
    assert "action" in answered.changed.kinds
    found = the_action(child)
    assert (found.status, found.outcome_note) == (status, "Because of the move.")
    assert found.reviewed_on == child.today()
    agreed.take_back(child, answered)
    found = the_action(child)
    assert (found.status, found.outcome_note, found.reviewed_on) == ("OPEN", "", None)


def test_a_school_lists_what_is_owed_by_day(child):
    put(
        child,
        in_session(by_when_on=dt.date(2026, 12, 1)),
        in_session(2, by_when_on=dt.date(2026, 11, 1)),
        in_session(3, status="DROPPED", outcome_note="Moved."),
    )
    owed = agreed.owed_in_school(child, setting().id)
    assert [each.id for each in owed.actions] == [an_id("action", 2), an_id("action")]
    assert owed.count == 2


def test_what_is_overdue_is_the_oldest_first_with_its_school(child):
    late = {"by_when_on": dt.date(2026, 9, 1)}
    put(child, in_session(**late), in_session(2, by_when_on=dt.date(2026, 8, 1)), in_session(3))
    owed = agreed.overdue(child)
    assert [each.id for each in owed.actions] == [an_id("action", 2), an_id("action")]
    assert set(owed.schools.values()) == {setting().name}


def test_a_visit_shows_what_sessions_agreed_after_its_own_and_need_not_answer_it(child):
    put(child, in_session(by_when_on=dt.date(2026, 9, 1)), action(number=2, visit_id=an_id("x")))
    rec, _ = visits.plan(child, setting().id, VISIT_DAY)
    sheet = visits.open_sheet(child, rec)
    assert [each.rec for each in sheet.carried] == [an_id("action", 2), an_id("action")]
    documents = {o.rec: (o.kind, o.doc) for o in (sheet.visit, *sheet.carried)}
    carried = tuple(each.rec for each in sheet.carried)
    found = visits.problems_to_sign(child, rec, documents, carried)
    asked = [p.rec for p in found if p.message == "Say what became of this action"]
    assert asked == [an_id("action", 2)]


def test_a_search_leads_to_the_child_where_the_action_is_open(child):
    put(child, in_session(what="Laminate the purple cards."))
    (hit,) = finding.find(child, "purple")
    assert (hit.kind, hit.rec) == ("pupil", CHILD)
    assert hit.title == pupil().initials
    assert hit.detail == "Laminate the purple cards."


def the_action(desk):
    with desk.store.read() as read:
        return read.get(Action, an_id("action"))
