"""A time sample is killed, or the laptop locks, while somebody codes: what was coded is there.

The program is the real one in a process of its own over an encrypted folder. SIGKILL is a flat
battery; the lock replaces the process, as it does for a teacher.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from stls_desktop.gui.draft_keeper import LONGEST_MS
from tests.architecture.tree import ROOT
from tests.e2e.coding_window import KILL, LOCK, LOCKS_AFTER, NEW

LIVES, MORE_LIVES = 1, 6  # kills; the more of them with --soak
COMMIT_S = 0.5  # what the commit itself and a busy machine may take on top

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


class Life:
    """One run of the program: what it found when it opened, and each key that it coded."""

    def __init__(self, folder, rec, ends):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.coding_window", str(folder), rec, ends],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        self.keys = []
        self.found = self.next_told()

    def next_told(self):
        return json.loads(self._process.stdout.readline())

    def code(self, keys):
        for _ in range(keys):
            self.keys.append(self.next_told())

    def kill(self):
        """No farewell; then read what was told before."""
        self._process.kill()
        self.killed_at = time.time()
        self.keys += [json.loads(line) for line in self._process.stdout]
        self._process.wait(10)
        self._process.stdout.close()


@pytest.fixture
def live(folder):
    """Starts the program; whatever happens, nothing of it is left running."""
    lives = []

    def begin(rec, ends):
        lives.append(Life(folder, rec, ends))
        return lives[-1]

    yield begin
    for life in lives:
        if life._process.poll() is None:
            life.kill()


def oldest_lost(keys, found, killed_at):
    """How old, in seconds, the oldest key was that is not in what was found; 0 if none is lost."""
    place_of = found.split()
    lost = []
    for told in keys:
        place = len(told["slots"].split()) - 1
        later = [k["slots"].split() for k in keys if k["at"] >= told["at"]]
        wanted = {slots[place] for slots in later}  # this key, or one that corrected it
        if place >= len(place_of) or place_of[place] not in wanted:
            lost.append(killed_at - told["at"])
    return max(lost, default=0.0)


def test_every_key_that_is_older_than_a_second_is_on_the_disk_after_a_kill(live, pytestconfig):
    lives = MORE_LIVES if pytestconfig.getoption("--soak") else LIVES
    life = live(NEW, KILL)
    assert life.found["button"] == "Start coding"
    worst = 0.0
    for _ in range(lives):
        life.code(14)
        life.kill()
        again = live(life.found["rec"], KILL)
        assert again.found["button"] == "Go on coding"
        worst = max(worst, oldest_lost(life.keys, again.found["slots"], life.killed_at))
        life = again
    print(f"the oldest key that was lost in {lives} kills was {worst:.2f} s old")
    assert len(life.found["slots"].split()) >= lives * 2
    assert worst <= LONGEST_MS / 1000 + COMMIT_S, f"a key of {worst:.2f} s before the kill is lost"


def test_the_lock_keeps_what_was_coded_and_coding_goes_on_after_unlocking(live):
    life = live(NEW, LOCK)
    life.code(LOCKS_AFTER)
    coded = life.keys[-1]["slots"].split()
    locked_at = time.time()
    again = life.next_told()
    assert again["pid"] == life.found["pid"]  # the process was replaced, none was started beside it
    assert again["button"] == "Go on coding"
    assert again["slots"].split()[: len(coded)] == coded
    # time stood still: not one slot of ten seconds was missed in the seconds it was locked
    assert time.time() - locked_at > 0.5
    assert "-" not in again["slots"].split()
    assert f"Slot {len(again['slots'].split()) + 1} " in again["board"]
    life.code(3)
    assert life.keys[-1]["slots"].startswith(again["slots"])
    assert len(life.keys[-1]["slots"].split()) > len(coded)
