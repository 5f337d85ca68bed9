"""A signature: drawn, taken back, kept, and drawn again from what was kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from stls_core.records.agreements import Agreement
from stls_desktop.gui.widgets.signature_pad import MOST_LETTERS, SignaturePad


@pytest.fixture
def pad(qtbot):
    made = SignaturePad()
    qtbot.addWidget(made)
    made.show()
    return made


def draw(pad, *points):
    box = pad.focusProxy()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(box, left, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(box, QPoint(*point))
    QTest.mouseRelease(box, left, pos=QPoint(*points[-1]))


def test_two_strokes_are_kept_as_the_agreement_reads_them(pad):
    draw(pad, (20, 40), (60, 80), (100, 40))
    draw(pad, (120, 40), (120, 90))
    strokes = Agreement(signature=pad.value()).strokes
    assert [len(stroke) for stroke in strokes] == [3, 2]
    again = SignaturePad()
    again.set_value(pad.value())
    assert again.value() == pad.value()


def test_an_edit_is_told_once_a_stroke_and_showing_a_drawing_is_none(pad, qtbot):
    told = []
    pad.edited.connect(lambda: told.append(pad.value()))
    pad.set_value("1,1 500,500")
    assert told == []
    draw(pad, (20, 40), (60, 80))
    assert len(told) == 1


def test_the_last_stroke_is_taken_back_by_key_and_all_of_them_by_the_button(pad):
    draw(pad, (20, 40), (60, 80))
    first = pad.value()
    draw(pad, (120, 40), (120, 90))
    QTest.keyClick(pad.focusProxy(), Qt.Key.Key_Backspace)
    assert pad.value() == first
    pad.findChild(QPushButton).click()
    assert pad.is_empty()


def test_a_drawing_that_cannot_be_read_is_kept_until_somebody_begins_again(pad):
    pad.set_value("<svg/>")
    assert pad.value() == "<svg/>"
    pad.findChild(QPushButton).click()
    assert pad.value() == ""


def test_a_hand_that_never_stops_ends_at_what_fits(pad):
    for start in range(60):
        points = [(start * 5 % 300 + step * 10 % 90, 10 + step * 7 % 110) for step in range(60)]
        draw(pad, *points)
    assert len(pad.value()) <= MOST_LETTERS + 20
    assert Agreement(signature=pad.value()).strokes
