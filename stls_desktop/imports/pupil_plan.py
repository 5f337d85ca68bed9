"""What an import of pupils would do, worked out before anything is written.

Pure: pupils of the file and pupils of this laptop in, one outcome for each row out. What somebody
wrote here is never overwritten unless a person says so of that very field: a file fills what is
empty, and what differs is told.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from stls_core.masking import folded
from stls_core.records.pupils import normalised_upn
from stls_desktop.imports.incoming import Incoming, PupilFile, SchoolNamed
from stls_desktop.imports.problems import Note, RowError
from stls_desktop.imports.pupil_columns import FIELDS

_NAMES: Final = ("legal_forename", "legal_surname")
_STEM: Final = 3  # letters by which two names are near enough to be compared
SCHOOL: Final = "School"
LABELS: Final = {**FIELDS, "setting_id": SCHOOL}


class Fate(enum.StrEnum):
    """What becomes of a row. The values are words for the person."""

    NEW = "new"
    UPDATE = "updated"
    SAME = "already here"
    LIKELY = "perhaps already here"
    TWICE = "twice in the file"
    NO_SCHOOL = "without a known school"
    REFUSED = "with an error"


class RowChoice(enum.StrEnum):
    """What a person decides of a row that is perhaps already here."""

    LEAVE = "leave"
    SAME = "same"  # the same child: fill in what is empty
    OTHER = "other"  # another child: make a new file


@dataclass(frozen=True)
class Decision:
    """What a person says of one row: which child it is, and where the file's value is wanted."""

    choice: RowChoice = RowChoice.LEAVE
    take: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """A pupil on this laptop, as far as the plan needs one.

    `joined` are files that are read as this one, {id: document}: a row may know the child by them.
    """

    id: str
    document: Mapping[str, Any]
    joined: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A field that the file tells otherwise than this laptop, as JSON values."""

    field: str
    here: Any
    there: Any

    @property
    def label(self) -> str:
        """The field in words."""
        return LABELS[self.field]


@dataclass(frozen=True)
class Row:
    """One row with what becomes of it.

    `values` are what would be written: what is empty here and what somebody wants taken over.
    `field` and `reason` say what stands in its way or what a person should know.
    """

    line: int
    outcome: Fate
    initials: str = ""
    values: Mapping[str, Any] | None = None
    known: Known | None = None  # the pupil that it is, or perhaps is
    field: str = ""
    reason: str = ""
    incoming: Incoming | None = None
    setting_id: str = ""
    differences: tuple[Difference, ...] = ()
    taken: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """Field and reason."""
        return f"{self.field}: {self.reason}" if self.field else self.reason


@dataclass(frozen=True)
class UnknownSchool:
    """A school that the file names and this laptop does not know; `suggested` are (id, name)."""

    named: SchoolNamed
    rows: int
    suggested: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PupilPlan:
    """Every row in the order of the file, and the remarks."""

    file_name: str
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    dropped: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    schools: tuple[UnknownSchool, ...] = ()
    known_ids: frozenset[str] = frozenset()  # the pupils that were here when it was made

    def count(self, outcome: Fate) -> int:
        """How many rows come to this."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def differing(self) -> int:
        """How many rows say something otherwise than this laptop."""
        return sum(bool(row.differences) for row in self.rows)

    @property
    def refused(self) -> int:
        """How many rows are left for a person: an error, no known school, perhaps here already."""
        return sum(self.count(each) for each in (Fate.REFUSED, Fate.NO_SCHOOL, Fate.LIKELY))

    @property
    def writes(self) -> tuple[Row, ...]:
        """The rows that would be written."""
        return tuple(r for r in self.rows if r.values and r.outcome in (Fate.NEW, Fate.UPDATE))


Alike = Callable[[Mapping[str, Any], Mapping[str, Any]], str]
"""What speaks for two documents being about one child; empty for nothing."""
FindSchool = Callable[[SchoolNamed], str]
"""The id of the school that a file names; empty if it is none or not certain."""


def plan_pupils(
    file: PupilFile, known: Iterable[Known], find_school: FindSchool, usual: str, alike: Alike
) -> PupilPlan:
    """Match each pupil of the file. `usual` is the school of rows that name none."""
    index = PupilIndex(known)
    rows = [_refused(each) for each in file.refused]
    seen: dict[tuple[str, str], int] = {}
    unknown: Counter[SchoolNamed] = Counter()
    for incoming in file.pupils:
        setting_id = find_school(incoming.school) if incoming.school else usual
        if incoming.school and not setting_id:
            unknown[incoming.school] += 1
        row = _row(incoming, setting_id, index, alike)
        keys = _keys(incoming.values)
        earlier = next((seen[key] for key in keys if key in seen), 0)
        if earlier and row.outcome is not Fate.NO_SCHOOL:
            row = _twice(row, earlier, is_same_name=keys[0] in seen)
        elif row.outcome is not Fate.NO_SCHOOL:
            seen.update(dict.fromkeys(keys, incoming.line))
        rows.append(row)
    rows.sort(key=lambda row: row.line)
    schools = tuple(UnknownSchool(named, count) for named, count in unknown.most_common())
    return PupilPlan(
        file.file_name, tuple(rows), file.notes, file.dropped, file.warnings, schools, index.ids
    )


def decided(row: Row, decision: Decision, *, take_all: bool = False) -> Row:
    """A row once a person has said which child it is, and which of the file's values are wanted."""
    if row.incoming is None or row.known is None or row.outcome is Fate.TWICE:
        return row
    if decision == Decision() and not take_all:
        return row
    if row.outcome is Fate.LIKELY:
        if decision.choice is RowChoice.LEAVE:
            return row
        if decision.choice is RowChoice.OTHER:
            return _new(row.incoming, row.setting_id)
    take = frozenset(LABELS) if take_all else decision.take
    return _update(row.incoming, row.setting_id, row.known, take)


def folded_name(text: str) -> str:
    """A name as it is compared: no accents, case, hyphens or apostrophes, in any script."""
    return "".join(letter for letter in folded(text) if letter.isalnum())


@dataclass(frozen=True)
class _Told:
    """What one file tells of a child, and the child."""

    known: Known
    document: Mapping[str, Any]


class PupilIndex:
    """The pupils of this laptop by UPN, by day of birth and by the beginnings of their names.

    Whatever a row matches in a joined file, it is the child of the file that is kept.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        self.ids: frozenset[str] = frozenset()
        self._by_upn: dict[str, Known] = {}
        self._by_day: dict[str, list[_Told]] = {}
        self._by_stem: dict[str, list[_Told]] = {}
        ids = set[str]()
        for each in known:
            ids |= {each.id, *each.joined}
            for document in (each.document, *each.joined.values()):
                self._add(_Told(each, document))
        self.ids = frozenset(ids)

    def _add(self, told: _Told) -> None:
        upn = normalised_upn(str(told.document.get("upn") or ""))
        if upn:
            self._by_upn[upn] = told.known
        for day in _days(told.document):
            self._by_day.setdefault(day, []).append(told)
        self._by_stem.setdefault(_stem(told.document), []).append(told)

    def certain(self, values: Mapping[str, Any]) -> Known | None:
        """The same UPN, or the same legal names and day of birth."""
        upn = normalised_upn(str(values.get("upn") or ""))
        if upn and upn in self._by_upn:
            return self._by_upn[upn]
        day = str(values.get("born_on"))
        same = {
            each.known.id: each.known
            for each in self._by_day.get(day, [])
            if str(each.document.get("born_on")) == day and _full(each.document) == _full(values)
        }
        return next(iter(same.values())) if len(same) == 1 else None

    def likely(self, values: Mapping[str, Any], alike: Alike) -> tuple[Known, str] | None:
        """A child who may be this one, and what speaks for it."""
        near = [told for day in _days(values) for told in self._by_day.get(day, [])]
        for each in (*near, *self._by_stem.get(_stem(values), [])):
            why = alike(each.document, values)
            if why:
                return each.known, why
        return None


def _row(incoming: Incoming, setting_id: str, index: PupilIndex, alike: Alike) -> Row:
    found = index.certain(incoming.values)
    if found is not None:
        return _update(incoming, setting_id, found)
    perhaps = index.likely(incoming.values, alike)
    if perhaps is None:
        return _new(incoming, setting_id)
    initials, (known, why) = _initials(incoming.values), perhaps
    return Row(incoming.line, Fate.LIKELY, initials, None, known, "", why, incoming, setting_id)


def _new(incoming: Incoming, setting_id: str) -> Row:
    line, initials = incoming.line, _initials(incoming.values)
    if not setting_id:
        named = incoming.school.words
        reason = (
            f"{named} is not on this laptop; say above which school it is"
            if named
            else "none is named; choose the school of rows that name none"
        )
        return Row(line, Fate.NO_SCHOOL, initials, None, None, SCHOOL, reason, incoming)
    values = {"sen_provision": "K", **incoming.values, "setting_id": setting_id}
    return Row(line, Fate.NEW, initials, values, incoming=incoming, setting_id=setting_id)


def _update(
    incoming: Incoming, setting_id: str, known: Known, take: frozenset[str] = frozenset()
) -> Row:
    told = {**incoming.values, **({"setting_id": setting_id} if setting_id else {})}
    here = known.document
    values = {name: value for name, value in told.items() if not here.get(name)}
    differences = tuple(
        Difference(name, here[name], value)
        for name, value in told.items()
        if here.get(name) and not _is_equal(name, here[name], value)
    )
    taken = take & {each.field for each in differences}
    values |= {each.field: each.there for each in differences if each.field in taken}
    return Row(
        incoming.line,
        Fate.UPDATE if values else Fate.SAME,
        _initials(told),
        values or None,
        known,
        *_unknown_school(incoming, setting_id),
        incoming,
        setting_id,
        differences,
        taken,
    )


def _unknown_school(incoming: Incoming, setting_id: str) -> tuple[str, str]:
    """A child who is here keeps the school, whatever the file calls it."""
    if setting_id or not incoming.school:
        return "", ""
    return SCHOOL, f"{incoming.school.words} is not on this laptop; it is left as it is here"


def _twice(row: Row, earlier: int, *, is_same_name: bool) -> Row:
    reason = (
        f"the same child stands on row {earlier}"
        if is_same_name
        else f"row {earlier} has the same UPN with another name or date of birth; check which is"
        " right"
    )
    return replace(row, outcome=Fate.TWICE, values=None, field="", reason=reason, differences=())


def _is_equal(name: str, here: object, there: object) -> bool:
    if name == "upn":
        return normalised_upn(str(here)) == normalised_upn(str(there))
    return str(here) == str(there)


def _keys(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name with day of birth first, then the UPN if there is one."""
    upn = normalised_upn(str(values.get("upn") or ""))
    named = ("name", f"{_full(values)} {values.get('born_on')}")
    return [named, ("upn", upn)] if upn else [named]


def _days(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The day of birth, and the one that it would be with day and month the other way round."""
    day = str(values.get("born_on") or "")
    year, _, rest = day.partition("-")
    month, _, date = rest.partition("-")
    return (day, f"{year}-{date}-{month}") if rest and month != date else (day,)


def _stem(values: Mapping[str, Any]) -> str:
    return "|".join(sorted(name[:_STEM] for name in _full(values)))


def _full(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(folded_name(str(values.get(name) or "")) for name in _NAMES)


def _initials(values: Mapping[str, Any]) -> str:
    names: Sequence[str] = [str(values.get(name) or "") for name in _NAMES]
    return "".join(f"{name[0]}." for name in names if name)


def _refused(error: RowError) -> Row:
    return Row(error.line, Fate.REFUSED, field=error.field, reason=error.reason)
