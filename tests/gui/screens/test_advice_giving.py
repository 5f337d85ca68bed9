"""From a signed report to the copy in somebody's hand: preview, save, a draft e-mail, a receipt."""

from __future__ import annotations

import email
from email.policy import SMTP

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton

from stls_core.records.advice import AdviceReport
from stls_core.records.reports import IssuedDocument, SignedVersion
from stls_desktop.gui.screens.advice import AdviceScreen
from stls_desktop.gui.screens.advice_giving import AdviceGivingScreen
from stls_desktop.gui.tour.hands import named, named_in_dialog, wait_for
from tests.builders import an_id
from tests.services import reporting
from tests.services.reporting import REPORT

SIGN = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def giving(app, request):
    """A report of the builders' child, signed on its screen, in the screen that gives it."""
    reporting.a_report(app.desk, **getattr(request, "param", {}))
    page = app.go(3)
    with app.desk.store.read() as read:
        pupil_id = read.get(AdviceReport, REPORT).pupil_id
    page.open_record(pupil_id, REPORT)
    wait_for("the report", lambda: isinstance(page.detail(), AdviceScreen), 20)
    app.rest()
    QTest.keyClick(page.detail(), Qt.Key.Key_S, SIGN)
    app.rest()
    wait_for("the copies", lambda: isinstance(page.detail(), AdviceGivingScreen), 20)
    app.rest()
    return page.detail()


def told(screen):
    return " ".join(each.text() for each in screen.banner.findChildren(QLabel))


def choose(screen, words):
    place = next(
        n for n in range(screen.recipient.count()) if words in screen.recipient.itemText(n)
    )
    screen.recipient.setCurrentIndex(place)
    screen.recipient.activated.emit(place)


def issued(app):
    with app.desk.store.read() as read:
        return [each for each in read.find(IssuedDocument) if each.audience]


def test_whoever_it_is_for_brings_version_and_format(app, giving):
    assert giving.view.page == 1
    choose(giving, "Morwen")
    app.rest()
    assert giving.audience.value() == "PARENT"
    assert giving.variant.value() == "LARGE"
    assert giving.view.page == 1


def test_headings_that_nobody_reviewed_are_refused_and_english_ones_are_not(app, giving):
    with app.desk.store.write() as work:
        carers = {"report_format": "TRANSLATED", "language": "POL"}
        before = work.open(an_id("pupil")).doc[f"parents_carers/{reporting.MOTHER.key}"]
        edit = {f"parents_carers/{reporting.MOTHER.key}": {**before, **carers}}
        work.edit("pupil", an_id("pupil"), edit)
    again = AdviceGivingScreen(giving._bench, giving.version_id, giving.rec)
    app.window.page("pupils").show_widget(again)
    app.rest()
    choose(again, "Morwen")
    app.rest()
    assert "headings in Polish are not reviewed" in told(again)
    assert not again.save_button.isEnabled()
    assert again.language.isVisible()
    assert again.paper is None
    again.language.setCurrentIndex(0)
    again.language.activated.emit(0)
    app.rest()
    assert again.save_button.isEnabled()
    choose(again, "Class or subject teacher")
    app.rest()
    assert not again.language.isVisible()


@pytest.mark.parametrize("giving", [{"copies_for": ("carer-1",)}], indirect=True)
def test_whoever_the_report_is_meant_for_comes_first(giving):
    assert "Morwen Thistlewick" in giving.recipient.currentText()
    assert "to have a copy" in giving.recipient.currentText()
    assert giving.audience.value() == "PARENT"


def test_a_barred_parent_gets_nothing(app, giving):
    choose(giving, "Rufus")
    app.rest()
    for each in (giving.save_button, giving.print_button, giving.email_button):
        assert not each.isEnabled()
    assert "barred" in told(giving)


def test_a_saved_copy_is_recorded_and_its_receipt_too(app, giving, tmp_path):
    choose(giving, "Morwen")
    app.rest()
    app.hands.click(giving.save_button)
    wait_for("the dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    app.choose_file(tmp_path / "copy.pdf")
    app.rest()
    (document,) = issued(app)
    assert (document.audience, document.variant) == ("PARENT", "LARGE")
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF")
    assert "Morwen Thistlewick" in told(giving)
    giving._has.set_open(is_open=True)
    app.hands.click(named(giving, QPushButton, "It was received"))
    app.rest()
    with app.desk.store.read() as read:
        assert read.get(AdviceReport, REPORT).status == "ACKNOWLEDGED"


def test_a_draft_email_has_a_protected_copy_and_its_words_are_told_once(app, giving, tmp_path):
    choose(giving, "Morwen")
    app.rest()
    app.hands.click(giving.email_button)
    wait_for("the dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), 20)
    line = named_in_dialog("fileNameEdit")
    line.selectAll()
    QTest.keyClicks(line, str(tmp_path / "draft.eml"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    wait_for("the passphrase", lambda: giving.findChildren(QMessageBox), 20)
    box = next(each for each in giving.findChildren(QMessageBox) if each.isVisible())
    words = box.text() + box.informativeText()
    assert "four words" in words
    box.close()
    mail = email.message_from_bytes((tmp_path / "draft.eml").read_bytes(), policy=SMTP)
    assert mail["X-Unsent"] == "1"
    assert "Thistlewick" not in str(mail["Subject"])
    app.rest()
    (document,) = issued(app)
    assert document.recipients[0].route == "SECURE_EMAIL"


def test_the_reports_page_lists_it_by_initials_and_no_signed_record_that_is_given_to_nobody(
    app, giving
):
    page = app.go(4)
    rows = page.list.model()
    lines = [
        rows.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(rows.rowCount())
    ]
    (mine,) = [line for line in lines if "Advice report" in line]
    assert "T.T." in mine
    assert "Thistlewick" not in mine
    with app.desk.store.read() as read:
        known = read.find(SignedVersion, of_kind=("link_visit", "advice_report"), part_of_id=None)
    assert len(lines) == len(known)
    app.choose_row(page, "Reports", next(n for n, line in enumerate(lines) if line == mine))
    assert isinstance(page.detail(), AdviceGivingScreen)
