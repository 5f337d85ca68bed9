"""Typing is safe within a second, and settles into records when it can be sent.

A form hands in drafts, one for each record on it. Settling turns every draft that passes the
to-save rules into a change, in one transaction; the others stay and are listed with the reason.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from stls_core.documents import nest, view
from stls_core.records import Need, Problem, kind_named
from stls_core.validation import problems_of
from stls_desktop.changed import Changed
from stls_desktop.services.beyond import problems_beyond
from stls_desktop.services.desk import Desk
from stls_desktop.store.drafts import Draft


@dataclass(frozen=True)
class Unsendable:
    """A draft that cannot leave the laptop yet, and what it lacks."""

    draft: Draft
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Settled:
    """What settling came to. `drafts` are those to go on typing with, by record."""

    changed: Changed
    drafts: dict[str, Draft]
    unsendable: tuple[Unsendable, ...]


def keep(desk: Desk, drafts: Iterable[Draft]) -> dt.datetime:
    """Write what is being typed. When this returns, it is on the disk; the time is for "Saved"."""
    with desk.store.write() as work:
        for draft in drafts:
            work.keep_draft(draft)
    return desk.now()


def problems_to_save(desk: Desk, draft: Draft) -> tuple[Problem, ...]:
    """What keeps a draft from being sent: half-typed values first, then the to-save rules."""
    kind = kind_named(draft.kind)
    if kind is None:
        return ()
    halves = tuple(
        Problem(name, f"{kind.fields[name].label}: “{text}” is not finished yet.")
        for name, text in draft.raw.items()
        if name in kind.fields
    )
    record, unread = view(kind, {**nest(draft.doc), "id": draft.rec})
    found = problems_of(kind, record, Need.SAVE, desk.reference)
    return (*halves, *unread, *(p for p in found if p.blocks))


def settle(desk: Desk, form: str | None = None) -> Settled:
    """Settle the drafts of one form, or all of them (before a lock or a sync)."""
    going_on: dict[str, Draft] = {}
    unsendable: list[Unsendable] = []
    with desk.store.write() as work:
        for draft in work.drafts(form):
            problems = problems_to_save(desk, draft) or problems_beyond(work, draft)
            if problems:
                unsendable.append(Unsendable(draft, problems))
            else:
                going_on[draft.rec] = work.settle(draft)
    return Settled(work.changed, going_on, tuple(unsendable))


def unfinished(desk: Desk) -> tuple[Unsendable, ...]:
    """Every draft that is not sendable yet, for Today and for the Sync screen."""
    with desk.store.read() as read:
        drafts = read.drafts()
        return tuple(
            Unsendable(draft, problems_to_save(desk, draft) or problems_beyond(read, draft))
            for draft in drafts
        )
