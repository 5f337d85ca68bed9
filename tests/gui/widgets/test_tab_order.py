"""Tab goes through nested parts, there and back, and leaves nothing behind that could crash."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QPushButton, QWidget, QWidgetItem
from shiboken6 import getAllValidWrappers

from stls_desktop.gui.widgets.styling import column, row
from stls_desktop.gui.widgets.tab_order import move_focus


class Window(QMainWindow):
    """As the main window does."""

    def focusNextPrevChild(self, is_next):  # noqa: N802 - Qt's name
        return move_focus(self, forward=is_next)


def a_stop(name):
    made = QPushButton(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


@pytest.fixture
def window(qtbot):
    """A line of stops, a part that is a stop with a stop in it, and one that came later."""
    window = Window()
    body = QWidget()
    layout = column(body)
    late = row()
    layout.addLayout(late)
    outer = QFrame()
    outer.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    outer.setObjectName("outer")
    inner = row(outer)
    inner.addWidget(a_stop("inner"))
    layout.addWidget(outer)
    layout.addWidget(a_stop("last"))
    late.addWidget(a_stop("first"))
    late.addWidget(a_stop("second"))
    window.setCentralWidget(body)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return window


def focused():
    widget = QApplication.focusWidget()
    return widget.objectName() or widget.text()


def walk(window, key, count):
    seen = []
    for _ in range(count):
        QTest.keyClick(QApplication.focusWidget(), key)
        seen.append(focused())
    return seen


WAY = ["first", "second", "outer", "inner", "last"]


def test_tab_goes_in_the_order_of_layouts_also_into_a_stop_within_a_stop(window):
    window.findChildren(QPushButton)[-1].setFocus()
    next(b for b in window.findChildren(QPushButton) if b.text() == "last").setFocus()
    assert walk(window, Qt.Key.Key_Tab, 6) == [*WAY, "first"]
    assert walk(window, Qt.Key.Key_Backtab, 5) == WAY[::-1]


def test_tab_keeps_no_wrapper_of_what_qt_deletes_with_its_widget(window):
    """PySide keeps what `itemAt` gives; a stale one made the program crash on leaving a screen."""

    def items():
        return sum(isinstance(each, QWidgetItem) for each in getAllValidWrappers())

    before = items()
    next(b for b in window.findChildren(QPushButton) if b.text() == "first").setFocus()
    walk(window, Qt.Key.Key_Tab, 5)
    assert items() == before
    next(b for b in window.findChildren(QPushButton) if b.text() == "second").deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert items() == before
