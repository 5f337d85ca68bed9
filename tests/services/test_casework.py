"""A pupil's file: everything about one child, newest first, and beginnings with what is known."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.records import kind_named
from stls_desktop.services import casework, drafting
from stls_desktop.store.drafts import Draft
from tests.builders import VISIT_DAY, a_record, action, agreement, an_id, pupil

CHILD = an_id("pupil")


@pytest.fixture
def child(desk):
    put(desk, pupil(), agreement())
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def kinds(moments):
    return [moment.kind for moment in moments]


def test_the_timeline_is_newest_first_over_all_kinds(child):
    put(
        child,
        a_record("observation", observed_on=VISIT_DAY),
        a_record("assessment", assessed_on=VISIT_DAY + dt.timedelta(days=5)),
        a_record("pupil_voice", gathered_on=VISIT_DAY + dt.timedelta(days=1)),
    )
    found = casework.timeline(child, CHILD)
    assert kinds(found)[:3] == ["assessment", "pupil_voice", "observation"]
    assert [moment.day for moment in found] == sorted((m.day for m in found), reverse=True)


def test_a_test_is_named_in_words_and_never_by_its_code(child):
    put(child, a_record("assessment"))
    (moment,) = casework.timeline(child, CHILD, kind="assessment")
    assert moment.words == "BPVS-3: Vocabulary 82 below average"
    assert moment.state == "Draft"


def test_a_page_goes_on_where_the_one_before_ended(child):
    for number in range(1, 8):
        day = VISIT_DAY + dt.timedelta(days=number)
        put(child, a_record("assessment", number=number, assessed_on=day))
    first = casework.timeline(child, CHILD, kind="assessment", limit=4)
    second = casework.timeline(child, CHILD, kind="assessment", offset=4, limit=4)
    days = [moment.day for moment in (*first, *second)]
    assert len(first) == 4
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == 7


def test_what_was_only_begun_stands_on_top_and_can_be_opened_again(child):
    sheet = casework.begin(child, kind_named("observation"), CHILD)
    typed = {**sheet.opened.doc, "focus_question": "What helps?"}
    with child.store.write() as work:
        rec = sheet.opened.rec
        work.keep_draft(Draft(rec, "observation", rec, {}, typed))
    drafting.settle(child)
    top = casework.timeline(child, CHILD)[0]
    assert (top.rec, top.is_unfinished, top.state) == (sheet.opened.rec, True, "Not finished")


def test_another_childs_records_are_not_in_the_file(child):
    put(child, a_record("assessment", pupil_id=an_id("pupil", 2)))
    assert casework.timeline(child, CHILD, kind="assessment") == ()


def test_a_file_that_was_joined_is_read_as_one_and_parted_again_when_undone(child):
    put(child, a_record("assessment", pupil_id=an_id("pupil", 2)), a_record("pupil_merge"))
    assert kinds(casework.timeline(child, CHILD, kind="assessment")) == ["assessment"]
    put(child, a_record("pupil_merge", undone_on=VISIT_DAY))
    assert casework.timeline(child, CHILD, kind="assessment") == ()


def test_beginning_fills_in_school_day_agreement_and_author(child):
    doc = casework.begin(child, kind_named("pupil_voice"), CHILD).opened.doc
    assert doc["pupil_id"] == CHILD
    assert doc["gathered_on"] == child.today().isoformat()
    assert doc["scribed_by"] == child.me.name
    plan = casework.begin(child, kind_named("iss_plan"), CHILD).opened.doc
    assert plan["setting_id"] == pupil().setting_id
    assert plan["agreement_id"] == agreement().id
    assert "starts_on" not in plan  # a plan starts when everybody has agreed, not today


def test_the_running_plan_shows_each_target_from_baseline_to_now(child):
    put(child, a_record("iss_plan", status="ACTIVE"), a_record("target", achieved=7.0))
    plan = casework.pupil_file(child, CHILD).plan
    (target,) = plan.targets
    assert (target.baseline, target.now, target.expected) == (3.0, 7.0, 7.0)
    assert target.result == "As expected"


def test_a_closed_plan_is_not_the_current_one(child):
    put(child, a_record("iss_plan", status="CLOSED"))
    assert casework.pupil_file(child, CHILD).plan is None


def test_open_actions_of_every_record_stand_in_the_file(child):
    put(child, action(pupil_id=CHILD), action(number=2, pupil_id=CHILD, status="DONE"))
    assert [each.id for each in casework.pupil_file(child, CHILD).actions] == [an_id("action")]


def test_a_teacher_is_chosen_by_name_and_oneself_comes_first(child):
    (code, name), *_ = casework.choices(child, CHILD)["lead_teacher_id"]
    assert (code, name) == (child.me.account, child.me.name)


def test_a_plan_lists_its_targets_and_sessions_and_begins_the_next_of_each(child):
    put(child, a_record("iss_plan"), a_record("target"), a_record("iss_session"))
    plan = kind_named("iss_plan")
    found = {each.kind: each for each in casework.children(child, plan, an_id("iss_plan"))}
    assert set(found) == {"target", "iss_session"}
    assert found["iss_session"].title == "ISS sessions"
    assert [moment.rec for moment in found["target"].moments] == [an_id("target")]
    begun = casework.begin_child(child, kind_named("iss_session"), an_id("iss_plan")).opened.doc
    assert begun["plan_id"] == an_id("iss_plan")
    assert begun["pupil_id"] == CHILD
    assert begun["number"] == 2


def test_nothing_begins_below_a_record_that_is_gone(child):
    assert casework.begin_child(child, kind_named("target"), an_id("iss_plan", 9)) is None


FORTY = " ".join(["ON_A"] * 18 + ["T"] * 22)


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        (FORTY, "On task: 45 % of 40 slots · Literacy on the carpet"),
        (
            " ".join(["ON_A"] * 12),
            "On task: n = 12, too few for a percentage (20 needed) · Literacy on the carpet",
        ),
        ("", "Literacy on the carpet"),
    ],
)
def test_the_timeline_tells_a_time_sample_with_its_n(child, slots, words):
    put(child, a_record("observation", observed_on=VISIT_DAY, slots=slots))
    found = casework.timeline(child, CHILD)
    assert [each.words for each in found if each.kind == "observation"] == [words]
