"""Actions agreed in a record that is not a visit, by keyboard: added, kept, removed, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton

from stls_core.records import kind_named
from stls_core.records.visits import Action
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from tests.gui.screens.test_plain_records import wait_until_saved
from tests.gui.screens.test_pupil_file import begin, open_a_pupil

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def voice(app):
    page = open_a_pupil(app)
    begin(app, page, kind_named("observation").title)
    lesson = named(page, QLineEdit, "Lesson or place")
    app.hands.click(lesson)
    QTest.keyClicks(lesson, "Carpet")
    return page


def agree(app, words):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), words)


def actions(app):
    with app.desk.store.read() as read:
        return [a for a in read.find(Action) if a.of_kind == "observation"]


def test_a_line_is_one_key_and_belongs_to_the_child(app, voice):
    agree(app, "Move the seat.")
    wait_until_saved(voice)
    app.hands.click(named(voice, QPushButton, "Back to the pupil"))
    wait_for("the action", lambda: len(actions(app)) == 1, 10)
    (found,) = actions(app)
    assert found.what == "Move the seat."
    assert found.pupil_id
    assert found.setting_id
    assert found.who


def test_a_line_that_nobody_wrote_in_is_no_action(app, voice):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    wait_until_saved(voice)
    app.go(1)
    with app.desk.store.read() as read:
        assert [draft.kind for draft in read.drafts()] in ([], ["observation"])
    assert actions(app) == []


def test_a_line_that_was_removed_comes_back_with_undo(app, voice):
    agree(app, "Move the seat.")
    app.hands.click(all_named(voice, QLineEdit, "What")[0])
    app.hands.click(named(voice, QToolButton, "Remove this action"))
    assert all_named(voice, QLineEdit, "What") == []
    app.hands.click(named(voice, QPushButton, "Undo. The action was removed."))
    assert named(voice, QLineEdit, "What").text() == "Move the seat."
    wait_until_saved(voice)
