import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.error_summary import ErrorSummary
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.line_field import LineField, TimeField
from stls_desktop.gui.widgets.notices import Banner, EmptyState, UndoBar
from stls_desktop.gui.widgets.status import ProgressStrip, SavedMark, StatusChip


def words_in(widget):
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(shown):
    summary, field = ErrorSummary(), LineField()
    box = FieldBox(field, "Start", need="to sign")
    shown(summary, box)
    chosen = QSignalSpy(summary.entry_chosen)
    summary.show_problems([("starts_at", "Say when the visit started.")])
    assert summary.hasFocus()
    assert "1 entry" in summary.accessibleName()
    link = summary.links()[0]
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert chosen.at(0) == ["starts_at"]
    box.take_focus()
    assert field.hasFocus()
    summary.show_problems([])
    assert not summary.isVisible()


def test_a_problem_is_said_in_words_next_to_its_field(shown):
    field = LineField()
    box = FieldBox(field, "Start", help_text="When you arrived.", need="to sign")
    shown(box)
    box.set_problem("Say when the visit started.")
    assert "Say when the visit started." in words_in(box)
    assert field.property("invalid") is True
    assert field.accessibleName() == "Start"
    assert field.accessibleDescription() == (
        "Problem: Say when the visit started. to sign. When you arrived"
    )
    box.set_problem("")
    assert "Say when the visit started." not in words_in(box)
    assert field.property("invalid") is False


def test_a_time_that_cannot_be_read_shows_its_own_problem(shown):
    field, other = TimeField(), LineField()
    box = FieldBox(field, "Start")
    shown(box, other)
    field.setFocus()
    QTest.keyClicks(field, "half ten")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert "half ten" in box.problem


def test_controls_in_a_row_line_up_when_one_has_a_problem(shown, qtbot):
    fields = [LineField() for _ in range(3)]
    boxes = [FieldBox(field, "Name") for field in fields]
    row = FieldRow([(box, 1) for box in boxes])
    shown(row)
    boxes[1].set_problem("This takes more than one line, because the column beside it is narrow.")
    qtbot.waitUntil(
        lambda: len({field.mapTo(row, field.rect().topLeft()).y() for field in fields}) == 1
    )


def test_undo_is_offered_and_expires(shown, qtbot):
    page = QWidget()
    page.setMinimumHeight(200)
    shown(page)
    bar = UndoBar(page, wait_ms=40)
    undone, expired = QSignalSpy(bar.undone), QSignalSpy(bar.expired)
    bar.offer("Action deleted")
    assert bar.isVisible()
    QTest.mouseClick(bar.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert (undone.count(), expired.count()) == (1, 0)
    bar.offer("Action deleted")
    with qtbot.waitSignal(bar.expired, timeout=2000):
        pass
    assert not bar.isVisible()
    assert undone.count() == 1


def test_undo_does_not_expire_under_the_keyboard(shown, qtbot):
    page, other = QWidget(), LineField()
    page.setMinimumHeight(200)
    shown(page, other)
    bar = UndoBar(page, wait_ms=30)
    bar.offer("Action deleted")
    bar.findChild(QPushButton).setFocus()
    qtbot.wait(120)
    assert bar.isVisible()
    other.setFocus()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_a_second_offer_settles_the_first(shown):
    page = QWidget()
    page.setMinimumHeight(200)
    shown(page)
    bar = UndoBar(page)
    expired = QSignalSpy(bar.expired)
    bar.offer("First deleted")
    bar.offer("Second deleted")
    assert expired.count() == 1
    assert "Second deleted" in words_in(bar)


def test_the_saved_mark_says_only_what_is_so(qtbot):
    mark = SavedMark()
    qtbot.addWidget(mark)
    assert mark.words == ""
    mark.show_saving()
    assert mark.words == "Saving…"
    mark.show_saved(dt.datetime(2026, 11, 3, 10, 42, tzinfo=dt.UTC))
    assert mark.words == "Saved on this laptop 10:42"
    mark.show_not_saved("disk full")
    assert mark.words == "Not saved – disk full"
    assert mark.accessibleName() == mark.words


def test_progress_is_counted_and_can_be_stopped(shown):
    strip = ProgressStrip()
    shown(strip)
    strip.start("Reading schools")
    strip.set_progress(312, 1711, "Reading schools")
    assert "Reading schools, 312 of 1,711" in words_in(strip)
    stopped = QSignalSpy(strip.cancelled)
    QTest.mouseClick(strip.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert stopped.count() == 1
    assert not strip.findChild(QPushButton).isEnabled()


def test_a_banner_offers_one_thing_to_do(shown):
    banner = Banner("Two visits are on this laptop only.", Tone.INFO, action="Sync now")
    shown(banner)
    acted = QSignalSpy(banner.acted)
    button = next(each for each in banner.findChildren(QPushButton) if each.text() == "Sync now")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert acted.count() == 1
    assert banner.accessibleName() == "Two visits are on this laptop only."


def test_an_empty_state_shows_all_of_its_sentence(shown):
    sentence = "No visits on this day. " * 6
    empty = EmptyState("calendar-days", sentence, "Plan a visit")
    shown(empty, width=320)
    words = next(each for each in empty.findChildren(QLabel) if each.text() == sentence)
    assert words.height() >= words.heightForWidth(words.width())


def test_states_are_words_and_empty_ones_are_hidden(qtbot):
    chip = StatusChip("Draft", Tone.WARN)
    qtbot.addWidget(chip)
    assert chip.text() == "Draft"
    chip.show_state("")
    assert not chip.isVisible()


def test_a_card_holds_what_it_is_given_in_order(shown):
    first, second, late = LineField(), LineField(), LineField()
    card = Card("Visit")
    card.add(first)
    card.add(second)
    card.insert(1, late)
    shown(card)
    assert first.y() < late.y() < second.y()
