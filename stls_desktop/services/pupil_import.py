"""Pupils from a list or a transfer file: read, preview, write as a whole, and take back.

Nothing is written before a person has seen what would happen; then it is one transaction. What
was typed on this laptop is never overwritten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
from rapidfuzz.distance import JaroWinkler

from stls_core.documents import view
from stls_core.records import Need, kind_of
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_core.validation import problems_of
from stls_desktop.changed import Changed
from stls_desktop.imports import ctf, incoming, pupil_columns, sheets
from stls_desktop.imports.incoming import PupilFile, SchoolNamed
from stls_desktop.imports.problems import ImportCancelledError, ImportFileError, Note
from stls_desktop.imports.pupil_plan import (
    Fate,
    Known,
    PupilPlan,
    Row,
    RowChoice,
    decided,
    folded_name,
    plan_pupils,
)
from stls_desktop.imports.sheets import Sheet
from stls_desktop.services.desk import Desk
from stls_desktop.store.queries import Queries
from stls_desktop.store.unit_of_work import UnitOfWork

LIKE: Final = 0.92  # Jaro-Winkler; "thistlewick" and "thistlewik" are 0.98
_MAPPINGS, _LAST = "pupil import mappings", "pupil import last"
_LARGEST: Final = 40 * 1024 * 1024
_DIGITS_OF_LAESTAB: Final = 7
Progress = Callable[[int, int], None]


class ColumnGuess(msgspec.Struct, frozen=True):
    """One column for the mapping step: heading, samples, and the field it is taken for."""

    column: int
    heading: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class OpenedList:
    """A file that was read. A transfer file needs no mapping."""

    file_name: str
    columns: tuple[ColumnGuess, ...]
    sheet: Sheet | None = None
    transfer: PupilFile | None = None

    @property
    def needs_mapping(self) -> bool:
        """Whether a person has to look at the columns."""
        return self.sheet is not None


class LastImport(msgspec.Struct, frozen=True):
    """What the last import wrote, so that it can be taken back."""

    added: tuple[str, ...] = ()
    filled: dict[str, dict[str, Any]] = {}  # what each pupil's fields were filled with


@dataclass(frozen=True)
class Written:
    """What an import wrote."""

    added: int
    filled: int
    changed: Changed


def open_list(desk: Desk, path: Path) -> OpenedList:
    """Read a file. Raises `ImportFileError` with what to do if it cannot be used."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"{path.name} cannot be read: {reason}. Nothing was changed."
        raise ImportFileError(msg) from None
    if size > _LARGEST:
        msg = f"{path.name} has {size / 1e6:.0f} MB; a list of pupils is smaller."
        raise ImportFileError(msg)
    if ctf.looks_like_xml(data):
        return OpenedList(path.name, (), transfer=ctf.read_ctf(data, path.name))
    sheet = sheets.read_sheet(data, path.name, pupil_columns.score)
    mapped = _saved(desk, sheet) or pupil_columns.guessed(sheet.header)
    columns = tuple(
        ColumnGuess(n, name, tuple(incoming.samples(sheet, n)), mapped.get(n, ""))
        for n, name in enumerate(sheet.header)
    )
    return OpenedList(path.name, columns, sheet=sheet)


def lacking(mapped: Mapping[int, str]) -> tuple[str, ...]:
    """The fields without which no pupil can be made, in words."""
    return pupil_columns.lacking(mapped)


def fields() -> tuple[tuple[str, str], ...]:
    """(field, words) of what a column may be."""
    return tuple(pupil_columns.FIELDS.items())


def preview(
    desk: Desk, opened: OpenedList, mapped: Mapping[int, str], usual_school: str = ""
) -> PupilPlan:
    """What an import would do. Writes nothing but the mapping, for the next file of this source.

    Raises `ImportFileError` if a needed column is not mapped.
    """
    if opened.sheet is not None:
        missing = lacking(mapped)
        if missing:
            msg = f"Choose the column for: {', '.join(missing)}."
            raise ImportFileError(msg)
        _save(desk, opened.sheet, mapped)
        file = incoming.pupils_of(opened.sheet, mapped, opened.file_name)
    else:
        file = opened.transfer or PupilFile(opened.file_name, ())
    with desk.store.read() as read:
        known = [Known(rec, doc) for rec, doc in _living(read)]
        schools = _Schools(read)
    plan = plan_pupils(file, known, schools.find, usual_school, _alike)
    return _checked(desk, plan)


def choose(desk: Desk, plan: PupilPlan, choices: Mapping[int, RowChoice]) -> PupilPlan:
    """The plan with what a person decided of rows that are perhaps already here: {line: choice}."""
    with desk.store.read() as read:
        known = dict(_living(read))
    rows = tuple(
        decided(row, choices.get(row.line, RowChoice.LEAVE), known)
        if row.pupil_id in known or row.outcome is not Fate.LIKELY
        else row
        for row in plan.rows
    )
    return PupilPlan(rows, plan.notes, plan.dropped)


def write(
    desk: Desk,
    plan: PupilPlan,
    *,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Written:
    """Write what the preview showed, in one transaction.

    Raises `ImportCancelledError` if it is stopped before the commit; then nothing was written.
    """
    todo = [row for row in plan.rows if row.values and row.outcome in (Fate.NEW, Fate.UPDATE)]
    added: list[str] = []
    filled: dict[str, dict[str, Any]] = {}
    with desk.store.write() as work:
        edits: dict[str, dict[str, Any]] = {}
        for number, row in enumerate(todo, start=1):
            if is_cancelled and is_cancelled():
                raise ImportCancelledError
            if row.outcome is Fate.NEW:
                rec = work.new_id()
                edits[rec] = {"id": rec, **_envelope(desk), **(row.values or {})}
                added.append(rec)
            else:
                values = {**(row.values or {}), **edits.get(row.pupil_id, {})}  # the first row wins
                edits[row.pupil_id] = values
                filled[row.pupil_id] = msgspec.to_builtins(values)
            if on_progress:
                on_progress(number, len(todo))
        work.edit_many("pupil", edits)
        work.remember(_LAST, LastImport(tuple(added), filled))
    return Written(len(added), len(filled), work.changed)


def may_take_back(desk: Desk) -> int:
    """How many pupils of the last import can still be taken back."""
    with desk.store.read() as read:
        last = read.recall(_LAST, LastImport, LastImport())
        return len(last.added) + len(last.filled) if last else 0


def take_back(desk: Desk) -> Written:
    """Take the last import back: added pupils about whom nothing was written, and filled fields.

    A pupil about whom somebody has written since stays, and so does a field changed since.
    """
    with desk.store.write() as work:
        last = work.recall(_LAST, LastImport, LastImport())
        gone = [rec for rec in last.added if not _is_used(work, rec)]
        edits: dict[str, dict[str, Any]] = {rec: {"deleted": True} for rec in gone}
        edits |= {
            rec: dict.fromkeys(_untouched(work, rec, last.filled[rec])) for rec in last.filled
        }
        work.edit_many("pupil", edits)
        work.remember(_LAST, LastImport())
    return Written(len(gone), len(last.filled), work.changed)


def summary(plan: PupilPlan) -> str:
    """One line in words."""
    return ", ".join(f"{plan.count(each)} {each}" for each in Fate if plan.count(each)) + "."


def lines(plan: PupilPlan) -> list[str]:
    """Each row that needs a look and each remark, with its line and the reason; no name in it."""
    rows = [(row.line, f"Row {row.line}: {_told(row)}") for row in plan.rows if row.words]
    rows += [(note.line, f"Row {note.line}: {note.field} – {note.reason}") for note in plan.notes]
    return [*plan.dropped, *(words for _, words in sorted(rows))]


def _told(row: Row) -> str:
    return f"{row.outcome} – {row.words}"


def _checked(desk: Desk, plan: PupilPlan) -> PupilPlan:
    """New pupils that break a rule are refused with field and reason; what only warns is noted."""
    kind = kind_of(Pupil)
    rows: list[Row] = []
    notes = list(plan.notes)
    for row in plan.rows:
        if row.outcome is not Fate.NEW or row.values is None:
            rows.append(row)
            continue
        record = view(kind, {**_envelope(desk), **row.values})[0]
        problems = problems_of(kind, record, Need.SAVE, desk.reference)
        blocking = [p for p in problems if p.blocks]
        if blocking:
            field = kind.fields[blocking[0].field.partition("/")[0]].label
            words = f"{field}: {blocking[0].message}"
            rows.append(Row(row.line, Fate.REFUSED, row.initials, words=words))
            continue
        rows.append(row)
        notes += [
            Note(row.line, kind.fields[p.field.partition("/")[0]].label, p.message)
            for p in problems
            if p.field != "parents_carers"  # no list has them; the pupil's page asks
        ]
    return PupilPlan(tuple(rows), tuple(notes), plan.dropped)


class _Schools:
    """Finds the school that a file names: by number, else by the very same name."""

    def __init__(self, read: Queries) -> None:
        self._urn: dict[str, str] = {}
        self._laestab: dict[str, str] = {}
        self._name: dict[str, list[str]] = {}
        for setting in read.find(Setting):
            if setting.urn:
                self._urn[setting.urn] = setting.id
            if setting.la_code and setting.estab_number:
                self._laestab[f"{setting.la_code}{setting.estab_number}"] = setting.id
            self._name.setdefault(folded_name(setting.name), []).append(setting.id)

    def find(self, named: SchoolNamed) -> str:
        """Its id; empty for none, or where two schools have the name."""
        digits = "".join(each for each in named.laestab if each.isdecimal())
        found = self._urn.get(named.urn.strip()) or self._laestab.get(digits[:_DIGITS_OF_LAESTAB])
        if found:
            return found
        same = self._name.get(folded_name(named.name), []) if named.name else []
        return same[0] if len(same) == 1 else ""


def _alike(one: str, other: str) -> bool:
    return bool(JaroWinkler.similarity(one, other) >= LIKE)


def _living(read: Queries) -> list[tuple[str, dict[str, Any]]]:
    return [(rec, doc) for rec, doc in read.documents(Pupil).items() if not doc.get("deleted")]


def _envelope(desk: Desk) -> dict[str, Any]:
    return {
        "author_id": desk.me.account,
        "team_id": desk.me.team,
        "created_at": desk.now().isoformat(),
        "sensitivity": "PUPIL",
    }


def _untouched(work: UnitOfWork, rec: str, filled: Mapping[str, Any]) -> list[str]:
    """The fields that still hold what the import wrote."""
    now = work.get(Pupil, rec)
    return [n for n, value in filled.items() if msgspec.to_builtins(getattr(now, n, None)) == value]


def _is_used(work: UnitOfWork, rec: str) -> bool:
    from stls_desktop.services import casework

    return bool(work.file_of((rec,), casework.file_kinds(), offset=0, limit=1))


def _saved(desk: Desk, sheet: Sheet) -> dict[int, str]:
    with desk.store.read() as read:
        kept = read.recall(_MAPPINGS, dict[str, dict[str, str]], {})
    found = kept.get(pupil_columns.fingerprint(sheet.header), {})
    return {int(column): field for column, field in found.items()}


def _save(desk: Desk, sheet: Sheet, mapped: Mapping[int, str]) -> None:
    mark = pupil_columns.fingerprint(sheet.header)
    with desk.store.write() as work:
        kept = work.recall(_MAPPINGS, dict[str, dict[str, str]], {})
        work.remember(_MAPPINGS, {**kept, mark: {str(n): name for n, name in mapped.items()}})
