"""Who was there before: a row of people that is overwritten with somebody else's name.

A school's form invites one to write the new SENCO over the old one. The old one then stays as a row
of their own with the last day, and the new one begins today. A name that is mended, or that goes on
being typed, is the same person. Works on flat documents; must not know any kind of record.
"""

import datetime as dt
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, Final

from stls_core.ids import derived_id

_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "dame"})
_FEWEST_LETTERS: Final = 3  # less is no name, but the beginning of one
_MENDED: Final = 0.8  # alike beyond this, one name is the other with a slip mended
_A_DAY: Final = dt.timedelta(days=1)

Row = Mapping[str, Any]


def is_somebody_else(old: str, new: str) -> bool:
    """Whether a name that took the place of another is of another person.

    A name that only grew is the same person. One that was cut off may be on its way to another,
    so it counts as another; `former_people` takes that back if the name returns.
    """
    before, after = _plain(old), _plain(new)
    if len(before) < _FEWEST_LETTERS or before == after:
        return False
    if after.startswith(before) or set(before.split()) <= set(after.split()):
        return False
    is_cut_off = before.startswith(after)
    return is_cut_off or SequenceMatcher(None, before, after).ratio() <= _MENDED


def former_people(
    field: str, shown: Mapping[str, Any], edit: Mapping[str, Any], day: dt.date
) -> dict[str, Any]:
    """{path: row} to write with an edit of a set of people, each with name, from_on and to_on."""
    found: dict[str, Any] = {}
    for path, after in edit.items():
        name, _, key = path.partition("/")
        before = shown.get(path)
        if name != field or not isinstance(before, Mapping) or not isinstance(after, Mapping):
            continue
        found.update(_kept(field, key, before, after, shown, day))
    return found


def _kept(
    field: str, key: str, before: Row, after: Row, shown: Mapping[str, Any], day: dt.date
) -> dict[str, Any]:
    old, new = str(before.get("name") or ""), str(after.get("name") or "")
    found: dict[str, Any] = {}
    returned = _place(field, key, new)
    if returned in shown:  # the name was on its way to another and came back
        return {returned: None}
    if _is_over(before, after, day):
        return {}
    if is_somebody_else(old, new) and str(before.get("from_on") or "") < day.isoformat():
        last = (day - _A_DAY).isoformat()
        ended = min(str(before.get("to_on") or last), last)
        place = _place(field, key, old)
        found[place] = {**before, "key": place.partition("/")[2], "to_on": ended}
    if found or _begins_too_early(field, key, after, shown):
        # the form that is open goes on to say the day of whoever stood there before
        told = {name: value for name, value in after.items() if name not in ("from_on", "to_on")}
        begins = str(after.get("from_on") or "")
        same_day = begins == str(before.get("from_on") or "") or not found
        told["from_on"] = day.isoformat() if same_day or not begins else begins
        if after.get("to_on") and after["to_on"] != before.get("to_on"):
            told["to_on"] = after["to_on"]
        found[f"{field}/{key}"] = told
    return found


def _begins_too_early(field: str, key: str, after: Row, shown: Mapping[str, Any]) -> bool:
    """Whether a row says a day on which somebody who stood in it before was still there."""
    begins = str(after.get("from_on") or "")
    return any(
        path == _place(field, key, str(row.get("name") or "")) and begins <= str(row["to_on"])
        for path, row in shown.items()
        if path.startswith(f"{field}/") and isinstance(row, Mapping) and row.get("to_on")
    )


def _is_over(before: Row, after: Row, day: dt.date) -> bool:
    """Whether a row is history already, and somebody only mends it."""
    ended = str(before.get("to_on") or "")
    return bool(ended) and ended < day.isoformat() and after.get("to_on") == before.get("to_on")


def _place(field: str, key: str, name: str) -> str:
    """Where the former person of a row stands: the same on every laptop that overwrites it."""
    return f"{field}/{derived_id('former', key, _plain(name))}"


def _plain(name: str) -> str:
    words = name.casefold().replace(".", " ").split()
    return " ".join(word for word in words if word not in _TITLES)
