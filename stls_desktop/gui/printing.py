"""Draws page pictures on a printer, each filling its sheet. Leaves nothing on the disk."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter


class Picture(Protocol):
    """A page as BGRA pixels."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def bgra(self) -> bytes:
        """Four bytes a pixel."""


def print_pages(printer: QPrinter, pages: Iterable[Picture]) -> int:
    """Print each picture on a sheet of its own, as large as the paper; returns how many."""
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    painter = QPainter(printer)
    count = 0
    for page in pages:
        if count:
            printer.newPage()
        image = QImage(page.bgra, page.width, page.height, QImage.Format.Format_ARGB32)
        painter.drawImage(painter.viewport(), image)
        count += 1
    painter.end()
    return count
