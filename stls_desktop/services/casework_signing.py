"""Signing a record of a pupil's file: its words frozen with everything that belongs to it.

As with a visit, the working record lives on; what is edited later is shown as not in the version.
The version lies in the pupil's unit, so it is purged with the pupil's file and reaches nobody else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core.documents import canonical, difference, document_of, flatten, nest, view
from stls_core.records import Kind, Need, Record, all_kinds, kind_named
from stls_core.records.advice import AdviceReport
from stls_core.records.pupils import Pupil
from stls_core.records.reports import SignedVersion
from stls_core.records.settings import Setting
from stls_core.records.visits import Action
from stls_core.report_checks import Place
from stls_core.validation import problems_of
from stls_desktop.services import advice_checks, advice_content, engagement
from stls_desktop.services.beyond import problems_to_sign as problems_beyond_to_sign
from stls_desktop.services.desk import Desk
from stls_desktop.services.drafting import settle
from stls_desktop.services.signing import (
    NotSignableError,
    Signed,
    is_correction_free,
    last_version,
    reason_for_next,
    sha256_of,
)
from stls_desktop.services.visits import FormProblem
from stls_desktop.store.drafts import Draft
from stls_desktop.store.queries import Queries
from stls_desktop.store.reading import Opened

SIGNED_AS: Final[Mapping[str, str]] = {
    "observation": "SIGNED",
    "assessment": "SIGNED",
    "iss_session": "SIGNED",
    "modelling_note": "SHARED",
    "advice_report": "SIGNED",
    "pupil_voice": "",
    "parent_voice": "",
}
"""{kind that is signed by its author: the status that it then has, if it has statuses}."""
REPORT: Final = "advice_report"
_NOT_HELD: Final = ("CANCELLED", "PUPIL_ABSENT")  # sessions that there is nothing to sign of
_LATER: Final = frozenset({"status"})  # changes that no version has to hold


@dataclass(frozen=True)
class Standing:
    """Whether a record is signed, and what of it is not in the signed version."""

    number: int = 0  # of the newest version; 0 if there is none
    version_id: str = ""
    words: str = ""
    not_in_version: tuple[str, ...] = ()  # labels of fields
    needs_reason: bool = False  # a correction has to say why


def may_be_signed(kind: str, document: Mapping[str, Any]) -> bool:
    """Whether there is something to sign: a session that was called off has nothing."""
    return kind in SIGNED_AS and document.get("status") not in _NOT_HELD


def standing(desk: Desk, rec: str) -> Standing:
    """What the screen of a record says of its signing."""
    with desk.store.read() as read:
        last = last_version(read, rec)
        opened = read.open(rec)
    if last is None or opened is None:
        return Standing()
    day = last.signed_on
    words = f"Version {last.number} was signed by {last.signed_by} on {day.day} {day:%B %Y}."
    return Standing(
        number=last.number,
        version_id=last.id,
        words=words,
        not_in_version=_since(opened, last.content),
        needs_reason=not is_correction_free(last, desk.today()),
    )


def problems_to_sign(
    desk: Desk, documents: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> tuple[FormProblem, ...]:
    """What still blocks signing, in the order of the screen: {record: (kind, flat document)} in."""
    found: list[FormProblem] = []
    with desk.store.read() as read:
        for rec, (name, flat) in documents.items():
            kind = kind_named(name)
            if kind is not None and not flat.get("deleted"):
                found.extend(_one_record(desk, read, kind, rec, flat))
    for rec, (name, _flat) in documents.items():
        if name == REPORT:
            places = {(each.rec, each.path) for each in found}
            found += [
                FormProblem(place.rec, documents.get(place.rec, (name,))[0], place.field, message)
                for message, place in _what_blocks(desk, rec, documents)
                if (place.rec, place.field) not in places
            ]
    return tuple(found)


def _what_blocks(
    desk: Desk, report: str, typed: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> Iterator[tuple[str, Place]]:
    drafts = [Draft(rec, kind, report, {}, dict(flat)) for rec, (kind, flat) in typed.items()]
    for check in advice_checks.blocking(desk, report, drafts):
        yield f"{check.message} {check.suggestion}".strip(), check.place


def sign(desk: Desk, rec: str, reason: str = "") -> Signed:
    """Freeze a record as its next version. Drafts of its screen are settled first.

    Raises `NotSignableError` if a draft cannot settle, if anything of `problems_to_sign` stands in
    the way, or if a correction lacks its reason.
    """
    settled = settle(desk, rec)
    if settled.unsendable:
        raise NotSignableError(settled.unsendable[0].problems[0].message)
    moment = desk.now()
    with desk.store.read() as read:
        is_report = read.get(AdviceReport, rec) is not None
    for message, _place in _what_blocks(desk, rec, {}) if is_report else ():
        raise NotSignableError(message)
    with desk.store.write() as work:
        opened = work.open(rec)
        kind = kind_named(opened.kind) if opened else None
        if opened is None or kind is None:
            msg = "This record is no longer on this laptop."
            raise NotSignableError(msg)
        problems = list(_one_record(desk, work, kind, rec, {**opened.doc, "id": rec}))
        for below, row in _rows_below(work, kind, rec):
            problems += _one_record(desk, work, below, row.id, flatten(below, document_of(row)))
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            raise NotSignableError(f"{problems[0].message}{more}")
        day = moment.astimezone().date()
        last = last_version(work, rec)
        reason = reason_for_next(last, reason, day)
        if SIGNED_AS[kind.name]:
            work.edit(kind.name, rec, {"status": SIGNED_AS[kind.name]})
        content = canonical(_content(desk, work, kind, opened)).decode()
        version = SignedVersion(
            id=work.new_id(),
            author_id=desk.me.account,
            team_id=desk.me.team,
            created_at=moment,
            of_id=rec,
            of_kind=kind.name,
            setting_id=str(opened.doc.get("setting_id") or ""),
            pupil_id=str(opened.doc.get("pupil_id") or ""),
            content=content,
            sha256=sha256_of(content),
            signed_by_id=desk.me.account,
            signed_by=desk.me.name,
            signed_on=day,
            signed_at=moment,
            supersedes_id=last.id if last else "",
            reason=reason,
        )
        work.put(version)
    return Signed(version.id, settled.changed | work.changed)


def _one_record(
    desk: Desk, read: Queries, kind: Kind, rec: str, flat: Mapping[str, Any]
) -> Iterator[FormProblem]:
    record, unread = view(kind, nest({**flat, "id": rec}))
    own = (*unread, *problems_of(kind, record, Need.SIGN, desk.reference))
    beyond = problems_beyond_to_sign(read, record)
    for problem in (*own, *beyond, *engagement.work_problems(read, kind.name, record)):
        if problem.blocks:
            yield FormProblem(rec, kind.name, problem.field, problem.message)


def _content(desk: Desk, read: Queries, kind: Kind, opened: Opened) -> dict[str, Any]:
    """The record with its children and actions, and the names that its documents need."""
    pupil = read.get(Pupil, str(opened.doc.get("pupil_id") or ""))
    setting = read.get(Setting, str(opened.doc.get("setting_id") or ""))
    actions = read.find(Action, of_id=opened.rec, order_by=("order_key",))
    report = read.get(AdviceReport, opened.rec)
    return {
        **({"besides": advice_content.besides(desk, read, report)} if report else {}),
        "record": {**nest(opened.doc), "id": opened.rec},
        "children": _children(read, kind, opened.rec),
        "actions": [document_of(each) for each in actions],
        "parts": [],
        "words": {
            "pupil": pupil.called if pupil else "",
            "year": pupil.year_group(desk.today()) if pupil else "",
            "setting": setting.name if setting else "",
            "author": desk.me.name,
            "team": desk.me.team_name,
            "service": desk.me.service_name,
            "authority": desk.me.authority_name,
            "is_demo": desk.is_demo,
        },
    }


def _children(read: Queries, of: Kind, rec: str) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {kind.name: [] for kind in _kinds_below(of)}
    for kind, row in _rows_below(read, of, rec):
        found[kind.name].append(document_of(row))
    return found


def _rows_below(read: Queries, of: Kind, rec: str) -> Iterator[tuple[Kind, Record]]:
    for kind in _kinds_below(of):
        wanted: dict[str, Any] = {kind.parent: rec}
        for row in read.find(kind.record, **wanted):
            yield kind, row


def _kinds_below(of: Kind) -> Iterator[Kind]:
    for kind in all_kinds():
        parent = kind.fields.get(kind.parent)
        if parent is not None and parent.says.ref == of.name:
            yield kind


def _since(opened: Opened, content: Mapping[str, Any]) -> tuple[str, ...]:
    """What the record says now and its signed version does not, as field labels."""
    kind, was = kind_named(opened.kind), content.get("record")
    if kind is None or not isinstance(was, dict):
        return ()
    changed = difference(kind, flatten(kind, was), opened.doc)
    names = {path.partition("/")[0] for path in changed} - _LATER
    return tuple(kind.fields[name].label for name in kind.fields if name in names)
