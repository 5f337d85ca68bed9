"""What has been signed and given out: the list behind the Reports page."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from stls_core.records.advice import AdviceReport
from stls_core.records.pupils import Pupil
from stls_core.records.reports import IssuedDocument, SignedVersion
from stls_core.records.settings import Setting
from stls_desktop.services import restricted, signing
from stls_desktop.services.desk import Desk

LIMIT = 200


@dataclass(frozen=True)
class SignedLine:
    """A signed version in the list; `given` is how many people have it."""

    version_id: str
    of_id: str
    of_kind: str
    pupil_id: str  # of a report, which is about one child
    title: str  # the school of a visit, the initials of a child
    setting: str
    number: int
    signed_by: str
    signed_on: dt.date
    given: int


GIVEN_OUT: Final = ("link_visit", "advice_report")
"""The kinds whose signed versions are given to somebody."""


def signed_notes(
    desk: Desk, *, of_kinds: tuple[str, ...] = GIVEN_OUT, limit: int = LIMIT
) -> tuple[SignedLine, ...]:
    """The newest signed notes and reports, newest first; restricted ones are left out."""
    with desk.store.read() as read:
        signed = read.find(
            SignedVersion,
            part_of_id=None,
            of_kind=of_kinds,
            order_by=("-signed_on",),
            limit=limit,
        )
        reports = {v.of_id: read.get(AdviceReport, v.of_id) for v in signed if v.pupil_id}
        about = tuple({v.pupil_id for v in signed} - {""})
        shut = restricted.closed(desk, read, about) if about else restricted.Closed()
        known = shut.keep(report for report in reports.values() if report)
        may = {report.id for report in known}
        wholes = [v for v in signed if v.of_id not in reports or v.of_id in may]
        initials = {p.id: p.initials for p in read.find(Pupil, id=about)} if about else {}
        names = {s.id: s.name for s in read.find(Setting)}
        given: dict[str, int] = {}
        for issued in read.find(IssuedDocument):
            count = len(issued.recipients)
            given[issued.signed_version_id] = given.get(issued.signed_version_id, 0) + count
        numbers = {
            version.id: version.number
            for of_id in {v.of_id for v in wholes}
            for version in signing.versions_of(read, of_id)
        }
    return tuple(
        SignedLine(
            version_id=v.id,
            of_id=v.of_id,
            of_kind=v.of_kind,
            pupil_id=v.pupil_id,
            title=initials.get(v.pupil_id, "") if v.pupil_id else names.get(v.setting_id, ""),
            setting=names.get(v.setting_id, ""),
            number=numbers.get(v.id, 1),
            signed_by=v.signed_by,
            signed_on=v.signed_on or dt.date.min,
            given=given.get(v.id, 0),
        )
        for v in wholes
    )
