"""The tour through an advice report: nothing yet, a draft from the file, and its three versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from stls_core.records.plans import IssPlan
from stls_desktop.gui.screens.advice import AdviceScreen
from stls_desktop.gui.screens.pupil_file import PupilFileScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_PUPILS: Final = 3


def see_a_report(tour: Tour) -> None:
    """From the pupil's page to a report that has written itself, in the words of each reader."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    with tour.shell.bench.desk.store.read() as read:
        plan = read.find(IssPlan, status="FINAL_REVIEW")[0]
    page.open_pupil(plan.pupil_id)
    wait_for("the pupil's page", lambda: isinstance(page.detail(), PupilFileScreen))
    pause(300)
    tour.hands.count_anew()
    tour.hands.click(named(page, QPushButton, "Advice report"))
    wait_for("the report", lambda: isinstance(page.detail(), AdviceScreen))
    screen = page.detail()
    if not isinstance(screen, AdviceScreen):
        return
    pause(600)
    tour.picture("advice-empty")
    tour.hands.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier, screen)
    wait_for("the draft", lambda: screen.pages.view.page and not screen.sources.is_open)
    pause(800)
    tour.say(f"touches, draft a report: {tour.hands.touches.total}")
    tour.picture("advice-senco")
    for words, name in (("For the family", "family"), ("For the class teacher", "teacher")):
        tour.hands.click(named(screen, QPushButton, words))
        pause(800)
        tour.picture(f"advice-{name}")
    page.show_nothing()
