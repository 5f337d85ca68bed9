"""A restricted case: read by whoever works on it; others say why, and that is kept.

Restricted is the case with all that belongs to it: requests, plans with their targets and
sessions, what names the case, and the actions and files of any of these. Every list, search and
export asks here, so that they agree. It restrains who looks at this laptop; which cases reach a
laptop at all is decided by the server's grants.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from stls_core import policy
from stls_core.records import Kind, all_kinds
from stls_core.records.access import FEWEST_LETTERS, AccessEntry
from stls_core.records.cases import Case
from stls_core.records.settings import LinkAssignment
from stls_core.records.visits import Action
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk, my_accounts
from stls_desktop.store.queries import Queries

RESTRICTED: Final = "RESTRICTED"
WORDS: Final = "Restricted"
SHORT: Final = "Say why you have to open it, in a few words. They are kept."
NOT_YOURS: Final = "Your role does not read restricted cases. Ask its lead teacher."


class AskedToSayWhyError(Exception):
    """The reason is missing or too short, or the role may not open it; the words say so."""


class _Belongs(Protocol):
    @property
    def id(self) -> str: ...


_B = TypeVar("_B", bound=_Belongs)


@dataclass(frozen=True)
class Door:
    """A restricted case that somebody stands before."""

    rec: str  # what was to be opened
    case_id: str
    pupil_id: str
    lead: str
    may_ask: bool


@dataclass(frozen=True)
class Closed:
    """The restricted cases of some children, and the records that belong to those not open now."""

    restricted: frozenset[str] = frozenset()  # every restricted case
    cases: frozenset[str] = frozenset()  # those that the person at this laptop may not read now
    below: frozenset[str] = frozenset()  # whatever belongs to these

    def holds(self, rec: str, document: Mapping[str, Any]) -> bool:
        """Whether a record may not be shown; `document` is flat, as far as it is known."""
        above = (str(document.get(name) or "") for name in _BELONGS)
        return bool({rec, *above} & (self.cases | self.below))

    def is_restricted(self, rec: str, document: Mapping[str, Any]) -> bool:
        """Whether it is, or names, a restricted case, whoever looks."""
        return bool({rec, str(document.get("case_id") or "")} & self.restricted)

    def keep(self, records: Iterable[_B]) -> tuple[_B, ...]:
        """Those that may be shown."""
        return tuple(r for r in records if not self.holds(r.id, _named(r)))


def closed(desk: Desk, read: Queries, pupil_ids: tuple[str, ...] | None = None) -> Closed:
    """What is restricted about these children, or about anybody."""
    wanted: dict[str, Any] = {} if pupil_ids is None else {"pupil_id": pupil_ids}
    cases = read.find(Case, sensitivity=RESTRICTED, **wanted)
    if not cases:
        return Closed()
    shut = frozenset(each.id for each in cases if not _is_open(desk, read, each))
    return Closed(frozenset(each.id for each in cases), shut, _below(read, shut))


def _below(read: Queries, cases: frozenset[str]) -> frozenset[str]:
    """Everything about these children that belongs to the cases, however many steps down."""
    found, last = set[str](), set(cases)
    while last:
        ids, last = tuple(last), set()
        for kind, name in _POINTING:
            wanted: dict[str, Any] = {name: ids}
            last |= {each.id for each in read.find(kind.record, **wanted)} - found
        found |= last
    return frozenset(found)


def _pointing() -> Iterator[tuple[Kind, str]]:
    """(kind, field) of every record about a child that belongs to another one about a child."""
    about = {kind.name for kind in all_kinds() if "pupil_id" in kind.fields}
    for kind in all_kinds():
        for field in kind.fields.values():
            points = field.says.ref in about or field.name == "of_id"
            if kind.name in about and points and field.name in _BELONGS:
                yield kind, field.name


_BELONGS: Final = ("case_id", "plan_id", "session_id", "observation_id", "part_of_id", "of_id")
_POINTING: Final = tuple(_pointing())


def keep_shown(desk: Desk, read: Queries, actions: Sequence[Action]) -> tuple[Action, ...]:
    """The actions of several children without those that were agreed in what may not be read."""
    children = tuple({each.pupil_id for each in actions} - {""})
    return closed(desk, read, children).keep(actions) if children else tuple(actions)


def door_before(desk: Desk, rec: str) -> Door | None:
    """The door that stands before a record; None if it may be read."""
    with desk.store.read() as read:
        opened = read.open(rec)
        document = opened.doc if opened else {}
        pupil_id = str(document.get("pupil_id") or "")
        shut = closed(desk, read, (pupil_id,)) if pupil_id else Closed()
        if not shut.holds(rec, document):
            return None
        case_id = _case_of(read, rec, document, shut)
        case = read.get(Case, case_id)
        lead = case.lead_teacher_id if case else ""
        named = read.find(LinkAssignment, teacher_id=lead, limit=1) if lead else ()
    name = named[0].teacher_name if named else "its lead teacher"
    return Door(rec, case_id, pupil_id, name, policy.may_open_with_reason(desk.me.role))


def open_with_reason(desk: Desk, door: Door, reason: str) -> Changed:
    """Open the case for a day and keep who did, when and why.

    Raises `AskedToSayWhyError` without a reason of some words, or for a role that may not.
    """
    if not policy.may_open_with_reason(desk.me.role):
        raise AskedToSayWhyError(NOT_YOURS)
    if len(reason.strip()) < FEWEST_LETTERS:
        raise AskedToSayWhyError(SHORT)
    with desk.store.write() as work:
        work.put(
            AccessEntry(
                id=desk.new_id(),
                author_id=desk.me.account,
                team_id=desk.me.team,
                created_at=desk.now(),
                sensitivity=RESTRICTED,
                of_id=door.case_id,
                pupil_id=door.pupil_id,
                opened_by_id=desk.me.account,
                opened_by=desk.me.name,
                opened_at=desk.now(),
                reason=reason.strip(),
            )
        )
    return work.changed


def who_opened(read: Queries, case_id: str) -> tuple[str, ...]:
    """A sentence for each time that somebody said why, the latest first."""
    entries = read.find(AccessEntry, of_id=case_id)
    ordered = sorted(entries, key=lambda e: e.opened_at or dt.datetime.min.replace(tzinfo=dt.UTC))
    return tuple(
        f"Opened by {e.opened_by} on {e.opened_at.day} {e.opened_at:%B %Y}: {e.reason}"
        for e in reversed(ordered)
        if e.opened_at
    )


def _is_open(desk: Desk, read: Queries, case: Case) -> bool:
    accounts = my_accounts(desk, read)
    teachers = (*case.teacher_ids_on(desk.today()), case.author_id)
    if policy.reads_restricted(teachers, accounts):
        return True
    entries = read.find(AccessEntry, of_id=case.id, opened_by_id=accounts)
    return any(each.holds_at(desk.now()) for each in entries)


def _case_of(read: Queries, rec: str, document: Mapping[str, Any], shut: Closed) -> str:
    """The closed case that a record belongs to, straight or through what it belongs to."""
    for _ in range(4):  # a file of an action of a session of a plan of a case
        if rec in shut.cases:
            return rec
        case_id = str(document.get("case_id") or "")
        if case_id in shut.cases:
            return case_id
        above = next((str(document[n]) for n in _BELONGS[1:] if document.get(n)), "")
        opened = read.open(above) if above else None
        if opened is None:
            break
        rec, document = above, opened.doc
    return ""


def _named(record: object) -> dict[str, str]:
    return {name: str(getattr(record, name, "") or "") for name in _BELONGS}
