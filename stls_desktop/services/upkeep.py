"""Upkeep while the program runs: a verified copy of the store each hour, and files nobody needs.

The copy is made on the render lane, because typing must not wait for it.
"""

from pathlib import Path

from stls_desktop.services.desk import Desk


def back_up(desk: Desk) -> Path | None:
    """Make the copy of this hour; None if there is one or nothing was written since."""
    return desk.store.back_up_hourly()


def drop_unneeded_files(desk: Desk) -> int:
    """Take out photos and PDFs that no record names any more; how many that were."""
    with desk.store.write() as work:
        return work.files.drop_unneeded()
