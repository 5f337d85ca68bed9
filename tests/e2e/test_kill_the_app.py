"""The program is killed while somebody types into a visit: at most the last second is lost.

The program is the real one in a process of its own, with the demo's caseload in an encrypted
folder. It is killed with SIGKILL, as a flat battery would, and opened again.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from stls_desktop.gui.draft_keeper import LONGEST_MS
from tests.architecture.tree import ROOT
from tests.e2e.typing_window import FIELD, KEY_MS, prose

LIVES, MORE_LIVES = 2, 12  # kills; the more of them with --soak
# Keys of the last second. The commit itself and a busy machine may take as long again as ten keys.
AT_RISK = LONGEST_MS // KEY_MS + 10

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


class Life:
    """One run of the program, from its start to its kill."""

    def __init__(self, folder):
        self.typed = self.saved = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.typing_window", str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        self.found = json.loads(self._process.stdout.readline())

    def run_until(self, keys):
        """Read what is told until that many keys of this life were pressed."""
        begun = len(self.found["text"])
        while self.typed < begun + keys:
            self._take(self._process.stdout.readline())

    def kill(self):
        """No farewell; then read what was told before."""
        self._process.kill()
        for line in self._process.stdout:
            self._take(line)
        self._process.wait(10)
        self._process.stdout.close()

    def _take(self, line):
        told = json.loads(line)
        self.typed = told.get("typed", self.typed)
        self.saved = told.get("saved", self.saved)


@pytest.fixture
def live(folder):
    """Starts the program; whatever happens, nothing of it is left running."""
    lives = []

    def begin():
        lives.append(Life(folder))
        return lives[-1]

    yield begin
    for life in lives:
        if life._process.poll() is None:
            life.kill()


def test_at_most_the_last_second_is_lost_and_the_visit_goes_on_where_it_stopped(live, pytestconfig):
    lives = MORE_LIVES if pytestconfig.getoption("--soak") else LIVES
    chance = random.Random(7)
    life = live()
    assert life.found["text"] == ""
    for _ in range(lives):
        life.run_until(chance.randrange(20, 90))
        time.sleep(chance.random() * KEY_MS / 1000)
        life.kill()
        typed, saved = life.typed, life.saved
        life = live()
        text = life.found["text"]
        assert text == prose()[: len(text)]
        assert saved <= len(text) <= typed
        assert typed - len(text) <= AT_RISK
        if text:
            assert "Draft" in life.found["row"]
            assert any("Everything you typed is here" in words for words in life.found["banner"])
            assert life.found["focused"] == FIELD
            assert life.found["caret"] == len(text)
    assert len(life.found["text"]) > LONGEST_MS // KEY_MS
