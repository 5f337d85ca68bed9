"""The boards over the whole screen pause when nobody watches, and what was counted is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from stls_desktop.gui.presence import LIMIT_S, Presence
from stls_desktop.gui.screens.observation import ObservationScreen
from stls_desktop.gui.tour.hands import named, wait_for
from tests.gui.screens.observing import Watch, begin_counting, begin_observation, choose, pass_time


@pytest.fixture
def watch(monkeypatch):
    made = Watch()
    monkeypatch.setattr(ObservationScreen, "clock", staticmethod(made))
    return made


@pytest.fixture
def screen(app):
    return begin_observation(app)


@pytest.fixture
def coding(app, screen, watch):
    choose(app, screen, "Time sample")
    screen.peer.set_value(False)
    app.hands.click(screen.code_button)
    yield screen.board
    if screen.board is not None:
        screen.board.end()


@pytest.fixture
def asks(app, screen, watch):
    board = begin_counting(app, screen, "Counting events", "Asks for help")
    yield board
    if screen.tally is not None:
        screen.tally.end()


@pytest.fixture
def stretches(app, screen, watch):
    board = begin_counting(app, screen, "How long", "Under the table", "Rocks")
    yield board
    if screen.tally is not None:
        screen.tally.end()


def rows_of(screen):
    return screen.form.control("tallies").value()


def test_leaving_the_window_pauses_a_time_sample_and_no_blind_slot_is_coded(
    app, screen, coding, watch
):
    QTest.keyClicks(coding, "a")
    app.window.activateWindow()
    wait_for("the pause", lambda: "Paused: the window was left" in coding.words, 5)
    pass_time(coding, watch, 300)
    QTest.keyClicks(coding, "v")
    assert screen.state.flat()["slots"] == "ON_A"
    coding.activateWindow()
    wait_for("the board", coding.isActiveWindow, 5)
    assert "Paused" in coding.words
    QTest.keyClick(coding, Qt.Key.Key_Space)
    pass_time(coding, watch, 30)
    QTest.keyClicks(coding, "p")
    assert screen.state.flat()["slots"] == "ON_A ON_P"


def test_leaving_the_window_pauses_counting(app, screen, stretches, watch):
    QTest.keyClicks(stretches, "1")
    pass_time(stretches, watch, 20)
    app.window.activateWindow()
    wait_for("the pause", lambda: "Paused: the window was left" in stretches.words, 5)
    pass_time(stretches, watch, 300)
    assert rows_of(screen)[0]["seconds"] == 20
    assert "0:20 watched" in stretches.words


def test_a_shut_lid_pauses_counting_and_is_no_time(screen, stretches, watch):
    QTest.keyClicks(stretches, "1")
    pass_time(stretches, watch, 20)
    watch.seconds += 3_600
    stretches._on_tick()
    assert "Paused: the laptop slept · 0:20 watched" in stretches.words
    pass_time(stretches, watch, 30)
    QTest.keyClicks(stretches, "1")
    assert (rows_of(screen)[0]["seconds"], rows_of(screen)[0]["count"]) == (20, 1)
    QTest.keyClick(stretches, Qt.Key.Key_Space)
    QTest.keyClicks(stretches, "1")
    pass_time(stretches, watch, 5)
    QTest.keyClicks(stretches, "1")
    assert (rows_of(screen)[0]["seconds"], rows_of(screen)[0]["count"]) == (25, 2)


def test_a_clock_that_jumps_back_pauses_counting(screen, asks, watch):
    pass_time(asks, watch, 20)
    watch.seconds -= 600
    asks._on_tick()
    assert "Paused: the laptop slept · 0:20 watched" in asks.words


def test_backspace_takes_a_stretch_back_with_its_seconds(screen, stretches, watch):
    for seconds in (10, 7):
        QTest.keyClicks(stretches, "1")
        pass_time(stretches, watch, seconds)
        QTest.keyClicks(stretches, "1")
    QTest.keyClick(stretches, Qt.Key.Key_Backspace)
    assert (rows_of(screen)[0]["seconds"], rows_of(screen)[0]["count"]) == (10, 1)


def test_backspace_takes_back_a_stretch_that_goes_on_and_leaves_the_other_going(
    screen, stretches, watch
):
    QTest.keyClicks(stretches, "1")
    pass_time(stretches, watch, 10)
    QTest.keyClicks(stretches, "2")
    pass_time(stretches, watch, 5)
    QTest.keyClick(stretches, Qt.Key.Key_Backspace)
    pass_time(stretches, watch, 5)
    QTest.keyClicks(stretches, "1")
    first, second = rows_of(screen)
    assert (first["seconds"], first["count"]) == (20, 1)
    assert second.get("count", 0) == 0
    assert not second.get("seconds")


def test_backspace_may_take_back_everything(screen, stretches, watch):
    QTest.keyClicks(stretches, "1")
    pass_time(stretches, watch, 10)
    QTest.keyClick(stretches, Qt.Key.Key_Backspace)
    QTest.keyClick(stretches, Qt.Key.Key_Backspace)
    pass_time(stretches, watch, 10)
    stretches.end()
    assert not rows_of(screen)[0].get("seconds")


class Ear:
    """Hears, as the idle lock does, that somebody watches."""

    def __init__(self, parent):
        self.heard = 0
        Presence(parent).watched.connect(self._on_watched)

    def _on_watched(self):
        self.heard += 1


def test_watching_without_keys_counts_as_presence_up_to_the_limit_and_says_so(screen, asks, watch):
    ear = Ear(asks)
    pass_time(asks, watch, LIMIT_S - 121)
    assert "Press any key" not in asks.words
    pass_time(asks, watch, 31)
    assert "Press any key to go on; stops in 1:30" in asks.words
    assert ear.heard == LIMIT_S - 90
    QTest.keyClick(asks, Qt.Key.Key_Shift)
    assert "Press any key" not in asks.words
    pass_time(asks, watch, LIMIT_S)
    assert "Paused: no key for 15 minutes" in asks.words
    heard = ear.heard
    pass_time(asks, watch, 60)
    assert ear.heard == heard


def test_a_paused_board_says_nothing_of_watching(asks, watch):
    QTest.keyClick(asks, Qt.Key.Key_Space)
    ear = Ear(asks)
    pass_time(asks, watch, 60)
    assert ear.heard == 0


def test_the_rest_of_the_program_is_told_what_was_counted_when_the_board_pauses(
    app, screen, asks, watch
):
    QTest.keyClicks(asks, "11")
    pass_time(asks, watch, 130)
    app.window.activateWindow()
    wait_for("the pause", lambda: "Paused" in asks.words, 5)
    assert (rows_of(screen)[0]["count"], rows_of(screen)[0]["minutes"]) == (2, 2)
    assert named(screen, QPushButton, "Start counting")
    assert screen.counts_told.text() == "Asks for help: 2 times in 2 minutes; 60 an hour"
