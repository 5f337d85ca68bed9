"""Takes a batch of changes in one transaction: merge, conflicts, log, numbers, receipts.

An operation that was taken before is answered from its receipt. One that cannot be taken is held
with a reason and never stands in the way of the others.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from stls_core import wire
from stls_core.changes import Change
from stls_core.documents import canonical
from stls_core.ids import is_id
from stls_core.policy import refusal_to_write
from stls_core.records import kind_named
from stls_core.records.syncing import Conflict
from stls_server import bulk, tables
from stls_server.auth import Caller
from stls_server.moments import as_text
from stls_server.projection import Projections
from stls_server.refusals import RefusedError
from stls_server.services.batch import Batch, Live, Receipt
from stls_server.services.checking import fault_of
from stls_server.services.conflicts import refusal_to_settle
from stls_server.services.echo import echo_of
from stls_server.services.granting import refresh_grants
from stls_server.services.merging import Merging
from stls_server.services.moving import move_along
from stls_server.services.numbering import number_and_write
from stls_server.services.placing import Places, place_kinds, step_of

SIGNED: Final = (
    "This was signed or filled in already and cannot be changed. Your version is kept on the"
    " server; make a new version instead."
)
NOT_YOURS: Final = (
    "This belongs to a school or pupil that your team does not work with. It is kept on the"
    " server for your lead."
)
NO_PLACE: Final = "It does not say which pupil or school it belongs to."
FOLLOWS_HELD: Final = "It goes on from a change that was set aside."
UNSTORABLE: Final = "The council server could not store this. It is kept there for support."
PUT_BACK: Final = "An older backup was put back on the council server a moment ago."
USED_TWICE: Final = "Its number was used before for another change. It was not taken."


@dataclass(frozen=True)
class Sent:
    """One operation as it came in."""

    change: Change
    body: bytes
    sha256: str


class Pusher:
    """Does one push on the connection of its transaction."""

    def __init__(
        self, connection: sa.Connection, caller: Caller, projections: Projections, now: dt.datetime
    ) -> None:
        self._connection = connection
        self._caller = caller
        self._projections = projections
        self._at = as_text(now)
        self._held: list[dict[str, Any]] = []
        self._moved: set[str] = set()

    def push(self, message: wire.Push, *, hold: str = "") -> wire.Pushed:
        """The answer for every operation. Raises `RefusedError` for a malformed request.

        With words in `hold`, whatever was not taken before is set aside with them.
        """
        sent = _read(message)
        authority, epoch, first_number = self._lock_map(sent)
        if message.epoch and message.epoch != epoch:
            put_back = wire.Result(state="retry", why=PUT_BACK)
            return wire.Pushed({one.change.op: put_back for one in sent})
        self._batch = batch = Batch(self._connection, self._caller, authority)
        batch.first_number = first_number
        self._places = Places(batch)
        known = self._receipts(sent)
        batch.receipts.update({op: receipt for op, (receipt, _) in known.items()})
        fresh = self._fresh(sent, known, message.schema, hold)
        self._prepare(fresh)
        for one in fresh:
            batch.receipts[one.change.op] = self._take(one)
        if self._moved:
            move_along(batch, self._places, self._projections, self._moved)
        number_and_write(batch, self._at)
        self._write_receipts(sent, known)
        self._write_projections()
        results = {one.change.op: self._answer(one.change.op) for one in sent}
        return wire.Pushed(results, echo_of(batch, [one.change for one in sent]))

    # --- reading -----------------------------------------------------------------------------

    def _lock_map(self, sent: Iterable[Sent]) -> tuple[str, str, int]:
        """Nobody pushes while a school or pupil changes district; nor twice from one laptop."""
        c = tables.authority.c
        is_mover = any(_may_move(one.change) for one in sent)
        code, epoch, first_number = self._connection.execute(
            sa.select(c.code, c.epoch, c.first_number).with_for_update(read=not is_mover)
        ).one()
        own = tables.device.c.id == self._caller.device
        self._connection.execute(sa.select(tables.device.c.id).where(own).with_for_update())
        return str(code), str(epoch), int(first_number)

    def _receipts(self, sent: Iterable[Sent]) -> dict[str, tuple[Receipt, str]]:
        wanted = {op for one in sent for op in (one.change.op, *one.change.after.values())}
        c = tables.receipt.c
        rows = self._connection.execute(
            sa.select(c.op, c.result, c.body_sha256).where(
                c.device == self._caller.device, bulk.among(self._connection, c.op, wanted)
            )
        )
        return {op: (msgspec.convert(result, Receipt), sha) for op, result, sha in rows}

    def _fresh(
        self, sent: list[Sent], known: dict[str, tuple[Receipt, str]], schema: int, hold: str
    ) -> list[Sent]:
        """What was not taken before and is well formed; the rest gets its answer here."""
        fresh: list[Sent] = []
        for one in sent:
            op = one.change.op
            if op in known:
                if known[op][1] != one.sha256:
                    self._hold(one, USED_TWICE)
                    self._batch.receipts[op] = Receipt("held", why=USED_TWICE)
            elif words := hold or fault_of(one.change, one.body, schema):
                self._batch.receipts[op] = self._hold(one, words)
            else:
                fresh.append(one)
        return fresh

    def _prepare(self, fresh: list[Sent]) -> None:
        """Lock the records of the batch and read where they belong."""
        ids = {one.change.rec for one in fresh}
        for receipt in tuple(self._batch.receipts.values()):
            ids.update(receipt.conflicts.values())
        self._batch.load(ids)
        units: set[str] = set()
        for one in fresh:
            live = self._batch.lives.get(one.change.rec)
            if live:
                units.add(live.unit)
            units.update(_named_places(one.change))
        self._places.fetch(filter(is_id, units))

    # --- one operation -----------------------------------------------------------------------

    def _take(self, one: Sent) -> Receipt:
        change = one.change
        live = self._batch.lives.get(change.rec) or self._new(change)
        if live is None or live.kind.name != change.kind:
            return self._hold(one, NOT_YOURS)
        if words := self._refusal(live, change):
            return self._hold(one, words)
        merging = Merging(self._batch, live, change)
        if merging.changes_what_is_signed:
            return self._hold(one, SIGNED)
        if words := self._put(live, change, merging.document):
            return self._hold(one, words)
        self._batch.lives[live.id] = live
        return merging.write()

    def _new(self, change: Change) -> Live | None:
        kind = kind_named(change.kind)
        return Live(change.rec, kind, "", "", created_by=self._caller.device) if kind else None

    def _refusal(self, live: Live, change: Change) -> str:
        if live.id in self._batch.lives and not self._caller.may_see(live.feed, live.unit):
            return NOT_YOURS
        if live.kind.record is Conflict:
            return refusal_to_settle(self._batch, live, change)
        if live.id not in self._batch.lives and self._follows_held(change):
            return FOLLOWS_HELD
        return refusal_to_write(self._caller.role, live.kind, change.set)

    def _follows_held(self, change: Change) -> bool:
        earlier = (self._batch.receipts.get(op) for op in change.after.values())
        return any(receipt is not None and receipt.state == "held" for receipt in earlier)

    def _put(self, live: Live, change: Change, document: dict[str, Any]) -> str:
        """Set the record's unit and feed; answers with words if it may not go there."""
        is_new = live.id not in self._batch.lives
        if not is_new and not _touches_place(live, change):
            return ""
        feed, unit = self._places.place(live, document)
        if not unit:
            return NO_PLACE
        feed = feed or live.feed or self._home()
        if not feed:
            return NO_PLACE
        # A pupil may be handed to a district that one does not see; nothing else may go there.
        is_handed_over = not is_new and unit == live.id
        if not is_handed_over and not self._caller.may_see(feed, unit):
            return NOT_YOURS
        if live.kind.name in place_kinds() and _may_move(change):
            self._moved.add(live.id)
        if (feed, unit) != (live.feed, live.unit):
            live.feed, live.unit = feed, unit
        return ""

    def _home(self) -> str:
        """Where a record waits whose school is not known yet: the first district of the team."""
        return next((feed for feed in self._caller.feeds if is_id(feed)), "")

    def _hold(self, one: Sent, words: str) -> Receipt:
        self._held.append(
            {
                "device": self._caller.device,
                "op": one.change.op,
                "body_sha256": one.sha256,
                "account": self._caller.account,
                "at": self._at,
                "reason": words,
                "body": one.body.decode(),
                "state": "HELD",
            }
        )
        return Receipt("held", why=words)

    # --- writing -----------------------------------------------------------------------------

    def _write_receipts(self, sent: Iterable[Sent], known: dict[str, tuple[Receipt, str]]) -> None:
        rows = [
            {
                "device": self._caller.device,
                "op": one.change.op,
                "body_sha256": one.sha256,
                "result": msgspec.to_builtins(self._batch.receipts[one.change.op]),
            }
            for one in sent
            if one.change.op not in known
        ]
        bulk.add_rows(self._connection, tables.receipt, rows)
        bulk.add_rows(self._connection, tables.held, self._held)

    def _write_projections(self) -> None:
        touched = [live for live in self._batch.lives.values() if live.is_touched]
        self._projections.write(
            self._connection, ((x.kind.name, x.id, x.unit, x.feed, x.doc) for x in touched)
        )
        teams = [live.id for live in touched if live.kind.name == "team"]
        if teams:
            refresh_grants(self._connection, tables.account.c.team.in_(teams))

    def _answer(self, op: str) -> wire.Result:
        r = self._batch.receipts[op]
        return wire.Result(state=r.state, seq=r.seq, bad=r.bad, mixed=r.mixed, why=r.why)


def _read(message: wire.Push) -> list[Sent]:
    """The operations with their canonical bodies; one that stands twice is taken once."""
    if len(message.ops) > wire.MAX_OPS:
        words = f"At most {wire.MAX_OPS} changes are taken at a time. Nothing was changed."
        raise RefusedError(413, "too-many", words)
    found: dict[str, Sent] = {}
    for change in message.ops:
        if not is_id(change.op):
            raise RefusedError(400, "malformed", "A change has no valid number. None was taken.")
        body = canonical(change)
        one = Sent(change, body, hashlib.sha256(body).hexdigest())
        if found.setdefault(change.op, one).sha256 != one.sha256:
            words = "Two different changes have the same number. None was taken."
            raise RefusedError(400, "used-twice", words)
    return list(found.values())


def _may_move(change: Change) -> bool:
    """Whether the change makes or moves a unit that other records travel with."""
    kind = kind_named(change.kind)
    return kind is not None and kind.name in place_kinds() and step_of(kind) in change.set


def _touches_place(live: Live, change: Change) -> bool:
    return not change.set.keys().isdisjoint((*live.kind.unit, step_of(live.kind)))


def _named_places(change: Change) -> set[str]:
    """What the change names as the place where its record belongs; ids, if all is well."""
    kind = kind_named(change.kind)
    paths = (*kind.unit, step_of(kind)) if kind else ()
    named = (change.set.get(path) for path in paths)
    return {value for value in named if isinstance(value, str)}
