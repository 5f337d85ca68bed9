"""A draft kept while typing, against the same row written by SQLCipher alone.

Both have the same key, page format and full synchronisation, so both wait for the same disk; the
difference is what the program adds.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlcipher

from bench import desks
from bench.figures import Figure, against
from stls_desktop.security.keys import KEY_BYTES, StoreKey
from stls_desktop.services import drafting
from stls_desktop.services.shapes import Draft

ROUNDS = 300
WORDS = "Give one instruction at a time. Say his name first, wait ten seconds, then point. " * 12
_SAME = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "cache_size = -32000")
_TABLE = (
    "CREATE TABLE draft (n INTEGER PRIMARY KEY, rec TEXT UNIQUE, kind TEXT, form TEXT, before TEXT,"
    " doc TEXT, raw TEXT, seen TEXT, place TEXT, saved_at TEXT)"
)
_WRITE = (
    "INSERT INTO draft (rec, kind, form, before, doc, raw, seen, place, saved_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (rec) DO UPDATE SET before = excluded.before,"
    " doc = excluded.doc, raw = excluded.raw, seen = excluded.seen, place = excluded.place,"
    " saved_at = excluded.saved_at"
)


def figures() -> list[Figure]:
    """Median of 300 commits of each, in turns."""
    with tempfile.TemporaryDirectory(dir=desks.on_disk()) as name:
        folder = Path(name)
        key = StoreKey(os.urandom(KEY_BYTES))
        raw = _raw(folder / "raw.db", key)
        with desks.open_desk(folder, key) as desk:
            ours, plain = [], []
            for turn in range(ROUNDS):
                draft = _draft(turn)
                row = _row(draft)
                ours.append(_timed(partial(drafting.keep, desk, [draft])))
                plain.append(_timed(partial(_commit, raw, row)))
        raw.close()
    middle = against(
        "autosave: a draft committed", statistics.median(ours), statistics.median(plain),
        target="≤ 3 ×",
    )  # fmt: skip
    slowest = against("  one in twenty takes longer than", _late(ours), _late(plain))
    return [middle, slowest]


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _draft(turn: int) -> Draft:
    """A discussion of about 1 KB that grows by a word."""
    doc = {"subject": "CLASS", "concern": "Slow to begin.", "advice": f"{WORDS} {turn}"}
    return Draft(
        rec="00000000-0000-7000-8000-000000000001",
        kind="discussion",
        form="00000000-0000-7000-8000-000000000002",
        before={"subject": "CLASS"},
        doc=doc,
        place={"field": "advice", "caret": len(doc["advice"])},
    )


def _row(draft: Draft) -> tuple[str, ...]:
    parts = (draft.before, draft.doc, draft.raw, draft.seen, draft.place)
    texts = [msgspec.json.encode(part).decode() for part in parts]
    return (draft.rec, draft.kind, draft.form, *texts, "2026-01-01T00:00:00+00:00")


def _raw(path: Path, key: StoreKey) -> Any:  # noqa: ANN401 - a connection of an untyped library
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.pragma_hex}'\"")
    for pragma in _SAME:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_TABLE)
    return connection


def _commit(connection: Any, row: tuple[str, ...]) -> None:  # noqa: ANN401 - as above
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_WRITE, row)
    connection.execute("COMMIT")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
