"""The tour around the visits: what is due, my day, going out, a school's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from stls_desktop.gui.screens.due import DueScreen
from stls_desktop.gui.screens.going_out import GoingOutScreen
from stls_desktop.gui.screens.my_day import TAKE, MyDayScreen
from stls_desktop.gui.screens.today import TodayPage
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour


def see_around(tour: Tour) -> None:
    """Everything on Today that is no visit."""
    page = tour.page(1)
    if not isinstance(page, TodayPage):
        msg = "Today is not there"
        raise LostError(msg)
    tour.hands.click(page.due)
    wait_for("what is due", lambda: page.findChild(DueScreen))
    pause(400)
    tour.picture("due")
    tour.hands.count_anew()
    tour.hands.click(page.going_out)
    wait_for("the checks", lambda: isinstance(page.detail(), GoingOutScreen))
    screen = page.findChild(GoingOutScreen)
    wait_for("the time", lambda: screen is not None and screen.when.text().startswith("Checked"))
    tour.picture("going-out")
    tour.say(f"touches, check before going out: {tour.hands.touches.total}")
    tour.hands.count_anew()
    tour.hands.click(page.my_day)
    wait_for("my day", lambda: isinstance(page.detail(), MyDayScreen))
    pause(300)
    tour.picture("my-day")
    tour.hands.click(named(page, QPushButton, TAKE))
    pause(300)
    tour.say(f"touches, my day: {tour.hands.touches.total}")
    page.show_nothing()
