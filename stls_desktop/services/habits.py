"""Small habits of one teacher that a screen goes by: which sections she keeps open.

Ids of parts of screens only, never anything that was typed.
"""

from typing import Final

from stls_desktop.services.desk import Desk

_OPEN: Final = "open_sections"


def open_sections(desk: Desk) -> frozenset[str]:
    """The sections that were left open."""
    with desk.store.read() as read:
        found: list[str] = read.recall(_OPEN, list[str], [])
    return frozenset(found)


def keep_section(desk: Desk, key: str, *, is_open: bool) -> None:
    """Remember that a section was opened or closed."""
    kept = open_sections(desk)
    wanted = kept | {key} if is_open else kept - {key}
    if wanted != kept:
        with desk.store.write() as work:
            work.remember(_OPEN, sorted(wanted))
