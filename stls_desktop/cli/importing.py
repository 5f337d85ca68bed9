"""Commands that bring lists in: schools, and pupils."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stls_desktop.cli.asked import DONE, SOME_REFUSED, NotDoneError, add, opened, tell

if TYPE_CHECKING:
    from stls_desktop.services.desk import Desk
    from stls_desktop.services.pupil_import import OpenedList

_ALSO: Final = ("sex", "first_language")


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no type for it
    """The commands of this module."""
    schools = add(commands, "import-schools", _import_schools, "import a GIAS list", ("file",))
    schools.add_argument("--authority", default="886", help="local authority code")
    schools.add_argument("--links", type=Path, help="the GIAS links file")
    pupils = add(commands, "import-pupils", _import_pupils, "import a list or a CTF", ("file",))
    pupils.add_argument("--school", default="", help="URN of the school of rows that name none")
    pupils.add_argument("--dry-run", action="store_true", help="only say what would happen")
    pupils.add_argument("--sheet", default="", help="the sheet of a workbook")
    pupils.add_argument("--mapping", default="", help="a kept mapping's name, or a TOML file")
    pupils.add_argument("--also", action="append", default=[], choices=_ALSO, help="of a CTF")
    pupils.add_argument("--prefer-file", action="store_true", help="the file's values over ours")
    pupils.add_argument("--report", type=Path, help="write a table of every row")


def _import_schools(asked: argparse.Namespace) -> int:
    from stls_desktop.services import schools

    with opened(asked) as found:
        preview = schools.preview_import(
            found.desk, Path(asked.file), authority=asked.authority, links=asked.links
        )
        schools.write_import(found.desk, preview)
    for line in preview.lines():
        tell(asked, row=line)
    tell(asked, schools=preview.summary())
    return SOME_REFUSED if preview.plan.refused else DONE


def _import_pupils(asked: argparse.Namespace) -> int:
    from stls_desktop.services import (
        pupil_import,
        pupil_import_told,
        pupil_import_writing,
        pupil_mappings,
    )

    result = "nothing was written, as asked"
    with opened(asked) as found:
        desk = found.desk
        read = pupil_import.open_list(
            desk, Path(asked.file), sheet=asked.sheet, extras=frozenset(asked.also)
        )
        read = _mapped(desk, read, asked.mapping)
        plan = pupil_import.preview(desk, read, read.mapped, _school(desk, asked.school))
        if asked.prefer_file:
            plan = pupil_import.choose(desk, plan, {}, take_all=True)
        if asked.report is not None:
            pupil_import_told.save_report(desk, plan, asked.report)
        said = pupil_import_told.told(desk, plan)
        if not asked.dry_run:
            written = pupil_import_writing.write(desk, plan)
            result = f"{written.added} added, {written.filled} updated"
            if read.sheet is not None:
                pupil_mappings.keep(desk, read.sheet, read.mapped)
    for each in said:
        row = {"row": each.line, "result": each.result, "field": each.field} if each.line else {}
        tell(asked, file=plan.file_name, **row, reason=each.reason)
    tell(asked, file=plan.file_name, pupils=pupil_import_told.summary(plan), result=result)
    return SOME_REFUSED if plan.refused else DONE


def _mapped(desk: Desk, read: OpenedList, mapping: str) -> OpenedList:
    """The file with the columns of a mapping's file or name."""
    from stls_desktop.services import pupil_import, pupil_mappings

    if not mapping:
        return read
    if read.sheet is None:
        msg = "A transfer file says itself what is what; leave --mapping out."
        raise NotDoneError(msg)
    if Path(mapping).is_file():
        found = pupil_mappings.from_file(Path(mapping), read.sheet)
        return pupil_import.with_mapping(read, found)
    return pupil_import.mapped_by(desk, read, mapping)


def _school(desk: Desk, urn: str) -> str:
    """The id of the school with that URN, for rows that name none."""
    from stls_core.records.settings import Setting

    if not urn:
        return ""
    with desk.store.read() as read:
        found = read.find(Setting, urn=urn)
    if not found:
        msg = f"There is no school with the URN {urn} on this laptop."
        raise NotDoneError(msg)
    return found[0].id
