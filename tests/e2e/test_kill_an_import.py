"""A program that is killed while it imports pupils has imported all of them or none."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import pytest

from stls_core.records.pupils import Pupil
from stls_desktop.services.pupil_import_writing import may_take_back
from tests.architecture.tree import ROOT
from tests.builders import setting
from tests.fakes import Clock
from tests.services.importing import a_list, put
from tests.services.laptops import a_desk

PUPILS = 1_000
STEPS = PUPILS // 200

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


@pytest.fixture
def listed(tmp_path):
    rows = (f",Aldous{n},Ann,1/2/2016,K" for n in range(PUPILS))
    return a_list(tmp_path, *rows)


@pytest.fixture
def begin(tmp_path, listed):
    """Starts an import into a fresh store; whatever happens, nothing of it is left running."""
    children = []

    def start(name):
        path = tmp_path / name / "stls.db"
        path.parent.mkdir(mode=0o700)
        desk = a_desk(path, Clock())
        put(desk, setting())
        desk.store.close()
        children.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.importing_pupils", str(path), str(listed)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
        )
        return path, children[-1]

    yield start
    for child in children:
        if child.poll() is None:
            child.kill()
        child.wait(10)
        child.stdin.close()
        child.stdout.close()


def what_is_there(path):
    """How many pupils, how many changes to send, how many can be taken back."""
    desk = a_desk(path, Clock())
    try:
        assert desk.store.is_sound()
        with desk.store.read() as read:
            count = len(read.find(Pupil))
            sent = sum(change.kind == "pupil" for change in read.unsent())
        return count, sent, may_take_back(desk)
    finally:
        desk.store.close()


def killed_after(begin, name, said, pause_s=0.0):
    """What is there once the import was killed after it told so many things."""
    path, child = begin(name)
    told = [child.stdout.readline().strip() for _ in range(said)]
    assert all(told), "the import ended by itself"
    time.sleep(pause_s)
    child.kill()
    child.wait(10)
    return told[-1], what_is_there(path)


NOTHING, ALL = (0, 0, 0), (PUPILS, PUPILS, PUPILS)


@pytest.mark.parametrize("said", [1, 2, STEPS])
def test_killed_before_the_commit_nothing_is_there(begin, said):
    last, found = killed_after(begin, "one", said)
    assert last == ("planned" if said == 1 else str(200 * (said - 1)))
    assert found == NOTHING


def test_killed_after_it_said_that_it_is_written_all_is_there(begin):
    last, found = killed_after(begin, "one", STEPS + 2)
    assert (last, found) == ("written", ALL)


def test_killed_around_the_commit_it_is_all_or_nothing(begin):
    chance = random.Random(3)
    for life in range(6):
        _, found = killed_after(begin, f"life{life}", STEPS + 1, chance.random() * 0.12)
        assert found in (NOTHING, ALL)
