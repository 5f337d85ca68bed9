import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, QMimeData, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from stls_desktop.gui.widgets.choices import ChipRow, Rating, Segmented
from stls_desktop.gui.widgets.date_field import DateField
from stls_desktop.gui.widgets.field import Field
from stls_desktop.gui.widgets.line_field import (
    Choice,
    LineField,
    NumberField,
    TimeField,
    YesNoChoice,
)
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.gui.widgets.token_field import Token, TokenField

NOW = dt.datetime(2026, 11, 3, 10, 42, tzinfo=dt.UTC)
STATES = [("DONE", "Done"), ("PART", "Partly"), ("NOT_YET", "Not yet"), ("DROPPED", "Dropped")]


def clock():
    return NOW


def filled(kind):
    made = kind()
    made.set_options(STATES)
    return made


CASES = [
    (LineField, "Mrs Okafor"),
    (NumberField, 45),
    (lambda: NumberField(places=2), Decimal("2.50")),
    (lambda: TimeField(clock=clock), dt.time(10, 15)),
    (lambda: DateField(clock=clock), dt.date(2026, 11, 3)),
    (TextArea, "First line.\n\nSecond line."),
    (lambda: filled(Choice), "PART"),
    (lambda: filled(ChipRow), ("DONE", "DROPPED")),
    (lambda: filled(Segmented), "PART"),
    (Rating, 7),
    (TokenField, (Token("id-1", "Mrs Okafor", "SENCO"), Token("", "a parent"))),
]


def test_a_whole_rating_is_shown_without_a_point(qtbot):
    field = NumberField(places=1)
    qtbot.addWidget(field)
    field.set_value(7.0)
    assert field.text() == "7"


@pytest.mark.parametrize(("make", "value"), CASES)
def test_every_field_gives_back_its_value_and_its_draft(qtbot, make, value):
    field, again = make(), make()
    qtbot.addWidget(field)
    qtbot.addWidget(again)
    assert isinstance(field, Field)
    assert field.is_empty()
    edits = QSignalSpy(field.edited)
    field.set_value(value)
    again.set_raw(field.raw())
    assert field.value() == value
    assert again.value() == value
    assert not field.is_empty()
    assert edits.count() == 0, "showing a value is no edit"
    field.set_value(None)
    assert field.is_empty()


def test_a_half_typed_time_is_kept_for_the_draft_and_explained(qtbot, shown):
    field, other = TimeField(clock=clock), LineField()
    shown(field, other)
    said = QSignalSpy(field.entry_checked)
    field.setFocus()
    QTest.keyClicks(field, "25:9")
    assert field.value() is None
    assert field.raw() == "25:9"
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "25:9"
    assert "not a time" in said.at(said.count() - 1)[0]


def test_leaving_a_time_writes_it_in_full(shown):
    field, other = TimeField(clock=clock), LineField()
    shown(field, other)
    field.setFocus()
    QTest.keyClicks(field, "1015")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "10:15"


def test_a_date_can_be_typed_stepped_and_picked(shown):
    field, other = DateField(clock=clock), LineField()
    shown(field, other)
    field.setFocus()
    QTest.keyClicks(field, "+6w")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "Tue 15 Dec 2026"
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_PageUp)
    assert field.value() == dt.date(2026, 12, 16)
    edits = QSignalSpy(field.edited)
    QTest.keyClick(field, Qt.Key.Key_Down)
    popup = field._popup
    assert popup.isVisible()
    assert popup.calendar.selectedDate() == QDate(2026, 12, 16)
    QTest.keyClick(popup.calendar.focusWidget() or popup.calendar, Qt.Key.Key_Right)
    popup.calendar.activated.emit(popup.calendar.selectedDate())
    assert field.value() == dt.date(2026, 12, 17)
    assert not popup.isVisible()
    assert edits.count() == 1


def test_all_one_line_fields_are_equally_high(shown):
    fields = [LineField(), NumberField(), TimeField(), DateField(), filled(Choice)]
    shown(*fields)
    assert len({field.height() for field in fields}) == 1


def test_the_wheel_changes_no_choice_without_focus(qtbot, shown):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    choice, other = filled(Choice), LineField()
    shown(choice, other)
    other.setFocus()
    choice.set_value("PART")
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.value() == "PART"


def test_a_code_that_is_no_longer_offered_is_not_lost(qtbot):
    for field, value in ((filled(Choice), "OLD"), (filled(Segmented), "OLD")):
        qtbot.addWidget(field)
        field.set_value(value)
        assert field.value() == "OLD"
    chips = filled(ChipRow)
    qtbot.addWidget(chips)
    chips.set_value(["DONE", "OLD"])
    assert chips.value() == ("DONE", "OLD")


def test_text_grows_from_three_lines_and_tab_leaves_it(shown):
    area, other = TextArea(), LineField()
    shown(area, other)
    low = area.height()
    assert low >= 3 * area.fontMetrics().lineSpacing()
    area.setFocus()
    QTest.keyClicks(area, "one")
    for _ in range(5):
        QTest.keyClick(area, Qt.Key.Key_Return)
    assert area.height() > low
    QTest.keyClick(area, Qt.Key.Key_Tab)
    assert other.hasFocus()
    assert "\t" not in area.toPlainText()


def test_replacing_text_can_be_undone(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    area.set_value("my words")
    edits = QSignalSpy(area.edited)
    area.replace_text("their words")
    assert area.value() == "their words"
    assert edits.count() >= 1
    area.undo()
    assert area.value() == "my words"


def test_pasting_takes_no_formatting(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("bold\r\nnext")
    area.insertFromMimeData(data)
    assert area.toPlainText() == "bold\nnext"


def test_a_caret_is_put_back_where_it_was(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    area.set_value("some words")
    area.set_caret(4)
    assert area.caret() == 4
    area.set_caret(400)
    assert area.caret() == len("some words")


def test_chips_are_one_tab_stop_walked_by_arrows(shown):
    before, chips, after = LineField(), filled(ChipRow), LineField()
    shown(before, chips, after)
    edits = QSignalSpy(chips.edited)
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert chips.value() == ("DONE", "DROPPED")
    assert edits.count() == 2
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_segments_choose_one_and_give_it_back(shown):
    segments = filled(Segmented)
    shown(segments)
    segments.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert segments.value() is None, "moving is not choosing"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert segments.value() == "PART"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert segments.value() == "DONE"
    assert [each.isChecked() for each in segments._buttons()] == [True, False, False, False]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert segments.value() is None
    assert not any(each.isChecked() for each in segments._buttons())


def test_a_required_segment_cannot_be_taken_back(shown):
    segments = Segmented(may_be_empty=False)
    segments.set_options(STATES)
    segments.set_value("DONE")
    shown(segments)
    QTest.mouseClick(segments._buttons()[0], Qt.MouseButton.LeftButton)
    assert segments.value() == "DONE"
    assert segments._buttons()[0].isChecked()


def test_a_rating_takes_one_key_and_nought_is_ten(shown):
    rating = Rating()
    shown(rating)
    rating.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_7)
    assert rating.value() == 7
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_0)
    assert rating.value() == 10


def test_people_are_typed_picked_and_removed(shown):
    field, other = TokenField(), LineField()
    okafor = Token("id-1", "Mrs Okafor", "SENCO")
    field.set_suggestions([okafor])
    shown(field, other)
    field.setFocus()
    line = QApplication.focusWidget()
    line.setText("mrs okafor")
    field._take_typed()
    QTest.keyClicks(line, "Pip Quill")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert field.value() == (okafor, Token("", "Pip Quill"))
    QApplication.processEvents()  # Qt shows new buttons in the next turn
    QTest.keyClick(line, Qt.Key.Key_Left)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert field.value() == (Token("", "Pip Quill"),)
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    assert field.is_empty()


def test_words_that_are_typed_become_an_entry_when_the_field_is_left(shown):
    field, other = TokenField(), LineField()
    shown(field, other)
    field.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "Mr Lowe")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert field.value() == (Token("", "Mr Lowe"),)


def test_wrapped_chips_are_all_in_view(shown):
    chips = filled(ChipRow)
    shown(chips, width=180)
    assert all(each.geometry().bottom() < chips.height() for each in chips._buttons())


def test_a_question_in_a_row_tells_no_from_not_asked(shown):
    field, other = YesNoChoice("Parental responsibility"), LineField()
    shown(field, other)
    edits = QSignalSpy(field.edited)
    assert (field.value(), field.currentText()) == (None, "Parental responsibility?")
    field.setFocus()
    QTest.keyClicks(field, "n")
    assert (field.value(), field.currentText()) == (False, "Parental responsibility: no")
    QTest.keyClicks(field, "n")
    assert edits.count() == 1, "the same answer is no edit"
    QTest.keyClicks(field, "y")
    assert (field.value(), edits.count()) == (True, 2)
    QTest.keyClick(field, Qt.Key.Key_Home)
    assert (field.value(), edits.count()) == (None, 3)
    for value in (True, False, None):
        field.set_value(value)
        assert (field.value(), field.is_empty()) == (value, value is None)
    assert edits.count() == 3, "showing a value is no edit"
