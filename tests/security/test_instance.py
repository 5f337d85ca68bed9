"""One program per data folder, proved with real second processes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from stls_desktop.config import ReadOnlyFolderError
from stls_desktop.security.instance import InstanceLock
from stls_desktop.security.problems import AlreadyOpenError

HOLD = """
import sys
from pathlib import Path
from stls_desktop.security.instance import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
lock.acquire()
print("HELD", flush=True)
sys.stdin.readline()
"""
REPLACE = """
import sys
from pathlib import Path
from stls_desktop.security.instance import InstanceLock
from stls_desktop.security.lock import replace_process
InstanceLock(Path(sys.argv[1])).acquire()
replace_process([sys.executable, "-c", "print('NEW', flush=True); input()"])
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "instance.lock"


@contextlib.contextmanager
def other_process(path, script=HOLD, says="HELD"):
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline().strip() == says
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_second_process_is_refused_with_words(path):
    with other_process(path), pytest.raises(AlreadyOpenError, match="already open"):
        InstanceLock(path).acquire()


def test_the_folder_is_free_at_once_after_kill_9(path):
    with other_process(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        with InstanceLock(path) as lock:
            assert lock.is_held


def test_the_folder_is_free_after_an_ordinary_end(path):
    with other_process(path) as process:
        process.communicate("\n")
        InstanceLock(path).acquire()


def test_a_program_that_starts_while_its_predecessor_ends_may_wait(path):
    with other_process(path) as process:
        end = threading.Timer(0.2, process.kill)
        end.start()
        lock = InstanceLock(path)
        lock.acquire(wait_s=20)
        assert lock.is_held
        end.join()
        lock.release()


@pytest.mark.skipif(os.name != "posix", reason="Windows starts a second process instead")
def test_replacing_the_process_frees_the_folder(path):
    with other_process(path, REPLACE, says="NEW"), InstanceLock(path) as lock:
        assert lock.is_held


def test_two_holders_in_one_process_refuse_each_other(path):
    with InstanceLock(path), pytest.raises(AlreadyOpenError):
        InstanceLock(path).acquire()
    InstanceLock(path).acquire()


def test_taking_and_giving_back_twice_does_no_harm(path):
    lock = InstanceLock(path)
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
    assert not lock.is_held


def test_the_file_holds_nothing_and_is_private(path):
    with InstanceLock(path):
        assert path.read_bytes() == b""
        assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_to_is_said_in_words(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ReadOnlyFolderError):
        InstanceLock(tmp_path / "file" / "instance.lock").acquire()


def test_a_refused_program_does_not_hang(path):
    with other_process(path):
        begun = time.monotonic()
        with pytest.raises(AlreadyOpenError):
            InstanceLock(path).acquire(wait_s=0.1)
        assert time.monotonic() - begun < 10
