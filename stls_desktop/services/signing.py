"""Signing: the words as they are now, frozen as a version of their own.

A signed version holds everything that its documents need, names and places included, so that it
is drawn the same on every laptop and for ever. What is about a pupil goes into a part of its own
in that pupil's unit. The working record lives on; later edits are shown as not in the version.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from stls_core.calendar import add_working_days
from stls_core.documents import canonical, nest
from stls_core.records.reports import SignedVersion
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk
from stls_desktop.services.drafting import settle
from stls_desktop.services.visits import VisitSheet, open_sheet, problems_to_sign
from stls_desktop.store.queries import Queries, SignedHead
from stls_desktop.store.reading import Opened

CORRECTION_DAYS: Final = 5
TYPING_CORRECTION: Final = "Typing correction"
_NOT_ARRIVED: Final = 1 << 62  # a version that the server does not know yet stands after those


class NotSignableError(Exception):
    """The record cannot be signed as it is; the words say what is missing."""


@dataclass(frozen=True)
class Version:
    """A signed version with its number and its parts, ready to be drawn."""

    id: str
    number: int
    of_id: str
    setting_id: str
    signed_by: str
    signed_on: dt.date
    reason: str
    sha256: str
    content: Mapping[str, Any]  # the whole
    parts: tuple[Mapping[str, Any], ...]  # one for each pupil talked about, in a fixed order
    missing_parts: int = 0  # parts that this laptop may not see or does not have yet


@dataclass(frozen=True)
class Signed:
    """What signing made."""

    version_id: str
    changed: Changed


def sign_visit(desk: Desk, visit_id: str, reason: str = "") -> Signed:
    """Freeze a visit as its next version. Drafts are settled first.

    Raises `NotSignableError` if a draft cannot settle, if anything of `problems_to_sign` stands
    in the way, whoever asks, or if a correction lacks its reason.
    """
    settled = settle(desk, visit_id)
    if settled.unsendable:
        msg = settled.unsendable[0].problems[0].message
        raise NotSignableError(msg)
    sheet = open_sheet(desk, visit_id)
    if sheet is None:
        msg = "This visit is no longer on this laptop."
        raise NotSignableError(msg)
    _refuse_unfinished(desk, sheet)
    moment = desk.now()
    signed_on = moment.astimezone().date()
    with desk.store.write() as work:
        last = last_version(work, visit_id)
        reason = reason_for_next(last, reason, signed_on)
        work.edit("link_visit", visit_id, {"status": "SIGNED"})
        version_id = work.new_id()
        envelope: dict[str, Any] = {
            "author_id": desk.me.account,
            "team_id": desk.me.team,
            "created_at": moment,
            "of_id": visit_id,
            "of_kind": "link_visit",
            "setting_id": sheet.setting.id,
            "signed_by_id": desk.me.account,
            "signed_by": desk.me.name,
            "signed_on": signed_on,
            "signed_at": moment,
        }
        hashes = []
        for pupil_id, words in _by_pupil(sheet).items():
            content = canonical(words).decode()
            hashes.append(sha256_of(content))
            work.put(
                SignedVersion(
                    **envelope,
                    id=work.new_id(),
                    pupil_id=pupil_id,
                    part_of_id=version_id,
                    content=content,
                    sha256=hashes[-1],
                )
            )
        whole = canonical(_whole(desk, sheet, sorted(hashes))).decode()
        work.put(
            SignedVersion(
                **envelope,
                id=version_id,
                content=whole,
                sha256=sha256_of(whole),
                supersedes_id=last.id if last else "",
                reason=reason,
            )
        )
    return Signed(version_id, settled.changed | work.changed)


def last_version(read: Queries, of_id: str) -> Version | None:
    """The newest signed version of a record."""
    earlier = versions_of(read, of_id)
    return earlier[-1] if earlier else None


def is_correction_free(last: Version, day: dt.date) -> bool:
    """Whether a correction on that day needs no reason of its own."""
    return day <= add_working_days(last.signed_on, CORRECTION_DAYS)


def reason_for_next(last: Version | None, reason: str, day: dt.date) -> str:
    """Why the next version is made; raises `NotSignableError` where that has to be said.

    For five working days a correction of typing explains itself.
    """
    if last is None or reason.strip():
        return reason.strip()
    if not is_correction_free(last, day):
        msg = f"Say why it is changed; version {last.number} was signed more than a week ago."
        raise NotSignableError(msg)
    return TYPING_CORRECTION


def _refuse_unfinished(desk: Desk, sheet: VisitSheet) -> None:
    shown = (sheet.visit, *sheet.carried, *sheet.discussions, *sheet.actions)
    documents = {one.rec: (one.kind, one.doc) for one in shown}
    carried = tuple(one.rec for one in sheet.carried)
    problems = problems_to_sign(desk, sheet.visit.rec, documents, carried)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise NotSignableError(f"{problems[0].message}{more}")


def versions_of(read: Queries, of_id: str) -> tuple[Version, ...]:
    """The signed versions of a record, numbered from 1.

    Two versions that were signed offline are both kept. The council's server decides which came
    first; one that it does not know yet stands after those it knows.
    """
    return tuple(_version(*each) for each in _in_order(read, of_id))


def numbers_of(heads: Iterable[SignedHead]) -> dict[str, int]:
    """{version: its number} of all signed versions of some records, as `versions_of` numbers."""
    of: dict[str, list[tuple[int, str, str]]] = {}
    for each in heads:
        arrived = _NOT_ARRIVED if each.arrived is None else each.arrived
        of.setdefault(each.of_id, []).append((arrived, each.signed_at, each.id))
    return {
        rec: number
        for versions in of.values()
        for number, (_arrived, _at, rec) in enumerate(sorted(versions), start=1)
    }


def version(read: Queries, version_id: str) -> Version | None:
    """One signed version by its id."""
    found = read.get(SignedVersion, version_id)
    if found is None:
        return None
    mine = (each for each in _in_order(read, found.of_id) if each[0].id == version_id)
    return next((_version(*each) for each in mine), None)


def _in_order(
    read: Queries, of_id: str
) -> Iterator[tuple[SignedVersion, int, list[SignedVersion]]]:
    """The versions of a record with their numbers and parts; what was signed is not read yet."""
    signed = read.find(SignedVersion, of_id=of_id)
    arrival = read.arrivals(tuple(v.id for v in signed))
    wholes = sorted(
        (v for v in signed if not v.part_of_id),
        key=lambda v: (arrival.get(v.id, _NOT_ARRIVED), str(v.signed_at), v.id),
    )
    for number, whole in enumerate(wholes, start=1):
        yield whole, number, [part for part in signed if part.part_of_id == whole.id]


def is_intact(whole: Version) -> bool:
    """Whether content and hash still belong together, in the whole and in each part held here."""
    known = _hashes(whole.content)
    return sha256_of(canonical(whole.content).decode()) == whole.sha256 and all(
        sha256_of(canonical(part).decode()) in known for part in whole.parts
    )


def _version(whole: SignedVersion, number: int, parts: Iterable[SignedVersion]) -> Version:
    content = _content(whole)
    here = sorted(parts, key=lambda p: p.sha256)
    return Version(
        id=whole.id,
        number=number,
        of_id=whole.of_id,
        setting_id=whole.setting_id,
        signed_by=whole.signed_by,
        signed_on=whole.signed_on or dt.date.min,
        reason=whole.reason,
        sha256=whole.sha256,
        content=content,
        parts=tuple(_content(part) for part in here),
        missing_parts=len(_hashes(content)) - len(here),
    )


def _content(signed: SignedVersion) -> dict[str, Any]:
    """What was signed; nothing if it cannot be read, and then it is not intact either."""
    try:
        return msgspec.json.decode(signed.content, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


def _hashes(content: Mapping[str, Any]) -> list[str]:
    named = content.get("parts")
    return named if isinstance(named, list) else []


def _by_pupil(sheet: VisitSheet) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """What is about each pupil; with the pupil's name as it was at signing."""
    names = {pupil.id: (pupil.name, pupil.year) for pupil in sheet.pupils}
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name, opened in _parts(sheet):
        pupil_id = str(opened.doc.get("pupil_id") or "")
        if pupil_id:
            pupil, year = names.get(pupil_id, ("", ""))
            words = {**nest(opened.doc), "id": opened.rec, "pupil": pupil, "year": year}
            found.setdefault(pupil_id, {}).setdefault(name, []).append(words)
    return found


def _parts(sheet: VisitSheet) -> Iterator[tuple[str, Opened]]:
    """Each record that is signed with the visit, under the name it has in the content."""
    yield from (("discussions", one) for one in _kept(sheet.discussions))
    yield from (("actions", one) for one in _kept(sheet.actions))
    for one in sheet.carried:
        if one.doc.get("reviewed_in_id") == sheet.visit.rec:
            yield "reviewed", one


def _whole(desk: Desk, sheet: VisitSheet, hashes: list[str]) -> dict[str, Any]:
    content: dict[str, Any] = {"discussions": [], "actions": [], "reviewed": []}
    for name, opened in _parts(sheet):
        if not opened.doc.get("pupil_id"):
            content[name].append({**nest(opened.doc), "id": opened.rec})
    setting = sheet.setting
    return {
        **content,
        "visit": nest(sheet.visit.doc),
        "parts": hashes,
        "words": {
            "setting": setting.name,
            "town": setting.town,
            "district": sheet.district,
            "author": desk.me.name,
            "team": desk.me.team_name,
            "service": desk.me.service_name,
            "authority": desk.me.authority_name,
            "number": sheet.number,
            "entitled": sheet.entitled,
            "is_demo": desk.is_demo,
        },
    }


def _kept(opened: Iterable[Opened]) -> list[Opened]:
    return [one for one in opened if not one.doc.get("deleted")]


def sha256_of(text: str) -> str:
    """The hash of a signed content."""
    return hashlib.sha256(text.encode()).hexdigest()
