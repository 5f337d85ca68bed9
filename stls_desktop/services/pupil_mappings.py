"""Which column of a list is which field, kept for the next file of the same source.

The last mapping of a set of headings is found again by itself; a mapping with a name of its own is
used for any list. A mapping can also stand in a file, for scripts.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stls_desktop.imports import pupil_columns
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.imports.sheets import Sheet
from stls_desktop.services.desk import Desk

_LAST: Final = "pupil import mappings"
_NAMED: Final = "pupil import named mappings"
_SHAPE: Final = dict[str, dict[str, str]]


def last_used(desk: Desk, sheet: Sheet) -> dict[int, str]:
    """What was last used for a list with these headings, {column: field}; else nothing."""
    with desk.store.read() as read:
        kept = read.recall(_LAST, _SHAPE, {})
    found = kept.get(pupil_columns.fingerprint(sheet.header), {})
    return {int(column): field for column, field in found.items()}


def keep(desk: Desk, sheet: Sheet, mapped: Mapping[int, str], name: str = "") -> None:
    """Keep a mapping for the next list with these headings, and under a name if it has one."""
    mark = pupil_columns.fingerprint(sheet.header)
    with desk.store.write() as work:
        kept = work.recall(_LAST, _SHAPE, {})
        work.remember(_LAST, {**kept, mark: {str(n): field for n, field in mapped.items()}})
        if name.strip():
            headings = {sheet.header[n]: field for n, field in mapped.items()}
            work.remember(_NAMED, {**work.recall(_NAMED, _SHAPE, {}), name.strip(): headings})


def names(desk: Desk) -> tuple[str, ...]:
    """The names under which mappings are kept."""
    with desk.store.read() as read:
        return tuple(sorted(read.recall(_NAMED, _SHAPE, {})))


def named(desk: Desk, name: str, sheet: Sheet) -> dict[int, str]:
    """The mapping of that name for a list. Raises `ImportFileError` if there is none."""
    with desk.store.read() as read:
        kept = read.recall(_NAMED, _SHAPE, {})
    if name not in kept:
        there = f"there are: {', '.join(sorted(kept))}" if kept else "none is kept yet"
        msg = f"No mapping is kept under the name “{name}”; {there}. Nothing was changed."
        raise ImportFileError(msg)
    return _applied(kept[name], sheet, f"The mapping “{name}”")


def from_file(path: Path, sheet: Sheet) -> dict[int, str]:
    """The mapping in a TOML file: under [columns], each heading = "field".

    Raises `ImportFileError` with the heading or field that is wrong.
    """
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        msg = f"The mapping {path.name} cannot be read: {reason}. Nothing was changed."
        raise ImportFileError(msg) from None
    columns = read.get("columns")
    if not isinstance(columns, dict) or not columns:
        msg = f"The mapping {path.name} has no [columns]. Nothing was changed."
        raise ImportFileError(msg)
    return _applied({str(h): str(f) for h, f in columns.items()}, sheet, f"The mapping {path.name}")


def _applied(headings: Mapping[str, str], sheet: Sheet, whose: str) -> dict[int, str]:
    places = {pupil_columns.folded(name): n for n, name in reversed([*enumerate(sheet.header)])}
    wrong = sorted(set(headings.values()) - set(pupil_columns.FIELDS))
    if wrong:
        fields = ", ".join(pupil_columns.FIELDS)
        msg = f"{whose} names a field that there is not: {', '.join(wrong)}. There are: {fields}."
        raise ImportFileError(msg)
    missing = [h for h in headings if pupil_columns.folded(h) not in places]
    if missing:
        msg = f"{whose} names a column that the list has not: {', '.join(missing)}."
        raise ImportFileError(msg)
    return {places[pupil_columns.folded(h)]: field for h, field in headings.items()}
