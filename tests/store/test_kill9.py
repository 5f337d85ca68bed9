"""A program that is killed while somebody types loses nothing that it said was saved."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from stls_core.records.visits import Discussion
from tests.store.typist import CANARY, KEYS_A_RECORD, words

KILLS = 40
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def typist(path, open_store):
    open_store().close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.store.typist", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    yield child
    child.stdin.close()
    child.wait(10)
    child.stdout.close()


def _type_and_kill(typist, start, after_s):
    """{what: number of the last commit told} of one typist that was killed while typing."""
    typist.stdin.write(f"{start}\n")
    typist.stdin.flush()
    told, deadline = {}, None
    pid = 0
    for line in typist.stdout:
        what, number = line.split()
        if what == "dead":
            return told
        if what == "typist":
            pid = int(number)
        else:
            told[what] = int(number)
            deadline = deadline or time.monotonic() + after_s
        if pid and deadline and time.monotonic() >= deadline:
            os.kill(pid, signal.SIGKILL)
            deadline = float("inf")
    pytest.fail("the typist's parent ended")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forty typists are forked")
def test_forty_kills_lose_nothing_that_was_told_as_saved(typist, open_store, path):
    chance = random.Random(5)
    start, kills_while = 0, Counter()
    for _ in range(KILLS):
        told = _type_and_kill(typist, start, chance.random() * 0.2)
        for file in path.parent.iterdir():
            assert CANARY.encode() not in file.read_bytes(), file.name
        store = open_store()
        with store.read() as read:
            assert read._connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
            typed = {draft.rec: draft for draft in read.drafts()}
            records = {record.id: record.concern for record in read.find(Discussion)}
            waiting = {change.rec for change in read.unsent()}
        _nothing_told_is_missing(told, typed, records)
        _nothing_is_half_done(typed, records, waiting)
        store.close()
        kills_while.update(told.keys())
        start = (max(told.values(), default=start) // KEYS_A_RECORD + 1) * KEYS_A_RECORD
    assert kills_while["draft"] > KILLS / 2
    assert kills_while["settled"] > KILLS / 4
    assert kills_while["sent"] > KILLS / 4
    assert start > 20 * KILLS


def _nothing_told_is_missing(told, typed, records):
    for number in range(told.get("settled", -1) // KEYS_A_RECORD + 1):
        last = number * KEYS_A_RECORD + KEYS_A_RECORD - 1
        kept = records.get(f"d{number}") or typed[f"d{number}"].doc["concern"]
        # Left unsettled by an earlier kill, a record may stand at any of its keys.
        assert kept in {words(last - back) for back in range(KEYS_A_RECORD)}
    if "draft" in told:
        count = told["draft"]
        rec = f"d{count // KEYS_A_RECORD}"
        later = {words(count + ahead) for ahead in range(KEYS_A_RECORD)}
        assert (typed[rec].doc["concern"] if rec in typed else records[rec]) in later


def _nothing_is_half_done(typed, records, waiting):
    """A record is a draft or settled, never both; a settled one is in the outbox until sent."""
    assert not typed.keys() & records.keys()
    assert waiting <= records.keys()
