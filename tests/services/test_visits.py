"""A visit from the diary to signing: last time's actions first, and nothing typed twice."""

from __future__ import annotations

import datetime as dt

from stls_core.records.visits import Action, LinkVisit
from stls_desktop.services import drafting, schools, signing, visits
from tests.builders import VISIT_DAY, action, agreement, an_id, link_visit, pupil
from tests.services.conftest import SCHOOL

CHILD = an_id("pupil")


def _put(desk, *records):
    with desk.store.write() as work:
        for record in records:
            work.put(record)


def _get(desk, record, rec):
    with desk.store.read() as read:
        return read.get(record, rec)


def test_a_planned_visit_knows_school_day_time_and_senco(visit, desk):
    planned = _get(desk, LinkVisit, visit.id)
    assert planned.status == "PLANNED"
    assert (planned.visited_on, planned.starts_at) == (VISIT_DAY, dt.time(9, 0))
    assert [a.name for a in planned.attendees] == ["Petra Quillfeather"]
    assert planned.author_id == desk.me.account
    assert planned.team_id == desk.me.team


def test_the_sheet_holds_what_the_screen_shows(visit):
    sheet = visit.sheet
    assert sheet.setting.name == "Tumblestone Lane Primary School"
    assert sheet.district == "Wenningdale"
    assert sheet.link_teacher == "Odile Marchbanks"
    assert (sheet.number, sheet.entitled) == (1, 6)
    assert sheet.last_visit_on is None
    assert [contact.role for contact in sheet.contacts] == ["SENCO"]


def test_a_visit_that_is_not_here_has_no_sheet(desk):
    assert visits.open_sheet(desk, "nowhere") is None


def test_visits_of_the_school_year_are_counted_and_others_are_not(visit, desk):
    days = {
        1: dt.date(2026, 9, 1),  # first day of the year
        2: dt.date(2026, 9, 30),
        3: dt.date(2026, 8, 31),  # the year before
    }
    for number, day in days.items():
        _put(desk, link_visit(number=number, visited_on=day, status="SIGNED"))
    _put(desk, link_visit(number=4, visited_on=dt.date(2026, 9, 2), status="CANCELLED"))
    assert visit.sheet.number == 3
    assert visit.sheet.last_visit_on == dt.date(2026, 9, 30)


def test_drafts_come_back_with_the_sheet_new_records_too(visit, desk):
    talk = visits.blank_discussion(desk, visit.id, SCHOOL)
    drafting.keep(desk, [visit.type(talk, concern="Typed before the lid was shut")])
    sheet = visit.sheet
    assert [o.rec for o in sheet.discussions] == [talk.rec]
    assert sheet.drafts[talk.rec].doc["concern"] == "Typed before the lid was shut"


def test_a_settled_discussion_with_a_newer_draft_stands_there_once(visit, desk):
    talk = visits.blank_discussion(desk, visit.id, SCHOOL)
    drafting.keep(desk, [visit.type(talk, concern="Noise")])
    visit.drafts.update(drafting.settle(desk, visit.id).drafts)
    drafting.keep(desk, [visit.type(talk, concern="Noise at lunch")])
    sheet = visit.sheet
    assert [o.rec for o in sheet.discussions] == [talk.rec]
    assert sheet.discussions[0].doc["concern"] == "Noise"
    assert sheet.drafts[talk.rec].doc["concern"] == "Noise at lunch"


# Actions carried from visit to visit


def test_open_actions_of_earlier_visits_come_first_and_the_oldest_at_the_top(visit, desk):
    _put(
        desk,
        action(number=1, by_when_on=dt.date(2026, 9, 25), status="PART"),
        action(number=2, by_when_on=dt.date(2026, 9, 11)),
        action(number=3, status="DONE"),
        action(number=4, status="DROPPED", outcome_note="School closed the room"),
        action(number=5, deleted=True),
        action(number=6, setting_id=an_id("setting", 2)),
    )
    assert [o.rec for o in visit.sheet.carried] == [an_id("action", 2), an_id("action")]


def test_an_answered_action_stays_on_this_visit_and_is_gone_from_the_next(visit, desk, form_of):
    _put(desk, action())
    (carried,) = visit.sheet.carried
    answer = {"status": "DONE", "reviewed_in_id": visit.id, "reviewed_on": "2026-10-06"}
    drafting.keep(desk, [visit.type(carried, **answer)])
    drafting.settle(desk)
    assert [o.doc["status"] for o in visit.sheet.carried] == ["DONE"]
    later, _ = visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=40))
    assert form_of(later).sheet.carried == ()


def test_an_action_not_done_yet_comes_back_on_the_next_visit(visit, desk, form_of):
    _put(desk, action())
    (carried,) = visit.sheet.carried
    drafting.keep(desk, [visit.type(carried, status="NOT_YET", reviewed_in_id=visit.id)])
    drafting.settle(desk)
    later, _ = visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=40))
    assert [o.rec for o in form_of(later).sheet.carried] == [an_id("action")]


def test_actions_of_this_visit_are_not_carried_into_it(visit, desk):
    drafting.keep(desk, visit.write_up())
    drafting.settle(desk)
    assert visit.sheet.carried == ()
    assert len(visit.sheet.actions) == 1


def test_a_correction_is_not_asked_about_what_was_agreed_or_answered_later(visit, desk, form_of):
    """Version 2 of an old visit must not wait for answers that belong to the visits after it."""
    _put(desk, action(what="Label the pegs."))
    (carried,) = visit.sheet.carried
    partly = {"status": "PART", "reviewed_in_id": visit.id, "reviewed_on": "2026-10-06"}
    drafting.keep(desk, [*visit.write_up(), visit.type(carried, **partly)])
    signing.sign_visit(desk, visit.id)
    rec, _ = visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=3))
    later = form_of(rec)
    task = visits.blank_action(desk, rec, SCHOOL, who="SENCO")
    answers = [
        later.type(o, status="NOT_YET", reviewed_in_id=rec, reviewed_on="2026-10-09")
        for o in later.sheet.carried
    ]
    assert len(answers) == 2
    drafting.keep(desk, [*answers, later.type(task, what="Later.", by_when_on="2026-11-20")])
    drafting.settle(desk)
    assert visit.problems() == {}
    assert visit.sheet.carried == ()


# What blocks signing


def test_a_visit_that_is_written_up_can_be_signed(visit, desk):
    drafting.keep(desk, visit.write_up())
    drafting.settle(desk)
    assert visit.problems() == {}


def test_every_action_of_last_time_must_be_answered(visit, desk):
    _put(desk, action())
    drafting.keep(desk, visit.write_up())
    drafting.settle(desk)
    assert visit.problems() == {"status": "Say what became of this action"}
    (carried,) = visit.sheet.carried
    drafting.keep(desk, [visit.type(carried, status="PART", reviewed_in_id=visit.id)])
    drafting.settle(desk)
    assert visit.problems() == {}


def test_an_empty_visit_says_everything_it_lacks(visit):
    problems = visit.problems()
    assert problems["discussions"] == "Add what you talked about"
    assert problems["has_no_actions"] == "Add an action, or tick “No actions”"
    assert problems["ends_at"] == "Enter the end time"


def test_a_planning_visit_without_actions_says_why(visit, desk):
    drafts = visit.write_up()[:2]
    drafting.keep(desk, [*drafts, visit.type(visit.sheet.visit, has_no_actions=True)])
    drafting.settle(desk)
    assert list(visit.problems()) == ["no_actions_reason"]
    visit.drafts.clear()
    drafting.keep(desk, [visit.type(visit.sheet.visit, no_actions_reason="All in hand")])
    drafting.settle(desk)
    assert visit.problems() == {}


def _talk_about_the_pupil(visit, desk):
    _, talk, task = visit.write_up()
    drafting.keep(desk, [*visit.drafts.values()])
    named = {"subject": "PUPIL", "pupil_id": CHILD}
    drafting.keep(desk, [visit.type(_opened(talk), **named), task])
    drafting.settle(desk)


def _opened(draft):
    from stls_desktop.store.reading import Opened

    return Opened(draft.kind, draft.rec, draft.doc, {})


def test_a_named_pupil_needs_an_agreement_on_the_day_of_the_visit(visit, desk):
    _put(desk, pupil())
    _talk_about_the_pupil(visit, desk)
    assert list(visit.problems()) == ["pupil_id"]
    assert "no Agreement to Engage" in visit.problems()["pupil_id"]
    assert "Tobias" not in str(visit.problems())
    _put(desk, agreement())
    assert visit.problems() == {}


def test_an_agreement_withdrawn_or_expired_by_that_day_does_not_count(visit, desk):
    _put(desk, pupil())
    _talk_about_the_pupil(visit, desk)
    for over in (
        agreement(withdrawn_on=VISIT_DAY, withdrawn_by="Mother"),
        agreement(expires_on=VISIT_DAY - dt.timedelta(days=1)),
        agreement(signed_on=VISIT_DAY + dt.timedelta(days=1)),
        agreement(deleted=True),
    ):
        _put(desk, over)
        assert "pupil_id" in visit.problems(), over
    _put(desk, agreement())
    assert visit.problems() == {}


def test_an_agreement_to_photos_or_a_training_case_does_not_open_the_door(visit, desk):
    _put(desk, pupil())
    _talk_about_the_pupil(visit, desk)
    _put(desk, agreement(form="PHOTO_VIDEO"), agreement(number=2, form="TRAINING_CASE"))
    assert "pupil_id" in visit.problems()
    assert [p.has_agreement for p in visit.sheet.pupils] == [False]
    _put(desk, agreement(number=3, form="ISS"))
    assert visit.problems() == {}
    assert [p.has_agreement for p in visit.sheet.pupils] == [True]


def test_a_pupil_who_was_talked_about_and_moved_school_stays_on_the_sheet(visit, desk):
    _put(desk, pupil(), agreement())
    _talk_about_the_pupil(visit, desk)
    _put(desk, pupil(setting_id=an_id("setting", 2)))
    assert [p.id for p in visit.sheet.pupils] == [CHILD]


def test_the_list_of_pupils_shows_initials_and_who_has_agreed(visit, desk):
    _put(desk, pupil(), pupil(number=2, known_as="", legal_surname="Abel"), agreement())
    assert [(p.initials, p.has_agreement) for p in visit.sheet.pupils] == [
        ("T.A.", False),
        ("T.T.", True),
    ]


# Visits that did not happen


def test_a_visit_called_off_keeps_its_reason_and_counts_as_a_record(visit, desk):
    drafting.keep(desk, [visit.type(visit.sheet.visit, rating=3)])
    visits.call_off(
        desk, visit.id, status="NO_SHOW", by="SCHOOL", reason="STAFF_ABSENT", notice_hours=0
    )
    off = _get(desk, LinkVisit, visit.id)
    assert (off.status, off.called_off_by, off.notice_hours) == ("NO_SHOW", "SCHOOL", 0)
    assert visit.sheet.drafts == {}
    with desk.store.read() as read:
        change = read.unsent()[-1]
    group = ("called_off_by", "called_off_reason", "notice_hours", "status")
    assert {name: change.set[name] for name in group}["called_off_reason"] == "STAFF_ABSENT"


def test_what_was_typed_before_it_was_called_off_is_kept(visit, desk):
    talk = visits.blank_discussion(desk, visit.id, SCHOOL)
    half = visits.blank_action(desk, visit.id, SCHOOL)
    drafting.keep(
        desk,
        [
            visit.type(visit.sheet.visit, rating=3, status="IN_PROGRESS"),
            visit.type(talk, concern="Told at the gate that the SENCO is ill."),
            visit.type(half, who="SENCO"),
        ],
    )
    visits.call_off(desk, visit.id, status="NO_SHOW", by="SCHOOL", reason="STAFF_ABSENT")
    off = _get(desk, LinkVisit, visit.id)
    assert (off.status, off.rating) == ("NO_SHOW", 3)
    sheet = visit.sheet
    assert sheet.discussions[0].doc["concern"] == "Told at the gate that the SENCO is ill."
    assert set(sheet.drafts) == {half.rec}


def test_a_visit_called_off_does_not_use_up_a_visit(visit, desk, form_of):
    visits.call_off(desk, visit.id, status="CANCELLED", by="SCHOOL", reason="STAFF_ABSENT")
    later, _ = visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=7))
    assert form_of(later).sheet.number == 1


def test_its_actions_come_back_after_signing(visit, desk, form_of):
    drafting.keep(desk, visit.write_up())
    signing.sign_visit(desk, visit.id)
    later, _ = visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=40))
    sheet = form_of(later).sheet
    assert [o.doc["what"] for o in sheet.carried] == ["Timetables."]
    assert sheet.number == 2
    assert sheet.last_visit_on == VISIT_DAY
    with desk.store.read() as read:
        assert read.find(Action, status="OPEN")[0].visit_id == visit.id


def test_a_schools_page_counts_the_year_and_names_its_pupils_by_initials(desk):

    with desk.store.write() as work:
        work.put(pupil())
        work.put(agreement())
    visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=7))
    sheet = schools.school_sheet(desk, SCHOOL)
    assert sheet.planned == 1
    assert "next on 13 Oct" in sheet.year_words
    (child,) = sheet.pupils
    assert (child.initials, child.has_agreement) == ("T.T.", True)
