"""The tour's new child: the file from nothing, the family's agreement, a case taken to its work.

Each begins empty; each counts its touches. A list is chosen from as hands on a keyboard do it: Tab,
the first letter, and Down until it shows what is wanted.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from stls_desktop.gui.screens.pupil_file import PupilFileScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.tour.hands import LostError, all_named, named, pause, wait_for

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_PUPILS: Final = 3
_SCHOOL: Final = "Hopperswick Primary School"
_PARENT: Final = "Wanda Ostrander"
_AGREED: Final = (
    "Talk about the child at a meeting",
    "Observe the child",
    "Work with the child one to one",
    "Use standardised tests",
    "Share with the school",
)
_STEPS: Final = ("Record the referral", "The family has agreed", "Allocate", "Begin work")


def see_a_new_file(tour: Tour) -> None:
    """A child who was on no laptop yet, to the day when work may begin."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage):
        msg = "The pupils' page is not there"
        raise LostError(msg)
    _new_pupil(tour, page)
    _agreement(tour, page)
    _case(tour, page)
    page.show_nothing()


def _new_pupil(tour: Tour, page: PupilsPage) -> None:
    hands = tour.hands
    hands.count_anew()
    hands.click(named(page, QPushButton, "New pupil"))
    screen = _record(page)
    pause(300)
    tour.picture("pupil-empty")
    _write(tour, screen, "Legal first name", "Leonora")
    _write(tour, screen, "Legal surname", "Ostrander")
    _write(tour, screen, "Date of birth", "3/4/2019")
    _choose(tour, screen, "SEN provision", "SEN support")
    _choose(tour, screen, "School", _SCHOOL)
    hands.click(named(screen, QPlainTextEdit, "Strengths and interests"))
    hands.write("Knows every bird at the feeder, and waits for them.")
    _choose(tour, screen, "Main need", "Speech, language and communication")
    hands.click(named(screen, QPushButton, "Communication and interaction"))
    _add_adult(tour, screen, "Parents and carers")
    pause(300)
    tour.picture("pupil")
    hands.click(named(screen, QPushButton, "To the pupil’s page"))
    wait_for("the pupil's page", lambda: isinstance(page.detail(), PupilFileScreen))
    pause(400)
    tour.picture("pupil-file-empty")
    tour.say(f"touches, a new pupil: {hands.touches.total}")


def _agreement(tour: Tour, page: PupilsPage) -> None:
    hands = tour.hands
    hands.count_anew()
    hands.click(named(page, QPushButton, "Record the agreement"))
    screen = _record(page)
    pause(300)
    tour.picture("agreement-empty")
    _choose(tour, screen, "Form", "Intensive Specialist Support")
    _write(tour, screen, "Signed on", "today")
    _choose(tour, screen, "How", "Signed on paper")
    _add_adult(tour, screen, "Signed by")
    hands.click(named(screen, QPushButton, "Yes"))
    _tick(tour, screen, "Original received")
    for words in _AGREED:
        hands.click(named(screen, QPushButton, words))
    pause(300)
    tour.picture("agreement")
    hands.click(named(screen, QPushButton, "Back to the pupil"))
    wait_for("the pupil's page", lambda: isinstance(page.detail(), PupilFileScreen))
    pause(400)
    tour.say(f"touches, an Agreement to Engage: {hands.touches.total}")


def _case(tour: Tour, page: PupilsPage) -> None:
    hands = tour.hands
    hands.count_anew()
    hands.click(named(page, QPushButton, "Case"))
    screen = _record(page)
    pause(300)
    tour.picture("case-empty")
    hands.click(named(screen, QPlainTextEdit, "Question"))
    hands.write("How can L. ask for help before she leaves the table?")
    _choose(tour, screen, "Came from", "LIFT meeting")
    _choose(tour, screen, "Tier", "Tier 3: intensive support")
    hands.click(named(screen, QPushButton, "Active"))
    later = dt.datetime.now().astimezone().date() + dt.timedelta(days=70)
    _write(tour, screen, "Next review", f"{later:%d/%m/%y}")
    for words in _STEPS:
        _take_step(tour, screen, words)
    pause(300)
    tour.picture("case-begun")
    tour.say(f"touches, a case from referral to work: {hands.touches.total}")


def _take_step(tour: Tour, screen: RecordScreen, words: str) -> None:
    """A step of a life; where it asks something, what stands there already is confirmed."""
    tour.hands.click(named(screen, QPushButton, words))
    wait_for("the step", tour.is_at_rest)
    pause(200)
    if all_named(screen, QPushButton, "Cancel"):
        tour.hands.click(all_named(screen, QPushButton, words)[-1])
        wait_for("the step", tour.is_at_rest)
        pause(200)


def _add_adult(tour: Tour, screen: RecordScreen, field: str) -> None:
    if not all_named(screen, QLineEdit, f"{field}: Name"):
        tour.hands.click(named(screen, QPushButton, f"Add to {field[:1].lower()}{field[1:]}"))
    _write(tour, screen, f"{field}: Name", _PARENT)
    _choose(tour, screen, f"{field}: Relation", "Mother")
    _choose(tour, screen, f"{field}: Parental responsibility", "Parental responsibility: yes")


def _write(tour: Tour, screen: QWidget, name: str, words: str) -> None:
    line = named(screen, QLineEdit, name)
    tour.hands.click(line)
    line.selectAll()
    tour.hands.write(words)


def _tick(tour: Tour, screen: QWidget, name: str) -> None:
    box = named(screen, QCheckBox, name)
    if not box.isChecked():
        tour.hands.click(box)


def _choose(tour: Tour, screen: QWidget, name: str, option: str) -> None:
    box = named(screen, QComboBox, name)
    if box.currentText() == option:
        return
    box.setFocus(Qt.FocusReason.TabFocusReason)
    tour.hands.touches.keys += 1
    tour.hands.touches.keys += 1
    QTest.keyClicks(box, option[0])
    for _ in range(box.count()):
        if box.currentText() == option:
            return
        tour.hands.press(Qt.Key.Key_Down, on=box)
    msg = f"{name} does not offer {option}, only {[box.itemText(n) for n in range(box.count())]}"
    raise LostError(msg)


def _record(page: PupilsPage) -> RecordScreen:
    wait_for("the record", lambda: isinstance(page.detail(), RecordScreen))
    shown = page.detail()
    if not isinstance(shown, RecordScreen):
        msg = "The record did not open"
        raise LostError(msg)
    return shown
