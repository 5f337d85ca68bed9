"""The history of a record: who changed what and when, and an earlier version put back.

What the laptop knows: its own changes and those that a sync brought, for ninety days. Putting a
version back is a new edit like any other; nothing here rewrites what was.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stls_core.documents import Flat, difference, joined_name, nest, view
from stls_core.records import ENVELOPE, Kind, Merge, Need, kind_named
from stls_core.records.reports import SignedVersion
from stls_core.validation import problems_of
from stls_core.word_changes import Fate, Piece, word_changes
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk
from stls_desktop.services.field_words import COLLEAGUE, FieldWords, moment_words
from stls_desktop.services.records import cut, titled
from stls_desktop.store.queries import Queries
from stls_desktop.store.revisions import COUNCIL, KEPT_DAYS, RESTORE, Revision

PAGE: Final = 20
FIRST: Final = 0
"""The version that a record began with, or the oldest that is still known."""
SILENT: Final = frozenset(ENVELOPE) - {"deleted", "sensitivity", "is_safeguarding_flagged"}
LEFT_ALONE: Final = SILENT | {"status"}
"""Never put back: a state is changed by what a record's own screen offers for it."""
_WHAT: Final = {
    "edit": "Changed",
    "delete": "Deleted",
    "put_back": "Put back",
    "restore": "Earlier version put back",
}
CANNOT: Final = "Nothing was changed. With these fields put back the record could not be kept: "


class HistoryError(Exception):
    """Why a version was not put back, in words for the teacher."""


@dataclass(frozen=True)
class FieldChange:
    """One field of a change: its words before and after, and which of them differ."""

    path: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Edition:
    """One entry of a history. `n` names the version as it was after it; 0 is the beginning."""

    n: int
    what: str
    who: str
    when: str
    fields: tuple[FieldChange, ...] = ()
    is_signing: bool = False
    may_restore: bool = True


@dataclass(frozen=True)
class HistoryPage:
    """A page of a record's history, the newest entry first."""

    rec: str
    kind: str
    title: str
    editions: tuple[Edition, ...]
    has_more: bool
    is_deleted: bool


@dataclass(frozen=True)
class Comparison:
    """How an earlier version differs from the record as it stands."""

    n: int
    fields: tuple[FieldChange, ...]  # before is the earlier version, after what stands


@dataclass(frozen=True)
class Restored:
    """What was put back, and the edit that would undo it."""

    changed: Changed
    rec: str
    undo: Mapping[str, Any]


@dataclass(frozen=True)
class DeletedLine:
    """A record that was taken away and can be put back."""

    rec: str
    kind: str
    kind_words: str
    words: str
    when: str


def history(desk: Desk, rec: str, *, offset: int = 0, limit: int = PAGE) -> HistoryPage | None:
    """A page of what became of a record; None if this laptop does not hold it."""
    with desk.store.read() as read:
        opened = read.open(rec)
        kind = kind_named(opened.kind) if opened else None
        if opened is None or kind is None:
            return None
        told = FieldWords(desk, read)
        every = _editions(read, told, kind, rec, opened.doc)
        page = [make() for make in every[offset : offset + limit]]
    return HistoryPage(
        rec=rec,
        kind=kind.name,
        title=cut(titled(desk, kind, nest(opened.doc))),
        editions=tuple(page),
        has_more=len(every) > offset + limit,
        is_deleted=bool(opened.doc.get("deleted")),
    )


def compare(desk: Desk, rec: str, n: int) -> Comparison | None:
    """What would come back with version `n`; None if it or the record is not known any more."""
    with desk.store.read() as read:
        opened = read.open(rec)
        kind = kind_named(opened.kind) if opened else None
        earlier = _version(read.revisions(rec), n, opened.doc) if opened else None
        if opened is None or kind is None or earlier is None:
            return None
        edit = _way_back(kind, opened.doc, earlier)
        told = FieldWords(desk, read)
        pairs = {path: (value, opened.doc.get(path)) for path, value in edit.items()}
        return Comparison(n, _changes(told, kind, pairs))


def restore(desk: Desk, rec: str, n: int, paths: Iterable[str]) -> Restored:
    """Put the chosen fields back as they were in version `n`, as a new edit.

    A field of a group brings its group along. Raises `HistoryError` with what stands against it.
    """
    chosen = set(paths)
    with desk.store.write() as work:
        opened = work.open(rec)
        kind = kind_named(opened.kind) if opened else None
        earlier = _version(work.revisions(rec), n, opened.doc) if opened else None
        if opened is None or kind is None or earlier is None:
            msg = "This version is not known here any more. Nothing was changed."
            raise HistoryError(msg)
        slots = kind.slots(chosen)
        whole = _way_back(kind, opened.doc, earlier)
        edit = {path: value for path, value in whole.items() if kind.slot(path) in slots}
        _refuse_what_cannot_be_kept(desk, kind, rec, {**opened.doc, **edit})
        work.edit(kind.name, rec, edit, what=RESTORE)
        undo = {path: opened.doc.get(path) for path in edit}
    return Restored(work.changed, rec, undo)


def turned(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same difference, read the other way: what would go and what would come back."""
    fates: Mapping[str, Fate] = {"gone": "new", "new": "gone", "kept": "kept"}
    turned_round = [Piece(fates[piece.fate], piece.text) for piece in pieces]
    for place in range(len(turned_round) - 1):  # what goes stands before what comes
        if [p.fate for p in turned_round[place : place + 2]] == ["new", "gone"]:
            turned_round[place : place + 2] = turned_round[place + 1], turned_round[place]
    return tuple(turned_round)


def take_back(desk: Desk, restored: Restored) -> Changed:
    """Undo a restoration."""
    with desk.store.write() as work:
        opened = work.open(restored.rec)
        if opened is not None:
            work.edit(opened.kind, restored.rec, restored.undo, what=RESTORE)
    return work.changed


def deleted_records(desk: Desk, *, offset: int = 0, limit: int = PAGE) -> tuple[DeletedLine, ...]:
    """What was taken away in the last ninety days and not put back, the latest first."""
    found: dict[str, DeletedLine] = {}
    with desk.store.read() as read:
        for revision in read.deletions(offset=offset, limit=limit):
            opened = read.open(revision.rec)
            kind = kind_named(revision.kind)
            if opened is None or kind is None or not opened.doc.get("deleted"):
                continue
            words = _name(FieldWords(desk, read), kind, opened.doc)
            found.setdefault(
                revision.rec,
                DeletedLine(revision.rec, kind.name, kind.title, words, moment_words(revision.at)),
            )
    return tuple(found.values())


def forget_old(desk: Desk) -> int:
    """Let go of steps older than ninety days; how many that were."""
    with desk.store.write() as work:
        return work.forget_revisions(desk.now() - dt.timedelta(days=KEPT_DAYS))


def _name(told: FieldWords, kind: Kind, doc: Flat) -> str:
    words = (told.value(kind, name, doc.get(name)) for name in kind.named_by)
    return cut(joined_name(kind, words) or kind.title)


def _editions(
    read: Queries, told: FieldWords, kind: Kind, rec: str, doc: Flat
) -> "list[_Revised | _Signed | _Begun]":
    """Every entry, unworded: only those of the page are compared word by word."""
    revisions = read.revisions(rec)
    made: list[_Revised | _Signed | _Begun] = [_Revised(told, kind, each) for each in revisions]
    signed = read.find(SignedVersion, of_id=rec, order_by=("signed_at",))
    whole = [each for each in signed if not each.part_of_id]
    made += [_Signed(each, number) for number, each in enumerate(whole, start=1)]
    made.sort(key=lambda each: each.at, reverse=True)
    return [*made, _Begun(told, doc, has_steps=bool(revisions))]


class _Revised:
    def __init__(self, told: FieldWords, kind: Kind, revision: Revision) -> None:
        self._told, self._kind, self._revision = told, kind, revision
        self.at = _moment(revision.at)

    def __call__(self) -> Edition:
        revision = self._revision
        is_here = revision.source != COUNCIL
        words = moment_words(revision.at)
        return Edition(
            n=revision.n,
            what=_WHAT.get(revision.what, _WHAT["edit"]),
            who=self._told.person(self._told.me) if is_here else COLLEAGUE,
            when=words if is_here else f"came with the sync of {words}",
            fields=_changes(self._told, self._kind, revision.edit),
        )


class _Signed:
    def __init__(self, version: SignedVersion, number: int) -> None:
        self._version, self._number = version, number
        self.at = version.signed_at or dt.datetime.min.replace(tzinfo=dt.UTC)

    def __call__(self) -> Edition:
        version = self._version
        when = moment_words(version.signed_at.isoformat()) if version.signed_at else ""
        what = f"Signed as version {self._number}"
        return Edition(-1, what, version.signed_by, when, is_signing=True, may_restore=False)


class _Begun:
    def __init__(self, told: FieldWords, doc: Flat, *, has_steps: bool) -> None:
        self._told, self._doc, self._has_steps = told, doc, has_steps
        self.at = dt.datetime.min.replace(tzinfo=dt.UTC)

    def __call__(self) -> Edition:
        written = str(self._doc.get("created_at") or "")
        author = str(self._doc.get("author_id") or "")
        return Edition(
            n=FIRST,
            what="Written",
            who=self._told.person(author) if author else COLLEAGUE,
            when=moment_words(written) if written else "before this laptop had it",
            may_restore=self._has_steps,
        )


def _moment(at: str) -> dt.datetime:
    return dt.datetime.fromisoformat(at).astimezone(dt.UTC)


def _version(revisions: Sequence[Revision], n: int, doc: Flat) -> dict[str, Any] | None:
    """The document as it was after revision `n`: what came later is taken back, newest first."""
    if n != FIRST and all(each.n != n for each in revisions):
        return None
    earlier = dict(doc)
    for revision in revisions:
        if revision.n == n:
            break
        for path, (before, _) in revision.edit.items():
            if before is None:
                earlier.pop(path, None)
            else:
                earlier[path] = before
    return earlier


def _way_back(kind: Kind, doc: Flat, earlier: Flat) -> dict[str, Any]:
    """The edit from what stands to the earlier version, without what is never written again."""
    edit = difference(kind, doc, earlier)
    return {
        path: value
        for path, value in edit.items()
        if path.partition("/")[0] not in LEFT_ALONE
        and kind.merge_of(path.partition("/")[0]) is not Merge.WRITE_ONCE
    }


def _changes(
    told: FieldWords, kind: Kind, pairs: Mapping[str, tuple[Any, Any]]
) -> tuple[FieldChange, ...]:
    """In the order of the declaration; what a group brings along unchanged is left out."""
    order = {name: place for place, name in enumerate(kind.fields)}
    found = []
    for path in sorted(pairs, key=lambda p: (order.get(p.partition("/")[0], len(order)), p)):
        before, after = (told.value(kind, path, value) for value in pairs[path])
        if path.partition("/")[0] in SILENT or pairs[path][0] == pairs[path][1]:
            continue
        pieces = word_changes(before, after)
        found.append(FieldChange(path, told.label(kind, path), before, after, pieces))
    return tuple(found)


def _refuse_what_cannot_be_kept(desk: Desk, kind: Kind, rec: str, doc: Flat) -> None:
    record, _ = view(kind, {**nest(doc), "id": rec})
    stops = [p.message for p in problems_of(kind, record, Need.SAVE, desk.reference) if p.blocks]
    if stops:
        raise HistoryError(CANNOT + "; ".join(stops[:3]))
