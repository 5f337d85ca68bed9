"""The worked example in the real program: killed half-way and gone on with, synced to a colleague.

The program is a process of its own over a laptop's encrypted folder, unlocked with its passphrase
and enrolled with a council server's process. It is killed with SIGKILL, in mid-sentence too.
Every day the example is taken as far as its planned sessions, and to its end with `--soak`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

import pytest

from stls_core.ids import derived_id
from stls_core.records.settings import Setting
from stls_desktop.gui.draft_keeper import LONGEST_MS
from tests.architecture.tree import ROOT
from tests.e2e.conftest import PASSPHRASE, CouncilServer, Laptop
from tests.e2e.walking_window import KEY_MS
from tests.worked import example as t
from tests.worked import outcome
from tests.worked.steps import STEPS

ASHFORD = derived_id("886", "district", "E07000105")
SAFE_S = LONGEST_MS / 1000 + 0.5  # a second, and the commit of a busy machine
AT_RISK = int(SAFE_S * 1000 / KEY_MS)  # keys that may not be kept yet
NAMES = [step.name for step in STEPS]
LAST = len(STEPS)

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


@dataclass
class Life:
    """One run of the program, from a step on, until it is killed or done."""

    folder: object
    first: int
    slow: str = ""
    before: int = LAST
    told: list[dict] = field(default_factory=list)

    def __post_init__(self):
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.e2e.walking_window", str(self.folder)),
                *(PASSPHRASE, str(self.first), str(self.before)),
                *([self.slow] if self.slow else []),
            ],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )

    def run_until(self, is_so):
        """Read what is told until something of it is so; False if the program ended before."""
        for line in self._process.stdout:
            self.told.append(json.loads(line))
            if is_so(self.told[-1]):
                return True
        return False

    @property
    def step(self):
        """The number of the step that it is at."""
        return next(each["number"] for each in reversed(self.told) if "number" in each)

    def kill(self):
        """No farewell; then read what was told before."""
        self._process.kill()
        self.killed = time.monotonic()
        self.run_until(lambda _told: False)
        self.end()

    def end(self):
        """Wait until it is gone."""
        self.code = self._process.wait(20)
        self._process.stdout.close()

    @property
    def is_running(self):
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def of_step(self, number):
        """What was told during a step."""
        begun = [n for n, each in enumerate(self.told) if each.get("number") == number]
        after = [n for n, each in enumerate(self.told) if each.get("number") == number + 1]
        return self.told[begun[0] : after[0] if after else None] if begun else []


def lost(before, after, number):
    """Fields of the killed step that were written long enough ago and had to be written again."""
    written = {
        told["wrote"]
        for told in before.of_step(number)
        if "wrote" in told and told["at"] < before.killed - SAFE_S
    }
    again = after.of_step(number)
    kept = {told["kept"] for told in again if "kept" in told}
    return sorted(name for name in written & {t.get("wrote") for t in again} if name not in kept)


@pytest.fixture
def anna(server, tmp_path):
    """An enrolled laptop with one school and nothing else; its store is closed."""
    laptop = Laptop(tmp_path / "anna", "Odile Marchbanks")
    laptop.enrol(server)
    assert laptop.sync().finished is not None
    with laptop.desk.store.write() as work:
        school = {"name": t.SCHOOL, "urn": "990001", "setting_type": "PRI", "district_id": ASHFORD}
        work.put(Setting(id=laptop.desk.new_id(), **school))
    laptop.sync()
    laptop.opened.close()
    return laptop


@pytest.fixture
def server(tmp_path):
    made = CouncilServer(str(tmp_path / "council.db"))
    yield made
    made.kill()


@pytest.fixture
def live(anna, tmp_path):
    """Starts the program; whatever happens, nothing of it is left running."""
    lives = []

    def begin(first, slow="", before=LAST):
        lives.append(Life(tmp_path / "anna", first, slow, before))
        return lives[-1]

    yield begin
    for life in lives:
        if life.is_running:
            life.kill()


def mid_sentence(step, name, keys):
    """Kill when that many letters of a field have been typed, the first of them kept by then."""
    assert keys > AT_RISK
    return f"{step}:{name}", lambda told: told.get("typed") == keys


def after(step, name):
    """Kill just after a field was written."""
    del step
    return "", lambda told: told.get("wrote") == name


KILLS = [
    ("plan", *mid_sentence("plan", "Target", 60)),
    ("session 4", *mid_sentence("session 4", "What we did", 45)),
    ("note 5", *after("note 5", "Confidence")),
]


@pytest.mark.timeout(400)
def test_a_plan_survives_a_kill_in_mid_sentence_and_reaches_a_colleague(
    live, anna, server, tmp_path
):
    _survive(live, KILLS[:1], NAMES.index("session 1"))
    _check_on_both(anna, server, tmp_path, is_whole=False)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_the_worked_example_survives_kills_and_reaches_a_colleague(live, anna, server, tmp_path):
    _survive(live, KILLS, LAST)
    _check_on_both(anna, server, tmp_path)


def _survive(live, kills, before):
    """Walk to the end, killed and gone on with at each of these places."""
    life = live(0, kills[0][1], before)
    for place, (name, _, is_time) in enumerate(kills):
        number = NAMES.index(name)
        assert life.run_until(lambda told, n=name: told.get("step") == n)
        assert life.run_until(is_time)
        life.kill()
        killed = life
        slow = kills[place + 1][1] if place + 1 < len(kills) else ""
        life = live(number, slow, before)
        assert life.run_until(lambda told, n=number: told.get("number") == n + 1)
        assert lost(killed, life, number) == []
        typed = [each["typed"] for each in killed.of_step(number) if "typed" in each]
        if typed:
            field_name = kills[place][1].partition(":")[2]
            again = [e for e in life.of_step(number) if e.get("kept") == field_name]
            assert again, f"nothing of {field_name} was there"
            assert again[0]["letters"] >= typed[-1] - AT_RISK
    assert life.run_until(lambda told: told.get("done"))
    life.end()
    assert life.code == 0


def _check_on_both(anna, server, tmp_path, *, is_whole=True):
    """The same records, timeline, page and chart at a colleague's laptop."""
    anna.reopen()
    ben = Laptop(tmp_path / "ben", "Bram Fettiplace")
    try:
        if is_whole:
            outcome.check(anna.desk)
        assert anna.sync().standing.phase == "safe"
        ben.enrol(server)
        ben.sync()
        assert outcome.every_record(ben.desk) == outcome.every_record(anna.desk)
        assert outcome.as_seen(ben.desk) == outcome.as_seen(anna.desk)
        if is_whole:
            outcome.check(ben.desk)
    finally:
        for laptop in (anna, ben):
            laptop.opened.close()


@pytest.mark.soak
@pytest.mark.timeout(3_000)
def test_it_survives_kills_at_any_moment(live, anna, server, tmp_path):
    chance = random.Random()
    life = live(0)
    for _ in range(12):
        ends = time.monotonic() + chance.uniform(2, 12)
        if not life.run_until(lambda told, e=ends: told.get("done") or told["at"] > e):
            break
        if life.told[-1].get("done"):
            break
        life.kill()
        number, killed = life.step, life
        life = live(number)
        life.run_until(lambda told, n=number: told.get("done") or told.get("number") == n + 1)
        assert lost(killed, life, number) == []
    if not life.told[-1].get("done"):
        assert life.run_until(lambda told: told.get("done"))
    life.end()
    _check_on_both(anna, server, tmp_path)
