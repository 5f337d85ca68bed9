"""Schools: the list, one school with its year, and the import of a GIAS download.

An import is read and planned first and shown before anything is written; then it is written in
one transaction, so that it is there as a whole or not at all.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stls_core.calendar import academic_year_start
from stls_core.ids import derived_id
from stls_core.records import kind_of
from stls_core.records.pupils import Pupil
from stls_core.records.settings import District, LinkAssignment, Setting, Team
from stls_core.records.visits import Action, LinkVisit
from stls_desktop.changed import Changed
from stls_desktop.imports.gias import GiasFile, read_gias
from stls_desktop.imports.gias_links import read_links
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.imports.school_changes import ChangeKind
from stls_desktop.imports.school_plan import ImportPlan, plan_import
from stls_desktop.services import engagement, restricted
from stls_desktop.services.desk import Desk
from stls_desktop.store.queries import Queries, SettingLine
from stls_desktop.store.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class VisitOfYear:
    """A visit on a school's page."""

    id: str
    visited_on: dt.date
    status: str
    about: str


@dataclass(frozen=True)
class PupilHere:
    """A pupil of the school: no name, because the page is read over shoulders."""

    id: str
    initials: str
    year: str
    need: str
    has_agreement: bool


@dataclass(frozen=True)
class SchoolSheet:
    """A school's page beside its own form: the year's visits and what is owed."""

    id: str
    name: str
    done: int
    planned: int
    visits: tuple[VisitOfYear, ...]
    open_actions: tuple[Action, ...]
    called_off: int = 0  # they count as what they are
    entitled: int | None = None
    next_on: dt.date | None = None
    link_teacher: str = ""
    pupils: tuple[PupilHere, ...] = ()
    training: tuple[str, ...] = ()  # what was asked for this year
    former: tuple[str, ...] = ()  # contacts who have left, with their days

    @property
    def year_words(self) -> str:
        """The year in one line."""
        parts = [f"{self.done} done", f"{self.planned} planned"]
        if self.called_off:
            parts.append(f"{self.called_off} called off")
        words = ", ".join(parts)
        if self.entitled is not None:
            words += f" of {self.entitled} visits this year"
        else:
            words += " this year"
        if self.next_on:
            words += f" · next on {self.next_on.day} {self.next_on:%b}"
        if self.link_teacher:
            words += f" · link teacher {self.link_teacher}"
        return words


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do, worked out and not yet written."""

    file: GiasFile
    plan: ImportPlan

    def summary(self) -> str:
        """One line in words."""
        count = self.plan.count
        return (
            f"{count(ChangeKind.ADDED)} added, {count(ChangeKind.CHANGED)} changed,"
            f" {count(ChangeKind.CLOSED)} closed, {count(ChangeKind.UNCHANGED)} unchanged,"
            f" {len(self.plan.refused)} not readable,"
            f" {len(self.plan.skipped) - len(self.plan.refused)} left out"
        )

    def lines(self) -> list[str]:
        """Each row that is left out and each remark, with its line in the file and the reason."""
        rows = [
            (s.line, f"Line {s.line}: {s.name or s.urn or 'a row'} – {s.reason}")
            for s in self.plan.skipped
        ]
        rows += [
            (n.line, f"Line {n.line}: {n.field or 'row'} – {n.reason}") for n in self.file.notes
        ]
        return [words for _, words in sorted(rows)]


def list_schools(desk: Desk) -> tuple[SettingLine, ...]:
    """Every school by name, with this school year's visits and open actions."""
    since = academic_year_start(desk.today()).isoformat()
    with desk.store.read() as read:
        return read.settings_list(since)


def school_sheet(desk: Desk, setting_id: str) -> SchoolSheet | None:
    """A school's visits of this school year, newest first, and its open actions."""
    start = academic_year_start(desk.today())
    today = desk.today()
    with desk.store.read() as read:
        setting = read.get(Setting, setting_id)
        team = read.get(Team, desk.me.team)
        usual = team.visits_a_year if team else None
        entitled = setting.entitlement_visits if setting else None
        entitled = usual if entitled is None else entitled
        here = tuple(_pupils_here(desk, read, setting_id))
        teacher = _teacher(read, setting_id, today)
        visits = read.find(LinkVisit, setting_id=setting_id, order_by=("-visited_on",), limit=60)
        actions = read.find(
            Action,
            setting_id=setting_id,
            status=("OPEN", "PART", "NOT_YET"),
            order_by=("by_when_on",),
        )
        actions = restricted.keep_shown(desk, read, actions)
    if setting is None:
        return None
    lines = tuple(
        VisitOfYear(v.id, v.visited_on, v.status, _about(desk, v))
        for v in visits
        if v.visited_on and v.visited_on >= start
    )
    return SchoolSheet(
        id=setting_id,
        name=setting.name,
        done=sum(line.status == "SIGNED" for line in lines),
        planned=sum(line.status == "PLANNED" for line in lines),
        visits=lines,
        open_actions=actions,
        called_off=sum(line.status in ("CANCELLED", "NO_SHOW") for line in lines),
        entitled=entitled,
        next_on=min(
            (v.visited_on for v in lines if v.status == "PLANNED" and v.visited_on >= today),
            default=None,
        ),
        link_teacher=teacher,
        pupils=here,
        training=tuple(
            f"{need.topic} ({v.visited_on.day} {v.visited_on:%b})"
            for v in visits
            if v.visited_on and v.visited_on >= start
            for need in v.training_needs
        ),
        former=tuple(_former(desk, setting, today)),
    )


def _former(desk: Desk, setting: Setting, day: dt.date) -> Iterator[str]:
    for contact in setting.contacts:
        if contact.to_on and contact.to_on < day:
            role = desk.reference.label("contact_role", contact.role)
            yield f"{contact.name}, {role}, until {contact.to_on.day} {contact.to_on:%b %Y}"


def _pupils_here(desk: Desk, read: Queries, setting_id: str) -> Iterator[PupilHere]:
    day = desk.today()
    here = read.find(Pupil, setting_id=setting_id, order_by=("legal_surname",))
    engaged = engagement.engaged(read, {pupil.id: pupil for pupil in here}, day)
    for pupil in here:
        year = pupil.year_group(day)
        yield PupilHere(
            id=pupil.id,
            initials=pupil.initials,
            year=desk.reference.label("nc_year", year) if year else "",
            need=desk.reference.label("sen_type", pupil.primary_need),
            has_agreement=pupil.id in engaged,
        )


def _teacher(read: Queries, setting_id: str, day: dt.date) -> str:
    for assignment in read.find(LinkAssignment, setting_id=setting_id, order_by=("-from_on",)):
        began = assignment.from_on is None or assignment.from_on <= day
        if began and (assignment.to_on is None or day <= assignment.to_on):
            return assignment.teacher_name
    return ""


def preview_import(
    desk: Desk,
    path: Path,
    *,
    authority: str,
    links: Path | None = None,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> ImportPreview:
    """Read the file and say what an import would do. Writes nothing.

    Raises `ImportFileError` if the file cannot be used, `ImportCancelledError` if stopped.
    """
    file = read_gias(
        _bytes(path),
        authority=authority,
        file_name=path.name,
        on_progress=on_progress,
        is_cancelled=is_cancelled,
    )
    pairs = read_links(_bytes(links), file_name=links.name).links if links else ()
    with desk.store.read() as read:
        known = read.documents(Setting)
    return ImportPreview(file, plan_import(file, known, pairs))


def write_import(desk: Desk, preview: ImportPreview) -> Changed:
    """Write what the preview showed, in one transaction."""
    authority = preview.file.authority
    # Neither author nor time: two laptops that import the same file make the same records.
    envelope = {
        "sensitivity": "OPEN",
        "la_code": authority,
        "status": "ACTIVE",
    }
    with desk.store.write() as work:
        edits: dict[str, dict[str, Any]] = {}
        for change in preview.plan.changes:
            if change.kind is ChangeKind.ADDED:
                values = {**envelope, "id": change.setting_id, **change.fields}
                edits[change.setting_id] = {k: v for k, v in values.items() if v is not None}
            elif change.kind is not ChangeKind.UNCHANGED:
                edits[change.setting_id] = dict(change.fields)
        work.edit_many(kind_of(Setting).name, edits)
        _add_districts(preview.file, work)
    return work.changed


def _add_districts(file: GiasFile, work: UnitOfWork) -> None:
    """Districts that the schools name and nobody has seeded yet."""
    known = {d.id for d in work.find(District)}
    named = {row.district_code: row.district_name for row in file.rows if row.district_code}
    for code, name in sorted(named.items()):
        rec = derived_id(file.authority, "district", code)
        if rec not in known:
            work.put(District(id=rec, name=name, gss_code=code))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"{path.name} cannot be read: {reason}. Nothing was changed."
        raise ImportFileError(msg) from None


def _about(desk: Desk, visit: LinkVisit) -> str:
    words = [desk.reference.label("visit_purpose", code) for code in visit.purposes]
    return ", ".join(words) or "Link visit"
