"""Commands for scripts and support: one line for each fact, `--json` for machines.

Does what the windows do, through the same services. Exit codes: 0 done, 1 done but some rows were
refused (each is named) or a file is not one of ours, 2 not done.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stls_desktop import __version__
from stls_desktop.config import ToldError, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stls_desktop.services.desk import Desk
    from stls_desktop.services.issuing import Drawn
    from stls_desktop.services.opening import Opened, Place
    from stls_desktop.services.pupil_import import OpenedList

DONE: Final = 0
SOME_REFUSED: Final = 1
NOT_DONE: Final = 2
_ALSO: Final = ("sex", "first_language")
_AUDIENCES: Final = ("senco", "teacher", "parent")
_FORMATS: Final = (
    "standard",
    "standard-14",
    "large",
    "dyslexia",
    "contrast",
    "a5",
    "short",
    "text",
    "docx",
    "actions",
    "plan",
    "impact",
    "voice",
    "cards",
    "lift",
)


class NotDoneError(Exception):
    """A command that cannot be carried out; `str()` says why and what to do."""


def run(arguments: Sequence[str]) -> int:
    """Parse and carry out one command line."""
    asked = _parser().parse_args(arguments)
    if asked.selftest is not None:
        from stls_desktop.selftest import run as run_selftest

        return run_selftest(Path(asked.selftest) if asked.selftest else None)
    if asked.count_printers:
        from stls_desktop.gui.printers import answer

        return answer()
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except (NotDoneError, ToldError) as error:
        sys.stderr.write(f"Not done: {error}\n")
        return NOT_DONE
    except Exception as error:
        if not _is_told(error):
            raise
        sys.stderr.write(f"Not done: {error}\n")
        return NOT_DONE


def _is_told(error: Exception) -> bool:
    """Errors of the layers below that are written for a person."""
    from stls_desktop.imports.problems import ImportFileError
    from stls_desktop.services.checking_files import NotReadError
    from stls_desktop.services.issuing import NotIssuedError
    from stls_desktop.services.permission import NotAllowedError
    from stls_desktop.services.saving import NotSavedError
    from stls_desktop.store.problems import StoreError
    from stls_desktop.sync.transport import TransportError

    told = ImportFileError | StoreError | TransportError | OSError
    return isinstance(error, told | NotReadError | NotIssuedError | NotSavedError | NotAllowedError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stls-desktop", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument(
        "--selftest", nargs="?", const="", metavar="LOG", help="check this installation"
    )
    parser.add_argument("--count-printers", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--data-dir", type=Path, help="another data folder")
    parser.add_argument("--passphrase-file", type=Path, help="unlock with the first line")
    parser.add_argument("--device-secret-file", type=Path, help="where there is no keyring")
    parser.add_argument("--demo", action="store_true", help="the demonstration's own folder")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(command=_window)
    commands = parser.add_subparsers(metavar="COMMAND")
    _add(commands, "init", _init, "set up a new data folder", ("--name",))
    _add(commands, "enrol", _enrol, "connect this laptop to its council", ("server",), ("code",))
    schools = _add(commands, "import-schools", _import_schools, "import a GIAS list", ("file",))
    schools.add_argument("--authority", default="886", help="local authority code")
    schools.add_argument("--links", type=Path, help="the GIAS links file")
    pupils = _add(commands, "import-pupils", _import_pupils, "import a list or a CTF", ("file",))
    pupils.add_argument("--school", default="", help="URN of the school of rows that name none")
    pupils.add_argument("--dry-run", action="store_true", help="only say what would happen")
    pupils.add_argument("--sheet", default="", help="the sheet of a workbook")
    pupils.add_argument("--mapping", default="", help="a kept mapping's name, or a TOML file")
    pupils.add_argument("--also", action="append", default=[], choices=_ALSO, help="of a CTF")
    pupils.add_argument("--prefer-file", action="store_true", help="the file's values over ours")
    pupils.add_argument("--report", type=Path, help="write a table of every row")
    _add(commands, "sync", _sync, "one round of sync")
    report = _add(commands, "report", _report, "write a signed report or note", ("id",))
    report.add_argument("--audience", choices=_AUDIENCES, help="of a report; senco if left out")
    report.add_argument("--format", choices=_FORMATS, help="of a report; standard if left out")
    report.add_argument("--language", help="code of a family's headings, such as POL")
    report.add_argument("--out", type=Path, required=True)
    _add(commands, "check-file", _check_file, "say whether a file is one of ours", ("file",))
    headings = _add(commands, "headings", _headings, "write a list for a translator", ("language",))
    headings.add_argument("--out", type=Path, required=True)
    back = _add(commands, "import-headings", _import_headings, "load a reviewed list", ("file",))
    back.add_argument("--dry-run", action="store_true", help="only say what would happen")
    pack = _add(commands, "pack", _pack, "write the visit pack of a school", ("urn",))
    pack.add_argument("--out", type=Path, required=True)
    export = _add(commands, "export", _export, "export records", ("folder",))
    export.add_argument("--format", choices=("json", "csv"), default="json")
    _add(commands, "backup", _backup, "make a verified copy now")
    _add(commands, "restore", _restore, "put a backup back", ("file",))
    _add(commands, "check", _check, "say how this data folder stands")
    tour = _add(commands, "tour", _tour, "drive the windows and save pictures")
    tour.add_argument("--out", type=Path, required=True)
    tour.add_argument("--chapters", default="", help="only these, such as visits,plans,sync")
    _add(commands, "demo", _demo, "a fictitious caseload with a server of its own")
    return parser


def _add(commands: Any, name: str, work: Any, help_text: str, *words: tuple[str]) -> Any:  # noqa: ANN401
    made = commands.add_parser(name, help=help_text)
    for (word,) in words:
        made.add_argument(word, **({"required": True} if word.startswith("--") else {}))
    made.set_defaults(command=work)
    return made


def _tell(asked: argparse.Namespace, **facts: object) -> None:
    """One line for a set of facts."""
    if asked.json:
        line = json.dumps(facts, default=str)
    else:
        line = "  ".join(f"{name.replace('_', ' ')}: {value}" for name, value in facts.items())
    sys.stdout.write(f"{line}\n")


def _window(asked: argparse.Namespace) -> int:
    import gc

    gc.disable()  # nothing that imports make is garbage; the runner collects from its first lane on
    from stls_desktop.app import Options
    from stls_desktop.app import run as run_window

    return run_window(
        Options(asked.data_dir, asked.passphrase_file, asked.device_secret_file, asked.demo)
    )


def _place(asked: argparse.Namespace) -> "Place":
    from stls_desktop.services.opening import Place

    return Place(settings_for(asked.data_dir, is_demo=asked.demo), asked.device_secret_file)


def _passphrase(asked: argparse.Namespace) -> str:
    if asked.passphrase_file is not None:
        from stls_desktop.security.passphrase import read_passphrase_file

        return read_passphrase_file(asked.passphrase_file) or ""
    import getpass

    return getpass.getpass("Passphrase: ")


@contextmanager
def _opened(asked: argparse.Namespace) -> "Iterator[Opened]":
    from stls_desktop.services import opening

    place = _place(asked)
    if place.is_new:
        msg = "There is no data in this folder yet. Run `stls-desktop init` first."
        raise NotDoneError(msg)
    opened = opening.unlock(place, _passphrase(asked))
    try:
        yield opened
    finally:
        opened.close()


def _init(asked: argparse.Namespace) -> int:
    from stls_desktop.services import opening
    from stls_desktop.services.desk import Identity

    identity = Identity(account=opening.new_id(), name=asked.name)
    opened = opening.set_up(_place(asked), _passphrase(asked), identity)
    _tell(asked, folder=opened.desk.store.path.parent, recovery_code=opened.recovery_code)
    opened.close()
    return DONE


def _enrol(asked: argparse.Namespace) -> int:
    from stls_desktop.services import syncing

    with _opened(asked) as opened:
        identity = syncing.enrol(opened.desk, asked.server, asked.code, "Laptop")
    _tell(asked, connected_to=identity.authority_name, as_=identity.name, role=identity.role)
    return DONE


def _import_schools(asked: argparse.Namespace) -> int:
    from stls_desktop.services import schools

    with _opened(asked) as opened:
        preview = schools.preview_import(
            opened.desk, Path(asked.file), authority=asked.authority, links=asked.links
        )
        schools.write_import(opened.desk, preview)
    for line in preview.lines():
        _tell(asked, row=line)
    _tell(asked, schools=preview.summary())
    return SOME_REFUSED if preview.plan.refused else DONE


def _import_pupils(asked: argparse.Namespace) -> int:
    from stls_desktop.services import (
        pupil_import,
        pupil_import_told,
        pupil_import_writing,
        pupil_mappings,
    )

    result = "nothing was written, as asked"
    with _opened(asked) as opened:
        desk = opened.desk
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
        _tell(asked, file=plan.file_name, **row, reason=each.reason)
    _tell(asked, file=plan.file_name, pupils=pupil_import_told.summary(plan), result=result)
    return SOME_REFUSED if plan.refused else DONE


def _mapped(desk: "Desk", read: "OpenedList", mapping: str) -> "OpenedList":
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


def _school(desk: "Desk", urn: str) -> str:
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


def _sync(asked: argparse.Namespace) -> int:
    from stls_desktop.services import syncing

    with _opened(asked) as opened:
        known = syncing.enrolment(opened.desk)
        if known is None:
            msg = "This laptop is not connected to a council. Run `stls-desktop enrol` first."
            raise NotDoneError(msg)
        with syncing.transport_to(known) as server:
            ended = syncing.run_round(opened.desk, known.device, server, on_store=_directly)
    finished = ended.finished
    if finished is None:
        raise NotDoneError(f"{ended.standing.words}. {ended.standing.problem}")
    _tell(asked, sync=ended.standing.words, sent=finished.sent, received=finished.received)
    return SOME_REFUSED if finished.held else DONE


def _directly(op: Callable[[], Any]) -> Any:  # noqa: ANN401 - passed through
    return op()


def _report(asked: argparse.Namespace) -> int:
    from stls_desktop.services import issuing

    with _opened(asked) as opened:
        version = issuing.version_asked(opened.desk, asked.id)
        write = _written_report if version.of_kind == "advice_report" else _written_note
        drawn = write(opened.desk, version.id, asked)
    _tell(asked, file=asked.out, version=drawn.number, sha256=drawn.sha256)
    return DONE


def _written_note(desk: "Desk", version_id: str, asked: argparse.Namespace) -> "Drawn":
    from stls_desktop.services import notes
    from stls_desktop.services.saving import saved_after

    if asked.audience or asked.format or asked.language:
        raise NotDoneError("A visit has one note; leave --audience, --format and --language out.")
    drawn = notes.draw(desk, version_id)
    notes.may_give(desk, version_id, "", "FILE")
    with saved_after(asked.out, drawn.content):
        notes.issue(desk, drawn, desk.me.name, "", "FILE")
    return drawn


def _written_report(desk: "Desk", version_id: str, asked: argparse.Namespace) -> "Drawn":
    from stls_desktop.services import advice_issue
    from stls_desktop.services.saving import saved_after

    audience = (asked.audience or "senco").upper()
    variant = (asked.format or "standard").upper().replace("-", "_")
    drawn = advice_issue.draw(desk, version_id, audience, variant, asked.language)
    mine = advice_issue.Person("", "", "", audience)
    advice_issue.may_give(desk, drawn, mine, "FILE")
    with saved_after(asked.out, drawn.content):
        advice_issue.give(desk, drawn, mine, "FILE")
    return drawn


def _check_file(asked: argparse.Namespace) -> int:
    from stls_desktop.services import checking_files

    with _opened(asked) as opened:
        checked = checking_files.check_file(opened.desk, Path(asked.file))
    _tell(asked, file=asked.file, is_ours="yes" if checked.is_ours else "no", sha256=checked.sha256)
    for line in checked.lines:
        _tell(asked, found=line)
    return DONE if checked.is_ours else SOME_REFUSED


def _headings(asked: argparse.Namespace) -> int:
    from stls_desktop.services import report_languages
    from stls_desktop.services.saving import save

    with _opened(asked) as opened:
        save(asked.out, report_languages.list_for_review(opened.desk, asked.language))
    _tell(asked, file=asked.out)
    return DONE


def _import_headings(asked: argparse.Namespace) -> int:
    from stls_desktop.services import report_languages

    with _opened(asked) as opened:
        read = report_languages.preview_file(opened.desk, Path(asked.file))
        if not asked.dry_run:
            report_languages.write_file(opened.desk, read)
    for error in read.errors:
        _tell(asked, row=error.line, field=error.field, reason=error.reason)
    result = "nothing was written, as asked" if asked.dry_run else "loaded"
    _tell(
        asked,
        language=read.label,
        result=result,
        new=len(read.new),
        same=read.same,
        still_missing=read.still_missing,
    )
    return SOME_REFUSED if read.errors else DONE


def _pack(asked: argparse.Namespace) -> int:
    from stls_core.records.settings import Setting
    from stls_desktop.services import packs
    from stls_desktop.services.saving import saved_after

    with _opened(asked) as opened:
        with opened.desk.store.read() as read:
            found = read.find(Setting, urn=asked.urn, limit=1)
        if not found:
            raise NotDoneError(f"No school with the URN {asked.urn} is on this laptop.")
        made = packs.draw(packs.gather(opened.desk, (found[0].id,)))
        if made is None:  # nobody can have stopped it
            return NOT_DONE
        with saved_after(asked.out, made.pdf):
            packs.record_given(opened.desk, made, "FILE")
    _tell(asked, file=asked.out, reference=made.reference, sha256=made.sha256)
    return DONE


def _export(asked: argparse.Namespace) -> int:
    from stls_desktop.services import exporting

    with _opened(asked) as opened:
        for written in exporting.export(opened.desk, Path(asked.folder), asked.format):
            _tell(
                asked,
                file=written.path.name,
                records=written.records,
                left_out_as_restricted=written.left_out,
            )
    return DONE


def _backup(asked: argparse.Namespace) -> int:
    with _opened(asked) as opened:
        path = opened.desk.store.back_up()
    _tell(asked, backup=path)
    return DONE


def _restore(asked: argparse.Namespace) -> int:
    from stls_desktop.services import opening

    kept = opening.restore(_place(asked), _passphrase(asked), Path(asked.file))
    _tell(asked, restored=asked.file, replaced_data_kept_as=kept or "there was none")
    return DONE


def _check(asked: argparse.Namespace) -> int:
    from stls_desktop.services import syncing

    with _opened(asked) as opened:
        standing = syncing.standing(opened.desk)
        _tell(asked, store="ok" if opened.desk.store.is_sound() else "damaged")
        _tell(asked, sync=standing.words, waiting=standing.waiting)
    return DONE


def _tour(asked: argparse.Namespace) -> int:
    from stls_desktop.demo.running import take_tour

    return take_tour(asked.out, tuple(filter(None, asked.chapters.split(","))))


def _demo(asked: argparse.Namespace) -> int:
    from stls_desktop.demo.running import run as run_demo

    return run_demo(asked.data_dir)
