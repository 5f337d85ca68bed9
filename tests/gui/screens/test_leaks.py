"""Opening and closing pages all day leaves nothing behind: no widget, no object, no job.

Objects are counted one by one, so that a few rounds show what one opening leaves; `--soak` opens
two hundred pages of each sort.
"""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.row_list import RowList

WARM_UP, ROUNDS, SOAKED = 2, 4, 100


def objects():
    """Live objects of Qt: those that Python knows of, and all widgets."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    known = [each for each in gc.get_objects() if isinstance(each, QObject) and isValid(each)]
    kinds = {}
    for each in [*known, *QApplication.allWidgets()]:
        kinds[type(each).__name__] = kinds.get(type(each).__name__, 0) + 1
    return kinds


@pytest.fixture
def grown(request):
    """Tells of which objects there are more after many rounds than after a few."""
    rounds = SOAKED if request.config.getoption("--soak") else ROUNDS

    def count(again):
        for _ in range(WARM_UP):
            again()
        before = objects()
        for _ in range(rounds):
            again()
        after = objects()
        return {k: n - before.get(k, 0) for k, n in after.items() if n > before.get(k, 0)}

    return count


@pytest.mark.parametrize(
    ("number", "name"),
    [(1, "Today"), (2, "Schools"), (3, "Pupils")],
    ids=["visit", "school", "pupil"],
)
def test_choosing_one_after_the_other_leaves_nothing_behind(app, grown, number, name):
    page = app.go(number)
    rows = named(page, RowList, name)
    rows.setFocus()

    def again():
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            QTest.keyClick(rows, key)
            app.rest()

    assert grown(again) == {}
    assert not app.runner.is_busy()


def test_panels_that_are_opened_and_left_are_gone(app, grown):
    page = app.go(2)

    def again():
        app.hands.click(named(page, QPushButton, "Import"))
        app.hands.click(named(page, QPushButton, "Close"))

    assert grown(again) == {}


def test_search_and_palette_keep_nothing(app, grown):
    def again():
        for key in (Qt.Key.Key_F, Qt.Key.Key_K):
            app.window.activateWindow()
            QTest.keyClick(app.window, key, Qt.KeyboardModifier.ControlModifier)
            popup = QApplication.activePopupWidget()
            QTest.keyClicks(popup.line, "th")
            app.rest()
            QTest.keyClick(popup.line, Qt.Key.Key_Escape)

    assert grown(again) == {}


def test_the_keyboard_sheet_and_questions_are_gone_when_closed(app, grown):
    def again():
        app.window.activateWindow()
        app.rest()
        QTest.keyClick(app.window, Qt.Key.Key_F1)
        wait_for("the sheet", lambda: QApplication.activeModalWidget() is not None, 5)
        QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
        app.rest()

    assert grown(again) == {}
