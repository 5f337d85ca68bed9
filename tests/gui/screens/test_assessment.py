"""An assessment on its screen: by keyboard, with what each score means beside it."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from stls_core.records.assessments import Assessment
from stls_core.records.cases import Case
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.assessment import AssessmentScreen
from stls_desktop.gui.tour.hands import named, wait_for

Key = Qt.Key
DAY = dt.date(2026, 9, 14)


@pytest.fixture
def child(app):
    """A child of seven or more whose case is open and who was never given BPVS-3."""
    with app.desk.store.read() as read:
        known = {each.pupil_id for each in read.find(Case) if each.is_open}
        tested = {each.pupil_id for each in read.find(Assessment) if each.test == "BPVS3"}
        return next(
            each
            for each in read.find(Pupil)
            if each.id in known - tested and each.born_on and each.born_on.year in (2017, 2018)
        )


def begin(app, pupil_id):
    """From the pupil's page to a new assessment, by its button."""
    page = app.go(3)
    page.open_pupil(pupil_id)
    app.rest()
    app.hands.count_anew()
    app.hands.click(named(page, QPushButton, "Assessment"))
    wait_for("the assessment", lambda: isinstance(page.detail(), AssessmentScreen), 10)
    app.rest()
    return page.detail()


def press(app, keys):
    for letter in keys:
        app.hands.press(getattr(Key, f"Key_{letter.upper()}"))


def choose(app, letters):
    press(app, letters)
    app.hands.press(Key.Key_Return)
    app.rest()


def held(app, screen):
    screen.keeper.settle()
    app.rest()
    with app.desk.store.read() as read:
        return read.get(Assessment, screen.rec)


def test_a_routine_result_is_a_handful_of_keys(app, child):
    screen = begin(app, child.id)
    choose(app, "bpv")
    assert screen.focusWidget().accessibleName() == "Receptive vocabulary: Score"
    for number in ("82", "76", "88"):
        press(app, number)
        app.hands.press(Key.Key_Tab)
    press(app, "12")
    app.rest()
    assert app.hands.touches.total == 16
    (score,) = held(app, screen).scores
    assert (score.subtest, score.value, score.percentile) == ("Receptive vocabulary", 82, 12)
    assert (score.ci_low, score.ci_high, score.scale) == (76, 88, "SS")
    assert held(app, screen).test == "BPVS3"


def test_age_norms_and_the_band_are_told_while_one_types(app, child):
    screen = begin(app, child.id)
    assert screen.norms.isHidden()
    choose(app, "bpv")
    assert "within the norms (3 to 16 years)" in screen.norms.words
    press(app, "82")
    app.rest()
    cell = screen.focusWidget()
    assert cell.accessibleDescription().startswith("Below average. percentile about 12")
    percentile = screen.table._rows[0].cells["percentile"]
    assert percentile.placeholderText() == "≈ 12"
    assert held(app, screen).scores[0].percentile is None  # shown, never written


def test_a_percentile_that_disagrees_is_marked_at_its_row_and_blocks_nothing(app, child):
    screen = begin(app, child.id)
    choose(app, "bpv")
    press(app, "82")
    app.hands.press(Key.Key_Tab)
    app.hands.press(Key.Key_Tab)
    app.hands.press(Key.Key_Tab)
    press(app, "21")
    app.rest()
    cell = screen.focusWidget()
    assert cell.accessibleName() == "Receptive vocabulary: Percentile"
    assert cell.property("invalid") is True
    said = "Receptive vocabulary: 82 is usually about percentile 12, not 21. Check both."
    assert screen.table._rows[0].problem == said
    assert "score and percentile disagree" in screen.words
    assert held(app, screen).scores[0].percentile == 21


def test_a_battery_unfolds_and_the_rest_is_offered(app, child):
    screen = begin(app, child.id)
    choose(app, "ctopp")
    names = [row.cells["subtest"].value() for row in screen.table._rows]
    assert names == ["Phonological Awareness", "Phonological Memory", "Rapid Symbolic Naming"]
    app.hands.click(named(screen, QPushButton, "Elision"))
    press(app, "6")
    app.rest()
    (score,) = held(app, screen).scores
    assert (score.subtest, score.scale, score.value) == ("Elision", "SCALED", 6)
    assert screen.words == "Elision: 6, percentile about 9, below average"


def test_another_test_leaves_scores_that_are_written(app, child):
    screen = begin(app, child.id)
    choose(app, "bpv")
    press(app, "82")
    screen.form.boxes["test"].take_focus()
    choose(app, "wrat")
    assert [each["value"] for each in screen.table.value()] == [82.0]


def test_a_test_outside_the_catalogue_is_named(app, child):
    screen = begin(app, child.id)
    choose(app, "listed")
    assert screen.focusWidget() is screen.form.control("test_other")
    app.hands.write("Salford Sentence Reading Test")
    app.hands.click(screen.table.add_button)
    app.hands.write("Reading")
    app.hands.press(Key.Key_Tab)
    app.hands.press(Key.Key_Tab)
    press(app, "90")
    app.rest()
    assert held(app, screen).test_other == "Salford Sentence Reading Test"
    again = begin(app, child.id)  # once used, it is found like the others
    choose(app, "salf")
    assert again.focusWidget().accessibleName() == "Reading: Score"
    found = (again.state.flat()["test"], again.state.flat()["test_other"])
    assert found == ("OTHER", "Salford Sentence Reading Test")


def test_what_the_school_supplied_is_marked_and_asks_for_less(app, child):
    screen = begin(app, child.id)
    choose(app, "bpv")
    press(app, "82")
    assert screen.by_school.isHidden()
    tick = screen.form.control("is_school_supplied")
    app.hands.click(tick)
    app.rest()
    assert screen.by_school.text() == "Supplied by the school"
    assert screen.form.control("tester").value() is None
    assert screen.words.endswith("(supplied by the school)")
    assert "answers for who gave it" in screen.qualified.words
    app.hands.click(tick)
    app.rest()
    assert screen.by_school.isHidden()
    assert screen.form.control("tester").value() == app.desk.me.name


def test_the_same_test_too_soon_is_warned_of_with_the_last_result(app, child):
    screen = begin(app, child.id)
    choose(app, "bpv")
    press(app, "82")
    held(app, screen)
    again = begin(app, child.id)
    choose(app, "bpv")
    press(app, "90")
    app.rest()
    assert "less than six months ago" in again.retest.words
    told = [each.text() for each in again.table.findChildren(QLabel)]
    assert any("last time 82 on 14 September 2026" in words for words in told)


def test_a_child_outside_the_norms_is_told_at_once(app, child):
    screen = begin(app, child.id)
    choose(app, "dash")
    screen.form.set_value("assessed_on", dt.date(child.born_on.year + 7, 12, 31))
    app.rest()
    assert "younger than the norms (8:00 to 25:11)" in screen.norms.words


def test_the_testers_qualification_is_told_as_it_was_on_the_day(app, child):
    screen = begin(app, child.id)
    choose(app, "bpv")
    assert screen.form.control("tester_qualification").value() == "CPT3A"  # from last time
    assert screen.qualified.words == "Tester qualified on the day of the test."
    screen.form.set_value("tester_qualified_until", DAY - dt.timedelta(days=1))
    app.rest()
    assert "ran out on 13 September 2026" in screen.qualified.words


def test_the_results_are_saved_as_text_where_a_person_asks(app, child, tmp_path):
    screen = begin(app, child.id)
    choose(app, "bpv")
    press(app, "82")
    app.rest()
    app.hands.click(screen.save_text)
    wait_for("the dialog", QApplication.activeModalWidget, 10)
    app.choose_file(tmp_path / "results.txt")
    app.rest()
    wait_for("the file", (tmp_path / "results.txt").exists, 10)
    assert "Receptive vocabulary: 82" in (tmp_path / "results.txt").read_text(encoding="utf-8")
    assert "not encrypted" in screen.banner.accessibleName()


def test_an_assessment_opens_with_its_scores_and_no_edit(app):
    with app.desk.store.read() as read:
        known = next(e for e in read.find(Assessment) if len(e.scores) > 3 and e.test == "WRAT5")
    page = app.go(3)
    page.open_record(known.pupil_id, known.id)
    wait_for("the assessment", lambda: isinstance(page.detail(), AssessmentScreen), 10)
    app.rest()
    screen = page.detail()
    assert len(screen.table.value()) == len(known.scores)
    assert not screen.state.is_changed
    assert screen.words.count("\n") == len(known.scores) - 1
    assert screen.picture.accessibleName().startswith("Profile of scores. Word Reading")
