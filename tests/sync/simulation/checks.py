"""What must be true when the storm is over, whatever it did. The letters are those of the design.

I1 nothing is lost. I2 all agree, byte for byte. I4 traffic that comes again changes nothing. And:
no conflict with oneself, nothing held, the quiet ends within three rounds; every photo and PDF is
everywhere with the bytes that were added, once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa

from stls_core.documents import canonical
from stls_core.records import kind_named
from stls_desktop.store import projection
from stls_desktop.store import tables as laptop_tables
from stls_desktop.store.file_states import SAFE
from stls_desktop.sync.apply import carry_out
from stls_server import tables
from tests.sync.simulation.history import BrokenError, History, Writing, parts_in, value_of
from tests.sync.simulation.laptop import Laptop
from tests.sync.simulation.world import World

ROUNDS = 3
FILE_ROUNDS = 8


@dataclass
class Server:
    """What the council holds in the end."""

    docs: dict[str, dict[str, Any]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    held: int = 0

    @classmethod
    def of(cls, world: World) -> Server:
        """Read it."""
        found = cls()
        with world.council.database.read() as connection:
            for row in connection.execute(sa.select(tables.rec).order_by(tables.rec.c.id)):
                found.docs[row.id], found.kinds[row.id] = row.doc, row.kind
                if row.kind == "conflict":
                    found.conflicts.append(row.doc)
            count = sa.select(sa.func.count()).select_from(tables.held)
            found.held = connection.execute(count).scalar_one()
        return found

    def kept_aside(self, rec: str, slot: str) -> Iterator[dict[str, Any]]:
        """Both values of every conflict of a slot, as {path: value}."""
        for doc in self.conflicts:
            if doc["of_id"] == rec and doc["slot"] == slot:
                for side in ("live", "other"):
                    yield msgspec.json.decode(doc.get(side, "{}"))


def settle_down(world: World) -> None:
    """No more faults: within three rounds each, everything is everywhere."""
    world.limit(1000, 500)
    for laptop in world.laptops:
        laptop.fuse.left = 0
        laptop.abandon()
    for _ in range(ROUNDS):
        for laptop in world.laptops:
            laptop.sync(world.line)
    for laptop in world.laptops:
        with laptop.store.read() as read:
            if left := read.unsent():
                raise BrokenError(f"{laptop.name} still has {left}")
            if aside := read.set_aside():
                raise BrokenError(f"{laptop.name} had this set aside: {aside}")
    _let_files_through(world)


def _let_files_through(world: World) -> None:
    """What was refused or damaged is tried again a day later; the clocks are right by then."""
    for _ in range(FILE_ROUNDS):
        if not any(laptop.files_due() for laptop in world.laptops):
            return
        world.clock.go_on(days=2)
        for laptop in world.laptops:
            laptop.clock.at = world.clock.at
            laptop.sync(world.line)
    raise BrokenError(f"files are still due after {FILE_ROUNDS} quiet rounds")


def check(world: World) -> None:
    """Everything, after `settle_down`."""
    server = Server.of(world)
    if server.held:
        raise BrokenError(f"the server holds {server.held} changes of honest laptops")
    _all_agree(world, server)
    drafts = [d for laptop in world.laptops for d in _drafts(laptop)]
    for writing in world.history.writings:
        _is_not_lost(writing, world.history, server, drafts)
    _files_are_everywhere(world, server)
    _no_delete_was_blind(world.history, server)
    if not world.was_put_back:  # then a question that was settled may be asked again
        _no_false_conflict(world.history, server)
    _again_changes_nothing(world, server)


# I2


def _all_agree(world: World, server: Server) -> None:
    want = {rec: canonical(doc) for rec, doc in server.docs.items()}
    for laptop in world.laptops:
        have = {rec: canonical(doc) for rec, doc in shadow_of(laptop).items()}
        for rec in sorted({*want, *have}):
            if want.get(rec) != have.get(rec):
                raise BrokenError(
                    f"{laptop.name} and the server differ in {server.kinds.get(rec)} {rec}:"
                    f"\n{have.get(rec)!r}\n{want.get(rec)!r}"
                )
        shown = _shown(laptop)
        with laptop.store.write() as work:
            projection.rebuild(work._connection)
        if shown != _shown(laptop):
            raise BrokenError(f"the tables of {laptop.name} are not what its shadow says")


def shadow_of(laptop: Laptop) -> dict[str, dict[str, Any]]:
    """{id: flat document} as the laptop knows it to be on the server."""
    table = laptop_tables.shadow
    with laptop.store.read() as read:
        rows = read._connection.execute(sa.select(table.c.id, table.c.doc))
        return {rec: msgspec.json.decode(doc) for rec, doc in rows}


def _shown(laptop: Laptop) -> dict[str, list[str]]:
    """Every kind's table and the search entries, without the row numbers."""
    with laptop.store.read() as read:
        return {
            table.name: sorted(
                repr(tuple(row)[1:]) for row in read._connection.execute(sa.select(table))
            )
            for table in (*laptop_tables.KIND_TABLES.values(), laptop_tables.search_entry)
        }


def _drafts(laptop: Laptop) -> list[tuple[str, dict[str, Any]]]:
    with laptop.store.read() as read:
        return [(draft.rec, draft.doc) for draft in read.drafts()]


# I1


def _is_not_lost(
    writing: Writing,
    history: History,
    server: Server,
    drafts: list[tuple[str, dict[str, Any]]],
) -> None:
    kind = kind_named(writing.kind)
    assert kind is not None
    live = server.docs.get(writing.rec, {})
    aside = list(server.kept_aside(writing.rec, writing.slot))
    aside += [doc for rec, doc in drafts if rec == writing.rec]
    later = history.of(writing.rec, writing.slot)
    if writing.is_text:
        kept = set(parts_in(live.get(writing.slot)))
        for doc in aside:
            kept |= parts_in(doc.get(writing.slot))
        for other in later:
            kept |= other.saw_parts - other.parts
        if lost := writing.parts - writing.saw_parts - kept:
            raise BrokenError(f"lost {sorted(lost)} of {writing}")
        return
    values = {value_of(kind, writing.slot, doc) for doc in (live, *aside)}
    values |= {other.saw for other in later if other.value != other.saw}
    if writing.value not in values:
        raise BrokenError(f"lost {writing}")


def _no_delete_was_blind(history: History, server: Server) -> None:
    """Nobody takes away what she has not seen, unless she or its author was asked."""
    for rec, doc in server.docs.items():
        if not doc.get("deleted") or any(server.kept_aside(rec, "deleted")):
            continue
        seen = [deletion.seen for deletion in history.deletions if deletion.rec == rec]
        kind = kind_named(server.kinds[rec])
        assert kind is not None
        for writing in history.writings:
            if writing.rec != rec or writing.slot == "deleted" or writing.saw_deleted:
                continue
            if writing.is_text:
                live = parts_in(doc.get(writing.slot)) & (writing.parts - writing.saw_parts)
                known = frozenset().union(*(parts_in(s.get(writing.slot)) for s in seen))
                is_unseen = bool(live - known)
            else:
                shown = [value_of(kind, writing.slot, s) for s in seen]
                is_live = value_of(kind, writing.slot, doc) == writing.value
                is_unseen = is_live and writing.value not in shown
            if is_unseen:
                raise BrokenError(f"deleted unseen: {writing}")


# Photos and PDFs


def _files_are_everywhere(world: World, server: Server) -> None:
    told = [doc["caption"] for rec, doc in server.docs.items() if server.kinds[rec] == "attachment"]
    if doubled := {caption for caption in told if told.count(caption) > 1}:
        raise BrokenError(f"added twice: {doubled}")
    for adding in world.history.addings:
        doc = server.docs.get(adding.rec)
        if doc is None or doc["sha256"] != hashlib.sha256(adding.content).hexdigest():
            raise BrokenError(f"the record of {adding} is lost or names other bytes: {doc}")
        if doc.get("deleted"):
            continue
        for laptop in world.laptops:
            with laptop.store.read() as read:
                content = read.files.content(doc["sha256"])
                small = read.files.content(doc["thumbnail_sha256"])
                state = read.files.states([doc["sha256"]])[doc["sha256"]].state
            if (content, small, state) != (adding.content, adding.small, SAFE):
                raise BrokenError(f"{laptop.name} has {state} {content!r} of {adding}")


# No conflict with oneself, nor with what one has seen


def _no_false_conflict(history: History, server: Server) -> None:
    for doc in server.conflicts:
        kind = kind_named(doc["of_kind"])
        slot, rec = doc["slot"], doc["of_id"]
        if kind is None or slot == "deleted":
            continue
        live, other = (
            value_of(kind, slot, msgspec.json.decode(doc.get(side, "{}")))
            for side in ("live", "other")
        )
        for mine, theirs in ((live, other), (other, live)):
            written, read = (history.of_value(rec, slot, value) for value in (mine, theirs))
            if len(written) == len(read) == 1 and theirs in history.seen_before(written[0]):
                raise BrokenError(f"false conflict in {slot} of {rec}: {mine!r} saw {theirs!r}")


# I4


def _again_changes_nothing(world: World, server: Server) -> None:
    before = _records(world)
    for request in reversed(world.line.requests):
        world.line.deliver(request)
    if _records(world) != before:
        raise BrokenError("old requests that came again changed the server")
    # What was answered before a backup was put back cannot come after it: a round is one process.
    for laptop in world.laptops if not world.was_put_back else ():
        shadow, shown = shadow_of(laptop), _shown(laptop)
        for step in laptop.taken:
            carry_out(step, laptop.store, lambda op: op())
        laptop.sync(world.line)
        if (shadow, shown) != (shadow_of(laptop), _shown(laptop)):
            raise BrokenError(f"old answers that came again changed {laptop.name}")
    if Server.of(world).docs != server.docs:
        raise BrokenError("old answers that came again changed the server")


def _records(world: World) -> dict[str, list[str]]:
    """Everything on the server but the audit of requests."""
    with world.council.database.read() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in (
                tables.rec,
                tables.chg,
                tables.feed,
                tables.receipt,
                tables.held,
                tables.blob,
                tables.blob_part,
            )
        }
