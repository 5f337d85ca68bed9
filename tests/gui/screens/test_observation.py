"""An observation is coded by one key an interval, counted, and written line by line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from stls_core.records.observations import Observation, ObservationEntry
from stls_desktop.gui.screens.observation import ObservationScreen
from stls_desktop.gui.tour.hands import named, wait_for
from tests.gui.screens.observing import Watch, begin_counting, begin_observation, choose, pass_time
from tests.gui.screens.test_plain_records import wait_until_saved


@pytest.fixture
def watch(monkeypatch):
    made = Watch()
    monkeypatch.setattr(ObservationScreen, "clock", staticmethod(made))
    return made


@pytest.fixture
def screen(app):
    return begin_observation(app)


def kept(app, rec):
    with app.desk.store.read() as read:
        drafts = {draft.rec: draft.doc for draft in read.drafts()}
        found = read.get(Observation, rec)
    return drafts.get(rec) or {"slots": found.slots if found else ""}


def test_only_what_the_method_needs_is_asked(app, screen):
    choose(app, screen, "Time sample")
    assert named(screen, QPushButton, "Start coding").isVisible()
    assert not screen.entries.isVisible()
    choose(app, screen, "Before, behaviour, after")
    assert screen.entries.isVisible()
    assert not screen.code_button.isVisible()


def test_twenty_slots_are_coded_by_one_key_each_and_give_a_percentage(app, screen, watch):
    choose(app, screen, "Time sample")
    screen.peer.set_value(False)
    app.hands.click(named(screen, QPushButton, "10 s"))
    app.hands.click(screen.code_button)
    board = screen.board
    for number in range(20):
        QTest.keyClicks(board, "a" if number < 9 else "t")
        pass_time(board, watch, 10)
    QTest.keyClick(board, Qt.Key.Key_Escape)
    wait_until_saved(screen)
    app.rest()
    assert kept(app, screen.rec)["slots"].split()[:20] == ["ON_A"] * 9 + ["T"] * 11
    assert "45 % of 20 slots" in spoken(screen)


def spoken(screen):
    return " ".join(each.accessibleName() for each in screen.findChildren(QWidget))


def test_twelve_slots_say_that_they_are_too_few(app, screen, watch):
    choose(app, screen, "Time sample")
    screen.peer.set_value(False)
    app.hands.click(screen.code_button)
    for _ in range(12):
        QTest.keyClicks(screen.board, "p")
        pass_time(screen.board, watch, 30)
    QTest.keyClick(screen.board, Qt.Key.Key_Escape)
    app.rest()
    assert "n = 12, too few for a percentage (20 needed)" in spoken(screen)


def test_every_code_is_on_the_disk_while_the_board_is_still_open(app, screen, watch):
    choose(app, screen, "Time sample")
    app.hands.click(screen.code_button)
    QTest.keyClicks(screen.board, "v")
    wait_for("the disk", lambda: kept(app, screen.rec).get("slots") == "OFF_V", 10)
    screen.board.end()


def test_space_pauses_and_no_time_passes(app, screen, watch):
    choose(app, screen, "Time sample")
    app.hands.click(screen.code_button)
    board = screen.board
    QTest.keyClick(board, Qt.Key.Key_Space)
    pass_time(board, watch, 300)
    assert "Paused" in board.words
    assert "Slot 1 " in board.words
    QTest.keyClick(board, Qt.Key.Key_Space)
    assert "Child" in board.words
    board.end()


def test_no_name_stands_on_the_board(app, screen, watch):
    choose(app, screen, "Time sample")
    app.hands.click(screen.code_button)
    board = screen.board
    with app.desk.store.read() as read:
        from stls_core.records.pupils import Pupil

        names = {n for p in read.find(Pupil) for n in (p.legal_forename, p.legal_surname)}
    told = f"{board.windowTitle()} {board.words} {board.accessibleName()}"
    assert not names & set(told.replace(",", " ").split())
    board.end()


def test_events_are_counted_by_a_key_and_the_rate_has_its_minutes(app, screen, watch):
    board = begin_counting(app, screen, "Counting events", "Asks for help")
    QTest.keyClicks(board, "111")
    QTest.keyClick(board, Qt.Key.Key_Backspace)
    pass_time(board, watch, 120)
    QTest.keyClick(board, Qt.Key.Key_Escape)
    app.rest()
    (tally,) = screen.form.control("tallies").value()
    assert (tally["count"], tally["minutes"]) == (2, 2)


def test_counting_again_goes_on_from_what_was_counted(app, screen, watch):
    choose(app, screen, "Counting events")
    app.hands.click(named(screen, QPushButton, "Add to counts and durations"))
    app.hands.click(screen.form.control("tallies").findChildren(QLineEdit)[0])
    app.hands.write("Asks for help")
    for key in ("111", "", "1"):
        app.hands.click(named(screen, QPushButton, "Start counting"))
        QTest.keyClicks(screen.tally, key)
        if key == "111":
            pass_time(screen.tally, watch, 120)
        QTest.keyClick(screen.tally, Qt.Key.Key_Escape)
        app.rest()
    (tally,) = screen.form.control("tallies").value()
    assert (tally["count"], tally["minutes"]) == (4, 2)


def test_a_stretch_is_handed_on_while_it_goes_on(app, screen, watch):
    board = begin_counting(app, screen, "How long", "Under the table")
    QTest.keyClicks(board, "1")
    pass_time(board, watch, 40)
    (tally,) = screen.form.control("tallies").value()
    assert tally["seconds"] >= 38
    board.end()


def test_counting_says_first_what_is_counted(app, screen):
    choose(app, screen, "Counting events")
    app.hands.click(named(screen, QPushButton, "Start counting"))
    assert screen.form.boxes["tallies"].problem == "Say what you will count first"


def test_lines_follow_each_other_by_enter_with_the_time_on_them(app, screen):
    app.hands.click(named(screen, QPushButton, "Add a line"))  # a running record is the usual one
    app.hands.write("Looks at the teacher.")
    QTest.keyClick(QApplication.focusWidget() or screen, Qt.Key.Key_Return)
    app.hands.write("Turns to the window.")
    wait_until_saved(screen)
    screen.keeper.settle()
    app.rest()
    with app.desk.store.read() as read:
        found = read.find(ObservationEntry, observation_id=screen.rec, order_by=("order_key",))
    assert [each.words for each in found] == ["Looks at the teacher.", "Turns to the window."]
    assert all(each.noted_at for each in found)


def test_before_behaviour_and_after_stand_in_one_line(app, screen):
    choose(app, screen, "Before, behaviour, after")
    app.hands.click(named(screen, QPushButton, "Add a line"))
    for name, words in (("Before", "Asked to line up"), ("Behaviour", "Drops"), ("After", "Sat")):
        app.hands.click(named(screen.entries, QPlainTextEdit, name))
        app.hands.write(words)
    wait_until_saved(screen)
    screen.keeper.settle()
    app.rest()
    with app.desk.store.read() as read:
        (entry,) = read.find(ObservationEntry, observation_id=screen.rec)
    assert (entry.antecedent, entry.behaviour, entry.consequence) == (
        "Asked to line up",
        "Drops",
        "Sat",
    )
