"""A real council server process on SQLite or PostgreSQL, and real laptops that enrol with it.

The PostgreSQL comes out of a wheel; where there is none, the tests that need it are skipped and
say so.
"""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from stls_desktop.config import settings_for
from stls_desktop.security.cost import FLOOR
from stls_desktop.services import opening, syncing
from stls_desktop.services.desk import Identity
from stls_desktop.services.opening import Place
from stls_desktop.sync.courier import Asks
from tests.server.conftest import empty_postgres_url, postgres_url

__all__ = ["empty_postgres_url", "postgres_url"]
PASSPHRASE = "lantern quill meadow brisk otter"


class CouncilServer:
    """The server as its administrator runs it: commands, and a process on a free port."""

    def __init__(self, database: str) -> None:
        self.database = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.run("init", "--authority", "886", "--name", "Wenning County Council")
        self.start()

    def run(self, *words: str) -> list[dict]:
        """A command and its facts."""
        done = subprocess.run(
            [sys.executable, "-m", "stls_server", *words, "--json"],
            env={**os.environ, "STLS_SERVER_DATABASE": self.database},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stls_server", "serve", "--port", str(self.port)],
            env={**os.environ, "STLS_SERVER_DATABASE": self.database},
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            try:
                if httpx.get(f"{self.url}/health", trust_env=False).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        pytest.fail("the server did not answer")

    def kill(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait(20)

    def code_for(self, name: str) -> str:
        """A one-time code for a new account of the Ashford team."""
        self.run("account", "add", "--name", name, "--role", "LEAD", "--team", "ASHFORD")
        return str(self.run("device", "code", name)[0]["code"])


class Laptop:
    """A data folder with a real encrypted store, and the person who works with it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.place = Place(settings_for(folder / "data"), folder / "device-secret.json")
        me = Identity(account=opening.new_id(), name=name)
        self.opened = opening.set_up(self.place, PASSPHRASE, me, cost=FLOOR)
        self.desk = self.opened.desk

    def enrol(self, server: CouncilServer) -> None:
        """Trade a code for a token."""
        me = syncing.enrol(self.desk, server.url, server.code_for(self.desk.me.name), "Laptop")
        self.desk = dataclasses.replace(self.desk, me=me)

    def sync(self, transport: Asks | None = None) -> syncing.Round:
        """One round over HTTP."""
        known = syncing.enrolment(self.desk)
        assert known is not None
        if transport is not None:
            return syncing.run_round(self.desk, known.device, transport, on_store=_directly)
        with syncing.transport_to(known) as server:
            return syncing.run_round(self.desk, known.device, server, on_store=_directly)

    def reopen(self) -> None:
        """Close the laptop and unlock it again."""
        self.opened.close()
        self.opened = opening.unlock(self.place, PASSPHRASE)
        self.desk = self.opened.desk


def _directly(op):
    return op()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def server(request, tmp_path):
    if request.param == "sqlite":
        database = str(tmp_path / "council.db")
    else:
        database = request.getfixturevalue("empty_postgres_url")
    server = CouncilServer(database)
    yield server
    server.kill()


@pytest.fixture
def laptops(server, tmp_path):
    """Two colleagues of one team, enrolled, each with the council's common records."""
    pair = [Laptop(tmp_path / name, name) for name in ("Odile Marchbanks", "Bram Fettiplace")]
    for laptop in pair:
        laptop.enrol(server)
        assert laptop.sync().finished is not None
    yield pair
    for laptop in pair:
        laptop.opened.close()
