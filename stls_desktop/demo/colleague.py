"""A colleague's laptop for the tour, as a process of its own: changes one field and syncs.

Run as `python -m stls_desktop.demo.colleague FOLDER COUNCIL_FOLDER CODE VISIT WORDS`; prints how
its round ended.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from stls_desktop.demo.council import DemoCouncil
from stls_desktop.demo.stage import COLLEAGUE, Stage, set_up, sync

FIELD = "whole_school_focus"


def main(arguments: Sequence[str]) -> int:
    """Enrol, receive, write `WORDS` into the visit's whole-school focus, send."""
    folder, council_folder, code, visit, words = arguments
    council = DemoCouncil(Path(council_folder))
    opened = set_up(Stage(Path(folder)), COLLEAGUE, council, code)
    try:
        sync(opened.desk)
        with opened.desk.store.write() as work:
            work.edit("link_visit", visit, {FIELD: words})
        sys.stdout.write(f"{sync(opened.desk)}\n")
    finally:
        opened.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
