"""The look that every widget test is drawn in, and the audit that each widget must pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.theme import Look, load_fonts, theme
from stls_desktop.gui.widgets.styling import column

NOW = dt.datetime(2026, 11, 3, 10, 42, tzinfo=dt.UTC)


def begin_light() -> None:
    """Nothing left over from the test before, and the usual look.

    Without an event loop Qt keeps what was to be deleted later; every look would dress it again.
    """
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    load_fonts()
    privacy().turn(is_on=False)
    look, app = theme(), QApplication.instance()
    is_dressed = isinstance(app, QApplication) and bool(app.styleSheet())
    if not is_dressed or (look.choice, look.text_percent) != (Look.LIGHT, 100):
        look.apply(Look.LIGHT)


@pytest.fixture(autouse=True)
def light(qapp):
    begin_light()


@pytest.fixture
def shown(qtbot) -> Callable[..., QWidget]:
    """Shows widgets above each other in an active window and returns the window."""

    kept: list[QWidget] = []  # qtbot holds windows weakly

    def show(*widgets: QWidget, width: int = 700) -> QWidget:
        window = QWidget()
        layout = column(window, margins=(10, 10, 10, 10), gap=8)
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch(1)
        kept.append(window)
        qtbot.addWidget(window)
        window.resize(width, 500)
        window.show()
        window.activateWindow()
        QApplication.processEvents()
        return window

    return show


def clock() -> dt.datetime:
    return NOW


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls a widget; on Linux a combo box is named by its label."""
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    found = QAccessible.queryAccessibleInterface(widget)
    return str(found.text(QAccessible.Text.Name))


def focusable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def tab_walk(window: QWidget, limit: int = 100) -> list[QWidget]:
    """Widgets that Tab reaches from the first one, until it comes round again."""
    seen: list[QWidget] = []
    for _ in range(limit):
        widget = QApplication.focusWidget()
        if widget is None or widget in seen:
            break
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    return seen


def audit(window: QWidget) -> list[str]:
    """What a keyboard or screen-reader user would stumble over, in words; none is right."""
    found = []
    for widget in focusable(window):
        name = spoken_name(widget)
        if not name:
            found.append(f"{type(widget).__name__} has no name")
        if min(widget.width(), widget.height()) < 24:
            found.append(f"{name}: {widget.width()} × {widget.height()} px is too small")
    return found
