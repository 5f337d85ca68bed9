"""The tour through lives: a case that may not begin, an agreement, and a record that is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from stls_core.records.agreements import Agreement
from stls_core.records.cases import Case
from stls_core.records.observations import Observation
from stls_desktop.gui.screens.life import LifePart
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.signing_part import SigningPart
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_W = TypeVar("_W", bound=QWidget)
_PUPILS: Final = 3
_SIGNED: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def see_lives(tour: Tour) -> None:
    """A case and its steps, an agreement as it is today, an observation signed and corrected."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    desk = tour.shell.bench.desk
    with desk.store.read() as read:
        case = read.find(Case, status="REVIEW_DUE")[0]
        agreed = [
            each for each in read.find(Agreement) if each.status_on(desk.today()) == "EXPIRING"
        ]
        seen = read.find(Observation, status="SIGNED")[0]
    _open(page, case.pupil_id, case.id)
    life = _part(page, LifePart)
    tour.picture("case")
    tour.hands.click(named(life, QPushButton, "Close the case"))
    tour.hands.click(named(life, QPushButton, "Close the case", 1))
    wait_for("what closing needs", life.summary.links)
    tour.picture("case-what-closing-needs")
    tour.hands.click(named(life, QPushButton, "Cancel"))
    if agreed:
        _open(page, agreed[0].pupil_id, agreed[0].id)
        tour.picture("agreement-running-out")
    _sign(tour, page, seen)
    tour.say("case, agreement and a record signed and told what it lacks")


def _sign(tour: Tour, page: PupilsPage, seen: Observation) -> None:
    _open(page, seen.pupil_id, seen.id)
    part = _part(page, SigningPart)
    helps = named(page, QPlainTextEdit, "What helps")
    helps.setFocus()
    helps.selectAll()
    tour.hands.press(Qt.Key.Key_Delete)
    tour.hands.press(Qt.Key.Key_S, _SIGNED, helps)
    wait_for("what blocks signing", part.summary.links)
    tour.picture("record-before-you-sign")
    tour.hands.click(part.summary.links()[0])
    tour.hands.write("Pictures with the words, and partner talk first.")
    tour.hands.press(Qt.Key.Key_S, _SIGNED, helps)
    wait_for("the signed version", lambda: "Version 1" in part.banner.accessibleName())
    tour.picture("record-signed")


def _open(page: PupilsPage, pupil_id: str, rec: str) -> None:
    page.open_record(pupil_id, rec)

    def is_shown() -> bool:
        shown = page.detail()
        return isinstance(shown, RecordScreen) and shown.rec == rec

    wait_for("the record", is_shown)
    pause(300)


def _part(page: PupilsPage, kind: type[_W]) -> _W:
    shown = page.detail()
    found = shown.findChild(kind) if shown is not None else None
    if found is None:
        msg = f"There is no {kind.__name__} on the screen"
        raise LostError(msg)
    return found
