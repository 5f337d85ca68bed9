"""Previews 20,000 invented pupils, then says how long it took: FOLDER list|transfer."""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path

from bench import desks
from bench.started.said import now, say
from stls_desktop.services import pupil_import
from stls_desktop.services.desk import Desk

PUPILS = 20_000
HEADER = "Surname,Forename,DOB,NC Year,SEN Status,Primary Need,School\n"
LEFT_OUT = "<Attendance>" + "<YearData><Year>2025</Year></YearData>" * 20 + "</Attendance>"


def main() -> None:
    """One JSON line."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1]) as made:
        folder = Path(made)
        listed = _list(folder)
        path = listed if sys.argv[2] == "list" else _transfer(folder)
        with desks.open_desk(folder) as desk:
            took, more = _preview(desk, path)
        plain = _plain(listed)  # last: it holds every row at once
    say({"took": took, "more_mb": more, "plain": plain})


def _preview(desk: Desk, path: Path) -> tuple[float, float]:
    before, begun = now()["rss_mb"], time.perf_counter()
    opened = pupil_import.open_list(desk, path)
    plan = pupil_import.preview(desk, opened, opened.mapped, "a school")
    if len(plan.rows) != PUPILS:
        raise ValueError("the preview has not every row")
    return time.perf_counter() - begun, now()["rss_mb"] - before


def _plain(path: Path) -> float:
    begun = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        if len(list(csv.DictReader(file))) != PUPILS:
            raise ValueError("the list has not every row")
    return time.perf_counter() - begun


def _born(n: int) -> tuple[int, int, int]:
    return 2010 + n % 9, 1 + n // 9 % 12, 1 + n // 108 % 28


def _list(folder: Path) -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for n in range(PUPILS):
            year, month, day = _born(n)
            file.write(f"Surname{n},Forename{n},{day}/{month}/{year},,K,SLCN,\n")
    return path


def _transfer(folder: Path) -> Path:
    path = folder / "transfer.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write("<CTfile><Header><CTFversion>25.0</CTFversion></Header><CTFpupilData>")
        for n in range(PUPILS):
            year, month, day = _born(n)
            file.write(
                f"<Pupil><Surname>Surname{n}</Surname><Forename>Forename{n}</Forename>"
                f"<DOB>{year}-{month:02}-{day:02}</DOB>{LEFT_OUT}</Pupil>"
            )
        file.write("</CTFpupilData></CTfile>")
    return path


if __name__ == "__main__":
    main()
