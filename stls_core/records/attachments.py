"""Photographs and PDFs that belong to a record. The bytes travel apart, by their hash.

The hashes are reported, because by them the council server knows who may have the bytes.
"""

import datetime as dt
from typing import Annotated, Final

from stls_core.records._declare import Merge, Need, Record, kind, private, says

SAVE, ONCE = Need.SAVE, Merge.WRITE_ONCE
LARGEST_BYTES: Final = 20 * 1024 * 1024
SHOWS_A_CHILD: Final = "CHILD"
MEDIA_TYPES: Final = ("image/jpeg", "image/png", "application/pdf")


@kind(
    "attachment",
    "Attachment",
    unit=("pupil_id", "setting_id"),
    parent="of_id",
    event="added_on",
    named_by=("caption", "subject"),
)
class Attachment(Record, frozen=True):
    """A photograph or a PDF: what it shows, which record it belongs to, the hash of its bytes."""

    of_id: Annotated[str, says("Belongs to", need=SAVE, merge=ONCE)] = ""
    of_kind: Annotated[str, says("Kind of record", need=SAVE, merge=ONCE)] = ""
    pupil_id: Annotated[str, says("Pupil", merge=ONCE, ref="pupil")] = ""
    setting_id: Annotated[str, says("School", merge=ONCE, ref="setting")] = ""
    added_on: Annotated[dt.date | None, says("Added", need=SAVE, merge=ONCE)] = None
    subject: Annotated[
        str, says("Shows", need=SAVE, ask="Say what it shows", codes="attachment_subject")
    ] = ""
    caption: Annotated[str, private("Caption", "No name of a child.")] = ""
    media_type: Annotated[str, says("File type", need=SAVE, merge=ONCE)] = ""
    sha256: Annotated[
        str, says("SHA-256", need=SAVE, merge=ONCE, looked_up=True, reported=True)
    ] = ""
    size_bytes: Annotated[int | None, says("Size", need=SAVE, merge=ONCE, at_least=1)] = None
    thumbnail_sha256: Annotated[
        str, says("SHA-256 of the small picture", merge=ONCE, looked_up=True, reported=True)
    ] = ""
    agreement_id: Annotated[
        str, says("Photo agreement", "Needed if a child can be seen.", merge=ONCE, ref="agreement")
    ] = ""

    @property
    def shows_a_child(self) -> bool:
        """Whether a child can be seen, so that the family has to have agreed."""
        return self.subject == SHOWS_A_CHILD
