"""An advice report: what it can be made of, the draft that writes itself, and undoing it.

A draft adds pieces and never changes one: what an author wrote, moved or threw away stays as it
is when another source is added. Which sentences a record gives is decided in `stls_core`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec

from stls_core.records import Record, kind_named, kind_of
from stls_core.records.advice import AdviceReport, Finding, Recommendation, ReportPart
from stls_core.records.cases import Case
from stls_core.records.modelling import LocalStrategy
from stls_core.records.plans import IssPlan, Target
from stls_core.records.pupils import Pupil
from stls_core.records.visits import Discussion, LinkVisit
from stls_core.report_draft import (
    Around,
    Piece,
    family_pieces,
    kinds_that_give,
    pieces_of,
    read_stems,
)
from stls_core.strategies import Strategy
from stls_desktop.assets import asset_path
from stls_desktop.changed import Changed
from stls_desktop.services import restricted, strategies
from stls_desktop.services.desk import Desk, my_accounts
from stls_desktop.services.joined import joined_ids
from stls_desktop.services.records import titled
from stls_desktop.store.queries import Queries

PIECES: Final = (ReportPart, Finding, Recommendation)
LOOK_BACK: Final = dt.timedelta(days=366)  # without an earlier report
_ALWAYS: Final = "pupil"  # what a child is good at is in every report


class NoReportError(Exception):
    """The report is not on this laptop; the words say what to do."""


@dataclass(frozen=True)
class Source:
    """A record that a report can be made of; `is_usual`: newer than the report before."""

    rec: str
    kind: str
    kind_words: str
    day: dt.date | None
    words: str
    is_usual: bool
    is_taken: bool  # stands among the report's sources already


@dataclass(frozen=True)
class Drafted:
    """What a draft added; handed to `undo`."""

    changed: Changed
    pieces: tuple[tuple[str, str], ...]  # (kind, id)
    before: Mapping[str, Any]  # the sources and targets of the report before


def sources(desk: Desk, rec: str) -> tuple[Source, ...]:
    """Everything that this report can be made of, newest first; restricted words are left out."""
    with desk.store.read() as read:
        report = _report(read, rec)
        since = _since(read, report, desk.today())
        ids = joined_ids(read, report.pupil_id)
        shut = restricted.closed(desk, read, ids)
        found = []
        for name in kinds_that_give():
            kind = kind_named(name)
            if kind is None or name == _ALWAYS:
                continue
            for each in shut.keep(read.find(kind.record, pupil_id=ids)):
                day = _day_of(read, each, kind.event)
                found.append(
                    Source(
                        rec=each.id,
                        kind=name,
                        kind_words=kind.title,
                        day=day,
                        words=titled(desk, kind, msgspec.to_builtins(each)),
                        is_usual=day is not None and day >= since,
                        is_taken=each.id in report.source_ids,
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.day or dt.date.min, one.rec), reverse=True))


def write_draft(desk: Desk, rec: str, source_ids: Iterable[str]) -> Drafted:
    """Add what these records give, in the order of their days, and take them as sources.

    A record that gave something before gives nothing again. Raises `NoReportError`.
    """
    wanted = tuple(dict.fromkeys(source_ids))
    with desk.store.write() as work:
        report = _report(work, rec)
        pupil = work.get(Pupil, report.pupil_id)
        if pupil is None:
            raise NoReportError("The pupil of this report is not on this laptop. Sync, then retry.")
        around = _around(desk, work, pupil)
        given = _given(work, rec)
        made: list[Piece] = []
        targets = list(report.target_ids)
        for record in (pupil, *_in_order(work, wanted)):
            if record.id in given:
                continue
            made += _alone(list(pieces_of(record, around)), made)
            if isinstance(record, IssPlan):
                targets += [each.id for each in work.find(Target, plan_id=record.id)]
        made = _numbered(desk, work, report, made)
        told = family_pieces((each for each in made if isinstance(each, Recommendation)), around)
        made += _numbered(desk, work, report, list(told), after=len(made))
        for piece in made:
            work.put(piece)
        before = {"source_ids": report.source_ids, "target_ids": report.target_ids}
        taken = dict.fromkeys((*report.source_ids, *wanted))
        work.edit("advice_report", rec, _added("source_ids", report.source_ids, taken))
        work.edit("advice_report", rec, _added("target_ids", report.target_ids, targets))
    names = tuple((_name(piece), piece.id) for piece in made)
    return Drafted(work.changed, names, before)


def undo(desk: Desk, rec: str, drafted: Drafted) -> Changed:
    """Take away what a draft added; what was written by hand since stays with its piece."""
    with desk.store.write() as work:
        report = _report(work, rec)
        for kind, piece in drafted.pieces:
            work.edit(kind, piece, {"deleted": True})
        for name in ("source_ids", "target_ids"):
            gone = set(getattr(report, name)) - set(drafted.before[name])
            work.edit("advice_report", rec, {f"{name}/{each}": None for each in gone})
    return work.changed


def usual(desk: Desk, pupil_id: str) -> dict[str, Any]:
    """What a new report says until its author says otherwise: question and qualifications."""
    with desk.store.read() as read:
        ids = joined_ids(read, pupil_id)
        cases = restricted.closed(desk, read, ids).keep(
            read.find(Case, pupil_id=ids, order_by=("-opened_on",))
        )
        mine = read.find(
            AdviceReport, author_id=my_accounts(desk, read), order_by=("-written_on",), limit=1
        )
    question = next((each.question for each in cases if each.is_open), "")
    qualified = mine[0].qualifications if mine else ""
    return {
        name: value
        for name, value in (("question", question), ("qualifications", qualified))
        if value
    }


def _report(read: Queries, rec: str) -> AdviceReport:
    report = read.get(AdviceReport, rec)
    if report is None:
        raise NoReportError("This report is not on this laptop. Sync, then open it again.")
    return report


def _since(read: Queries, report: AdviceReport, today: dt.date) -> dt.date:
    """The day of the report before; a year ago without one."""
    earlier = [
        each.written_on
        for each in read.find(AdviceReport, pupil_id=report.pupil_id)
        if each.id != report.id and each.written_on
        if report.written_on is None or each.written_on < report.written_on
    ]
    return max(earlier, default=today - LOOK_BACK)


def _day_of(read: Queries, record: Record, event: str) -> dt.date | None:
    if isinstance(record, Discussion):
        visit = read.get(LinkVisit, record.visit_id)
        return visit.visited_on if visit else None
    day = getattr(record, event, None) if event else None
    return day if isinstance(day, dt.date) else None


def _in_order(read: Queries, wanted: Iterable[str]) -> list[Record]:
    """The chosen records, oldest first, so that a report tells what happened in its order."""
    found: list[tuple[dt.date, Record]] = []
    for rec in wanted:
        opened = read.open(rec)
        kind = kind_named(opened.kind) if opened else None
        record = read.get(kind.record, rec) if kind else None
        if record is not None and kind is not None:
            found.append((_day_of(read, record, kind.event) or dt.date.min, record))
    return [record for _day, record in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


def _around(desk: Desk, read: Queries, pupil: Pupil) -> Around:
    own = {each.id: strategies.as_strategy(each) for each in read.find(LocalStrategy, deleted=True)}
    shipped: dict[str, Strategy] = {each.code: each for each in strategies.catalogue()}
    name = pupil.known_as or pupil.legal_forename
    return Around(name, desk.reference, stems(), shipped | own)


@cache
def stems() -> Mapping[str, Mapping[str, str]]:
    """The sentences that a draft begins with, as they ship."""
    return read_stems(asset_path("db", "seed", "report_stems.toml").read_text(encoding="utf-8"))


def _given(read: Queries, rec: str) -> set[str]:
    """The records that gave a piece before, thrown away or not."""
    rows = (each for kind in PIECES for each in read.find(kind, report_id=rec, deleted=True))
    return {each.source_id for each in rows}


def _alone(pieces: list[Piece], before: list[Piece]) -> list[Piece]:
    """Without what stands there already: two sources often say the same."""
    known = {(type(each), getattr(each, "section", ""), each.pulled) for each in before}
    advised = {each.strategy for each in before if isinstance(each, Recommendation)} - {""}
    return [
        each
        for each in pieces
        if (type(each), getattr(each, "section", ""), each.pulled) not in known
        if not (isinstance(each, Recommendation) and each.strategy in advised)
    ]


def _numbered(
    desk: Desk, read: Queries, report: AdviceReport, pieces: list[Piece], after: int = 0
) -> list[Piece]:
    """With ids, the report they belong to, and a place behind what stands there."""
    there = (each for kind in PIECES for each in read.find(kind, report_id=report.id))
    last = max((int(each.order_key or 0) for each in there), default=0)
    return [
        msgspec.structs.replace(
            piece,
            id=desk.new_id(),
            author_id=desk.me.account,
            team_id=desk.me.team,
            created_at=desk.now(),
            sensitivity=report.sensitivity,
            report_id=report.id,
            pupil_id=report.pupil_id,
            order_key=f"{last + after + place:04}",
        )
        for place, piece in enumerate(pieces, 1)
    ]


def _added(name: str, before: Iterable[str], after: Iterable[str]) -> dict[str, Any]:
    known = set(before)
    return {f"{name}/{each}": True for each in after if each not in known}


def _name(piece: Piece) -> str:
    return kind_of(piece).name
