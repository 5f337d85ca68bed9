"""The tour through modelling: the library, a note with its checklist, the turned-round screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from stls_core.records.modelling import ModellingNote
from stls_desktop.gui.screens.library import LibraryDialog
from stls_desktop.gui.screens.modelling import ModellingScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.tour.hands import LostError, pause, wait_for
from stls_desktop.gui.widgets.steps_field import StepsField

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_PUPILS: Final = 3


def see_modelling(tour: Tour) -> None:
    """A coaching: the strategy from the library, each step by a key, the adult's own rating."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    with tour.shell.bench.desk.store.read() as read:
        note = next(each for each in read.find(ModellingNote) if each.stage == "COACH")
    page.open_record(note.pupil_id, note.id)
    wait_for("the note", lambda: isinstance(page.detail(), ModellingScreen))
    screen = page.detail()
    if not isinstance(screen, ModellingScreen):
        return
    pause(500)
    tour.picture("modelling-note")
    library = screen.open_library()
    pause(400)
    tour.camera.take(library, "strategy-library")
    library.words.setText("zzzz")
    pause(300)
    tour.camera.take(library, "strategy-library-nothing-found")
    _adapt(tour, library)
    library.close()
    tour.window.activateWindow()  # offscreen, a closed dialog leaves no window active
    pause(100)
    tour.hands.count_anew()
    steps: StepsField = screen.form.control("steps")
    steps.focus_part(str(steps.value()[0]["key"]), "")
    for _ in steps.value():
        tour.hands.press(Qt.Key.Key_Y)
    pause(200)
    tour.picture("modelling-steps")
    _turn_round(tour, screen)
    tour.say(f"touches, log a coaching: {tour.hands.touches.total}")
    page.show_nothing()


def _adapt(tour: Tour, library: LibraryDialog) -> None:
    """A strategy made one of our own."""
    hands = tour.hands
    hands.count_anew()
    library.words.clear()
    hands.click(library.words)
    hands.write("timetable")
    wait_for("a strategy", library.adapt.isEnabled)
    hands.click(library.adapt)
    wait_for("our own", lambda: library.list.count() == 1 and tour.is_at_rest())
    pause(300)
    tour.camera.take(library, "strategy-adapted")
    tour.say(f"touches, adapt a strategy: {hands.touches.total}")


def _turn_round(tour: Tour, screen: ModellingScreen) -> None:
    screen.form.set_value("confidence_after", None)
    screen.turn_round()
    turned = screen.turned
    if turned is None:
        msg = "The screen was not turned round"
        raise LostError(msg)
    pause(200)
    tour.camera.take(turned, "turned-round")
    tour.hands.touches.keys += 1
    QTest.keyClicks(turned, "8")
    pause(100)
    tour.camera.take(turned, "turned-round-handed-back")
    tour.hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, turned)
    pause(200)
