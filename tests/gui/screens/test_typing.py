"""Typing into a visit: safe by itself, and found again where it stopped."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stls_core.records.visits import LinkVisit
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.status import SavedMark
from stls_desktop.gui.widgets.text_area import TextArea
from tests.gui.screens.conftest import desk_at

WORDS = "Two adults tried the card."


def open_visit(app, place=0):
    page = app.go(1)
    app.choose_row(page, "Today", place)
    return page


def prose(page, field="whole_school_focus"):
    return named(page, TextArea, field)


def mark(page):
    return next(each.words for each in page.findChildren(SavedMark) if each.isVisible())


def write(app, page, words, field="whole_school_focus"):
    area = prose(page, field)
    app.hands.click(area)
    QTest.keyClicks(area, words)
    return area


def drafts(app):
    with app.desk.store.read() as read:
        return read.drafts()


@pytest.fixture
def after_a_kill(app, opener, clock, tmp_path):
    """Opens the program over the files as a kill at this moment would leave them."""

    def begin_again():
        folder = tmp_path / "after"
        shutil.copytree(app.desk.store.path.parent, folder)
        opener.close(app)
        return opener.open(desk_at(folder / app.desk.store.path.name, clock, seed=3))

    return begin_again


def test_saved_is_said_only_after_the_commit_and_not_of_newer_keys(app):
    page = open_visit(app)
    write(app, page, WORDS)
    assert not mark(page).startswith("Saved")
    wait_for("the words", lambda: mark(page).startswith("Saved on this laptop"), 5)
    assert any(WORDS in draft.doc.get("whole_school_focus", "") for draft in drafts(app))
    QTest.keyClicks(prose(page), "!")
    assert not mark(page).startswith("Saved")


@pytest.mark.parametrize("field", ["whole_school_focus", "advice"])
def test_a_visit_that_was_not_finished_is_offered_with_the_caret_where_it_was(
    app, after_a_kill, field
):
    page = open_visit(app)
    area = write(app, page, WORDS, field)
    for _ in range(5):
        QTest.keyClick(area, Qt.Key.Key_Left)
    QTest.keyClicks(area, "now-next ")
    caret = area.caret()
    wait_for("the words", lambda: mark(page).startswith("Saved on this laptop"), 5)
    app = after_a_kill()
    page = app.go(1)
    rows = named(page, RowList, "Today")
    spoken = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Draft" in spoken
    app.choose_row(page, "Today")
    area = prose(page, field)
    assert area.toPlainText() == "Two adults tried the now-next card."
    assert QApplication.focusWidget() is area
    assert area.caret() == caret
    assert not area.visibleRegion().isEmpty()
    said = [b.accessibleName() for b in page.findChildren(Banner) if b.isVisible()]
    assert any("Everything you typed is here." in words for words in said)


def test_arrows_along_the_list_do_not_lose_the_keyboard_to_an_unfinished_visit(app, after_a_kill):
    page = open_visit(app, 1)
    write(app, page, WORDS)
    wait_for("the words", lambda: mark(page).startswith("Saved on this laptop"), 5)
    app = after_a_kill()
    page = app.go(1)
    rows = named(page, RowList, "Today")
    app.choose_row(page, "Today", 0)
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    wait_for("the visit", lambda: prose(page).toPlainText() == WORDS, 5)
    assert QApplication.focusWidget() is rows
    QTest.keyClick(rows, Qt.Key.Key_Return)
    app.rest()
    assert QApplication.focusWidget() is prose(page)


def test_closing_the_window_in_the_middle_of_a_word_loses_nothing(app, opener, clock):
    page = open_visit(app)
    write(app, page, WORDS)
    path = app.desk.store.path
    app.window.close()
    wait_for("the window to close", lambda: not app.window.isVisible(), 5)
    opener.close(app)
    app = opener.open(desk_at(path, clock, seed=3))
    page = open_visit(app)
    assert prose(page).toPlainText() == WORDS
    assert drafts(app) == ()


def test_locking_in_the_middle_of_a_word_loses_nothing(app):
    page = open_visit(app)
    write(app, page, WORDS)
    locked = []
    app.shell.lock_asked.connect(lambda: app.shell.settle(locked.append))
    QTest.keyClick(app.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    wait_for("the lock", lambda: locked, 5)
    assert drafts(app) == ()
    with app.desk.store.read() as read:
        assert WORDS in {visit.whole_school_focus for visit in read.find(LinkVisit)}


def test_keys_typed_while_a_lock_is_on_its_way_are_kept_too(app):
    page = open_visit(app)
    area = write(app, page, WORDS)
    locked = []
    app.shell.settle(locked.append)
    QTest.keyClicks(area, " And again.")
    wait_for("the lock", lambda: locked, 5)
    with app.desk.store.read() as read:
        assert f"{WORDS} And again." in {v.whole_school_focus for v in read.find(LinkVisit)}
