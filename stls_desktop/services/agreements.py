"""What a family agreed to, as it is today: its state in words, warnings, and its withdrawal.

A withdrawal stops the service's work from the moment it is typed and is the first thing to be
sent; it erases nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core import gates
from stls_core.documents import nest, view
from stls_core.records import Need, Problem, kind_of
from stls_core.records.agreements import Agreement, signer_problems
from stls_core.records.pupils import Pupil
from stls_core.validation import problems_of
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk
from stls_desktop.services.drafting import settle

_WORDS: Final = {
    "REQUESTED": "Nobody with parental responsibility has signed yet.",
    "SIGNED": "It holds until {last}.",
    "EXPIRING": "It runs out on {last}. Ask the family to renew it.",
    "EXPIRED": "It ended on {last}. Nothing more may happen before it is renewed.",
    "WITHDRAWN": "The family has withdrawn. Work has stopped; nothing that was written is erased.",
}


class WithdrawalError(Exception):
    """The withdrawal lacks something; the words say what."""


@dataclass(frozen=True)
class AgreementState:
    """An agreement on this day."""

    status: str  # code of `agreement_status`
    words: str
    warnings: tuple[Problem, ...]  # what does not forbid it and wants a look
    missing: tuple[str, ...]  # what it still lacks, in words


@dataclass(frozen=True)
class Withdrawn:
    """A withdrawal, with what stood there before."""

    rec: str
    before: Mapping[str, Any]
    changed: Changed


def state_today(desk: Desk, rec: str, document: Mapping[str, Any]) -> AgreementState:
    """How an agreement whose document stands so on the screen is today."""
    kind, day = kind_of(Agreement), desk.today()
    found = view(kind, {**nest(document), "id": rec})[0]
    agreement = found if isinstance(found, Agreement) else Agreement(id=rec)
    with desk.store.read() as read:
        pupil = read.get(Pupil, agreement.pupil_id) if agreement.pupil_id else None
    status = gates.state_of(agreement, pupil, day)
    left = gates.left_school_on(agreement, pupil)
    last = min(filter(None, (agreement.last_day, left)), default=None)
    said = f"{last.day} {last:%B %Y}" if last else ""
    words = _WORDS[status].format(last=said)
    if left and left <= day and status == "EXPIRED":
        words = f"It ended when the child changed school on {said}. Ask the family anew."
    found_problems = problems_of(kind, agreement, Need.SIGN, desk.reference)
    return AgreementState(
        status=status,
        words=words,
        warnings=tuple(signer_problems(agreement, pupil.born_on if pupil else None)),
        missing=tuple(p.message for p in found_problems if p.blocks),
    )


def withdraw(desk: Desk, rec: str, by: str, scope: str) -> Withdrawn:
    """Record that the family withdraws, from today, and put it before everything that waits.

    Raises `WithdrawalError` if nobody is named. What is typed on the screen is settled first.
    """
    if not by.strip():
        msg = "Say who withdraws"
        raise WithdrawalError(msg)
    settled = settle(desk, rec)
    edit = {
        "withdrawn_on": desk.today().isoformat(),
        "withdrawn_by": by.strip(),
        "withdraw_scope": scope.strip() or None,
    }
    with desk.store.write() as work:
        opened = work.open(rec)
        if opened is None:
            msg = "Enter the form and who signed it first; then it can be withdrawn."
            raise WithdrawalError(msg)
        before = {name: opened.doc.get(name) for name in edit}
        work.edit("agreement", rec, edit)
        work.outbox.hurry(rec)
    return Withdrawn(rec, before, settled.changed | work.changed)


def take_back(desk: Desk, withdrawn: Withdrawn) -> Changed:
    """Undo a withdrawal that was recorded by mistake."""
    with desk.store.write() as work:
        work.edit("agreement", withdrawn.rec, dict(withdrawn.before))
    return work.changed
