"""Pictures of a finished PDF for the preview and for printers that take no PDF.

Draws the very bytes that will be issued, in memory; never a second layout, never a temporary file.
pypdfium2 only: Qt makes its own image from the bytes that come back.
"""

from typing import NamedTuple

import pypdfium2

_POINTS = 72.0


class PageImage(NamedTuple):
    """One page: pixels wide and high, and `4 * width * height` bytes of blue, green, red, alpha."""

    width: int
    height: int
    bgra: bytes


class UnreadablePdfError(Exception):
    """The bytes are no PDF that can be shown."""


def page_count(pdf: bytes) -> int:
    """How many pages the file has; `UnreadablePdfError` if it is none."""
    with opened(pdf) as file:
        return len(file)


def page_image(pdf: bytes, number: int, dpi: float) -> PageImage:
    """The picture of one page, counted from 0; IndexError past the last."""
    with opened(pdf) as file:
        if not 0 <= number < len(file):
            raise IndexError(f"the file has no page {number + 1}")
        return _drawn(file, number, dpi)


def page_images(pdf: bytes, dpi: float) -> list[PageImage]:
    """The pictures of all pages at a resolution (96 for a screen, 300 for paper)."""
    with opened(pdf) as file:
        return [_drawn(file, number, dpi) for number in range(len(file))]


def opened(pdf: bytes) -> pypdfium2.PdfDocument:
    """The file as PDFium reads it; `UnreadablePdfError` if it cannot."""
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError("this file cannot be shown as a PDF") from error


def _drawn(file: pypdfium2.PdfDocument, number: int, dpi: float) -> PageImage:
    page = file[number]
    bitmap = page.render(scale=dpi / _POINTS, force_bitmap_format=_BGRA, fill_color=_WHITE)
    try:
        rows = bytes(bitmap.buffer)
        return PageImage(bitmap.width, bitmap.height, _packed(rows, bitmap.width, bitmap.stride))
    finally:
        bitmap.close()
        page.close()


def _packed(rows: bytes, width: int, stride: int) -> bytes:
    length = 4 * width
    if stride == length:
        return rows
    return b"".join(rows[at : at + length] for at in range(0, len(rows), stride))


_BGRA = 4  # FPDFBitmap_BGRA
_WHITE = (255, 255, 255, 255)
