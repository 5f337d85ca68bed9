"""Hands a PDF itself to the printing system of macOS and Linux, so that words stay sharp and small.

`lp` takes the file on its standard input: nothing is written to a disk on the way. Windows has no
such way, and there pages are drawn as pictures (`printing`).
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

PATIENCE_S: Final = 30.0
_SIDES: Final = {
    QPrinter.DuplexMode.DuplexNone: "one-sided",
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexAuto: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}
_PAPERS: Final = {QPageSize.PageSizeId.A4: "A4", QPageSize.PageSizeId.A5: "A5"}


class NotPrintedError(Exception):
    """The printing system did not take the pages; the words say why."""


@dataclass(frozen=True)
class Job:
    """What was chosen in the dialog, as `lp` wants to know it."""

    printer: str
    title: str
    copies: int = 1
    paper: str = "A4"
    sides: str = "one-sided"
    pages: str = ""  # such as `2-3`; empty for all

    def arguments(self) -> list[str]:
        """The command without its name."""
        told = ["-d", self.printer, "-n", str(self.copies), "-t", self.title]
        told += ["-o", f"media={self.paper}", "-o", f"sides={self.sides}"]
        return [*told, "-P", self.pages] if self.pages else told


def job_of(printer: QPrinter) -> Job | None:
    """The job that the dialog was answered with; None where pages have to be drawn as pictures."""
    is_real = printer.outputFormat() == QPrinter.OutputFormat.NativeFormat
    if not is_real or not printer.printerName() or shutil.which("lp") is None:
        return None
    first, last = printer.fromPage(), printer.toPage()
    return Job(
        printer=printer.printerName(),
        title=printer.docName(),
        copies=printer.copyCount(),
        paper=_PAPERS.get(printer.pageLayout().pageSize().id(), "A4"),
        sides=_SIDES.get(printer.duplex(), "one-sided"),
        pages=f"{first}-{last}" if first and last else "",
    )


def hand_over(job: Job, pdf: bytes) -> None:
    """Give the pages to the printing system. Raises `NotPrintedError`; waits for its answer."""
    try:
        done = subprocess.run(  # noqa: S603 - the system's own program, arguments as a list
            ["lp", *job.arguments()],  # noqa: S607 - found where the system keeps it
            input=pdf,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        msg = "The printing system does not answer. Nothing was printed; try again."
        raise NotPrintedError(msg) from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().removeprefix("lp: ")
        msg = f"Not printed: {reason or 'the printing system refused it'}."
        raise NotPrintedError(msg)
