"""A record’s history: who changed what, which words differ, an earlier version put back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stls_core.records.observations import Observation
from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_core.wire import Row
from stls_desktop.services import history, records
from tests.builders import VISIT_DAY, a_record, agreement, an_id, pupil

CHILD = an_id("pupil")


@pytest.fixture
def seen(desk):
    """An observation, as it was first written."""
    with desk.store.write() as work:
        work.put(pupil())
        work.put(agreement())
        record = a_record("observation", observed_on=VISIT_DAY, lesson="Phonics")
        work.put(record)
    return record.id


def edit(desk, clock, rec, kind="observation", **fields):
    clock.go_on(minutes=10)
    with desk.store.write() as work:
        work.edit(kind, rec, fields)


def editions(desk, rec):
    page = history.history(desk, rec)
    return [each for each in page.editions if not each.is_signing]


def get(desk, record, rec):
    with desk.store.read() as read:
        return read.get(record, rec)


def test_each_change_says_who_when_and_which_words(desk, clock, seen):
    edit(desk, clock, seen, lesson="Phonics in a small group")
    changed, begun = editions(desk, seen)
    (field,) = changed.fields
    assert changed.who == desk.me.name
    assert field.label == "Lesson or place"
    assert [tuple(piece) for piece in field.pieces] == [
        ("kept", "Phonics"),
        ("new", " in a small group"),
    ]
    assert begun.what == "Written"


def test_codes_and_ids_are_told_in_words(desk, clock):
    plan = a_record("iss_plan", status="DRAFT")
    with desk.store.write() as work:
        work.put(plan)
    edit(desk, clock, plan.id, "iss_plan", status="ACTIVE")
    field = editions(desk, plan.id)[0].fields[0]
    assert field.after == desk.reference.label("plan_status", "ACTIVE")


def test_what_a_sync_brought_is_a_colleagues(desk, clock):
    row = {"id": "p9", "legal_forename": "Tova", "legal_surname": "Quince"}
    for seq, name in ((1, "Tova"), (2, "Tove")):
        doc = {**row, "legal_forename": name}
        ver = dict.fromkeys(doc, seq)
        pulled = Row(id="p9", seq=seq, kind="pupil", unit="p9", doc=doc, ver=ver)
        with desk.store.write() as work:
            work.inbox.take_page("f", "e", [pulled], seq)
    changed, _ = editions(desk, "p9")
    assert changed.who == "A colleague"
    assert changed.when.startswith("came with the sync of ")


def test_an_earlier_version_comes_back_as_a_new_edit(desk, clock, seen):
    edit(desk, clock, seen, lesson="Maths")
    edit(desk, clock, seen, lesson="Singing", adult_ratio="2 to 28")
    second = editions(desk, seen)[1]
    restored = history.restore(desk, seen, second.n, {"lesson"})
    now = get(desk, Observation, seen)
    assert (now.lesson, now.adult_ratio) == ("Maths", "2 to 28")
    assert len(editions(desk, seen)) == 4  # nothing that was is rewritten
    assert restored.changed.ids == {seen}
    with desk.store.read() as read:
        assert any(change.rec == seen and "lesson" in change.set for change in read.unsent())


def test_putting_back_can_be_undone(desk, clock, seen):
    edit(desk, clock, seen, lesson="Maths")
    restored = history.restore(desk, seen, history.FIRST, {"lesson"})
    history.take_back(desk, restored)
    assert get(desk, Observation, seen).lesson == "Maths"


def test_a_comparison_offers_only_what_would_come_back(desk, clock, seen):
    edit(desk, clock, seen, lesson="Maths")
    found = history.compare(desk, seen, history.FIRST)
    assert [(f.path, f.before, f.after) for f in found.fields] == [("lesson", "Phonics", "Maths")]


def test_a_state_is_never_put_back(desk, clock):
    plan = a_record("iss_plan", status="DRAFT")
    with desk.store.write() as work:
        work.put(plan)
    edit(desk, clock, plan.id, "iss_plan", status="ACTIVE", question="Another question?")
    history.restore(desk, plan.id, history.FIRST, {"status", "question"})
    now = get(desk, IssPlan, plan.id)
    assert (now.status, now.question) == ("ACTIVE", plan.question)


def test_a_version_that_could_not_be_kept_is_refused_in_words(desk, clock):
    with desk.store.write() as work:
        work.edit("pupil", CHILD, {"id": CHILD, "legal_forename": "Tova"})
    whole = {"legal_surname": "Quince", "born_on": "2018-01-02", "setting_id": an_id("setting")}
    edit(desk, clock, CHILD, "pupil", sen_provision="K", **whole)
    with pytest.raises(history.HistoryError, match="Nothing was changed"):
        history.restore(desk, CHILD, history.FIRST, set(whole))
    assert get(desk, Pupil, CHILD).legal_surname == "Quince"


def test_a_group_comes_back_as_a_whole(desk, clock):
    child = pupil(attendance_pct=91.0, suspensions=1, attendance_on=VISIT_DAY)
    with desk.store.write() as work:
        work.put(child)
    later = (VISIT_DAY + dt.timedelta(days=9)).isoformat()
    edit(desk, clock, CHILD, "pupil", attendance_pct=80.0, suspensions=3, attendance_on=later)
    history.restore(desk, CHILD, history.FIRST, {"attendance_pct"})
    now = get(desk, Pupil, CHILD)
    assert (now.attendance_pct, now.suspensions, now.attendance_on) == (91.0, 1, VISIT_DAY)


def test_a_deleted_record_is_listed_and_can_be_put_back(desk, seen):
    records.delete(desk, "observation", seen)
    (line,) = history.deleted_records(desk)
    assert line.rec == seen
    records.put_back(desk, "observation", seen)
    assert history.deleted_records(desk) == ()
    assert [each.what for each in editions(desk, seen)] == ["Put back", "Deleted", "Written"]


def test_a_long_history_is_read_a_page_at_a_time(desk, clock, seen):
    for number in range(history.PAGE + 3):
        edit(desk, clock, seen, lesson=f"Lesson {number}")
    first = history.history(desk, seen)
    rest = history.history(desk, seen, offset=history.PAGE)
    assert (len(first.editions), first.has_more) == (history.PAGE, True)
    assert (len(rest.editions), rest.has_more) == (4, False)


def test_what_is_older_than_ninety_days_is_let_go(desk, clock, seen):
    edit(desk, clock, seen, lesson="Maths")
    clock.go_on(days=91)
    assert history.forget_old(desk) == 1
    (begun,) = editions(desk, seen)
    assert not begun.may_restore


def test_the_history_of_a_record_that_is_not_here_is_none(desk):
    assert history.history(desk, "nobody") is None


WORDS = st.sampled_from(["Phonics", "Maths", "Singing", "PE", "<b>“x”</b>", "née 🦊", "\u202eabc"])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, min_size=2, max_size=6), st.data())
def test_any_version_can_be_reached_again(desk, clock, lessons, data):
    rec = desk.new_id()
    with desk.store.write() as work:
        work.put(a_record("observation", lesson=lessons[0], id=rec, observed_on=VISIT_DAY))
    known = {history.FIRST: lessons[0]}
    for lesson in lessons[1:]:
        edit(desk, clock, rec, lesson=lesson)
        known.setdefault(editions(desk, rec)[0].n, lesson)
    n = data.draw(st.sampled_from(sorted(known)))
    history.restore(desk, rec, n, {"lesson"})
    assert get(desk, Observation, rec).lesson == known[n]
