"""Push and pull of 10,000 one-kilobyte records over HTTP, and a save on A until it is seen on B.

Laptops are real encrypted stores; the server is a process of its own, on SQLite and then on
PostgreSQL. Beside them stands what the same rows take with a bare driver. Laptop and server share
one machine, so the processor time of each is told as well.
"""

from __future__ import annotations

import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from psycopg import sql

from bench import desks, limits
from bench.councils import Council, council_on, postgresql
from bench.figures import Figure, against
from stls_core.documents import document_of, flatten
from stls_core.ids import derived_id
from stls_core.records import kind_named
from stls_core.records.settings import Setting
from stls_core.records.visits import Discussion
from stls_desktop.services import opening, syncing
from stls_desktop.services.desk import Desk

RECORDS = 10_000
ROUNDS = 3
PUSH_TARGET, PULL_TARGET = "≥ 4000 records/s", "≥ 6000 records/s"


@dataclass(frozen=True)
class Round:
    """What one pair of new laptops took, in seconds; `laptop` and `server` are processor time."""

    push: float
    push_laptop: float
    push_server: float
    pull: float
    pull_laptop: float
    pull_server: float
    seen: float


def figures() -> list[Figure]:
    """Medians of 3 rounds on each database, each with new laptops and a new council."""
    with tempfile.TemporaryDirectory(dir=desks.on_disk()) as held, postgresql() as url:
        folder = Path(held)
        rows = _rows()
        encrypted = statistics.median(
            limits.sqlcipher_insert(folder / f"raw-{n}.db", rows) for n in range(ROUNDS)
        )
        found = [Figure("raw SQLCipher insert, 500 a commit", encrypted, "records/s")]
        on_file = _rounds(folder / "sqlite", lambda place: str(place / "council.db"))
        found += _told("SQLite", on_file, encrypted, encrypted)
        if url is None:
            return found
        bare = statistics.median(limits.postgresql_upsert(url, rows) for _ in range(ROUNDS))
        found.append(Figure("raw PostgreSQL upsert, 500 a commit", bare, "records/s"))
        on_server = _rounds(folder / "postgresql", lambda place: _new_database(url, place.name))
        return found + _told("PostgreSQL", on_server, bare, encrypted)


def _told(name: str, took: Round, push_limit: float, pull_limit: float) -> list[Figure]:
    push, pull = RECORDS / took.push, RECORDS / took.pull
    return [
        against(f"push, server on {name}", push, push_limit, "records/s", PUSH_TARGET),
        _processor("laptop", took.push_laptop),
        _processor("server", took.push_server),
        against(f"pull, server on {name}", pull, pull_limit, "records/s", PULL_TARGET),
        _processor("laptop", took.pull_laptop),
        _processor("server", took.pull_server),
        Figure(f"a save on A is on B, {name}", took.seen, "s", target="≤ 5 s"),
    ]


def _processor(where: str, seconds: float) -> Figure:
    return Figure(f"  processor time a record, {where}", seconds / RECORDS * 1e6, "µs")


def _rounds(folder: Path, database_in: Callable[[Path], str]) -> Round:
    """The median of each figure over the rounds."""
    rounds = []
    for number in range(ROUNDS):
        place = folder / f"round_{number}"
        (place / "a").mkdir(parents=True)
        (place / "b").mkdir()
        with council_on(database_in(place)) as council:
            rounds.append(_measured(place, council))
    medians = {
        each.name: statistics.median(getattr(one, each.name) for one in rounds)
        for each in fields(Round)
    }
    return Round(**medians)


def _measured(folder: Path, council: Council) -> Round:
    with desks.open_desk(folder / "a") as a, desks.open_desk(folder / "b") as b:
        for name, desk in (("a", a), ("b", b)):
            syncing.enrol(desk, council.url, council.code_for(name), "Laptop")
            _round(desk)
        school = _school(a)
        _round(a)
        with a.store.write() as work:
            work.edit_many("discussion", dict(_discussions(a.new_id, school)))
        gc.collect()
        gc.freeze()  # as the program does once its window is painted
        push = _timed(a, council)
        pull = _timed(b, council)
        gc.unfreeze()
        with a.store.write() as work:
            work.edit("setting", school, {"site_notes": "Park behind the hall."})
        began = time.perf_counter()
        _round(a)
        _round(b)
        return Round(*push, *pull, time.perf_counter() - began)


def _timed(desk: Desk, council: Council) -> tuple[float, float, float]:
    """Seconds of a round: by the clock, of this process, and of the server's."""
    server = council.processor_seconds
    laptop = time.process_time()
    began = time.perf_counter()
    _round(desk)
    took = time.perf_counter() - began
    return took, time.process_time() - laptop, council.processor_seconds - server


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


def _discussions(new_id: Callable[[], str], school: str) -> list[tuple[str, dict[str, Any]]]:
    """(id, flat document) of 10,000 discussions; always the same words."""
    dice = random.Random(1)  # noqa: S311 - the same words every time
    words = ["".join(dice.choices("abcdefghijklmnop", k=dice.randint(3, 9))) for _ in range(2000)]
    kind = kind_named("discussion")
    found = []
    for _ in range(RECORDS):
        record = Discussion(
            id=new_id(),
            visit_id=school,
            setting_id=school,
            area_of_need="CI",
            concern=" ".join(dice.choices(words, k=60)),
            advice=" ".join(dice.choices(words, k=50)),
        )
        found.append((record.id, flatten(kind, document_of(record))))
    return found


def _rows() -> list[tuple[str, str]]:
    """The same records as the bare drivers write them: id and JSON."""
    made = _discussions(opening.new_id, opening.new_id())
    return [(rec, msgspec.json.encode(document).decode()) for rec, document in made]


def _new_database(url: str, name: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    head, mark, rest = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{mark}{rest}"
