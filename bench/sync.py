"""Push and pull of 10,000 one-kilobyte records over HTTP, and a save on A until it is seen on B.

Laptops are real encrypted stores, the server a process of its own on SQLite. The limit is the
same number of rows written to a bare SQLCipher file in the same batches.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.desks import open_desk
from bench.figures import Figure, against
from stls_core.documents import document_of, flatten
from stls_core.ids import derived_id
from stls_core.records import kind_named
from stls_core.records.settings import Setting
from stls_core.records.visits import Discussion
from stls_desktop.demo.council import DemoCouncil
from stls_desktop.services import syncing
from stls_desktop.services.desk import Desk

RECORDS = 10_000
BATCH = 500


def figures() -> list[Figure]:
    """Push, pull, and how soon a colleague sees a save."""
    with tempfile.TemporaryDirectory(prefix="bench sync ") as held:
        folder = Path(held)
        council = DemoCouncil(folder / "council")
        council.found()
        council.start()
        try:
            council.wait()
            return _measured(folder, council)
        finally:
            council.stop()


def _measured(folder: Path, council: DemoCouncil) -> list[Figure]:
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    with open_desk(folder / "a") as a, open_desk(folder / "b") as b:
        for desk in (a, b):
            account = council.add_account(desk.me.account[-6:], "LEAD", "ASHFORD")
            code = council.enrolment_code(account)
            syncing.enrol(desk, council.url, code, "Laptop")
            _round(desk)
        school = _school(a)
        _round(a)
        _write(a, school)
        raw = _raw_seconds(folder, a)
        began = time.perf_counter()
        _round(a)
        push = time.perf_counter() - began
        began = time.perf_counter()
        _round(b)
        pull = time.perf_counter() - began
        began = time.perf_counter()
        with a.store.write() as work:
            work.edit("setting", school, {"site_notes": "Park behind the hall."})
        _round(a)
        _round(b)
        seen = time.perf_counter() - began
    return [
        _rate("push of 10,000 records of 1 kB", push, raw, "≥ 4000 records/s"),
        _rate("pull of 10,000 records of 1 kB", pull, raw, "≥ 6000 records/s"),
        Figure("a save on A is on B, two rounds", seen, "s", target="≤ 5 s"),
    ]


def _rate(name: str, seconds: float, raw: float, target: str) -> Figure:
    return against(name, RECORDS / seconds, RECORDS / raw, "records/s", target)


def _round(desk: Desk) -> None:
    known = syncing.enrolment(desk)
    if known is None:
        msg = "the bench laptop is not enrolled"
        raise RuntimeError(msg)
    with syncing.transport_to(known) as server:
        ended = syncing.run_round(desk, known.device, server, on_store=lambda op: op())
    if ended.finished is None or ended.finished.held:
        msg = f"the round did not go through: {ended.standing.words} {ended.standing.problem}"
        raise RuntimeError(msg)


def _school(desk: Desk) -> str:
    rec = desk.new_id()
    district = derived_id("886", "district", "E07000105")
    with desk.store.write() as work:
        work.put(
            Setting(
                id=rec, name="Bench End", urn="990001", setting_type="PRI", district_id=district
            )
        )
    return rec


def _write(desk: Desk, school: str) -> None:
    dice = random.Random(1)  # noqa: S311 - the same words every time
    words = ["".join(dice.choices("abcdefghijklmnop", k=dice.randint(3, 9))) for _ in range(2000)]
    kind = kind_named("discussion")
    edits: dict[str, Any] = {}
    for _ in range(RECORDS):
        record = Discussion(
            id=desk.new_id(),
            visit_id=school,
            setting_id=school,
            area_of_need="CI",
            concern=" ".join(dice.choices(words, k=60)),
            advice=" ".join(dice.choices(words, k=50)),
        )
        edits[record.id] = flatten(kind, document_of(record))
    with desk.store.write() as work:
        work.edit_many("discussion", edits)


def _raw_seconds(folder: Path, desk: Desk) -> float:
    """The same rows into a bare SQLCipher table, 500 a transaction."""
    from sqlcipher3 import dbapi2 as sqlcipher

    with desk.store.read() as read:
        rows = [(change.rec, str(change.set)) for change in read.unsent()]
    raw = sqlcipher.connect(str(folder / "raw.db"), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{'5a' * 48}'\"")
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE rec (id TEXT PRIMARY KEY, doc TEXT)")
    began = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany("INSERT INTO rec VALUES (?, ?)", rows[start : start + BATCH])
        raw.execute("COMMIT")
    took = time.perf_counter() - began
    raw.close()
    return took
