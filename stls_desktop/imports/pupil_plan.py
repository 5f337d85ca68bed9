"""What an import of pupils would do, worked out before anything is written.

Pure: pupils of the file and pupils of this laptop in, one outcome for each row out. What somebody
wrote here is never overwritten: a file fills what is empty, and what differs is told.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from stls_core.records.pupils import normalised_upn
from stls_desktop.imports.incoming import Incoming, PupilFile, SchoolNamed
from stls_desktop.imports.problems import Note, Skipped

_NAMES: Final = ("legal_forename", "legal_surname")


class Fate(enum.StrEnum):
    """What becomes of a row. The values are words for the person."""

    NEW = "new"
    UPDATE = "filled in"
    SAME = "already here"
    LIKELY = "perhaps already here"
    TWICE = "twice in the file"
    REFUSED = "not readable"


class RowChoice(enum.StrEnum):
    """What a person decides of a row that is perhaps already here."""

    LEAVE = "leave"
    SAME = "same"  # the same child: fill in what is empty
    OTHER = "other"  # another child: make a new file


@dataclass(frozen=True)
class Known:
    """A pupil on this laptop, as far as the plan needs one."""

    id: str
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One row with what becomes of it. `values` are what would be written."""

    line: int
    outcome: Fate
    initials: str = ""
    values: Mapping[str, Any] | None = None
    pupil_id: str = ""  # the pupil that it is, or perhaps is
    words: str = ""
    incoming: Incoming | None = None
    setting_id: str = ""


@dataclass(frozen=True)
class PupilPlan:
    """Every row in the order of the file, and the remarks."""

    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    dropped: tuple[str, ...] = ()

    def count(self, outcome: Fate) -> int:
        """How many rows come to this."""
        return sum(row.outcome is outcome for row in self.rows)


Alike = Callable[[str, str], bool]
"""Whether two folded names may be one person's."""
FindSchool = Callable[[SchoolNamed], str]
"""The id of the school that a file names; empty if it is none or not certain."""


def plan_pupils(
    file: PupilFile, known: Iterable[Known], find_school: FindSchool, usual: str, alike: Alike
) -> PupilPlan:
    """Match each pupil of the file. `usual` is the school of rows that name none."""
    index = _Index(known, alike)
    rows = [_refused(each) for each in file.refused]
    seen: set[tuple[str, str]] = set()
    for incoming in file.pupils:
        setting_id = find_school(incoming.school) or usual
        row = _row(incoming, setting_id, index)
        keys = _keys(incoming.values)
        if keys & seen and row.outcome is not Fate.REFUSED:
            words = "the same child stands on an earlier line"
            row = replace(row, outcome=Fate.TWICE, values=None, words=words)
        seen |= keys
        rows.append(row)
    rows.sort(key=lambda row: row.line)
    return PupilPlan(tuple(rows), file.notes, file.dropped)


def decided(row: Row, choice: RowChoice, known: Mapping[str, Mapping[str, Any]]) -> Row:
    """A row that is perhaps already here, once a person has said which child it is."""
    if row.outcome is not Fate.LIKELY or choice is RowChoice.LEAVE or row.incoming is None:
        return row
    if choice is RowChoice.OTHER:
        return _new(row.incoming, row.setting_id)
    return _update(row.incoming, row.setting_id, Known(row.pupil_id, known[row.pupil_id]))


def folded_name(text: str) -> str:
    """A name as it is compared: no accents, case, hyphens or apostrophes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return "".join(letter for letter in plain if letter.isalnum())


class _Index:
    """The pupils of this laptop by UPN and by day of birth."""

    def __init__(self, known: Iterable[Known], alike: Alike) -> None:
        self._by_upn: dict[str, Known] = {}
        self._by_day: dict[str, list[Known]] = {}
        self._alike = alike
        for each in known:
            upn = normalised_upn(str(each.document.get("upn") or ""))
            if upn:
                self._by_upn[upn] = each
            self._by_day.setdefault(str(each.document.get("born_on") or ""), []).append(each)

    def certain(self, values: Mapping[str, Any]) -> Known | None:
        """The same UPN, or the same legal names and day of birth."""
        upn = normalised_upn(str(values.get("upn") or ""))
        if upn and upn in self._by_upn:
            return self._by_upn[upn]
        same = [k for k in self._on_day(values) if _full(k.document) == _full(values)]
        return same[0] if len(same) == 1 else None

    def likely(self, values: Mapping[str, Any]) -> Known | None:
        """A child born that day with a name much like this one."""
        return next((k for k in self._on_day(values) if self._is_alike(k.document, values)), None)

    def _on_day(self, values: Mapping[str, Any]) -> list[Known]:
        return self._by_day.get(str(values.get("born_on")), [])

    def _is_alike(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        mine, theirs = _full(one), _full(other)
        return self._alike("".join(mine), "".join(theirs)) or sorted(mine) == sorted(theirs)


def _row(incoming: Incoming, setting_id: str, index: _Index) -> Row:
    found = index.certain(incoming.values)
    if found is not None:
        return _update(incoming, setting_id, found)
    perhaps = index.likely(incoming.values)
    if perhaps is not None:
        words = "a child with the same day of birth and a name much like this is here already"
        return Row(
            incoming.line,
            Fate.LIKELY,
            _initials(incoming.values),
            pupil_id=perhaps.id,
            words=words,
            incoming=incoming,
            setting_id=setting_id,
        )
    return _new(incoming, setting_id)


def _new(incoming: Incoming, setting_id: str) -> Row:
    if not setting_id:
        words = "School: not found on this laptop; choose one for rows without a school"
        return Row(incoming.line, Fate.REFUSED, _initials(incoming.values), words=words)
    values = {"sen_provision": "K", **incoming.values, "setting_id": setting_id}
    return Row(
        incoming.line, Fate.NEW, _initials(values), values, incoming=incoming,
        setting_id=setting_id,
    )  # fmt: skip


def _update(incoming: Incoming, setting_id: str, known: Known) -> Row:
    told = {**incoming.values, **({"setting_id": setting_id} if setting_id else {})}
    empty = {k: v for k, v in told.items() if not known.document.get(k)}
    differs = sorted(
        name
        for name, value in told.items()
        if known.document.get(name) and not _equal(name, known.document[name], value)
    )
    words = f"differs and is left as it is here: {', '.join(differs)}" if differs else ""
    outcome = Fate.UPDATE if empty else Fate.SAME
    return Row(
        incoming.line, outcome, _initials(told), empty or None, known.id, words, incoming,
        setting_id,
    )  # fmt: skip


def _equal(name: str, here: object, there: object) -> bool:
    if name == "upn":
        return normalised_upn(str(here)) == normalised_upn(str(there))
    return str(here) == str(there)


def _keys(values: Mapping[str, Any]) -> set[tuple[str, str]]:
    upn = normalised_upn(str(values.get("upn") or ""))
    named = ("name", f"{_full(values)} {values.get('born_on')}")
    return {named, ("upn", upn)} if upn else {named}


def _full(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(folded_name(str(values.get(name) or "")) for name in _NAMES)


def _initials(values: Mapping[str, Any]) -> str:
    names: Sequence[str] = [str(values.get(name) or "") for name in _NAMES]
    return "".join(f"{name[0]}." for name in names if name)


def _refused(skipped: Skipped) -> Row:
    return Row(skipped.line, Fate.REFUSED, words=skipped.reason)
