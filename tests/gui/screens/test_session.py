"""A session in two minutes: what was done, what was seen, a mark by one key, practice."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from stls_core.records.modelling import ModellingNote
from stls_core.records.plans import IssPlan, IssSession, Target
from stls_core.records.visits import Action
from stls_desktop.gui.screens.session import SessionScreen
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from tests.gui.screens.test_plain_records import wait_until_saved
from tests.gui.screens.test_pupil_file import open_a_pupil

NOTE = "Write the modelling note"


@pytest.fixture
def page(app):
    return open_a_pupil(app)


@pytest.fixture
def plan(app):
    """A running plan of the demo with a TME target, whose time holds today."""
    today = app.desk.today()
    with app.desk.store.read() as read:
        for found in read.find(IssPlan, status="ACTIVE"):
            targets = read.find(Target, plan_id=found.id)
            if found.starts_on <= today <= found.ends_on and targets[0].scale == "TME":
                return found
    pytest.fail("the demo has no running plan")


@pytest.fixture
def session(app, page, plan):
    """A new session of today, open on the screen."""
    page.begin_child(plan.pupil_id, plan.id, "iss_session")
    app.rest()
    return shown(page)


def shown(page):
    wait_for("the session", lambda: [s for s in found(page) if s.isVisible()], 10)
    return next(s for s in found(page) if s.isVisible())


def found(page):
    return page.findChildren(SessionScreen)


def keys(words):
    QTest.keyClicks(QApplication.focusWidget(), words)


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def stored(app, rec):
    with app.desk.store.read() as read:
        return read.get(IssSession, rec)


def test_what_we_did_response_marks_and_practice_follow_each_other_by_tab(app, session, plan):
    keys("Showed the card.")
    press(Qt.Key.Key_Tab)
    keys("He pointed to it.")
    press(Qt.Key.Key_Tab)
    keys("5")
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is named(session, QPlainTextEdit, "Until next time")
    keys("The card in every lesson.")
    wait_until_saved(session)
    app.go(1)
    held = stored(app, session.rec)
    assert (held.what_we_did, held.pupil_response) == ("Showed the card.", "He pointed to it.")
    assert [mark.value for mark in held.progress] == [5.0]
    assert held.practice == "The card in every lesson."
    assert held.status == "DONE"  # what was written up has taken place
    assert {each.name for each in held.staff} == {each.name for each in plan.coached}
    assert held.target_ids


def test_a_mark_is_told_with_where_the_target_stood(session):
    words = [each.text() for each in session.findChildren(type(session.window_words))]
    assert any(each.startswith("Began at 3") for each in words)


def test_the_days_of_the_plan_are_in_view_and_a_day_outside_is_told_at_the_field(
    app, session, plan
):
    assert "The plan runs from" in session.window_words.text()
    day = named(session, QLineEdit, "Date")
    app.hands.click(day)
    day.selectAll()
    late = plan.ends_on + dt.timedelta(days=1)
    keys(f"{late:%d/%m/%y}")
    press(Qt.Key.Key_Tab)
    session.keeper.settle()
    wait_for("the words", lambda: session.form.boxes["held_on"].problem, 10)
    assert "The plan ends on" in session.form.boxes["held_on"].problem
    assert stored(app, session.rec) is None


def test_a_session_is_called_off_in_one_step(app, session):
    app.hands.click(named(session, QPushButton, "Call off"))
    keys("T")  # the school
    press(Qt.Key.Key_Tab)
    keys("N")  # no cover
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    app.rest()
    held = stored(app, session.rec)
    assert held.status == "CANCELLED"
    assert (held.called_off_by, held.called_off_reason) == ("SETTING", "NO_COVER")
    assert not all_named(session, QPushButton, "Child absent")


def test_who_and_why_are_asked_before_a_session_is_called_off(app, session):
    app.hands.click(named(session, QPushButton, "Call off"))
    app.hands.click(named(session, QPushButton, "Record it as called off"))
    assert session.form.control("status").value() == "PLANNED"
    assert session._call_off._by_box.problem == "Choose who called it off"


def test_an_absent_child_is_one_press_and_no_note_is_asked_for(app, session):
    app.hands.click(named(session, QPushButton, "Modelling"))
    assert named(session, QPushButton, NOTE)
    app.hands.click(named(session, QPushButton, "Child absent"))
    app.rest()
    assert stored(app, session.rec).status == "PUPIL_ABSENT"
    assert not all_named(session, QPushButton, NOTE)


def test_a_note_of_modelling_begins_with_plan_session_target_adult_and_strategy(
    app, page, session, plan
):
    app.hands.click(named(session, QPushButton, "Modelling"))
    app.hands.click(named(session, QPushButton, NOTE))
    app.rest()
    context = named(page, QPlainTextEdit, "Lesson, group, room")
    app.hands.click(context)
    keys("Literacy.")
    wait_until_saved(page)
    app.go(1)
    with app.desk.store.read() as read:
        (note,) = read.find(ModellingNote, session_id=session.rec)
    assert note.plan_id == plan.id
    assert note.target_id
    assert note.adult_name == plan.coached[0].name
    assert note.strategy == plan.strategies[0]
    assert (note.stage, note.modelled_on) == ("MODEL", app.desk.today())


def test_what_was_agreed_before_is_answered_by_one_key(app, page, plan):
    with app.desk.store.write() as work:
        work.put(
            Action(
                id=app.desk.new_id(),
                of_id=plan.id,
                of_kind="iss_plan",
                setting_id=plan.setting_id,
                pupil_id=plan.pupil_id,
                what="Laminate the cards.",
                who="SENCO",
                by_when_on=app.desk.today() - dt.timedelta(days=400),
            )
        )
    page.begin_child(plan.pupil_id, plan.id, "iss_session")
    app.rest()
    screen = shown(page)
    line = screen._holders[0]._waiting[0]
    line.outcome.setFocus()
    keys("d")
    app.hands.click(named(screen, QPlainTextEdit, "What we did"))
    keys("Cards.")
    wait_until_saved(screen)
    app.go(1)
    with app.desk.store.read() as read:
        (action,) = (a for a in read.find(Action) if a.what == "Laminate the cards.")
    assert (action.status, action.reviewed_in_id) == ("DONE", screen.rec)
