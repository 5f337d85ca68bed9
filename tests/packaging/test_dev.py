"""The set-up's checks: whatever a machine lacks is said with the one line that mends it."""

from __future__ import annotations

import collections
import importlib.util
import os
import platform
import shutil
import subprocess
import sys

import pytest

import dev

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux")


def refusal(check):
    """What a failing check says; it has to end in one line that begins with `Mend:`."""
    with pytest.raises(dev.SetupError) as caught:
        check()
    said = str(caught.value)
    assert said.splitlines()[-1].startswith("  Mend: ")
    return said


@pytest.mark.parametrize("version", [(3, 10, 12), (3, 15, 0)])
def test_python_without_locked_wheels_is_refused(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    assert "3.11 to 3.14" in refusal(dev.check_python)


def test_32_bit_python_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    assert "64-bit" in refusal(dev.check_python)


@linux_only
@pytest.mark.parametrize("libc", [("glibc", "2.31"), ("", "")], ids=["old", "musl"])
def test_linux_that_qt_does_not_support_is_refused(monkeypatch, libc):
    monkeypatch.setattr(platform, "libc_ver", lambda: libc)
    assert "Debian 12" in refusal(dev.check_glibc)


def test_full_disk_is_noticed_before_the_download(monkeypatch):
    usage = collections.namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 10**12, 10**8))
    assert "0.1 GB are free" in refusal(dev.check_disk)


@linux_only
def test_debian_without_venv_tells_a_user_the_apt_line(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    said = refusal(dev.check_venv_module)
    assert (
        f"sudo apt-get install --no-install-recommends python3.{sys.version_info[1]}-venv" in said
    )


@linux_only
def test_debian_without_qt_libraries_installs_them_as_root(monkeypatch):
    asked = []

    def run(command, **_):
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(dev, "QT_LIBRARIES", {"libnot-there.so.1": "libnotthere1"})
    monkeypatch.setattr(shutil, "which", lambda _: "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", run)
    dev.check_qt_libraries(windows=False)
    assert [command[1] for command in asked] == ["update", "install"]
    assert asked[1][-1] == "libnotthere1"


def test_unreachable_index_is_told_in_pips_own_words(monkeypatch):
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr="ERROR: Network is unreachable\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    assert "Network is unreachable" in refusal(dev.check_index)


def test_probe_for_the_index_is_a_locked_package():
    assert f"\n{dev.PROBE}==" in dev.LOCK.read_text(encoding="utf-8")


def test_download_size_is_known_before_the_download(monkeypatch):
    for system in ("linux", "darwin", "win32"):
        monkeypatch.setattr(sys, "platform", system)
        assert dev.download_size().startswith("About ")


def test_stamped_environment_is_left_alone(monkeypatch, tmp_path):
    stamp, interpreter = tmp_path / "stamp", tmp_path / "python"
    interpreter.touch()
    stamp.write_text(dev.fingerprint(), encoding="utf-8")
    monkeypatch.setattr(dev, "STAMP", stamp)
    monkeypatch.setattr(dev, "PYTHON", interpreter)
    monkeypatch.setattr(dev, "check_disk", lambda: pytest.fail("set up again"))
    dev.set_up()


def test_changed_lock_changes_the_fingerprint(monkeypatch, tmp_path):
    before = dev.fingerprint()
    changed = tmp_path / "dev.txt"
    changed.write_text("other", encoding="utf-8")
    monkeypatch.setattr(dev, "LOCK", changed)
    assert dev.fingerprint() != before


def test_unknown_command_shows_the_commands(capsys):
    assert dev.main(["tets"]) == 2
    assert "python3 dev.py COMMAND" in capsys.readouterr().out


# Exit codes and last words


@pytest.fixture
def this_python(monkeypatch):
    monkeypatch.setattr(dev, "PYTHON", sys.executable)


def test_exit_code_of_a_command_passes_through(this_python):
    assert dev.python("-c", "raise SystemExit(7)") == 7


@linux_only
def test_program_ended_by_a_signal_is_told_as_a_shell_tells_it(this_python):
    assert dev.python("-c", "import os; os.kill(os.getpid(), 15)") == 143


@pytest.mark.parametrize(("code", "words"), [(0, "is done"), (2, "NOT done; it ended with 2")])
def test_without_a_display_the_last_lines_say_where_everything_is(
    monkeypatch, tmp_path, capsys, code, words
):
    tour = tmp_path / "tour"
    asked = []

    def python(*arguments, **settings):
        asked.append((arguments, settings))
        for name in ("light/today.png", "dark/today.png", "notes/Visit note v1.pdf"):
            (tour / name).parent.mkdir(parents=True, exist_ok=True)
            (tour / name).touch()
        return code

    monkeypatch.setattr(dev, "TOUR", tour)
    monkeypatch.setattr(dev, "has_display", lambda: False)
    monkeypatch.setattr(dev, "python", python)
    assert dev.run([]) == code
    ((arguments, settings),) = asked
    assert arguments[-2:] == ("tour", f"--out={tour}")
    assert settings["QT_QPA_PLATFORM"] == "offscreen"
    *_, pictures, notes, note, last = capsys.readouterr().out.splitlines()
    assert pictures == f"Pictures: 2 in {tour}"
    assert notes == f"PDF:      1 in {tour}"
    assert note.strip() == os.path.join("notes", "Visit note v1.pdf")  # noqa: PTH118
    assert words in last


def test_pictures_of_an_earlier_tour_are_not_counted(monkeypatch, tmp_path, capsys):
    (tmp_path / "tour").mkdir()
    (tmp_path / "tour" / "old.png").touch()
    monkeypatch.setattr(dev, "TOUR", tmp_path / "tour")
    monkeypatch.setattr(dev, "has_display", lambda: False)
    monkeypatch.setattr(dev, "python", lambda *_, **__: 2)
    assert dev.run([]) == 2
    assert "Pictures: 0 in" in capsys.readouterr().out
