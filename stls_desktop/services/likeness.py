"""How alike two children's entries are: names in either order, known-as, dates typed the other way.

Pure: values in, words out. It never says that two are one, only what speaks for it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import msgspec
from rapidfuzz.distance import JaroWinkler

from stls_core.masking import folded
from stls_core.records.pupils import normalised_upn

ALIKE: Final = 0.88  # of 1; "Thistlewick" and "Thistelwick" are 0.98, "Tova" and "Tobias" 0.78
NEARLY: Final = 0.96  # without a date of birth that agrees
_OF_ANY_SCHOOL: Final = frozenset(
    {
        *("a", "and", "c", "ce", "e", "of", "rc", "the"),
        *("aided", "catholic", "church", "community", "controlled", "england", "methodist"),
        *("roman", "voluntary", "academy", "college", "first", "high", "infant", "infants"),
        *("junior", "nursery", "primary", "school", "secondary"),
        *("acad", "inf", "jnr", "pri", "prim", "sch", "sec"),
    }
)
"""Words that hardly tell one school from another."""


class Entry(msgspec.Struct, frozen=True):
    """What tells one child from another."""

    id: str
    forename: str = ""
    surname: str = ""
    known_as: str = ""
    born_on: str = ""  # ISO
    upn: str = ""
    setting_id: str = ""


@dataclass(frozen=True)
class Likeness:
    """Two entries that may be one child."""

    why: str
    score: float  # 1 is certain
    is_certain: bool = False


def likeness(one: Entry, other: Entry) -> Likeness | None:
    """What speaks for one child, or None. The same UPN is certain; twins are not alike."""
    if one.upn and normalised_upn(one.upn) == normalised_upn(other.upn):
        return Likeness("The UPN is the same", 1.0, is_certain=True)
    score, is_swapped = _names(one, other)
    order = " with first name and surname the other way round" if is_swapped else ""
    same = "the same" if score == 1 else "nearly the same"
    if one.born_on and one.born_on == other.born_on and score >= ALIKE:
        return Likeness(f"Same date of birth, name {same}{order}", score)
    if one.born_on and one.born_on == turned(other.born_on) and score >= ALIKE:
        words = f"Name {same}{order}, day and month of birth the other way round"
        return Likeness(words, score * 0.98)
    if score >= NEARLY and not (one.born_on and other.born_on):
        return Likeness(f"Name {same}{order}; a date of birth is missing", score * 0.9)
    if score >= NEARLY and _is_one_part_off(one.born_on, other.born_on):
        return Likeness(f"Name {same}{order}; the dates of birth differ in one place", score * 0.9)
    return None


def school_likeness(one: str, other: str) -> float:
    """How alike two names of schools are, from 0 to 1.

    What tells a school from others counts four times as much as "Church of England Primary School".
    """
    mine, theirs = _telling(one), _telling(other)
    if not (mine and theirs):
        return _same(one, other)
    return 0.8 * _same(mine, theirs) + 0.2 * _same(one, other)


def _telling(name: str) -> str:
    words = folded(name).replace("'", "").replace(".", "").replace("saint ", "st ").split()
    return " ".join(word for word in words if word.strip(",()") not in _OF_ANY_SCHOOL)


def turned(born_on: str) -> str:
    """The ISO date with day and month the other way round; empty if there is no such day."""
    try:
        day = dt.date.fromisoformat(born_on)
        return day.replace(month=day.day, day=day.month).isoformat()
    except ValueError:
        return ""


def _is_one_part_off(one: str, other: str) -> bool:
    parts = list(zip(one.split("-"), other.split("-"), strict=False))
    return len(parts) == 3 and sum(a != b for a, b in parts) == 1  # noqa: PLR2004 - year, month, day


def _names(one: Entry, other: Entry) -> tuple[float, bool]:
    """The weaker of forename and surname, at its best; and whether they had to be swapped."""
    mine, theirs = _forenames(one), _forenames(other)
    surnames = _same(one.surname, other.surname)
    straight = min(surnames, max((_same(a, b) for a in mine for b in theirs), default=0.0))
    swapped = min(
        max((_same(a, other.surname) for a in mine), default=0.0),
        max((_same(one.surname, b) for b in theirs), default=0.0),
    )
    return (swapped, True) if swapped > straight else (straight, False)


def _forenames(entry: Entry) -> list[str]:
    return [name for name in (entry.forename, entry.known_as) if name.strip()]


def _same(one: str, other: str) -> float:
    a, b = _bare(one), _bare(other)
    return JaroWinkler.normalized_similarity(a, b) if a and b else 0.0


def _bare(name: str) -> str:
    """Letters only, so that a hyphen, a blank or an apostrophe is no difference."""
    return "".join(c for c in folded(name) if c.isalnum())
