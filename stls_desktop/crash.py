"""What happens when the program itself is at fault: a report is written now, told at next start.

A report holds types, places and redacted log lines; never words of an error, values or locals.
Errors that a teacher can mend are told to her instead and are never written as a crash.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import platform
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from stls_desktop.config import ToldError, make_private_folder
from stls_desktop.logs import described

REPORTS_KEPT: Final = 20
FAULT_NAME: Final = "fault.log"

_FAULT_FRAME: Final = re.compile(r'File "(?P<path>[^"]*)", line (?P<line>\d+) in (?P<name>.*)')


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One crash of an earlier run, as written; fit to be shown and sent."""

    path: Path
    text: str


@dataclass(slots=True)
class CrashPath:
    """Writes crash reports of this run and finds those of earlier runs.

    on_told: gets an error that a teacher can mend, if nobody caught it.
    on_crash: gets the path of the report (None if it could not be written); shows one dialog.
    told_types: further errors that are told, such as the store's.
    """

    folder: Path
    version: str
    recent_lines: Callable[[], list[str]] = list
    on_told: Callable[[BaseException], object] | None = None
    on_crash: Callable[[Path | None], object] | None = None
    told_types: tuple[type[BaseException], ...] = (ToldError,)
    _fault_file: TextIO | None = field(default=None, init=False)

    def install(self) -> None:
        """Take over unhandled errors of all threads; dump native crashes to a file."""
        make_private_folder(self.folder)
        sys.excepthook = self._on_unhandled
        threading.excepthook = self._on_thread_error
        self._keep_native_crash()  # the next line overwrites what the last run left
        self._fault_file = (self.folder / FAULT_NAME).open("w", encoding="utf-8")
        faulthandler.enable(self._fault_file)

    def uninstall(self) -> None:
        """Put Python's own hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def handle(self, error: BaseException) -> None:
        """Tell the teacher, or write a report; the GUI hands errors of its lanes to this."""
        if self.is_told(error):
            if self.on_told is not None:
                self.on_told(error)
            return
        written = self.write(error)
        if self.on_crash is not None:
            self.on_crash(written)

    def is_told(self, error: BaseException) -> bool:
        """Whether this error is for the teacher rather than for us."""
        return isinstance(error, self.told_types)

    def write(self, error: BaseException) -> Path | None:
        """Write the report of a bug. Never raises: None if the disk refuses."""
        at = datetime.now(UTC)
        report = {
            "version": self.version,
            "at": at.isoformat(timespec="seconds"),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()}",
            "error": described(error),
            "recent": self.recent_lines(),
        }
        path = self.folder / f"crash-{at:%Y%m%dT%H%M%S%f}.json"
        with contextlib.suppress(OSError):
            path.write_text(json.dumps(report, indent=1), encoding="utf-8")
            return path
        return None

    def earlier_reports(self) -> list[CrashReport]:
        """Reports nobody has been told of, oldest first."""
        self._keep_native_crash()
        found = []
        for path in sorted(self.folder.glob("crash-*.json")):
            with contextlib.suppress(OSError):
                found.append(CrashReport(path, path.read_text(encoding="utf-8")))
        return found

    def mark_told(self, reports: list[CrashReport]) -> None:
        """Remember that these were shown; the newest 20 stay for the help desk."""
        for report in reports:
            with contextlib.suppress(OSError):
                report.path.rename(report.path.with_name(f"told-{report.path.name}"))
        for old in sorted(self.folder.glob("told-crash-*.json"))[:-REPORTS_KEPT]:
            old.unlink(missing_ok=True)

    def _keep_native_crash(self) -> None:
        """Turn what faulthandler left into a report, without the paths that it writes."""
        fault = self.folder / FAULT_NAME
        try:
            left = fault.read_text(encoding="utf-8", errors="replace")
            if not left.strip():
                return
            at = datetime.fromtimestamp(fault.stat().st_mtime, UTC)
            report = {
                "version": self.version,
                "at": at.isoformat(timespec="seconds"),
                "error": ["native crash", *_without_paths(left)],
            }
            path = self.folder / f"crash-{at:%Y%m%dT%H%M%S%f}.json"
            path.write_text(json.dumps(report, indent=1), encoding="utf-8")
            fault.write_text("", encoding="utf-8")
        except OSError:
            return  # no folder yet, or a disk that refuses: there is nothing to tell

    def _on_unhandled(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.handle(error.with_traceback(trace))

    def _on_thread_error(self, hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None:
            self.handle(hook.exc_value)


def _without_paths(dump: str) -> list[str]:
    """The lines of a faulthandler dump with “file.py:line in name” for each frame."""
    lines = []
    for line in dump.splitlines():
        frame = _FAULT_FRAME.search(line)
        if frame is None:
            lines.append(line)
            continue
        place = re.split(r"[\\/]", frame["path"])[-1]
        lines.append(f"  {place}:{frame['line']} in {frame['name']}")
    return lines
