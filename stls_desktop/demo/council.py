"""The demo's council server: `python -m stls_server` as a child process on loopback.

Knows the server only by its commands, never by import. Whoever starts it ends it; a program that
replaces itself (the lock does) hands the child on by an environment variable.
"""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Final

from stls_desktop.config import make_private_folder

AUTHORITY: Final = "886"
COUNCIL_NAME: Final = "Kent County Council"
LOOPBACK: Final = "127.0.0.1"
_HANDED_ON: Final = "STLS_DEMO_COUNCIL_PID"
_START_LIMIT_S: Final = 15.0


class NoCouncilError(Exception):
    """The server could not be made or started; `str()` says what it said."""


class DemoCouncil:
    """One council server over a SQLite file in `folder`, always on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child: subprocess.Popen[bytes] | None = None
        make_private_folder(folder)
        self.port = self._own_port()

    @property
    def url(self) -> str:
        """Where laptops reach it."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def is_answering(self) -> bool:
        """Whether something accepts connections on the port."""
        with socket.socket() as probe:
            probe.settimeout(0.2)
            return probe.connect_ex((LOOPBACK, self.port)) == 0

    def found(self) -> None:
        """Make the database of the council, or leave the one that is there."""
        self._ask("init", "--authority", AUTHORITY, "--name", COUNCIL_NAME)

    def add_account(self, name: str, role: str, team: str) -> str:
        """A new person; returns the account's id."""
        return self._ask("account", "add", "--name", name, "--role", role, "--team", team)["id"]

    def enrolment_code(self, account: str) -> str:
        """A one-time code for an account's next laptop."""
        return self._ask("device", "code", account)["code"]

    def start(self) -> None:
        """Start the server, unless this very run has it already. Does not wait for it."""
        if os.environ.get(_HANDED_ON) and self.is_answering:
            return
        if self.is_answering:
            msg = f"Port {self.port} is taken by another program; sync waits until it is free."
            raise NoCouncilError(msg)
        with self._log() as log:
            self._child = subprocess.Popen(  # noqa: S603 - our own program
                [*_command("serve"), *self._database(), "--port", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        os.environ[_HANDED_ON] = str(self._child.pid)

    def wait(self, limit_s: float = _START_LIMIT_S) -> bool:
        """Wait until it answers; False if it ended or did not come up in time."""
        ends = time.monotonic() + limit_s
        while time.monotonic() < ends:
            if self.is_answering:
                return True
            if self._child is not None and self._child.poll() is not None:
                return False
            time.sleep(0.05)
        return False

    def stop(self) -> None:
        """End the server, also one that an earlier life of this process started."""
        handed_on = os.environ.pop(_HANDED_ON, "")
        if self._child is not None:
            self._child.terminate()
            try:
                self._child.wait(10)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
            self._child = None
        elif handed_on.isdecimal():
            try:
                os.kill(int(handed_on), signal.SIGTERM)
            except OSError:
                return

    def _ask(self, *words: str) -> dict[str, str]:
        done = subprocess.run(  # noqa: S603 - our own program
            [*_command(*words), *self._database(), "--json"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise NoCouncilError(done.stderr.strip() or "The council server did not start.")
        lines = done.stdout.splitlines()
        answer: dict[str, str] = json.loads(lines[-1]) if lines else {}
        return answer

    def _database(self) -> tuple[str, str]:
        return ("--database", str(self._folder / "council.db"))

    def _log(self) -> IO[bytes]:
        return (self._folder / "server.log").open("ab")

    def _own_port(self) -> int:
        """The port is remembered, because the laptop's store remembers the address."""
        kept = self._folder / "port"
        if kept.exists():
            return int(kept.read_text(encoding="ascii"))
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        kept.write_text(str(port), encoding="ascii")
        return port


def is_installed() -> bool:
    """Whether the server's program is there at all; the bundle for laptops has none."""
    return importlib.util.find_spec("stls_server") is not None


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "stls_server", *words]
