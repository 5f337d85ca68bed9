"""Merges one operation into its record, and says what became of it.

The rule for each field is `stls_core.merge`; added here are what only the server can know: which
version an earlier operation became, what stood there before, and deletes that crossed an edit.
"""

from typing import Any, Final

import msgspec

from stls_core.changes import Change
from stls_core.merge import Clash, Merged, merge
from stls_core.records.syncing import Conflict
from stls_server.services.batch import Batch, Entry, Live, Receipt, Written
from stls_server.services.conflicts import Parties, continue_conflict, open_conflict

DELETED: Final = "deleted"
_NOT_SEEN: Final = -1  # below every version: the slot is merged, never simply overwritten


class Merging:
    """One operation on one record: first worked out, then written."""

    def __init__(self, batch: Batch, live: Live, change: Change) -> None:
        self._batch = batch
        self._live = live
        self._sent_text: dict[str, int] = {}  # slot -> number of the operation it goes on from
        slots = live.kind.slots(change.set) if live.ver else ()
        self._base = {slot: self._base_of(change, slot) for slot in slots}
        self._crossed: list[tuple[Clash, Parties]] = []
        self._sent = dict(change.set)
        self.change = self._without_blind_delete(change)
        self.merged: Merged = merge(
            live.kind, live.doc, live.ver, self.change, self._base, self._before
        )

    @property
    def document(self) -> dict[str, Any]:
        """The document as it will stand."""
        after = {**self._live.doc, **self.merged.live}
        return {path: value for path, value in after.items() if value is not None}

    def write(self) -> Receipt:
        """Make it live: values, versions, the line in the log, conflicts."""
        live, change, merged = self._live, self.change, self.merged
        if self._is_edit_of_deleted():
            self._revive()
        applied = None if merged.live == self._sent else dict(merged.live)
        caller = self._batch.caller
        before = {path: live.doc.get(path) for path in merged.live}
        written = Written(caller.account, caller.device, change.op, self._sent, applied)
        is_effective = bool(merged.slots)
        number = self._batch.write(Entry(live, written, change.at, before, is_effective))
        live.put(merged.live)
        live.ver.update(dict.fromkeys(merged.slots, number))
        live.is_touched = live.is_touched or is_effective
        return self._receipt(number)

    @property
    def changes_what_is_signed(self) -> bool:
        """Whether it gives another value to what is write-once; then none of it is taken."""
        return bool(self.merged.refused)

    def _receipt(self, number: int) -> Receipt:
        clashes = [(clash, self._parties(clash)) for clash in self.merged.clashes]
        mixed = list(self.merged.mixed)
        if self._live.kind.record is Conflict:
            # Both authors settled it; the first stands, and there is nothing to choose any more.
            mixed += [clash.slot for clash, _ in clashes]
            clashes = []
        clashes += self._crossed
        named = {clash.slot: self._keep(clash, parties) for clash, parties in clashes}
        return Receipt(
            state="conflict" if named else "ok",
            seq=number,
            bad=tuple(named),
            mixed=tuple(mixed),
            conflicts=named,
        )

    def _keep(self, clash: Clash, parties: Parties) -> str:
        earlier = self._batch.receipts.get(self.change.after.get(clash.slot, ""))
        known = earlier.conflicts.get(clash.slot, "") if earlier else ""
        if known and continue_conflict(self._batch, known, self.change, clash):
            return known
        return open_conflict(self._batch, self._live, self.change, clash, parties)

    def _parties(self, clash: Clash) -> Parties:
        stands = self._batch.written(self._live.id, self._live.ver.get(clash.slot, 0))
        live_by = self._batch.name_of(stands.account) if stands else ""
        return Parties(live_by, self._batch.caller.name, self.change.op)

    # --- bases -------------------------------------------------------------------------------

    def _base_of(self, change: Change, slot: str) -> int:
        """The version that the author had before her, with `after` looked up in the receipts."""
        base = change.base.get(slot, 0)
        earlier = self._batch.receipts.get(change.after.get(slot, ""))
        if earlier is None or earlier.state == "held" or slot in earlier.bad:
            return self._as_seen_again(base, slot)
        if slot in earlier.mixed:
            # What she goes on from is what she sent, not what it was merged into.
            self._sent_text[slot] = earlier.seq
            return _NOT_SEEN
        return earlier.seq

    def _as_seen_again(self, base: int, slot: str) -> int:
        """A number of before an older backup was put back, as the number that stands for it now.

        A laptop sends again what the backup lacked, oldest first, with the numbers of that time. Of
        what it has sent again itself, every later change had seen the earlier one.
        """
        version = self._live.ver.get(slot, 0)
        if not 0 < base < self._batch.first_number <= version:
            return base
        return version if self._is_own_as_sent(slot, version) else base

    def _before(self, slot: str, path: str) -> object:
        """The value that the author had before writing."""
        if slot in self._sent_text:
            sent = self._batch.written(self._live.id, self._sent_text[slot])
            return sent.patch.get(path) if sent else None
        seen = self._batch.written(self._live.id, self._base.get(slot, 0))
        return seen.value_of(path) if seen else None

    # --- deletes -----------------------------------------------------------------------------

    def _without_blind_delete(self, change: Change) -> Change:
        """A delete by somebody who had not seen an edit does not happen: both authors are asked."""
        live = self._live
        if not change.set.get(DELETED) or live.doc.get(DELETED):
            return change
        unseen = [slot for slot in live.ver if slot != DELETED and self._is_unseen(change, slot)]
        if not unseen:
            return change
        newest = max(unseen, key=lambda slot: live.ver[slot])
        editor = self._batch.written(live.id, live.ver[newest])
        parties = Parties(
            self._batch.name_of(editor.account) if editor else "",
            self._batch.caller.name,
            change.op,
        )
        self._crossed.append((_delete_clash(), parties))
        rest = {path: value for path, value in change.set.items() if path != DELETED}
        return msgspec.structs.replace(change, set=rest)

    def _is_unseen(self, change: Change, slot: str) -> bool:
        version = self._live.ver[slot]
        # A delete that names every slot that its author knew has not seen the others, whatever an
        # answer to words of her own has raised `seen` to.
        is_complete = bool(change.set.get(DELETED)) and "id" in change.base
        known = change.base.get(slot, 0 if is_complete else change.seen)
        if slot in self._base and self._base[slot] >= version:
            return False
        if version <= known:
            return False
        return not self._is_own_as_sent(slot, version)

    def _is_own_as_sent(self, slot: str, version: int) -> bool:
        """Whether she wrote it, and not merged with a colleague's words."""
        writer = self._batch.written(self._live.id, version)
        if writer is None or writer.device != self._batch.caller.device:
            return False
        members = self._live.kind.members(slot)
        return all(writer.value_of(path) == writer.patch.get(path) for path in members)

    def _is_edit_of_deleted(self) -> bool:
        live, change = self._live, self.change
        if not live.doc.get(DELETED) or DELETED in change.set or self._crossed:
            return False
        return live.kind.record is not Conflict and self._is_unseen(change, DELETED)

    def _revive(self) -> None:
        """An edit by somebody who had not seen the delete brings the record back, and asks."""
        deleter = self._batch.written(self._live.id, self._live.ver.get(DELETED, 0))
        parties = Parties(
            live_by=self._batch.caller.name,
            other_by=self._batch.name_of(deleter.account) if deleter else "",
            other_op=deleter.op if deleter else "",
        )
        self._crossed.append((_delete_clash(), parties))
        self.merged.live[DELETED] = None
        self.merged.slots.append(DELETED)


def _delete_clash() -> Clash:
    return Clash(slot=DELETED, base={DELETED: None}, live={DELETED: None}, other={DELETED: True})
