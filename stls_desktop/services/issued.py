"""What has been signed and given out: the list behind the Reports page."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from stls_core.records.advice import AdviceReport
from stls_core.records.pupils import Pupil
from stls_core.records.reports import IssuedDocument
from stls_core.records.settings import Setting
from stls_desktop.services import restricted, signing
from stls_desktop.services.desk import Desk
from stls_desktop.store.queries import Queries, SignedHead

LIMIT = 1_000


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
        every = read.signed_heads(of_kinds)
        wholes = _open_ones(desk, read, every[:limit])
        about = tuple({v.pupil_id for v in wholes} - {""})
        initials = {p.id: p.initials for p in read.find(Pupil, id=about)} if about else {}
        names = {s.id: s.name for s in read.find(Setting)}
        given: dict[str, int] = {}
        for issued in read.find(IssuedDocument):
            count = len(issued.recipients)
            given[issued.signed_version_id] = given.get(issued.signed_version_id, 0) + count
    numbers = signing.numbers_of(every)
    return tuple(
        SignedLine(
            version_id=v.id,
            of_id=v.of_id,
            of_kind=v.of_kind,
            pupil_id=v.pupil_id,
            title=initials.get(v.pupil_id, "") if v.pupil_id else names.get(v.setting_id, ""),
            setting=names.get(v.setting_id, ""),
            number=numbers[v.id],
            signed_by=v.signed_by,
            signed_on=dt.date.fromisoformat(v.signed_on) if v.signed_on else dt.date.min,
            given=given.get(v.id, 0),
        )
        for v in wholes
    )


def _open_ones(desk: Desk, read: Queries, signed: tuple[SignedHead, ...]) -> tuple[SignedHead, ...]:
    """Without the reports of restricted cases that may not be read here and now."""
    about = {v.of_id: v.pupil_id for v in signed if v.pupil_id}
    if not about:
        return signed
    shut = restricted.closed(desk, read, tuple(set(about.values())))
    may = {report.id for report in shut.keep(read.find(AdviceReport, id=tuple(about)))}
    return tuple(v for v in signed if v.of_id not in about or v.of_id in may)
