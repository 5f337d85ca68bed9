"""A bug is written down at once, without a word of anyone's; a mendable error is told instead."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
import threading

import pytest

from stls_desktop.crash import REPORTS_KEPT, CrashPath
from stls_desktop.security.problems import AlreadyOpenError
from tests.security.canary import canaries_in

CHILD = "Marigold Quillfeather"


@pytest.fixture
def crash(tmp_path):
    path = CrashPath(tmp_path / "logs", "0.1.0", recent_lines=lambda: ["12:00 settled 3 drafts"])
    path.install()
    yield path
    path.uninstall()


def test_a_bug_is_written_with_type_place_and_recent_lines(crash, tmp_path):
    report = json.loads(crash.write(_bug()).read_text())
    assert report["error"][0] == "builtins.ValueError"
    assert report["error"][1].startswith(f"  {__name__}:")
    assert report["recent"] == ["12:00 settled 3 drafts"]
    assert report["version"] == "0.1.0"


def test_no_word_value_local_or_path_of_the_machine_stands_in_it(crash, tmp_path):
    crash.write(_bug())
    assert canaries_in(tmp_path, [CHILD, str(tmp_path), __file__]) == []


def test_it_is_told_at_the_next_start_and_then_no_more(crash, tmp_path):
    crash.write(_bug())
    next_start = CrashPath(tmp_path / "logs", "0.1.0")
    reports = next_start.earlier_reports()
    assert len(reports) == 1
    assert "ValueError" in reports[0].text
    next_start.mark_told(reports)
    assert next_start.earlier_reports() == []
    assert len(list((tmp_path / "logs").glob("told-*.json"))) == 1


def test_old_told_reports_do_not_pile_up(crash, tmp_path):
    for _ in range(REPORTS_KEPT + 5):
        crash.write(_bug())
    crash.mark_told(crash.earlier_reports())
    assert len(list((tmp_path / "logs").glob("told-*.json"))) == REPORTS_KEPT


def test_an_error_for_the_teacher_is_told_and_not_written(crash):
    told, crashed = [], []
    crash.on_told, crash.on_crash = told.append, crashed.append
    error = AlreadyOpenError()
    crash.handle(error)
    assert told == [error]
    assert crashed == []
    assert crash.earlier_reports() == []


def test_other_layers_may_name_errors_that_are_told(crash):
    class StoreTroubleError(Exception):
        """Not one of ours."""

    crash.told_types = (*crash.told_types, StoreTroubleError)
    assert crash.is_told(StoreTroubleError())
    assert not crash.is_told(ValueError())


def test_a_bug_in_any_thread_takes_the_same_path(crash):
    crashed = []
    crash.on_crash = crashed.append

    def buggy():
        raise _bug()

    thread = threading.Thread(target=buggy)
    thread.start()
    thread.join()
    assert crashed[0].exists()


def test_a_disk_that_refuses_does_not_hide_the_bug(crash, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    crashed = []
    crash.on_crash = crashed.append
    monkeypatch.setattr("pathlib.Path.write_text", full)
    crash.handle(_bug())
    assert crashed == [None]


CHILD_PROCESS = """
import sys
from pathlib import Path
from stls_desktop.crash import CrashPath
path = CrashPath(Path(sys.argv[1]), "0.1.0")
path.install()
"""


def test_an_unhandled_bug_of_a_real_process_is_found_at_the_next_start(tmp_path):
    done = _run(tmp_path, f"name = {CHILD!r}\nraise ValueError(name)")
    assert done.returncode == 1
    assert CHILD not in done.stderr
    (report,) = CrashPath(tmp_path / "logs", "0.1.0").earlier_reports()
    assert json.loads(report.text)["error"][0] == "builtins.ValueError"
    assert canaries_in(tmp_path, [CHILD]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGSEGV")
def test_a_native_crash_is_found_at_the_next_start_without_paths(tmp_path):
    done = _run(tmp_path, "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert done.returncode == -signal.SIGSEGV
    _run(tmp_path, "")  # the next start, which opens the fault file anew
    next_start = CrashPath(tmp_path / "logs", "0.1.0")
    (report,) = next_start.earlier_reports()
    lines = json.loads(report.text)["error"]
    assert lines[0] == "native crash"
    assert any("Segmentation fault" in line for line in lines)
    assert not any("/" in line for line in lines if " in " in line)
    next_start.mark_told([report])
    assert next_start.earlier_reports() == []


def test_python_gets_its_own_hooks_back(tmp_path):
    before = (sys.excepthook, threading.excepthook)
    path = CrashPath(tmp_path / "logs", "0.1.0")
    path.install()
    path.uninstall()
    assert sys.excepthook is sys.__excepthook__
    sys.excepthook, threading.excepthook = before


def _run(tmp_path, script):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD_PROCESS) + script, str(tmp_path / "logs")],
        capture_output=True,
        text=True,
        check=False,
    )


def _bug():
    name = CHILD
    try:
        int(name)
    except ValueError as error:  # its words quote the name
        return error
    return None
