"""Pictures of a PDF's pages, for the screen and for the printer, and where words stand on them.

All of it comes from the very bytes that are issued.
"""

from typing import Final

from stls_desktop.reports.page_search import Hit, find
from stls_desktop.reports.preview import PageImage, page_count, page_images

SCREEN_DPI: Final = 96.0
PRINT_DPI: Final = 300.0

__all__ = [
    "PRINT_DPI",
    "SCREEN_DPI",
    "Hit",
    "PageImage",
    "find",
    "page_count",
    "page_images",
]
