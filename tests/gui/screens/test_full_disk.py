"""The disk is full while somebody types: nothing typed is lost, and the words say what is safe.

The fault is SQLite's own: the store may not grow by another page, as on a disk without room.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from sqlalchemy import event

from stls_core.records.attachments import Attachment
from stls_desktop.gui import draft_keeper
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.status import SavedMark
from tests.gui.screens.test_attachments import card, confirm, drop, say, tiles
from tests.pictures import heavy_pdf

CTRL = Qt.KeyboardModifier.ControlModifier
LONG = "Everybody took a turn with the card and it went well. " * 300
PLACES = [
    pytest.param(1, "Today", "whole_school_focus", id="visit"),
    pytest.param(2, "Schools", "site_notes", id="school"),
]


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """The next try comes soon, so that the tests need not wait three seconds."""
    monkeypatch.setattr(draft_keeper, "RETRY_MS", 300)


@contextmanager
def full_disk(app):
    """No room for another page, until the end of the block; on every connection of the pool."""
    app.rest()
    engine = app.desk.store._engine
    with app.desk.store.read() as read:
        used = read._connection.exec_driver_sql("PRAGMA page_count").scalar()
    most = [used + 1]

    def limit(connection, _record, _proxy):
        connection.execute(f"PRAGMA max_page_count = {most[0]}")

    event.listen(engine, "checkout", limit)
    yield
    app.rest()
    most[0] = 1073741823


def opened(app, number, name):
    page = app.go(number)
    app.choose_row(page, name)
    return page


def paste(app, page, field):
    """Put a long text into a field, more than the store has room for."""
    area = named(page, QPlainTextEdit, field)
    app.hands.click(area)
    QTest.keyClick(area, Qt.Key.Key_A, CTRL)
    QGuiApplication.clipboard().setText(LONG)
    QTest.keyClick(area, Qt.Key.Key_V, CTRL)
    assert area.toPlainText() == LONG
    return area


def banner(page):
    return " ".join(b.accessibleName() for b in page.findChildren(Banner) if b.isVisible())


def mark(page):
    return " ".join(m.words for m in page.findChildren(SavedMark) if m.isVisible())


def kept(app):
    with app.desk.store.read() as read:
        documents = [draft.doc for draft in read.drafts()]
    return [value for doc in documents for value in doc.values() if str(value).startswith(LONG)]


def until_told(page):
    wait_for("the words about the disk", lambda: "disk is full" in banner(page), 5)


def until_saved(page):
    wait_for("saving by itself", lambda: mark(page).startswith("Saved on this laptop"), 5)


@pytest.mark.parametrize(("number", "name", "field"), PLACES)
def test_the_words_stay_on_the_screen_and_are_saved_when_there_is_room(app, number, name, field):
    page = opened(app, number, name)
    with full_disk(app):
        area = paste(app, page, field)
        until_told(page)
        assert "Everything saved before is safe" in banner(page)
        assert "your text is still on the screen" in banner(page)
        assert "saving starts again by itself" in banner(page)
        assert mark(page).startswith("Not saved")
        QTest.keyClicks(area, "And so on.")
        assert area.toPlainText() == LONG + "And so on."
        assert not mark(page).startswith("Saved")
        assert kept(app) == []
    until_saved(page)
    assert kept(app) == [LONG + "And so on."]


@pytest.mark.parametrize(("number", "name", "field"), PLACES)
def test_the_words_about_the_disk_go_when_they_are_no_longer_true(app, number, name, field):
    page = opened(app, number, name)
    with full_disk(app):
        paste(app, page, field)
        until_told(page)
    until_saved(page)
    assert "disk is full" not in banner(page)


@pytest.mark.parametrize(("number", "name", "field"), PLACES)
def test_leaving_brings_back_the_screen_whose_words_could_not_be_saved(app, number, name, field):
    page = opened(app, number, name)
    rows = named(page, RowList, name)
    rec = rows.current_id()
    with full_disk(app):
        area = paste(app, page, field)
        app.choose_row(page, name, 1)
        wait_for("the screen to come back", area.isVisible, 5)
        until_told(page)
        assert rows.current_id() == rec
        assert area.toPlainText() == LONG
    until_saved(page)
    app.choose_row(page, name, 1)
    app.rest()
    app.choose_row(page, name, 0)
    assert named(page, QPlainTextEdit, field).toPlainText() == LONG


@pytest.mark.parametrize(("number", "name", "field"), PLACES)
def test_the_window_does_not_close_over_words_that_cannot_be_saved(app, number, name, field):
    page = opened(app, number, name)
    with full_disk(app):
        area = paste(app, page, field)
        app.window.close()
        until_told(page)
        assert app.window.isVisible()
        assert area.toPlainText() == LONG
    until_saved(page)
    app.window.close()
    wait_for("the window to close", lambda: not app.window.isVisible(), 5)


@pytest.mark.parametrize(
    ("answer", "is_closed"), [("Cancel", False), ("Close and lose them", True)]
)
def test_only_who_insists_loses_words_by_closing(app, answer, is_closed):
    page = opened(app, 2, "Schools")
    with full_disk(app):
        area = paste(app, page, "site_notes")
        until_told(page)
        app.window.close()
        box = QApplication.activeModalWidget()
        assert "Everything saved before is safe." in box.informativeText()
        assert box.defaultButton().text().replace("&", "") == "Cancel"
        button = next(b for b in box.buttons() if b.text().replace("&", "") == answer)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        app.rest()
        assert app.window.isVisible() is not is_closed
        assert area.toPlainText() == LONG
    if not is_closed:
        until_saved(page)


def test_the_lock_waits_for_words_that_cannot_be_saved(app):
    page = opened(app, 1, "Today")
    locked = []
    with full_disk(app):
        paste(app, page, "whole_school_focus")
        app.shell.settle(locked.append)
        until_told(page)
        app.rest()
        assert locked == []
    until_saved(page)


def test_a_photo_that_finds_no_room_is_added_by_the_same_key_when_there_is_some(app, tmp_path):
    path = tmp_path / "room.pdf"
    path.write_bytes(heavy_pdf(700_000))
    page = opened(app, 1, "Today")
    with full_disk(app):
        drop(card(page), path)
        say(app, page, "A document")
        confirm(app, page)
        until_told(page)
        assert "Nothing of it was added, and everything saved before is safe" in banner(page)
        assert "Free about 2 MB of space" in banner(page)
        assert tiles(page) == []
        add = QApplication.focusWidget()
        assert (add.text(), add.isEnabled()) == ("Add it", True)
        with app.desk.store.read() as read:
            assert read.find(Attachment) == ()
    QTest.keyClick(add, Qt.Key.Key_Space)
    app.rest()
    wait_for("the tile", lambda: len(tiles(page)) == 1, 10)
    assert "disk is full" not in banner(page)
