"""Pupils from a list or a transfer file: read, say which column is what, see what would happen.

Nothing here writes; that is `pupil_import_writing`, after a person has seen each row's fate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from stls_core.documents import document_of, view
from stls_core.records import Need, Problem, kind_of
from stls_core.records.pupils import Pupil
from stls_core.reference import Reference
from stls_core.validation import problems_of
from stls_desktop.imports import ctf, incoming, pupil_cells, pupil_columns, sheets
from stls_desktop.imports.incoming import PupilFile, SchoolNamed
from stls_desktop.imports.problems import ImportFileError, Note
from stls_desktop.imports.pupil_plan import (
    LABELS,
    Decision,
    Fate,
    Known,
    PupilPlan,
    Row,
    decided,
    plan_pupils,
)
from stls_desktop.imports.sheets import Sheet
from stls_desktop.services import pupil_mappings
from stls_desktop.services.desk import Desk
from stls_desktop.services.importing_schools import SchoolsHere
from stls_desktop.services.joined import kept_files
from stls_desktop.services.likeness import Entry, likeness
from stls_desktop.store.queries import Queries

_LARGEST_LIST: Final = 40 * 1024 * 1024
_LARGEST_TRANSFER: Final = 200 * 1024 * 1024  # it is read as a stream
_ENTRY: Final = ("legal_forename", "legal_surname", "known_as", "born_on", "upn")
_SAMPLES: Final = 3


class ColumnGuess(msgspec.Struct, frozen=True):
    """One column for the mapping step: heading, samples, and the field it is taken for."""

    column: int
    heading: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class OpenedList:
    """A file that was read. A transfer file needs no mapping, but may be asked for more."""

    path: Path
    columns: tuple[ColumnGuess, ...]
    sheet: Sheet | None = None
    transfer: PupilFile | None = None

    @property
    def file_name(self) -> str:
        """The name of the file without its folder."""
        return self.path.name

    @property
    def needs_mapping(self) -> bool:
        """Whether a person has to look at the columns."""
        return self.sheet is not None

    @property
    def mapped(self) -> dict[int, str]:
        """The columns as they are taken now, {column: field}."""
        return {each.column: each.field for each in self.columns if each.field}


def open_list(
    desk: Desk, path: Path, *, sheet: str = "", extras: frozenset[str] = frozenset()
) -> OpenedList:
    """Read a file; of a workbook one sheet, of a transfer file also the `extras`.

    Raises `ImportFileError` with what to do if it cannot be used.
    """
    try:
        with path.open("rb") as file:
            start, size = file.read(200), path.stat().st_size
            file.seek(0)
            is_transfer = ctf.looks_like_xml(start)
            _check_size(path.name, size, _LARGEST_TRANSFER if is_transfer else _LARGEST_LIST)
            if is_transfer:
                readers = _readers(desk.reference)
                return OpenedList(path, (), transfer=ctf.read_ctf(file, path.name, readers, extras))
            data = file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"{path.name} cannot be read: {reason}. Nothing was changed."
        raise ImportFileError(msg) from None
    found = sheets.read_sheet(data, path.name, pupil_columns.score, sheet)
    mapped = pupil_mappings.last_used(desk, found) or pupil_columns.guessed(found.header)
    return with_mapping(OpenedList(path, (), sheet=found), mapped)


def with_mapping(opened: OpenedList, mapped: Mapping[int, str]) -> OpenedList:
    """The same file with other columns."""
    if opened.sheet is None:
        return opened
    columns = tuple(
        ColumnGuess(n, name, tuple(incoming.samples(opened.sheet, n, _SAMPLES)), mapped.get(n, ""))
        for n, name in enumerate(opened.sheet.header)
    )
    return replace(opened, columns=columns)


def mapped_by(desk: Desk, opened: OpenedList, name: str) -> OpenedList:
    """The same file with the columns kept under a name; without one as they are guessed."""
    if opened.sheet is None:
        return opened
    if not name:
        return with_mapping(opened, pupil_columns.guessed(opened.sheet.header))
    return with_mapping(opened, pupil_mappings.named(desk, name, opened.sheet))


def lacking(mapped: Mapping[int, str]) -> tuple[str, ...]:
    """The fields without which no pupil can be made, in words."""
    return pupil_columns.lacking(mapped)


def fields() -> tuple[tuple[str, str], ...]:
    """(field, words) of what a column may be."""
    return tuple(pupil_columns.FIELDS.items())


def extras() -> tuple[tuple[str, str], ...]:
    """(field, words) of what is read from a transfer file only where somebody uses it."""
    return tuple(ctf.EXTRAS.items())


def preview(
    desk: Desk,
    opened: OpenedList,
    mapped: Mapping[int, str],
    usual_school: str = "",
    schools: Mapping[SchoolNamed, str] | None = None,
) -> PupilPlan:
    """What an import would do. Writes nothing.

    `usual_school` is the school of rows that name none, `schools` what a person said of schools
    that are not known here by the name in the file.
    Raises `ImportFileError` if a needed column is not mapped, or two are mapped to one field.
    """
    file = _file(desk, opened, mapped)
    with desk.store.read() as read:
        known = _known(read)
        here = SchoolsHere(read, schools or {})
    plan = plan_pupils(file, known, here.find, usual_school, _alike)
    asked = tuple(replace(each, suggested=here.like(each.named)) for each in plan.schools)
    return _sound(desk, replace(plan, schools=asked))


def choose(
    desk: Desk, plan: PupilPlan, decisions: Mapping[int, Decision], *, take_all: bool = False
) -> PupilPlan:
    """The plan with what a person decided, {line: decision}; the rules hold for it as for any.

    `take_all` takes the file's value wherever it differs.
    """
    rows: list[Row] = []
    notes = list(plan.notes)
    for row in plan.rows:
        now = decided(row, decisions.get(row.line, Decision()), take_all=take_all)
        rows.append(row if now == row else _sound_row(desk, now, notes))
    return replace(plan, rows=tuple(rows), notes=tuple(dict.fromkeys(notes)))


def living(read: Queries) -> list[tuple[str, dict[str, Any]]]:
    """(id, document) of every pupil that is not deleted."""
    return [(rec, doc) for rec, doc in read.documents(Pupil).items() if not doc.get("deleted")]


def _known(read: Queries) -> list[Known]:
    """Every pupil once: a file that was joined to another only adds what a child is known by."""
    here = dict(living(read))
    joined: dict[str, dict[str, dict[str, Any]]] = {}
    for rec, kept in kept_files(read).items():
        if rec in here and kept in here and kept != rec:
            joined.setdefault(kept, {})[rec] = here[rec]
    away = {rec for files in joined.values() for rec in files}
    return [Known(rec, doc, joined.get(rec, {})) for rec, doc in here.items() if rec not in away]


def envelope(desk: Desk) -> dict[str, Any]:
    """What a new pupil carries besides what the file tells."""
    return {
        "author_id": desk.me.account,
        "team_id": desk.me.team,
        "created_at": desk.now().isoformat(),
        "sensitivity": "PUPIL",
    }


def moved(
    desk: Desk, document: Mapping[str, Any], values: Mapping[str, Any], key: str
) -> dict[str, Any]:
    """A pupil's document once another school is given: the old one stays with its last day.

    `key` is a new one, for the new school in the list.
    """
    record = view(kind_of(Pupil), document)[0]
    if not (document.get("setting_id") and "setting_id" in values and isinstance(record, Pupil)):
        return dict(document)
    after = document_of(record.moved_to(values["setting_id"], desk.today(), key))
    return {**document, "placements": after["placements"]}


def without_what_breaks(
    desk: Desk, base: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, str]], list[Problem]]:
    """What of `values` may be written over `base` by the rules of a pupil.

    Returns what is left, (label, reason) of each field that was taken out, and the problems that
    remain: those that block are in what a pupil cannot do without.
    """
    left, out = dict(values), list[tuple[str, str]]()
    before = _problems(desk, base) if base.get("id") else []  # what was odd already is not new
    while True:
        problems = [p for p in _problems(desk, {**base, **left}) if p not in before]
        blocking = next((p for p in problems if p.blocks), None)
        if blocking is None:
            return left, out, problems
        culprit = _culprit(desk, base, left, blocking)
        if not culprit:
            return left, out, problems
        del left[culprit]
        out.append((LABELS.get(culprit, culprit), f"{blocking.message} Left as it was."))


def _file(desk: Desk, opened: OpenedList, mapped: Mapping[int, str]) -> PupilFile:
    if opened.sheet is None:
        return opened.transfer or PupilFile(opened.file_name, ())
    missing = lacking(mapped)
    if missing:
        msg = f"Choose the column for: {', '.join(missing)}."
        raise ImportFileError(msg)
    twice = sorted({LABELS[f] for f in mapped.values() if list(mapped.values()).count(f) > 1})
    if twice:
        msg = f"Two columns are chosen for: {', '.join(twice)}. Choose one for each."
        raise ImportFileError(msg)
    return incoming.pupils_of(opened.sheet, mapped, opened.file_name, _readers(desk.reference))


def _check_size(name: str, size: int, largest: int) -> None:
    if size > largest:
        msg = (
            f"{name} has {size / 1e6:,.0f} MB; {largest / 1e6:,.0f} MB can be read."
            " Nothing was changed."
        )
        raise ImportFileError(msg)


def _sound(desk: Desk, plan: PupilPlan) -> PupilPlan:
    """The plan by the rules of a pupil."""
    notes = list(plan.notes)
    rows = tuple(_sound_row(desk, row, notes) for row in plan.rows)
    return replace(plan, rows=rows, notes=tuple(notes))


def _sound_row(desk: Desk, row: Row, notes: list[Note]) -> Row:
    """A row that breaks a rule loses the optional field that breaks it, else it is refused."""
    if row.values is None:
        return row
    base = envelope(desk)
    if row.known and row.outcome is Fate.UPDATE:
        base = moved(desk, row.known.document, row.values, "new")
    left, out, problems = without_what_breaks(desk, base, row.values)
    blocking = next((p for p in problems if p.blocks), None)
    if blocking is not None:
        field = _label(blocking.field)
        return replace(row, outcome=Fate.REFUSED, values=None, field=field, reason=blocking.message)
    notes += [Note(row.line, label, reason) for label, reason in out]
    # no list has parents and carers; the pupil's page asks for them
    warned = [p for p in problems if p.field != "parents_carers"]
    notes += [Note(row.line, _label(p.field), p.message) for p in warned]
    if len(left) == len(row.values):
        return row
    outcome = row.outcome if left else Fate.SAME
    return replace(row, outcome=outcome, values=left or None, taken=row.taken & left.keys())


def _problems(desk: Desk, document: Mapping[str, Any]) -> list[Problem]:
    kind = kind_of(Pupil)
    return list(problems_of(kind, view(kind, document)[0], Need.SAVE, desk.reference))


def _culprit(
    desk: Desk, base: Mapping[str, Any], values: Mapping[str, Any], problem: Problem
) -> str:
    """The optional field without which the problem is gone; empty for none."""
    kind = kind_of(Pupil)
    for name in sorted(values, key=lambda each: each != problem.field):
        is_needed = kind.fields[name].says.need is Need.SAVE and not base.get(name)
        if is_needed:
            continue
        without = {n: v for n, v in values.items() if n != name}
        if problem not in _problems(desk, {**base, **without}):
            return name
    return ""


def _label(path: str) -> str:
    return kind_of(Pupil).fields[path.partition("/")[0]].label


@cache
def _readers(reference: Reference) -> Mapping[str, pupil_cells.Reader]:
    return pupil_cells.readers(reference)


def _alike(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    found = likeness(_entry(here), _entry(there))
    return f"{found.why} as of a child who is here" if found else ""


def _entry(document: Mapping[str, Any]) -> Entry:
    return Entry("", *(str(document.get(name) or "") for name in _ENTRY))
