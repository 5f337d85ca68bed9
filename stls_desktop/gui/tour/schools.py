"""The tour's way through Schools: the list, one school, and an import of invented schools."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from stls_desktop.gui.screens.import_schools import ImportPanel
from stls_desktop.gui.tour.hands import Hands, named, named_in_dialog, pause, wait_for
from stls_desktop.gui.widgets.row_list import RowList

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
    """The list and one school."""
    page = tour.page(2)
    tour.picture("schools-empty")
    rows = named(page, RowList, "Schools")
    tour.hands.click_row(rows, 0)
    named(page, QPushButton, "Plan a visit")
    pause(400)
    tour.picture("school")
    tour.say("schools: the list and one school")


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
