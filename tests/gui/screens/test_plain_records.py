"""Schools and pupils: typed, saved by themselves, shown in their lists without a Save button."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.status import SavedMark


def saved_words(page):
    return " ".join(mark.words for mark in page.findChildren(SavedMark) if mark.isVisible())


def type_into(app, page, name, words, kind=QLineEdit):
    line = named(page, kind, name)
    app.hands.click(line)
    QTest.keyClicks(line, words)
    return line


def wait_until_saved(page):
    wait_for("the words", lambda: "Saved on this laptop" in saved_words(page), 5)


def test_a_note_on_a_school_is_saved_by_itself_and_settles_on_leaving(app):
    page = app.go(2)
    app.choose_row(page, "Schools")
    rec = named(page, RowList, "Schools").current_id()
    type_into(app, page, "On arrival", "Ring twice. ", QPlainTextEdit)
    wait_until_saved(page)
    with app.desk.store.read() as read:
        assert [draft.rec for draft in read.drafts()] == [rec]
    app.go(1)
    with app.desk.store.read() as read:
        assert "Ring twice." in read.get(Setting, rec).site_notes
        assert read.drafts() == ()


def test_a_half_typed_number_stays_and_comes_back_after_a_look_elsewhere(app):
    page = app.go(2)
    app.choose_row(page, "Schools")
    rec = named(page, RowList, "Schools").current_id()
    open_details(app, page)
    line = named(page, QLineEdit, "Number on roll")
    app.hands.click(line)
    line.selectAll()
    QTest.keyClicks(line, "lots")
    app.choose_row(page, "Schools", 1)
    app.choose_row(page, "Schools", 0)
    assert named(page, RowList, "Schools").current_id() == rec
    assert named(page, QLineEdit, "Number on roll").text() == "lots"


def begin_a_pupil(app):
    page = app.go(3)
    app.hands.click(named(page, QPushButton, "New pupil"))
    type_into(app, page, "Legal first name", "Quillon")
    return page


def spoken(page, name):
    rows = named(page, RowList, name)
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(rows.model().index(n, 0).data(role)) for n in range(rows.count())]


def open_details(app, page):
    app.hands.click(named(page, QPushButton, "Details"))


def test_a_new_pupil_is_in_the_list_when_another_is_chosen(app):
    page = begin_a_pupil(app)
    before = len(spoken(page, "Pupils"))
    type_into(app, page, "Legal surname", "Zephyrine")
    type_into(app, page, "Date of birth", "3/5/2018")
    for name in ("School", "SEN provision"):
        QTest.keyClick(named(page, QComboBox, name), Qt.Key.Key_Down)
    app.choose_row(page, "Pupils", 0)
    with app.desk.store.read() as read:
        (pupil,) = (p for p in read.find(Pupil) if p.legal_forename == "Quillon")
    assert (pupil.born_on, bool(pupil.setting_id)) == (dt.date(2018, 5, 3), True)
    assert len(spoken(page, "Pupils")) == before + 1
    assert any("Q.Z." in words and "No agreement" in words for words in spoken(page, "Pupils"))


def test_a_pupil_who_was_only_begun_is_found_again(app):
    page = begin_a_pupil(app)
    before = len(spoken(page, "Pupils"))
    app.choose_row(page, "Pupils", 3)
    begun = [n for n, words in enumerate(spoken(page, "Pupils")) if "Not finished" in words]
    assert len(spoken(page, "Pupils")) == before + 1
    app.choose_row(page, "Pupils", *begun)
    assert named(page, QLineEdit, "Legal first name").text() == "Quillon"


def test_an_agreement_that_was_only_begun_goes_on_where_it_stopped(app):
    page = app.go(3)
    app.choose_row(page, "Pupils", 0)
    app.hands.click(named(page, QPushButton, "Agreement to Engage"))
    type_into(app, page, "What the parents said", "She loves trains.")
    app.hands.click(named(page, QPushButton, "Back to the pupil"))
    app.rest()
    app.hands.click(named(page, QPushButton, "Agreement to Engage"))
    app.rest()
    assert named(page, QLineEdit, "What the parents said").text() == "She loves trains."


def test_the_list_shows_a_name_that_was_changed_before_another_was_chosen(app):
    page = app.go(2)
    app.choose_row(page, "Schools")
    open_details(app, page)
    line = named(page, QLineEdit, "Name")
    app.hands.click(line)
    QTest.keyClick(line, Qt.Key.Key_Home)
    QTest.keyClicks(line, "A New ")
    app.choose_row(page, "Schools", 1)
    assert any(words.startswith("A New ") for words in spoken(page, "Schools"))
