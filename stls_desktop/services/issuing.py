"""Giving out what was signed: what a visit's note and an advice report have in common.

Everything printed comes from the signed version, so a copy is the same on every laptop. Bytes that
were issued are kept and handed out again; they are never drawn a second time.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from stls_core.records.reports import IssuedDocument, Recipient, SignedVersion
from stls_desktop.reports.content import Document
from stls_desktop.reports.render import RENDERER_VERSION, PrintProblem
from stls_desktop.services import signing
from stls_desktop.services.desk import Desk
from stls_desktop.services.signing import Version
from stls_desktop.store.queries import Queries
from stls_desktop.store.unit_of_work import UnitOfWork

PDF: Final = "pdf"
_NOT_IN_A_FILE_NAME: Final = re.compile(r'[\\/:*?"<>|]')


class NotIssuedError(Exception):
    """Nothing is drawn or given; the words say why and what to do."""


class NoSuchVersionError(NotIssuedError):
    """The signed version is not on this laptop."""


class AlteredVersionError(NotIssuedError):
    """Content and hash of a signed version no longer belong together; the words say what to do."""


class NotGivenError(NotIssuedError):
    """It may not leave the laptop as things stand; the words say why and what to do."""


@dataclass(frozen=True)
class Drawn:
    """A copy as it is previewed and, once issued, as it is kept: the very bytes."""

    name: str  # of its sort, such as `Visit note`
    version_id: str
    number: int
    reference: str
    setting: str
    content: bytes = b""
    sha256: str = ""
    is_issued: bool = False
    problems: tuple[str, ...] = ()  # characters that no font has, and what is printed instead
    audience: str = ""
    variant: str = ""
    language: str = ""
    ending: str = PDF
    sort: str = ""  # for whom and in which format, in words
    why_not: str = ""  # why this copy may go to nobody: words that it could not print

    @property
    def file_name(self) -> str:
        """A name that holds no child's and no adult's name."""
        told = f"{self.name} {self.reference} v{self.number}{', ' if self.sort else ''}{self.sort}"
        return f"{_NOT_IN_A_FILE_NAME.sub(' ', told)}.{self.ending}"


@dataclass(frozen=True)
class Gathered:
    """All that was read of a copy, so that it can be drawn where no store is."""

    copy: Drawn  # what is known before it is drawn: no content, no hash, no problems
    found: bytes | None  # the issued bytes
    document: Callable[[], Document]
    write: Callable[[Document], bytes]
    otherwise: Callable[[Document], tuple[PrintProblem, ...]]  # printed otherwise than typed
    is_kept_back: bool = True  # a copy that could not print all of its words goes to nobody


def intact(read: Queries, version_id: str, record: str) -> Version:
    """A signed version whose words are still those that were signed; `record` names its sort.

    Raises `NoSuchVersionError`, and `AlteredVersionError` even if bytes were issued: a page that
    says other words than the signed record must not be the last one to be believed.
    """
    version = signing.version(read, version_id)
    if version is None:
        msg = "This signed version is not on this laptop yet. Sync, then open it again."
        raise NoSuchVersionError(msg)
    if not signing.is_intact(version):
        msg = (
            f"The words kept as version {version.number} are not those that were signed, so no copy"
            f" is made of them. Copies given before are not touched, and the {record} itself is"
            " safe. Tell your council's administrator; if a copy is needed now, sign the"
            f" {record} again."
        )
        raise AlteredVersionError(msg)
    return version


def version_asked(desk: Desk, rec: str) -> SignedVersion:
    """A signed version by its own id, or the newest of a record. Raises `NoSuchVersionError`."""
    with desk.store.read() as read:
        found = read.get(SignedVersion, rec)
        last = None if found else signing.last_version(read, rec)
        found = found or (read.get(SignedVersion, last.id) if last else None)
    if found is None:
        raise NoSuchVersionError(
            "There is no signed version of this on this laptop. Sync, or sign it."
        )
    return found


def reference_of(prefix: str, version: Version) -> str:
    """The reference of a signed version."""
    return reference(prefix, version.of_id, version.signed_on)


def reference(prefix: str, of_id: str, day: dt.date) -> str:
    """A reference that names no one: the year and the end of the record's id."""
    return f"{prefix}-{day:%y}-{of_id[-6:].upper()}"


def kept(read: Queries, version_id: str, sort: tuple[str, str, str] = ("", "", "")) -> bytes | None:
    """The issued bytes of a version's copy of this sort (audience, variant, language), if here."""
    for each in read.find(IssuedDocument, signed_version_id=version_id):
        if (each.audience, each.variant, each.language) == sort:
            content = read.file(each.sha256)
            if content is not None:
                return content
    return None


def drawn(gathered: Gathered) -> Drawn:
    """The issued bytes where there are any, else drawn now: about 100 ms, on any lane.

    Raises what the renderer raises: `FontMissingError` and `PictureError`.
    """
    content, otherwise = gathered.found, tuple[PrintProblem, ...]()
    if content is None:
        document = gathered.document()
        otherwise = gathered.otherwise(document)
        content = gathered.write(document)
    lost = (each.message for each in otherwise if each.loses_words)
    return replace(
        gathered.copy,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        problems=tuple(each.message for each in otherwise),
        why_not=next(lost, "") if gathered.is_kept_back else "",
    )


def recipient(desk: Desk, name: str, role: str, route: str, protected: str = "") -> Recipient:
    """Somebody who is given a copy now; `protected` is the hash of a copy with a passphrase."""
    return Recipient(
        key=desk.new_id(),
        name=name,
        role=role,
        route=route,
        given_at=desk.now(),
        protected_sha256=protected,
    )


def record_given(
    desk: Desk, work: UnitOfWork, drawn: Drawn, version: Version, given: Recipient
) -> None:
    """Keep the bytes and record who was given which version, how and when."""
    moment = desk.now()
    work.keep_file(drawn.sha256, drawn.content)
    earlier = work.find(IssuedDocument, signed_version_id=drawn.version_id, sha256=drawn.sha256)
    if earlier:
        edit = {f"recipients/{given.key}": _element(given)}
        work.edit("issued_document", earlier[0].id, edit)
        return
    about = version.content.get("record") or {}
    work.put(
        IssuedDocument(
            id=desk.new_id(),
            author_id=desk.me.account,
            team_id=desk.me.team,
            created_at=moment,
            sensitivity=str(about.get("sensitivity") or "PUPIL"),
            signed_version_id=drawn.version_id,
            setting_id=version.setting_id,
            pupil_id=str(about.get("pupil_id") or ""),
            reference=drawn.reference,
            version_number=drawn.number,
            sha256=drawn.sha256,
            size_bytes=len(drawn.content),
            renderer_version=RENDERER_VERSION,
            issued_on=moment.astimezone().date(),
            recipients=(given,),
            audience=drawn.audience,
            variant=drawn.variant,
            language=drawn.language,
        )
    )


def receipt(given: Recipient, moment: dt.datetime) -> dict[str, Any]:
    """The edit by which somebody's receipt is noted."""
    element = {**_element(given), "received_at": moment.isoformat()}
    return {f"recipients/{given.key}": element}


def _element(given: Recipient) -> dict[str, Any]:
    moment = given.given_at.isoformat() if given.given_at else ""
    told = {
        "key": given.key,
        "name": given.name,
        "role": given.role,
        "route": given.route,
        "given_at": moment,
    }
    if given.protected_sha256:
        told["protected_sha256"] = given.protected_sha256
    return told
