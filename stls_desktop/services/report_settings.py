"""What stands on every report of a council: names, logo, marking, retention, whom to ask.

There is one record of it. A report keeps what it said on the day it was signed.
"""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from stls_core.ids import derived_id
from stls_core.records import Need, kind_of
from stls_core.records.advice import ReportSetting
from stls_core.validation import problems_of
from stls_desktop.changed import Changed
from stls_desktop.imports.logos import UnusableLogoError as UnusableLogoError  # noqa: PLC0414
from stls_desktop.imports.logos import read_logo
from stls_desktop.services.advice_content import house_of
from stls_desktop.services.desk import Desk
from stls_desktop.services.permission import NotAllowedError as NotAllowedError  # noqa: PLC0414
from stls_desktop.services.permission import refuse_to_write
from stls_desktop.services.records import RecordSheet, blank, open_record

KIND: Final = "report_setting"
FIELDS: Final = (
    "council_name",
    "service_name",
    "logo",
    "logo_words",
    "marking",
    "family_marking",
    "retention",
    "contact",
    "family_advice",
)


class NotSettableError(Exception):
    """It was not saved; the words say which field and why."""


def read_settings(desk: Desk) -> ReportSetting:
    """What is printed now; empty fields fall back to the names of council and service."""
    with desk.store.read() as read:
        return house_of(read)


def open_settings(desk: Desk) -> RecordSheet:
    """The one record of it for a form that saves as it is typed, begun where there is none."""
    kind = kind_of(ReportSetting())
    with desk.store.read() as read:
        rec = house_of(read).id or _id_everywhere(desk)
    found = open_record(desk, rec)
    if found is None:
        begun = blank(desk, kind)
        opened = msgspec.structs.replace(begun, rec=rec, doc={**begun.doc, "id": rec})
        found = RecordSheet(opened, None, "")
    return RecordSheet(found.opened, found.draft, kind.title)


def why_not(desk: Desk) -> str:
    """Why whoever sits here may not change it; empty if they may."""
    try:
        refuse_to_write(desk, KIND, FIELDS)
    except NotAllowedError as error:
        return str(error)
    return ""


def usable_logo(path: Path) -> str:
    """A PNG or JPEG as the record keeps it, shrunk to 64 kB. Raises `UnusableLogoError`."""
    return base64.b64encode(read_logo(path)).decode("ascii")


def logo_bytes(settings: ReportSetting) -> bytes:
    """The picture of a logo, for a screen; empty without one."""
    return base64.b64decode(settings.logo) if settings.logo else b""


def save_settings(desk: Desk, values: Mapping[str, str]) -> Changed:
    """Keep these fields; the others stay. Raises `NotAllowedError` and `NotSettableError`."""
    refuse_to_write(desk, KIND, values)
    strange = set(values) - set(FIELDS)
    if strange:
        raise NotSettableError(f"There is no field {min(strange)}.")
    with desk.store.write() as work:
        before = house_of(work)
        trimmed = {name: value.strip() for name, value in values.items()}
        after = msgspec.structs.replace(before, **trimmed)
        for problem in problems_of(kind_of(after), after, Need.SAVE, desk.reference):
            if problem.blocks:
                raise NotSettableError(problem.message)
        if not before.id:
            after = msgspec.structs.replace(
                after,
                id=_id_everywhere(desk),
                author_id=desk.me.account,
                team_id=desk.me.team,
                created_at=desk.now(),
            )
        work.put(after)
    return work.changed


def _id_everywhere(desk: Desk) -> str:
    """The same on every laptop of the council, so that two never make two records of it."""
    return derived_id(desk.me.authority, KIND)
