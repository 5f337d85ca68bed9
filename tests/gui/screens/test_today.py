"""Today: sessions of plans stand between the visits; Enter records one where it belongs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.screens.day_strip import NOTHING
from stls_desktop.gui.screens.session import SessionScreen
from stls_desktop.gui.screens.session_ahead import SessionAhead
from stls_desktop.gui.screens.visit import VisitScreen
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.services.today import today
from tests.gui.screens.conftest import KEY, desk_at
from tests.store.blank import put_blank


@pytest.fixture
def page(app):
    return app.go(1)


def rows_of(page):
    return named(page, RowList, "Today")


def place_of_session(app):
    return next(n for n, line in enumerate(today(app.desk).lines) if line.is_session)


def spoken(page, place):
    rows = rows_of(page)
    return rows.model().index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_session_says_time_child_by_initials_and_school(app, page):
    line = today(app.desk).lines[place_of_session(app)]
    told = spoken(page, place_of_session(app))
    assert all(words in told for words in (line.time, line.school, line.about, "Due"))


def test_choosing_a_session_shows_it_and_one_press_records_it(app, page):
    app.choose_row(page, "Today", place_of_session(app))
    shown = page.detail()
    assert isinstance(shown, SessionAhead)
    app.hands.click(named(page, QPushButton, "Record this session"))
    pupils = app.window.page("pupils")
    wait_for("the session", lambda: isinstance(pupils.detail(), SessionScreen), 10)
    assert pupils.detail().rec == shown.line.id


def test_enter_on_a_session_records_it_with_the_caret_where_writing_begins(app, page):
    rows = rows_of(page)
    place = place_of_session(app)
    app.choose_row(page, "Today", 0)
    rows.setFocus()
    for _ in range(place):
        QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    pupils = app.window.page("pupils")
    wait_for("the session", lambda: isinstance(pupils.detail(), SessionScreen), 10)
    app.rest()
    QTest.keyClicks(QApplication.focusWidget(), "We read three cards.")
    assert pupils.detail().form.control("what_we_did").value() == "We read three cards."


def test_a_session_that_was_begun_says_draft_on_today(app, page):
    place = place_of_session(app)
    app.choose_row(page, "Today", place)
    rec = page.detail().line.id
    app.hands.click(named(page, QPushButton, "Record this session"))
    pupils = app.window.page("pupils")
    wait_for("the session", lambda: isinstance(pupils.detail(), SessionScreen), 10)
    app.rest()
    QTest.keyClicks(QApplication.focusWidget(), "We read three cards.")
    pupils.detail().keeper.settle()
    app.rest()
    app.go(1)
    line = next(line for line in today(app.desk).lines if line.id == rec)
    assert line.state in ("draft", "unsent")
    assert place == next(n for n, line in enumerate(today(app.desk).lines) if line.id == rec)
    assert not {"Due", "Planned"} & set(spoken(page, place).split(", "))


def test_from_a_session_back_to_a_visit(app, page):
    app.choose_row(page, "Today", place_of_session(app))
    app.choose_row(page, "Today", 0)
    assert isinstance(page.detail(), VisitScreen)


def test_the_privacy_key_leaves_initials_as_they_are(app, page):
    place = place_of_session(app)
    told = spoken(page, place)
    QTest.keyClick(app.window, Qt.Key.Key_F9)
    app.rest()
    assert privacy().is_on
    assert spoken(page, place) == told


def test_an_empty_diary_says_so_in_the_list_too(opener, tmp_path, clock):
    """On a narrow window the list is all that there is."""
    put_blank(tmp_path / "store.db", KEY)
    app = opener.open(desk_at(tmp_path / "store.db", clock, seed=3), (911, 512))
    page = app.go(1)
    assert page.is_one_pane
    assert page.none.isVisible()
    assert page.strip.words() == NOTHING


def test_a_diary_with_something_in_it_does_not(app, page):
    assert not page.none.isVisible()
