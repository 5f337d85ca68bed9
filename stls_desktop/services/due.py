"""What is due beside visits: reviews, agreements that run out, and what was begun and not finished.

However long ago something should have been, it is here until it is done: what has ended is left
out before anything is cut off, and what does not fit on one screen is counted and can be asked
for. Children stand with their initials. What belongs to a restricted case is due only for those
who may read it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stls_core import gates
from stls_core.records import kind_named
from stls_core.records.agreements import ENGAGING_FORMS, Agreement
from stls_core.records.pupils import Pupil
from stls_desktop.services import drafting, restricted
from stls_desktop.services.desk import Desk, my_accounts
from stls_desktop.services.joined import kept_files
from stls_desktop.store.queries import Queries

SOON: Final = dt.timedelta(days=7)
MOST: Final = 50  # lines of one group at first; the rest are asked for
NOT_HERE: Final = "A child whose file is not on this laptop yet"
_WHAT: Final = {
    "case": "Review of the case",
    "mid": "Mid review of the plan",
    "final": "Final review of the plan",
    "natsip": "NatSIP review",
    "equipment": "Check of equipment",
    "school_plans": "A school’s plan is a year old",
    "modelling": "Look at a strategy again",
}


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
    """Things of one sort: the most pressing of them, and how many there are in all."""

    key: str
    title: str
    lines: tuple[DueLine, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not among the lines."""
        return self.count - len(self.lines)


@dataclass(frozen=True)
class _Found:
    rec: str
    pupil_id: str
    what: str
    on: dt.date | None


def due(desk: Desk, most: Mapping[str, int] | None = None) -> tuple[DueGroup, ...]:
    """Every group that has something in it, the most pressing line first.

    `most` is {group: lines} where more than `MOST` are wanted.
    """
    day, most = desk.today(), most or {}
    unfinished = list(_unfinished(desk))
    with desk.store.read() as read:
        shut = _shut(desk, read)
        reviews = list(_reviews(desk, read, day, most.get("reviews", MOST), shut))
        ending = _agreements(desk, read, day)
        counted = (
            ("reviews", "Reviews", reviews, _count_reviews(desk, read, day, shut)),
            ("agreements", "Agreements to Engage", ending, len(ending)),
            ("unfinished", "Not yet sendable", unfinished, len(unfinished)),
        )
        shown = [
            (key, title, _most_pressing(found, most.get(key, MOST)), count)
            for key, title, found, count in counted
        ]
        names = _names(read, {f.pupil_id for _, _, found, _ in shown for f in found if f.pupil_id})
    return tuple(
        DueGroup(key, title, tuple(_lines(key, found, names, day)), count)
        for key, title, found, count in shown
        if found
    )


def count(desk: Desk) -> int:
    """How many lines there are in all, without making them."""
    day = desk.today()
    unfinished = sum(1 for _ in _unfinished(desk))
    with desk.store.read() as read:
        reviews = _count_reviews(desk, read, day, _shut(desk, read))
        return reviews + len(_agreements(desk, read, day)) + unfinished


def _most_pressing(found: Iterable[_Found], most: int) -> list[_Found]:
    return sorted(found, key=lambda f: (f.on or dt.date.max, f.rec))[:most]


def _lines(
    key: str, found: Iterable[_Found], names: Mapping[str, str], day: dt.date
) -> Iterator[DueLine]:
    unknown = "" if key == "unfinished" else NOT_HERE  # a child that was only begun has no file
    for each in found:
        is_late = each.on is not None and each.on < day
        who = names.get(each.pupil_id, unknown) if each.pupil_id else ""
        yield DueLine(each.rec, each.pupil_id, each.what, who, each.on, is_late)


def _shut(desk: Desk, read: Queries) -> frozenset[str]:
    """What belongs to restricted cases that the person at this laptop may not read now."""
    shut = restricted.closed(desk, read)
    return shut.cases | shut.below


def _reviews(
    desk: Desk, read: Queries, day: dt.date, most: int, shut: frozenset[str]
) -> Iterator[_Found]:
    mine = my_accounts(desk, read)
    for each in read.reviews_due(day + SOON, mine, limit=most, without=shut):
        yield _Found(each.rec, each.pupil_id, _WHAT[each.what], _day(each.on))


def _count_reviews(desk: Desk, read: Queries, day: dt.date, shut: frozenset[str]) -> int:
    return read.count_reviews_due(day + SOON, my_accounts(desk, read), without=shut)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:  # it stays where it is until somebody enters it again
        return None


def _agreements(desk: Desk, read: Queries, day: dt.date) -> list[_Found]:
    """Of each child with an open case: what runs out within a month, or has, and is not renewed."""
    agreements = read.agreements_to_judge(day)
    kept = kept_files(read)
    families: dict[str, list[Agreement]] = {}
    for each in agreements:
        families.setdefault(kept.get(each.pupil_id, each.pupil_id), []).append(each)
    members = [*families, *(pupil for pupil, file in kept.items() if file in families)]
    in_hand = {kept.get(pupil, pupil) for pupil in read.with_open_case(members)}
    pupils = read.pupils_in_part(families, "placements")
    return [
        found
        for pupil_id, signed in families.items()
        if pupil_id in in_hand
        for found in _to_renew(desk, signed, pupils.get(pupil_id), day)
    ]


def _to_renew(
    desk: Desk, signed: Sequence[Agreement], pupil: Pupil | None, day: dt.date
) -> Iterator[_Found]:
    """The last agreement of each sort to hold, if it is ending. A withdrawal is no lapse."""
    sorts: dict[str, list[Agreement]] = {}
    for each in signed:
        sorts.setdefault("" if each.form in ENGAGING_FORMS else each.form, []).append(each)
    for alike in sorts.values():
        states = {each.id: gates.state_of(each, pupil, day) for each in alike}
        gone = [each.withdrawn_on for each in alike if states[each.id] == "WITHDRAWN"]
        since = max((each for each in gone if each), default=dt.date.min)
        held = [
            (_ends_on(each, pupil), each)
            for each in alike
            if states[each.id] in ("SIGNED", "EXPIRING", "EXPIRED")
            and each.signed_on
            and each.signed_on > since
        ]
        if not held:
            continue
        end, last = max(held, key=lambda one: (one[0], one[1].id))
        if states[last.id] != "SIGNED":
            form = desk.reference.label("agreement_form", last.form)
            words = "runs out" if states[last.id] == "EXPIRING" else "has run out"
            yield _Found(last.id, last.pupil_id, f"{form} {words}", end)


def _ends_on(agreement: Agreement, pupil: Pupil | None) -> dt.date:
    """Its own last day, or that on which the child went to another school."""
    days = (agreement.last_day, gates.left_school_on(agreement, pupil))
    return min((each for each in days if each), default=dt.date.min)


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
    schools = read.names_of_settings({pupil.setting_id for pupil in found})
    return {
        pupil.id: " · ".join(filter(None, (pupil.initials, schools.get(pupil.setting_id, ""))))
        for pupil in found
    }
