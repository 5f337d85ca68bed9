"""What stands on every report, and its headings in other languages, from the Reports page."""

from __future__ import annotations

import dataclasses
import io
import shutil

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from stls_desktop.gui.screens.report_headings import ReportHeadingsScreen
from stls_desktop.gui.screens.report_look import ReportLookScreen, ReportLookShown
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.services import drafting, report_languages, report_sentences, report_settings
from tests.fakes import Clock
from tests.gui.screens.conftest import desk_at
from tests.gui.widgets.conftest import audit

CTRL = Qt.KeyboardModifier.ControlModifier
HARD = "What is hard?"
TODAY = Clock()().date().isoformat()


def open_by_command(app, words, screen):
    """Ctrl+K, a few letters, Enter: no pointer."""
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_K, CTRL)
    app.rest()
    QTest.keyClicks(QApplication.focusWidget(), words)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    page = app.window.page("reports")
    wait_for("the screen", lambda: isinstance(page.detail(), screen))
    app.rest()
    return page.detail()


def sentence(desk, key, code="POL"):
    return next(e for e in report_languages.list_sentences(desk, code) if e.key == key).wording


def a_teacher(opener, filled, tmp_path, clock):
    path = tmp_path / "teacher" / "store.db"
    path.parent.mkdir(mode=0o700)
    shutil.copyfile(filled, path)
    desk = desk_at(path, clock, seed=3)
    return opener.open(dataclasses.replace(desk, me=msgspec.structs.replace(desk.me, role="ST")))


def test_the_look_is_kept_as_it_is_typed_and_a_damaged_logo_says_so(app, tmp_path):
    whole, cut = tmp_path / "logo.png", tmp_path / "cut.png"
    held = io.BytesIO()
    Image.effect_noise((300, 100), 90).convert("RGB").save(held, "PNG")
    whole.write_bytes(held.getvalue())
    cut.write_bytes(held.getvalue()[:4_000])
    screen = open_by_command(app, "look of rep", ReportLookScreen)
    assert audit(app.window) == []
    app.hands.write("Wenning County Council")  # the caret waits in the first field
    logo = screen.form.control("logo")
    for path, problem in ((cut, "This picture is damaged"), (whole, "")):
        app.hands.click(logo.choose)
        app.choose_file(path)
        app.rest()
        assert screen.form.boxes["logo"].problem.startswith(problem)
    assert QApplication.focusWidget() is screen.form.control("logo_words")
    app.hands.write("A heron")
    app.hands.click(named(screen, QPushButton, "Close"))
    app.rest()
    kept = report_settings.read_settings(app.desk)
    assert (kept.council_name, kept.logo_words) == ("Wenning County Council", "A heron")
    assert report_settings.logo_bytes(kept)
    screen = open_by_command(app, "look of rep", ReportLookScreen)
    app.hands.click(screen.form.control("logo").remove)
    app.hands.click(named(screen, QPushButton, "Close"))
    app.rest()
    assert report_settings.read_settings(app.desk).logo == ""


def test_headings_are_put_right_reviewed_and_loaded(app, tmp_path):
    screen = open_by_command(app, "headings", ReportHeadingsScreen)
    assert audit(app.window) == []
    choice = named(screen, Choice, "Language")
    assert choice.currentText().startswith("Arabic")
    assert all(row.text.layoutDirection() is Qt.LayoutDirection.RightToLeft for row in screen.rows)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    app.rest()
    needed = len(screen.rows)
    assert screen.count.words() == f"0 of {needed} reviewed"
    assert "No report is given out in Polish yet" in screen.standing.words

    text = named(screen, QPlainTextEdit, HARD)
    text.setFocus()
    text.selectAll()
    app.hands.write("Co jest trudne?")
    QTest.keyClick(text, Qt.Key.Key_Return, CTRL)  # reviewed by whoever sits here
    wait_for("the review", lambda: screen.count.words() == f"1 of {needed} reviewed")
    said = sentence(app.desk, "HARD")
    assert (said.text, said.reviewed_by) == ("Co jest trudne?", app.desk.me.name)

    by = named(screen, QLineEdit, "Reviewed by")
    by.setFocus()
    by.selectAll()
    app.hands.write("Halina Example")
    others = [row for row in screen.rows if row.key != "HARD"][:2]
    for row in others:
        row.read.setFocus()
        QTest.keyClick(row.read, Qt.Key.Key_Space)
    app.hands.click(screen.review_button)
    wait_for("the reviews", lambda: screen.count.words() == f"3 of {needed} reviewed")
    assert {sentence(app.desk, row.key).reviewed_by for row in others} == {"Halina Example"}

    text = named(screen, QPlainTextEdit, HARD)
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_End, CTRL)
    app.hands.write("!")  # other words wait for another review
    wait_for("the draft", lambda: screen.saved_mark.words.startswith("Saved"))
    path = tmp_path / "polish.csv"
    rows = [f'pl,{row.key},"{row.text.value()}",Jan Example,{TODAY}' for row in screen.rows]
    head = "lang,key,text,reviewed_by,reviewed_on"
    path.write_text("\n".join((head, *rows[:-1], f"pl,NOWHERE,Nic,Jan Example,{TODAY}", "")))
    app.hands.click(screen.load_button)
    app.choose_file(path)
    app.rest()
    assert sentence(app.desk, "HARD").reviewed_by == ""
    assert "Line" in screen.file.errors.toPlainText()
    assert "NOWHERE" in screen.file.errors.toPlainText()
    app.hands.click(screen.file.load_button)
    wait_for("the file", lambda: screen.count.words() == f"{needed - 1} of {needed} reviewed")
    screen.rows[-1].text.setFocus()
    QTest.keyClick(screen.rows[-1].text, Qt.Key.Key_Return, CTRL)
    wait_for("the last", lambda: screen.count.words() == f"{needed} of {needed} reviewed")
    assert "may be given out in Polish" in screen.standing.words


@pytest.mark.parametrize("words", ["Look of reports", "Headings in other languages"])
def test_a_teacher_reads_both_and_is_told_who_changes_them(opener, filled, tmp_path, clock, words):
    app = a_teacher(opener, filled, tmp_path, clock)
    page = app.go(4)
    app.hands.click({"Look of reports": page.look_button}.get(words, page.headings_button))
    app.rest()
    screen = page.detail()
    assert isinstance(screen, (ReportLookShown, ReportHeadingsScreen))
    assert "lead or an administrator" in screen.banner.accessibleName()
    assert all_named(screen, QLineEdit, "Council") == []
    assert not any(each.isVisible() for each in screen.findChildren(QPlainTextEdit))


def test_a_heading_is_reviewed_after_it_was_saved_too(app):
    screen = open_by_command(app, "headings", ReportHeadingsScreen)
    choice = named(screen, Choice, "Language")
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    app.rest()
    text = named(screen, QPlainTextEdit, HARD)
    text.setFocus()
    text.selectAll()
    app.hands.write("Co jest trudne?")
    wait_for("the draft", lambda: screen.saved_mark.words.startswith("Saved"))
    QTest.keyClick(text, Qt.Key.Key_Return, CTRL)
    wait_for("the review", lambda: screen.count.words().startswith("1 of"), 10)
    assert sentence(app.desk, "HARD").text == "Co jest trudne?"


def test_a_heading_that_a_sync_settled_while_it_stood_open_is_shown_as_reviewed(app):
    screen = open_by_command(app, "headings", ReportHeadingsScreen)
    choice = named(screen, Choice, "Language")
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    app.rest()
    text = named(screen, QPlainTextEdit, HARD)
    text.setFocus()
    text.selectAll()
    app.hands.write("Co jest trudne?")
    wait_for("the draft", lambda: screen.saved_mark.words.startswith("Saved"))
    settled = drafting.settle(app.desk, report_sentences.form_of(app.desk))
    app.shell.bench.bus.publish(settled.changed)
    app.rest()
    QTest.keyClick(text, Qt.Key.Key_Return, CTRL)
    wait_for("the review", lambda: screen.count.words().startswith("1 of"), 10)
    assert sentence(app.desk, "HARD").reviewed_by == app.desk.me.name
    text.setFocus()
    app.hands.write("!")
    assert screen.count.words().startswith("0 of")  # other words wait again
