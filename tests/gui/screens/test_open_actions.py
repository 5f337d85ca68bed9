"""Open actions are answered where they are met: on the pupil's page, the school's, from Today."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from stls_core.records.pupils import Pupil
from stls_core.records.visits import Action
from stls_desktop.gui.screens.open_actions import AT_FIRST, OpenAction, OverdueScreen
from stls_desktop.gui.tour.hands import named, wait_for

WHAT = "Laminate the cards."


@pytest.fixture
def owed(app):
    """An action about a child that was due long ago."""
    with app.desk.store.write() as work:
        child = work.find(Pupil)[0]
        work.put(
            Action(
                id=app.desk.new_id(),
                of_id=child.id,
                of_kind="observation",
                setting_id=child.setting_id,
                pupil_id=child.id,
                what=WHAT,
                who="SENCO",
                by_when_on=app.desk.today() - dt.timedelta(days=600),
            )
        )
    return child


def line_of(page):
    def is_it(line):
        return line.isVisible() and WHAT in line.outcome.accessibleName()

    wait_for("the action", lambda: [x for x in page.findChildren(OpenAction) if is_it(x)], 10)
    return next(x for x in page.findChildren(OpenAction) if is_it(x))


def the_action(app):
    with app.desk.store.read() as read:
        return next(a for a in read.find(Action) if a.what == WHAT)


def on_pupil(app, owed):
    page = app.go(3)
    page.open_pupil(owed.id)
    app.rest()
    return page


@pytest.mark.parametrize(("key", "status"), [("d", "DONE"), ("p", "PART"), ("n", "NOT_YET")])
def test_one_key_answers_on_the_pupils_page_and_undo_takes_it_back(app, owed, key, status):
    page = on_pupil(app, owed)
    line_of(page).outcome.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), key)
    app.rest()
    assert the_action(app).status == status
    offered = (b for b in page.findChildren(QPushButton) if b.text() == "Undo" and b.isVisible())
    app.hands.click(next(offered))
    app.rest()
    assert the_action(app).status == "OPEN"
    assert line_of(page)


def test_dropping_asks_why_first(app, owed):
    page = on_pupil(app, owed)
    line_of(page).outcome.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "x")
    assert the_action(app).status == "OPEN"
    app.hands.click(named(page, QPushButton, "Drop it"))
    assert the_action(app).status == "OPEN"
    why = named(page, QLineEdit, "Why was it dropped?")
    app.hands.click(why)
    QTest.keyClicks(why, "He moved.")
    QTest.keyClick(why, Qt.Key.Key_Return)
    app.rest()
    assert (the_action(app).status, the_action(app).outcome_note) == ("DROPPED", "He moved.")


def test_a_change_from_elsewhere_leaves_the_reason_that_is_being_typed(app, owed):
    page = on_pupil(app, owed)
    line_of(page).outcome.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "x")
    QTest.keyClicks(QApplication.focusWidget(), "He moved")
    with app.desk.store.write() as work:
        action = next(a for a in work.find(Action) if a.what == WHAT)
        work.put(structs.replace(action, by_when_on=app.desk.today()))
        work.put(structs.replace(action, id=app.desk.new_id(), what="Cut out the cards."))
    app.shell.bench.bus.publish(work.changed)
    app.rest()
    assert [x for x in page.findChildren(OpenAction) if "Cut out" in x.outcome.accessibleName()]
    QTest.keyClicks(QApplication.focusWidget(), " away.")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    app.rest()
    assert (the_action(app).status, the_action(app).outcome_note) == (
        "DROPPED",
        "He moved away.",
    )


def test_an_action_is_answered_on_the_schools_page(app, owed):
    page = app.go(2)
    page.open_school(owed.setting_id)
    app.rest()
    line_of(page).outcome.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "d")
    app.rest()
    assert the_action(app).status == "DONE"


def test_today_says_what_is_overdue_and_leads_to_it(app, owed):
    page = app.go(2)
    page = app.go(1)
    page.reload()
    app.rest()
    assert page.overdue.text().endswith("overdue")
    app.hands.click(page.overdue)
    app.rest()
    assert any(s.isVisible() for s in page.findChildren(OverdueScreen))
    line_of(page).outcome.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "d")
    app.rest()
    assert the_action(app).status == "DONE"


def test_many_are_shown_a_few_at_a_time_and_one_key_shows_the_rest(app, owed):
    with app.desk.store.write() as work:
        action = next(a for a in work.find(Action) if a.what == WHAT)
        for number in range(AT_FIRST + 3):
            more = structs.replace(action, id=app.desk.new_id(), what=f"Cut out card {number}.")
            work.put(more)
    page = on_pupil(app, owed)
    lines = lambda: [x for x in page.findChildren(OpenAction) if x.isVisible()]  # noqa: E731
    wait_for("the actions", lambda: len(lines()) == AT_FIRST)
    with app.desk.store.read() as read:
        count = len(read.find(Action, pupil_id=owed.id, status=("OPEN", "PART", "NOT_YET")))
    more = named(page, QPushButton, f"Show {count - AT_FIRST} more")
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Space)
    wait_for("all of them", lambda: len(lines()) == count)
    assert not more.isVisible()
    assert QApplication.focusWidget() in lines()[AT_FIRST].findChildren(QPushButton)
