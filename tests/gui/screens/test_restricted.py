"""A restricted case stands behind a door; a reason opens it, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from stls_core.records.access import AccessEntry
from stls_core.records.cases import Case
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.case import CaseScreen
from stls_desktop.gui.screens.restricted_door import RestrictedDoor
from stls_desktop.gui.tour.hands import named, wait_for
from tests.gui.screens.test_visit import found, type_here

SECRET = "Where the grandmother lives"


@pytest.fixture
def case(app):
    """A case of a colleague's, restricted."""
    pupil = found(app, Pupil, order_by=("legal_surname", "legal_forename"))[0]
    colleague = app.desk.new_id()
    chosen = Case(
        id=app.desk.new_id(),
        author_id=colleague,
        lead_teacher_id=colleague,
        pupil_id=pupil.id,
        opened_on=app.desk.today(),
        source="LIFT",
        tier="2",
        question=SECRET,
        sensitivity="RESTRICTED",
    )
    with app.desk.store.write() as work:
        work.put(chosen)
    return chosen


def words_on(screen):
    return " ".join(each.text() for each in screen.findChildren(QLabel) if each.isVisible())


def open_file(app, case):
    page = app.go(3)
    page.open_pupil(case.pupil_id)
    app.rest()
    return page


def titles(page):
    rows = page.detail().list
    model = rows.model()
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def open_case(app, page, case):
    page.open_record(case.pupil_id, case.id)
    wait_for("the door", lambda: isinstance(page.detail(), RestrictedDoor), 10)
    app.rest()
    return page.detail()


def test_the_file_says_that_it_is_there_and_nothing_of_it(app, case):
    page = open_file(app, case)
    assert "Restricted" in titles(page)
    assert SECRET not in " ".join(titles(page))
    place = titles(page).index("Restricted")
    app.hands.click_row(page.detail().list, place)
    QTest.keyClick(page.detail().list, Qt.Key.Key_Return)
    wait_for("the door", lambda: isinstance(page.detail(), RestrictedDoor), 10)


def test_a_reason_opens_it_by_keyboard_and_is_shown_on_the_case(app, case):
    page = open_file(app, case)
    door = open_case(app, page, case)
    assert QApplication.focusWidget() is door.reason
    assert SECRET not in words_on(door)
    QTest.keyClick(door.reason, Qt.Key.Key_Return)
    app.rest()
    assert "Say why" in words_on(door)
    assert found(app, AccessEntry) == ()
    type_here("The lead teacher is ill today")
    QTest.keyClick(door.reason, Qt.Key.Key_Return)
    wait_for("the case", lambda: isinstance(page.detail(), CaseScreen), 10)
    app.rest()
    assert named(page.detail(), QPlainTextEdit, "Question").value() == SECRET
    assert "The lead teacher is ill today" in words_on(page.detail())


def test_back_leads_to_the_pupil(app, case):
    page = open_file(app, case)
    door = open_case(app, page, case)
    app.hands.click(named(door, QPushButton, "Back to the pupil"))
    wait_for("the file", lambda: not isinstance(page.detail(), RestrictedDoor), 10)
    assert found(app, AccessEntry) == ()
