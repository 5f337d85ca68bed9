"""Two files about one child, read as one: proposed by a teacher, joined by a lead, parted again.

Joining writes a record of its own and changes neither file, so nothing can be lost on the way
there or back.
"""

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from stls_core.documents import document_of
from stls_core.policy import may_join_files
from stls_core.records import ENVELOPE, kind_of
from stls_core.records.merging import PupilMerge
from stls_core.records.pupils import Pupil
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk
from stls_desktop.services.field_words import FieldWords, day_words
from stls_desktop.services.joined import joined_ids, kept_for
from stls_desktop.store.reading import Reader

MISSING_REASON: Final = "Say why, in a few words: a colleague will read it."


class JoiningError(Exception):
    """Why two files were not joined or parted, in words for the teacher."""


@dataclass(frozen=True)
class SideLine:
    """One field of both files."""

    label: str
    kept: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.kept != self.other


@dataclass(frozen=True)
class SideBySide:
    """Two files to be compared before they are joined."""

    kept_id: str
    other_id: str
    lines: tuple[SideLine, ...]
    kept_records: int
    other_records: int
    may_join: bool  # else it is proposed to a lead


@dataclass(frozen=True)
class Join:
    """Two files that are joined, or that somebody proposes to join."""

    rec: str
    kept_id: str
    merged_id: str
    kept: str  # initials
    merged: str
    reason: str
    when: str
    by: str
    is_proposed: bool


def may_join(desk: Desk) -> bool:
    """Whether the person at this laptop joins files; others propose it."""
    return may_join_files(desk.me.role)


def compare(desk: Desk, kept_id: str, other_id: str) -> SideBySide | None:
    """Both files field by field; None if one is gone or they are read as one already."""
    with desk.store.read() as read:
        kept, other = read.get(Pupil, kept_id), read.get(Pupil, other_id)
        if kept is None or other is None or other_id in joined_ids(read, kept_id):
            return None
        told = FieldWords(desk, read)
        return SideBySide(
            kept_id,
            other_id,
            _lines(told, kept, other),
            read.count_of_file((kept_id,)),
            read.count_of_file((other_id,)),
            may_join=may_join(desk),
        )


def join(desk: Desk, kept_id: str, merged_id: str, reason: str) -> Changed:
    """Have the files read as one; from who may not, it is a proposal. Raises `JoiningError`."""
    _need(reason)
    with desk.store.write() as work:
        if merged_id in joined_ids(work, kept_id):
            msg = "These files are read as one already."
            raise JoiningError(msg)
        if kept_for(work, kept_id) != kept_id:
            msg = "The file that is to be kept is joined to another one. Open that one."
            raise JoiningError(msg)
        made = PupilMerge(
            id=desk.new_id(),
            author_id=desk.me.account,
            team_id=desk.me.team,
            created_at=desk.now(),
            kept_id=kept_id,
            merged_id=merged_id,
            joined_on=desk.today(),
            reason=reason.strip(),
            approved_by_id=desk.me.account if may_join(desk) else "",
        )
        work.put(made)
    return _with_pupils(work.changed, made)


def approve(desk: Desk, rec: str) -> Changed:
    """A lead joins what a teacher proposed."""
    if not may_join(desk):
        msg = "A lead joins files. Yours is a proposal until then; nothing was changed."
        raise JoiningError(msg)
    return _edit(desk, rec, {"approved_by_id": desk.me.account})


def part(desk: Desk, rec: str, reason: str) -> Changed:
    """Read the two files apart again, or turn a proposal down; both are as they were."""
    _need(reason)
    undone: dict[str, Any] = {
        "undone_on": desk.today().isoformat(),
        "undo_reason": reason.strip(),
    }
    return _edit(desk, rec, undone)


def kept(desk: Desk, pupil_id: str) -> str:
    """The file to open for this one: itself, or the one it is read in."""
    with desk.store.read() as read:
        return kept_for(read, pupil_id)


def joins_of(desk: Desk, pupil_id: str) -> tuple[Join, ...]:
    """The joins that this file is made of, proposals included."""
    with desk.store.read() as read:
        ids = joined_ids(read, kept_for(read, pupil_id))
        return _told(desk, read, tuple(read.find(PupilMerge, kept_id=ids, undone_on=None)))


def proposals(desk: Desk) -> tuple[Join, ...]:
    """What waits for a lead."""
    with desk.store.read() as read:
        every = read.find(PupilMerge, undone_on=None, order_by=("joined_on",))
        return _told(desk, read, tuple(each for each in every if not each.approved_by_id))


def _told(desk: Desk, read: Reader, found: tuple[PupilMerge, ...]) -> tuple[Join, ...]:
    told = FieldWords(desk, read)

    def initials(rec: str) -> str:
        pupil = read.get(Pupil, rec)
        return pupil.initials if pupil else "?"

    return tuple(
        Join(
            rec=each.id,
            kept_id=each.kept_id,
            merged_id=each.merged_id,
            kept=initials(each.kept_id),
            merged=initials(each.merged_id),
            reason=each.reason,
            when=day_words(each.joined_on) if each.joined_on else "",
            by=told.person(each.approved_by_id or each.author_id),
            is_proposed=not each.approved_by_id,
        )
        for each in found
    )


def _lines(told: FieldWords, kept: Pupil, other: Pupil) -> tuple[SideLine, ...]:
    kind = kind_of(Pupil)
    one, two = (msgspec.to_builtins(document_of(each)) for each in (kept, other))
    found = []
    for name, field in kind.fields.items():
        if name in ENVELOPE:
            continue
        words = (told.value(kind, name, one.get(name)), told.value(kind, name, two.get(name)))
        if any(words):
            found.append(SideLine(field.label, *words))
    return tuple(found)


def _need(reason: str) -> None:
    if not reason.strip():
        raise JoiningError(MISSING_REASON)


def _edit(desk: Desk, rec: str, edit: dict[str, Any]) -> Changed:
    with desk.store.write() as work:
        found = work.get(PupilMerge, rec)
        if found is None or found.undone_on is not None:
            msg = "These files are apart already. Nothing was changed."
            raise JoiningError(msg)
        work.edit("pupil_merge", rec, edit)
    return _with_pupils(work.changed, found)


def _with_pupils(changed: Changed, merge: PupilMerge) -> Changed:
    """Lists of pupils and both files look different now, though neither was written."""
    return changed | Changed(frozenset({"pupil"}), frozenset({merge.kept_id, merge.merged_id}))
