"""Conflicts become records of their own, in the unit of the record they are about.

Nothing forgets them: they sync to both authors and stay open until one of them, or a lead,
settles them. Their ids are derived, so that the same clash sent again is the same conflict.
"""

from dataclasses import dataclass
from typing import Any, Final

from stls_core.changes import Change
from stls_core.documents import canonical
from stls_core.ids import derived_id
from stls_core.merge import Clash
from stls_core.policy import SETTLING, rights_of
from stls_core.records import kind_of
from stls_core.records.syncing import Conflict
from stls_server.services.batch import Batch, Entry, Live, Written

OPEN: Final = "OPEN"
_KIND: Final = kind_of(Conflict)


@dataclass(frozen=True)
class Parties:
    """Whose value stands, and whose is the other; names, because people read them."""

    live_by: str
    other_by: str
    other_op: str


def open_conflict(batch: Batch, live: Live, change: Change, clash: Clash, parties: Parties) -> str:
    """Write the conflict record of a clash and return its id."""
    rec = derived_id(batch.authority, _KIND.name, live.id, clash.slot, change.op)
    doc: dict[str, Any] = {
        "id": rec,
        "of_id": live.id,
        "of_kind": live.kind.name,
        "unit_of": live.unit,
        "slot": clash.slot,
        "base": canonical(clash.base).decode(),
        "live": canonical(clash.live).decode(),
        "live_by": parties.live_by,
        "other": canonical(clash.other).decode(),
        "other_by": parties.other_by,
        "other_op": parties.other_op,
        "state": OPEN,
    }
    batch.load([rec])
    if rec not in batch.lives:  # else it is sent again after an older backup was put back
        conflict = Live(rec, _KIND, live.feed, live.unit, created_by=batch.caller.device)
        batch.lives[rec] = conflict
        _write(batch, conflict, change, {path: value for path, value in doc.items() if value})
    return rec


def continue_conflict(batch: Batch, rec: str, change: Change, clash: Clash) -> bool:
    """Put the author's newer value into her conflict that is still open; False if it is not."""
    known = batch.lives.get(rec)
    if known is None or known.doc.get("state") != OPEN:
        return False
    other = canonical(clash.other).decode()
    _write(batch, known, change, {"other": other, "other_op": change.op})
    return True


def refusal_to_settle(batch: Batch, live: Live, change: Change) -> str:
    """Why this change of a conflict record is not taken; empty if it is."""
    if live.stored is None:
        return "Conflicts are written by the council server only."
    if not set(change.set) <= SETTLING:
        return "Of a conflict only its settling can be changed."
    authors = (live.doc.get("live_by"), live.doc.get("other_by"))
    if batch.caller.name not in authors and not rights_of(batch.caller.role).settles_for_others:
        return "A conflict is settled by one of its two authors or by the team's lead."
    return ""


def _write(batch: Batch, conflict: Live, change: Change, patch: dict[str, Any]) -> None:
    before = {path: conflict.doc.get(path) for path in patch}
    number = batch.write(
        Entry(conflict, Written("", "", change.op, patch, None), change.at, before)
    )
    conflict.put(patch)
    conflict.ver.update((conflict.kind.slot(path), number) for path in patch)
    conflict.is_touched = True
