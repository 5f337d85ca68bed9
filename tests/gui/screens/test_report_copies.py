"""Many reports saved into a folder: chosen by ticks, watched, stopped, and told at the end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from stls_core.records.reports import IssuedDocument
from stls_desktop.gui.screens.report_copies import ReportCopiesScreen
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.services import batch
from stls_desktop.services.saving import NotSavedError
from tests.services import reporting

Key = Qt.Key


@pytest.fixture
def versions(app):
    """Five signed versions of one report; the demo's own reports stay unticked."""
    reporting.a_report(app.desk)
    return [reporting.signed(app.desk, f"Reason {n}." if n else "") for n in range(5)]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.fixture
def copies(app, versions):
    page = app.go(4)
    app.hands.click(page.copies_button)
    wait_for("the screen", lambda: isinstance(page.detail(), ReportCopiesScreen))
    app.rest()
    screen = page.detail()
    app.hands.click(named(screen, QPushButton, "Tick none"))
    screen.list.setFocus()
    for row in range(screen.list.count()):
        screen.list.setCurrentIndex(screen.list.model().index(row, 0))
        if "T.T." in str(screen.list.currentIndex().data()):
            QTest.keyClick(screen.list, Key.Key_Space)
    return screen


def told(screen):
    return " ".join(each.text() for each in screen.banner.findChildren(QLabel))


def progress_words(screen):
    return " ".join(each.text() for each in screen.progress.findChildren(QLabel))


def choose_folder(app, screen, folder):
    app.hands.click(screen.save_button)
    wait_for("the dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    app.choose_file(folder)


def recorded(app):
    with app.desk.store.read() as read:
        return [each for each in read.find(IssuedDocument) if each.audience == "TEACHER"]


def choose_teacher(screen):
    screen.audience.setFocus()
    QTest.keyClicks(screen.audience, "class")
    QTest.keyClick(screen.audience, Key.Key_Return)
    assert screen.audience.value() == "TEACHER"


def test_ticked_reports_are_saved_and_recorded_and_the_rest_are_not(app, copies, versions, folder):
    assert set(copies.list.ticked()) == set(versions)
    QTest.keyClick(copies.list, Key.Key_Space)  # the last one stays out
    assert len(copies.list.ticked()) == 4
    choose_teacher(copies)
    choose_folder(app, copies, folder)
    wait_for("the end", lambda: "saved in" in told(copies), 30)
    assert "4 copies are saved in “out”, and recorded" in told(copies)
    assert len(list(folder.iterdir())) == 4
    assert len(recorded(app)) == 4
    assert not copies.progress.isVisible()
    assert QApplication.focusWidget() is copies.close_button  # nothing is left to be saved


def test_it_stops_after_the_report_in_hand_and_says_what_was_not_begun(
    app, copies, folder, monkeypatch
):
    page = app.window.page("reports")
    one = batch.save_copy

    def then_stop(*given, **named_too):
        copied = one(*given, **named_too)
        if len(list(folder.iterdir())) == 2:
            stop()
        return copied

    def press_space():
        had_keyboard.append(QApplication.focusWidget())
        QTest.keyClick(had_keyboard[-1], Key.Key_Space)

    stop, had_keyboard = app.shell.bench.runner.relay(copies, press_space), []
    monkeypatch.setattr(batch, "save_copy", then_stop)
    choose_folder(app, copies, folder)
    wait_for("work", copies.progress.isVisible)
    assert not page.list.isEnabled()
    wait_for("the end", lambda: "Stopped" in told(copies), 30)
    saved = len(list(folder.iterdir()))
    assert saved in (2, 3)
    assert f"{5 - saved} were not begun" in told(copies)
    assert len(copies.list.ticked()) == 5 - saved  # what was saved is not saved twice
    assert had_keyboard[0].text() == "Cancel"
    assert page.list.isEnabled()
    assert not list(folder.glob("*.part"))


def test_one_that_fails_stands_in_nobodys_way_and_is_named_with_the_reason(
    app, copies, versions, folder, monkeypatch
):
    one = batch.save_copy

    def but_one(desk, version_id, *given, **named_too):
        if version_id == versions[2]:
            raise NotSavedError("Not saved: the stick was pulled out.")
        if version_id == versions[3]:
            raise KeyError("a bug")
        return one(desk, version_id, *given, **named_too)

    monkeypatch.setattr(batch, "save_copy", but_one)
    app.shell.bench.runner.failed.disconnect()
    choose_folder(app, copies, folder)
    wait_for("the end", lambda: "saved in" in told(copies), 30)
    assert "3 copies are saved" in told(copies)
    assert "2 could not be saved" in told(copies)
    said = " ".join(each.text() for each in copies.findChildren(QLabel) if each.isVisible())
    assert "version 3" in said
    assert "the stick was pulled out" in said
    assert "a bug" not in said
    assert len(list(folder.iterdir())) == 3


def test_the_progress_names_the_child_in_hand_by_initials_and_counts(
    app, copies, folder, monkeypatch
):
    one, shown = batch.save_copy, []
    look = app.shell.bench.runner.relay(copies, lambda: shown.append(progress_words(copies)))

    def then_look(*given, **named_too):
        look()
        return one(*given, **named_too)

    monkeypatch.setattr(batch, "save_copy", then_look)
    choose_folder(app, copies, folder)
    wait_for("the end", lambda: "saved in" in told(copies), 30)
    assert shown == [f"Saving T.T., {number} of 5" for number in range(1, 6)]


def test_all_are_ticked_by_one_key(app, copies):
    assert len(copies.list.ticked()) == 5
    QTest.keyClick(copies.list, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(copies.list.ticked()) == copies.list.count() > 0
    app.hands.click(named(copies, QPushButton, "Tick none"))
    assert copies.list.ticked() == []
    assert not copies.save_button.isEnabled()
    QTest.keyClick(copies.list, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert copies.save_button.isEnabled()


def test_it_is_found_in_the_palette_and_closes_again(app, versions):
    app.go(1)
    app.shell.window.commands.run("reports.copies")
    page = app.window.page("reports")
    wait_for("the screen", lambda: isinstance(page.detail(), ReportCopiesScreen))
    app.rest()
    app.hands.click(page.detail().close_button)
    assert page.detail() is None
