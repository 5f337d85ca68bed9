"""The history of a record on its own screen: open, read, put back, undo, go on typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton

from stls_core.records.observations import Observation
from stls_desktop.gui.screens.history import HistoryDialog
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.word_differences import WordDifferences
from tests.gui.screens.test_plain_records import wait_until_saved

LESSON = "Literacy behind the piano"


@pytest.fixture
def observed(app, clock):
    """An observation of the demo whose place was written twice, with its screen open."""
    with app.desk.store.read() as read:
        found = read.find(Observation)[0]
    page = app.go(3)
    page.open_record(found.pupil_id, found.id)
    app.rest()
    write(app, page, LESSON)
    clock.go_on(minutes=20)
    write(app, page, LESSON + " in a small group")
    return page


def write(app, page, words):
    line = named(page, QLineEdit, "Lesson or place")
    app.hands.click(line)
    line.selectAll()
    QTest.keyClicks(line, words)
    wait_until_saved(page)
    page.detail().keeper.settle()
    app.rest()


def open_history(app):
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    app.rest()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, HistoryDialog)
    return dialog


def changes(dialog):
    rows = named(dialog, RowList, "Changes")
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(rows.model().index(n, 0).data(role)) for n in range(rows.count())]


def choose(app, dialog, place):
    rows = named(dialog, RowList, "Changes")
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(place, 0))
    app.rest()


def lesson(app):
    with app.desk.store.read() as read:
        return [o.lesson for o in read.find(Observation) if o.lesson.startswith(LESSON)]


def test_the_words_that_differ_are_told_without_colour(app, observed):
    dialog = open_history(app)
    told = changes(dialog)
    assert len(told) == 3
    assert app.desk.me.name in told[0]
    marks = dialog.findChildren(WordDifferences)
    assert [mark.accessibleName() for mark in marks] == ["added “in a small group”"]
    assert "<u " in marks[0].text()
    dialog.close()


def test_an_earlier_version_is_put_back_and_the_form_shows_it(app, observed):
    dialog = open_history(app)
    choose(app, dialog, 1)
    app.hands.click(named(dialog, QPushButton, "Restore this version…"))
    app.rest()
    assert dialog.findChild(QCheckBox).isChecked()
    app.hands.click(named(dialog, QPushButton, "Put back"))
    app.rest()
    assert lesson(app) == [LESSON]
    assert len(changes(dialog)) == 4
    assert named(observed, QLineEdit, "Lesson or place").text() == LESSON
    app.hands.click(
        named(dialog.undo, QPushButton, "Undo. Put back as a new change; nothing was lost.")
    )
    app.rest()
    assert lesson(app) == [LESSON + " in a small group"]
    dialog.close()
    app.rest()
    write(app, observed, LESSON + " again")  # and what is typed next is kept like any other
    assert lesson(app) == [LESSON + " again"]


def test_nothing_ticked_puts_nothing_back(app, observed):
    dialog = open_history(app)
    choose(app, dialog, 1)
    app.hands.click(named(dialog, QPushButton, "Restore this version…"))
    app.rest()
    tick = dialog.findChild(QCheckBox)
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    app.hands.click(named(dialog, QPushButton, "Put back"))
    app.rest()
    assert lesson(app) == [LESSON + " in a small group"]
    dialog.close()


def test_a_record_that_is_only_begun_says_that_its_history_is_to_come(app):
    page = app.go(3)
    app.hands.click(named(page, QPushButton, "New pupil"))
    app.rest()
    line = named(page, QLineEdit, "Legal first name")
    app.hands.click(line)
    QTest.keyClicks(line, "Tova")
    wait_until_saved(page)
    dialog = open_history(app)
    assert "Its history starts once it can be kept" in dialog.banner.accessibleName()
    dialog.close()


def test_the_visit_has_a_history_too(app):
    page = app.go(1)
    app.choose_row(page, "Today")
    wait_for("the visit", lambda: page.detail() is not None)
    dialog = open_history(app)
    assert changes(dialog)
    dialog.close()


def test_with_no_record_open_it_says_what_to_do(app):
    app.go(4)
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    app.rest()
    box = QApplication.activeModalWidget()
    assert box is not None
    assert "No record is open" in box.windowTitle()
    box.close()
