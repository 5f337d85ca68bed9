"""No word is cut off: each page on a small screen, and in the dark with large text.

A window of 911 × 512 is what a laptop of 1366 × 768 has left at a scale of 150 %.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QToolButton

from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.date_field import DateField
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from tests.gui.screens.conftest import SIZE
from tests.gui.screens.test_access_of_pages import SMALL, every_screen


@pytest.fixture(autouse=True)
def usual_look_afterwards(qapp):
    yield
    theme().apply("light", 100)


def lacks_room(widget):
    """Whether the words of a widget need more than it has."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        room = widget.contentsRect()
        flags = int(Qt.TextFlag.TextWordWrap)
        box = widget.fontMetrics().boundingRect(0, 0, room.width(), 9_999, flags, widget.text())
        return box.width() > room.width() + 1 or box.height() > room.height() + 1
    if isinstance(widget, QToolButton):  # its hint has room for a menu's arrow
        wide = widget.fontMetrics().horizontalAdvance(widget.text()) + widget.iconSize().width()
        return wide > widget.width()
    hint = widget.minimumSizeHint() if isinstance(widget, QLabel) else widget.sizeHint()
    return hint.width() > widget.width() + 1 or hint.height() > widget.height() + 1


def shows_icon_only(widget):
    """Its words are for screen readers."""
    only = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() == only


def cut_off(window):
    """Labels and buttons whose words do not fit. Elided ones say all of it in their tip."""
    return [
        f"“{widget.text()}” needs {widget.sizeHint().toTuple()}, has {widget.size().toTuple()}"
        for widget in window.findChildren(QLabel) + window.findChildren(QAbstractButton)
        if widget.isVisible()
        and widget.text()
        and not isinstance(widget, ElidedLabel)
        and not shows_icon_only(widget)
        and lacks_room(widget)
    ]


def out_of_sight(window):
    """Parts that reach over the right edge of what scrolls only up and down."""
    found = []
    for area in window.findChildren(QScrollArea):
        inner = area.widget()
        if area.isVisible() and inner is not None and inner.width() > area.viewport().width() + 1:
            found.append(f"{inner.width()} px in {area.viewport().width()} px")
    return found


@every_screen
def test_no_words_are_cut_off(app, lead):
    lead(app)
    assert misfits(app) == []
    app.window.resize(*SMALL)
    assert misfits(app) == []
    theme().apply("dark", 150)
    app.window.resize(*SIZE)
    assert misfits(app) == []


def days_cut_off(window):
    """Fields for a day that are too narrow for some days."""
    return [
        f"{each.accessibleName()} has {each.width()}, needs {each.minimumSizeHint().width()}"
        for each in window.findChildren(DateField)
        if each.isVisible() and each.width() < each.minimumSizeHint().width()
    ]


def misfits(app):
    app.rest()
    return cut_off(app.window) + days_cut_off(app.window) + out_of_sight(app.window)


def test_the_measure_finds_words_that_do_not_fit(app):
    label = next(each for each in app.window.findChildren(QLabel) if each.text() == "Today")
    label.setFixedWidth(8)
    QApplication.processEvents()
    (said,) = cut_off(app.window)
    assert said.startswith("“Today” needs")
