"""The tour through observations: a time sample beside a peer, counting, lines, a room, sensory.

The clock of the boards is the tour's own, so that twenty minutes pass in as many seconds.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from stls_core.records.observations import Observation
from stls_desktop.gui.screens.coding import CodingBoard
from stls_desktop.gui.screens.observation import ObservationScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.screens.tallying import TallyBoard
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for
from stls_desktop.gui.widgets.answers_field import AnswersField

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_PUPILS: Final = 3
_SLOT_S: Final = 10
_STEP_S: Final = 4.0  # a longer gap would be a laptop that slept
_HARDLY_S: Final = 0.01
_TOO_FEW, _ENOUGH = 24, 16  # keys of two runs, child and peer in turns: 12 slots each, then 20
_KEYS: Final = "aapavaoatapapamv"
_ROOM: Final = "31123121331231123121312"


class _Watch:
    """The tour's clock."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def see_observations(tour: Tour) -> None:
    """Each method in its own way, empty and full."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    with tour.shell.bench.desk.store.read() as read:
        seen = read.find(Observation, order_by=("id",))
    children = list(dict.fromkeys(each.pupil_id for each in seen))
    watch, usual = _Watch(), ObservationScreen.clock
    ObservationScreen.clock = watch
    try:
        _sample(tour, _begin(tour, page, children[0], "Literacy on the carpet"), watch)
        screen = _begin(tour, page, children[1], "Moving to lunch")
        _count(tour, screen, watch)
        _look(tour, _begin(tour, page, children[2], "The classroom, empty and in a lesson"))
    finally:
        ObservationScreen.clock = usual
    _read_lines(tour, page, next(each for each in seen if each.method == "ABC"))
    page.show_nothing()
    tour.say("observations: a sample with a peer, counting, a room, sensory, play, lines")


def _begin(tour: Tour, page: PupilsPage, pupil: str, lesson: str) -> ObservationScreen:
    before = page.detail()
    page.begin_record(pupil, "observation")
    screen = _shown(page, before)
    tour.hands.click(named(screen, QLineEdit, "Lesson or place"))
    tour.hands.write(lesson)
    return screen


def _choose(tour: Tour, screen: ObservationScreen, method: str, part: QWidget) -> None:
    tour.hands.click(named(screen, QPushButton, method))
    pause(200)
    _into_view(screen, part)


# A time sample


def _sample(tour: Tour, screen: ObservationScreen, watch: _Watch) -> None:
    hands = tour.hands
    tour.picture("observation-empty")
    _choose(tour, screen, "Time sample", screen.code_button)
    hands.click(named(screen, QPushButton, f"{_SLOT_S} s"))
    _into_view(screen, screen.code_button)
    tour.picture("time-sample-empty")
    hands.count_anew()
    _code(tour, screen, watch, _TOO_FEW)
    _into_view(screen, screen.code_button)
    tour.picture("time-sample-too-few")
    _code(tour, screen, watch, _ENOUGH)
    tour.say(f"touches, code 40 slots, a peer in turns, one break: {hands.touches.total}")
    _into_view(screen, screen.code_button)
    tour.picture("time-sample-with-a-peer")


def _code(tour: Tour, screen: ObservationScreen, watch: _Watch, slots: int) -> None:
    tour.hands.click(screen.code_button)
    board = screen.board
    if not isinstance(board, CodingBoard):
        msg = "The board did not open"
        raise LostError(msg)
    for place, key in zip(range(slots), itertools.cycle(_KEYS), strict=False):
        _press(tour, board, key)
        if place == slots // 2:
            _pass(board, watch, _SLOT_S / 2)
            tour.camera.take(board, "coding")
        _pass(board, watch, _SLOT_S / 2 if place == slots // 2 else _SLOT_S)
    if slots == _TOO_FEW:
        _press(tour, board, " ")
        tour.camera.take(board, "coding-paused")
    tour.hands.press(Qt.Key.Key_Escape, on=board)
    tour.window.activateWindow()
    pause(200)


# Counting


def _count(tour: Tour, screen: ObservationScreen, watch: _Watch) -> None:
    hands = tour.hands
    hands.click(named(screen, QPushButton, "How long"))
    pause(200)
    tallies = screen.form.control("tallies")
    for place, behaviour in enumerate(("Under the table", "Works with a partner")):
        hands.click(named(screen, QPushButton, "Add to counts and durations"))
        lines = [
            each
            for each in tallies.findChildren(QLineEdit)
            if each.accessibleName().endswith("What was counted")
        ]
        hands.click(lines[place])
        hands.write(behaviour)
    hands.click(named(screen, QPushButton, "Start counting"))
    board = screen.tally
    if not isinstance(board, TallyBoard):
        msg = "The board did not open"
        raise LostError(msg)
    for key, seconds in (("1", 48), ("2", 20), ("1", 12)):
        _press(tour, board, key)
        _pass(board, watch, seconds)
    tour.camera.take(board, "counting")
    hands.press(Qt.Key.Key_Escape, on=board)
    tour.window.activateWindow()
    pause(200)
    _into_view(screen, screen.count_button)
    tour.picture("counts")


# A room, listening, seeing, play


def _look(tour: Tour, screen: ObservationScreen) -> None:
    room, checks = screen.form.control("environment"), screen.form.control("checks")
    _choose(tour, screen, "The room", room)
    tour.picture("room-empty")
    tour.hands.count_anew()
    _answer(tour, room, _ROOM)
    tour.say(f"touches, look at a whole room: {tour.hands.touches.total}")
    pause(200)
    tour.picture("room-answered")
    for method, name in (
        ("Listening environment", "listening"),
        ("Functional vision", "vision"),
        ("Physical access", "access"),
        ("Play (early years)", "play"),
    ):
        screen.form.set_value("checks", [])
        _choose(tour, screen, method, checks)
        _answer(tour, checks, "1231")
        tour.picture(name)


def _answer(tour: Tour, field: AnswersField, keys: str) -> None:
    field.take_focus()
    for key in keys:
        focused = QApplication.focusWidget()
        if focused is not None:
            _press(tour, focused, key)


# Lines


def _read_lines(tour: Tour, page: PupilsPage, seen: Observation) -> None:
    before = page.detail()
    page.open_record(seen.pupil_id, seen.id)
    screen = _shown(page, before)
    wait_for("the lines", lambda: screen.findChildren(QPlainTextEdit, "antecedent"))
    pause(300)
    _into_view(screen, screen.entries)
    tour.picture("before-behaviour-after")


def _shown(page: PupilsPage, before: QWidget | None) -> ObservationScreen:
    """The next observation, once it has taken the place of what stood there before."""

    def is_there() -> bool:
        shown = page.detail()
        return shown is not before and isinstance(shown, ObservationScreen)

    wait_for("the observation", is_there)
    screen = page.detail()
    if not isinstance(screen, ObservationScreen):
        msg = "The observation did not open"
        raise LostError(msg)
    pause(400)
    return screen


def _press(tour: Tour, on: QWidget, key: str) -> None:
    tour.hands.touches.keys += 1
    QTest.keyClicks(on, key)


def _pass(board: CodingBoard | TallyBoard, watch: _Watch, seconds: float) -> None:
    """Let time go on for the board, in steps that no laptop sleeps through."""
    ends = board.elapsed + seconds
    while ends - board.elapsed > _HARDLY_S:
        reached = _Reached(board, board.elapsed + min(_STEP_S, ends - board.elapsed))
        watch.seconds += reached.at - board.elapsed
        wait_for("the board's clock", reached)


class _Reached:
    """Whether a board's clock shows so many seconds."""

    def __init__(self, board: CodingBoard | TallyBoard, at: float) -> None:
        self._board, self.at = board, at

    def __call__(self) -> bool:
        return self._board.elapsed >= self.at - _HARDLY_S


def _into_view(screen: ObservationScreen, part: QWidget) -> None:
    """Scroll so that the card of a part begins at the top."""
    inside = screen.scroller.widget()
    if inside is None:
        return
    card: QWidget = part
    while (above := card.parentWidget()) is not None and above is not inside:
        card = above
    screen.scroller.verticalScrollBar().setValue(card.mapTo(inside, QPoint(0, 0)).y() - 12)
    pause(150)
