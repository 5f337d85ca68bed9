"""Who is there: what the idle lock hears, in windows opened before it listened and since."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QPlainTextEdit

from stls_desktop.gui.presence import Presence, tell_watching


@pytest.fixture
def window(qapp, qtbot):
    shown = QMainWindow()
    shown.setCentralWidget(QPlainTextEdit())
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    QApplication.processEvents()
    return shown


class Heard:
    def __init__(self, presence):
        self.touches = self.watches = 0
        presence.touched.connect(self._on_touch)
        presence.watched.connect(self._on_watch)

    def _on_touch(self):
        self.touches += 1

    def _on_watch(self):
        self.watches += 1


@pytest.fixture
def presence(window):
    made = Presence(window)
    yield made
    made.deleteLater()


@pytest.fixture
def heard(presence):
    return Heard(presence)


def by_key(native):
    QTest.keyClick(native, Qt.Key.Key_A)


def by_click(native):
    QTest.mouseClick(native, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def by_movement(native):
    QTest.mouseMove(native, QPoint(4, 4))
    QTest.mouseMove(native, QPoint(8, 8))


def by_wheel(native):
    at = QPointF(20, 20)
    none = Qt.KeyboardModifier.NoModifier
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(at, at, QPoint(), QPoint(0, 120), buttons, none, phase, False)
    QGuiApplication.sendEvent(native, wheel)


def by_finger(native):
    screen = QTest.createTouchDevice()
    QTest.touchEvent(native, screen).press(1, QPoint(20, 20)).commit()
    QTest.touchEvent(native, screen).release(1, QPoint(20, 20)).commit()


@pytest.mark.parametrize("touch", [by_key, by_click, by_movement, by_wheel, by_finger])
def test_any_touch_is_heard_and_takes_nothing_away(window, heard, touch):
    touch(window.windowHandle())
    QApplication.processEvents()
    assert heard.touches
    assert window.centralWidget().toPlainText() == ("a" if touch is by_key else "")


def test_a_dialog_that_was_opened_since_is_heard(window, heard):
    dialog = QDialog(window)
    dialog.show()
    dialog.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
    assert heard.touches == 1
    dialog.close()


def test_a_menu_that_has_been_open_for_a_while_is_heard_from_the_next_look(window, presence, heard):
    menu = QMenu(window)
    menu.addAction("One")
    menu.popup(window.mapToGlobal(QPoint(5, 5)))
    presence.listen()
    by_movement(menu.windowHandle())
    assert heard.touches
    menu.close()


def test_listening_again_hears_each_touch_once(window, presence, heard):
    presence.listen()
    presence.listen()
    by_key(window.windowHandle())
    assert heard.touches == 1


def test_what_the_program_does_by_itself_is_no_touch(window, heard):
    window.centralWidget().setPlainText("A note came in.")
    window.repaint()
    window.resize(window.width() + 20, window.height())
    QApplication.processEvents()
    assert (heard.touches, heard.watches) == (0, 0)


def test_a_board_that_watches_is_heard_as_watching_alone(window, heard):
    tell_watching(window.centralWidget())
    assert (heard.touches, heard.watches) == (0, 1)


def test_a_board_that_is_in_no_window_yet_says_nothing(qapp, heard, qtbot):
    board = QPlainTextEdit()
    qtbot.addWidget(board)
    tell_watching(board)
    assert heard.watches == 0
