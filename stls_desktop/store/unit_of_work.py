"""The only door to a transaction: a record's row and its outbox change are written together.

Whatever is written inside `Store.write()` is committed as a whole or not at all, and the caller
learns which kinds and ids have changed. Must not decide what may be written; services do.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from stls_core.changes import Change, Shadow, overlay, recorded
from stls_core.documents import difference, document_of, flatten, unit_of
from stls_core.records import Record, kind_named, kind_of
from stls_desktop.changed import Changed
from stls_desktop.store import projection, tables
from stls_desktop.store.drafts import Draft, DraftTable, OpenForms
from stls_desktop.store.edits import as_typed, newest_seen, versions_seen, with_unknown_parts
from stls_desktop.store.files import Files
from stls_desktop.store.inbox import Inbox, shadows_of
from stls_desktop.store.outbox import Outbox, Waiting
from stls_desktop.store.queries import Queries
from stls_desktop.store.revisions import HERE, Revisions, step


class UnitOfWork(Queries):
    """One write transaction. Reads inside it see what it has written."""

    def __init__(
        self,
        connection: sa.Connection,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        forms: OpenForms,
    ) -> None:
        super().__init__(connection)
        self._connection = connection
        self.now = now
        self.new_id = new_id
        self._kinds: set[str] = set()
        self._ids: set[str] = set()
        self._forms = forms
        self._settled: list[tuple[Draft, Draft]] = []

    @property
    def changed(self) -> Changed:
        """What has been written so far."""
        return Changed(frozenset(self._kinds), frozenset(self._ids))

    def put(self, record: Record) -> None:
        """Make a record, or bring an existing one to these values; only differences count.

        What the typed record cannot show (fields of a newer version, unreadable values) stays.
        """
        kind = kind_of(record)
        _, shown = self._shown(record.id)
        after = flatten(kind, document_of(record))
        after = with_unknown_parts(kind, shown, after)
        self.edit(kind.name, record.id, difference(kind, as_typed(kind, shown), after))

    def edit(
        self,
        kind_name: str,
        rec: str,
        edit: Mapping[str, Any],
        seen: Mapping[str, int | str] | None = None,
        *,
        what: str = "",
    ) -> str:
        """Apply an explicit change {path: value or None} and put it into the outbox.

        `seen` {slot: version or own operation} is what the author had before their eyes, if a
        form stood open while newer values may have come in; without it, what is held now.
        `what` names the step in the record's history, where that is no ordinary edit.
        Returns the operation that holds the edit, or nothing if there was none.
        """
        if not edit:
            return ""
        known = {} if seen is None else {rec: seen}
        return self._write(kind_name, {rec: edit}, known, what)[rec]

    def edit_many(self, kind_name: str, edits: Mapping[str, Mapping[str, Any]]) -> None:
        """Apply explicit changes to many records of a kind at once, such as an import's."""
        wanted = {rec: edit for rec, edit in edits.items() if edit}
        if wanted:
            self._write(kind_name, wanted, {})

    def _write(
        self,
        kind_name: str,
        edits: Mapping[str, Mapping[str, Any]],
        seen: Mapping[str, Mapping[str, int | str]],
        what: str = "",
    ) -> dict[str, str]:
        kind = kind_named(kind_name)
        ids = tuple(edits)
        views = projection.views_of(self._connection, ids)
        shadows = shadows_of(self._connection, ids)
        box = Outbox(self._connection)
        waiting = box.of_records(ids)
        moment = self.now().isoformat()
        changes, shown, steps = [], {}, {}
        for rec, edit in edits.items():
            before = views.get(rec, ("", {}))[1]
            if kind and before:
                also = kind.record.also_written(before, edit, self.now().astimezone().date())
                edit = {**edit, **also}  # noqa: PLW2901 - the edit with what it would lose
            document = overlay(before, [Change("", rec, kind_name, {**edit})])
            shown[rec] = (kind_name, document)
            if before:
                steps[rec] = (kind_name, step(before, document))
            mine = waiting.get(rec, Waiting())
            changes.append(
                recorded(
                    kind,
                    edit,
                    shadow=shadows.get(rec, Shadow()),
                    seen=versions_seen(kind, edit, seen.get(rec)),
                    waiting=mine.open,
                    sent=mine.frozen,
                    fresh=Change(
                        op=self.new_id(),
                        rec=rec,
                        kind=kind_name,
                        set={},
                        unit=unit_of(kind, {**document, "id": rec}) if kind else "",
                        at=moment,
                    ),
                    own=self._own(seen.get(rec, {})),
                    stood=newest_seen(seen.get(rec)),
                )
            )
            self._touch(kind_name, rec)
        box.keep(changes)
        Revisions(self._connection).keep(steps, HERE, self.now(), what)
        projection.write(self._connection, shown)
        return {change.rec: change.op for change in changes}

    def keep_draft(self, draft: Draft) -> None:
        """Write what is being typed, half-typed values included."""
        DraftTable(self._connection).keep(self._forms.caught_up(draft), self.now())

    def drop_draft(self, rec: str) -> None:
        """Forget a draft, because it settled or because its author gave it up."""
        DraftTable(self._connection).drop(rec)

    def settle(self, draft: Draft) -> Draft:
        """Turn a draft into a change: what differs from the document the form opened with.

        Returns the draft to go on with: it has seen its own operation in the slots it wrote.
        """
        kind = kind_named(draft.kind)
        edit = difference(kind, draft.before, draft.doc) if kind else {}
        op = self.edit(draft.kind, draft.rec, edit, draft.seen)
        self.drop_draft(draft.rec)
        wrote = {kind.slot(path): op for path in edit} if kind else {}
        now = msgspec.structs.replace(draft, before=draft.doc, seen={**draft.seen, **wrote})
        self._settled.append((draft, now))
        return now

    def committed(self) -> None:
        """All of it is on the disk: the open forms stand where their drafts were settled."""
        for settled, now in self._settled:
            self._forms.went_on(settled, now)

    @property
    def files(self) -> Files:
        """The bytes of photos and PDFs, to be kept and taken out."""
        return Files(self._connection, self.now)

    @property
    def outbox(self) -> Outbox:
        """The queue of changes, for sync."""
        return Outbox(self._connection)

    @property
    def inbox(self) -> Inbox:
        """Where answers and pages of the server are applied."""
        return Inbox(self._connection, self._touch, self.now)

    def remember(self, name: str, value: object) -> None:
        """Keep a small value inside the encrypted store: who this laptop acts as, its token."""
        text = msgspec.json.encode(value).decode()
        upsert = insert(tables.setting_value).values(name=name, value=text)
        self._connection.execute(
            upsert.on_conflict_do_update(index_elements=["name"], set_={"value": text})
        )

    def forget_revisions(self, before: dt.datetime) -> int:
        """Forget what became of records before that time; how many steps that were."""
        return Revisions(self._connection).forget_before(before)

    def keep_file(self, sha256: str, content: bytes) -> None:
        """Keep the bytes of an issued document under their hash."""
        self._connection.execute(
            insert(tables.stored_file)
            .values(sha256=sha256, content=content, kept_at=self.now().isoformat())
            .on_conflict_do_nothing()
        )

    def _touch(self, kind: str, rec: str) -> None:
        self._kinds.add(kind)
        self._ids.add(rec)

    def _shown(self, rec: str) -> tuple[str, dict[str, Any]]:
        return projection.views_of(self._connection, [rec]).get(rec, ("", {}))

    def _own(self, seen: Mapping[str, int | str]) -> dict[str, Change]:
        named = {slot: what for slot, what in seen.items() if isinstance(what, str)}
        found = Outbox(self._connection).named(tuple(set(named.values())))
        return {slot: found[op] for slot, op in named.items() if op in found}
