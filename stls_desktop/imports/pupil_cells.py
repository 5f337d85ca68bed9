"""One cell of a list of pupils to one value of a record, in the spellings that schools use.

A cell that cannot be read raises `CellError` with words for the person; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Final

from stls_core.masking import folded
from stls_core.reference import Reference

_EXCEL_DAY_0: Final = dt.date(1899, 12, 30)
_EXCEL_FROM, _EXCEL_TO = 30_000, 60_000  # 1982 to 2064: serial numbers that are birthdays
_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%b-%d", "%d %b %Y", "%d %B %Y")
_SHORT: Final = ("%d/%m/%y", "%d-%m-%y", "%d-%b-%y")
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_YEAR: Final = re.compile(r"(?:year|yr|y|nc year)?\s*0?(\d{1,2})", re.IGNORECASE)
_YEARS: Final = {"R": "R", "RECEPTION": "R", "0": "R", "N1": "N1", "N2": "N2", "NURSERY": "N2"}
_PROVISION: Final = {
    "E": "E", "EHCP": "E", "EHC PLAN": "E", "EDUCATION, HEALTH AND CARE PLAN": "E",
    "K": "K", "SEN SUPPORT": "K", "SUPPORT": "K", "SEN": "K",
    "N": "N", "NONE": "N", "NO SEN": "N", "NO SPECIAL EDUCATIONAL NEED": "N",
    "S": "E", "STATEMENT": "E", "A": "K", "P": "K", "SCHOOL ACTION": "K", "SCHOOL ACTION PLUS": "K",
}  # fmt: skip
_NEEDS: Final = {
    "AUTISM": "ASD", "AUTISTIC SPECTRUM DISORDER": "ASD", "AUTISM SPECTRUM DISORDER": "ASD",
    "SPEECH, LANGUAGE AND COMMUNICATION NEEDS": "SLCN", "SPEECH AND LANGUAGE": "SLCN",
    "SPECIFIC LEARNING DIFFICULTY": "SPLD", "DYSLEXIA": "SPLD",
    "MODERATE LEARNING DIFFICULTY": "MLD", "SEVERE LEARNING DIFFICULTY": "SLD",
    "PROFOUND AND MULTIPLE LEARNING DIFFICULTY": "PMLD",
    "SOCIAL, EMOTIONAL AND MENTAL HEALTH": "SEMH", "BESD": "SEMH",
    "HEARING IMPAIRMENT": "HI", "VISUAL IMPAIRMENT": "VI", "VISION IMPAIRMENT": "VI",
    "MULTI-SENSORY IMPAIRMENT": "MSI", "PHYSICAL DISABILITY": "PD", "DOWN SYNDROME": "DS",
    "OTHER": "OTH", "OTHER DIFFICULTY OR DISABILITY": "OTH",
}  # fmt: skip
_SEX: Final = {
    "F": "F", "FEMALE": "F", "GIRL": "F", "M": "M", "MALE": "M", "BOY": "M",
    "U": "U", "UNKNOWN": "U", "NOT KNOWN": "U",
}  # fmt: skip
LEGACY: Final = frozenset({"A", "P", "S", "STATEMENT", "SCHOOL ACTION", "SCHOOL ACTION PLUS"})


class CellError(ValueError):
    """A cell that cannot be read; the words say what was expected."""


def day_of(cell: str) -> str:
    """An ISO date. Day before month, as in this country; an Excel serial number is one too."""
    text = _TIME.sub("", cell.strip())
    for form in _DATES:
        try:
            return dt.datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    for form in _SHORT:
        try:
            found = dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
        return found.isoformat()
    if text.isdecimal() and _EXCEL_FROM <= int(text) <= _EXCEL_TO:
        return (_EXCEL_DAY_0 + dt.timedelta(days=int(text))).isoformat()
    msg = f"“{cell}” is no date that exists; expected day/month/year"
    raise CellError(msg)


def year_of(cell: str) -> str:
    """An `nc_year` code of "Year 4", "Y4", "04", "R" or "N2"."""
    text = " ".join(cell.upper().split())
    if text in _YEARS:
        return _YEARS[text]
    found = _YEAR.fullmatch(text)
    if found and 1 <= int(found[1]) <= 14:  # noqa: PLR2004 - the years of the curriculum
        return found[1]
    msg = f"“{cell}” is no year group; expected R, 1 to 14, N1 or N2"
    raise CellError(msg)


def provision_of(cell: str) -> str:
    """E, K or N; the codes of before 2014 are read as what took their place."""
    return _coded(cell, _PROVISION, "SEN provision; expected E, K or N")


def need_of(cell: str) -> str:
    """A `sen_type` code of a code or of its name."""
    text = " ".join(cell.upper().split())
    codes = {*_NEEDS.values(), "NSA"}
    short = text.partition(" - ")[0]
    return short if short in codes else _coded(cell, _NEEDS, "type of need that the DfE lists")


def sex_of(cell: str) -> str:
    """F, M or U, as the DfE codes it."""
    return _coded(cell, _SEX, "sex that the DfE lists; expected F or M")


def _coded(cell: str, known: Mapping[str, str], what: str) -> str:
    text = " ".join(cell.upper().replace("–", "-").split()).rstrip(".")
    for name in (text, text.partition(" - ")[0]):
        if name in known:
            return known[name]
    msg = f"“{cell}” is no {what}"
    raise CellError(msg)


Reader = Callable[[str], str]
"""Words of a cell to a value. Raises `CellError`."""

READERS: Final[Mapping[str, Reader]] = {
    "born_on": day_of,
    "nc_year": year_of,
    "sen_provision": provision_of,
    "primary_need": need_of,
    "secondary_need": need_of,
    "sex": sex_of,
}
"""{field: how its cell is read}; every other field takes the words as they are."""


def readers(reference: Reference) -> Mapping[str, Reader]:
    """The same, with what the code lists add."""
    return {**READERS, "first_language": _language_reader(reference)}


def _language_reader(reference: Reference) -> Reader:
    """Reads a DfE code or the name of a language, either of two where the DfE lists both."""
    known: dict[str, str] = {}
    for each in reference.choices("language"):
        names = (each.code, each.label, *each.label.split("/"))
        for name in names:
            known.setdefault(folded(name).strip(), each.code)

    def language_of(cell: str) -> str:
        found = known.get(folded(cell).strip())
        if found is None:
            msg = f"“{cell}” is no language that the DfE lists"
            raise CellError(msg)
        return found

    return language_of
