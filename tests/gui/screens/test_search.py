"""Search and commands: a few letters and Enter lead to the page, from wherever one is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_core.records.visits import Discussion, LinkVisit
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.picker import Picker
from tests.gui.screens.conftest import PAGES

CTRL = Qt.KeyboardModifier.ControlModifier


def search(app, words):
    """Ctrl+F, type, wait until something is found."""
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_F, CTRL)
    picker = app.window.search
    wait_for("the search", picker.isVisible, 5)
    QTest.keyClicks(picker.line, words)
    app.rest()
    return picker


def read(app, kind, **wanted):
    with app.desk.store.read() as reading:
        return reading.find(kind, **wanted)


def heads(page):
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def test_a_school_is_found_by_its_name_and_opened_with_enter(app):
    school = read(app, Setting)[2]
    picker = search(app, school.name)
    assert picker.picks()[0].text == school.name
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    app.rest()
    assert app.window.current_key == "schools"
    assert school.name in heads(app.window.page("schools"))
    app.hands.click(named(app.window.page("schools"), QPushButton, "Details"))
    assert named(app.window.page("schools"), QLineEdit, "URN").text() == school.urn


def test_a_school_is_found_by_the_starts_of_its_words(app):
    school = read(app, Setting)[5]
    starts = " ".join(word[:4] for word in school.name.split()[:2])
    assert school.name in [pick.text for pick in search(app, starts).picks()]


def test_a_pupil_is_found_by_name_and_shown_by_initials(app):
    pupil = read(app, Pupil)[0]
    picker = search(app, pupil.legal_surname)
    (pick,) = (p for p in picker.picks() if p.pick_id == f"pupil|{pupil.id}")
    assert pick.text == pupil.initials
    assert pupil.legal_surname not in pick.spoken()
    while picker.picks()[picker.list.currentIndex().row()] is not pick:
        QTest.keyClick(picker.line, Qt.Key.Key_Down)
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    app.rest()
    assert app.window.current_key == "pupils"
    app.hands.click(named(app.window.page("pupils"), QPushButton, "Details"))
    shown = named(app.window.page("pupils"), QLineEdit, "Legal surname")
    assert shown.text() == pupil.legal_surname


def test_words_of_an_old_talk_lead_to_its_visit(app):
    talk = next(t for t in read(app, Discussion) if t.subject_label)
    with app.desk.store.write() as work:
        work.edit("discussion", talk.id, {"concern": "The zebrafish tank is loud."})
    picker = search(app, "zebrafish")
    (pick,) = picker.picks()
    assert pick.pick_id == f"link_visit|{talk.visit_id}"
    at = picker.list.visualRect(picker.list.model().index(0, 0)).center()
    QTest.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    app.rest()
    (visit,) = (v for v in read(app, LinkVisit) if v.id == talk.visit_id)
    (school,) = (s for s in read(app, Setting) if s.id == visit.setting_id)
    assert app.window.current_key == "today"
    assert any(school.name in words for words in heads(app.window.page("today")))


@pytest.mark.parametrize("words", ["qqqxyz", '"', "*", "-", "'; DROP", "()"])
def test_words_that_are_nowhere_or_nonsense_are_told_as_not_found(app, words):
    picker = search(app, words)
    assert picker.picks() == []
    assert any("Type a few letters." in each.text() for each in picker.findChildren(QLabel))
    QTest.keyClick(picker.line, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    assert app.window.current_key == "today"


@pytest.mark.parametrize("words", ["NEAR(", "the AND", 'wait "and', "card*"])
def test_signs_and_operators_are_taken_as_plain_words(app, words):
    plain = words.strip('(*"').replace('"', "")
    assert search(app, words).picks()
    found = app.window.search.picks()
    app.window.search.line.clear()
    QTest.keyClicks(app.window.search.line, plain)
    app.rest()
    assert app.window.search.picks() == found


def test_no_place_is_offered_twice_in_the_same_words(app):
    said = [(pick.pick_id, pick.spoken()) for pick in search(app, "the").picks()]
    assert len(said) > 5
    assert len(set(said)) == len(said)


def test_the_last_letters_win_however_fast_they_are_typed(app):
    school = read(app, Setting)[2]
    picker = search(app, school.name[:3])
    QTest.keyClicks(picker.line, school.name[3:])
    app.rest()
    assert picker.picks()[0].text == school.name


@pytest.mark.parametrize("key", PAGES[1:])
def test_the_palette_leads_to_each_page(app, key):
    QTest.keyClick(app.window, Qt.Key.Key_K, CTRL)
    palette = QApplication.activePopupWidget()
    assert isinstance(palette, Picker)
    QTest.keyClicks(palette.line, f"go {key}")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    app.rest()
    assert app.window.current_key == key


def test_the_palette_plans_a_visit_from_anywhere(app):
    app.go(5)
    QTest.keyClick(app.window, Qt.Key.Key_K, CTRL)
    palette = QApplication.activePopupWidget()
    QTest.keyClicks(palette.line, "new vis")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    app.rest()
    assert app.window.current_key == "today"
    assert "Plan a visit" in heads(app.window.page("today"))


def test_the_palette_can_be_left_without_doing_anything(app):
    QTest.keyClick(app.window, Qt.Key.Key_K, CTRL)
    palette = QApplication.activePopupWidget()
    QTest.keyClicks(palette.line, "lock")
    QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert app.window.isVisible()
