"""Whether a file is one of ours and unaltered, asked of its bytes alone.

Every copy that leaves is recorded with its hash, a protected one with the hash that it has under
its passphrase, so that it can be told without being opened. One changed byte makes it a stranger.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stls_core.records.reports import IssuedDocument, Recipient
from stls_core.records.settings import Setting
from stls_desktop.services import restricted, signing
from stls_desktop.services.desk import Desk
from stls_desktop.services.field_words import day_words
from stls_desktop.store.queries import Queries

STRANGER: Final = (
    "This is not one of ours, or it was altered: no copy with these bytes was given out from here."
)
UNSYNCED: Final = "A copy that another laptop gave out is known here after the next sync."
_LARGEST: Final = 200_000_000  # bytes


class NotReadError(Exception):
    """The file could not be read; the words say why."""


@dataclass(frozen=True)
class Checked:
    """What is known of a file. `lines` tell it, the first one on its own."""

    is_ours: bool
    lines: tuple[str, ...]
    sha256: str


def check_file(desk: Desk, path: Path) -> Checked:
    """Say what is known of a file. Raises `NotReadError`."""
    try:
        if path.stat().st_size > _LARGEST:
            raise NotReadError(f"{path.name} is too large to be one of ours.")
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the disk did not give it"
        raise NotReadError(f"{path.name} cannot be read: {reason}.") from None
    return check(desk, content)


def check(desk: Desk, content: bytes) -> Checked:
    """Say what is known of these bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    with desk.store.read() as read:
        found = read.find(IssuedDocument, sha256=sha256)
        given = [(each, each.recipients) for each in found] or list(_protected(read, sha256))
        told = [_told(desk, read, issued, people) for issued, people in given]
        of_ids = {issued.id: _of_id(read, issued) for issued, _people in given}
    if not given:
        return Checked(False, (STRANGER, UNSYNCED), sha256)
    lines: list[str] = []
    for (issued, _people), words in zip(given, told, strict=True):
        of_id = of_ids[issued.id]
        shut = bool(of_id) and restricted.door_before(desk, of_id) is not None
        lines += words[:1] if shut else words
    return Checked(True, tuple(dict.fromkeys(("One of ours, and unaltered.", *lines))), sha256)


def _protected(
    read: Queries, sha256: str
) -> Iterable[tuple[IssuedDocument, tuple[Recipient, ...]]]:
    """The document, with the one person whose protected copy has this hash."""
    for issued in read.find(IssuedDocument):
        people = tuple(each for each in issued.recipients if each.protected_sha256 == sha256)
        if people:
            yield issued, people


def _of_id(read: Queries, issued: IssuedDocument) -> str:
    version = signing.version(read, issued.signed_version_id) if issued.signed_version_id else None
    return version.of_id if version else ""


def _told(
    desk: Desk, read: Queries, issued: IssuedDocument, people: tuple[Recipient, ...]
) -> list[str]:
    label = desk.reference.label
    sort = label("document_kind", issued.document_kind) if issued.document_kind else ""
    if not sort:
        sort = "Advice report" if issued.audience else "Visit note"
    number = f", version {issued.version_number}" if issued.version_number else ""
    day = f", given out from {day_words(issued.issued_on)}" if issued.issued_on else ""
    lines = [f"{sort} {issued.reference}{number}{day}"]
    written_for = [
        label("report_audience", issued.audience) if issued.audience else "",
        label("report_variant", issued.variant) if issued.variant else "",
        label("language", issued.language) if issued.language else "",
    ]
    if any(written_for):
        lines.append(f"Written for: {', '.join(filter(None, written_for))}")
    school = read.get(Setting, issued.setting_id)
    if school is not None:
        lines.append(f"School: {school.name}")
    lines += [_person(desk, each) for each in people]
    return [*lines, *_newer(read, issued)]


def _person(desk: Desk, given: Recipient) -> str:
    role = f", {desk.reference.label('staff_role', given.role)}" if given.role else ""
    day = f", {day_words(given.given_at.astimezone().date())}" if given.given_at else ""
    how = desk.reference.label("route", given.route).lower()
    under = ", under a passphrase" if given.protected_sha256 else ""
    return f"Given to: {given.name}{role}, {how}{under}{day}"


def _newer(read: Queries, issued: IssuedDocument) -> list[str]:
    version = signing.version(read, issued.signed_version_id) if issued.signed_version_id else None
    last = signing.last_version(read, version.of_id) if version else None
    if version is None or last is None or last.number == version.number:
        return []
    day = day_words(last.signed_on)
    return [f"Version {last.number} has taken its place, signed {day}"]
