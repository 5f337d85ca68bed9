"""The SENCO's note: from a signed version to the bytes that are given, and who was given them.

Everything printed comes from the signed version, so the note is the same on every laptop. Bytes
that were issued are kept and handed out again; they are never drawn a second time.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stls_core import gates
from stls_core.records.agreements import Agreement
from stls_core.records.pupils import Pupil
from stls_core.records.reports import IssuedDocument, Recipient, SignedVersion
from stls_core.reference import Reference
from stls_desktop.changed import Changed
from stls_desktop.reports import note as notes
from stls_desktop.reports.render import RENDERER_VERSION, problems, render
from stls_desktop.services import signing
from stls_desktop.services.desk import Desk
from stls_desktop.services.joined import joined_ids, kept_for
from stls_desktop.services.signing import Version
from stls_desktop.store.queries import Queries


class NoSuchVersionError(Exception):
    """The signed version is not on this laptop."""


class AlteredVersionError(Exception):
    """Content and hash of a signed version no longer belong together; the words say what to do."""


class NotGivenError(Exception):
    """The note may not leave the laptop as things stand; the words say why and what to do."""


@dataclass(frozen=True)
class Note:
    """A drawn note, as it is previewed and, once issued, as it is kept."""

    version_id: str
    number: int
    reference: str
    setting: str
    pdf: bytes
    sha256: str
    is_issued: bool
    problems: tuple[str, ...] = ()  # characters that no font has, and what is printed instead

    @property
    def file_name(self) -> str:
        """A name that holds no child's and no adult's name."""
        return f"Visit note {self.reference} v{self.number}.pdf"


@dataclass(frozen=True)
class Suggested:
    """Somebody the note is likely to be for."""

    name: str
    role: str


def draw(desk: Desk, version_id: str) -> Note:
    """The note of a signed version: the issued bytes if there are any, else drawn now.

    Raises `NoSuchVersionError`, and `AlteredVersionError` even if bytes were issued: a page that
    says other words than the signed record must not be the last one to be believed.
    Needs no network; about 50 ms.
    """
    with desk.store.read() as read:
        version = signing.version(read, version_id)
        issued = read.find(IssuedDocument, signed_version_id=version_id, limit=1)
        kept = read.file(issued[0].sha256) if issued else None
    if version is None:
        msg = "This signed version is not on this laptop yet. Sync, then open it again."
        raise NoSuchVersionError(msg)
    if not signing.is_intact(version):
        msg = (
            f"The words kept as version {version.number} are not those that were signed, so no note"
            " is made of them. Copies given before are not touched, and the visit itself is safe."
            " Tell your council's administrator; if the note is needed now, sign the visit again."
        )
        raise AlteredVersionError(msg)
    values = note_values(version, desk.reference)
    document = notes.link_visit_note(values)
    pdf = kept or render(document)
    return Note(
        version_id=version_id,
        number=version.number,
        reference=values.reference,
        setting=values.setting,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        is_issued=kept is not None,
        problems=() if kept else tuple(p.message for p in problems(document)),
    )


def people_to_give_to(desk: Desk, version_id: str) -> tuple[Suggested, ...]:
    """Those who were at the visit, SENCO first."""
    with desk.store.read() as read:
        version = signing.version(read, version_id)
    if version is None:
        return ()
    attendees = version.content["visit"].get("attendees", ())
    people = [Suggested(a.get("name", ""), a.get("role", "")) for a in attendees]
    return tuple(sorted(people, key=lambda p: p.role != "SENCO"))


def may_give(desk: Desk, version_id: str, name: str, route: str) -> None:
    """Ask before anything is printed, saved or sent. Raises `NotGivenError`.

    Each child named in the version needs an Agreement to Engage on this day, and nobody who is
    barred from contact with one of them gets it.
    """
    with desk.store.read() as read:
        _refuse_to_give(desk, read, version_id, name, route)


def _refuse_to_give(desk: Desk, read: Queries, version_id: str, name: str, route: str) -> None:
    parts = read.find(SignedVersion, part_of_id=version_id)
    children = []
    for pupil_id in dict.fromkeys(part.pupil_id for part in parts):
        kept = kept_for(read, pupil_id)
        agreements = read.find(Agreement, pupil_id=joined_ids(read, kept))
        children.append((read.get(Pupil, kept) or Pupil(id=kept), agreements))
    for problem in gates.note_problems(children, name, route, desk.today()):
        raise NotGivenError(problem.message)


def issue(desk: Desk, note: Note, name: str, role: str, route: str) -> Changed:
    """Keep the bytes and record who was given which version, how and when.

    Raises `NotGivenError` as `may_give` does.
    """
    moment = desk.now()
    given = Recipient(key=desk.new_id(), name=name, role=role, route=route, given_at=moment)
    with desk.store.write() as work:
        _refuse_to_give(desk, work, note.version_id, name, route)
        work.keep_file(note.sha256, note.pdf)
        earlier = work.find(IssuedDocument, signed_version_id=note.version_id, sha256=note.sha256)
        version = signing.version(work, note.version_id)
        if version is None:
            msg = "This signed version is not on this laptop."
            raise NoSuchVersionError(msg)
        if earlier:
            edit = {f"recipients/{given.key}": _element(given)}
            work.edit("issued_document", earlier[0].id, edit)
        else:
            work.put(
                IssuedDocument(
                    id=desk.new_id(),
                    author_id=desk.me.account,
                    team_id=desk.me.team,
                    created_at=moment,
                    signed_version_id=note.version_id,
                    setting_id=version.setting_id,
                    reference=note.reference,
                    version_number=note.number,
                    sha256=note.sha256,
                    size_bytes=len(note.pdf),
                    renderer_version=RENDERER_VERSION,
                    issued_on=moment.astimezone().date(),
                    recipients=(given,),
                )
            )
        copy_given = "EMAILED" if route == "SECURE_EMAIL" else "PRINTED"
        work.edit("link_visit", version.of_id, {"copy_given": copy_given})
    return work.changed


def note_values(version: Version, reference: Reference) -> notes.VisitNote:
    """A signed version as the plain values that the note prints."""
    visit, words = version.content["visit"], version.content["words"]
    talks, agreed, reviewed = (
        _joined(version, name) for name in ("discussions", "actions", "reviewed")
    )
    say = reference.label
    return notes.VisitNote(
        reference=_reference(version),
        service=f"{words['service']}, {words['authority']}",
        setting=words["setting"],
        district=words["district"],
        author=notes.Person(words["author"], words["team"]),
        visited_on=dt.date.fromisoformat(visit["visited_on"]),
        dated_on=version.signed_on,
        mode=say("visit_mode", visit.get("mode", "")),
        starts_at=_time(visit.get("starts_at")),
        ends_at=_time(visit.get("ends_at")),
        visit_count=_count(words),
        purposes=tuple(say("visit_purpose", code) for code in visit.get("purposes", ())),
        attendees=tuple(
            notes.Person(a.get("name", ""), say("staff_role", a.get("role", "")))
            for a in visit.get("attendees", ())
        ),
        actions=tuple(_agreed(a) for a in agreed),
        no_actions_reason=_no_actions(visit),
        past_actions=tuple(_past(a, reference) for a in reviewed),
        talks=tuple(_talk(t, reference) for t in talks),
        strategies=tuple(say("strategy", code) for code in visit.get("strategies", ())),
        resources=tuple(filter(None, visit.get("resources", "").splitlines())),
        whole_school_focus=visit.get("whole_school_focus", ""),
        senco_confidence=visit.get("senco_confidence"),
        training=tuple(_training(t, reference) for t in visit.get("training_needs", ())),
        cohort=tuple(_cohort(c, reference) for c in visit.get("cohort", ())),
        next_visit_on=_date(visit.get("next_visit_on")),
        version=version.number,
        change_reason=version.reason,
        check_code=version.sha256[:8],
        is_demo=bool(words.get("is_demo")),
    )


def _joined(version: Version, name: str) -> list[Mapping[str, Any]]:
    """Records of one sort from the whole and its parts, in the order they were begun."""
    found = [*version.content[name]]
    for part in version.parts:
        found += part.get(name, ())
    return sorted(found, key=lambda one: str(one["id"]))


def _reference(version: Version) -> str:
    """A reference that names no one: the year and the end of the record's id."""
    return f"LV-{version.signed_on:%y}-{version.of_id[-6:].upper()}"


def _count(words: Mapping[str, Any]) -> str:
    if not words.get("entitled"):
        return ""
    return f"{words['number']} of {words['entitled']} this year"


def _no_actions(visit: Mapping[str, Any]) -> str:
    return visit.get("no_actions_reason", "") if visit.get("has_no_actions") else ""


def _agreed(action: Mapping[str, Any]) -> notes.AgreedAction:
    return notes.AgreedAction(
        action.get("what", ""), action.get("who", ""), _date(action.get("by_when_on"))
    )


def _past(action: Mapping[str, Any], reference: Reference) -> notes.PastAction:
    return notes.PastAction(
        action.get("what", ""),
        action.get("who", ""),
        reference.label("action_status", action.get("status", "")),
        action.get("outcome_note", ""),
    )


def _talk(talk: Mapping[str, Any], reference: Reference) -> notes.Talk:
    about = talk.get("pupil") or talk.get("subject_label")
    if talk.get("year") and talk.get("pupil"):
        about = f"{about} ({reference.label('nc_year', talk['year'])})"
    return notes.Talk(
        about=about or reference.label("discussion_subject", talk.get("subject", "")),
        area_of_need=reference.label("area_of_need", talk.get("area_of_need", "")),
        concern=talk.get("concern", ""),
        tried=talk.get("tried", ""),
        advice=talk.get("advice", ""),
        standard=talk.get("standard_page", ""),
        next_step=reference.label("next_tier", talk.get("next_tier", "")),
    )


def _training(need: Mapping[str, Any], reference: Reference) -> notes.TrainingAsk:
    return notes.TrainingAsk(
        topic=need.get("topic", ""),
        audience=reference.label("audience", need.get("audience", "")),
        size=str(need.get("size") or ""),
        urgency=reference.label("urgency", need.get("urgency", "")),
    )


def _cohort(count: Mapping[str, Any], reference: Reference) -> notes.YearCount:
    return notes.YearCount(
        year=reference.label("nc_year", count.get("year", "")),
        sen_support=count.get("n_k"),
        ehc_plan=count.get("n_e"),
        new=count.get("n_new"),
        at_risk=count.get("n_at_risk"),
        part_time=count.get("n_part_time"),
    )


def _element(given: Recipient) -> dict[str, Any]:
    moment = given.given_at.isoformat() if given.given_at else ""
    return {
        "key": given.key,
        "name": given.name,
        "role": given.role,
        "route": given.route,
        "given_at": moment,
    }


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None
