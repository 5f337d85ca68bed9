"""What an imported school changes in the setting that is already there.

Only the fields that the national list owns are ever named: contacts, notes on arrival, visits a
year and everything else written by people stay as they are. Plain values in and out; the caller
writes.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from stls_desktop.imports.gias_row import SchoolRow
from stls_desktop.imports.school_types import SchoolStatus

IMPORTED_FIELDS = (
    "name",
    "urn",
    "la_code",
    "estab_number",
    "setting_type",
    "type_name",
    "phase",
    "status",
    "merged_into_id",
    "opened_on",
    "closed_on",
    "street",
    "locality",
    "town",
    "county",
    "postcode",
    "phone",
    "district_id",
    "low_age",
    "high_age",
    "roll",
    "srp_designation",
)
_ADDRESS = ("street", "locality", "town", "county", "postcode")
_LOST = "\ufffd"

Value = str | int | None


class ChangeKind(enum.StrEnum):
    """What the import does with one school."""

    ADDED = "added"
    CHANGED = "changed"
    CLOSED = "closed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """One school of the file and the {field: value} to write; dates are ISO texts.

    `fields` is empty exactly for UNCHANGED. A value of None empties the field.
    """

    kind: ChangeKind
    setting_id: str
    urn: str
    name: str
    line: int
    fields: Mapping[str, Value] = field(default_factory=dict)


def imported_values(
    row: SchoolRow, *, district_id: str, merged_into_id: str = ""
) -> dict[str, Value]:
    """A row in the words of a setting document: every imported field, empty where not said."""
    status = "ACTIVE"
    if row.status is SchoolStatus.CLOSED:
        status = "MERGED" if merged_into_id else "CLOSED"
    return {
        "name": row.name,
        "urn": row.urn,
        "la_code": row.la_code,
        "estab_number": row.estab_number,
        "setting_type": row.setting_type,
        "type_name": row.type_name,
        "phase": row.phase,
        "status": status,
        "merged_into_id": merged_into_id if status == "MERGED" else "",
        "opened_on": _iso(row.opened_on),
        "closed_on": _iso(row.closed_on),
        "street": row.street,
        "locality": ", ".join(filter(None, (row.locality, row.address3))),
        "town": row.town,
        "county": row.county,
        "postcode": row.postcode,
        "phone": row.phone,
        "district_id": district_id,
        "low_age": row.low_age,
        "high_age": row.high_age,
        "roll": row.roll,
        "srp_designation": row.srp_designation,
    }


def compare(
    row: SchoolRow,
    existing: Mapping[str, object] | None,
    *,
    setting_id: str,
    district_id: str,
    merged_into_id: str = "",
) -> SchoolChange:
    """What the row adds to or changes in the document of its setting, None if there is none yet.

    An empty cell never empties a field, except that a school that is open again is not closed;
    a new postcode replaces the whole address, since an old street under it would be wrong.
    """
    values = imported_values(row, district_id=district_id, merged_into_id=merged_into_id)
    if existing is None:
        said = {name: value for name, value in values.items() if value not in ("", None)}
        return SchoolChange(ChangeKind.ADDED, setting_id, row.urn, row.name, row.line, said)
    fields: dict[str, Value] = {
        name: value
        for name, value in values.items()
        if _is_news(name, value, existing) and not _is_less(name, value, existing)
    }
    fields.update(_new_address(values, existing))
    fields.update(_reopened(values, existing))
    kind = ChangeKind.CHANGED if fields else ChangeKind.UNCHANGED
    if fields.get("status") in ("CLOSED", "MERGED"):
        kind = ChangeKind.CLOSED
    return SchoolChange(kind, setting_id, row.urn, row.name, row.line, fields)


def _is_news(name: str, value: Value, existing: Mapping[str, object]) -> bool:
    if value in ("", None) or value == existing.get(name):
        return False
    # A lost letter in the file must not replace a name that somebody put right.
    return not (isinstance(value, str) and _LOST in value and existing.get(name))


def _is_less(name: str, value: Value, existing: Mapping[str, object]) -> bool:
    """Whether the file knows less than the record: a type that it does not give."""
    return name == "setting_type" and value == "OTHER" and bool(existing.get(name))


def _new_address(values: Mapping[str, Value], existing: Mapping[str, object]) -> dict[str, Value]:
    if not values["postcode"] or values["postcode"] == existing.get("postcode"):
        return {}
    return {
        name: values[name] or None
        for name in _ADDRESS
        if (values[name] or None) != (existing.get(name) or None)
    }


def _reopened(values: Mapping[str, Value], existing: Mapping[str, object]) -> dict[str, Value]:
    if values["status"] != "ACTIVE":
        return {}
    return {
        name: None
        for name in ("closed_on", "merged_into_id")
        if not values[name] and existing.get(name)
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
