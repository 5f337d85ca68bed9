"""The tour's voices: a child's own words, declining, the faces turned round; a parent's ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from stls_core.records.voices import ParentVoice, PupilVoice
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.screens.voices import ParentVoiceScreen, PupilVoiceScreen, VoiceScreen
from stls_desktop.gui.tour.hands import LostError, pause, wait_for

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_V = TypeVar("_V", bound=VoiceScreen)
_PUPILS: Final = 3
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


def see_voices(tour: Tour) -> None:
    """What each said to the letter, what is asked on a screen of its own, and a no that counts."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    with tour.shell.bench.desk.store.read() as read:
        child = next(each for each in read.find(PupilVoice) if each.quotes)
        parent = next(each for each in read.find(ParentVoice) if each.quotes)
    page.begin_record(child.pupil_id, "pupil_voice")
    _shown(page, PupilVoiceScreen)
    tour.picture("pupil-voice-empty")
    _open(page, child)
    screen = _shown(page, PupilVoiceScreen)
    tour.picture("pupil-voice")
    screen.ask_with_faces()
    _see_turned(tour, screen, "pupil-voice-faces", "4")
    tour.window.activateWindow()  # offscreen, a closed window leaves none active
    pause(100)
    tour.hands.count_anew()
    tour.hands.press(Qt.Key.Key_D, _CTRL, tour.window)
    wait_for("the no", lambda: screen.is_declined)
    pause(300)
    tour.picture("pupil-voice-declined")
    tour.say(f"touches, a child who would rather not say: {tour.hands.touches.total}")
    tour.hands.press(Qt.Key.Key_D, _CTRL, tour.window)
    _open(page, parent)
    _shown(page, ParentVoiceScreen)
    tour.picture("parent-voice")
    page.show_nothing()


def _open(page: PupilsPage, record: PupilVoice | ParentVoice) -> None:
    page.open_record(record.pupil_id, record.id)

    def is_shown() -> bool:
        shown = page.detail()
        return isinstance(shown, VoiceScreen) and shown.rec == record.id

    wait_for("the voice", is_shown)
    pause(300)


def _shown(page: PupilsPage, kind: type[_V]) -> _V:
    wait_for(f"a {kind.__name__}", lambda: isinstance(page.detail(), kind))
    pause(300)
    shown = page.detail()
    if not isinstance(shown, kind):
        raise LostError(kind.__name__)
    return shown


def _see_turned(tour: Tour, screen: VoiceScreen, name: str, key: str) -> None:
    turned = screen.turned
    if turned is None:
        msg = "The screen was not turned round"
        raise LostError(msg)
    pause(200)
    tour.camera.take(turned, name)
    QTest.keyClicks(turned, key)
    pause(100)
    tour.hands.press(Qt.Key.Key_Return, _CTRL, turned)
    pause(200)
