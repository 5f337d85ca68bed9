"""A child typed twice is noticed on the form; two files are compared, joined and parted again."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton

from stls_core.records.merging import PupilMerge
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.duplicate_watch import DuplicateWatch
from stls_desktop.gui.screens.pupil_file import PupilFileScreen
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.services import caseload
from tests.gui.screens.test_room_for_words import out_of_sight


@pytest.fixture
def child(app):
    with app.desk.store.read() as read:
        return read.find(Pupil)[0]


def type_pupil(app, forename, surname, born):
    page = app.go(3)
    app.hands.click(named(page, QPushButton, "New pupil"))
    app.rest()
    for name, words in (
        ("Legal first name", forename),
        ("Legal surname", surname),
        ("Date of birth", born),
    ):
        line = named(page, QLineEdit, name)
        app.hands.click(line)
        QTest.keyClicks(line, words)
    return page


def words_of(widget):
    return [each.text() for each in widget.findChildren(QLabel)]


def test_typing_a_child_who_is_there_offers_the_existing_file(app, child):
    page = type_pupil(app, child.legal_surname, child.legal_forename, f"{child.born_on:%d/%m/%Y}")
    watch = page.detail().findChild(DuplicateWatch)
    wait_for("the warning", watch.isVisible, 10)
    assert any("Same date of birth" in words for words in words_of(watch))
    there = f"Open the existing file of {child.legal_forename} {child.legal_surname}"
    app.hands.click(named(page, QPushButton, there))
    app.rest()
    wait_for("the file", lambda: isinstance(page.detail(), PupilFileScreen), 10)
    assert page.detail().rec == child.id


def test_another_child_is_not_asked_about_again(app, child):
    page = type_pupil(app, child.legal_forename, child.legal_surname, f"{child.born_on:%d/%m/%Y}")
    watch = page.detail().findChild(DuplicateWatch)
    wait_for("the warning", watch.isVisible, 10)
    other = f"{child.legal_forename} {child.legal_surname} is another child"
    app.hands.click(named(page, QPushButton, other))
    app.rest()
    wait_for("the warning to go", lambda: not watch.isVisible(), 10)


def test_a_new_name_is_not_warned_of(app):
    page = type_pupil(app, "Wilhelmina", "Oakapple", "3/5/2018")
    app.rest()
    assert not page.detail().findChild(DuplicateWatch).isVisible()


def open_file(app, rec):
    page = app.go(3)
    page.open_pupil(rec)
    app.rest()
    return page


def test_two_files_are_compared_joined_and_parted_again(app, child):
    with app.desk.store.read() as read:
        other = read.find(Pupil)[1]
    before = len(caseload.list_pupils(app.desk))
    page = open_file(app, child.id)
    app.hands.click(named(page, QToolButton, "Join with another file"))
    app.rest()
    picker = page._joining.picker
    line = next(x for x in caseload.list_pupils(app.desk) if x.id == other.id)
    QTest.keyClicks(picker.line, f"{line.initials} {line.school}")
    app.rest()
    picker.picked.emit(other.id)
    picker.close()
    app.rest()
    assert "differs" in words_of(page.detail())
    reason = named(page, QLineEdit, "Reason")
    app.hands.click(named(page, QPushButton, "Join the files"))
    app.rest()
    assert any("Say why" in words for words in words_of(page.detail()))
    app.hands.click(reason)
    QTest.keyClicks(reason, "The mother has said so.")
    app.hands.click(named(page, QPushButton, "Join the files"))
    app.rest()
    assert page.detail().rec == child.id
    assert out_of_sight(app.window) == []  # who joined them, and when, wraps
    assert len(caseload.list_pupils(app.desk)) == before - 1
    page.show_nothing()
    assert open_file(app, other.id).detail().rec == child.id  # the other leads to the one
    app.hands.click(named(page, QPushButton, "Part the files again…"))
    why = named(page, QLineEdit, "Why they are parted")
    app.hands.click(why)
    QTest.keyClicks(why, "Two cousins.")
    app.hands.click(named(page, QPushButton, "Part the files"))
    app.rest()
    assert len(caseload.list_pupils(app.desk)) == before
    with app.desk.store.read() as read:
        (kept,) = read.find(PupilMerge)
    assert kept.undo_reason == "Two cousins."


def test_looking_for_duplicates_says_when_there_are_none_and_shows_pairs(app, child):
    page = app.go(3)
    app.hands.click(named(page, QToolButton, "Look for duplicates"))
    app.rest()
    assert any("No two files" in words for words in words_of(page.detail()))
    twin = {
        "legal_forename": child.legal_forename,
        "legal_surname": child.legal_surname,
        "born_on": child.born_on.isoformat(),
    }
    with app.desk.store.write() as work:
        work.edit("pupil", "ffffffff-0000-7000-8000-000000000001", {**twin, "sen_provision": "K"})
    app.shell.bench.bus.publish(work.changed)
    app.rest()
    app.hands.click(named(page, QPushButton, "Compare side by side"))
    app.rest()
    assert any("Side by side" in words for words in words_of(page.detail()))
