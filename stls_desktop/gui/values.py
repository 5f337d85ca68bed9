"""Values between a document (JSON) and a control (dates, times, numbers)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from stls_core.records import Field


def to_json(value: Any) -> Any:  # noqa: ANN401 - any declared type
    """A control's value as it stands in a document."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, tuple):
        return [to_json(part) for part in value]
    return value


def from_json(declared: Field, value: Any) -> Any:  # noqa: ANN401
    """A document's value as the control shows it; what cannot be read is shown as it is."""
    if value is None:
        return () if declared.many else None
    try:
        if declared.python_type is dt.date:
            return dt.date.fromisoformat(value)
        if declared.python_type is dt.time:
            return dt.time.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return tuple(value) if declared.many and not declared.child else value
