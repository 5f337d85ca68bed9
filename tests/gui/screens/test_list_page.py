"""A list is passed along quickly: only where the arrows come to rest something is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QPushButton

from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.row_list import RowList


def names(spy):
    return [spy.at(n)[0] for n in range(spy.count())]


def test_rows_that_a_held_key_passes_by_are_not_opened(app):
    page = app.go(2)
    rows = named(page, RowList, "Schools")
    rows.setFocus()
    chosen = QSignalSpy(page.chosen)
    for _ in range(5):
        QTest.keyClick(rows, Qt.Key.Key_Down)
    wait_for("the school", lambda: isinstance(page.detail(), RecordScreen))
    assert names(chosen) == [rows.current_id()]
    assert page.detail().rec == rows.current_id()


def test_enter_does_not_wait_and_opens_once(app):
    page = app.go(2)
    rows = named(page, RowList, "Schools")
    rows.setFocus()
    chosen = QSignalSpy(page.chosen)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert names(chosen) == [rows.current_id()]
    wait_for("the school", lambda: isinstance(page.detail(), RecordScreen))
    QTest.qWait(200)
    assert names(chosen) == [rows.current_id()]


def test_tabbing_past_a_list_keeps_what_is_open_beside_it(app):
    page = app.go(2)
    rows = named(page, RowList, "Schools")
    rec = rows.model().row_at(2).row_id
    page.open_school(rec)
    wait_for("the school", lambda: isinstance(page.detail(), RecordScreen))
    page.filter.setFocus()
    for _ in range(2):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    app.rest()
    QTest.qWait(200)
    assert rows.current_id() is not None
    assert page.detail().rec == rec
    assert named(page, QPushButton, "Plan a visit")
