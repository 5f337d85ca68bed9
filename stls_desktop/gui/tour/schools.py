"""The tour's way through Schools: the list, one school, and an import of invented schools."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from stls_desktop.gui.screens.import_schools import ImportPanel
from stls_desktop.gui.screens.pack import PackScreen
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.schools import SchoolsPage
from stls_desktop.gui.tour.hands import (
    Hands,
    LostError,
    named,
    named_in_dialog,
    pause,
    wait_for,
)
from stls_desktop.services.schools import list_schools
from stls_desktop.services.shapes import SettingLine

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

FILE_NAME: Final = "invented-schools.csv"
_COLUMNS: Final = (
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (code)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "NumberOfPupils",
    "Street",
    "Town",
    "Postcode",
    "DistrictAdministrative (code)",
    "DistrictAdministrative (name)",
)
_NAMES: Final = ("Quernlow Primary School", "Tamberwick Infant School", "Ossick Bank Juniors")


def see_schools(tour: Tour) -> None:
    """The list, a school with much behind it, and its page for the bag."""
    page = _page(tour)
    tour.picture("schools-empty")
    full = max(_lines(tour), key=lambda line: (line.visits_done, line.open_actions))
    _open(page, full.id)
    tour.picture("school")
    tour.hands.count_anew()
    tour.hands.click(named(page, QPushButton, "Visit pack"))
    wait_for("the pack", lambda: _pack(page) is not None)
    pause(600)
    tour.picture("visit-pack")
    tour.say(f"touches, a school's visit pack: {tour.hands.touches.total}")
    shown = _pack(page)
    if shown is not None and shown.packs is not None:
        (tour.notes / shown.packs.file_name).write_bytes(shown.packs.pdf)
        tour.hands.click(shown.done_button)
    wait_for("the school again", lambda: isinstance(page.detail(), RecordScreen))
    tour.say("schools: the list, one school and its visit pack")


def see_an_empty_school(tour: Tour) -> None:
    """A school that came with an import and where nobody has been."""
    page = _page(tour)
    empty = next(line for line in _lines(tour) if line.name in _NAMES)
    _open(page, empty.id)
    tour.picture("school-empty")
    page.show_nothing()


def _page(tour: Tour) -> SchoolsPage:
    page = tour.page(2)
    if not isinstance(page, SchoolsPage):
        msg = "The schools' page is not there"
        raise LostError(msg)
    return page


def _lines(tour: Tour) -> tuple[SettingLine, ...]:
    return list_schools(tour.shell.bench.desk) if tour.shell is not None else ()


def _open(page: SchoolsPage, rec: str) -> None:
    page.open_school(rec)

    def is_shown() -> bool:
        shown = page.detail()
        return isinstance(shown, RecordScreen) and shown.rec == rec

    wait_for("the school", is_shown)
    pause(500)


def _pack(page: SchoolsPage) -> PackScreen | None:
    shown = page.detail()
    return shown if isinstance(shown, PackScreen) and shown.packs is not None else None


def import_schools(tour: Tour) -> None:
    """Choose the file, look at the preview, import."""
    page = tour.page(2)
    path = tour.folder / FILE_NAME
    write_gias_file(path)
    tour.hands.click(named(page, QPushButton, "Import"))
    panel = page.findChildren(ImportPanel)[0]
    tour.hands.click(named(panel, QPushButton, "Choose a file"))
    choose_file(tour.hands, path)
    do_it = named(panel, QPushButton, "Import")
    tour.picture("import-preview")
    tour.hands.click(do_it)
    wait_for("the import", lambda: panel.banner.accessibleName().startswith("Imported"))
    pause(500)
    tour.picture("import-done")
    tour.say(f"import: {panel.banner.accessibleName()}")
    tour.hands.click(named(panel, QPushButton, "Close"))


def choose_file(hands: Hands, path: Path) -> None:
    """Type a path into the file dialog that is open, and accept it."""
    wait_for("the file dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    line = named_in_dialog("fileNameEdit")
    line.setFocus()
    line.selectAll()
    hands.write(str(path))
    hands.press(Qt.Key.Key_Return, on=line)
    pause(200)


def write_gias_file(path: Path) -> None:
    """A file in the shape of a GIAS download, with one row that cannot be read."""
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writeheader()
        for number, name in enumerate(_NAMES):
            writer.writerow(_row(number, name))
        writer.writerow({**_row(9, "A row that Excel has spoilt"), "URN": "9.91E+05"})


def _row(number: int, name: str) -> dict[str, str]:
    return {
        "URN": f"99080{number}",
        "LA (code)": "886",
        "LA (name)": "Kent",
        "EstablishmentNumber": f"99{number}0",
        "EstablishmentName": name,
        "TypeOfEstablishment (code)": "01",
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (code)": "1",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": "Primary",
        "StatutoryLowAge": "4",
        "StatutoryHighAge": "11",
        "NumberOfPupils": "180",
        "Street": "Teasel Close",
        "Town": "Quernlow",
        "Postcode": "ZZ2 1AA",
        "DistrictAdministrative (code)": "E07000105",
        "DistrictAdministrative (name)": "Ashford",
    }
