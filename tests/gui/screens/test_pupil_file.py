"""A pupil's page, driven as a teacher does: read the file, begin a record, find it on top."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from stls_core.records import kind_named
from stls_core.records.observations import Observation
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.row_list import RowList
from tests.gui.screens.test_plain_records import wait_until_saved


def open_a_pupil(app):
    page = app.go(3)
    app.choose_row(page, "Pupils")
    wait_for("the file", lambda: page.findChildren(QPushButton, "") and rows(page), 10)
    return page


def rows(page):
    role = Qt.ItemDataRole.AccessibleTextRole
    found = named(page, RowList, "Timeline")
    return [str(found.model().index(n, 0).data(role)) for n in range(found.count())]


def begin(app, page, title):
    app.hands.click(named(page, QPushButton, title))
    app.rest()


def test_an_observation_that_was_begun_stands_on_top_of_the_timeline(app):
    page = open_a_pupil(app)
    begin(app, page, kind_named("observation").title)
    line = named(page, QLineEdit, "Lesson or place")
    app.hands.click(line)
    QTest.keyClicks(line, "Literacy behind the piano")
    wait_until_saved(page)
    app.hands.click(named(page, QPushButton, "Back to the pupil"))
    wait_for(
        "the line", lambda: any("Literacy behind the piano" in each for each in rows(page)), 10
    )
    app.rest()
    with app.desk.store.read() as read:
        found = [
            each for each in read.find(Observation) if each.lesson == "Literacy behind the piano"
        ]
    assert len(found) == 1


def test_a_record_of_the_timeline_opens_with_enter_and_leads_back(app):
    page = open_a_pupil(app)
    timeline = named(page, RowList, "Timeline")
    timeline.setFocus()
    timeline.setCurrentIndex(timeline.model().index(0, 0))
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    app.rest()
    app.hands.click(named(page, QPushButton, "Back to the pupil"))
    app.rest()
    assert rows(page)


def test_the_timeline_shows_one_kind_when_asked(app):
    page = open_a_pupil(app)
    begin(app, page, kind_named("pupil_voice").title)
    words = named(page, QPlainTextEdit, "In the child's words")
    app.hands.click(words)
    QTest.keyClicks(words, "I like pictures.")
    wait_until_saved(page)
    app.hands.click(named(page, QPushButton, "Back to the pupil"))
    wait_for("the line", lambda: any("Pupil voice" in each for each in rows(page)), 10)
    assert not any("I like pictures." in each for each in rows(page))  # nobody said yes to a quote
    show = named(page, QComboBox, "Show")
    show.setFocus()
    QTest.keyClicks(show, "Pupil v")
    wait_for("one kind", lambda: rows(page) and all("voice" in each for each in rows(page)), 10)


def test_a_session_that_is_added_to_a_plan_leads_back_to_it(app):
    page = open_a_pupil(app)
    begin(app, page, kind_named("iss_plan").title)
    words = named(page, QPlainTextEdit, "Question")
    app.hands.click(words)
    QTest.keyClicks(words, "How can he begin alone?")
    wait_until_saved(page)
    app.hands.click(named(page, QPushButton, "Add a session"))
    app.rest()
    did = named(page, QPlainTextEdit, "What we did")
    app.hands.click(did)
    QTest.keyClicks(did, "Watched literacy.")
    wait_until_saved(page)
    app.hands.click(named(page, QPushButton, "Back"))
    wait_for("the plan", lambda: named(page, QPlainTextEdit, "Question"), 10)
    assert named(page, QPlainTextEdit, "Question").toPlainText() == "How can he begin alone?"
