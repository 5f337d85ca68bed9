"""When the laptop locks, what starts in its place, and what is kept out of dumps."""

from __future__ import annotations

import subprocess
import sys

import pytest

from stls_desktop.security import lock
from stls_desktop.security.lock import IdleTimer, harden_windows, relaunch_argv, spawn_and_leave


@pytest.fixture
def timer(clock):
    return IdleTimer(clock)


def test_it_is_due_after_five_idle_minutes(timer, clock):
    clock.go_on(299)
    assert not timer.is_due
    assert timer.seconds_left == 1
    clock.go_on(1)
    assert timer.is_due


def test_a_key_starts_it_again(timer, clock):
    clock.go_on(299)
    timer.touch()
    clock.go_on(299)
    assert not timer.is_due


def test_sleep_counts_as_idle(timer, clock):
    clock.sleep(300)
    assert timer.is_due


def test_the_key_that_wakes_a_sleeping_laptop_does_not_keep_it_open(timer, clock):
    clock.sleep(3_600)
    timer.touch()
    assert timer.is_due


def test_setting_the_clock_back_does_not_keep_it_open(timer, clock):
    clock.set_wall(hours=-3)
    clock.go_on(300)
    assert timer.is_due


@pytest.mark.parametrize("minutes", [1, 15])
def test_policy_may_choose_from_one_to_fifteen_minutes(clock, minutes):
    timer = IdleTimer(clock, minutes=minutes)
    clock.go_on(minutes * 60 - 1)
    assert not timer.is_due
    clock.go_on(1)
    assert timer.is_due


@pytest.mark.parametrize("minutes", [0, 16, -1])
def test_policy_cannot_switch_it_off(clock, minutes):
    with pytest.raises(ValueError, match="1 to 15 minutes"):
        IdleTimer(clock, minutes=minutes)


def watch_for(timer, clock, seconds):
    for _ in range(seconds // 5):
        clock.go_on(5)
        timer.watch()


def test_watching_without_a_key_holds_it_off_for_fifteen_minutes_from_the_last_touch(timer, clock):
    watch_for(timer, clock, 895)
    assert not timer.is_due
    watch_for(timer, clock, 5)
    assert timer.is_due


def test_when_watching_stops_it_is_due_at_its_own_time(timer, clock):
    watch_for(timer, clock, 400)
    assert not timer.is_due
    clock.go_on(15)
    assert timer.is_due


def test_sleep_in_the_midst_of_watching_locks(timer, clock):
    watch_for(timer, clock, 60)
    clock.sleep(300)
    assert timer.is_due
    timer.watch()
    assert timer.is_due


def test_watching_shortens_no_longer_idle_time(clock):
    timer = IdleTimer(clock, minutes=15)
    watch_for(timer, clock, 895)
    assert timer.seconds_left == 5


def test_the_program_starts_itself_again_from_a_checkout(monkeypatch):
    monkeypatch.delattr(sys, "frozen", raising=False)
    assert relaunch_argv(["--demo"]) == [sys.executable, "-m", "stls_desktop", "--demo"]


def test_the_bundle_starts_itself_again(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert relaunch_argv(["--demo"]) == [sys.executable, "--demo"]


def test_windows_starts_the_new_process_before_the_old_one_ends():
    done = []

    def leave(code):
        done.append(("left", code))
        raise SystemExit(code)

    with pytest.raises(SystemExit):
        spawn_and_leave(["stls.exe", "--demo"], lambda argv: done.append(("started", argv)), leave)
    assert done == [("started", ["stls.exe", "--demo"]), ("left", 0)]


class FakeErrorReporting:
    """The two calls of Windows, remembered."""

    def __init__(self, accepts):
        self.accepts = accepts
        self.calls = []

    def set_error_mode(self, mode):
        self.calls.append(mode)

    def exclude(self, program):
        self.calls.append(program)
        return self.accepts


@pytest.mark.parametrize(
    ("accepts", "said"),
    [
        (True, ["no crash boxes", "left out of Windows Error Reporting"]),
        (False, ["no crash boxes"]),
    ],
)
def test_windows_is_asked_to_keep_memory_out_of_crash_dumps(accepts, said):
    calls = FakeErrorReporting(accepts)
    assert harden_windows(calls) == said
    assert calls.calls[0] & 0x0002  # SEM_NOGPFAULTERRORBOX
    assert "/" not in calls.calls[1]


@pytest.mark.skipif(sys.platform != "linux", reason="prctl and RLIMIT_CORE together")
def test_hardening_takes_effect_in_a_real_process():
    script = (
        "import ctypes, resource\n"
        "from stls_desktop.security.lock import harden\n"
        "print(harden())\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["['no core files', 'not dumpable']", "(0, 0) 0"]


@pytest.mark.skipif(sys.platform == "win32", reason="os.execv")
def test_the_new_process_keeps_the_id_and_gets_what_was_still_unwritten_out_first():
    script = (
        "import os, sys\n"
        "from stls_desktop.security.lock import replace_process\n"
        "sys.stdout.write(f'old {os.getpid()}\\n')\n"
        "replace_process([sys.executable, '-c', 'import os; print(\"new\", os.getpid())'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    old, new = (line.split() for line in done.stdout.splitlines())
    assert (old[0], new[0], old[1]) == ("old", "new", new[1])


def test_locking_without_a_console_does_not_fail(monkeypatch):
    """A windowed bundle has no standard output at all."""
    started = []
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(lock.os, "execv", lambda *call: started.append(call))
    lock.replace_process(["program", "--demo"])
    assert started == [("program", ["program", "--demo"])]
