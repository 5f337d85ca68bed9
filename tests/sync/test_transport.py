"""The laptop's side of the wire against a server that does not behave: words, and nothing used.

A real server on the loopback address, in a thread, answers whatever a test wants.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import msgspec
import pytest
import zstandard

from stls_core import wire
from stls_desktop.sync import transport
from stls_desktop.sync.transport import (
    CertificateError,
    RefusedError,
    Transport,
    TransportError,
    UnreachableError,
)
from tests.certificates import made_for_this_machine

PULL = wire.Pull(device="laptop", feed="ashford", since=0)
PAGE = wire.Page(rows=(wire.Row(id="a", seq=1),), next=1, more=False, head=1, epoch="e1")
JSON = msgspec.json.encode(PAGE)


@contextmanager
def serving(answer, *, tls=None):
    """A server that lets `answer(handler)` do as it likes; its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self.body = self.rfile.read(int(self.headers["content-length"]))
            answer(self)

        def log_message(self, *_):
            pass

        def reply(self, body=JSON, status=200, length=None, **headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", str(len(body) if length is None else length))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(address, token="token"):
    with Transport(address, token) as line:
        return line.ask(PULL)


def test_a_question_goes_out_packed_and_signed_and_its_answer_comes_back():
    seen = {}

    def answer(to):
        seen.update(to.headers, path=to.path, body=zstandard.decompress(to.body))
        to.reply(zstandard.compress(JSON), content_encoding="zstd")

    with serving(answer) as address:
        assert ask(address) == PAGE
    assert (seen["path"], seen["authorization"]) == ("/sync/pull", "Bearer token")
    assert msgspec.json.decode(seen["body"], type=wire.Pull) == PULL


UNREADABLE = {
    "another shape": lambda to: to.reply(b'{"rows": "many"}'),
    "no JSON": lambda to: to.reply(b"<html>Welcome to the school's network</html>"),
    "nothing": lambda to: to.reply(b""),
    "half of it": lambda to: to.reply(JSON[:-5]),
    "garbage for zstd": lambda to: to.reply(b"\x00" * 90, content_encoding="zstd"),
    "half a packed body": lambda to: to.reply(
        zstandard.compress(JSON)[:20], content_encoding="zstd"
    ),
}


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE)
def test_an_answer_that_cannot_be_read_is_not_used(answer):
    with serving(answer) as address, pytest.raises(TransportError, match="could not be read") as no:
        ask(address)
    assert "Nothing of it was used" in str(no.value)


def test_an_answer_that_ends_too_early_is_no_answer():
    def answer(to):
        to.reply(JSON[:10], length=len(JSON))
        to.close_connection = True

    with serving(answer) as address, pytest.raises(UnreachableError):
        ask(address)


def test_a_small_body_that_unpacks_to_a_giant_is_stopped():
    giant = zstandard.compress(b" " * (wire.MAX_BODY + 1))
    assert len(giant) < 10_000
    with (
        serving(lambda to: to.reply(giant, content_encoding="zstd")) as address,
        pytest.raises(TransportError, match="too large"),
    ):
        ask(address)


def test_a_redirect_is_not_followed():
    went = []

    def elsewhere(to):
        went.append(to.path)
        to.reply()

    with serving(elsewhere) as other:

        def answer(to):
            to.reply(b"", status=307, location=f"{other}/sync/pull")

        with serving(answer) as address, pytest.raises(TransportError, match="answer 307"):
            ask(address)
    assert went == []  # neither the question nor the token left for another host


def test_a_refusal_is_told_in_the_server_s_own_words():
    refusal = wire.Refusal(code="unknown-device", message="This laptop was taken off the list.")

    def answer(to):
        to.reply(msgspec.json.encode(refusal), status=401)

    with serving(answer) as address, pytest.raises(RefusedError, match="taken off") as refused:
        ask(address)
    assert refused.value.code == "unknown-device"


def test_a_proxy_s_error_page_is_no_refusal():
    with (
        serving(lambda to: to.reply(b"<html>502</html>", status=502)) as address,
        pytest.raises(UnreachableError, match="answer 502"),
    ):
        ask(address)


def test_a_server_that_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(transport, "TIMEOUT", httpx.Timeout(0.2))
    with (
        serving(lambda _: time.sleep(1)) as address,
        pytest.raises(UnreachableError, match="did not answer"),
    ):
        ask(address)


def test_where_no_server_is_the_words_say_so():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(UnreachableError, match="cannot be reached"):
            ask(address)


@pytest.mark.parametrize("address", ["http://council.example", "ftp://127.0.0.2", "council"])
def test_records_never_travel_in_clear(address):
    with pytest.raises(TransportError, match="Nothing was sent"):
        Transport(address)


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(tmp_path):
    asked = []

    def answer(to):
        asked.append(to.path)
        to.reply()

    with (
        serving(answer, tls=_own_certificate(tmp_path)) as address,
        pytest.raises(CertificateError, match="could not prove"),
    ):
        ask(address)
    assert asked == []


def _own_certificate(folder):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*made_for_this_machine(folder))
    return context
