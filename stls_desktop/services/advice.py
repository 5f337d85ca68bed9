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

from stls_core.documents import nest, view
from stls_core.records import Kind, Record, kind_named, kind_of
from stls_core.records.advice import AdviceReport, Finding, Recommendation, ReportPart
from stls_core.records.cases import Case
from stls_core.records.modelling import LocalStrategy
from stls_core.records.plans import IssPlan, Target
from stls_core.records.pupils import Pupil
from stls_core.records.visits import Discussion, LinkVisit
from stls_core.records.voices import QUOTED
from stls_core.report_draft import (
    Around,
    Piece,
    asked_piece,
    family_pieces,
    kinds_that_give,
    pieces_of,
    read_stems,
)
from stls_core.strategies import Strategy
from stls_desktop.assets import asset_path
from stls_desktop.changed import Changed
from stls_desktop.services import restricted, strategies, voices
from stls_desktop.services.desk import Desk, my_accounts
from stls_desktop.services.field_words import day_words
from stls_desktop.services.joined import joined_ids
from stls_desktop.services.records import blank, titled
from stls_desktop.store.drafts import Draft
from stls_desktop.store.queries import Queries
from stls_desktop.store.reading import Opened

PIECES: Final = (ReportPart, Finding, Recommendation)
LOOK_BACK: Final = dt.timedelta(days=366)  # without an earlier report
GONE: Final = "This report is not on this laptop. Sync, then open it again."
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
    """What a draft added, or undoing it took away, and the report as it stands now."""

    changed: Changed
    report: Opened
    pieces: tuple[Opened, ...]  # as they are stored, so that `undo` can tell what was worked on
    before: Mapping[str, Any]  # the sources and targets of the report before


@dataclass(frozen=True)
class ReportSheet:
    """The pieces of a report for its screen, and what else it can be made of."""

    pieces: tuple[Opened, ...]  # in their order, those that were only begun last
    drafts: Mapping[str, Draft]
    sources: tuple[Source, ...]
    from_words: Mapping[str, str]  # {id of a source: where a piece came from}
    called: str = ""  # what the child is called


def report_sheet(desk: Desk, rec: str, document: Mapping[str, Any]) -> ReportSheet:
    """A report as its screen shows it; `document` is its own row as it is typed."""
    with desk.store.read() as read:
        drafts = {draft.rec: draft for draft in read.drafts(rec)}
        rows = [row for kind in PIECES for row in read.find(kind, report_id=rec)]
        rows.sort(key=lambda row: (row.order_key, row.id))
        opened = [read.open(row.id) for row in rows]
        begun = [
            Opened(draft.kind, draft.rec, {}, {})
            for draft in drafts.values()
            if draft.rec != rec and read.open(draft.rec) is None
        ]
        pupil = read.get(Pupil, str(document.get("pupil_id") or ""))
    called = (pupil.known_as or pupil.legal_forename) if pupil else ""
    found = sources(desk, rec, document)
    told = {each.rec: _from_words(each) for each in found}
    pieces = (*(each for each in opened if each), *begun)
    return ReportSheet(pieces, drafts, found, told, called)


def blank_piece(
    desk: Desk, kind: str, rec: str, document: Mapping[str, Any], place: int, section: str = ""
) -> Opened:
    """A new paragraph, finding or recommendation for the form; see `next_place`."""
    declared = kind_named(kind)
    if declared is None:
        raise LookupError(kind)
    values = {
        "report_id": rec,
        "pupil_id": document.get("pupil_id", ""),
        "order_key": f"{place:04}",
        "section": section,
        "sensitivity": document.get("sensitivity", ""),
    }
    known = {name: value for name, value in values.items() if value and name in declared.fields}
    return blank(desk, declared, known)


def next_place(order_keys: Iterable[str]) -> int:
    """The place behind all that stand there. Keys that are no numbers have no place among ours."""
    return max((int(key) for key in order_keys if key.isdecimal()), default=0) + 1


def _from_words(source: Source) -> str:
    day = f", {day_words(source.day)}" if source.day else ""
    return f"From {source.kind_words[:1].lower()}{source.kind_words[1:]}{day}"


def sources(desk: Desk, rec: str, document: Mapping[str, Any]) -> tuple[Source, ...]:
    """Everything that this report can be made of, newest first; restricted words are left out."""
    with desk.store.read() as read:
        kind_of_report = kind_of(AdviceReport)
        report = view(kind_of_report, {**nest(document), "id": rec})[0]
        if not isinstance(report, AdviceReport):
            return ()
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
                        words=_named(desk, kind, msgspec.to_builtins(each)),
                        is_usual=day is not None and day >= since,
                        is_taken=each.id in report.source_ids,
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.day or dt.date.min, one.rec), reverse=True))


def _named(desk: Desk, kind: Kind, document: Mapping[str, Any]) -> str:
    """What names a source in the list; a voice is quoted only where it may be."""
    if kind.name in QUOTED:
        return voices.in_a_line(kind, document) or kind.title
    return titled(desk, kind, document)


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
        made: list[Piece] = [] if rec in given else [asked_piece(report, around)]
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
        opened = _opened(work, rec)
        stored = tuple(_opened(work, piece.id) for piece in made)
    return Drafted(work.changed, opened, stored, before)


def undo(desk: Desk, rec: str, drafted: Drafted) -> Drafted:
    """Take away the pieces that a draft added, and their sources; gives those that went.

    A piece that somebody has worked on since is theirs: it stays with what it was made of.
    """
    with desk.store.write() as work:
        report = _report(work, rec)
        kept = _worked_on(work, rec, drafted.pieces)
        gone = [each for each in drafted.pieces if each.rec not in kept]
        for each in gone:
            # without its source: that gave nothing now, and may give again
            work.edit(each.kind, each.rec, {"deleted": True, "source_id": None})
        sources = {str(each.get("source_id") or "") for each in kept.values()}
        targets = {each.id for plan in sources for each in work.find(Target, plan_id=plan)}
        for name, needed in (("source_ids", sources), ("target_ids", targets)):
            added = set(getattr(report, name)) - set(drafted.before[name]) - needed
            work.edit("advice_report", rec, {f"{name}/{each}": None for each in added})
        opened = _opened(work, rec)
        went = tuple(_opened(work, each.rec) for each in gone)
    return Drafted(work.changed, opened, went, {})


def _worked_on(read: Queries, rec: str, pieces: Iterable[Opened]) -> dict[str, Mapping[str, Any]]:
    """{id: document} of what was changed since or is being typed, and of what it rests on."""
    typed = {draft.rec: draft.doc for draft in read.drafts(rec)}
    added = {each.rec: each for each in pieces}
    now = {each.rec: typed.get(each.rec, _opened(read, each.rec).doc) for each in added.values()}
    wanted = [each for each, doc in now.items() if each in typed or doc != added[each].doc]
    kept: dict[str, Mapping[str, Any]] = {}
    while wanted:
        piece = wanted.pop()
        if piece in now and piece not in kept and not now[piece].get("deleted"):
            kept[piece] = now[piece]
            wanted += [str(now[piece].get(name) or "") for name in ("source_id", "finding_id")]
    return kept


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


def _opened(read: Queries, rec: str) -> Opened:
    opened = read.open(rec)
    if opened is None:
        raise NoReportError(GONE)
    return opened


def _report(read: Queries, rec: str) -> AdviceReport:
    report = read.get(AdviceReport, rec)
    if report is None:
        raise NoReportError(GONE)
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
    first = next_place(each.order_key for each in there) + after
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
            order_key=f"{place:04}",
        )
        for place, piece in enumerate(pieces, first)
    ]


def _added(name: str, before: Iterable[str], after: Iterable[str]) -> dict[str, Any]:
    known = set(before)
    return {f"{name}/{each}": True for each in after if each not in known}
