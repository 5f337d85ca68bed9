"""Rules that need another record: a session lies in its plan's time, and modelling has its note.

What a record can tell of itself is checked by its declaration; this looks one record further.
Where the other record is not on this laptop nothing is said against it.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from stls_core.documents import nest, view
from stls_core.records import Problem, Record, kind_named
from stls_core.records.modelling import ModellingNote
from stls_core.records.observations import BY_LINES, Observation, ObservationEntry
from stls_core.records.plans import MODELLED, IssPlan, IssSession
from stls_desktop.services.modelling import note_problems
from stls_desktop.store.drafts import Draft
from stls_desktop.store.queries import Queries

Check = Callable[[Queries, Any], Iterator[Problem]]


def problems_beyond(read: Queries, draft: Draft) -> tuple[Problem, ...]:
    """What keeps a draft from being sent because of a record that it belongs to."""
    kind, check = kind_named(draft.kind), _CHECKS.get(draft.kind)
    if kind is None or check is None:
        return ()
    record: Record = view(kind, {**nest(draft.doc), "id": draft.rec})[0]
    return tuple(check(read, record))


def problems_to_sign(read: Queries, record: Record) -> Iterator[Problem]:
    """What another record still has to be there for, before this one is signed."""
    if isinstance(record, IssSession) and MODELLED & set(record.types):
        notes = read.find(ModellingNote, session_id=record.id, limit=1)
        if not notes:
            yield Problem("types", "Write the note of what was modelled before you sign")
    is_by_lines = isinstance(record, Observation) and record.method in BY_LINES
    if is_by_lines and not getattr(record, "description", "").strip():
        lines = read.find(ObservationEntry, observation_id=record.id, limit=1)
        if not lines:
            yield Problem("description", "Write what was seen, line by line or in one piece")
    if isinstance(record, ModellingNote):
        yield from note_problems(read, record)


def _session(read: Queries, session: IssSession) -> Iterator[Problem]:
    plan = read.get(IssPlan, session.plan_id) if session.plan_id else None
    day = session.held_on
    if plan is None or day is None or session.deleted:
        return
    if plan.starts_on and day < plan.starts_on:
        start = plan.starts_on
        words = f"The plan starts on {start.day} {start:%B %Y}. Choose that day or a later one."
        yield Problem("held_on", words)
    if plan.ends_on and day > plan.ends_on:
        end = plan.ends_on
        words = f"The plan ends on {end.day} {end:%B %Y}. Choose an earlier day; the lead may"
        yield Problem("held_on", f"{words} extend the plan once.")


_CHECKS: Final[dict[str, Check]] = {"iss_session": _session}
