"""Imports pupils into a store in a process of its own, and tells each step, until it is killed.

python -m tests.e2e.importing_pupils STORE LIST
"""

from __future__ import annotations

import sys
from pathlib import Path

from stls_desktop.services.pupil_import_writing import write
from tests.fakes import Clock
from tests.services.importing import planned
from tests.services.laptops import a_desk


def tell(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main():
    store, listed = map(Path, sys.argv[1:])
    desk = a_desk(store, Clock())
    plan = planned(desk, listed)
    tell("planned")
    write(desk, plan, on_progress=lambda done, _total: tell(done))
    tell("written")
    sys.stdin.read()  # until it is killed


if __name__ == "__main__":
    main()
