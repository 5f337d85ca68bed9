"""Words are found in the pages of a report, beside its text and before it is given."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton

from stls_core.records.advice import AdviceReport
from stls_desktop.gui.screens.advice import AdviceScreen
from stls_desktop.gui.screens.advice_giving import AdviceGivingScreen
from stls_desktop.gui.theme import Look, theme
from stls_desktop.gui.tour.hands import wait_for
from tests.services import reporting
from tests.services.reporting import REPORT

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def builder(app):
    """A report of the builders' child with its live pages."""
    reporting.a_report(app.desk)
    page = app.go(3)
    with app.desk.store.read() as read:
        pupil_id = read.get(AdviceReport, REPORT).pupil_id
    page.open_record(pupil_id, REPORT)
    wait_for("the report", lambda: isinstance(page.detail(), AdviceScreen), 20)
    app.rest()
    return page.detail()


@pytest.fixture
def giving(app, builder):
    """The same, signed, in the screen that gives it."""
    page = app.window.page("pupils")
    QTest.keyClick(builder, Qt.Key.Key_S, CTRL | SHIFT)
    app.rest()
    wait_for("the copies", lambda: isinstance(page.detail(), AdviceGivingScreen), 20)
    app.rest()
    return page.detail()


def find(app, view, words):
    app.window.activateWindow()
    view._scroll.setFocus()
    QTest.keyClick(view._scroll, Qt.Key.Key_F, CTRL)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.accessibleName() == "Find in these pages"
    QTest.keyClicks(line, words)
    app.rest()
    return line


def told(view):
    return view.find_bar.count.text()


def strongest(view, page):
    """Where the frame of the place in question is drawn on a page: (x, y) of its first pixel."""
    shot = view._labels[page].grab().toImage()
    accent = QColor("#0b6e77")
    for y in range(shot.height()):
        for x in range(shot.width()):
            if shot.pixelColor(x, y) == accent:
                return x, y
    return None


def in_view(view):
    """Whether the place in question can be seen, wholly."""
    hit = view._finding.current
    sheet = view._labels[hit.page]
    corner = sheet.mapTo(view._scroll.viewport(), sheet.place_of(hit).topLeft().toPoint())
    size = sheet.place_of(hit).size().toSize()
    room = view._scroll.viewport().rect()
    return room.contains(corner) and room.contains(
        corner.x() + size.width(), corner.y() + size.height()
    )


def test_ctrl_f_among_the_pages_finds_words_and_enter_goes_round(app, builder):
    view = builder.pages.view
    line = find(app, view, "REPORT")
    count = int(told(view).split()[-1])
    assert count > 2
    assert told(view) == f"1 of {count}"
    seen = []
    for _ in range(count):
        assert in_view(view)
        seen.append(told(view))
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert seen == [f"{n} of {count}" for n in range(1, count + 1)]
    assert told(view) == f"1 of {count}"
    QTest.keyClick(line, Qt.Key.Key_Return, SHIFT)
    assert told(view) == f"{count} of {count}"
    QTest.keyClick(view, Qt.Key.Key_F3)
    assert told(view) == f"1 of {count}"
    QTest.keyClick(view, Qt.Key.Key_F3, SHIFT)
    assert told(view) == f"{count} of {count}"


def test_what_is_not_there_is_said_and_esc_closes_only_the_search(app, builder):
    view = builder.pages.view
    line = find(app, view, "report")
    assert any(sheet._hits for sheet in view._labels)
    QTest.keyClicks(line, "xyz")
    app.rest()
    assert told(view) == "Not found"
    assert not any(sheet._hits for sheet in view._labels)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    app.rest()
    assert view.find_bar.isHidden()
    assert QApplication.focusWidget() is view._scroll
    assert app.window.page("pupils").detail() is builder


def test_in_the_text_ctrl_f_still_searches_everything(app, builder):
    question = builder.form.control("question")
    app.window.activateWindow()
    question.setFocus()
    QTest.keyClick(question, Qt.Key.Key_F, CTRL)
    assert builder.pages.view.find_bar.isHidden()
    assert app.window.search.isVisible()
    QTest.keyClick(app.window.search.line, Qt.Key.Key_Escape)


def test_the_place_stays_in_question_while_the_text_is_typed(app, builder):
    view = builder.pages.view
    find(app, view, "report")
    QTest.keyClick(view, Qt.Key.Key_F3)
    before, count = view._finding.current, len(view._finding.hits)
    number = view._finding.hits.index(before)
    question = builder.form.control("question")
    app.window.activateWindow()
    question.setFocus()
    QTest.keyClick(question, Qt.Key.Key_Home, CTRL)
    QTest.keyClicks(question, "A report, another report: ")
    wait_for("the pages", lambda: len(view._finding.hits) == count + 2)
    hits = view._finding.hits
    assert abs(hits.index(view._finding.current) - number) <= 2
    after = view._finding.current
    assert abs(after.boxes[0][1] - before.boxes[0][1]) < 40
    assert QApplication.focusWidget() is question


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK, Look.CONTRAST])
def test_the_place_in_question_is_framed_in_every_look_and_at_every_zoom(app, builder, look):
    theme().apply(look)
    view = builder.pages.view
    find(app, view, "report")
    hit = view._finding.current
    for zoom in (0.5, 1.0, 2.0):
        view.set_zoom(zoom)
        app.rest()
        x, y = strongest(view, hit.page)
        left, top, _width, _height = hit.boxes[0]
        scale = view._labels[hit.page].width() / 595.276
        assert abs(x - left * scale) < 6
        assert abs(y - top * scale) < 6
    assert view._finding.current.boxes[0][:2] == hit.boxes[0][:2]


def test_before_giving_ctrl_f_works_wherever_the_keyboard_is(app, giving):
    app.window.activateWindow()
    giving.print_button.setFocus()
    QTest.keyClick(giving.print_button, Qt.Key.Key_F, CTRL)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "report")
    app.rest()
    assert told(giving.view).startswith("1 of ")
    first = giving.view._finding.hits
    giving.audience.set_value("PARENT")
    giving.audience.edited.emit()
    app.rest()
    assert len(giving.view._finding.hits) != len(first)
    assert told(giving.view).endswith(f" of {len(giving.view._finding.hits)}")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert giving.view.find_bar.isHidden()
    assert app.window.page("pupils").detail() is giving


def test_everything_about_the_pages_is_reached_by_tab_and_named(app, giving):
    view = giving.view
    named = [
        each
        for each in (*view.findChildren(QToolButton), *view.findChildren(QPushButton))
        if each.isVisible()
    ]
    assert named
    for each in named:
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert each.accessibleName() or each.text()
        assert each.toolTip()
    assert view._thumbs.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert view._thumbs.accessibleName()
    app.window.activateWindow()
    view._thumbs.setFocus()
    pages = len(view._labels)
    if pages > 1:
        QTest.keyClick(view._thumbs, Qt.Key.Key_Down)
        assert view.page == 2
    zoom = view.zoom
    QTest.keyClick(view._scroll, Qt.Key.Key_Plus, CTRL)
    QTest.keyClick(view._scroll, Qt.Key.Key_Minus, CTRL)
    QTest.keyClick(view._scroll, Qt.Key.Key_Minus, CTRL)
    assert view.zoom < zoom


def test_hits_are_told_in_reading_order(app, builder):
    view = builder.pages.view
    find(app, view, "e")
    places = [(hit.page, round(hit.boxes[0][1] / 6)) for hit in view._finding.hits]
    assert len(places) > 50
    backwards = sum(1 for one, other in pairwise(places) if other < one)
    assert backwards < len(places) / 10  # labels at the side stand a little higher or lower
