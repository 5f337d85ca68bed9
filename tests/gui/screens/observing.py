"""What tests of observations share: a stopwatch that obeys, and the ways to the boards."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton

from stls_core.records import kind_named
from stls_desktop.gui.screens.observation import ObservationScreen
from stls_desktop.gui.tour.hands import named, wait_for


class Watch:
    """A stopwatch that stands still until it is told to go on."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def begin_observation(app):
    """A new observation of the first pupil, its lesson filled in."""
    page = app.go(3)
    app.choose_row(page, "Pupils")
    wait_for("the file", lambda: page.findChildren(QPushButton), 10)
    app.hands.click(named(page, QPushButton, kind_named("observation").title))
    wait_for("the form", lambda: isinstance(page.detail(), ObservationScreen), 10)
    app.rest()
    app.hands.click(named(page, QLineEdit, "Lesson or place"))
    app.hands.write("Literacy")
    return page.detail()


def choose(app, screen, method):
    """Press the chip of a method."""
    app.hands.click(named(screen, QPushButton, method))
    app.rest()


def begin_counting(app, screen, method, *behaviours):
    """The open board that counts these."""
    choose(app, screen, method)
    for place, behaviour in enumerate(behaviours):
        app.hands.click(named(screen, QPushButton, "Add to counts and durations"))
        lines = screen.form.control("tallies").findChildren(QLineEdit)
        named_lines = [each for each in lines if "What was counted" in each.accessibleName()]
        app.hands.click(named_lines[place])
        app.hands.write(behaviour)
    app.hands.click(named(screen, QPushButton, "Start counting"))
    return screen.tally


def pass_time(board, watch, seconds):
    """Let the board's clock go on second by second, as it does while nobody sleeps."""
    for _ in range(int(seconds)):
        watch.seconds += 1
        board._on_tick()
