"""What leaves the building: signed versions and the documents issued from them.

A signed version holds the words as they were at signing, for ever; the working
record lives on. The bytes of an issued document are kept under their hash and never drawn again.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from stls_core.records._declare import (
    Embedded,
    Merge,
    Need,
    Problem,
    Record,
    Sensitivity,
    kind,
    rule,
    says,
)

ONCE = Merge.WRITE_ONCE
SAVE = Need.SAVE


@kind(
    "signed_version",
    "Signed version",
    unit=("pupil_id", "setting_id"),
    parent="of_id",
    event="signed_on",
    named_by=("of_kind",),
)
class SignedVersion(Record, frozen=True):
    """A frozen copy of a record with its children, as its author signed it.

    What is about a pupil is a part of its own in that pupil's unit, and the whole names the hash
    of each part: so the words can be purged with the pupil's file and not be altered before.
    """

    of_id: Annotated[str, says("Record", need=SAVE, merge=ONCE)] = ""
    of_kind: Annotated[str, says("Kind", need=SAVE, merge=ONCE, reported=True)] = ""
    setting_id: Annotated[str, says("School", merge=ONCE, ref="setting", reported=True)] = ""
    pupil_id: Annotated[
        str, says("Pupil", merge=ONCE, ref="pupil", sensitivity=Sensitivity.PUPIL)
    ] = ""
    part_of_id: Annotated[str, says("Part of", merge=ONCE, ref="signed_version")] = ""
    content: Annotated[
        str, says("Content", "Canonical JSON of the record and its children.", merge=ONCE)
    ] = ""
    sha256: Annotated[str, says("SHA-256 of the content", need=SAVE, merge=ONCE)] = ""
    signed_by_id: Annotated[str, says("Signed by", need=SAVE, merge=ONCE)] = ""
    signed_by: Annotated[str, says("Name of the signer", need=SAVE, merge=ONCE)] = ""
    signed_on: Annotated[
        dt.date | None, says("Signed on", need=SAVE, merge=ONCE, reported=True)
    ] = None
    signed_at: Annotated[dt.datetime | None, says("Signed at", need=SAVE, merge=ONCE)] = None
    supersedes_id: Annotated[str, says("Replaces", merge=ONCE, ref="signed_version")] = ""
    reason: Annotated[str, says("Why it was changed", merge=ONCE, max_length=400)] = ""


class Recipient(Embedded, frozen=True):
    """Who was given a document, and how."""

    name: Annotated[str, says("Name", need=SAVE, max_length=160)] = ""
    role: Annotated[str, says("Role", codes="staff_role")] = ""
    route: Annotated[str, says("How", need=SAVE, ask="Choose how it was given", codes="route")] = ""
    given_at: Annotated[
        dt.datetime | None, says("When", need=SAVE, ask="Enter when it was given")
    ] = None
    received_at: Annotated[dt.datetime | None, says("Receipt confirmed")] = None
    protected_sha256: Annotated[
        str, says("SHA-256 with passphrase", "Of the copy that only this person's words open.")
    ] = ""


@kind(
    "issued_document",
    "Issued document",
    unit=("pupil_id", "setting_id"),
    parent="signed_version_id",
    event="issued_on",
    named_by=("reference",),
)
class IssuedDocument(Record, frozen=True):
    """A file that was printed or saved: which version or sheet, its hash, and who has it."""

    signed_version_id: Annotated[str, says("Signed version", merge=ONCE, ref="signed_version")] = ""
    setting_id: Annotated[str, says("School", merge=ONCE, ref="setting", reported=True)] = ""
    reference: Annotated[str, says("Reference", merge=ONCE)] = ""
    version_number: Annotated[int | None, says("Version", merge=ONCE, at_least=1)] = None
    sha256: Annotated[str, says("SHA-256 of the file", need=SAVE, merge=ONCE)] = ""
    size_bytes: Annotated[int | None, says("Size", merge=ONCE)] = None
    renderer_version: Annotated[str, says("Drawn by", merge=ONCE)] = ""
    issued_on: Annotated[
        dt.date | None, says("Issued on", need=SAVE, merge=ONCE, reported=True)
    ] = None
    recipients: Annotated[tuple[Recipient, ...], says("Given to")] = ()
    document_kind: Annotated[
        str,
        says(
            "Working sheet",
            "For a sheet that is drawn from no signed version.",
            merge=ONCE,
            codes="document_kind",
        ),
    ] = ""
    pupil_id: Annotated[
        str, says("Pupil", merge=ONCE, ref="pupil", sensitivity=Sensitivity.PUPIL)
    ] = ""
    audience: Annotated[str, says("Written for", merge=ONCE, codes="report_audience")] = ""
    variant: Annotated[str, says("Format", merge=ONCE, codes="report_variant")] = ""
    language: Annotated[str, says("Headings in", merge=ONCE, codes="language")] = ""

    @rule(SAVE)
    def is_of_something(self) -> Iterator[Problem]:
        """What left the building is a signed version or a sheet of a known kind."""
        if not self.signed_version_id and not self.document_kind:
            yield Problem("signed_version_id", "Choose the signed version")
