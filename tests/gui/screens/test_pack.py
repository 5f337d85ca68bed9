"""The visit pack by keyboard: from a school's page and from Going out; printed, saved, recorded."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from stls_core.records.pupils import Pupil
from stls_core.records.reports import IssuedDocument
from stls_desktop.gui.screens.pack import PackScreen
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.services import packs
from tests.reports.reading import opened, tree

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(app, key, modifiers=Qt.KeyboardModifier.NoModifier):
    app.window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or app.window, key, modifiers)
    app.rest()


def open_school(app):
    """Choose the first school whose pupils are on the laptop, by keyboard."""
    page = app.go(2)
    rows = named(page, RowList, "Schools")
    wait_for("the schools", lambda: rows.count() > 0)
    app.hands.click_row(rows, 1)
    app.rest()
    wait_for("the school", lambda: isinstance(page.detail(), RecordScreen))
    return page


def shown(page):
    wait_for("the pack", lambda: isinstance(page.detail(), PackScreen) and page.detail().packs, 20)
    return page.detail()


def given(app):
    with app.desk.store.read() as read:
        return read.find(IssuedDocument, document_kind=packs.PACK)


def names_of_children(app):
    with app.desk.store.read() as read:
        return {p.called for p in read.find(Pupil)} | {
            f"{p.legal_forename} {p.legal_surname}" for p in read.find(Pupil)
        }


def test_a_school_s_pack_is_made_saved_and_left_by_keyboard(app, tmp_path):
    page = open_school(app)
    school = page.detail().rec
    press(app, Qt.Key.Key_P, CTRL | SHIFT)
    screen = shown(page)
    app.rest()
    assert screen.print_button.hasFocus()
    assert len(opened(screen.packs.pdf).pages) == 1
    press(app, Qt.Key.Key_S, CTRL)
    path = tmp_path / screen.packs.file_name
    app.choose_file(path)
    app.rest()
    assert path.read_bytes() == screen.packs.pdf
    assert screen.banner.accessibleName().startswith(f"Saved as {path.name}.")
    assert [(g.setting_id, g.recipients[0].route) for g in given(app)] == [(school, "FILE")]
    said = tree(screen.packs.pdf).text
    assert not [name for name in names_of_children(app) if name in said or name in path.name]
    app.hands.click(screen.done_button)
    wait_for("the school again", lambda: isinstance(page.detail(), RecordScreen))
    assert page.detail().rec == school


def test_a_pack_is_printed_and_recorded(app, tmp_path):
    page = open_school(app)
    app.hands.click(named(page.detail(), QPushButton, "Visit pack"))
    screen = shown(page)
    press(app, Qt.Key.Key_P, CTRL)
    dialog = screen.findChild(QPrintDialog)
    assert dialog is not None
    screen._printer.setOutputFileName(str(tmp_path / "out.pdf"))
    dialog.done(QDialog.DialogCode.Accepted)
    app.rest()
    wait_for("the record", lambda: [g.recipients[0].route for g in given(app)] == ["PRINT"], 20)
    assert (tmp_path / "out.pdf").stat().st_size > 10_000
    assert "Shred it" in screen.banner.accessibleName()


def test_going_out_makes_a_page_for_each_school_of_the_next_day(app):
    page = app.go(1)
    app.hands.click(page.going_out)
    app.rest()
    app.hands.click(named(page.detail(), QPushButton, "Visit packs"))
    screen = shown(page)
    with_visits = packs.gather_next(app.desk)
    assert len(opened(screen.packs.pdf).pages) == len(with_visits)
    app.hands.click(screen.done_button)
    wait_for("going out", lambda: type(page.detail()).__name__ == "GoingOutScreen")


def test_drawing_can_be_stopped(app, monkeypatch):
    page = open_school(app)
    monkeypatch.setattr(packs, "draw", until_stopped)
    app.window.activateWindow()
    QTest.keyClick(page.detail(), Qt.Key.Key_P, CTRL | SHIFT)
    wait_for("the pack's screen", lambda: isinstance(page.detail(), PackScreen))
    screen = page.detail()
    app.hands.click(named(screen.progress, QPushButton, "Cancel"))
    app.rest()
    assert screen.packs is None
    assert screen.banner.accessibleName() == "Stopped. Nothing was printed or saved."
    assert not screen.print_button.isEnabled()
    assert given(app) == ()


def until_stopped(_gathered, _on_progress=None, is_cancelled=None):
    """Drawing that takes for ever, on the worker's own thread."""
    for _ in range(2000):
        if is_cancelled():
            return
        time.sleep(0.01)
    raise AssertionError("nobody asked it to stop")


def test_without_a_school_the_key_says_what_to_do(app, monkeypatch):
    app.go(1)
    told = []
    monkeypatch.setattr(app.shell.bench.prompts, "tell", lambda *words: told.append(words))
    press(app, Qt.Key.Key_P, CTRL | SHIFT)
    assert told[0][1] == "No school is open"
