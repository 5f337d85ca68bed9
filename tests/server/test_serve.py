"""The real server process over HTTP: enrol, push, pull, refuse, and survive being killed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import ssl
import subprocess
import sys
import time

import httpx
import msgspec
import pytest
import zstandard

from stls_core import wire
from stls_core.changes import Change
from stls_core.ids import derived_id
from stls_server import cli
from tests.certificates import made_for_this_machine
from tests.fakes import Ids

ASHFORD = derived_id("886", "district", "E07000105")


def run(database, *arguments, code=0):
    """A command in this process; its JSON facts, or its complaint."""
    given = [*arguments, "--database", database, *([] if "serve" in arguments else ["--json"])]
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        assert cli.main(given) == code
    return [json.loads(line) for line in said.getvalue().splitlines()] or complained.getvalue()


class Server:
    """A server process on a free port."""

    def __init__(self, database, *options, trust=None):
        self.options, self.trust = options, trust
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.database = database
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stls_server", "serve", "--port", str(self.port), *self.options],
            env={**os.environ, "STLS_SERVER_DATABASE": self.database},
            stderr=subprocess.PIPE,
            text=True,
        )
        scheme = "https" if self.trust else "http"
        address = f"{scheme}://127.0.0.1:{self.port}"
        trust = self.trust or True
        self.client = httpx.Client(base_url=address, trust_env=False, verify=trust)
        for _ in range(300):
            try:
                if self.client.get("/health").is_success:
                    return
            except httpx.TransportError:
                assert self.process.poll() is None, self.process.stderr.read()
                time.sleep(0.1)
        pytest.fail("the server did not answer")

    def stop(self, how="terminate"):
        self.client.close()
        getattr(self.process, how)()
        self.log = self.process.communicate(timeout=20)[1]

    def ask(self, path, message, token="none"):
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        return self.client.post(path, content=msgspec.json.encode(message), headers=headers)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "council.db")
    return request.getfixturevalue("empty_postgres_url")


def running(database):
    run(database, "init", "--authority", "886", "--name", "Kent County Council")
    server = Server(database)
    yield server
    if server.process.poll() is None:
        server.stop("kill")


@pytest.fixture
def server(database_url):
    """A server of its own on either make of database, to be killed."""
    yield from running(database_url)


@pytest.fixture(scope="module")
def one_server(tmp_path_factory):
    """One for all that is only about what goes over the wire."""
    yield from running(str(tmp_path_factory.mktemp("council") / "council.db"))


def enrol(server, name):
    run(server.database, "account", "add", "--name", name, "--role", "ST", "--team", "ASHFORD")
    (fact,) = run(server.database, "device", "code", name)
    answer = server.ask("/enrol", wire.Enrol(code=fact["code"], device_name="Laptop"))
    return msgspec.json.decode(answer.content, type=wire.Enrolled)


def visit_of(new_id, text):
    rec, school = new_id(), new_id()
    made = {"id": rec, "setting_id": school, "whole_school_focus": text}
    return Change(op=new_id(), rec=rec, kind="link_visit", set=made)


def test_a_command_is_a_program_with_facts_and_an_exit_code(tmp_path):
    def start(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "stls_server", *arguments],
            env={**os.environ, "STLS_SERVER_DATABASE": str(tmp_path / "council.db")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    done = start("init", "--authority", "886", "--name", "Kent County Council", "--json")
    assert (done.returncode, json.loads(done.stdout)["authority"]) == (0, "886")
    refused = start("serve", "--host", "0.0.0.0")
    assert refused.returncode == 2
    assert "without TLS" in refused.stderr


def test_a_visit_goes_from_one_laptop_to_another_and_outlives_the_server(server):
    ann, bob = enrol(server, "Odile Marchbanks"), enrol(server, "Bram Fettiplace")
    change = visit_of(Ids(), "Words that must not be in a log")
    push = wire.Push(device=ann.device, ops=(change,))
    answer = server.ask("/sync/push", push, ann.token)
    assert answer.json() == {"results": {change.op: {"state": "ok", "seq": 1}}}
    server.stop("kill")  # no farewell: what was answered is kept
    server.start()
    again = server.ask("/sync/push", push, ann.token)
    assert again.content == answer.content
    pull = wire.Pull(device=bob.device, feed=ASHFORD, since=0)
    page = server.ask("/sync/pull", pull, bob.token)
    assert page.json()["rows"][0]["doc"] == change.set
    hello = server.ask("/sync/hello", wire.Hello(device=bob.device), bob.token).json()
    assert hello["heads"][ASHFORD]["seq"] == 1
    server.stop()
    assert server.process.returncode == 0
    for secret in ("Words that must", ann.token, "Odile", change.rec):
        assert secret not in server.log


def test_packed_bodies_are_taken_and_sent(one_server):
    server = one_server
    ann = enrol(server, "Odile Marchbanks")
    changes = tuple(visit_of(Ids(n), "Many of the same words. " * 50) for n in range(3))
    body = msgspec.json.encode(wire.Push(device=ann.device, ops=changes))
    answer = server.client.post(
        "/sync/push",
        content=zstandard.ZstdCompressor().compress(body),
        headers={
            "authorization": f"Bearer {ann.token}",
            "content-type": "application/json",
            "content-encoding": "zstd",
        },
    )
    assert answer.is_success
    pull = msgspec.json.encode(wire.Pull(device=ann.device, feed=ASHFORD, since=0))
    for encoding in ("zstd", "gzip", "identity"):
        answer = server.client.post(
            "/sync/pull",
            content=pull,
            headers={
                "authorization": f"Bearer {ann.token}",
                "content-type": "application/json",
                "accept-encoding": encoding,
            },
        )
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert len(answer.json()["rows"]) == 3


REFUSED = {
    "no token": ("/sync/hello", b'{"device":"x"}', 401, "unknown-device"),
    "no JSON": ("/sync/push", b"hello", 400, "malformed"),
    "another shape": ("/sync/push", b'{"device":1,"ops":[]}', 400, "malformed"),
    "half of it": ("/sync/push", b'{"device":"x","ops":[{', 400, "malformed"),
    "not UTF-8": ("/sync/push", b'{"device":"\xff","ops":[]}', 400, "malformed"),
    "a nested monster": ("/sync/hello", b'{"x":' + b"[" * 200_000, 400, "malformed"),
    "nothing": ("/sync/pull", b"", 400, "malformed"),
    "a wrong code": ("/enrol", b'{"code":"x","device_name":"L"}', 403, "code"),
    "nowhere": ("/nowhere", b"{}", 404, "not-found"),
}


def test_whatever_is_refused_gets_plain_words_and_no_traceback(one_server):
    server = one_server
    for path, body, status, code in REFUSED.values():
        headers = {"content-type": "application/json"}
        answer = server.client.post(path, content=body, headers=headers)
        refusal = msgspec.json.decode(answer.content, type=wire.Refusal)
        assert (answer.status_code, refusal.code) == (status, code), body[:40]
        assert "Traceback" not in refusal.message
        assert refusal.message.endswith(".")
    assert server.client.get("/sync/push").status_code == 405


def test_with_a_certificate_it_speaks_tls_and_nothing_else(tmp_path):
    database = str(tmp_path / "council.db")
    run(database, "init", "--authority", "000", "--name", "Wenning County Council")
    cert, key = made_for_this_machine(tmp_path)
    trust = ssl.create_default_context(cafile=str(cert))
    options = ("--tls-cert", str(cert), "--tls-key", str(key))
    server = Server(database, *options, trust=trust)
    try:
        assert server.client.get("/health").json()["status"] == "ok"
        with pytest.raises(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{server.port}/health", trust_env=False)
    finally:
        server.stop("kill")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--host", "0.0.0.0"), "without TLS"),
        (("--host", "::"), "without TLS"),
        (("--host", "council.example", "--tls-cert", "c.pem"), "without TLS"),
        (("--tls-cert", "no-such-file.pem", "--tls-key", "k.pem"), "no file"),
    ],
)
def test_the_server_does_not_start_where_records_would_travel_in_clear(tmp_path, arguments, words):
    said = run(str(tmp_path / "c.db"), "serve", *arguments, code=2)
    assert words in said


@pytest.mark.parametrize("password", ["", ":postgres", ":changeme", ":PASSWORD"])
def test_the_server_does_not_start_with_a_default_secret(password):
    said = run(f"postgresql://stls{password}@localhost/council", "serve", code=2)
    assert "password" in said
    assert "changeme" not in said


def test_the_server_does_not_start_without_a_database(tmp_path):
    assert "init" in run(str(tmp_path / "none.db"), "serve", code=2)
