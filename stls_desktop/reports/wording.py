"""The standing words of printed documents, and dates and times in words.

Words come from `resources/reports/sentences.toml`; dates never from the computer's language
settings, because the same note must print the same on every laptop.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from stls_desktop.assets import asset_path

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NOON = 12


@lru_cache(maxsize=1)
def _sentences() -> dict[str, dict[str, str]]:
    text = asset_path("resources", "reports", "sentences.toml").read_text(encoding="utf-8")
    return {name: table for name, table in tomllib.loads(text).items() if isinstance(table, dict)}


def sentences(document: str) -> Mapping[str, str]:
    """Every standing sentence of one document, by key."""
    return _sentences()[document]


def say(document: str, key: str, **filled: object) -> str:
    """A standing sentence of one document with its places filled in; KeyError if there is none."""
    sentence = _sentences()[document][key]
    return sentence.format(**filled) if filled else sentence


def long_date(day: dt.date) -> str:
    """9 December 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: dt.date) -> str:
    """Tue 9 Dec 2025."""
    return f"{_DAYS[day.weekday()][:3]} {medium_date(day)}"


def medium_date(day: dt.date) -> str:
    """9 Dec 2025."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def clock(time: dt.time) -> str:
    """9.15am, as schools write it; noon is 12pm."""
    hour = time.hour % _NOON or _NOON
    minutes = f".{time.minute:02}" if time.minute else ""
    return f"{hour}{minutes}{'am' if time.hour < _NOON else 'pm'}"


def inside(words: str) -> str:
    """A label as it stands inside a sentence: "review of actions", but "SEN support"."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def in_a_row(words: Iterable[str]) -> str:
    """Apples, pears and plums."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def shortened(words: str, length: int) -> str:
    """On one line and no longer than that; an ellipsis says that there is more."""
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    whole = words[:length].rpartition(" ")[0]
    return f"{whole if len(whole) > length // 2 else words[: length - 1]}…"
