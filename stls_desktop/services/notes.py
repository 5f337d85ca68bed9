"""The SENCO's note: from a signed version to the bytes that are given, and who was given them.

What it has in common with other things that are given out stands in `issuing`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from stls_core import gates
from stls_core.records.agreements import Agreement
from stls_core.records.pupils import Pupil
from stls_core.records.reports import SignedVersion
from stls_core.reference import Reference
from stls_desktop.changed import Changed
from stls_desktop.reports import note as notes
from stls_desktop.reports.content import Document
from stls_desktop.reports.people import AgreedAction, Person
from stls_desktop.reports.render import problems, render
from stls_desktop.services import issuing, signing
from stls_desktop.services.desk import Desk
from stls_desktop.services.issuing import Drawn, Gathered, NotGivenError
from stls_desktop.services.joined import joined_ids, kept_for
from stls_desktop.services.signing import Version
from stls_desktop.store.queries import Queries


@dataclass(frozen=True)
class Suggested:
    """Somebody the note is likely to be for."""

    name: str
    role: str


def draw(desk: Desk, version_id: str) -> Drawn:
    """The note of a signed version: the issued bytes if there are any, else drawn now.

    Raises what `gather` raises. Needs no network; about 50 ms.
    """
    return issuing.drawn(gather(desk, version_id))


def gather(desk: Desk, version_id: str) -> Gathered:
    """What the note is drawn from. Raises `NoSuchVersionError` and `AlteredVersionError`."""
    with desk.store.read() as read:
        version = issuing.intact(read, version_id, "visit")
        found = issuing.kept(read, version_id)
    copy = Drawn(
        name="Visit note",
        version_id=version_id,
        number=version.number,
        reference=issuing.reference_of("LV", version),
        setting=str(version.content["words"]["setting"]),
        is_issued=found is not None,
    )
    document = partial(_document, version, desk.reference)
    return Gathered(copy, found, document, render, problems, is_kept_back=False)


def _document(version: Version, reference: Reference) -> Document:
    return notes.link_visit_note(note_values(version, reference))


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


def issue(desk: Desk, note: Drawn, name: str, role: str, route: str) -> Changed:
    """Keep the bytes and record who was given which version, how and when.

    Raises `NotGivenError` as `may_give` does.
    """
    with desk.store.write() as work:
        _refuse_to_give(desk, work, note.version_id, name, route)
        version = issuing.intact(work, note.version_id, "visit")
        given = issuing.recipient(desk, name, role, route)
        issuing.record_given(desk, work, note, version, given)
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
        reference=issuing.reference_of("LV", version),
        service=f"{words['service']}, {words['authority']}",
        setting=words["setting"],
        district=words["district"],
        author=Person(words["author"], words["team"]),
        visited_on=dt.date.fromisoformat(visit["visited_on"]),
        dated_on=version.signed_on,
        mode=say("visit_mode", visit.get("mode", "")),
        starts_at=_time(visit.get("starts_at")),
        ends_at=_time(visit.get("ends_at")),
        visit_count=_count(words),
        purposes=tuple(say("visit_purpose", code) for code in visit.get("purposes", ())),
        attendees=tuple(
            Person(a.get("name", ""), say("staff_role", a.get("role", "")))
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


def _count(words: Mapping[str, Any]) -> str:
    if not words.get("entitled"):
        return ""
    return f"{words['number']} of {words['entitled']} this year"


def _no_actions(visit: Mapping[str, Any]) -> str:
    return visit.get("no_actions_reason", "") if visit.get("has_no_actions") else ""


def _agreed(action: Mapping[str, Any]) -> AgreedAction:
    return AgreedAction(
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


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None
