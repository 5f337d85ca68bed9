"""Importing schools: preview, second thoughts, writing, and words on rows that cannot be read."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from stls_core.records.settings import Setting
from stls_desktop.gui.screens.import_schools import ImportPanel
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.row_list import RowList
from tests.imports.gias_files import gias_bytes, gias_text, school

FILE = "schools of spring.csv"
TWO = (
    school(URN="990801", EstablishmentName="Quernlow Primary School"),
    school(URN="990802", EstablishmentNumber="9902", EstablishmentName="Ossick Bank Juniors"),
)


@pytest.fixture
def gias(tmp_path):
    """Writes a list of schools as somebody would have downloaded it."""

    def write(content):
        path = tmp_path / FILE
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def page(app):
    """The Schools page with the import panel open."""
    shown = app.go(2)
    app.hands.click(named(shown, QPushButton, "Import"))
    return shown


def choose(app, page, path):
    """Choose a file, and wait for what the panel has to say about it."""
    app.hands.click(named(page, QPushButton, "Choose a file"))
    app.choose_file(path)
    app.rest()


def panel(page):
    return page.findChild(ImportPanel)


def words(page):
    """Everything that can be read on the panel."""
    shown = panel(page)
    parts = [label.text() for label in shown.findChildren(QLabel) if label.isVisible()]
    parts += [t.toPlainText() for t in shown.findChildren(QPlainTextEdit) if t.isVisible()]
    return "\n".join(parts)


def settings(app):
    with app.desk.store.read() as read:
        return {each.urn: each for each in read.find(Setting)}


def press_import(app, page):
    """The button of the panel, not the one over the list that opened it."""
    app.hands.click(all_named(panel(page), QPushButton, "Import")[-1])


def test_a_preview_writes_nothing(app, page, gias):
    before = settings(app)
    choose(app, page, gias(gias_bytes(*TWO)))
    assert "2 added" in words(page)
    assert FILE in words(page)
    assert settings(app) == before


def test_closing_the_preview_leaves_everything_as_it_was(app, page, gias):
    before = settings(app)
    choose(app, page, gias(gias_bytes(*TWO)))
    app.hands.click(named(panel(page), QPushButton, "Close"))
    app.rest()
    assert page.findChildren(ImportPanel) == []
    assert settings(app) == before


def test_after_the_preview_import_writes_and_the_list_shows_them(app, page, gias):
    count = named(page, RowList, "Schools").count()
    choose(app, page, gias(gias_bytes(*TWO)))
    press_import(app, page)
    app.rest()
    assert "Imported. 2 added" in words(page)
    assert settings(app)["990801"].name == "Quernlow Primary School"
    wait_for("the list", lambda: named(page, RowList, "Schools").count() == count + 2)


def test_the_same_file_again_changes_nothing_and_offers_nothing_to_write(app, page, gias):
    path = gias(gias_bytes(*TWO))
    choose(app, page, path)
    press_import(app, page)
    app.rest()
    choose(app, page, path)
    assert "0 added, 0 changed, 0 closed, 2 unchanged" in words(page)
    assert len([u for u in settings(app) if u in ("990801", "990802")]) == 2


def test_a_row_that_cannot_be_read_is_named_with_file_row_field_and_reason(app, page, gias):
    spoilt = school(URN="9.91E+05", EstablishmentName="Thistledown Infants")
    choose(app, page, gias(gias_bytes(TWO[0], spoilt, TWO[1])))
    said = words(page)
    assert FILE in said
    (line,) = [each for each in said.splitlines() if each.startswith("Line ")]
    assert line.startswith("Line 3: Thistledown Infants")
    assert "URN" in line
    assert "9.91E+05" in line
    press_import(app, page)
    app.rest()
    assert {"990801", "990802"} <= set(settings(app))


def test_a_remark_names_row_and_field_although_the_school_is_kept(app, page, gias):
    choose(app, page, gias(gias_bytes(school(URN="990801", NumberOfPupils="plenty"))))
    assert "Line 2: NumberOfPupils" in words(page)
    press_import(app, page)
    app.rest()
    assert settings(app)["990801"].roll is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"Name,Colour\r\nKite,red\r\n", "URN"),
        (b"%PDF-1.7 \x00\x01\x02", ""),
    ],
)
def test_a_file_that_is_no_list_of_schools_is_refused_by_name(app, page, gias, content, reason):
    before = settings(app)
    choose(app, page, gias(content))
    (banner,) = [b for b in panel(page).findChildren(Banner) if b.isVisible()]
    assert FILE in banner.accessibleName()
    assert reason in banner.accessibleName()
    assert not all_named(panel(page), QPushButton, "Import")
    assert settings(app) == before


def test_a_list_that_was_cut_off_says_so_before_anything_is_written(app, page, gias):
    whole = gias_bytes(*TWO)
    choose(app, page, gias(whole[: whole.rindex(b"Larkmere")]))
    assert "1 added" in words(page)
    (banner,) = [b for b in panel(page).findChildren(Banner) if b.isVisible()]
    assert "ends in the middle" in banner.accessibleName()
    assert "Download it again" in banner.accessibleName()


def test_a_file_that_is_gone_is_refused_by_name(app, page, gias):
    path = gias(b"")
    app.hands.click(named(page, QPushButton, "Choose a file"))
    path.unlink()
    panel(page).read(path)
    app.rest()
    assert f"{FILE} cannot be read: No such file" in words(page)
    assert "Nothing was changed." in words(page)


def test_a_file_of_another_authority_says_whose_schools_it_holds(app, page, gias):
    elsewhere = school(URN="990801", la_code="207", la_name="Farrowshire")
    choose(app, page, gias(gias_bytes(elsewhere)))
    assert "no school of this authority" in words(page)
    assert "Farrowshire (207)" in words(page)
    assert not all_named(panel(page), QPushButton, "Import")


def test_reading_can_be_stopped_and_begun_again(app, page, gias):
    head, row, _ = gias_text(school(URN="200000")).split("\r\n")
    rows = [row.replace("200000", str(200_000 + n)) for n in range(4_000)]
    path = gias("\r\n".join((head, *rows)).encode("cp1252"))
    app.hands.click(named(page, QPushButton, "Choose a file"))
    app.choose_file(path)
    app.hands.click(named(panel(page), QPushButton, "Cancel"))
    app.rest()
    assert "Stopped. Nothing was changed." in words(page)
    assert not all_named(panel(page), QPushButton, "Import")
    assert named(panel(page), QPushButton, "Choose a file").isVisible()
    choose(app, page, gias(gias_bytes(*TWO)))
    assert "2 added" in words(page)
    assert "Stopped" not in words(page)


def test_schools_written_while_the_panel_closes_are_shown_all_the_same(app, page, gias):
    rows = named(page, RowList, "Schools")
    count = rows.count()
    many = [school(URN=str(991_000 + n), EstablishmentName=f"School {n}") for n in range(40)]
    choose(app, page, gias(gias_bytes(*many)))
    close = named(panel(page), QPushButton, "Close")
    all_named(panel(page), QPushButton, "Import")[-1].click()
    close.click()
    app.rest()
    assert rows.count() == count + 40
