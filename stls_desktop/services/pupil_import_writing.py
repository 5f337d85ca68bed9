"""An import of pupils written in one transaction, and taken back in one.

What changed on this laptop between the preview and now is left alone and counted; so is, when an
import is taken back, whatever somebody has written since.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import msgspec

from stls_core.documents import canonical, difference, flatten
from stls_core.records import ENVELOPE, Kind, kind_of
from stls_core.records.merging import PupilMerge
from stls_core.records.pupils import Pupil
from stls_desktop.changed import Changed
from stls_desktop.imports.problems import ImportCancelledError
from stls_desktop.imports.pupil_plan import Fate, Known, PupilIndex, PupilPlan, Row
from stls_desktop.services.desk import Desk
from stls_desktop.services.joined import kept_files
from stls_desktop.services.pupil_import import envelope, living, moved, without_what_breaks
from stls_desktop.store.unit_of_work import UnitOfWork

_LAST: Final = "pupils last imported"
SLICE: Final = 200  # pupils between two looks at the Cancel button
Progress = Callable[[int, int], None]
_Document = Mapping[str, Any]


class LastImport(msgspec.Struct, frozen=True):
    """What the last import wrote, so that it can be taken back."""

    added: dict[str, str] = {}  # pupil: the mark of what was written
    filled: dict[str, dict[str, tuple[Any, Any]]] = {}  # pupil: {path: (before, written)}


@dataclass(frozen=True)
class Written:
    """What an import wrote, and how many rows were left because their pupil changed meanwhile."""

    added: int
    filled: int
    changed: Changed
    passed_over: int = 0


@dataclass(frozen=True)
class TakenBack:
    """What was taken back, and what stays because somebody has written there since."""

    removed: int
    restored: int
    kept: int
    kept_fields: int
    changed: Changed


def write(
    desk: Desk,
    plan: PupilPlan,
    *,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Written:
    """Write what the preview showed, in one transaction: all of it or nothing.

    Raises `ImportCancelledError` if it is stopped before the commit; then nothing was written.
    """
    with desk.store.write() as work:
        here = dict(living(work))
        made = _Edits(desk, plan, here, kept_files(work))
        for row in plan.writes:
            made.take(row)
        total = len(made.edits)
        for done, part in _slices(made.edits):
            if is_cancelled and is_cancelled():
                raise ImportCancelledError
            work.edit_many("pupil", part)
            if on_progress:
                on_progress(done, total)
        work.remember(_LAST, made.last())
        if is_cancelled and is_cancelled():
            raise ImportCancelledError
    return Written(len(made.added), len(made.updated), work.changed, made.passed_over)


def may_take_back(desk: Desk) -> int:
    """How many pupils of the last import can still be taken back."""
    with desk.store.read() as read:
        last = read.recall(_LAST, LastImport, LastImport())
        return len(last.added) + len(last.filled) if last else 0


def take_back(desk: Desk) -> TakenBack:
    """Take the last import back: added pupils about whom nothing was written, and filled fields.

    A pupil on whose page or about whom somebody has written since stays as a whole; of one who was
    here before, each field that was changed since stays.
    """
    kind = kind_of(Pupil)
    with desk.store.write() as work:
        last = work.recall(_LAST, LastImport, LastImport())
        here = {rec: flatten(kind, doc) for rec, doc in living(work)}
        added = [rec for rec in last.added if rec in here]
        used = _used(work, added) | {r for r in added if _mark(here[r]) != last.added[r]}
        edits: dict[str, dict[str, Any]] = {r: {"deleted": True} for r in added if r not in used}
        removed, kept_fields = len(edits), 0
        for rec, paths in last.filled.items():
            now = here.get(rec, {})
            back = {p: was for p, (was, wrote) in paths.items() if now.get(p) == wrote}
            kept_fields += len(paths) - len(back)
            if back and rec in here:
                edits[rec] = back
        work.edit_many("pupil", edits)
        work.remember(_LAST, LastImport())
    restored = len(edits) - removed
    return TakenBack(removed, restored, len(used), kept_fields, work.changed)


class _Edits:
    """What a plan comes to on the laptop as it is now."""

    def __init__(
        self,
        desk: Desk,
        plan: PupilPlan,
        here: Mapping[str, _Document],
        kept: Mapping[str, str],
    ) -> None:
        self._desk, self._here, self._kept = desk, here, kept
        since = (Known(rec, doc) for rec, doc in here.items() if rec not in plan.known_ids)
        self._since = PupilIndex(since)
        self._kind: Kind = kind_of(Pupil)
        self.edits: dict[str, dict[str, Any]] = {}
        self.added: list[str] = []
        self.updated: dict[str, dict[str, Any]] = {}
        self.passed_over = 0

    def take(self, row: Row) -> None:
        """Add what one row writes."""
        if row.values is None:
            return
        if row.outcome is Fate.NEW:
            self._add(row.values)
        elif row.known is not None:
            self._update(row.values, row.known)

    def last(self) -> LastImport:
        """What is remembered of it, for taking it back."""
        filled = {}
        for rec, edit in self.updated.items():
            before = flatten(self._kind, self._here[rec])
            filled[rec] = {path: (before.get(path), value) for path, value in edit.items()}
        return LastImport({rec: _mark(self.edits[rec]) for rec in self.added}, filled)

    def _add(self, values: _Document) -> None:
        if self._since.ids and self._since.certain(values) is not None:
            self.passed_over += 1
            return
        rec = self._desk.new_id()
        self.edits[rec] = {"id": rec, **envelope(self._desk), **values}
        self.added.append(rec)

    def _update(self, values: _Document, known: Known) -> None:
        # a file that was joined to another since is no longer the one that is read
        is_away = self._kept.get(known.id, known.id) != known.id
        now = None if is_away else self._here.get(known.id)
        seen = known.document
        still = {n: v for n, v in values.items() if now and now.get(n) == seen.get(n)}
        if not still or now is None:
            self.passed_over += 1
            return
        earlier = self.updated.get(known.id, {})
        if earlier:  # two rows about one pupil: the first one wins, and the rules hold for both
            told = {n: v for n, v in still.items() if n not in earlier}
            still = without_what_breaks(self._desk, {**now, **earlier}, told)[0]
        after = moved(self._desk, now, still, self._desk.new_id()) if still else now
        flat = (flatten(self._kind, each) for each in (now, {**after, **still}))
        edit = difference(self._kind, *flat)
        self.updated[known.id] = self.edits[known.id] = {**edit, **earlier}


def _slices(edits: Mapping[str, dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    rest, done = iter(edits.items()), 0
    while part := dict(islice(rest, SLICE)):
        done += len(part)
        yield done, part


def _mark(flat: _Document) -> str:
    """Tells whether a pupil's page is still as the import wrote it."""
    own = {p: v for p, v in flat.items() if p not in ENVELOPE and v not in (None, "")}
    return hashlib.sha256(canonical(own)).hexdigest()[:16]


def _used(work: UnitOfWork, added: Sequence[str]) -> set[str]:
    """Those about whom something is written, is being written, or who were joined with another."""
    joined = {rec for each in work.find(PupilMerge) for rec in (each.kept_id, each.merged_id)}
    typing = {draft.rec for draft in work.drafts()}
    used = {rec for rec in added if rec in joined or rec in typing}
    for start in range(0, len(added), SLICE):
        part = added[start : start + SLICE]
        if work.count_of_file(part):
            used |= {rec for rec in part if work.count_of_file([rec])}
    return used
