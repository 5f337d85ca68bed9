"""Commands about what is printed: reports and notes, their headings, a file that came back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stls_desktop.cli.asked import (
    DONE,
    NOT_DONE,
    SOME_REFUSED,
    NotDoneError,
    add,
    directly,
    opened,
    tell,
)

if TYPE_CHECKING:
    from stls_desktop.services.desk import Desk
    from stls_desktop.services.issuing import Drawn

AUDIENCES: Final = ("senco", "teacher", "parent")
FORMATS: Final = (
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


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no type for it
    """The commands of this module."""
    report = add(commands, "report", _report, "write a signed report or note", ("id",))
    _add_copy(report)
    report.add_argument("--language", help="code of a family's headings, such as POL")
    report.add_argument("--out", type=Path, required=True)
    copies = add(commands, "reports", _reports, "write many signed reports", ("folder",))
    _add_copy(copies)
    copies.add_argument("ids", nargs="*", help="of reports or versions; all if left out")
    add(commands, "check-file", _check_file, "say whether a file is one of ours", ("file",))
    headings = add(commands, "headings", _headings, "write a list for a translator", ("language",))
    headings.add_argument("--out", type=Path, required=True)
    back = add(commands, "import-headings", _import_headings, "load a reviewed list", ("file",))
    back.add_argument("--dry-run", action="store_true", help="only say what would happen")
    pack = add(commands, "pack", _pack, "write the visit pack of a school", ("urn",))
    pack.add_argument("--out", type=Path, required=True)


def _add_copy(command: argparse.ArgumentParser) -> None:
    command.add_argument("--audience", choices=AUDIENCES, help="of a report; senco if left out")
    command.add_argument("--format", choices=FORMATS, help="of a report; standard if left out")


def _copy_asked(asked: argparse.Namespace) -> tuple[str, str]:
    """The audience and the format as their code lists spell them."""
    audience = (asked.audience or "senco").upper()
    return audience, (asked.format or "standard").upper().replace("-", "_")


def _reports(asked: argparse.Namespace) -> int:
    """One that cannot be written is named with the reason, and stands in nobody's way."""
    from stls_desktop.services import batch
    from stls_desktop.services.issuing import NotIssuedError
    from stls_desktop.services.saving import NotSavedError
    from stls_desktop.store.problems import StoreError

    folder = Path(asked.folder)
    written = refused = 0
    with opened(asked) as found:
        desk = found.desk
        versions = [line.version_id for line in batch.signed_reports(desk)]
        if asked.ids:
            known, versions = set(versions), [_version(desk, rec) for rec in asked.ids]
            if odd := [rec for rec, v in zip(asked.ids, versions, strict=True) if v not in known]:
                raise NotDoneError(f"No signed report that may be read here: {', '.join(odd)}.")
        for number, version_id in enumerate(versions, start=1):
            place = f"{number} of {len(versions)}"
            try:
                copied = batch.save_copy(desk, version_id, folder, *_copy_asked(asked), directly)
            except (NotIssuedError, NotSavedError, StoreError) as error:
                refused += 1
                tell(asked, report=place, version=version_id, reason=error)
            else:
                written += 1
                tell(asked, report=place, version=version_id, file=copied.path.name)
    tell(asked, written=written, not_written=refused)
    return SOME_REFUSED if refused else DONE


def _report(asked: argparse.Namespace) -> int:
    from stls_desktop.services import issuing

    with opened(asked) as found:
        version = issuing.version_asked(found.desk, asked.id)
        write = _written_report if version.of_kind == "advice_report" else _written_note
        drawn = write(found.desk, version.id, asked)
    tell(asked, file=asked.out, version=drawn.number, sha256=drawn.sha256)
    return DONE


def _version(desk: Desk, rec: str) -> str:
    from stls_desktop.services import issuing

    return issuing.version_asked(desk, rec).id


def _written_note(desk: Desk, version_id: str, asked: argparse.Namespace) -> Drawn:
    from stls_desktop.services import notes
    from stls_desktop.services.saving import saved_after

    if asked.audience or asked.format or asked.language:
        raise NotDoneError("A visit has one note; leave --audience, --format and --language out.")
    drawn = notes.draw(desk, version_id)
    notes.may_give(desk, version_id, "", "FILE")
    with saved_after(asked.out, drawn.content):
        notes.issue(desk, drawn, desk.me.name, "", "FILE")
    return drawn


def _written_report(desk: Desk, version_id: str, asked: argparse.Namespace) -> Drawn:
    from stls_desktop.services import advice_issue
    from stls_desktop.services.saving import saved_after

    audience, variant = _copy_asked(asked)
    drawn = advice_issue.draw(desk, version_id, audience, variant, asked.language)
    mine = advice_issue.Person("", "", "", audience)
    advice_issue.may_give(desk, drawn, mine, "FILE")
    with saved_after(asked.out, drawn.content):
        advice_issue.give(desk, drawn, mine, "FILE")
    return drawn


def _check_file(asked: argparse.Namespace) -> int:
    from stls_desktop.services import checking_files

    with opened(asked) as found:
        checked = checking_files.check_file(found.desk, Path(asked.file))
    tell(asked, file=asked.file, is_ours="yes" if checked.is_ours else "no", sha256=checked.sha256)
    for line in checked.lines:
        tell(asked, found=line)
    return DONE if checked.is_ours else SOME_REFUSED


def _headings(asked: argparse.Namespace) -> int:
    from stls_desktop.services import report_languages
    from stls_desktop.services.saving import save

    with opened(asked) as found:
        save(asked.out, report_languages.list_for_review(found.desk, asked.language))
    tell(asked, file=asked.out)
    return DONE


def _import_headings(asked: argparse.Namespace) -> int:
    from stls_desktop.services import report_languages

    with opened(asked) as found:
        read = report_languages.preview_file(found.desk, Path(asked.file))
        if not asked.dry_run:
            report_languages.write_file(found.desk, read)
    for error in read.errors:
        tell(asked, row=error.line, field=error.field, reason=error.reason)
    result = "nothing was written, as asked" if asked.dry_run else "loaded"
    tell(
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

    with opened(asked) as found:
        with found.desk.store.read() as read:
            schools = read.find(Setting, urn=asked.urn, limit=1)
        if not schools:
            raise NotDoneError(f"No school with the URN {asked.urn} is on this laptop.")
        made = packs.draw(packs.gather(found.desk, (schools[0].id,)))
        if made is None:  # nobody can have stopped it
            return NOT_DONE
        with saved_after(asked.out, made.pdf):
            packs.record_given(found.desk, made, "FILE")
    tell(asked, file=asked.out, reference=made.reference, sha256=made.sha256)
    return DONE
