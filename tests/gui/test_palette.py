"""One registry of commands: shortcuts, palette and sheet cannot disagree."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from stls_desktop.gui.palette import CommandPalette, Commands, ShortcutSheet, matches
from tests.gui.widgets.conftest import begin_light


class Deeds:
    def __init__(self):
        self.done = []

    def new_visit(self):
        self.done.append("new visit")

    def sync_now(self):
        self.done.append("sync")

    def print_pack(self):
        self.done.append("pack")


@pytest.fixture
def made(qtbot):
    begin_light()
    window, deeds = QWidget(), Deeds()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    commands = Commands(window)
    commands.add("visit.new", "New visit", deeds.new_visit, keys="Ctrl+N", group="Visits")
    commands.add("sync.now", "Sync now", deeds.sync_now, group="Sync")
    commands.add("visit.pack", "Print visit pack", deeds.print_pack, keys="Ctrl+P", group="Visits")
    return window, commands, deeds


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("n vi", True), ("vis new", True), ("", True), ("isit", False), ("new x", False)],
)
def test_commands_are_found_by_the_starts_of_their_words(typed, is_found):
    assert matches(typed, "New visit") is is_found


def test_the_palette_runs_what_is_picked_and_offers_it_first_next_time(made):
    window, commands, deeds = made
    palette = CommandPalette(commands, window)
    palette.open_over(window)
    assert [each.pick_id for each in palette.picks()] == ["visit.new", "sync.now", "visit.pack"]
    QTest.keyClicks(palette.line, "vis pa")
    assert [each.pick_id for each in palette.picks()] == ["visit.pack"]
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert deeds.done == ["pack"]
    palette.open_over(window)
    assert palette.picks()[0].pick_id == "visit.pack"
    assert commands.recent() == ("visit.pack",)


def test_shortcuts_work_from_the_registry(made):
    window, _, deeds = made
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert deeds.done == ["new visit"]


def test_what_cannot_be_done_now_is_not_offered(made):
    _, commands, _ = made
    commands._commands["sync.now"].action.setEnabled(False)
    assert "sync.now" not in [each.command_id for each in commands.matching("")]


def test_the_same_command_or_key_twice_is_refused(made):
    _, commands, deeds = made
    with pytest.raises(ValueError, match="already there"):
        commands.add("sync.now", "Again", deeds.sync_now)
    with pytest.raises(ValueError, match="already taken"):
        commands.add("other", "Other", deeds.sync_now, keys="Ctrl+N")


def test_a_removed_command_is_gone_everywhere(made):
    window, commands, deeds = made
    commands.remove("visit.new")
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert deeds.done == []
    assert "Ctrl+N" not in str(commands.sheet())


def test_the_sheet_lists_every_key_of_the_registry(made, qtbot):
    window, commands, _ = made
    commands.note("Lists", "Open the current row", "Enter")
    sheet = ShortcutSheet(commands, window)
    sheet.show()
    words = {each.text() for each in sheet.findChildren(QLabel)}
    assert {"New visit", "Ctrl+N", "Print visit pack", "Ctrl+P", "Enter", "Visits"} <= words
    assert "Sync now" not in words
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    QApplication.processEvents()
