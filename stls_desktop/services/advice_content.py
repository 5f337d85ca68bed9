"""What an advice report says: frozen at signing, or as it stands on the screen, and as values.

The frozen content holds everything that the documents need, so each format can be drawn years
later with no other record. What is withheld from a reader is dropped here, before any document.
"""

import base64
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from stls_core.documents import document_of, nest
from stls_core.records import Record, kind_named, kind_of
from stls_core.records.advice import (
    AdviceReport,
    Finding,
    Recommendation,
    ReportPart,
    ReportSetting,
)
from stls_core.records.assessments import Assessment
from stls_core.records.plans import IssPlan, IssSession, Target
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_core.records.visits import Action
from stls_core.reference import Reference
from stls_core.target_series import series_of
from stls_desktop.reports.advice import values
from stls_desktop.reports.people import AgreedAction, Person
from stls_desktop.reports.pictures import PictureError, read_picture
from stls_desktop.services import advice_recipients, plans, strategies
from stls_desktop.services.desk import Desk
from stls_desktop.services.field_words import day_words
from stls_desktop.services.records import cut, titled
from stls_desktop.store.drafts import Draft
from stls_desktop.store.queries import Queries

OTHER: Final = "OTHER"
_BOTH: Final = "BOTH"
PIECES: Final = ("report_part", "finding", "recommendation")
_SOURCE_LENGTH: Final = 90  # characters of a source's line

Content = Mapping[str, Any]
"""As a signed version holds it: record, children, actions, words, besides."""


def besides(desk: Desk, read: Queries, report: AdviceReport) -> dict[str, Any]:
    """What a report prints that stands in other records, as it is on this day."""
    pupil = read.get(Pupil, report.pupil_id) or Pupil()
    setting = read.get(Setting, report.setting_id) or Setting()
    day = report.written_on or desk.today()
    label = desk.reference.label
    senco = next(
        (c.name for c in setting.contacts if c.role == "SENCO" and not (c.to_on and c.to_on < day)),
        "",
    )
    return {
        "pupil": {
            "name": f"{pupil.legal_forename} {pupil.legal_surname}".strip(),
            "called": pupil.known_as or pupil.legal_forename,
            "born_on": pupil.born_on.isoformat() if pupil.born_on else "",
            "year": label("nc_year", pupil.year_group(day)),
            "provision": label("sen_provision", pupil.sen_provision),
        },
        "setting": setting.name,
        "senco": senco,
        "copies": list(advice_recipients.printed(desk.reference, pupil, senco, report.copies_for)),
        "sources": _source_lines(desk, read, report),
        "targets": [_target(desk.reference, read, each) for each in _targets(read, report)],
        "tests": [_test(desk.reference, each) for each in _tests(read, report)],
        "strategies": _strategies(read, report),
        "plan": _plan(desk, read, report),
        "house": document_of(house_of(read)),
    }


def house_of(read: Queries) -> ReportSetting:
    """The council's look of reports; an empty one until somebody has set it."""
    found = read.find(ReportSetting, order_by=("created_at",), limit=1)
    return found[0] if found else ReportSetting()


def on_screen(desk: Desk, rec: str, drafts: Iterable[Draft] = ()) -> Content:
    """A report as it is typed at this moment, in the shape of a signed version's content."""
    typed = {draft.rec: draft for draft in drafts}
    with desk.store.read() as read:
        typed = {draft.rec: draft for draft in read.drafts(rec)} | typed
        opened = read.open(rec)
        own = dict(typed[rec].doc if rec in typed else opened.doc if opened else {})
        kind = kind_named("advice_report")
        report = read.get(AdviceReport, rec) or AdviceReport(id=rec)
        children = {
            kind_of(record).name: _as_typed(read.find(record, report_id=rec), record, typed)
            for record in (ReportPart, Finding, Recommendation)
        }
        actions = _as_typed(read.find(Action, of_id=rec), Action, typed)
        record_doc = {**(nest(own) if kind else {}), "id": rec}
        current = AdviceReport(
            id=rec,
            pupil_id=str(record_doc.get("pupil_id") or report.pupil_id),
            setting_id=str(record_doc.get("setting_id") or report.setting_id),
            source_ids=tuple(record_doc.get("source_ids", ())),
            target_ids=tuple(record_doc.get("target_ids", ())),
            copies_for=tuple(record_doc.get("copies_for", ())),
            written_on=_date(record_doc.get("written_on")),
        )
        return {
            "record": record_doc,
            "children": children,
            "actions": sorted(actions, key=lambda row: str(row.get("order_key") or "")),
            "words": {
                "author": desk.me.name,
                "team": desk.me.team_name,
                "service": desk.me.service_name,
                "authority": desk.me.authority_name,
                "is_demo": desk.is_demo,
            },
            "besides": besides(desk, read, current),
        }


def _as_typed(
    stored: Iterable[Record], record: type[Record], typed: Mapping[str, Draft]
) -> list[dict[str, Any]]:
    """The documents of one kind, those that are being typed as they are typed."""
    name = kind_of(record).name
    found = [document_of(row) for row in stored if row.id not in typed]
    return found + [
        {**nest(draft.doc), "id": draft.rec}
        for draft in typed.values()
        if draft.kind == name and not draft.doc.get("deleted")
    ]


def report_values(  # noqa: PLR0913 - what is known of the version beside its content
    content: Content,
    reader: str,
    reference: Reference,
    *,
    number: str,
    dated_on: dt.date,
    version: int = 1,
    check_code: str = "",
    reason: str = "",
    is_draft: bool = False,
) -> values.Report:
    """A report as one reader may see it (`SENCO`, `TEACHER` or `PARENT`)."""
    record, words, other = content["record"], content["words"], content["besides"]
    pupil = other["pupil"]
    shown = {name: _shown(content, name, reader) for name in PIECES}
    places = {row["id"]: place for place, row in enumerate(shown["finding"], 1)}
    written = _date(record.get("written_on")) or dated_on
    return values.Report(
        reference=number,
        house=_house(other["house"], words),
        pupil=pupil["name"],
        called=pupil["called"],
        author=Person(words["author"], words["team"]),
        written_on=written,
        dated_on=dated_on,
        question=record.get("question", ""),
        born_on=_date(pupil["born_on"]),
        year=pupil["year"],
        provision=pupil["provision"],
        setting=words.get("setting", "") or other.get("setting", ""),
        senco=other["senco"],
        qualifications=record.get("qualifications", ""),
        sources=tuple(other["sources"]),
        said=tuple(map(_said, shown["report_part"])),
        found=tuple(
            values.Found(
                places[row["id"]],
                row.get("text", ""),
                reference.label("area_of_need", row.get("area_of_need", "")),
            )
            for row in shown["finding"]
        ),
        advised=tuple(_advised(row, places, reference) for row in shown["recommendation"]),
        aims=tuple(map(_aim, other["targets"])),
        tested=tuple(map(_tested, other["tests"])),
        agreed=tuple(
            AgreedAction(a.get("what", ""), a.get("who", ""), _date(a.get("by_when_on")))
            for a in content.get("actions", ())
        ),
        methods=tuple(
            values.Method(**{**each, "steps": tuple(each["steps"])})
            for each in other.get("strategies", ())
        ),
        plan=_plan_facts(other.get("plan") or {}),
        no_pupil_voice=record.get("no_pupil_voice_because", ""),
        no_parent_voice=record.get("no_parent_voice_because", ""),
        review_on=_date(record.get("review_on")),
        review_with=record.get("review_with", ""),
        copies=tuple(other.get("copies", ())),
        version=version,
        change_reason=reason,
        check_code=check_code,
        is_draft=is_draft,
        is_demo=bool(words.get("is_demo")),
    )


# What is frozen


def _source_lines(desk: Desk, read: Queries, report: AdviceReport) -> list[str]:
    """One line for each source, oldest first: what it is, its day, and what names it."""
    told: list[tuple[str, str]] = []
    for rec in report.source_ids:
        opened = read.open(rec)
        kind = kind_named(opened.kind) if opened else None
        if opened is None or kind is None:
            continue
        day = str(opened.doc.get(kind.event) or "") if kind.event else ""
        head = f"{kind.title}, {day_words(day)}" if day else kind.title
        named = titled(desk, kind, opened.doc) if kind.name in _NAMED else ""
        told.append((day, cut(f"{head}: {named}" if named else head, _SOURCE_LENGTH)))
    return [line for _day, line in sorted(told)]


_NAMED: Final = frozenset({"observation", "assessment"})
"""Sources whose name may stand in a list that others read; the others are told by their kind."""


def _targets(read: Queries, report: AdviceReport) -> list[Target]:
    found = (read.get(Target, each) for each in report.target_ids)
    return sorted((each for each in found if each), key=lambda one: (one.order_key, one.id))


def _target(reference: Reference, read: Queries, target: Target) -> dict[str, Any]:
    plan = read.get(IssPlan, target.plan_id) if target.plan_id else None
    sessions = read.find(IssSession, plan_id=target.plan_id) if target.plan_id else ()
    series = series_of(target, sessions, plan.starts_on if plan else None)
    return {
        "statement": series.statement,
        "scale": series.scale,
        "baseline": series.baseline,
        "expected": series.expected,
        "now": series.now,
        "starts_on": series.starts_on.isoformat() if series.starts_on else "",
        "due_on": series.due_on.isoformat() if series.due_on else "",
        "marks": [[mark.day.isoformat(), mark.value] for mark in series.marks],
        "result": reference.label("tme_result", target.result) if target.result else "",
        "words": series.words,
    }


def _strategies(read: Queries, report: AdviceReport) -> list[dict[str, Any]]:
    """Each strategy that is recommended, written out for a card."""
    advised = read.find(Recommendation, report_id=report.id, order_by=("order_key",))
    known = {each.code: each for each in strategies.catalogue()}
    codes = dict.fromkeys(each.strategy for each in advised)
    return [
        {
            "name": known[code].name,
            "when": known[code].when,
            "steps": list(known[code].steps),
            "materials": known[code].materials,
            "watch_for": known[code].watch_for,
        }
        for code in codes
        if code in known
    ]


def _plan(desk: Desk, read: Queries, report: AdviceReport) -> dict[str, Any]:
    """The plan among the sources, in words; the newest if there are two."""
    found = [plan for each in report.source_ids if (plan := read.get(IssPlan, each))]
    if not found:
        return {}
    plan = max(found, key=lambda one: (one.starts_on or dt.date.min, one.id))
    sessions = read.find(IssSession, plan_id=plan.id)
    label = desk.reference.label
    ends = plan.ends_on
    days = f"{day_words(plan.starts_on)} to {day_words(ends)}" if plan.starts_on and ends else ""
    return {
        "question": plan.question,
        "state": label("plan_status", plan.status),
        "days": days,
        "dose": plans.dose(desk, plan, sessions).words,
        "coached": [label("staff_role", each.role) for each in plan.coached],
        "strategies": [label("strategy", code) for code in plan.strategies],
        "need": plan.presenting_need,
        "at_home": plan.home_link,
        "ends_when": [label("exit_criterion", code) for code in plan.exit_criteria],
        "afterwards": plan.exit_plan,
        "agreed_by": [
            f"{label('plan_party', each.party)}, {day_words(each.agreed_on)}"
            for each in plan.consents
            if each.agreed_on
        ],
        "outcome": label("plan_outcome", plan.outcome),
        "following": label("plan_next_step", plan.next_step),
        "child_at_end": plan.closing_pupil,
        "family_at_end": plan.closing_parent,
    }


def _tests(read: Queries, report: AdviceReport) -> list[Assessment]:
    found = (read.get(Assessment, each) for each in report.source_ids)
    return sorted((each for each in found if each), key=lambda one: one.assessed_on or dt.date.min)


def _test(reference: Reference, given: Assessment) -> dict[str, Any]:
    label = reference.label
    name = given.test_other if given.test == OTHER else label("assessment_test", given.test)
    return {
        "name": name,
        "day": given.assessed_on.isoformat() if given.assessed_on else "",
        "by_school": given.is_school_supplied,
        "scores": [
            {
                "part": each.subtest,
                "score": _number(each.value if each.value is not None else each.raw),
                "percentile": _number(each.percentile),
                "interval": _interval(each.ci_low, each.ci_high),
                "band": label("score_band", each.band) if each.band else "",
            }
            for each in given.scores
        ],
    }


# From frozen content to values


def is_withheld(row: Mapping[str, Any], reader: str) -> bool:
    """Whether a piece is kept from a reader; `BOTH` stands for the SENCO and the family."""
    kept_from = set(row.get("withheld_from", ()))
    return reader in kept_from or (_BOTH in kept_from and reader in ("SENCO", "PARENT"))


def _shown(content: Content, name: str, reader: str) -> list[Mapping[str, Any]]:
    rows = [
        row
        for row in content["children"].get(name, ())
        if not is_withheld(row, reader) and not row.get("deleted")
    ]
    return sorted(rows, key=lambda row: (str(row.get("order_key") or ""), str(row["id"])))


def _said(row: Mapping[str, Any]) -> values.Said:
    return values.Said(
        row.get("section", ""),
        row.get("text", ""),
        bool(row.get("is_quote")),
        row.get("quote_of", ""),
    )


def _advised(
    row: Mapping[str, Any], places: Mapping[str, int], reference: Reference
) -> values.Advised:
    return values.Advised(
        level=reference.label("recommendation_level", row.get("level", "")),
        what=row.get("what", "").strip().rstrip("."),
        who=row.get("who", ""),
        role=row.get("role", ""),
        how_often=row.get("how_often", ""),
        how_long=row.get("how_long", ""),
        success=row.get("success", ""),
        resource=row.get("resource", ""),
        finding=places.get(row.get("finding_id", "")),
        strategy=row.get("strategy", ""),
    )


def _aim(row: Mapping[str, Any]) -> values.Aim:
    return values.Aim(
        statement=row["statement"],
        scale=row["scale"],
        baseline=row["baseline"],
        expected=row["expected"],
        now=row["now"],
        due_on=_date(row["due_on"]),
        starts_on=_date(row["starts_on"]),
        marks=tuple(values.Mark(dt.date.fromisoformat(day), mark) for day, mark in row["marks"]),
        result=row["result"],
        words=row["words"],
    )


def _tested(row: Mapping[str, Any]) -> values.Tested:
    scores = tuple(values.Score(**each) for each in row["scores"])
    return values.Tested(row["name"], _date(row["day"]), bool(row["by_school"]), scores)


def _plan_facts(row: Mapping[str, Any]) -> values.PlanFacts | None:
    if not row:
        return None
    several = ("coached", "strategies", "ends_when", "agreed_by")
    return values.PlanFacts(**{**row, **{name: tuple(row[name]) for name in several}})


def _house(row: Mapping[str, Any], words: Mapping[str, Any]) -> values.House:
    council = row.get("council_name", "") or words["authority"]
    service = row.get("service_name", "") or words["service"]
    return values.House(
        council=council,
        service=f"{service}, {council}",
        marking=row.get("marking", ""),
        family_marking=row.get("family_marking", ""),
        retention=row.get("retention", ""),
        contact=row.get("contact", ""),
        family_advice=row.get("family_advice", ""),
        logo=_logo(row.get("logo", "")),
        logo_words=row.get("logo_words", ""),
    )


def _logo(text: str) -> bytes:
    """The picture of a logo. One that cannot be read is left out: no child waits for a logo."""
    try:
        picture = base64.b64decode(text, validate=True)
        if picture:
            read_picture(picture)
    except (ValueError, PictureError):
        return b""
    return picture


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:g} to {high:g}"


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
