"""Importing pupils in the window: columns, each row's fate, a word on a likely child, and back."""

from __future__ import annotations

import csv
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPushButton

from stls_core.records.pupils import Pupil
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.import_pupils import ImportPupilsPanel
from stls_desktop.gui.tour.hands import named, named_in_dialog, wait_for
from stls_desktop.gui.widgets.choices import ChipRow, Chips, Segmented
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.row_list import RowList
from tests.imports.children import FOLDER

SCHOOL = "Hopperswick Primary School"


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


def panel_of(page):
    return page.findChild(ImportPupilsPanel)


def words(page):
    labels = panel_of(page).findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisible())


def rows(page):
    """The words of every row that is shown."""
    model = named(page, RowList, "Rows of the file").model()
    told = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(n, 0).data(told) for n in range(model.rowCount())]


def child(app, surname):
    with app.desk.store.read() as read:
        return next(iter(read.find(Pupil, legal_surname=surname)), None)


def a_list(tmp_path, *lines, header="Surname,Forename,DOB,School"):
    path = tmp_path / "pupils of spring.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def show(app, page):
    app.hands.click(named(page, QPushButton, "Show what will happen"))
    wait_for("the preview", lambda: "What will happen" in words(page), 10)
    app.rest()


def press(app, page, name):
    app.hands.click(named(page, QPushButton, name))
    app.rest()


def test_a_list_is_mapped_shown_imported_and_taken_back(app, page, tmp_path):
    choose(app, page, a_list(tmp_path, f"Vantongeren,Ilse,3/4/2017,{SCHOOL}", "Nobody,,x,"))
    assert "Vantongeren" in words(page)  # a sample, so that a wrong guess is seen
    show(app, page)
    assert "1 new, 1 with an error." in words(page)
    assert rows(page)[1].startswith("Row 3, Date of birth: “x” is no date")
    press(app, page, "Import")
    assert child(app, "Vantongeren") is not None
    assert "Imported. 1 added" in words(page)
    press(app, page, "Take it back")
    assert child(app, "Vantongeren") is None
    assert "Taken back: 1 pupil added, 0 updated." in words(page)


def test_what_was_written_on_a_new_page_since_stays_and_is_said(app, page, tmp_path):
    lines = (f"Vantongeren,Ilse,3/4/2017,{SCHOOL}", f"Quernby,Otto,3/4/2017,{SCHOOL}")
    choose(app, page, a_list(tmp_path, *lines))
    show(app, page)
    press(app, page, "Import")
    with app.desk.store.write() as work:
        work.edit("pupil", child(app, "Quernby").id, {"known_as": "Ott"})
    press(app, page, "Take it back")
    assert "Kept, because somebody has written there since: 1 pupil." in words(page)
    assert child(app, "Quernby").known_as == "Ott"


def test_a_column_that_was_not_guessed_is_chosen_and_kept_under_a_name(app, page, tmp_path):
    lines = (f"Vantongeren,Ilse,3/4/2017,{SCHOOL}",)
    choose(app, page, a_list(tmp_path, *lines, header="Fam,Giv,Born,School"))
    assert "Still to choose: Legal first name, Legal surname, Date of birth" in words(page)
    press(app, page, "Show what will happen")
    assert "Choose the column for" in words(page)
    fields = (("Fam", "Legal surname"), ("Giv", "Legal first name"), ("Born", "Date of birth"))
    for heading, field in fields:
        box = named(page, QComboBox, f"Field of the column {heading}")
        box.setFocus()
        while box.currentText() != field:
            QTest.keyClick(box, Qt.Key.Key_Down)
    assert "Still to choose" not in words(page)
    named(page, LineField, "Keep these columns under a name").setText("Arbor")
    show(app, page)
    assert "1 new." in words(page)
    turned = a_list(tmp_path, f"{SCHOOL},3/4/2017,Ilse,Vantongeren", header="School,Born,Giv,Fam")
    choose(app, page, turned)
    kept = named(page, QComboBox, "Columns as kept for")
    kept.setFocus()
    QTest.keyClick(kept, Qt.Key.Key_Down)
    app.rest()
    show(app, page)
    assert "1 new." in words(page)


def test_a_likely_child_waits_for_a_word(app, page, tmp_path, some_child):
    row = f"{some_child.legal_surname}s,{some_child.legal_forename},{some_child.born_on},"
    choose(app, page, a_list(tmp_path, row))
    show(app, page)
    assert "1 perhaps already here." in words(page)
    assert f"Here: {some_child.legal_forename} {some_child.legal_surname}" in words(page)
    decision = named(page, Segmented, "What row 2 is")
    app.hands.click(named(decision, QPushButton, "Same child"))
    app.rest()
    assert "1 already here." in words(page) or "1 updated." in words(page)
    app.hands.click(named(decision, QPushButton, "Leave out"))
    app.rest()
    assert "1 perhaps already here." in words(page)


def test_an_ugly_list_comes_up_at_what_will_happen(app, page):
    choose(app, page, FOLDER / "ugly.csv")
    assert len(panel_of(page).findChildren(QComboBox)) > 30  # those not used are folded away
    assert not any(
        each.isVisible()
        for each in panel_of(page).findChildren(QComboBox)
        if each.accessibleName() == "Field of the column Ethnic Group"
    )
    show(app, page)
    summary = next(
        each for each in panel_of(page).findChildren(QLabel) if each.text().startswith("9 new")
    )
    assert not summary.visibleRegion().isEmpty()  # scrolled to, not under the columns
    assert "Hoperswick Prim. Sch.” is not on this laptop (9 rows)" in words(page)
    assert any(
        each.accessibleName().startswith("“Hoperswick Prim. Sch.” is Hopperswick")
        for each in panel_of(page).findChildren(QPushButton)
    )


def test_rows_are_filtered_by_what_becomes_of_them(app, page, tmp_path, some_child):
    path = a_list(
        tmp_path,
        f"Vantongeren,Ilse,3/4/2017,{SCHOOL}",
        f"{some_child.legal_surname},{some_child.legal_forename},{some_child.born_on},",
        "Nobody,,x,",
    )
    choose(app, page, path)
    show(app, page)
    chips = named(page, Chips, "Rows to show")
    for chip, lines in (("New 1", ["Row 2"]), ("With an error 1", ["Row 4"]), ("All 3", None)):
        app.hands.click(named(chips, QPushButton, chip))
        shown = [each.partition(" · ")[0].partition(",")[0] for each in rows(page)]
        assert shown == (lines or ["Row 2", "Row 3", "Row 4"])


def test_the_files_value_is_taken_for_one_field(app, page, tmp_path, some_child):
    other = "E" if some_child.sen_provision != "E" else "K"
    who = f"{some_child.legal_surname},{some_child.legal_forename},{some_child.born_on}"
    choose(app, page, a_list(tmp_path, f"{who},{other}", header="Surname,Forename,DOB,SEN Status"))
    show(app, page)
    assert not named(page, QAbstractButton, "Save this report").isHidden()
    assert not panel_of(page).import_button.isEnabled()
    side = named(page, Segmented, "SEN provision of row 2")
    app.hands.click(named(side, QPushButton, "Take the file’s"))
    app.rest()
    assert "1 updated." in words(page)
    assert side.isVisible()  # the keyboard is still where it was
    press(app, page, "Import")
    assert child(app, some_child.legal_surname).sen_provision == other
    press(app, page, "Take it back")
    assert child(app, some_child.legal_surname).sen_provision == some_child.sen_provision


def test_all_of_the_files_values_are_taken_for_one_row_alone(app, page, tmp_path):
    with app.desk.store.read() as read:
        one, other = [each for each in read.find(Pupil) if each.primary_need != "MLD"][:2]
    lines = (f"{c.legal_surname},{c.legal_forename},{c.born_on},N,MLD" for c in (one, other))
    header = "Surname,Forename,DOB,SEN Status,Primary Need"
    choose(app, page, a_list(tmp_path, *lines, header=header))
    show(app, page)
    press(app, page, "Take all of the file’s values for this row")
    assert "1 already here, 1 updated." in words(page) or "1 updated, 1 already" in words(page)
    for field in ("SEN provision", "Main need"):
        assert named(page, Segmented, f"{field} of row 2").value() == "theirs"
    press(app, page, "Import")
    with app.desk.store.read() as read:
        now, left = read.get(Pupil, one.id), read.get(Pupil, other.id)
    assert (now.sen_provision, now.primary_need) == ("N", "MLD")
    assert left == other


def test_values_are_taken_or_kept_in_every_row(app, page, tmp_path, some_child):
    other = "E" if some_child.sen_provision != "E" else "K"
    who = f"{some_child.legal_surname},{some_child.legal_forename},{some_child.born_on}"
    choose(app, page, a_list(tmp_path, f"{who},{other}", header="Surname,Forename,DOB,SEN Status"))
    show(app, page)
    press(app, page, "Take the file’s values in every row")
    assert "1 updated." in words(page)
    press(app, page, "Keep ours in every row")
    assert "1 already here." in words(page)


def test_a_school_that_is_not_known_is_asked_for(app, page, tmp_path):
    lines = ("Vantongeren,Ilse,3/4/2017,Hoperswick Primary", "Quernby,Otto,3/4/2017,Nowhere School")
    choose(app, page, a_list(tmp_path, *lines))
    show(app, page)
    assert "2 without a known school." in words(page)
    assert "“Hoperswick Primary” is not on this laptop (1 row). Which school is it?" in words(page)
    suggested = [
        each
        for each in panel_of(page).findChildren(QPushButton)
        if each.accessibleName().startswith("“Hoperswick Primary” is Hopperswick Primary School")
    ]
    app.hands.click(suggested[0])
    app.rest()
    assert "1 new, 1 without a known school." in words(page)
    press(app, page, "Import")
    assert child(app, "Vantongeren") is not None
    assert child(app, "Quernby") is None


def test_another_sheet_of_a_workbook_is_chosen(app, page, tmp_path):
    path = tmp_path / "two.xlsx"
    shutil.copyfile(FOLDER / "two_sheets.xlsx", path)
    choose(app, page, path)
    assert "Quernby" in words(page)
    sheets = named(page, QComboBox, "Sheet of the workbook")
    assert sheets.currentText() == "Autumn"
    sheets.setFocus()
    QTest.keyClick(sheets, Qt.Key.Key_Down)
    app.rest()
    assert "Damerell, Vantongeren" in words(page)


def test_a_transfer_file_is_asked_for_sex_only_where_it_is_used(app, page):
    choose(app, page, FOLDER / "ctf_v25.xml")
    also = named(page, ChipRow, "Also take in")
    app.hands.click(named(also, QPushButton, "Sex"))
    app.rest()
    show(app, page)
    press(app, page, "Import")
    assert child(app, "Łuczak").sex == "F"


def test_a_hostile_transfer_file_is_refused_in_words(app, page, tmp_path):
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><CTfile/>', encoding="utf-8")
    choose(app, page, path)
    wait_for("the words", lambda: "declares its own document type" in words(page), 10)


def test_the_report_is_saved_as_a_table(app, page, tmp_path):
    choose(app, page, a_list(tmp_path, f"Vantongeren,Ilse,3/4/2017,{SCHOOL}", "Nobody,,x,"))
    show(app, page)
    app.hands.click(named(page, QPushButton, "Save this report"))
    line = named_in_dialog("fileNameEdit")
    line.setFocus()
    line.selectAll()
    path = tmp_path / "report.csv"
    QTest.keyClicks(line, str(path))
    QTest.keyClick(line, Qt.Key.Key_Return)
    app.rest()
    with path.open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert [row["Result"] for row in told] == ["new", "with an error"]
    assert "Vantongeren" not in path.read_text(encoding="utf-8")
    assert "The report is in report.csv." in words(page)


@pytest.fixture
def written(app, page, tmp_path):
    """A preview of 500 new pupils, ready to be written."""
    lines = (f"Vantongeren,Ilse{n},3/4/2017,{SCHOOL}" for n in range(500))
    choose(app, page, a_list(tmp_path, *lines))
    show(app, page)
    return page


def held_up(app):
    """Work that keeps the store lane from going on until it is told to."""
    from threading import Event

    go = Event()
    app.runner.run(Lane.STORE, go.wait, owner=app.window)
    return go


def test_stopping_before_the_commit_says_that_nothing_was_changed(app, written):
    go = held_up(app)
    app.hands.click(panel_of(written).import_button)
    app.hands.click(named(written, QPushButton, "Cancel"))
    go.set()
    app.rest()
    assert "Stopped. Nothing was changed." in words(written)
    assert child(app, "Vantongeren") is None


def test_stopping_too_late_says_that_it_was_written(app, written, monkeypatch):
    panel = panel_of(written)
    real = app.desk.store.write

    def write():
        return _StopsAtTheCommit(real(), panel)

    monkeypatch.setattr(app.desk.store, "write", write)
    app.hands.click(panel.import_button)
    app.rest()
    assert "It was too late to stop: everything had been written." in words(written)
    assert "Imported. 500 added" in words(written)
    assert child(app, "Vantongeren") is not None


class _StopsAtTheCommit:
    """A transaction during whose commit somebody presses Cancel."""

    def __init__(self, real, panel):
        self._real, self._panel = real, panel

    def __enter__(self):
        return self._real.__enter__()

    def __exit__(self, *problem):
        self._panel._on_cancel()
        return self._real.__exit__(*problem)


def test_names_of_a_file_are_hidden_with_all_others(app, page, tmp_path, some_child):
    row = f"{some_child.legal_surname}s,{some_child.legal_forename},{some_child.born_on},"
    choose(app, page, a_list(tmp_path, row))
    assert f"{some_child.legal_surname}s" in words(page)
    show(app, page)
    QTest.keyClick(QApplication.activeWindow(), Qt.Key.Key_F9)
    try:
        app.rest()
        assert privacy().is_on
        told = words(page) + "\n".join(rows(page))
        assert some_child.legal_surname not in told
        assert some_child.legal_forename not in told
        assert "In the file: " in told
    finally:
        privacy().turn(is_on=False)
    assert f"{some_child.legal_surname}s" in words(page)


def test_the_keyboard_alone_does_the_whole_import(app, page, tmp_path, some_child):
    other = "E" if some_child.sen_provision != "E" else "K"
    path = a_list(
        tmp_path,
        f"Vantongeren,Ilse,3/4/2017,{SCHOOL},K",
        "Quernby,Otto,3/4/2017,Hoperswick Primary,K",
        f"{some_child.legal_surname},{some_child.legal_forename},{some_child.born_on},,{other}",
        header="Surname,Forename,DOB,School,SEN Status",
    )
    keys = Keys(app)
    panel_of(page).take_focus()
    keys.press(Qt.Key.Key_Space)
    app.choose_file(path)
    app.rest()
    assert keys.where() == "Show what will happen"
    keys.press(Qt.Key.Key_Space)
    app.rest()
    assert keys.where() == "Import"
    keys.back_to("“Hoperswick Primary” is Hopperswick Primary School")
    keys.press(Qt.Key.Key_Space)
    app.rest()
    assert keys.where() == "Rows of the file"
    keys.press(Qt.Key.Key_End)
    app.rest()
    keys.on_to("Keep ours")
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Space)
    app.rest()
    assert keys.where() == "Take the file’s"  # what was decided did not take the keyboard away
    keys.on_to("Import")
    keys.press(Qt.Key.Key_Space)
    app.rest()
    assert "Imported. 2 added, 1 updated." in words(page)
    assert keys.where() == "Choose a file"
    keys.back_to("Take it back")
    keys.press(Qt.Key.Key_Space)
    app.rest()
    assert "Taken back: 2 pupils added, 1 updated." in words(page)


class Keys:
    """Fingers that know only the keyboard."""

    def __init__(self, app):
        self._app = app

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self._app.hands.press(key, modifiers)

    def where(self):
        held = QApplication.focusWidget()
        return held.accessibleName() or getattr(held, "text", str)() if held else ""

    def on_to(self, name):
        self._go(name, Qt.Key.Key_Tab)

    def back_to(self, name):
        self._go(name, Qt.Key.Key_Backtab)

    def _go(self, name, key):
        seen = []
        while not self.where().startswith(name):
            self.press(key)
            seen.append(self.where())
            assert len(seen) < 60, f"{name} is not reached; the way was {seen}"
