"""The limits of sync: the same rows written barely, by a driver and one statement.

Each batch is one commit that waits for the disk, as it does in the program.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import psycopg
from sqlcipher3 import dbapi2 as sqlcipher

from stls_desktop.security.keys import KEY_BYTES, StoreKey

BATCH = 500
SAME_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")
_UPSERT = (
    "INSERT INTO raw SELECT one ->> 'id', one -> 'doc' FROM jsonb_array_elements(%s::jsonb) one"
    " ON CONFLICT (id) DO UPDATE SET doc = excluded.doc"
)

Rows = Sequence[tuple[str, str]]
"""(id, JSON document of about a kilobyte)."""


def sqlcipher_insert(path: Path, rows: Rows) -> float:
    """Rows a second into a new encrypted file."""
    key = StoreKey(os.urandom(KEY_BYTES))
    raw = sqlcipher.connect(str(path), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{key.pragma_hex}'\"")
    for pragma in (*SAME_PRAGMAS, "cache_size = -32000"):
        raw.execute(f"PRAGMA {pragma}")
    raw.execute("CREATE TABLE raw (id TEXT PRIMARY KEY, doc TEXT)")
    began = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany("INSERT INTO raw VALUES (?, ?)", rows[start : start + BATCH])
        raw.execute("COMMIT")
    took = time.perf_counter() - began
    raw.close()
    return len(rows) / took


def postgresql_upsert(url: str, rows: Rows) -> float:
    """Rows a second into a new table: one JSON parameter a batch, the fastest way measured."""
    decoded = [{"id": rec, "doc": msgspec.Raw(doc.encode())} for rec, doc in rows]
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("DROP TABLE IF EXISTS raw")
        raw.execute("CREATE TABLE raw (id text PRIMARY KEY, doc jsonb)")
        began = time.perf_counter()
        for start in range(0, len(rows), BATCH):
            batch = msgspec.json.encode(decoded[start : start + BATCH]).decode()
            raw.execute(_UPSERT, (batch,))
        took = time.perf_counter() - began
        raw.execute("DROP TABLE raw")
    return len(rows) / took
