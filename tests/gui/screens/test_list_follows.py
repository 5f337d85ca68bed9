"""The list beside a screen shows where one is, from wherever it was asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_desktop.gui.screens.plan import PlanScreen
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.tour.hands import named
from tests.gui.screens.test_plain_records import type_into
from tests.gui.screens.test_search import read, search


def go_to_hit(app, words, pick_id):
    picker = search(app, words)
    while picker.picks()[0].pick_id != pick_id:
        msg = f"{words} leads elsewhere first"
        raise AssertionError(msg)
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    app.rest()


def test_a_pupil_from_search_is_chosen_in_the_list_also_before_the_list_was_read(app):
    first, second = read(app, Pupil)[3:5]
    for child in (first, second):
        go_to_hit(app, f"{child.legal_forename} {child.legal_surname}", f"pupil|{child.id}")
        assert app.window.page("pupils").list.current_id() == child.id


def test_a_record_opened_from_elsewhere_moves_the_choice_to_its_pupil(app):
    page = app.go(3)
    app.choose_row(page, "Pupils")
    chosen = page.list.current_id()
    plan = next(p for p in read(app, IssPlan) if p.pupil_id != chosen)
    page.open_record(plan.pupil_id, plan.id)  # as a line of Today, or a session, asks for it
    app.rest()
    assert page.list.current_id() == plan.pupil_id
    assert isinstance(page.detail(), PlanScreen)


def test_a_school_from_search_is_chosen_in_the_list(app):
    school = read(app, Setting)[4]
    go_to_hit(app, school.name, f"setting|{school.id}")
    assert app.window.page("schools").list.current_id() == school.id


def test_a_choice_that_the_filter_hides_comes_back_with_its_row(app):
    page = app.go(3)
    app.choose_row(page, "Pupils", 2)
    chosen = page.list.current_id()
    page.filter.setFocus()
    QTest.keyClicks(page.filter, "zzzz")
    assert page.list.current_id() is None
    page.filter.clear()
    assert page.list.current_id() == chosen


def test_passing_the_list_with_tab_leaves_a_new_pupil_open(app):
    page = app.go(3)
    app.hands.click(named(page, QPushButton, "New pupil"))
    app.rest()
    begun = page.detail()
    page.list.setFocus(Qt.FocusReason.TabFocusReason)
    app.rest()
    assert QApplication.focusWidget() is page.list
    assert page.list.currentIndex().isValid()
    assert isinstance(begun, RecordScreen)
    assert page.detail() is begun


def test_a_new_pupil_leads_on_to_the_page_where_work_begins(app):
    page = app.go(3)
    app.hands.click(named(page, QPushButton, "New pupil"))
    app.rest()
    onward = named(page, QPushButton, "To the pupil’s page")
    onward.setFocus()
    QTest.keyClick(onward, Qt.Key.Key_Space)
    app.rest()
    assert QApplication.focusWidget() is named(page, QLineEdit, "Legal first name")
    for name, words in (("Legal first name", "Ansel"), ("Legal surname", "Quorn")):
        type_into(app, page, name, words)
    type_into(app, page, "Date of birth", "3/11/2019")
    for name in ("School", "SEN provision"):
        choice = named(page, QComboBox, name)
        choice.setFocus()
        QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(onward, Qt.Key.Key_Space)
    app.rest()
    assert named(page, QPushButton, "ISS plan").isVisible()
