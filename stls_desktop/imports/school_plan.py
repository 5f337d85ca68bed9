"""A whole import, worked out before anything is written: what a preview shows.

Joins the file, the links and the settings that are there into one change a school, and says of
every row that leads to none why. Pure; the same input gives the same plan on every laptop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stls_desktop.imports.gias import GiasFile
from stls_desktop.imports.gias_links import LinkKind, SchoolLink
from stls_desktop.imports.gias_row import SchoolRow
from stls_desktop.imports.problems import Skipped
from stls_desktop.imports.school_changes import ChangeKind, SchoolChange, compare
from stls_desktop.imports.school_ids import (
    Lineage,
    district_id_of,
    lineage_of,
    setting_ids,
)
from stls_desktop.imports.school_types import SchoolStatus


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A working setting of the authority that the file does not name; a person decides."""

    setting_id: str
    urn: str
    name: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every change of one import in the order of the file, and the rows that lead to none."""

    changes: tuple[SchoolChange, ...]
    skipped: tuple[Skipped, ...]
    unlisted: tuple[Unlisted, ...]

    def of_kind(self, kind: ChangeKind) -> tuple[SchoolChange, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)

    def count(self, kind: ChangeKind) -> int:
        """How many schools are added, changed, closed or unchanged."""
        return len(self.of_kind(kind))

    @property
    def refused(self) -> tuple[Skipped, ...]:
        """The rows that could not be read, as against those that are not wanted."""
        return tuple(row for row in self.skipped if row.is_refused)


def plan_import(
    file: GiasFile,
    settings: Mapping[str, Mapping[str, object]],
    links: Iterable[SchoolLink] = (),
) -> ImportPlan:
    """Compare a file with the setting documents that are there, by their ids."""
    return _Planner(file, settings, frozenset(links)).plan()


class _Planner:
    def __init__(
        self,
        file: GiasFile,
        settings: Mapping[str, Mapping[str, object]],
        links: frozenset[SchoolLink],
    ) -> None:
        self._file = file
        self._settings = settings
        self._heirs = _heirs(links)
        known = {str(doc["urn"]): key for key, doc in settings.items() if doc.get("urn")}
        self._ids = setting_ids(file.authority, file.rows, links, known)
        self._lineage = lineage_of(file.rows, links)
        self._rows = {row.urn: row for row in file.rows}
        self._newest = _newest(file.rows, self._ids, self._lineage)

    def plan(self) -> ImportPlan:
        changes: list[SchoolChange] = []
        skipped: list[Skipped] = list(self._file.skipped)
        for row in self._file.rows:
            why = self._why_not(row)
            if why:
                skipped.append(Skipped(row.line, row.urn, row.name, why, is_refused=False))
            else:
                changes.append(self._compare(row))
        return ImportPlan(
            tuple(changes),
            tuple(sorted(skipped, key=lambda row: row.line)),
            self._unlisted({change.setting_id for change in changes}),
        )

    def _compare(self, row: SchoolRow) -> SchoolChange:
        setting_id = self._ids[row.urn]
        district = row.district_code
        return compare(
            row,
            self._settings.get(setting_id),
            setting_id=setting_id,
            district_id=district_id_of(self._file.authority, district) if district else "",
            merged_into_id=self._merged_into(row),
        )

    def _why_not(self, row: SchoolRow) -> str:
        """Why a good row leads to no change; empty if it does."""
        setting_id = self._ids[row.urn]
        newest = self._newest[setting_id]
        if newest != row.urn:
            return f"An earlier number of the school that is now URN {newest}."
        stored = self._settings.get(setting_id)
        if stored is not None:
            stored_urn = str(stored.get("urn") or "")
            if self._lineage.is_older(row.urn, stored_urn):
                return f"The school has become URN {stored_urn} since this file was made."
            return ""
        if row.status is SchoolStatus.CLOSED:
            on = f" on {row.closed_on.day} {row.closed_on:%B %Y}" if row.closed_on else ""
            return f"Closed{on}, and not in your list."
        if row.status is SchoolStatus.PROPOSED_TO_OPEN:
            return "Not open yet. It is added once the file says that it is open."
        return ""

    def _merged_into(self, row: SchoolRow) -> str:
        """The setting that a closed school became part of, if that is one that we have."""
        if row.status is not SchoolStatus.CLOSED:
            return ""
        own = self._ids[row.urn]
        heirs = {
            heir
            for urn in self._heirs.get(row.urn, ())
            if (heir := self._setting_of(urn)) and heir != own
        }
        return heirs.pop() if len(heirs) == 1 else ""

    def _setting_of(self, urn: str) -> str:
        row = self._rows.get(urn)
        if row is None or not row.status.is_working:
            return ""
        return self._ids[urn]

    def _unlisted(self, listed: set[str]) -> tuple[Unlisted, ...]:
        names = {
            key: doc
            for key, doc in self._settings.items()
            if key not in listed
            and key not in self._newest
            and doc.get("urn")
            and doc.get("status", "ACTIVE") == "ACTIVE"
            and doc.get("la_code") == self._file.authority
        }
        return tuple(
            sorted(
                (
                    Unlisted(key, str(doc["urn"]), str(doc.get("name", "")))
                    for key, doc in names.items()
                ),
                key=lambda one: (one.name, one.urn),
            )
        )


def _heirs(links: Iterable[SchoolLink]) -> dict[str, list[str]]:
    """For each URN the schools that it may have become part of."""
    heirs: dict[str, list[str]] = {}
    for link in links:
        if link.kind is not LinkKind.SPLIT:
            heirs.setdefault(link.predecessor, []).append(link.successor)
        if link.kind is LinkKind.AMALGAMATED:
            heirs.setdefault(link.successor, []).append(link.predecessor)
    return heirs


def _newest(rows: Iterable[SchoolRow], ids: Mapping[str, str], lineage: Lineage) -> dict[str, str]:
    """Of the rows that are one setting, the one that speaks for it: the working, else the last."""
    speaks: dict[str, SchoolRow] = {}
    for row in rows:
        other = speaks.get(ids[row.urn])
        if other is None or _rank(row, lineage) > _rank(other, lineage):
            speaks[ids[row.urn]] = row
    return {setting_id: row.urn for setting_id, row in speaks.items()}


def _rank(row: SchoolRow, lineage: Lineage) -> tuple[bool, int, int]:
    return row.status.is_working, lineage.line_of(row.urn).index(row.urn), int(row.urn)
