"""What every builder of records is made with: ids, a day, a teacher, an envelope."""

import datetime as dt
from typing import Any, Final, TypeVar

from stls_core.ids import derived_id
from stls_core.records import Record

VISIT_DAY: Final = dt.date(2026, 10, 6)  # a Tuesday in Kent's first term
NOW: Final = dt.datetime(2026, 10, 6, 14, 30, tzinfo=dt.UTC)
_R = TypeVar("_R", bound=Record)


def an_id(kind: str, number: int = 1) -> str:
    """The id of the builders' nth record of a kind."""
    return derived_id("000", "test", kind, str(number))


TEACHER: Final = an_id("account")


def made(record: type[_R], kind: str, values: dict[str, Any], changes: dict[str, Any]) -> _R:
    envelope = {
        "id": an_id(kind, changes.pop("number", 1)),
        "author_id": TEACHER,
        "team_id": an_id("team"),
        "created_at": NOW,
    }
    return record(**{**envelope, **values, **changes})
