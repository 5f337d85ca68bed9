"""The tour's assessment: empty, a routine result by keyboard, a score and percentile that disagree.

Entering a result counts its touches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from stls_core.records.assessments import Assessment
from stls_core.records.cases import Case
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.assessment import AssessmentScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for
from stls_desktop.services.desk import Desk

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_PUPILS: Final = 3
TEST: Final = "BPVS3"


def see_assessments(tour: Tour) -> None:
    """A test chosen by three letters, its score, what the score means; an earlier full one."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    hands = tour.hands
    child, full = _children(tour.shell.bench.desk)
    page.open_pupil(child.id)
    begin = named(page, QPushButton, "Assessment")
    pause(300)
    hands.count_anew()
    hands.click(begin)
    wait_for("the assessment", lambda: isinstance(page.detail(), AssessmentScreen))
    pause(300)
    tour.picture("assessment-empty")
    for key in (Qt.Key.Key_B, Qt.Key.Key_P, Qt.Key.Key_V, Qt.Key.Key_Return):
        hands.press(key)
    pause(300)
    _numbers(tour, "82", "76", "88", "12")
    tour.say(f"touches, enter BPVS-3: {hands.touches.total}")
    tour.picture("assessment")
    hands.press(Qt.Key.Key_Backspace)
    hands.press(Qt.Key.Key_Backspace)
    _numbers(tour, "21")
    tour.picture("assessment-score-and-percentile-disagree")
    page.open_record(full.pupil_id, full.id)
    wait_for("the earlier one", lambda: _is_shown(page, full.id))
    pause(400)
    tour.picture("assessment-from-the-school")
    page.show_nothing()


def _numbers(tour: Tour, *numbers: str) -> None:
    for place, number in enumerate(numbers):
        if place:
            tour.hands.press(Qt.Key.Key_Tab)
        for digit in number:
            tour.hands.press(Qt.Key(ord(digit)))
    pause(300)


def _children(desk: Desk) -> tuple[Pupil, Assessment]:
    """A child of an age for the test who never had it, and a result that a school supplied."""
    with desk.store.read() as read:
        given = read.find(Assessment)
        tested = {each.pupil_id for each in given if each.test == TEST}
        known = {each.pupil_id for each in read.find(Case) if each.is_open} - tested
        child = next(
            each
            for each in read.find(Pupil)
            if each.id in known and each.born_on and each.born_on.year in (2017, 2018)
        )
        full = max(given, key=lambda each: (each.is_school_supplied, len(each.scores)))
    return child, full


def _is_shown(page: PupilsPage, rec: str) -> bool:
    shown = page.detail()
    return isinstance(shown, AssessmentScreen) and shown.rec == rec
