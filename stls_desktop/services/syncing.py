"""Sync as the rest of the program sees it: enrol, run a round, and say in words how it stands.

The only door to `stls_desktop.sync`. A round runs on the net lane and hands every piece of store
work to the store lane, so that it never holds a transaction while it waits for the network.
"""

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

import msgspec

from stls_core import wire
from stls_core.changes import Change
from stls_core.documents import Document, nest, title_of, view
from stls_core.records import Kind, kind_named
from stls_core.records.attachments import Attachment
from stls_core.records.settings import Setting
from stls_core.records.syncing import Conflict
from stls_core.records.voices import QUOTED
from stls_desktop.changed import Changed
from stls_desktop.services import voices
from stls_desktop.services.desk import FORMER_ACCOUNTS, IDENTITY, Desk, Identity, my_accounts
from stls_desktop.services.desk import Enrolment as Enrolment  # noqa: PLC0414 - for screens
from stls_desktop.services.drafting import Unsendable, settle, unfinished
from stls_desktop.services.wall_clock import clock_problem, gone_back
from stls_desktop.store.problems import DiskFullError, StoreError
from stls_desktop.store.queries import Queries
from stls_desktop.sync.apply import OnStore, carry_out
from stls_desktop.sync.courier import Asks, Courier, answer_to
from stls_desktop.sync.engine import Ahead, Ask, Finished, NonsenseError, Progress, sync_round
from stls_desktop.sync.file_exchange import FileOnWay, FileProgress
from stls_desktop.sync.schedule import Schedule as Schedule  # noqa: PLC0414 - for screens
from stls_desktop.sync.transport import Transport, TransportError, UnreachableError

ENROLMENT: Final = "enrolment"
LAST_SYNC: Final = "last_sync"
_log = logging.getLogger(__name__)
FULL: Final = (
    "The disk of this laptop is full, so what came with this sync could not be kept. Nothing is"
    " lost: the rest comes by itself once there is room. Free some space."
)


@dataclass(frozen=True)
class Standing:
    """How sync stands, for the status line and the Sync screen."""

    phase: str  # not_enrolled, running, safe, unfinished, waiting, offline, attention
    words: str
    waiting: int = 0
    progress: Progress | None = None
    last_at: str = ""
    problem: str = ""
    file: FileOnWay | None = None  # the photo or PDF that is on its way


@dataclass(frozen=True)
class Round:
    """What a round came to: the standing afterwards, and what it changed."""

    standing: Standing
    changed: Changed
    finished: Finished | None = None


SHOWN: Final = 40
"""Waiting records that are named; after weeks without a network there are thousands."""


@dataclass(frozen=True)
class WaitingItem:
    """A record that is not on the server yet, and why."""

    rec: str
    kind: str
    title: str
    why: str
    is_stuck: bool = False


@dataclass(frozen=True)
class ConflictItem:
    """A conflict as its author sees it: where, and both values in words."""

    id: str
    of_id: str
    kind: str
    title: str
    field: str
    live: str
    live_by: str
    other: str
    other_by: str


@dataclass(frozen=True)
class SyncSheet:
    """Everything on the Sync screen."""

    standing: Standing
    server: str
    waiting: tuple[WaitingItem, ...]  # the first of them, see `SHOWN`
    conflicts: tuple[ConflictItem, ...]
    set_aside: tuple[WaitingItem, ...] = field(default=())
    waiting_count: int = 0


def enrol(
    desk: Desk, server: str, code: str, device_name: str, *, on_store: OnStore | None = None
) -> Identity:
    """Trade a one-time code for this laptop's own token, which stays in the encrypted store.

    Raises `TransportError` with the reason in words; nothing is changed then. `on_store` runs the
    writing elsewhere, so that the wait for the network holds up no typing.
    """
    with Transport(server) as transport:
        answer: wire.Enrolled = transport.ask(wire.Enrol(code=code, device_name=device_name))
    identity = Identity(
        account=answer.account,
        name=answer.account_name,
        role=answer.role,
        team=answer.team,
        authority=answer.authority,
        authority_name=answer.authority_name,
    )

    def keep() -> None:
        with desk.store.write() as work:
            work.remember(FORMER_ACCOUNTS, my_accounts(desk, work))  # what they wrote stays theirs
            work.remember(IDENTITY, identity)
            work.remember(ENROLMENT, Enrolment(server, answer.device, answer.token))

    if on_store is None:
        keep()
    else:
        on_store(keep)
    return identity


def enrolment(desk: Desk) -> Enrolment | None:
    """How this laptop reaches its server, or None if it is not enrolled."""
    with desk.store.read() as read:
        found: Enrolment | None = read.recall(ENROLMENT, Enrolment)
    return found


def transport_to(known: Enrolment, proxy: str | None = None) -> Transport:
    """A connection to this laptop's server; close it after the round."""
    return Transport(known.server, known.token, proxy=proxy)


def run_round(
    desk: Desk,
    device: str,
    server: Asks,
    *,
    on_store: OnStore,
    tell: Callable[[Standing], None] = lambda _standing: None,
) -> Round:
    """Settle the drafts, then one round to its end.

    Never raises for a fault of the server, the network or the disk: a round that breaks off is
    told in its standing, and the next one goes on where it was.
    """
    changed, answer = Changed(), None
    try:
        changed |= on_store(lambda: settle(desk)).changed
        steps = sync_round(device, on_store(lambda: _waiting(desk)))
        with Courier(server) as courier:
            while True:
                step = steps.send(answer)
                answer = None
                if isinstance(step, Ask):
                    answer = answer_to(courier, step.message)
                elif isinstance(step, Ahead):
                    courier.send_ahead(step.message)
                elif isinstance(step, Progress | FileProgress):
                    tell(_running(step))
                else:
                    answer, written = carry_out(step, desk.store, on_store)
                    changed |= written
    except StopIteration as stop:
        finished: Finished = stop.value
        return Round(on_store(lambda: _after_round(desk, finished)), changed, finished)
    except (TransportError, NonsenseError, OverflowError, StoreError) as error:
        failure = error  # an overflow: a number that is too large for the store's columns
    return Round(on_store(lambda: _after_failure(desk, failure)), changed)


def standing(desk: Desk) -> Standing:
    """How sync stands while nothing is running."""
    with desk.store.read() as read:
        waiting, files = read.waiting_count(), read.files.unsent_count()
        last = read.recall(LAST_SYNC, str, "")
        is_enrolled = read.recall(ENROLMENT, Enrolment) is not None
    odd = gone_back(desk.now(), last)
    if odd:
        return _check_clock(Standing("attention", "", waiting, last_at=last), odd)
    if not is_enrolled:
        return Standing("not_enrolled", _safe_here(waiting, "Not connected to a council"), waiting)
    if waiting or files:
        words = " and ".join(part for part in (_changes(waiting), _files(files)) if part[0] != "0")
        return Standing("waiting", f"{words} to send", waiting, last_at=last)
    begun = sum(bool(each.problems) for each in unfinished(desk))
    if begun:
        return Standing("unfinished", f"{begun} not finished: on this laptop only", last_at=last)
    return Standing("safe", _all_safe(last), last_at=last)


def sheet(desk: Desk) -> SyncSheet:
    """What waits and why, what the server set aside, and the open conflicts."""
    known = enrolment(desk)
    with desk.store.read() as read:
        unsent = read.unsent()
        waiting = [_waiting_item(read, change) for change in unsent[:SHOWN]]
        aside = [_waiting_item(read, item.change, item.why) for item in read.set_aside()]
        aside += _files_in_trouble(read)
        conflicts = [_conflict_item(read, c) for c in read.find(Conflict, state="OPEN")]
    stuck = [
        WaitingItem(
            u.draft.rec, u.draft.kind, _draft_title(u), u.problems[0].message, is_stuck=True
        )
        for u in unfinished(desk)
        if u.problems
    ]
    return SyncSheet(
        standing=standing(desk),
        server=known.server if known else "",
        waiting=(*stuck, *waiting),
        conflicts=tuple(conflicts),
        set_aside=tuple(aside),
        waiting_count=len(stuck) + len(unsent),
    )


def resolve(desk: Desk, conflict_id: str, *, keep: str) -> Changed:
    """Settle a conflict with `live`, `other`, or `both` (texts joined, one after the other)."""
    with desk.store.write() as work:
        conflict = work.get(Conflict, conflict_id)
        if conflict is None or conflict.state != "OPEN":
            return Changed()
        live, other = _values(conflict.live), _values(conflict.other)
        if keep == "other":
            work.edit(conflict.of_kind, conflict.of_id, other)
        elif keep == "both":
            work.edit(conflict.of_kind, conflict.of_id, _both(live, other))
        settled = {"state": "SETTLED", "resolved_by_id": desk.me.account}
        work.edit("conflict", conflict_id, settled)
    return work.changed


def _both(live: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {
        path: f"{live.get(path) or ''}\n\n{value or ''}".strip()
        if isinstance(value, str) or isinstance(live.get(path), str)
        else value
        for path, value in other.items()
    }


def _waiting(desk: Desk) -> int:
    with desk.store.read() as read:
        return read.waiting_count()


def _after_round(desk: Desk, finished: Finished) -> Standing:
    if finished.restored_feeds:
        words = "The council server was put back to an older copy. Your changes are safe here"
        return Standing("attention", words, _waiting(desk))
    if finished.begun_again:
        _log.warning("the server was put back to an older copy; what it lost was sent again")
    if not finished.retry_after:
        with suppress(DiskFullError), desk.store.write() as work:  # then the older time is told
            work.remember(LAST_SYNC, desk.now().isoformat())
    odd = clock_problem(desk.now(), finished.server_time)
    return _check_clock(standing(desk), odd) if odd else standing(desk)


def _check_clock(now: Standing, problem: str) -> Standing:
    words = _safe_here(now.waiting, "Check this laptop’s clock")
    return replace(now, phase="attention", words=words, problem=problem)


def _last_safe(desk: Desk) -> str:
    with desk.store.read() as read:
        return _all_safe(read.recall(LAST_SYNC, str, ""))


def _after_failure(desk: Desk, error: Exception) -> Standing:
    waiting = _waiting(desk)
    if isinstance(error, UnreachableError):
        words = _safe_here(waiting, "Offline") if waiting else f"Offline. {_last_safe(desk)}"
        return Standing("offline", words, waiting, problem=str(error))
    if isinstance(error, DiskFullError):
        return Standing("attention", _safe_here(waiting, "The disk is full"), waiting, problem=FULL)
    is_told = isinstance(error, TransportError | StoreError)
    told = str(error) if is_told else "The server's answer made no sense."
    return Standing("attention", _safe_here(waiting, "Sync needs help"), waiting, problem=told)


def _running(progress: Progress | FileProgress) -> Standing:
    if isinstance(progress, FileProgress):
        words = f"Photos and PDFs: {progress.done} of {progress.parts} parts"
        return Standing("running", words, file=progress.file)
    if progress.sent < progress.to_send:
        words = f"{progress.sent} of {progress.to_send} sent"
    elif progress.to_receive > progress.received:
        words = f"{progress.received} of {progress.to_receive} received"
    else:
        words = "Checking with the council server"
    return Standing("running", words, progress=progress)


def _safe_here(waiting: int, state: str) -> str:
    return f"{state}. {_changes(waiting)} safe on this laptop" if waiting else state


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"


def _files(count: int) -> str:
    return "1 photo or PDF" if count == 1 else f"{count} photos and PDFs"


def _all_safe(last: str) -> str:
    if not last:
        return "Nothing to send yet"
    moment = dt.datetime.fromisoformat(last).astimezone()
    return f"All safe on the council server {moment:%H:%M}"


def _waiting_item(read: Queries, change: Change, why: str = "") -> WaitingItem:
    return WaitingItem(change.rec, change.kind, _title(read, change.rec, change.kind), why)


def _files_in_trouble(read: Queries) -> list[WaitingItem]:
    """Photos and PDFs that could not be sent or fetched, once each."""
    troubled = read.files.troubled()
    found = read.find(Attachment, sha256=tuple(troubled)) if troubled else ()
    return [
        WaitingItem(
            each.id, "attachment", _title(read, each.id, "attachment"), troubled[each.sha256]
        )
        for each in found
    ]


def _draft_title(unsendable: Unsendable) -> str:
    kind = kind_named(unsendable.draft.kind)
    return _named(kind, nest(unsendable.draft.doc)) if kind else unsendable.draft.kind


def _title(read: Queries, rec: str, kind_name: str) -> str:
    """Which record: the kind, the school and the day if it has them, else its own name."""
    kind = kind_named(kind_name)
    opened = read.open(rec)
    if kind is None or opened is None:
        return kind_name
    school = read.get(Setting, str(opened.doc.get("setting_id") or ""))
    if school is None or not kind.event:
        return f"{kind.title}: {_named(kind, nest(opened.doc))}"
    day = _day_in_words(str(opened.doc.get(kind.event) or ""))
    return f"{kind.title}: {', '.join(word for word in (school.name, day) if word)}"


def _named(kind: Kind, document: Document) -> str:
    """Children stand in lists with their initials only, words only where they may be quoted."""
    if kind.name in QUOTED:
        return voices.in_a_line(kind, document) or kind.title
    record, _ = view(kind, document)
    return str(getattr(record, "initials", "")) or title_of(kind, document)


def _day_in_words(iso: str) -> str:
    try:
        day = dt.date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {day:%b %Y}"


def _conflict_item(read: Queries, conflict: Conflict) -> ConflictItem:
    return ConflictItem(
        id=conflict.id,
        of_id=conflict.of_id,
        kind=conflict.of_kind,
        title=_title(read, conflict.of_id, conflict.of_kind),
        field=_slot_label(conflict.of_kind, conflict.slot),
        live=_in_words(conflict.live),
        live_by=conflict.live_by,
        other=_in_words(conflict.other),
        other_by=conflict.other_by,
    )


def _slot_label(kind_name: str, slot: str) -> str:
    kind = kind_named(kind_name)
    if kind is None:
        return slot
    names = kind.members(slot) if slot.startswith("@") else (slot.partition("/")[0],)
    return ", ".join(kind.fields[n].label for n in names if n in kind.fields) or slot


def _in_words(text: str) -> str:
    shown = [_plain(value) for value in _values(text).values()]
    return "; ".join(word for word in shown if word) or "(empty)"


def _values(text: str) -> dict[str, Any]:
    """{path: value} of a conflict; nothing if another version wrote it in another way."""
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(part) for name, part in value.items() if name != "key" and part)
    return "" if value is None else str(value)
