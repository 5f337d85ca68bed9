"""What every test stands on: no screen, no network beyond this machine, no real user folders.

Set before Qt or Hypothesis is imported. Builders of records live in `builders.py`, stand-ins for
the edges of the operating system in `fakes.py`; nothing here knows a record kind.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Europe/London"
if hasattr(time, "tzset"):
    time.tzset()

LONGEST = ("tests/e2e/", "tests/sync/", "tests/services/test_demo_caseload.py")  # by file
LONG = (*LONGEST, "tests/gui/screens/")
USER_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak`: also the long random runs, with new random examples each time."""
    parser.addoption("--soak", action="store_true", help="run the long random tests too")


def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis repeats itself from run to run, save under --soak."""
    from hypothesis import HealthCheck, settings

    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    settings.register_profile(
        "suite",
        deadline=None,
        max_examples=50,
        derandomize=True,
        database=None,
        suppress_health_check=quiet,
    )
    settings.register_profile(
        "soak", deadline=None, max_examples=2_000, print_blob=True, suppress_health_check=quiet
    )
    settings.load_profile("soak" if config.getoption("--soak") else "suite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest, lest one worker waits for it; leave out what is only for --soak."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    if config.getoption("--soak"):
        return
    skip = pytest.mark.skip(reason="long: dev.py test --soak")
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(skip)


class NetworkError(RuntimeError):
    """A test reached for another machine. Not an OSError, so that no code takes it for one."""


def _is_here(address: Any) -> bool:
    """Whether a socket address is on this machine; Unix sockets (str or bytes) always are."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let nothing in this process connect beyond the loopback interface."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, real: Any = real) -> Any:
            if not _is_here(address):
                raise NetworkError(f"A test tried to connect to {address[0]!r}.")
            return real(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def own_user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, data and state of each test go to a folder of its own."""
    for name in USER_FOLDERS:
        monkeypatch.setenv(name, str(tmp_path / "user" / name.lower()))


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """The one QApplication: British dates, and no blinking cursor in compared pictures."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale("en_GB"))
    qapp.setCursorFlashTime(0)
    return qapp
