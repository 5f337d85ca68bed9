"""Photos and PDFs that belong to a record: add, list, look at, take a copy out, remove.

A photo of a child is kept only while the family's agreement for photos holds. The bytes are in the
encrypted store and are handed over in memory; nothing is ever written to a temporary file.
"""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stls_core import wire
from stls_core.gates import photo_agreement
from stls_core.records.agreements import Agreement
from stls_core.records.attachments import SHOWS_A_CHILD, Attachment
from stls_core.records.pupils import Pupil
from stls_desktop.changed import Changed
from stls_desktop.imports import attached
from stls_desktop.imports.attached import Attachable as Attachable  # noqa: PLC0414 - for screens
from stls_desktop.services import records, restricted
from stls_desktop.services.desk import Desk, Enrolment
from stls_desktop.services.joined import joined_ids
from stls_desktop.services.names import known_names
from stls_desktop.services.saving import NotSavedError, save
from stls_desktop.services.syncing import ENROLMENT
from stls_desktop.store.file_states import HERE, PAUSED, SAFE, FileState
from stls_desktop.store.problems import DiskFullError
from stls_desktop.store.queries import Queries
from stls_desktop.sync.file_exchange import FileOnWay as FileOnWay  # noqa: PLC0414 - for screens

_log = logging.getLogger(__name__)
WITH_ATTACHMENTS: Final = frozenset(
    {
        "agreement",
        "assessment",
        "case",
        "ehc_request",
        "iss_plan",
        "iss_session",
        "modelling_note",
        "observation",
        "parent_voice",
        "physical_profile",
        "pupil_voice",
        "sensory_profile",
    }
)
"""The kinds whose plain screen has a part for photos and PDFs, beside pupils and visits."""
CHOOSE: Final = "Photos and PDFs (*.jpg *.jpeg *.png *.bmp *.webp *.pdf)"
NO_PUPIL: Final = (
    "A photo in which a child can be seen is kept in that child’s own file, so that it is kept and"
    " removed with it. Open the pupil and add it there. Nothing was added."
)
NO_AGREEMENT: Final = (
    "No agreement for photos or video holds today, so a photo of this child cannot be kept. Record"
    " the family’s agreement first (form “Photos or video”), or take a picture of the work alone."
    " Nothing was added."
)
ENDED: Final = (
    "The family’s agreement for photos does not hold any more. The photo stays in the file, but no"
    " copy of it may be given out."
)
SAFE_THERE: Final = "Safe on the council server"
NOT_HERE: Final = "This file is not on this laptop yet. It comes with a later sync."
NAMED: Final = "The caption names somebody. Say what it shows without a name, or use initials."
NO_ROOM: Final = (
    "The disk is full, so this could not be kept. Nothing of it was added, and everything saved"
    " before is safe. Free about {megabytes} MB of space, then press “Add it” again."
)
MOST: Final = 200  # shown of one record or child
_MEGABYTE: Final = 1024 * 1024


class NotAttachedError(Exception):
    """It was not added, opened or copied; the words say why and what to do."""


class NoRoomError(NotAttachedError):
    """The disk did not take it; it can be added as it is once there is room."""


@dataclass(frozen=True)
class Added:
    """What was added, so that it can be taken away again."""

    rec: str
    changed: Changed


@dataclass(frozen=True)
class Line:
    """A photo or PDF as a list shows it."""

    rec: str
    words: str  # what it shows
    facts: str  # day, kind of file and size
    state: str
    phase: str  # here, safe or wanted, trouble, paused
    sha256: str
    part: int  # how many parts have come through, to the server or from it
    of: int
    may_pause: bool  # it travels, or waits to
    is_pdf: bool
    small: bytes | None  # JPEG
    of_id: str
    of_kind: str


@dataclass(frozen=True)
class Whole:
    """The bytes of one file, for the viewer or for a copy."""

    rec: str
    content: bytes
    is_pdf: bool
    words: str
    file_name: str  # names no child


def read_file(path: Path) -> Attachable:
    """A file, checked and cleaned. Not for the store lane: a large photo takes a second.

    Raises `ImportFileError` with words for the teacher.
    """
    return attached.read(path)


def read_pasted(content: bytes) -> Attachable:
    """The same for a picture from the clipboard."""
    return attached.attachable(content)


def subjects(desk: Desk) -> tuple[tuple[str, str], ...]:
    """(code, words) of what a photo or PDF may show."""
    return tuple((c.code, c.label) for c in desk.reference.choices("attachment_subject"))


def add_file(
    desk: Desk, of_kind: str, of_id: str, path: Path, subject: str, caption: str = ""
) -> Added:
    """Read a file and add it to a record."""
    return add(desk, of_kind, of_id, read_file(path), subject, caption)


def add(
    desk: Desk,
    of_kind: str,
    of_id: str,
    file: Attachable,
    subject: str,
    caption: str = "",
    document: Mapping[str, Any] | None = None,
) -> Added:
    """Keep the bytes and the record of them in one transaction.

    `document` is the record as it stands on the screen, where it is not in the store yet. Raises
    `NotAttachedError` if it may not be kept, `NoRoomError` if the disk is full.
    """
    try:
        return _added(desk, of_kind, of_id, file, subject, caption, document)
    except DiskFullError:
        need = 2 * (len(file.content) + len(file.small))  # in the log first, then in its place
        raise NoRoomError(NO_ROOM.format(megabytes=max(2, -(-need // _MEGABYTE)))) from None


def _added(
    desk: Desk,
    of_kind: str,
    of_id: str,
    file: Attachable,
    subject: str,
    caption: str,
    document: Mapping[str, Any] | None,
) -> Added:
    if subject not in {code for code, _ in subjects(desk)}:
        raise NotAttachedError("Say what it shows. Nothing was added.")
    with desk.store.write() as work:
        held = document if document is not None else _document(work, of_id)
        pupil_id = of_id if of_kind == "pupil" else str(held.get("pupil_id") or "")
        agreed = None
        if subject == SHOWS_A_CHILD:
            agreed = _agreed(work, pupil_id, desk.today())
            if agreed is None:
                raise NotAttachedError(NO_AGREEMENT if pupil_id else NO_PUPIL)
        setting_id = of_id if of_kind == "setting" else str(held.get("setting_id") or "")
        if not pupil_id and not setting_id:
            raise NotAttachedError("Say first which school this belongs to. Nothing was added.")
        record = Attachment(
            id=desk.new_id(),
            author_id=desk.me.account,
            team_id=desk.me.team,
            created_at=desk.now(),
            of_id=of_id,
            of_kind=of_kind,
            pupil_id=pupil_id,
            setting_id=setting_id,
            added_on=desk.today(),
            subject=subject,
            caption=caption.strip(),
            media_type=file.media_type,
            sha256=work.files.keep(file.content),
            size_bytes=len(file.content),
            thumbnail_sha256=work.files.keep(file.small),
            agreement_id=agreed.id if agreed else "",
        )
        work.put(record)
    return Added(record.id, work.changed)


def may_show_a_child(
    desk: Desk, of_kind: str, of_id: str, document: Mapping[str, Any] | None = None
) -> str:
    """Why a photo of the child may not be added here; empty if it may."""
    with desk.store.read() as read:
        held = document if document is not None else _document(read, of_id)
        pupil_id = of_id if of_kind == "pupil" else str(held.get("pupil_id") or "")
        if not pupil_id:
            return NO_PUPIL
        return "" if _agreed(read, pupil_id, desk.today()) else NO_AGREEMENT


def caption_warning(desk: Desk, caption: str) -> str:
    """What is wrong with a caption that names a child; it warns and stops nobody."""
    return NAMED if known_names(desk).has_any(caption) else ""


def of_record(desk: Desk, of_id: str) -> tuple[Line, ...]:
    """What belongs to a record, in the order in which it was added."""
    with desk.store.read() as read:
        found = read.find(Attachment, of_id=of_id, order_by=("added_on",), limit=MOST)
        return _lines(desk, read, found)


def of_pupil(desk: Desk, pupil_id: str) -> tuple[Line, ...]:
    """Every photo and PDF about a child, whichever record it belongs to, the newest first."""
    with desk.store.read() as read:
        ids = joined_ids(read, pupil_id)
        found = read.find(Attachment, pupil_id=ids, order_by=("-added_on",), limit=MOST)
        found = restricted.closed(desk, read, ids).keep(found)
        return _lines(desk, read, found)


def open_file(desk: Desk, rec: str) -> Whole:
    """The bytes, for a viewer. Raises `NotAttachedError` while they are not here."""
    with desk.store.read() as read:
        return _whole(desk, read, rec)


def copy_of(desk: Desk, rec: str) -> Whole:
    """The bytes for a copy outside of the store. A child's photo needs the agreement today."""
    with desk.store.read() as read:
        record = read.get(Attachment, rec)
        is_guarded = record is not None and record.shows_a_child
        if is_guarded and record and not _agreed(read, record.pupil_id, desk.today()):
            raise NotAttachedError(ENDED)
        return _whole(desk, read, rec)


def write_copy(whole: Whole, path: Path) -> Path:
    """Write the copy that somebody chose to take out, and note in the log that it was taken.

    A copy that finds no room leaves nothing behind, and an older file of that name as it was.
    """
    try:
        save(path, whole.content, "The file")
    except NotSavedError as error:
        raise NotAttachedError(str(error)) from None
    _log.info("a copy of an attachment left the encrypted store: %s", whole.rec)
    return path


def remove(desk: Desk, rec: str) -> Changed:
    """Take a photo or PDF away; `put_back` undoes it. The bytes go when nothing names them."""
    return records.delete(desk, "attachment", rec)


def put_back(desk: Desk, rec: str) -> Changed:
    """Undo that."""
    return records.put_back(desk, "attachment", rec)


def pause(desk: Desk, rec: str) -> Changed:
    """Keep a file off the line, such as a large PDF at a phone's hotspot; the words go on."""
    return _pause(desk, rec, is_paused=True)


def resume(desk: Desk, rec: str) -> Changed:
    """Let it travel again; it goes on at the part where it stopped."""
    return _pause(desk, rec, is_paused=False)


def _pause(desk: Desk, rec: str, *, is_paused: bool) -> Changed:
    with desk.store.write() as work:
        record = work.get(Attachment, rec)
        if record is None:
            return Changed()
        held = [each for each in _paused(work) if each != record.sha256]
        done = work.files.states(held)
        held = [each for each in held if each not in done or done[each].state != SAFE]
        work.remember(PAUSED, [*held, record.sha256] if is_paused else held)
    return Changed(frozenset({"attachment"}), frozenset({rec}))


def _paused(read: Queries) -> tuple[str, ...]:
    found: tuple[str, ...] = read.recall(PAUSED, tuple[str, ...], ())
    return found


def _document(read: Queries, of_id: str) -> Mapping[str, Any]:
    draft = next((each for each in read.drafts(of_id) if each.rec == of_id), None)
    if draft is not None:
        return draft.doc
    opened = read.open(of_id)
    return opened.doc if opened else {}


def _agreed(read: Queries, pupil_id: str, day: dt.date) -> Agreement | None:
    if not pupil_id:
        return None
    signed = read.find(Agreement, pupil_id=joined_ids(read, pupil_id))
    return photo_agreement(signed, read.get(Pupil, pupil_id), day)


def _whole(desk: Desk, read: Queries, rec: str) -> Whole:
    record = read.get(Attachment, rec)
    content = read.files.content(record.sha256) if record else None
    if record is None or content is None:
        raise NotAttachedError(NOT_HERE)
    is_pdf = record.media_type == "application/pdf"
    day = f"{record.added_on:%Y-%m-%d}" if record.added_on else "copy"
    name = f"{'document' if is_pdf else 'photo'}-{day}{'.pdf' if is_pdf else '.jpg'}"
    return Whole(rec, content, is_pdf, _words(desk, record), name)


def _lines(desk: Desk, read: Queries, found: Sequence[Attachment]) -> tuple[Line, ...]:
    states = read.files.states([each.sha256 for each in found])
    paused, is_enrolled = _paused(read), read.recall(ENROLMENT, Enrolment) is not None
    lines = []
    for each in found:
        state = states.get(each.sha256, FileState(size=each.size_bytes or 0))
        is_paused = each.sha256 in paused and state.state != SAFE
        lines.append(
            Line(
                rec=each.id,
                words=_words(desk, each),
                facts=_facts(each),
                state=_paused_words(state) if is_paused else _state_words(state),
                phase="paused" if is_paused else _phase(state),
                sha256=each.sha256,
                part=state.parts,
                of=wire.parts_of(state.size or each.size_bytes or 0),
                may_pause=is_enrolled and state.state != SAFE,
                is_pdf=each.media_type == "application/pdf",
                small=read.files.content(each.thumbnail_sha256),
                of_id=each.of_id,
                of_kind=each.of_kind,
            )
        )
    return tuple(lines)


def _words(desk: Desk, record: Attachment) -> str:
    return record.caption or desk.reference.label("attachment_subject", record.subject)


def _facts(record: Attachment) -> str:
    day = f"{record.added_on.day} {record.added_on:%b %Y}" if record.added_on else ""
    size = (record.size_bytes or 0) / 1024
    told = f"{size / 1024:.1f} MB" if size >= 1024 else f"{max(1, round(size))} kB"  # noqa: PLR2004
    sort = "PDF" if record.media_type == "application/pdf" else "Photo"
    return " · ".join(word for word in (sort, told, day) if word)


def _phase(state: FileState) -> str:
    return "trouble" if state.why and state.state != SAFE else state.state


def _paused_words(state: FileState) -> str:
    parts = f"{state.parts} of {wire.parts_of(state.size)} parts"
    if state.state == HERE:
        return f"Paused: {parts} sent" if state.parts else "Paused, not sent yet"
    return f"Paused: {parts} are here" if state.parts else "Paused, not downloaded yet"


def on_way_words(moving: FileOnWay) -> str:
    """What a tile says while a round moves its file."""
    if moving.is_whole:
        return SAFE_THERE
    return f"{'Coming' if moving.is_coming else 'Sending'}: part {moving.part} of {moving.of}"


def _state_words(state: FileState) -> str:
    if state.state == SAFE:
        return SAFE_THERE
    if state.why:
        return state.why
    parts = f"{state.parts} of {wire.parts_of(state.size)} parts"
    if state.state == HERE:
        return f"On its way: {parts}" if state.parts else "On this laptop, not sent yet"
    return f"Coming: {parts}" if state.parts else "Not downloaded yet"
