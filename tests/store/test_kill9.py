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

from tests.store.typist import CANARY, KEYS_A_RECORD, check

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


def _type_and_kill(typist, start, commits, pause_s):
    """{what: number of the last commit told}; killed a moment after that many were told."""
    typist.stdin.write(f"{start}\n")
    typist.stdin.flush()
    told, count, pid = {}, 0, 0
    for line in typist.stdout:
        what, number = line.split()
        if what == "dead":
            return told
        if what == "typist":
            pid = int(number)
        else:
            told[what] = int(number)
            count += 1
        if count >= commits and pid:  # never with 0, which is everybody
            time.sleep(pause_s)  # into the next write, or past it
            os.kill(pid, signal.SIGKILL)
            pid = 0
    pytest.fail("the typist's parent ended")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forty typists are forked")
def test_forty_kills_lose_nothing_that_was_told_as_saved(typist, open_store, path):
    chance = random.Random(5)
    start, kills_while = 0, Counter()
    for _ in range(KILLS):
        told = _type_and_kill(typist, start, chance.randrange(3, 40), chance.random() / 100)
        for file in path.parent.iterdir():
            assert CANARY.encode() not in file.read_bytes(), file.name
        store = open_store()
        check(store, told)
        store.close()
        kills_while.update(told.keys())
        start = (max(told.values(), default=start) // KEYS_A_RECORD + 1) * KEYS_A_RECORD
    assert kills_while["draft"] == KILLS
    assert kills_while["settled"] > KILLS / 2
    assert kills_while["sent"] > KILLS / 4
