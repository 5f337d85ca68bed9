"""A room, listening, seeing, access and play are looked at line by line, answered by one key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from stls_core.records.observations import Observation
from stls_desktop.gui.tour.hands import named
from stls_desktop.gui.widgets.answers_field import AnswersField
from tests.gui.screens.observing import begin_observation, choose
from tests.gui.screens.test_plain_records import wait_until_saved


@pytest.fixture
def screen(app):
    return begin_observation(app)


def answers(screen, field):
    return screen.form.control(field)


def asked(field):
    return [line.item for line in field._lines]


def answer(field, keys):
    field.take_focus()
    for key in keys:
        QTest.keyClicks(QApplication.focusWidget(), key)


def test_an_audit_of_the_room_asks_for_sound_light_space_and_teaching(app, screen):
    choose(app, screen, "The room")
    room = answers(screen, "environment")
    assert {"ECHO", "NOISE", "GLARE", "LIGHT", "SEATING", "VISUALS", "TRANSITIONS"} <= set(
        asked(room)
    )
    assert not screen.room_button.isVisible()
    assert not answers(screen, "checks").isVisible()


def test_one_key_answers_and_the_next_line_takes_the_focus(app, screen):
    choose(app, screen, "The room")
    room = answers(screen, "environment")
    answer(room, "312")
    assert [each["state"] for each in room.value()] == ["HINDERS", "HELPS", "NEUTRAL"]
    assert "Helps: noise from outside." in room.words
    assert "Hinders: noise in the room." in room.words
    assert f"3 of {len(asked(room))} looked at." in room.words


def test_an_answer_is_taken_back_by_delete(app, screen):
    choose(app, screen, "The room")
    room = answers(screen, "environment")
    answer(room, "3")
    room.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert room.value() == []
    assert room.words == ""


def test_a_few_words_stand_beside_the_answer_and_enter_goes_on(app, screen):
    choose(app, screen, "The room")
    room = answers(screen, "environment")
    answer(room, "3")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    app.hands.write("the fan")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert "Hinders: noise in the room (the fan)." in room.words
    QTest.keyClicks(QApplication.focusWidget(), "1")
    assert [each["aspect"] for each in room.value()] == ["NOISE", "OUTSIDE"]


@pytest.mark.parametrize(
    ("method", "title", "first", "area"),
    [
        ("Listening environment", "Listening", "L_NAME", "NOISE"),
        ("Functional vision", "Seeing", "V_BOARD", "LIGHT"),
        ("Physical access", "Getting about and taking part", "P_ABOUT", "SEATING"),
    ],
)
def test_sensory_and_physical_methods_ask_for_the_child_and_for_their_part_of_the_room(
    app, screen, method, title, first, area
):
    choose(app, screen, method)
    assert screen._checks.isVisible()
    assert screen._checks._title.text() == title
    assert asked(answers(screen, "checks"))[0] == first
    assert asked(answers(screen, "environment"))[0] == area


def test_play_has_its_scales_and_its_checks(app, screen):
    choose(app, screen, "Play (early years)")
    assert screen.form.control("involvement").isVisible()
    assert asked(answers(screen, "checks"))[0] == "E_CHOOSES"
    answer(answers(screen, "checks"), "13")
    assert "With ease: chooses what to play." in answers(screen, "checks").words
    assert "Not yet: stays with an activity." in answers(screen, "checks").words


def test_any_method_may_look_at_the_room(app, screen):
    choose(app, screen, "Time sample")
    room = answers(screen, "environment")
    assert asked(room) == []
    app.hands.click(named(screen, QPushButton, "Look at the whole room"))
    assert len(asked(room)) > 20
    answer(room, "1")
    assert "Helps: noise in the room." in room.words


def test_answers_stay_in_view_when_the_method_changes(app, screen):
    choose(app, screen, "Listening environment")
    answer(answers(screen, "checks"), "2")
    choose(app, screen, "Functional vision")
    checks = answers(screen, "checks")
    assert asked(checks)[-1] == "L_NAME"
    assert "With help: turns to the name from behind." in checks.words


def test_answers_are_kept_and_come_back(app, screen):
    choose(app, screen, "Listening environment")
    answer(answers(screen, "checks"), "12")
    answer(answers(screen, "environment"), "3")
    wait_until_saved(screen)
    screen.keeper.settle()
    app.rest()
    with app.desk.store.read() as read:
        found = read.get(Observation, screen.rec)
    assert [(each.item, each.state) for each in found.checks] == [
        ("L_NAME", "EASILY"),
        ("L_QUIET", "HELPED"),
    ]
    assert [(each.aspect, each.state) for each in found.environment] == [("NOISE", "HINDERS")]
    again = AnswersField("item", [("EASILY", "With ease")], str, lambda _answers: ())
    again.set_value([{"key": "L_NAME", "item": "L_NAME", "state": "EASILY"}])
    assert again.value() == [{"key": "L_NAME", "item": "L_NAME", "state": "EASILY"}]
