"""Importing pupils in the window: columns, each row's fate, a word on a likely child, and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QPlainTextEdit, QPushButton

from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.import_pupils import ImportPupilsPanel
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.choices import Segmented


@pytest.fixture
def page(app):
    shown = app.go(3)
    app.hands.click(named(shown, QAbstractButton, "Import pupils"))
    return shown


@pytest.fixture
def some_child(app):
    with app.desk.store.read() as read:
        return read.find(Pupil)[0]


def choose(app, page, path):
    app.hands.click(named(page, QPushButton, "Choose a file"))
    app.choose_file(path)
    app.rest()


def words(page):
    panel = page.findChild(ImportPupilsPanel)
    found = [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]
    found += [each.toPlainText() for each in panel.findChildren(QPlainTextEdit) if each.isVisible()]
    return "\n".join(found)


def names(app):
    with app.desk.store.read() as read:
        return {pupil.legal_surname for pupil in read.find(Pupil)}


def a_list(tmp_path, *rows, header="Surname,Forename,DOB,School"):
    path = tmp_path / "pupils of spring.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def show(app, page):
    app.hands.click(named(page, QPushButton, "Show what will happen"))
    wait_for("the preview", lambda: "What will happen" in words(page), 10)
    app.rest()


def test_a_list_is_mapped_shown_imported_and_taken_back(app, page, tmp_path):
    school = "Hopperswick Primary School"
    choose(app, page, a_list(tmp_path, f"Vantongeren,Ilse,3/4/2017,{school}", "Nobody,,x,"))
    assert "Guessed" not in words(page)
    assert "Vantongeren" in words(page)  # a sample, so that a wrong guess is seen
    show(app, page)
    assert "1 new, 1 not readable." in words(page)
    assert "Row 3: not readable" in words(page)
    app.hands.click(page.findChild(ImportPupilsPanel).import_button)
    wait_for("the pupil", lambda: "Vantongeren" in names(app), 10)
    wait_for("the words", lambda: "Imported. 1 added" in words(page), 10)
    app.hands.click(named(page, QPushButton, "Take it back"))
    wait_for("gone again", lambda: "Vantongeren" not in names(app), 10)


def test_a_column_that_was_not_guessed_is_chosen(app, page, tmp_path):
    rows = ("Vantongeren,Ilse,3/4/2017,Hopperswick Primary School",)
    choose(app, page, a_list(tmp_path, *rows, header="Fam,Giv,Born,School"))
    app.hands.click(named(page, QPushButton, "Show what will happen"))
    wait_for("what lacks", lambda: "Choose the column for" in words(page), 10)
    fields = (("Fam", "Legal surname"), ("Giv", "Legal first name"), ("Born", "Date of birth"))
    for heading, field in fields:
        box = named(page, QComboBox, f"Field of the column {heading}")
        box.setFocus()
        while box.currentText() != field:
            QTest.keyClick(box, Qt.Key.Key_Down)
    show(app, page)
    assert "1 new." in words(page)


def test_a_likely_child_waits_for_a_word(app, page, tmp_path, some_child):
    row = f"{some_child.legal_surname}s,{some_child.legal_forename},{some_child.born_on},"
    choose(app, page, a_list(tmp_path, row))
    show(app, page)
    assert "1 perhaps already here." in words(page)
    assert not named(page, QPushButton, "Save this report").isHidden()
    decision = page.findChild(ImportPupilsPanel).findChildren(Segmented)[0]
    app.hands.click(named(decision, QPushButton, "Same child"))
    wait_for("decided", lambda: "1 already here." in words(page) or "filled in" in words(page), 10)


def test_a_hostile_transfer_file_is_refused_in_words(app, page, tmp_path):
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><CTfile/>', encoding="utf-8")
    choose(app, page, path)
    wait_for("the words", lambda: "declares its own document type" in words(page), 10)
