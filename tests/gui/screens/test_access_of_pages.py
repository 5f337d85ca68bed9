"""Every page by keyboard and screen reader: names, room for fingers, a way in and a way out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from stls_desktop.gui.tour.hands import named
from tests.gui.widgets.conftest import audit, focusable, spoken_name

SMALL = (911, 512)  # a 1366 × 768 laptop at 150 %


def visit(app):
    page = app.go(1)
    app.choose_row(page, "Today")
    return page


def plan(app):
    QTest.keyClick(app.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    app.rest()
    return app.window.page("today")


def call_off(app):
    page = visit(app)
    app.hands.click(named(page, QPushButton, "Call off"))
    return page


def school(app):
    page = app.go(2)
    app.choose_row(page, "Schools")
    return page


def importing(app):
    page = app.go(2)
    app.hands.click(named(page, QPushButton, "Import"))
    return page


def pupil(app):
    page = app.go(3)
    app.choose_row(page, "Pupils")
    return page


def agreement(app):
    page = pupil(app)
    app.hands.click(named(page, QPushButton, "Agreement to Engage"))
    app.rest()
    return page


def reports(app):
    return app.go(4)


def sync(app):
    return app.go(5)


SCREENS = [visit, plan, call_off, school, importing, pupil, agreement, reports, sync]
every_screen = pytest.mark.parametrize("lead", SCREENS, ids=lambda lead: lead.__name__)


def walk(key, limit=400):
    """Widgets that the key reaches, from where the focus is until it comes round again."""
    seen = []
    for _ in range(limit):
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        QTest.keyClick(focused, key)
    return seen


def begin(app):
    """Put the keyboard where a person begins: on the navigation."""
    app.window.activateWindow()
    first = focusable(app.window.navigation)[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)


@every_screen
def test_everything_has_a_name_and_room_for_a_finger(app, lead):
    lead(app)
    assert audit(app.window) == []
    app.window.resize(*SMALL)
    app.rest()
    assert audit(app.window) == []


@every_screen
def test_tab_reaches_everything_and_comes_out_again_and_shift_tab_takes_the_same_way_back(
    app, lead
):
    lead(app)
    begin(app)
    there = walk(Qt.Key.Key_Tab)
    missed = [w for w in focusable(app.window) if w not in there and not follows(w, there)]
    assert [f"{type(w).__name__} {spoken_name(w)}" for w in missed] == []
    assert QApplication.focusWidget() is there[0]
    back = walk(Qt.Key.Key_Backtab)
    assert back[1:] == there[:0:-1]


def follows(widget, reached):
    """Of buttons of which one is chosen Tab reaches one, and arrows lead to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive():
        return False
    return any(other in reached for other in group.buttons())


@every_screen
def test_tab_brings_what_it_reaches_into_view(app, lead):
    app.window.resize(*SMALL)
    lead(app)
    begin(app)
    first, hidden = QApplication.focusWidget(), []
    for _ in range(400):
        focused = QApplication.focusWidget()
        if focused.visibleRegion().isEmpty():
            hidden.append(f"{type(focused).__name__} {spoken_name(focused)}")
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        QApplication.processEvents()
        if QApplication.focusWidget() is first:
            break
    assert hidden == []
    assert QApplication.focusWidget() is first
