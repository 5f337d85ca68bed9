"""Pictures of a PDF's pages, for the screen and for the printer: the very bytes that are issued."""

from typing import Final

from stls_desktop.reports.preview import PageImage, page_count, page_images

SCREEN_DPI: Final = 96.0
PRINT_DPI: Final = 300.0

__all__ = ["PRINT_DPI", "SCREEN_DPI", "PageImage", "page_count", "page_images"]
