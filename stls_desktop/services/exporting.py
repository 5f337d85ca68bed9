"""Export of any kind or of everything: JSON with all that a record holds, CSV for a spreadsheet.

Columns, labels and words come from the declarations alone. Written as a stream, so that a large
store needs no more memory than a small one; a file counts only once it is whole. What leaves here
is no longer encrypted, so no export is ever made unless a person asks for it and names the place.
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from stls_core.documents import nest
from stls_core.records import Field, Kind, all_kinds, fields_of, kind_named
from stls_core.records.voices import QUOTED, may_be_quoted
from stls_core.reference import Reference
from stls_desktop.services.desk import Desk
from stls_desktop.services.restricted import Closed, closed
from stls_desktop.store.backup import files_told_plainly
from stls_desktop.store.queries import Queries

FORMATS: Final = ("json", "csv")
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - Excel takes both
WITHHELD: Final = "(said, not to be quoted)"
NOTHING_CLOSED: Final = Closed()
_WORDS: Final = {True: "yes", False: "no"}


class ExportError(Exception):
    """What was asked for cannot be exported. The words say why; nothing was written."""


@dataclass(frozen=True)
class Exported:
    """One file that was written."""

    kind: str
    path: Path
    records: int
    left_out: int = 0  # of restricted cases that the person at this laptop does not work on


def export(
    desk: Desk, folder: Path, form: str = "json", kinds: Iterable[str] = ()
) -> tuple[Exported, ...]:
    """Write `<kind>.json` or `<kind>.csv` for each kind, or for all, into the folder.

    Files of the same name are replaced; file names never hold a person's name. Kinds of a newer
    version have no columns and go out as JSON only. What belongs to a restricted case goes out for
    whoever may read it, and is counted for anybody else. Raises `ExportError` for a kind or format
    that there is not, `StoreError` if the disk is full or read-only.
    """
    if form not in FORMATS:
        raise ExportError(f"There is no format {form}; there are {' and '.join(FORMATS)}.")
    with desk.store.read() as read:
        names = _wanted(read, tuple(kinds), form)
        with files_told_plainly():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shut = closed(desk, read)
            return tuple(_file(desk, read, folder, form, name, shut) for name in names)


def write_json(
    read: Queries, kind_name: str, out: BinaryIO, shut: Closed = NOTHING_CLOSED
) -> tuple[int, int]:
    """Write a kind's documents as one JSON array, unknown fields included.

    Returns how many, and how many were left out.
    """
    count = left_out = 0
    for rec, flat in read.documents_of(kind_name):
        if shut.holds(rec, flat):
            left_out += 1
            continue
        out.write(b",\n" if count else b"[\n")
        out.write(msgspec.json.encode({**nest(flat), "id": rec}))
        count += 1
    out.write(b"\n]\n" if count else b"[]\n")
    return count, left_out


def write_csv(
    read: Queries,
    kind: Kind,
    reference: Reference,
    out: BinaryIO,
    shut: Closed = NOTHING_CLOSED,
) -> tuple[int, int]:
    """Write a kind's declared fields, one line a record, under their labels.

    Returns how many, and how many were left out. UTF-8 with the mark that Excel looks for. Codes
    are shown as their words. A table is made to be read by others, so it quotes a child or a parent
    only after a yes; JSON is the whole record for whoever takes it over, the answer with it.
    """
    count = left_out = 0
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow(safe_cell(label) for label in labels_of(kind))
    for rec, flat in read.documents_of(kind.name):
        if shut.holds(rec, flat):
            left_out += 1
            continue
        document = _without_withheld(kind, {**nest(flat), "id": rec})
        table.writerow(
            _cell(field, document.get(field.name), reference) for field in kind.fields.values()
        )
        count += 1
    text.detach()  # written through, and `out` stays open for its owner
    return count, left_out


def _without_withheld(kind: Kind, document: Mapping[str, Any]) -> Mapping[str, Any]:
    quoted = [name for name in QUOTED.get(kind.name, ()) if document.get(name)]
    if not quoted or may_be_quoted(document):
        return document
    return {**document, **dict.fromkeys(quoted, WITHHELD)}


def labels_of(kind: Kind) -> tuple[str, ...]:
    """The column heads: labels, with the field's name where two fields have the same label."""
    times = Counter(field.label for field in kind.fields.values())
    return tuple(
        field.label if times[field.label] == 1 else f"{field.label} ({field.name})"
        for field in kind.fields.values()
    )


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a plain number stays one."""
    is_risky = text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r"))
    if is_risky and not _is_number(text):
        return f"'{text}"
    return text


def _wanted(read: Queries, kinds: tuple[str, ...], form: str) -> tuple[str, ...]:
    declared = tuple(kind.name for kind in all_kinds())
    strange = tuple(name for name in read.kinds_held() if name not in declared)
    every = (*declared, *strange) if form == "json" else declared
    missing = [name for name in kinds if name not in every]
    if missing:
        raise ExportError(f"There is no kind {missing[0]}; there are {', '.join(every)}.")
    return kinds or every


def _file(desk: Desk, read: Queries, folder: Path, form: str, name: str, shut: Closed) -> Exported:
    kind = kind_named(name)
    target, unfinished = folder / f"{name}.{form}", folder / f"{name}.{form}.unfinished"
    try:
        private = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(private, "wb") as out:
            if form == "csv" and kind:
                count, left_out = write_csv(read, kind, desk.reference, out, shut)
            else:
                count, left_out = write_json(read, name, out, shut)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return Exported(name, target, count, left_out)


def _cell(field: Field, value: Any, reference: Reference) -> str:  # noqa: ANN401 - JSON
    if value is None:
        return ""
    if field.many and isinstance(value, list):
        return safe_cell(" | ".join(_element(field, one, reference) for one in value))
    return safe_cell(_plain(field, value, reference))


def _element(field: Field, value: Any, reference: Reference) -> str:  # noqa: ANN401 - JSON
    if field.child is None or not isinstance(value, Mapping):
        return _plain(field, value, reference)
    parts = ((part, value.get(part.name)) for part in fields_of(field.child))
    return ", ".join(
        f"{part.label}: {_plain(part, inner, reference)}"
        for part, inner in parts
        if inner is not None and inner != ""
    )


def _plain(field: Field, value: Any, reference: Reference) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, str) and field.says.codes:
        return reference.label(field.says.codes, value)
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text and text.isascii()
