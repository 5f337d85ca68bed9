"""The program's log: one file a day in the data folder, a fortnight kept, no personal data.

Redaction is by construction: text handed to a log call is withheld unless it is marked as
`Safe` or is an id; numbers, times and enums pass. Other libraries' messages are withheld whole.
Patterns catch what slips through. An exception is logged as type and place, never its words.
"""

from __future__ import annotations

import datetime as dt
import enum
import logging
import logging.handlers
import os
import re
import traceback
import uuid
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final

from stls_desktop.config import make_private_folder

OUR_LOGGERS: Final = ("stls_desktop", "stls_core")
DAYS_KEPT: Final = 14
LINES_REMEMBERED: Final = 200
LOG_NAME: Final = "stls.log"

_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_ID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_ID_APART: Final = re.compile(f"({_ID.pattern})")
_PATTERNS: Final = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"), "<postcode>"),
    (re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b"), "<upn>"),
    (re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b"), "<number>"),
    (re.compile(r"(?:\+44|\b0)\d[\d ]{8,11}\d\b"), "<telephone>"),
    (re.compile(r"\b[0-9a-f]{64,}\b", re.IGNORECASE), "<key>"),
    (
        re.compile(r"(?i)(?:[a-z]:)?[\\/](?:users|home|documents and settings)[\\/][^\s\"']+"),
        "<path>",
    ),
)


class Safe(str):
    """Text that a programmer vouches for: a version, a state, a code; never a person's words."""

    __slots__ = ()


def start_logging(folder: Path, *, level: int = logging.INFO) -> RecentLines:
    """Log to `folder` from now on; answers the memory of recent lines for crash reports.

    Calling it again replaces the first set-up. Raises `ReadOnlyFolderError`.
    """
    make_private_folder(folder)
    file = logging.handlers.TimedRotatingFileHandler(
        folder / LOG_NAME, when="midnight", backupCount=DAYS_KEPT, encoding="utf-8", utc=True
    )
    if os.name == "posix":
        (folder / LOG_NAME).chmod(0o600)
    recent = RecentLines()
    stop_logging()
    root = logging.getLogger()
    for handler in (file, recent):
        handler.setFormatter(RedactingFormatter())
        root.addHandler(handler)
    for name in OUR_LOGGERS:
        logging.getLogger(name).setLevel(level)
    return recent


def stop_logging() -> None:
    """Close the log file and forget recent lines; tests and the lock call it."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler.formatter, RedactingFormatter):
            root.removeHandler(handler)
            handler.close()


class RecentLines(logging.Handler):
    """The last 200 redacted lines, in memory, for a crash report."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=LINES_REMEMBERED)

    def emit(self, record: logging.LogRecord) -> None:
        """Remember one line."""
        self._lines.append(self.format(record))

    def lines(self) -> list[str]:
        """Oldest first."""
        return list(self._lines)


class RedactingFormatter(logging.Formatter):
    """Turns a log record into a line that may be read by anyone."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """The redacted line; the record itself is left as it is for other handlers."""
        line = logging.makeLogRecord(
            {
                "name": record.name,
                "levelname": record.levelname,
                "created": record.created,
                "msecs": record.msecs,
                "msg": redacted(_message(record)),
            }
        )
        text = super().format(line)
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + "\n".join(described(record.exc_info[1]))
        return text


def redacted(text: str) -> str:
    """`text` without e-mail addresses, postcodes, UPNs, telephone numbers, keys, home paths."""
    pieces = _ID_APART.split(text)  # odd pieces are ids, whose digits look like telephones
    for at in range(0, len(pieces), 2):
        for pattern, mark in _PATTERNS:
            pieces[at] = pattern.sub(mark, pieces[at])
    return "".join(pieces)


def described(error: BaseException) -> list[str]:
    """Type and places of an error and of what caused it: no words, no values, no paths.

    One line an error, one a frame: “  stls_desktop.store.rows:41 in save”.
    """
    lines: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        kind = type(at)
        lines.append(f"{'caused by ' if lines else ''}{kind.__module__}.{kind.__qualname__}")
        lines += _places(at.__traceback__)
        if isinstance(at, BaseExceptionGroup):
            for inner in at.exceptions:
                lines += ["  " + line for line in described(inner)]
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return lines


def _places(trace: TracebackType | None) -> list[str]:
    return [
        f"  {frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]


def _message(record: logging.LogRecord) -> str:
    if not record.name.startswith(OUR_LOGGERS):
        return f"(words withheld) {record.module}:{record.lineno}"
    if not isinstance(record.msg, str):  # an exception or a record handed in as the message
        return f"<{type(record.msg).__name__}>"
    template, arguments = record.msg, record.args
    try:
        if isinstance(arguments, Mapping):
            return template % _Named({name: _shown(value) for name, value in arguments.items()})
        return template % tuple(_shown(value) for value in arguments) if arguments else template
    except (TypeError, ValueError, KeyError):
        return f"(words withheld: they do not fit) {record.module}:{record.lineno}"


class _Named(dict[str, object]):
    """Arguments by name; “%s” for the whole of them must not print their keys either."""

    def __str__(self) -> str:
        return "<dict>"

    __repr__ = __str__


def _shown(value: object) -> object:
    """What may stand in a line: numbers, times, ids and codes; other text only by its length."""
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        is_safe = isinstance(value, Safe) or _ID.fullmatch(value)
        return str(value) if is_safe else f"<{len(value)} characters>"
    if value is None or isinstance(value, (bool, int, float, uuid.UUID, dt.datetime, dt.timedelta)):
        return value
    if isinstance(value, enum.Enum):
        return value.name
    return f"<{type(value).__name__}>"
