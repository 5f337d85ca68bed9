"""A Common Transfer File (DfE, versions 17 to 25): the pupils in it, and what is left in it.

It is read as a stream, one pupil at a time, so that a large file takes no more memory than its
pupils. A transfer file never needs a DOCTYPE, so one is refused on sight. Most of what a school
sends is nothing this program needs; it is dropped while reading and said, with the reason. Element
names are those that the DfE has published; no official sample file was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final

from stls_desktop.imports.incoming import Incoming, PupilFile, SchoolNamed, read_values
from stls_desktop.imports.problems import ImportFileError, Note, RowError
from stls_desktop.imports.pupil_cells import Reader

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ROOT, OTHER_ROOT = "CTfile", "ATfile"
OLDEST, NEWEST = 17, 25
"""The versions whose elements are known."""
EXTRAS: Final = {"sex": "Sex", "first_language": "First language"}
"""{field: words} of what is read only where somebody says that it is used."""
_OF_EXTRA: Final = {"sex": ("sex",), "first_language": ("languages",)}
_NOT_KEPT, _ASKED = (
    "there is no place for it in a pupil’s file here",
    "it is taken in only if you ask for it above",
)
_THIN: Final = "a bare mark without the detail helps nobody; write it on the pupil’s page"
_WITH_THE_SCHOOL: Final = "it stays with the school"
_DROPPED: Final = {
    "Sex": ("sex", _ASKED),
    "Gender": ("sex", _ASKED),
    "Languages": ("languages", _ASKED),
    "Ethnicity": ("ethnicity", _ASKED),
    "MedicalFlag": ("medical flag", _THIN),
    "Disabilities": ("disabilities", _THIN),
    "FormerUPN": ("former UPN", _NOT_KEPT),
    "UniqueLearnerNumber": ("learner number", _NOT_KEPT),
    "UCI": ("exam number", _NOT_KEPT),
    "MiddleNames": ("middle names", _NOT_KEPT),
    "PreferredSurname": ("preferred surname", _NOT_KEPT),
    "FormerSurname": ("former names", _NOT_KEPT),
    "FormerForename": ("former names", _NOT_KEPT),
    "EnrolStatus": ("enrolment status", _NOT_KEPT),
    "FSMhistory": ("free school meals", _WITH_THE_SCHOOL),
    "LookedAfter": ("care history", _THIN),
    "Address": ("address", _WITH_THE_SCHOOL),
    "Phones": ("telephone", _WITH_THE_SCHOOL),
    "Email": ("e-mail", _WITH_THE_SCHOOL),
    "Contacts": ("contacts", _WITH_THE_SCHOOL),
    "Attendance": ("attendance", _WITH_THE_SCHOOL),
    "StageAssessments": ("assessments", _WITH_THE_SCHOOL),
    "SchoolHistory": ("school history", _WITH_THE_SCHOOL),
    "NAWdetails": ("Welsh details", _NOT_KEPT),
}
"""{element: what it is, why it is not read}."""
_PUPIL, _PUPILS, _SOURCE, _VERSION = "Pupil", "CTFpupilData", "SourceSchool", "CTFversion"


@dataclass
class _Found:
    """What has been gathered so far; the school stands in the header, wherever that is."""

    school: SchoolNamed = field(default_factory=SchoolNamed)
    version: str = ""
    values: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    refused: list[RowError] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    dropped: set[tuple[str, str]] = field(default_factory=set)


def looks_like_xml(start: bytes) -> bool:
    """Whether a file that begins so is XML, whatever its name says."""
    begun = start[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00")
    return begun.replace(b"\x00", b"").startswith((b"<?xml", b"<"))


def read_ctf(
    source: IO[bytes],
    file_name: str,
    readers: Mapping[str, Reader],
    extras: frozenset[str] = frozenset(),
) -> PupilFile:
    """The pupils of a transfer file; `extras` of `EXTRAS` are read too.

    Raises `ImportFileError` if the file cannot be used as a whole.
    """
    found = _Found()
    left_out = {w: r for w, r in _DROPPED.items() if r[0] not in _words_of(extras)}
    number = 0
    for element in _elements(source, file_name):
        if element.tag == _SOURCE:
            found.school = _school(element)
        elif element.tag == _VERSION:
            found.version = " ".join((element.text or "").split())
        else:
            number += 1
            found.dropped |= {
                left_out[tag] for e in element.iter() if (tag := str(e.tag)) in left_out
            }
            values = read_values(number, _told(element, extras), readers, found.notes)
            if isinstance(values, RowError):
                found.refused.append(values)
            else:
                found.values.append((number, values))
    if not number:
        msg = f"{file_name} holds no pupil. Nothing was changed."
        raise ImportFileError(msg)
    return PupilFile(
        file_name,
        tuple(Incoming(line, values, found.school) for line, values in found.values),
        tuple(found.refused),
        tuple(found.notes),
        _told_of_dropped(found.dropped),
        _doubts(found.version, file_name),
    )


def _elements(source: IO[bytes], file_name: str) -> Iterator[Element]:
    """Version, school and each pupil as they end; a pupil is forgotten when the next begins."""
    path: list[Element] = []
    for event, element in _events(source, file_name):
        if event == "start":
            if not path:
                _check_root(str(element.tag), file_name)
            path.append(element)
            continue
        path.pop()
        above = str(path[-1].tag) if path else ""
        if element.tag in (_SOURCE, _VERSION) and above == "Header":
            yield element
        elif element.tag == _PUPIL and above == _PUPILS:
            yield element
            path[-1].clear()


def _events(source: IO[bytes], file_name: str) -> Iterator[tuple[str, Element]]:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        yield from iterparse(source, ("start", "end"), forbid_dtd=True)
    except DefusedXmlException:
        msg = (
            f"{file_name} declares its own document type, which no transfer file does. It was not"
            " opened further, and nothing was changed."
        )
        raise ImportFileError(msg) from None
    except (ParseError, ValueError, LookupError):
        msg = f"{file_name} is cut off or damaged. Ask for it again. Nothing was changed."
        raise ImportFileError(msg) from None


def _check_root(tag: str, file_name: str) -> None:
    if tag == OTHER_ROOT:
        msg = (
            f"{file_name} is an admissions transfer file (ATF). Ask the school for a common"
            " transfer file (CTF). Nothing was changed."
        )
        raise ImportFileError(msg)
    if tag != ROOT:
        msg = f"{file_name} is XML, but no common transfer file. Nothing was changed."
        raise ImportFileError(msg)


def _doubts(version: str, file_name: str) -> tuple[str, ...]:
    """A file of a version that is not known is read as far as its elements are, and said."""
    whole = version.partition(".")[0]
    if whole.isdecimal() and OLDEST <= int(whole) <= NEWEST:
        return ()
    which = f"is a transfer file of version {version}" if version else "does not tell its version"
    words = (
        f"{file_name} {which}. Versions {OLDEST} to {NEWEST} are known here. What could be read is"
        " shown below; look at every row before you import."
    )
    return (words,)


def _words_of(extras: frozenset[str]) -> set[str]:
    return {words for name in extras for words in _OF_EXTRA.get(name, ())}


def _told_of_dropped(dropped: set[tuple[str, str]]) -> tuple[str, ...]:
    """One line for each reason."""
    reasons = sorted({reason for _, reason in dropped})
    return tuple(
        f"Not read: {', '.join(sorted(w for w, r in dropped if r == reason))} – {reason}."
        for reason in reasons
    )


def _told(element: Element, extras: frozenset[str]) -> dict[str, str]:
    """{field: words} of one pupil, without what the file does not say."""
    told = {
        "legal_surname": _text(element, "Surname"),
        "legal_forename": _text(element, "Forename"),
        "upn": _text(element, "UPN"),
        "known_as": _text(element, "BasicDetails/PreferredForename"),
        "born_on": _text(element, "DOB"),
        "nc_year": _text(element, "BasicDetails/NCyearActual"),
        "sen_provision": _provision(element),
        **_needs(element),
    }
    if "sex" in extras:
        told["sex"] = _text(element, "Sex") or _text(element, "Gender")
    if "first_language" in extras:
        told["first_language"] = _first_language(element)
    return {name: words for name, words in told.items() if words}


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


def _first_language(element: Element) -> str:
    """The language that the file marks as the first one (type F)."""
    types = element.iterfind("BasicDetails/Languages/Type")
    return next((_text(t, "Language") for t in types if _text(t, "LanguageType") == "F"), "")


def _school(element: Element) -> SchoolNamed:
    la, estab = _text(element, "LEA"), _text(element, "Estab")
    return SchoolNamed(
        laestab=f"{la}{estab}" if la and estab else "", name=_text(element, "SchoolName")
    )


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return " ".join((found.text or "").split()) if found is not None else ""
