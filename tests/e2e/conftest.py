"""A real council server process on SQLite or PostgreSQL, and real laptops that enrol with it.

The PostgreSQL comes out of a wheel; where there is none, the tests that need it are skipped and
say so. A server and a pair of enrolled laptops are made once for each make of database; every test
is given copies of the two folders, as they were after enrolling.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from stls_desktop.config import settings_for
from stls_desktop.demo.stage import Stage, fill
from stls_desktop.security.cost import FLOOR
from stls_desktop.services import opening, syncing
from stls_desktop.services.desk import Identity
from stls_desktop.services.opening import Place
from stls_desktop.sync.courier import Asks
from stls_server import cli
from tests.server.conftest import empty_database, postgres_url

__all__ = ["postgres_url"]
COLLEAGUES = ("Odile Marchbanks", "Bram Fettiplace")
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
        """A command and its facts; `tests/server/test_serve.py` runs them as processes."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = cli.main([*words, "--json", "--database", self.database])
        assert code == 0
        return [json.loads(line) for line in said.getvalue().splitlines()]

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

    def __init__(self, folder: Path, name: str = "") -> None:
        """Set up a new folder for that name, or unlock the one that is there."""
        self.place = Place(settings_for(folder / "data"), folder / "device-secret.json")
        if name:
            me = Identity(account=opening.new_id(), name=name)
            self.opened = opening.set_up(self.place, PASSPHRASE, me, cost=FLOOR)
        else:
            self.opened = opening.unlock(self.place, PASSPHRASE)
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


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A demo's data folder with its caseload."""
    stage = Stage(tmp_path_factory.mktemp("demo") / "laptop")
    fill(stage, None)
    return stage.folder


@pytest.fixture
def folder(demo, tmp_path):
    """A copy of it, to do with as one likes."""
    return Path(shutil.copytree(demo, tmp_path / "laptop"))


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def server(request, tmp_path_factory):
    if request.param == "sqlite":
        database = str(tmp_path_factory.mktemp("council") / "council.db")
    else:
        database = empty_database(request.getfixturevalue("postgres_url"), "walked")
    server = CouncilServer(database)
    yield server
    server.kill()


@pytest.fixture(scope="module")
def enrolled(server, tmp_path_factory):
    """The folders of two colleagues of one team, each with the council's common records."""
    folder = tmp_path_factory.mktemp("enrolled")
    for name in COLLEAGUES:
        laptop = Laptop(folder / name, name)
        laptop.enrol(server)
        assert laptop.sync().finished is not None
        laptop.opened.close()
    return folder


@pytest.fixture
def laptops(enrolled, tmp_path):
    """Both laptops, as they were on the day that they enrolled."""
    shutil.copytree(enrolled, tmp_path / "laptops")
    pair = [Laptop(tmp_path / "laptops" / name) for name in COLLEAGUES]
    yield pair
    for laptop in pair:
        laptop.opened.close()
