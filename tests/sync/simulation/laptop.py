"""A laptop in the simulation: the program's own store, drafts, services and sync engine.

A form behaves as the one on the screen does: it keeps what it opened with until its own settling
tells it otherwise, and hears nothing of a sync round that settles its draft behind its back.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from stls_core import wire
from stls_core.records.attachments import Attachment
from stls_core.reference import Reference
from stls_desktop.services import drafting, syncing
from stls_desktop.services.desk import Desk, Identity
from stls_desktop.store.drafts import Draft
from stls_desktop.store.file_states import SAFE, FileState
from stls_desktop.store.reading import Opened
from stls_desktop.store.store import Store
from stls_desktop.sync.apply import carry_out
from stls_desktop.sync.engine import (
    Ahead,
    Ask,
    Finished,
    Progress,
    TakePage,
    TakeResults,
    sync_round,
)
from stls_desktop.sync.file_exchange import ListFiles
from tests.fakes import Clock, Ids, StoreKey
from tests.sync.simulation.history import BrokenError
from tests.sync.simulation.line import Fault, Fuse, Line, LostError

_T = TypeVar("_T")


@dataclass
class Form:
    """An open form with what is typed into it."""

    rec: str
    kind: str
    before: dict[str, Any]
    seen: dict[str, int | str]
    doc: dict[str, Any]
    raw: dict[str, str] = field(default_factory=dict)

    def draft(self) -> Draft:
        """What is to be kept of the form now."""
        return Draft(self.rec, self.kind, self.rec, self.before, self.doc, self.seen, self.raw)

    def go_on(self, settled: Draft) -> None:
        """The draft has become a change; go on from there."""
        self.before, self.seen = dict(settled.before), dict(settled.seen)


class Laptop:
    """One enrolled laptop. After a power cut `start` finds what had reached the disk."""

    def __init__(
        self,
        name: str,
        path: Path,
        me: wire.Enrolled,
        clock: Clock,
        reference: Reference,
    ) -> None:
        self.name, self.path, self.me, self.clock = name, path, me, clock
        self._reference = reference
        self._new_id = Ids(sum(name.encode()))
        self.taken: list[TakePage | TakeResults] = []  # every answer that was applied
        self.start()

    @classmethod
    def copy_of(cls, template: Path, folder: Path, name: str, *args: Any) -> Laptop:
        """A laptop with a copy of an empty, migrated store."""
        path = folder / f"{name}.db"
        shutil.copy(template, path)
        return cls(name, path, *args)

    def start(self) -> None:
        """Open the store; nothing is on the screen and no round is running."""
        self.store = Store(self.path, StoreKey(), now=self.clock, new_id=self._new_id)
        self.fuse = Fuse(self.store._engine)
        self.desk = Desk(
            self.store,
            self._reference,
            Identity(account=self.me.account, name=self.me.account_name, team=self.me.team),
            self.clock,
            self._new_id,
        )
        self.forms: dict[str, Form] = {}
        self._round: Generator[Any, Any, Finished] | None = None
        self._answer: Any = None
        self._early: tuple[wire.Message, wire.Message] | None = None
        self._words: frozenset[str] = frozenset()  # what waited when the round began

    def cut(self) -> None:
        """The power goes and comes back: no goodbye to the store."""
        self.store._engine.dispose()
        self.start()

    def close(self) -> None:
        """The simulation is over."""
        self.store.close()

    # --- the screen ----------------------------------------------------------------------------

    def open(self, rec: str) -> Opened | None:
        """A record as it is shown."""
        with self.store.read() as read:
            return read.open(rec)

    def form_of(self, rec: str) -> Form | None:
        """The open form of a record; opens it, with what was left unfinished."""
        if rec not in self.forms:
            opened = self.open(rec)
            with self.store.read() as read:
                draft = next(iter(read.drafts(rec)), None)
            if draft:
                form = Form(rec, draft.kind, draft.before, draft.seen, draft.doc, draft.raw)
            elif opened:
                form = Form(rec, opened.kind, opened.doc, opened.seen, opened.doc)
            else:
                return None
            self.forms[rec] = form
        return self.forms[rec]

    def type(self, form: Form, edit: Mapping[str, Any]) -> None:
        """Type into a form and keep it: what the teacher is told is saved."""
        doc = {path: value for path, value in {**form.doc, **edit}.items() if value is not None}
        typed = Form(form.rec, form.kind, form.before, form.seen, doc, form.raw)
        drafting.keep(self.desk, [typed.draft()])
        form.doc = doc

    def settle(self, rec: str) -> bool:
        """The form's own settling, after ten seconds of rest; False if it cannot be sent yet."""
        settled = drafting.settle(self.desk, rec)
        if rec in self.forms and rec in settled.drafts:
            self.forms[rec].go_on(settled.drafts[rec])
        return not settled.unsendable

    def leave(self, rec: str) -> bool:
        """Leaving a form settles it; False if something on it cannot be sent yet."""
        is_settled = self.settle(rec)
        self.forms.pop(rec, None)
        return is_settled

    def files_due(self) -> bool:
        """Whether a file of a record that is known has not come through, on time or not."""
        with self.store.read() as read:
            named = read.find(Attachment)
            hashes = {h for each in named for h in (each.sha256, each.thumbnail_sha256)}
            states = read.files.states(hashes)
        return any(states.get(each, FileState()).state != SAFE for each in hashes)

    # --- sync ----------------------------------------------------------------------------------

    @property
    def is_syncing(self) -> bool:
        """Whether a round has begun and not ended."""
        return self._round is not None

    def step(self, line: Line, fault: Fault = Fault.NONE, at: int = 0) -> bool:
        """One step of a round, which begins if none is running. False when the round is over."""
        if self._round is None:
            drafting.settle(self.desk)
            self._words = self._unsent()
            self._round, self._answer = sync_round(self.me.device, len(self._words)), None
            return True
        try:
            step = self._round.send(self._answer)
            self._answer = None
            if isinstance(step, ListFiles) and (late := self._words & self._unsent()):
                raise BrokenError(f"files go before these words of {self.name}: {late}")
            if isinstance(step, Ask):
                self._answer = self._asked(line, step.message, fault, at)
            elif isinstance(step, Ahead):
                self._early = (step.message, line.ask(self.me.token, step.message, fault, at))
            elif not isinstance(step, Progress):
                self._answer, _ = carry_out(step, self.store, _at_once)
            if isinstance(step, TakePage | TakeResults):
                self.taken.append(step)
        except (StopIteration, LostError):
            self.abandon()
        return self._round is not None

    def _unsent(self) -> frozenset[str]:
        """The changes that no answer has come for yet."""
        with self.store.read() as read:
            return frozenset(change.op for change in read.unsent())

    def abandon(self) -> None:
        """The round stops here, wherever it is."""
        self._round, self._early = None, None

    def _asked(self, line: Line, message: wire.Message, fault: Fault, at: int) -> wire.Message:
        """As the courier does: what went ahead is not sent twice, and its answer can be lost."""
        early, self._early = self._early, None
        if early is None or early[0] is not message:
            return line.ask(self.me.token, message, fault, at)
        if fault is not Fault.NONE:
            raise LostError
        return early[1]

    def sync(self, line: Line) -> Finished:
        """A whole round by the program's own service, with nothing that breaks."""
        self.abandon()
        ended = syncing.run_round(
            self.desk, self.me.device, _Asking(line, self.me.token), on_store=_at_once
        )
        assert ended.finished is not None, ended.standing
        return ended.finished


@dataclass(frozen=True)
class _Asking:
    line: Line
    token: str

    def ask(self, message: wire.Message) -> Any:
        return self.line.ask(self.token, message)


def _at_once(op: Callable[[], _T]) -> _T:
    return op()
