"""What has been signed and given out: the list behind the Reports page."""

import datetime as dt
from dataclasses import dataclass

from stls_core.records.reports import IssuedDocument, SignedVersion
from stls_core.records.settings import Setting
from stls_desktop.services import signing
from stls_desktop.services.desk import Desk

LIMIT = 200


@dataclass(frozen=True)
class SignedLine:
    """A signed version in the list; `given` is how many people have it."""

    version_id: str
    of_id: str
    setting: str
    number: int
    signed_by: str
    signed_on: dt.date
    given: int


def signed_notes(desk: Desk) -> tuple[SignedLine, ...]:
    """The newest signed versions, newest first."""
    with desk.store.read() as read:
        wholes = read.find(SignedVersion, part_of_id=None, order_by=("-signed_on",), limit=LIMIT)
        names = {s.id: s.name for s in read.find(Setting)}
        given: dict[str, int] = {}
        for issued in read.find(IssuedDocument):
            count = len(issued.recipients)
            given[issued.signed_version_id] = given.get(issued.signed_version_id, 0) + count
        numbers = {
            version.id: version.number
            for of_id in {v.of_id for v in wholes}
            for version in signing.versions_of(read, of_id)
        }
    return tuple(
        SignedLine(
            version_id=v.id,
            of_id=v.of_id,
            setting=names.get(v.setting_id, ""),
            number=numbers.get(v.id, 1),
            signed_by=v.signed_by,
            signed_on=v.signed_on or dt.date.min,
            given=given.get(v.id, 0),
        )
        for v in wholes
    )
