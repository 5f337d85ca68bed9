"""Small GIAS files for tests: real layouts, invented schools, every kind of damage."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

Quoting = Literal[0, 1, 2, 3]
REAL = Path(__file__).parents[1] / "data" / "gias"
LAYOUTS = {
    133: "sample_2018_133_columns.csv",
    135: "kent_135_columns.csv",
    140: "sample_140_columns_edge_types.csv",
}
SCHOOL = {
    "URN": "990101",
    "LA (code)": "886",
    "LA (name)": "Kent",
    "EstablishmentNumber": "9901",
    "EstablishmentName": "Larkmere Primary School",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (code)": "4",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1998",
    "PhaseOfEducation (code)": "2",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "NumberOfPupils": "210",
    "Street": "Lantern Lane",
    "Town": "Larkmere",
    "County (name)": "Kent",
    "Postcode": "ZZ1 1AA",
    "TelephoneNum": "01632960001",
    "DistrictAdministrative (code)": "E07000105",
    "DistrictAdministrative (name)": "Ashford",
}


def real(name: str) -> bytes:
    """A file of real school data."""
    return (REAL / name).read_bytes()


def header(columns: int = 135) -> list[str]:
    """The real header of one of the layouts."""
    text = real(LAYOUTS[columns]).split(b"\n", 1)[0].decode("ascii")
    return next(csv.reader([text.strip()]))


def school(**cells: str) -> dict[str, str]:
    """An invented school; a keyword names a column by its letters, such as la_code="207"."""
    wanted = {_letters(name): value for name, value in cells.items()}
    known = {_letters(name): name for name in header(140) + header(133)}
    return {**SCHOOL, **{known[name]: value for name, value in wanted.items()}}


def gias_text(
    *schools: dict[str, str], columns: int = 135, quoting: Quoting = csv.QUOTE_ALL
) -> str:
    """A file as text, quoted like a download, lines ending in CRLF."""
    names = header(columns)
    out = io.StringIO()
    writer = csv.writer(out, quoting=quoting, lineterminator="\r\n")
    writer.writerow(names)
    for one in schools:
        writer.writerow([one.get(name, "") for name in names])
    return out.getvalue()


def gias_bytes(*schools: dict[str, str], columns: int = 135, encoding: str = "cp1252") -> bytes:
    """A file as bytes."""
    return gias_text(*schools, columns=columns).encode(encoding)


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())
