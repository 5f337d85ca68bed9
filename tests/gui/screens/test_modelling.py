"""Modelling: steps by one key each, the library, and a screen that the adult alone answers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from stls_core.records.modelling import ModellingNote
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.library import NOTHING, LibraryDialog
from stls_desktop.gui.screens.modelling import ModellingScreen
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.steps_field import StepsField
from stls_desktop.gui.widgets.text_area import TextArea

NOT_TYPED = ("Cs", "Cc", "Zl", "Zp", "Cn")


@pytest.fixture
def note(app):
    with app.desk.store.read() as read:
        return next(each for each in read.find(ModellingNote) if each.stage == "COACH")


@pytest.fixture
def screen(app, note):
    page = app.go(3)
    page.open_record(note.pupil_id, note.id)
    wait_for("the note", lambda: isinstance(page.detail(), ModellingScreen), 10)
    app.rest()
    return page.detail()


def held(app, note):
    with app.desk.store.read() as read:
        return read.get(ModellingNote, note.id)


def test_each_step_is_answered_by_one_key_and_fidelity_has_its_number(app, screen):
    steps: StepsField = screen.form.control("steps")
    count = len(steps.value())
    steps.focus_part(steps.value()[0]["key"], "")
    for _ in range(count):
        QTest.keyClicks(screen.focusWidget(), "y")
    assert [each["did"] for each in steps.value()] == ["Y"] * count
    assert steps.words == f"Fidelity 100 % of {count} steps"
    steps.focus_part(steps.value()[0]["key"], "")
    QTest.keyClicks(screen.focusWidget(), "a")
    assert steps.words == f"Fidelity 100 % of {count - 1} steps"


def test_tab_leaves_an_answered_step_and_never_stays_in_its_answers(app, screen):
    steps: StepsField = screen.form.control("steps")
    steps.focus_part(steps.value()[-1]["key"], "")
    QTest.keyClicks(QApplication.focusWidget(), "a")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "How the child responded"


def test_a_strategy_taken_from_the_library_fills_an_untouched_checklist(app, screen):
    steps: StepsField = screen.form.control("steps")
    steps.set_value([])
    library = screen.open_library()
    app.rest()
    library.words.setText("spelling")
    app.rest()
    wait_for("the list", library.list.count, 10)
    app.hands.click(library.take)
    wait_for("the steps", steps.value, 10)
    assert str(screen.form.control("strategy").value()).startswith("CL")


def test_the_turned_round_screen_shows_no_name_and_only_the_teacher_leaves_it(app, screen, note):
    screen.form.set_value("confidence_before", None)
    screen.form.set_value("confidence_after", None)
    app.hands.click(named(screen, QPushButton, "Turn the screen round"))
    turned = screen.turned
    with app.desk.store.read() as read:
        child = read.get(Pupil, note.pupil_id)
    hidden = {child.legal_forename, child.legal_surname, note.adult_name, child.known_as} - {""}
    told = " ".join(each.text() for each in turned.findChildren(QLabel))
    assert not any(name in f"{told} {turned.windowTitle()}" for name in hidden)
    assert "never used to judge your work" in told
    QTest.keyClicks(turned, "4")
    QTest.keyClicks(turned, "0")
    assert turned.is_handed_back
    turned.close()
    QTest.keyClick(turned, Qt.Key.Key_Escape)
    QTest.keyClick(turned, Qt.Key.Key_Return)
    assert turned.isVisible()
    QTest.keyClick(turned, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for("the ratings", lambda: held(app, note).confidence_after == 10, 10)
    assert held(app, note).confidence_before == 4


def test_not_now_is_an_answer(app, screen):
    screen.form.set_value("confidence_before", None)
    screen.form.set_value("confidence_after", None)
    app.hands.click(named(screen, QPushButton, "Turn the screen round"))
    turned = screen.turned
    app.hands.click(turned.skip)
    QTest.keyClicks(turned, "7")
    QTest.keyClick(turned, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    app.rest()
    assert screen.form.control("confidence_before").value() is None
    assert screen.form.control("confidence_after").value() == 7


def test_the_library_opens_by_a_key_says_when_nothing_is_found_and_adapts(app):
    app.go(1)
    QTest.keyClick(app.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    wait_for("the library", lambda: app.window.findChild(LibraryDialog), 10)
    library = app.window.findChild(LibraryDialog)
    assert library.take.isHidden()
    wait_for("some", library.list.count, 10)
    library.words.setText("zzzz")
    wait_for("nothing", library.list.isHidden, 10)
    told = [each.text() for each in library.findChildren(QLabel) if each.isVisible()]
    assert told == ["Strategy library", NOTHING]  # nor the strategy that was read before
    assert not library.adapt.isEnabled()
    library.words.setText("wait")
    wait_for("some", lambda: not library.list.isHidden(), 10)
    app.hands.click(library.adapt)
    wait_for("ours", lambda: "(ours)" in library.words.text(), 10)
    library.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn"), include_characters="\n")
    )
)
def test_the_words_of_a_child_are_kept_exactly_as_said(qtbot, words):
    area = TextArea()
    qtbot.addWidget(area)
    area.set_value(words)
    assert area.value() == (words if words.strip() else None)


def test_a_child_and_a_parent_are_marked_as_quoted(app):
    from stls_core.records import kind_named
    from stls_desktop.gui.layouts import layout_of

    for kind in ("pupil_voice", "parent_voice"):
        hints = [card.hint for card in layout_of(kind_named(kind)).cards]
        assert "Exactly as said; never reworded" in hints
    assert app.window.findChildren(QWidget)
