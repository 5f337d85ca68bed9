"""What is due: reviews, agreements that run out, and drafts that lack something."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.records.sensory import SensoryProfile
from stls_desktop.services import due
from stls_desktop.store.drafts import Draft
from tests.builders import (
    VISIT_DAY,
    a_record,
    agreement,
    an_id,
    case,
    equipment,
    physical_profile,
    placement,
    pupil,
    sensory_profile,
)

WEEK = dt.timedelta(days=7)


@pytest.fixture
def child(desk):
    put(desk, pupil())
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def told(desk, key):
    group = next((each for each in due.due(desk) if each.key == key), None)
    return [(line.what, line.is_late) for line in group.lines] if group else []


@pytest.mark.parametrize(
    ("days", "found"),
    [(-30, [("Review of the case", True)]), (7, [("Review of the case", False)]), (8, [])],
)
def test_a_review_is_due_a_week_before_and_late_after_its_day(child, days, found):
    put(child, case(next_review_on=VISIT_DAY + dt.timedelta(days=days)))
    assert told(child, "reviews") == found


def test_a_closed_case_owes_no_review(child):
    put(child, case(status="CLOSED", next_review_on=VISIT_DAY))
    assert told(child, "reviews") == []


def test_a_plans_reviews_are_due_while_it_runs(child):
    plan = {"mid_review_on": VISIT_DAY, "final_review_on": VISIT_DAY + 6 * WEEK}
    put(child, a_record("iss_plan", status="ACTIVE", **plan))
    assert told(child, "reviews") == [("Mid review of the plan", False)]
    put(child, a_record("iss_plan", status="DRAFT", **plan))
    assert told(child, "reviews") == []


def test_a_yearly_review_of_eligibility_is_due(child):
    profile = sensory_profile(
        natsip_on=VISIT_DAY - dt.timedelta(days=364), natsip_review_on=VISIT_DAY
    )
    assert isinstance(profile, SensoryProfile)
    put(child, profile)
    assert told(child, "reviews") == [("NatSIP review", False)]


def test_an_agreement_that_runs_out_is_told_while_somebody_is_at_work(child):
    put(child, agreement(expires_on=VISIT_DAY + WEEK))
    assert told(child, "agreements") == []
    put(child, case())
    assert told(child, "agreements") == [("LIFT referral runs out", False)]
    put(child, agreement(expires_on=VISIT_DAY - WEEK))
    assert told(child, "agreements") == [("LIFT referral has run out", True)]


def test_a_newer_agreement_takes_the_place_of_an_old_one(child):
    put(child, case(), agreement(expires_on=VISIT_DAY - WEEK))
    put(child, agreement(number=2, signed_on=VISIT_DAY - WEEK))
    assert told(child, "agreements") == []


def test_a_draft_says_what_it_lacks_and_whose_it_is_by_initials(child):
    rec = an_id("observation")
    draft = Draft(rec, "observation", rec, {}, {"pupil_id": an_id("pupil"), "lesson": ""})
    with child.store.write() as work:
        work.keep_draft(draft)
    (group,) = due.due(child)
    (line,) = group.lines
    assert line.what.startswith("Observation: ")
    assert line.who.startswith("T.T.")
    assert (line.pupil_id, line.rec) == (an_id("pupil"), rec)


def test_nothing_due_is_no_group(child):
    assert due.due(child) == ()
    assert due.count(child) == 0


# However much there is, and however long ago


@pytest.fixture
def few(monkeypatch):
    """Three lines of a group at first, so that a test needs no two hundred children."""
    monkeypatch.setattr(due, "MOST", 3)


def test_open_reviews_do_not_vanish_behind_closed_cases(child, few):
    long_ago = VISIT_DAY - 8 * WEEK
    put(child, *(case(number=n, status="CLOSED", next_review_on=long_ago) for n in range(2, 9)))
    put(child, case(next_review_on=VISIT_DAY))
    assert told(child, "reviews") == [("Review of the case", False)]


def test_more_than_a_screenful_is_counted_and_can_be_asked_for(child, few):
    put(child, *(case(number=n, next_review_on=VISIT_DAY - n * WEEK) for n in range(1, 8)))
    (group,) = due.due(child)
    assert (len(group.lines), group.count, group.more) == (3, 7, 4)
    assert group.lines[0].on == VISIT_DAY - 7 * WEEK
    (whole,) = due.due(child, {"reviews": 203})
    assert (len(whole.lines), whole.more) == (7, 0)
    assert due.count(child) == 7


@pytest.mark.parametrize("years", [2, 5])
def test_a_review_stays_due_however_long_ago_it_should_have_been(child, years):
    put(child, case(next_review_on=VISIT_DAY - years * dt.timedelta(days=365)))
    assert told(child, "reviews") == [("Review of the case", True)]


def test_a_case_whose_status_is_of_a_newer_release_owes_its_review(child):
    put(child, case(status="PAUSED_BY_PANEL", next_review_on=VISIT_DAY))
    assert told(child, "reviews") == [("Review of the case", False)]


def test_a_child_without_a_file_here_is_no_reason_to_hide_the_review(desk):
    put(desk, case(next_review_on=VISIT_DAY))
    (group,) = due.due(desk)
    assert group.lines[0].who == due.NOT_HERE


def test_an_extended_plan_is_reviewed_at_its_new_end(child):
    plan = {"status": "EXTENDED", "final_review_on": VISIT_DAY - WEEK}
    put(child, a_record("iss_plan", **plan, extended_to_on=VISIT_DAY + 8 * WEEK))
    assert told(child, "reviews") == []
    put(child, a_record("iss_plan", **plan, extended_to_on=VISIT_DAY))
    assert told(child, "reviews") == [("Final review of the plan", False)]


def test_eligibility_without_a_day_of_review_is_due_after_a_year(child):
    put(child, sensory_profile(natsip_on=VISIT_DAY - dt.timedelta(days=500)))
    assert told(child, "reviews") == [("NatSIP review", True)]


def test_a_newer_assessment_of_eligibility_takes_the_place_of_an_old_one(child):
    put(child, sensory_profile(natsip_on=VISIT_DAY - 70 * WEEK))
    put(child, sensory_profile(number=2, as_at_on=VISIT_DAY))  # says nothing of eligibility
    assert told(child, "reviews") == [("NatSIP review", True)]
    put(child, sensory_profile(number=2, natsip_on=VISIT_DAY - WEEK))
    assert told(child, "reviews") == []


def test_eligibility_is_not_reviewed_once_the_last_case_has_ended(child):
    put(child, sensory_profile(natsip_on=VISIT_DAY - 70 * WEEK), case(status="CLOSED"))
    assert told(child, "reviews") == []
    put(child, case(number=2))
    assert told(child, "reviews") == [("NatSIP review", True)]


def thing(key, due_on):
    return equipment(key=key, checked_on=None, check_due_on=due_on)


@pytest.mark.parametrize(
    ("days", "found"),
    [(-30, [("Check of equipment", True)]), (7, [("Check of equipment", False)]), (8, [])],
)
def test_a_check_of_equipment_is_due_by_the_earliest_day_of_the_newest_profile(child, days, found):
    earliest = VISIT_DAY + dt.timedelta(days=days)
    things = (thing("a", None), thing("b", VISIT_DAY + 70 * WEEK), thing("c", earliest))
    old = physical_profile(as_at_on=VISIT_DAY - WEEK, equipment=(thing("a", VISIT_DAY - WEEK),))
    put(child, old, physical_profile(number=2, equipment=things, peep_on=None))
    assert told(child, "reviews") == found
    put(child, case(status="CLOSED"))
    assert told(child, "reviews") == []


def test_a_plan_of_the_school_is_looked_at_again_after_a_year(child):
    year_old = VISIT_DAY - dt.timedelta(days=367)
    put(child, physical_profile(equipment=(), peep_on=VISIT_DAY, care_plan_on=year_old))
    assert told(child, "reviews") == [("A school’s plan is a year old", True)]


def note(desk, **changes):
    mine = {"author_id": desk.me.account, "status": "SHARED"}
    return a_record("modelling_note", **{**mine, **changes})


@pytest.mark.parametrize("weeks", [0, 5, 60])
def test_a_strategy_is_looked_at_again_however_long_ago_that_should_have_been(child, weeks):
    put(child, note(child, review_on=VISIT_DAY - weeks * WEEK))
    assert told(child, "reviews") == [("Look at a strategy again", weeks > 0)]


def test_the_next_note_about_the_same_adult_and_strategy_is_the_look(child):
    first = {"modelled_on": VISIT_DAY - 9 * WEEK, "review_on": VISIT_DAY - 8 * WEEK}
    later = {"modelled_on": VISIT_DAY - WEEK, "review_on": VISIT_DAY + 3 * WEEK}
    put(child, note(child, **first), note(child, number=2, **later, status="DRAFT"))
    assert told(child, "reviews") == [("Look at a strategy again", True)]
    put(child, note(child, number=2, **later, adult_name="Somebody Else"))
    assert told(child, "reviews") == [("Look at a strategy again", True)]
    put(child, note(child, number=2, **later))
    assert told(child, "reviews") == []


def test_a_colleagues_coaching_is_the_colleagues(child):
    put(child, note(child, author_id=an_id("account", 9), review_on=VISIT_DAY))
    assert told(child, "reviews") == []


# Agreements


@pytest.mark.parametrize("days", [41, 90, 800])
def test_an_agreement_that_ended_long_ago_is_told_while_the_case_is_open(child, days):
    put(child, case(), agreement(signed_on=dt.date(2023, 9, 1)))
    ended = VISIT_DAY - dt.timedelta(days=days)
    put(child, agreement(signed_on=dt.date(2023, 9, 1), expires_on=ended))
    assert told(child, "agreements") == [("LIFT referral has run out", True)]


def test_agreements_of_ended_cases_do_not_push_others_out(child, few):
    put(child, *(pupil(number=n) for n in range(2, 9)))
    for number in range(1, 9):
        child_id = an_id("pupil", number)
        ended = VISIT_DAY - number * dt.timedelta(days=1)
        put(child, agreement(number=number, pupil_id=child_id, expires_on=ended))
        status = "ACTIVE" if number == 1 else "CLOSED"
        put(child, case(number=number, pupil_id=child_id, status=status))
    assert told(child, "agreements") == [("LIFT referral has run out", True)]


def test_only_the_last_agreement_of_a_child_is_asked_for_again(child):
    put(child, case())
    for number, year in enumerate((2022, 2023, 2024), start=1):
        put(child, agreement(number=number, signed_on=dt.date(year, 9, 1)))
    (group,) = due.due(child)
    assert [line.on for line in group.lines] == [dt.date(2025, 9, 1)]


def test_a_permission_for_photos_runs_out_by_itself(child):
    put(child, case(), agreement())
    put(child, agreement(number=2, form="PHOTO_VIDEO", expires_on=VISIT_DAY + WEEK))
    photos = child.reference.label("agreement_form", "PHOTO_VIDEO")
    assert told(child, "agreements") == [(f"{photos} runs out", False)]


def test_a_change_of_school_ends_an_agreement_on_that_day(child):
    moved_on = VISIT_DAY - WEEK
    moved = placement(key="new", setting_id=an_id("setting", 2), from_on=moved_on, is_main=True)
    put(child, case(), agreement(), pupil(placements=(moved,)))
    (group,) = due.due(child)
    assert [(line.what, line.on) for line in group.lines] == [
        ("LIFT referral has run out", moved_on)
    ]


def test_what_a_family_withdrew_has_not_run_out(child):
    put(child, case(), agreement(signed_on=dt.date(2024, 9, 1)))
    put(child, agreement(number=2, signed_on=dt.date(2025, 9, 1), withdrawn_on=VISIT_DAY - WEEK))
    assert told(child, "agreements") == []


def test_one_that_will_be_withdrawn_still_holds(child):
    put(child, case(), agreement(expires_on=VISIT_DAY + WEEK, withdrawn_on=VISIT_DAY + WEEK))
    assert told(child, "agreements") == [("LIFT referral runs out", False)]


def test_an_unsigned_form_does_not_hide_that_the_old_one_has_run_out(child):
    put(child, case(), agreement(expires_on=VISIT_DAY - WEEK))
    put(child, agreement(number=2, signed_on=VISIT_DAY - WEEK, signed_by=()))
    assert told(child, "agreements") == [("LIFT referral has run out", True)]


def test_the_agreement_of_a_joined_file_counts_for_the_child(child):
    joined = a_record("pupil_merge")
    put(child, pupil(number=2), joined, case(pupil_id=joined.kept_id))
    ended = VISIT_DAY - 20 * WEEK
    put(
        child, agreement(pupil_id=joined.merged_id, signed_on=dt.date(2025, 1, 7), expires_on=ended)
    )
    assert told(child, "agreements") == [("LIFT referral has run out", True)]
    put(child, agreement(number=2, pupil_id=joined.kept_id))
    assert told(child, "agreements") == []
