"""Steps, signing and withdrawal on a record's screen, by mouse and keyboard."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from stls_core.records.agreements import Agreement
from stls_core.records.cases import Case
from stls_core.records.observations import Observation
from stls_core.records.reports import SignedVersion
from stls_desktop.gui.screens.agreement import AgreementScreen
from stls_desktop.gui.screens.life import LifePart
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.signing_part import SigningPart
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.services import steps

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def open_one(app, record, **wanted):
    """Open the first record of a kind of the demo caseload in its pupil's file."""
    with app.desk.store.read() as read:
        found = read.find(record, **wanted)[0]
    page = app.go(3)
    page.open_record(found.pupil_id, found.id)
    wait_for("the record", lambda: shown(page) and shown(page).rec == found.id, 10)
    app.rest()
    return page, found


def shown(page):
    detail = page.detail()
    return detail if isinstance(detail, RecordScreen) else None


def held(app, record, rec):
    with app.desk.store.read() as read:
        return read.get(record, rec)


def test_a_case_is_closed_with_its_reason_and_opened_again_by_undo(app):
    page, case = open_one(app, Case, status="ACTIVE")
    life = page.findChild(LifePart)
    app.hands.click(named(life, QPushButton, "Close the case"))
    app.hands.click(named(life, QPushButton, "Close the case", 1))
    wait_for("what is missing", life.summary.links, 10)
    assert "Choose why it was closed" in [link.text() for link in life.summary.links()]
    reason = named(life, QComboBox, "Why closed")
    reason.setFocus()
    QTest.keyClicks(reason, "Targets")
    app.hands.click(named(life, QPlainTextEdit, "What came of it"))
    app.hands.write("Begins alone in four lessons of five.")
    app.hands.click(named(life, QPushButton, "Close the case", 1))
    wait_for("closed", lambda: held(app, Case, case.id).status == "CLOSED", 10)
    wait_for("the words", lambda: life.chip.text() == "Closed", 10)
    app.hands.click(named(page, QPushButton, "Undo. Now: Closed."))
    wait_for("open again", lambda: held(app, Case, case.id).status == "ACTIVE", 10)
    assert held(app, Case, case.id).outcome_summary == ""


def test_what_is_typed_while_a_step_is_on_its_way_stays(app, monkeypatch):
    page, case = open_one(app, Case, status="ACTIVE")
    taking, go, real = Event(), Event(), steps.take_step

    def slow(*given):
        taking.set()
        assert go.wait(20)
        return real(*given)

    monkeypatch.setattr(steps, "take_step", slow)
    app.hands.click(named(page.findChild(LifePart), QPushButton, "Call for a review"))
    wait_for("the step to begin", taking.is_set)
    question = page.detail().form.control("question")
    question.setFocus()
    QTest.keyClick(question, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(question, " And at lunch")
    go.set()
    wait_for("the step", lambda: held(app, Case, case.id).status != "ACTIVE", 10)
    app.rest()
    QTest.keyClicks(question, "time?")
    page.detail().keeper.settle()
    app.rest()
    assert held(app, Case, case.id).question.endswith("And at lunchtime?")


def test_after_a_step_or_a_change_of_mind_the_keyboard_is_at_the_next_step(app):
    page, _ = open_one(app, Case, status="ACTIVE")
    life = page.findChild(LifePart)
    for step in ("Call for a review", "Keep on the register"):
        named(life, QPushButton, step).setFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        app.rest()
        assert QApplication.focusWidget() in life.findChildren(QPushButton)
    named(life, QPushButton, "Begin work").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    app.rest()
    named(life, QPushButton, "Cancel").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert QApplication.focusWidget().text() == "Begin work"


def test_work_does_not_begin_without_an_agreement_and_the_words_say_so(app):
    with app.desk.store.write() as work:
        for agreement in work.find(Agreement):
            work.edit("agreement", agreement.id, {"withdrawn_on": "2020-01-01"})
    page, case = open_one(app, Case, status="ALLOCATED")
    life = page.findChild(LifePart)
    app.hands.click(named(life, QPushButton, "Begin work"))
    app.hands.click(named(life, QPushButton, "Begin work", 1))
    wait_for("why not", life.summary.links, 10)
    assert "does not hold today" in life.summary.links()[0].text()
    assert held(app, Case, case.id).status == "ALLOCATED"


def test_an_observation_says_what_blocks_signing_leads_there_and_is_signed_by_keys(app):
    page, seen = open_one(app, Observation, status="SIGNED")
    part = page.findChild(SigningPart)
    helps = named(page, QPlainTextEdit, "What helps")
    helps.setFocus()
    helps.selectAll()
    QTest.keyClick(helps, Qt.Key.Key_Delete)
    QTest.keyClick(helps, Qt.Key.Key_S, CTRL_SHIFT)
    wait_for("what blocks", part.summary.links, 10)
    (link,) = part.summary.links()
    assert link.text() == "Say what helped"
    app.hands.click(link)
    assert helps.hasFocus()
    app.hands.write("Pictures.")
    QTest.keyClick(helps, Qt.Key.Key_S, CTRL_SHIFT)
    wait_for("the version", lambda: signed_of(app, seen.id), 10)
    wait_for("the words", lambda: "Version 1 was signed" in part.banner.accessibleName(), 10)
    assert part.button.text() == "Sign again"


def signed_of(app, rec):
    with app.desk.store.read() as read:
        return read.find(SignedVersion, of_id=rec)


def test_a_family_withdraws_in_one_step_and_the_banner_changes_at_once(app):
    page, agreement = open_one(app, Agreement, form="ISS")
    screen = page.findChild(AgreementScreen)
    wait_for("the state", screen.chip.text, 10)
    app.hands.click(screen.withdraw_button)
    assert named(screen, QLineEdit, "Who withdraws").hasFocus()
    app.hands.write("The mother")
    app.hands.click(named(screen, QPushButton, "Record the withdrawal"))
    wait_for("withdrawn", lambda: held(app, Agreement, agreement.id).withdrawn_on, 10)
    wait_for("the words", lambda: screen.chip.text() == "Withdrawn", 10)
    assert "Work has stopped" in screen.words.text()
