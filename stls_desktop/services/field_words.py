"""Stored values as words for people: codes by their label, ids by what they name, days, yes and no.

For screens that show a record without its form, such as its history. Never shows an id.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from stls_core.coding import share_words
from stls_core.documents import joined_name
from stls_core.records import Field, Kind, fields_of, kind_named
from stls_core.records.observations import FEWEST_SLOTS, share_of
from stls_core.records.pupils import Pupil
from stls_core.records.settings import LinkAssignment
from stls_desktop.services.desk import Desk
from stls_desktop.store.reading import Reader

COLLEAGUE: Final = "A colleague"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class FieldWords:
    """Reads what ids point to from one look at the store."""

    def __init__(self, desk: Desk, read: Reader) -> None:
        self._desk, self._read = desk, read
        self._people: Mapping[str, str] | None = None

    @property
    def me(self) -> str:
        """The account of the person at this laptop."""
        return self._desk.me.account

    def label(self, kind: Kind, path: str) -> str:
        """The words beside the control of a path; an unknown field tells its own name."""
        name = path.partition("/")[0]
        known = kind.fields.get(name)
        return known.label if known else name.replace("_", " ").capitalize()

    def value(self, kind: Kind, path: str, value: object) -> str:
        """A value in words; "" for none."""
        if value is None or value in ("", [], ()):
            return ""
        name, _, key = path.partition("/")
        known = kind.fields.get(name)
        if known is None:
            return "" if _ID.fullmatch(str(value)) else str(value)
        if key and value is True:  # an element of a set of codes
            return self._one(known, key)
        if known.child and isinstance(value, Mapping):
            return self._element(known, value)
        if isinstance(value, list | tuple):
            return "; ".join(self.value(kind, path, each) for each in value)
        return self._one(known, value)

    def person(self, account: str) -> str:
        """Who an account is: the person at this laptop, a named link teacher, or a colleague."""
        if account == self._desk.me.account:
            return self._desk.me.name
        if self._people is None:
            self._people = {
                each.teacher_id: each.teacher_name for each in self._read.find(LinkAssignment)
            }
        return self._people.get(account) or COLLEAGUE

    def _element(self, known: Field, value: Mapping[str, Any]) -> str:
        if known.child is None:
            return str(value)
        told = []
        for part in fields_of(known.child):
            words = self._one(part, value[part.name]) if part.name in value else ""
            if words and part.python_type is bool:
                told.append(part.label if value[part.name] else f"{part.label}: no")
            elif words and part.python_type in (int, float):
                told.append(f"{part.label} {words}")  # numbers side by side need their names
            elif words:
                told.append(words)
        return ", ".join(told)

    def _one(self, known: Field, value: object) -> str:
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if known.says.codes:
            return self._desk.reference.label(known.says.codes, str(value))
        read_as = _COMES_TO.get(known.name) or _AS.get(known.python_type)
        if read_as is not None:
            return read_as(value)
        text = str(value)
        return self._named(known, text) if _ID.fullmatch(text) else text

    def _named(self, known: Field, rec: str) -> str:
        """What the record of that id is called."""
        kind = kind_named(known.says.ref) if known.says.ref else None
        if kind is None:
            return self.person(rec)
        if kind.name == "pupil":
            pupil = self._read.get(Pupil, rec)
            return pupil.initials if pupil else "another file"
        found = self._read.get(kind.record, rec)
        names = (str(getattr(found, name, "") or "") for name in kind.named_by)
        return joined_name(kind, names) or f"another {kind.title.lower()}"


def day_words(value: object) -> str:
    """`6 Oct 2026` of an ISO date; what is none is told as it stands."""
    try:
        day = dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{day.day} {day:%b %Y}"


def moment_words(at: str) -> str:
    """`6 Oct 2026, 14:02` of an ISO time, on the laptop's clock."""
    try:
        moment = dt.datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    return f"{day_words(moment.date().isoformat())}, {moment:%H:%M}"


def _time_words(value: object) -> str:
    return str(value)[:5]


def _moment_words(value: object) -> str:
    return moment_words(str(value))


def _number_words(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _share(slots: object) -> str:
    return share_words(share_of(str(slots)), FEWEST_SLOTS)


_COMES_TO: Final[Mapping[str, Callable[[object], str]]] = {"slots": _share, "peer_slots": _share}
"""Fields whose value is kept for the program; a person is told what it comes to."""
_AS: Final[Mapping[type, Callable[[object], str]]] = {
    dt.date: day_words,
    dt.time: _time_words,
    dt.datetime: _moment_words,
    float: _number_words,
}
