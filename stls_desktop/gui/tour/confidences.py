"""The tour through what others may see, and through what was written before.

The privacy key, the view for a conversation, the history of a record, a child typed twice, two
files joined and parted again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton

from stls_core.records.observations import Observation
from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.duplicate_watch import DuplicateWatch
from stls_desktop.gui.screens.history import HistoryDialog
from stls_desktop.gui.screens.pupil_file import PupilFileScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for
from stls_desktop.services import caseload
from stls_desktop.services.desk import Desk

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_PUPILS: Final = 3
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


def see_confidences(tour: Tour) -> None:
    """Each of them, empty where it can be empty, and full."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    desk = tour.shell.bench.desk
    _hide_names(tour, page, desk)
    _talk(tour, page)
    _look_back(tour, page, desk)
    _type_a_child_twice(tour, page, desk)
    _join_files(tour, page, desk)
    tour.say("names hidden, a conversation, a history put back, two files joined and parted")


def _hide_names(tour: Tour, page: PupilsPage, desk: Desk) -> None:
    with desk.store.read() as read:
        child = read.find(IssPlan, status="ACTIVE")[0].pupil_id
    page.open_pupil(child)
    wait_for("the file", lambda: isinstance(page.detail(), PupilFileScreen))
    pause(300)
    tour.hands.count_anew()
    tour.hands.press(Qt.Key.Key_F9, on=tour.window)
    pause(300)
    tour.picture("privacy-key")
    tour.say(f"touches, hide every name: {tour.hands.touches.total}")
    tour.hands.press(Qt.Key.Key_F9, on=tour.window)


def _talk(tour: Tour, page: PupilsPage) -> None:
    tour.hands.count_anew()
    tour.hands.press(Qt.Key.Key_F8, on=tour.window)
    pause(400)
    tour.say(f"touches, a screen to talk over: {tour.hands.touches.total}")
    tour.picture("conversation-about-a-child")
    tour.hands.press(Qt.Key.Key_F8, on=tour.window)
    page.show_nothing()


def _look_back(tour: Tour, page: PupilsPage, desk: Desk) -> None:
    with desk.store.read() as read:
        seen = read.find(Observation)[0]
    page.open_record(seen.pupil_id, seen.id)
    wait_for("the record", lambda: isinstance(page.detail(), RecordScreen))
    screen = page.detail()
    if not isinstance(screen, RecordScreen):
        return
    for words in ("Phonics, in the quiet room", "Phonics, on the carpet with the class"):
        line = named(screen, QLineEdit, "Lesson or place")
        tour.hands.click(line)
        line.selectAll()
        tour.hands.write(words)
        screen.keeper.settle()
        wait_for("the words to be kept", tour.is_at_rest)
    tour.window.activateWindow()
    tour.hands.count_anew()
    tour.hands.press(Qt.Key.Key_H, _CTRL, tour.window)
    wait_for("the history", lambda: isinstance(QApplication.activeModalWidget(), HistoryDialog))
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, HistoryDialog):
        return
    pause(500)
    dialog.list.setFocus()
    tour.camera.take(dialog, "history")
    tour.hands.press(Qt.Key.Key_End, on=dialog.list)  # as it was first written
    tour.hands.click(named(dialog, QPushButton, "Restore this version…"))
    pause(300)
    tour.camera.take(dialog, "history-what-is-put-back")
    tour.hands.click(named(dialog, QPushButton, "Put back"))
    wait_for("the version", dialog.undo.isVisible)
    tour.camera.take(dialog, "history-put-back")
    tour.say(f"touches, put an earlier version back: {tour.hands.touches.total}")
    dialog.close()
    page.show_nothing()


def _type_a_child_twice(tour: Tour, page: PupilsPage, desk: Desk) -> None:
    with desk.store.read() as read:
        child = read.find(Pupil)[0]
    tour.window.activateWindow()
    tour.hands.click(named(page, QPushButton, "New pupil"))
    pause(400)
    for name, words in (
        ("Legal first name", child.legal_surname),
        ("Legal surname", child.legal_forename),
        ("Date of birth", f"{child.born_on:%d/%m/%Y}"),
    ):
        tour.hands.click(named(page, QLineEdit, name))
        tour.hands.write(words)
    shown = page.detail()
    watch = shown.findChild(DuplicateWatch) if shown is not None else None
    wait_for("the warning", lambda: watch is not None and watch.isVisible())
    tour.picture("typed-twice")
    page.show_nothing()


def _join_files(tour: Tour, page: PupilsPage, desk: Desk) -> None:
    tour.hands.click(named(page, QToolButton, "Look for duplicates"))
    pause(500)
    tour.picture("duplicates")
    one, other = [line for line in caseload.list_pupils(desk) if not line.is_unfinished][:2]
    page.open_pupil(one.id)
    wait_for("the file", lambda: isinstance(page.detail(), PupilFileScreen))
    tour.hands.count_anew()
    tour.hands.click(named(page, QToolButton, "Join with another file"))
    wait_for("the list of files", lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    tour.hands.write(f"{other.initials} {other.school}")
    pause(300)
    tour.picture("join-which-file")
    tour.hands.press(Qt.Key.Key_Return)
    reason = named(page, QLineEdit, "Reason")
    pause(300)
    tour.picture("join-two-files")
    tour.hands.click(reason)
    tour.hands.write("The mother says that he goes by his father's name at his other school.")
    tour.hands.click(named(page, QPushButton, "Join the files"))
    away = named(page, QPushButton, "Part the files again…")
    tour.say(f"touches, join two files: {tour.hands.touches.total}")
    pause(300)
    tour.picture("joined-file")
    tour.hands.click(away)
    tour.hands.click(named(page, QLineEdit, "Why they are parted"))
    tour.hands.write("They are cousins.")
    tour.hands.click(named(page, QPushButton, "Part the files"))
    pause(600)
    page.show_nothing()
