"""A Common Transfer File (DfE, versions 17 to 25): the pupils in it, and what is left in it.

A transfer file never needs a DOCTYPE, so one is refused on sight. Most of what a school sends is
nothing this program needs; it is dropped while reading and said. It reads element names that the
DfE has published; no official sample file was found.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from stls_desktop.imports.incoming import Incoming, PupilFile, SchoolNamed
from stls_desktop.imports.problems import ImportFileError, Note, Skipped
from stls_desktop.imports.pupil_cells import READERS, CellError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_BYTES: Final = 32 * 1024 * 1024
ROOT, OTHER_ROOT = "CTfile", "ATfile"
_DROPPED: Final = {
    "FSMhistory": "free school meals",
    "LookedAfter": "care history",
    "Address": "address",
    "Phones": "telephone",
    "Email": "e-mail",
    "Contacts": "contacts",
    "Attendance": "attendance",
    "StageAssessments": "assessments",
    "SchoolHistory": "school history",
    "NAWdetails": "Welsh details",
}


def looks_like_xml(data: bytes) -> bool:
    """Whether a file is XML, whatever its name says."""
    start = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00")
    return start.replace(b"\x00", b"").startswith((b"<?xml", b"<"))


def read_ctf(data: bytes, file_name: str) -> PupilFile:
    """The pupils of a transfer file. Raises `ImportFileError` if it cannot be used as a whole."""
    if len(data) > LARGEST_BYTES:
        size = f"{len(data) / 1e6:.0f} MB"
        msg = f"{file_name} has {size}; a transfer file is smaller. Nothing was changed."
        raise ImportFileError(msg)
    root = _root(data, file_name)
    if root.tag == OTHER_ROOT:
        msg = (
            f"{file_name} is an admissions transfer file (ATF). Ask the school for a common"
            " transfer file (CTF). Nothing was changed."
        )
        raise ImportFileError(msg)
    if root.tag != ROOT:
        msg = f"{file_name} is XML, but no common transfer file. Nothing was changed."
        raise ImportFileError(msg)
    header = _school(root.find("Header/SourceSchool"))
    pupils, refused, notes = list[Incoming](), list[Skipped](), list[Note]()
    for number, element in enumerate(root.iterfind("CTFpupilData/Pupil"), start=1):
        found = _pupil(element, number, header, notes)
        if isinstance(found, Skipped):
            refused.append(found)
        else:
            pupils.append(found)
    dropped = sorted({words for e in root.iter() if (words := _DROPPED.get(str(e.tag)))})
    told = (f"Not needed here, so not read: {', '.join(dropped)}",) if dropped else ()
    if not pupils and not refused:
        msg = f"{file_name} holds no pupil. Nothing was changed."
        raise ImportFileError(msg)
    return PupilFile(file_name, tuple(pupils), tuple(refused), tuple(notes), told)


def _root(data: bytes, file_name: str) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import parse

    try:
        found: Any = parse(io.BytesIO(data), forbid_dtd=True).getroot()
    except DefusedXmlException:
        msg = (
            f"{file_name} declares its own document type, which no transfer file does. It was not"
            " opened further, and nothing was changed."
        )
        raise ImportFileError(msg) from None
    except (ParseError, ValueError, LookupError):
        msg = f"{file_name} is cut off or damaged. Ask for it again. Nothing was changed."
        raise ImportFileError(msg) from None
    if found is None:
        msg = f"{file_name} is empty. Nothing was changed."
        raise ImportFileError(msg)
    return found  # type: ignore[no-any-return]


def _pupil(
    element: Element, number: int, school: SchoolNamed, notes: list[Note]
) -> Incoming | Skipped:
    known = {
        "legal_surname": _text(element, "Surname"),
        "legal_forename": _text(element, "Forename"),
        "upn": _text(element, "UPN"),
        "known_as": _text(element, "BasicDetails/PreferredForename"),
        "born_on": _text(element, "DOB"),
        "nc_year": _text(element, "BasicDetails/NCyearActual"),
        "sen_provision": _provision(element),
    }
    known |= _needs(element)
    if not (known["legal_surname"] and known["legal_forename"] and known["born_on"]):
        return Skipped(number, "", "", "name or date of birth: missing")
    values: dict[str, Any] = {}
    for name, text in known.items():
        if not text:
            continue
        try:
            values[name] = READERS[name](text) if name in READERS else text
        except CellError as error:
            if name == "born_on":
                return Skipped(number, "", "", f"Date of birth: {error}")
            notes.append(Note(number, name, f"{error}; left empty"))
    if values.get("known_as") == values["legal_forename"]:
        del values["known_as"]
    return Incoming(number, values, school)


def _provision(element: Element) -> str:
    """The provision that began last; a file lists them over time."""
    history = [
        (_text(each, "StartDate"), _text(each, "SENprovision"))
        for each in element.iterfind("SENhistory/SEN")
    ]
    return max(history, default=("", ""))[1]


def _needs(element: Element) -> dict[str, str]:
    ranked = sorted(
        (_text(each, "SENtypeRank") or "9", _text(each, "SENtype"))
        for each in element.iterfind("SENhistory/SENneeds/SENneed")
    )
    codes = list(dict.fromkeys(code for _, code in ranked if code))
    return dict(zip(("primary_need", "secondary_need"), codes, strict=False))


def _school(element: Element | None) -> SchoolNamed:
    if element is None:
        return SchoolNamed()
    la, estab = _text(element, "LEA"), _text(element, "Estab")
    return SchoolNamed(
        laestab=f"{la}{estab}" if la and estab else "", name=_text(element, "SchoolName")
    )


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return " ".join((found.text or "").split()) if found is not None else ""
