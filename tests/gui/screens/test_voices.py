"""The voices: words to the letter, declining as an answer, a scale that only the child presses."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from stls_core.records import kind_named
from stls_core.records.pupils import Pupil
from stls_core.records.voices import QUOTED, ParentVoice, PupilVoice
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.screens.voices import MAY, MAY_NOT, ParentVoiceScreen, PupilVoiceScreen
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.quote_area import OWN_WORDS, QuoteArea
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.services import casework, sharing

CTRL = Qt.KeyboardModifier.ControlModifier
SCREENS = {PupilVoice: PupilVoiceScreen, ParentVoice: ParentVoiceScreen}
# What a laptop can store at all: every character but half of a pair.
ANY_TEXT = st.text(st.characters(codec="utf-8"), min_size=1)
# What a keyboard or the clipboard brings: no controls, and line breaks as line feeds.
TYPED = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn"), include_characters="\n")
    | st.sampled_from("  \n😀👩🏽\u200dשلم\u202e\u200f\u0301“”—")
)
AS_SAID = "  i dont like it!!  \n\n\n“teh loud hall” 😀👩🏽‍🏫 שלום مرحبا\u00a0 \n "


def open_voice(app, record):
    page = app.go(3)
    page.open_record(record.pupil_id, record.id)
    wait_for("the voice", lambda: isinstance(page.detail(), SCREENS[type(record)]), 10)
    app.rest()
    return page.detail()


def first(app, of, is_it=lambda _voice: True):
    with app.desk.store.read() as read:
        return next(each for each in read.find(of) if is_it(each) and each.quotes)


def held(app, record):
    with app.desk.store.read() as read:
        return read.get(type(record), record.id)


@pytest.fixture
def said(app):
    """A child's voice on file with words in it."""
    return first(app, PupilVoice)


@pytest.fixture
def screen(app, said):
    return open_voice(app, said)


@pytest.fixture
def parents(app):
    """The parents' voice screen with both ratings still open, and the record."""
    record = first(app, ParentVoice, lambda each: each.confidence_after is None)
    return open_voice(app, record), record


# To the letter


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY_TEXT)
@example("\r")
@example("a\r\nb\rc\u2028d\u2029e\x0b\x0c\x00\ufdd0\ufffc")
@example("   \n ")
@example(AS_SAID)
def test_whatever_was_stored_comes_out_of_the_form_as_it_was(qtbot, words):
    area = QuoteArea()
    qtbot.addWidget(area)
    area.set_value(words)
    assert area.value() == words
    area.set_value(None)
    assert area.value() is None


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(TYPED)
@example(AS_SAID)
def test_whatever_is_typed_is_the_value_to_the_letter(qtbot, words):
    area = QuoteArea()
    qtbot.addWidget(area)
    area.set_value("before")
    area.replace_text(words)
    assert area.value() == (words if words.strip() else None)


@pytest.mark.parametrize("of", [PupilVoice, ParentVoice])
def test_words_go_from_the_form_to_the_store_and_back_to_the_letter(app, of):
    record = first(app, of)
    there = open_voice(app, record)
    for name in QUOTED[there.kind]:
        there.form.control(name).replace_text(f"{AS_SAID}{name}  ")
    app.go(1)
    app.rest()
    stored = held(app, record)
    assert dict(stored.quotes) == {name: f"{AS_SAID}{name}  " for name in QUOTED[there.kind]}
    again = open_voice(app, record)
    for name, words in stored.quotes:
        assert again.form.control(name).value() == words


def test_every_field_of_own_words_is_marked_and_no_other_is(screen):
    marked = {n for n, box in screen.form.boxes.items() if isinstance(box.control, QuoteArea)}
    assert marked == set(QUOTED["pupil_voice"])
    assert all_named(screen, QLabel, OWN_WORDS) or OWN_WORDS in told(screen)
    hints = screen.form.control("words_of_child").inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText
    assert hints & Qt.InputMethodHint.ImhNoAutoUppercase


def test_the_title_quotes_and_has_the_room_that_there_is(screen, said):
    titles = [each for each in screen.findChildren(ElidedLabel) if each.property("role") == "h1"]
    assert titles[0].words().startswith("“")
    assert titles[0].text() == titles[0].words() or titles[0].width() > 200


def drawn(rows):
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(rows.model().index(n, 0).data(role)) for n in range(rows.count())]


def told(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


# By key


def test_the_method_is_one_key(screen):
    method = screen.form.control("method")
    screen.form.boxes["method"].take_focus()
    QTest.keyClicks(QApplication.focusWidget(), "5")
    assert method.value() == "SCALED_FACES"
    QTest.keyClicks(QApplication.focusWidget(), "9")
    assert method.value() == "SCALED_FACES"
    QTest.keyClicks(QApplication.focusWidget(), "3")
    assert method.value() == "TALKING_MATS"


@pytest.mark.parametrize(("key", "number"), [("0", 0), ("7", 7), ("+", 10), ("=", 10)])
def test_the_scale_is_one_key_from_nought_to_ten(screen, key, number):
    screen.form.boxes["scale"].take_focus()
    QTest.keyClicks(QApplication.focusWidget(), key)
    assert screen.form.control("scale").value() == number


def test_on_a_rating_from_one_nought_is_still_ten(parents):
    there, _ = parents
    there.form.boxes["confidence_after"].take_focus()
    QTest.keyClicks(QApplication.focusWidget(), "0")
    assert there.form.control("confidence_after").value() == 10


# Declining


def test_declining_is_one_key_asks_why_and_loses_nothing(app, screen, said):
    QTest.keyClick(QApplication.focusWidget() or screen, Qt.Key.Key_D, CTRL)
    assert QApplication.focusWidget().accessibleName() == "Why there is no answer"
    QTest.keyClicks(QApplication.focusWidget(), "A bad day.")
    for name in ("words_of_child", "scale", "may_quote"):
        assert not screen.form.boxes[name].isVisible()
    assert "kept" in told(screen) or "stays in the record" in told(screen)
    app.go(1)
    app.rest()
    declined = held(app, said)
    assert declined.is_declined
    assert declined.not_obtained_because == "A bad day."
    assert declined.words_of_child == said.words_of_child
    assert declined.quotes == declined.quotable == ()
    again = open_voice(app, said)
    assert not again.form.boxes["words_of_child"].isVisible()
    app.hands.click(named(again, QPushButton, "They did answer (Ctrl+D)"))
    assert again.form.boxes["words_of_child"].isVisible()
    assert again.form.control("words_of_child").value() == said.words_of_child


def test_declining_is_one_press_and_may_be_signed_without_more(app, screen, said):
    screen.form.set_value("may_quote", None)
    app.hands.click(named(screen, QPushButton, "They would rather not say"))
    app.go(1)
    app.rest()
    assert held(app, said).is_declined
    assert [problem.message for problem in problems(held(app, said))] == []


def problems(record):
    yield from record.somebody_spoke_or_it_is_said_why_not()
    yield from record.whoever_spoke_was_asked_whether_to_be_quoted()


# Quoting


def test_whether_words_may_be_quoted_is_said_in_words(screen):
    screen.form.boxes["may_quote"].take_focus()
    QTest.keyClicks(QApplication.focusWidget(), "n")
    assert screen.consent.words == MAY_NOT
    QTest.keyClicks(QApplication.focusWidget(), "y")
    assert screen.consent.words == MAY
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert screen.consent.words.startswith("Not asked yet")


@pytest.mark.parametrize("answer", [True, False, None])
def test_words_that_may_not_be_quoted_are_not_shown_while_somebody_looks_on(app, parents, answer):
    there, record = parents
    there.form.set_value("may_quote", answer)
    there.form.control("worries").replace_text("Unlikely words indeed.")
    app.go(1)
    app.rest()
    seen = sharing.shared(app.desk, record.id)
    words = " ".join(part.words for part in seen.parts)
    assert ("Unlikely words indeed." in words) is (answer is True)
    assert seen.parts


# The scale, turned round


def test_a_child_presses_a_face_and_sees_nothing_else(app, screen, said):
    screen.form.set_value("scale", None)
    screen.form.set_value("scale_asked", None)
    app.hands.click(screen.faces)
    turned = screen.turned
    with app.desk.store.read() as read:
        child = read.get(Pupil, said.pupil_id)
    shown = f"{told(turned)} {turned.windowTitle()}"
    for name in (child.legal_forename, child.legal_surname, child.known_as, said.scribed_by):
        assert not name or name not in shown
    faces = turned.findChildren(QToolButton)
    assert len(faces) == 6
    assert min(each.height() for each in faces) >= 150
    assert min(each.width() for each in faces) >= 90
    edges = sorted((each.geometry().left(), each.geometry().right()) for each in faces)
    assert all(one[1] < other[0] for one, other in pairwise(edges))
    QTest.keyClicks(turned, "7")
    assert not turned.is_handed_back
    QTest.keyClicks(turned, "5")
    assert turned.is_handed_back
    turned.close()
    QTest.keyClick(turned, Qt.Key.Key_Escape)
    assert turned.isVisible()
    QTest.keyClick(turned, Qt.Key.Key_Return, CTRL)
    wait_for("the answer", lambda: held(app, said).scale == 8, 10)
    assert held(app, said).scale_asked == "How is school for you?"


def test_a_face_can_be_pressed_and_the_question_is_the_childs_own(app, screen):
    screen.form.set_value("scale_asked", "How is maths?")
    app.hands.click(screen.faces)
    turned = screen.turned
    assert turned.words.text() == "How is maths?"
    app.hands.click(named(turned, QToolButton, "Not good at all"))
    QTest.keyClick(turned, Qt.Key.Key_Return, CTRL)
    assert screen.form.control("scale").value() == 0
    assert screen.form.control("scale_asked").value() == "How is maths?"


def test_a_child_presses_a_number_or_would_rather_not_say(app, screen):
    screen.form.set_value("scale", None)
    screen.form.set_value("scale_asked", None)
    app.hands.click(screen.numbers)
    number = named(screen.turned, QToolButton, "7")
    assert number.height() >= 60
    assert number.width() >= 48
    app.hands.click(screen.turned.skip)
    QTest.keyClick(screen.turned, Qt.Key.Key_Return, CTRL)
    assert screen.form.control("scale").value() is None
    assert screen.form.control("scale_asked").value() is None
    app.hands.click(screen.numbers)
    QTest.keyClicks(screen.turned, "0")
    QTest.keyClick(screen.turned, Qt.Key.Key_Return, CTRL)
    assert screen.form.control("scale").value() == 0


def test_a_parent_rates_alone_and_the_pair_is_told_with_its_difference(app, parents):
    there, record = parents
    for name in ("confidence_before", "confidence_after", "listened_to"):
        there.form.set_value(name, None)
    assert there.pair.words == ""
    app.hands.click(there.turn)
    turned = there.turned
    QTest.keyClicks(turned, "4")
    QTest.keyClicks(turned, "7")
    QTest.keyClicks(turned, "9")
    assert not turned.is_handed_back
    QTest.keyClicks(turned, "5")
    QTest.keyClick(turned, Qt.Key.Key_Return, CTRL)
    wait_for("the ratings", lambda: held(app, record).listened_to == 5, 10)
    assert there.pair.words == "From 4 to 7: 3 points more sure."


# The timeline


def test_the_timeline_quotes_and_hides_names_as_elsewhere(app, said):
    with app.desk.store.read() as read:
        child = read.get(Pupil, said.pupil_id)
    there = open_voice(app, said)
    there.form.control("words_of_child").replace_text(f"  {child.legal_surname} is my name.")
    page = app.go(3)
    page.open_pupil(said.pupil_id)
    app.rest()
    lines = [m.words for m in casework.timeline(app.desk, said.pupil_id)]
    quoted = f"“{child.legal_surname} is my name.”"
    assert quoted in lines
    rows = named(page, RowList, "Timeline")
    assert any(quoted in shown for shown in drawn(rows))
    privacy().turn(True)
    try:
        assert any(" is my name.”" in shown for shown in drawn(rows))
        assert not any(child.legal_surname in shown for shown in drawn(rows))
    finally:
        privacy().turn(False)


@pytest.mark.parametrize("name", ["pupil_voice", "parent_voice"])
def test_an_untouched_form_changes_no_voice(app, name):
    record = first(app, kind_named(name).record)
    there = open_voice(app, record)
    assert not there.state.is_changed
    assert isinstance(there.form.control(QUOTED[name][0]), TextArea)
