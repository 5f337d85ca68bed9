"""Another child's name is noticed where it is written; one key puts initials there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from stls_core.records.pupils import Pupil
from stls_core.records.reports import SignedVersion
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.screens.note import NoteScreen
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from tests.gui.screens.test_visit import CTRL, fill, found, open_visit, press, sign, type_here

NAME = "Jamalina"


@pytest.fixture
def screen(app):
    """An open visit, and a child of its school whose name is no word."""
    opened = open_visit(app)
    with app.desk.store.write() as work:
        work.put(
            Pupil(
                id=app.desk.new_id(),
                legal_forename=NAME,
                legal_surname="Oyelaran",
                setting_id=opened._sheet.setting.id,
            )
        )
    app.shell.bench.bus.publish(work.changed)
    app.rest()
    return opened


def write(app, screen, words):
    area = named(screen, QPlainTextEdit, "Advice given")
    app.hands.click(area)
    if not words.isascii():
        area.insert_text(words[0])  # no key types an emoji in a test
        words = words[1:].replace("’", "'")
    type_here(words)


def wait_for_notice(screen):
    wait_for("the notice", screen.others.isVisible, 10)


def links(screen):
    buttons = [b for b in screen.others.findChildren(QPushButton) if b.isVisible()]
    return [b.text() for b in buttons if "“" in b.text()]


def test_a_name_is_noticed_and_one_key_puts_initials_there(app, screen):
    write(app, screen, "🙂 Sit him by " + NAME + "'s table.")
    wait_for_notice(screen)
    assert links(screen) == [f"“{NAME}” in “Advice given”"]
    press(app, Qt.Key.Key_I)
    advice = named(screen, QPlainTextEdit, "Advice given")
    assert advice.value() == "🙂 Sit him by J.'s table."
    app.rest()
    assert not screen.others.isVisible()
    advice.undo()
    assert advice.value() == "🙂 Sit him by " + NAME + "'s table."


def test_the_entry_leads_to_the_name_and_selects_it(app, screen):
    write(app, screen, "🙂 Sit him by " + NAME)
    wait_for_notice(screen)
    link = next(b for b in screen.others.findChildren(QPushButton) if "“" in b.text())
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Space)
    wait_for("the field", lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit))
    assert QApplication.focusWidget().textCursor().selectedText() == NAME


def test_what_is_left_is_not_shown_again(app, screen):
    write(app, screen, f"By {NAME}")
    wait_for_notice(screen)
    app.hands.click(named(screen.others, QPushButton, "Leave it"))
    assert not screen.others.isVisible()
    write(app, screen, " today")
    app.rest()
    assert not screen.others.isVisible()


def test_signing_stops_once_to_show_it_and_then_goes_on(app, screen):
    fill(app, screen)
    write(app, screen, f" {NAME} too.")
    sign(app)
    assert screen.others.isVisible()
    assert QApplication.focusWidget() is screen.others
    assert found(app, SignedVersion, of_id=screen.visit_id) == ()
    sign(app)
    wait_for("the note", lambda: app.window.findChildren(NoteScreen), 20)
    assert len(found(app, SignedVersion, of_id=screen.visit_id)) >= 1


def test_a_visit_that_names_nobody_is_signed_at_once(app, screen):
    fill(app, screen)
    sign(app)
    wait_for("the note", lambda: app.window.findChildren(NoteScreen), 20)


def test_the_privacy_key_hides_the_name_in_the_notice(app, screen):
    write(app, screen, f"By {NAME}")
    wait_for_notice(screen)
    press(app, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert privacy().is_on
    app.rest()
    assert links(screen) == ["“J.” in “Advice given”"]
    press(app, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    app.rest()
    assert links(screen) == [f"“{NAME}” in “Advice given”"]


def test_an_observation_notices_it_too(app):
    with app.desk.store.read() as read:
        pupils = read.find(Pupil, order_by=("legal_surname", "legal_forename"))
    own = pupils[0]
    with app.desk.store.write() as work:
        other = Pupil(
            id=app.desk.new_id(),
            legal_forename=NAME,
            legal_surname="Zz",
            setting_id=own.setting_id,
        )
        work.put(other)
    page = app.go(3)
    page.open_pupil(own.id)
    app.rest()
    app.hands.click(named(page, QPushButton, "Observation"))
    app.rest()
    screen = page.detail()
    app.hands.click(named(screen, QPlainTextEdit, "What helps"))
    type_here(f"sitting by {NAME.lower()}")
    wait_for_notice(screen)
    press(app, Qt.Key.Key_I, CTRL)
    assert named(screen, QPlainTextEdit, "What helps").value() == "sitting by J."
    assert all_named(screen, QPushButton, "Use initials") == []
