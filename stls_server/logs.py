"""The server's log: one JSON object a line on standard error, without personal data.

Only named fields are written. Messages of exceptions are left out, for a driver may quote in them
what a record says; the type and the place are enough to find a fault.
"""

import logging
import sys
import traceback
from typing import Final

import msgspec

from stls_server.moments import as_text, utc_now

FIELDS: Final = ("action", "code", "method", "route", "status", "bytes_in", "bytes_out", "ms")


class Lines(logging.Formatter):
    """Formats a record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": as_text(utc_now()),
            "level": record.levelname.lower(),
            "event": record.getMessage() if record.name.startswith("stls_server") else record.name,
        }
        line.update((name, getattr(record, name)) for name in FIELDS if hasattr(record, name))
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _places(record.exc_info[2])
        return msgspec.json.encode(line).decode()


def start_logging(level: int = logging.INFO) -> None:
    """Send the log to standard error. Call once, at start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("stls_server").setLevel(level)


def _places(trace: object) -> list[str]:
    frames = traceback.extract_tb(trace)  # type: ignore[arg-type]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[-6:]]
