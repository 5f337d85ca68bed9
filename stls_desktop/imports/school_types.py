"""What kind of place a school in the national list is, in the words of this service.

The tables give each GIAS type its setting type. When a code and its name disagree
the name wins: codes were renumbered and samples carry wrong ones, names did not change meaning.

| GIAS type                                              | setting type                       |
|--------------------------------------------------------|------------------------------------|
| local authority nursery school                         | MNS                                |
| community, voluntary, foundation, academy, free school | PRI, INF, JUN, SEC or ALL by phase |
| special school of any kind, special post-16            | SPEC                               |
| pupil referral unit, alternative provision, secure     | PRU                                |
| college, sixth form, 16 to 19, university              | FE                                 |
| independent, online, overseas                          | IND                                |
| children's centre, miscellaneous, not given            | by phase, else OTHER               |

PVI, CM and HOME have no URN and never come from GIAS. SRP is for a provision recorded as a place
of its own; a school that has one keeps its own type and says so in `srp_designation`.
"""

from __future__ import annotations

import enum
import re
from typing import Final

_INFANT_OLDEST = 8
_JUNIOR_YOUNGEST, _JUNIOR_OLDEST = 7, 12
_INFANT_YOUNGEST = 5

TYPE_NAMES: Final = {
    "1": "Community school",
    "2": "Voluntary aided school",
    "3": "Voluntary controlled school",
    "5": "Foundation school",
    "6": "City technology college",
    "7": "Community special school",
    "8": "Non-maintained special school",
    "10": "Other independent special school",
    "11": "Other independent school",
    "12": "Foundation special school",
    "14": "Pupil referral unit",
    "15": "Local authority nursery school",
    "18": "Further education",
    "24": "Secure units",
    "25": "Offshore schools",
    "26": "Service children's education",
    "27": "Miscellaneous",
    "28": "Academy sponsor led",
    "29": "Higher education institutions",
    "30": "Welsh establishment",
    "31": "Sixth form centres",
    "32": "Special post 16 institution",
    "33": "Academy special sponsor led",
    "34": "Academy converter",
    "35": "Free schools",
    "36": "Free schools special",
    "37": "British schools overseas",
    "38": "Free schools alternative provision",
    "39": "Free schools 16 to 19",
    "40": "University technical college",
    "41": "Studio schools",
    "42": "Academy alternative provision converter",
    "43": "Academy alternative provision sponsor led",
    "44": "Academy special converter",
    "45": "Academy 16-19 converter",
    "46": "Academy 16 to 19 sponsor led",
    "49": "Online provider",
    "56": "Institution funded by other government department",
    "57": "Academy secure 16 to 19",
}
GROUP_NAMES: Final = {
    "1": "Colleges",
    "2": "Universities",
    "3": "Independent schools",
    "4": "Local authority maintained schools",
    "5": "Special schools",
    "6": "Welsh schools",
    "9": "Other types",
    "10": "Academies",
    "11": "Free Schools",
    "13": "Online provider",
}
_PHASES: Final = {
    "not applicable": "NA",
    "nursery": "NURSERY",
    "primary": "PRIMARY",
    "middle deemed primary": "MIDDLE_PRI",
    "secondary": "SECONDARY",
    "middle deemed secondary": "MIDDLE_SEC",
    "16 plus": "POST16",
    "all through": "ALL",
}
_PHASE_CODES: Final = dict(zip("01234567", _PHASES.values(), strict=True))
_BY_PHASE: Final = {
    "NURSERY": "MNS",
    "PRIMARY": "PRI",
    "MIDDLE_PRI": "PRI",
    "SECONDARY": "SEC",
    "MIDDLE_SEC": "SEC",
    "POST16": "FE",
    "ALL": "ALL",
}
_SPECIAL, _PRU, _COLLEGE, _INDEPENDENT = "SPEC", "PRU", "FE", "IND"
_BY_TYPE_CODE: Final = {
    "15": "MNS",
    **dict.fromkeys(("7", "8", "10", "12", "32", "33", "36", "44"), _SPECIAL),
    **dict.fromkeys(("14", "24", "38", "42", "43", "57"), _PRU),
    **dict.fromkeys(("18", "29", "31", "39", "45", "46"), _COLLEGE),
    **dict.fromkeys(("11", "25", "26", "37", "49"), _INDEPENDENT),
    "6": "SEC",
    "40": "SEC",
    "41": "SEC",
}
_BY_GROUP: Final = {
    "colleges": _COLLEGE,
    "universities": _COLLEGE,
    "independent schools": _INDEPENDENT,
    "special schools": _SPECIAL,
    "online provider": _INDEPENDENT,
}


class SchoolStatus(enum.StrEnum):
    """Whether a school works at the time of the list."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    PROPOSED_TO_OPEN = "PROPOSED_TO_OPEN"
    PROPOSED_TO_CLOSE = "PROPOSED_TO_CLOSE"

    @property
    def is_working(self) -> bool:
        """Whether children go there, be it only until it closes."""
        return self in (SchoolStatus.OPEN, SchoolStatus.PROPOSED_TO_CLOSE)


_STATUSES: Final = {
    "open": SchoolStatus.OPEN,
    "closed": SchoolStatus.CLOSED,
    "open but proposed to close": SchoolStatus.PROPOSED_TO_CLOSE,
    "proposed to open": SchoolStatus.PROPOSED_TO_OPEN,
}
_STATUS_CODES: Final = {
    "1": SchoolStatus.OPEN,
    "2": SchoolStatus.CLOSED,
    "3": SchoolStatus.PROPOSED_TO_CLOSE,
    "4": SchoolStatus.PROPOSED_TO_OPEN,
}


def plain(name: str) -> str:
    """A name for comparing: "All-through" is "all through", "LA maintained" is spelt out."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower().replace("'", "").replace("’", "")).split()
    return " ".join(("local", "authority") if words[:1] == ["la"] else words[:1]) + "".join(
        f" {word}" for word in words[1:]
    )


_TYPE_CODES: Final = {plain(name): code for code, name in TYPE_NAMES.items()}


def status_of(code: str, name: str) -> SchoolStatus | None:
    """The status by name, else by code; None if neither is known."""
    return _STATUSES.get(plain(name)) or (None if name else _STATUS_CODES.get(code))


def phase_of(code: str, name: str) -> str:
    """Our code for the phase by name, else by code; empty if neither is known."""
    return _PHASES.get(plain(name)) or ("" if name else _PHASE_CODES.get(code, ""))


def type_of(code: str, name: str) -> tuple[str, str]:
    """The GIAS type as (code, name): the name decides, the code fills in for a missing name."""
    if name:
        return _TYPE_CODES.get(plain(name), ""), name
    return (code, TYPE_NAMES[code]) if code in TYPE_NAMES else ("", "")


def group_of(code: str, name: str) -> str:
    """The GIAS type group: the name, else what the code stands for."""
    return name or GROUP_NAMES.get(code, "")


def disagree(table: dict[str, str], code: str, name: str) -> bool:
    """Whether a code and a name that stand side by side mean different things."""
    return bool(code and name and code in table and plain(table[code]) != plain(name))


def setting_type_of(
    type_code: str, group: str, phase: str, name: str, ages: tuple[int | None, int | None]
) -> str:
    """The setting type by the table above. `phase` is our own code, `ages` lowest and highest."""
    found = _BY_TYPE_CODE.get(type_code) or _BY_GROUP.get(plain(group)) or _BY_PHASE.get(phase)
    if found == "PRI":
        return _primary(name, ages)
    return found or "OTHER"


def _primary(name: str, ages: tuple[int | None, int | None]) -> str:
    low, high = ages
    if low is not None and high is not None:
        if low <= _INFANT_YOUNGEST and high <= _INFANT_OLDEST:
            return "INF"
        return "JUN" if low >= _JUNIOR_YOUNGEST and high <= _JUNIOR_OLDEST else "PRI"
    words = set(plain(name).split())
    is_infant, is_junior = bool(words & {"infant", "infants"}), bool(words & {"junior", "juniors"})
    if is_infant is is_junior:
        return "PRI"
    return "INF" if is_infant else "JUN"
