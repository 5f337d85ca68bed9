"""What is due beside visits: reviews, agreements that run out, and what was begun and not finished.

Asked of the store by days, with limits, so that it is as quick on a laptop that holds a whole
service. Children stand with their initials.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from stls_core import gates
from stls_core.records import Record, kind_named
from stls_core.records.agreements import Agreement
from stls_core.records.cases import ENDED, Case
from stls_core.records.modelling import ModellingNote
from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_core.records.sensory import SensoryProfile
from stls_core.records.settings import Setting
from stls_desktop.services import drafting
from stls_desktop.services.desk import Desk
from stls_desktop.store.queries import Queries

R = TypeVar("R", bound=Record)
SOON: Final = dt.timedelta(days=7)
LONG_AGO: Final = dt.timedelta(days=400)
MOST: Final = 200
_RUNNING: Final = ("ACTIVE", "MID_REVIEW", "EXTENDED")


@dataclass(frozen=True)
class DueLine:
    """One thing that is due: what, whose (initials and school), when, and what to open."""

    rec: str
    pupil_id: str
    what: str
    who: str
    on: dt.date | None
    is_late: bool


@dataclass(frozen=True)
class DueGroup:
    """Things of one sort."""

    key: str
    title: str
    lines: tuple[DueLine, ...]


@dataclass(frozen=True)
class _Found:
    rec: str
    pupil_id: str
    what: str
    on: dt.date | None


def due(desk: Desk) -> tuple[DueGroup, ...]:
    """Every group that has something in it, the most pressing line first."""
    day = desk.today()
    unfinished = tuple(_unfinished(desk))
    with desk.store.read() as read:
        groups = (
            ("reviews", "Reviews", tuple(_reviews(desk, read, day))),
            ("agreements", "Agreements to Engage", tuple(_agreements(desk, read, day))),
            ("unfinished", "Not yet sendable", unfinished),
        )
        pupils = {f.pupil_id for _, _, found in groups for f in found if f.pupil_id}
        names = _names(read, pupils)
    return tuple(
        DueGroup(key, title, tuple(_lines(found, names, day)))
        for key, title, found in groups
        if found
    )


def count(groups: Iterable[DueGroup]) -> int:
    """How many lines there are."""
    return sum(len(group.lines) for group in groups)


def _lines(found: Iterable[_Found], names: Mapping[str, str], day: dt.date) -> Iterator[DueLine]:
    for each in sorted(found, key=lambda f: (f.on or dt.date.max, f.rec)):
        is_late = each.on is not None and each.on < day
        who = names.get(each.pupil_id, "")
        yield DueLine(each.rec, each.pupil_id, each.what, who, each.on, is_late)


def _reviews(desk: Desk, read: Queries, day: dt.date) -> Iterator[_Found]:
    last = day + SOON
    since = day - LONG_AGO
    for case in _due(read, Case, "next_review_on", since, last):
        if case.status not in ENDED and case.next_review_on:
            yield _Found(case.id, case.pupil_id, "Review of the case", case.next_review_on)
    for plan in _due(read, IssPlan, "mid_review_on", since, last):
        if plan.status == "ACTIVE":
            yield _Found(plan.id, plan.pupil_id, "Mid review of the plan", plan.mid_review_on)
    for plan in _due(read, IssPlan, "final_review_on", since, last):
        if plan.status in _RUNNING and (plan.ends_on or day) <= last:
            yield _Found(plan.id, plan.pupil_id, "Final review of the plan", plan.ends_on)
    for profile in _due(read, SensoryProfile, "natsip_review_on", since, last):
        yield _Found(profile.id, profile.pupil_id, "NatSIP review", profile.natsip_due_on)
    for note in _due(read, ModellingNote, "review_on", day - dt.timedelta(days=28), last):
        if note.status == "SHARED" and note.author_id == desk.me.account:
            yield _Found(note.id, note.pupil_id, "Look at a strategy again", note.review_on)


def _due(
    read: Queries, record: type[R], field: str, since: dt.date, last: dt.date
) -> tuple[R, ...]:
    return read.between(record, field, since.isoformat(), last.isoformat(), limit=MOST)


def _agreements(desk: Desk, read: Queries, day: dt.date) -> Iterator[_Found]:
    """Those that run out within a month or have done so, of children with an open case."""
    for agreement in read.agreements_ending(day):
        pupil = read.get(Pupil, agreement.pupil_id)
        state = gates.state_of(agreement, pupil, day)
        if state not in ("EXPIRING", "EXPIRED") or not _is_wanted(read, agreement, day):
            continue
        form = desk.reference.label("agreement_form", agreement.form)
        words = "runs out" if state == "EXPIRING" else "has run out"
        yield _Found(agreement.id, agreement.pupil_id, f"{form} {words}", agreement.last_day)


def _is_wanted(read: Queries, agreement: Agreement, day: dt.date) -> bool:
    """Whether somebody is still at work, and no newer agreement has taken its place."""
    cases = read.find(Case, pupil_id=agreement.pupil_id)
    others = read.find(Agreement, pupil_id=agreement.pupil_id)
    newer = any(
        each.id != agreement.id
        and each.signed_on
        and agreement.signed_on
        and each.signed_on > agreement.signed_on
        and each.engages_on(day)
        for each in others
    )
    return any(case.status not in ENDED for case in cases) and not newer


def _unfinished(desk: Desk) -> Iterator[_Found]:
    for each in drafting.unfinished(desk):
        if not each.problems:
            continue
        kind = kind_named(each.draft.kind)
        title = kind.title if kind else each.draft.kind
        pupil_id = str(each.draft.doc.get("pupil_id") or "")
        if each.draft.kind == "pupil":
            pupil_id = each.draft.rec
        yield _Found(each.draft.form, pupil_id, f"{title}: {each.problems[0].message}", None)


def _names(read: Queries, pupils: Iterable[str]) -> dict[str, str]:
    """{pupil: initials and school}."""
    ids = tuple(pupils)
    found = read.find(Pupil, id=ids) if ids else ()
    places = tuple({pupil.setting_id for pupil in found})
    schools = {s.id: s.name for s in read.find(Setting, id=places)} if places else {}
    return {
        pupil.id: " · ".join(filter(None, (pupil.initials, schools.get(pupil.setting_id, ""))))
        for pupil in found
    }
