"""Bodies over the wire: zstd or gzip, with a limit on what they unpack to.

A plain ASGI layer around the application. It also writes the one line of log for each request:
route, status, size and time; never a body, a token, a name or an address.
"""

import logging
import time
import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

import msgspec
import zstandard

from stls_core.wire import MAX_BODY
from stls_server.refusals import RefusedError

_log: Final = logging.getLogger("stls_server.requests")
SMALL: Final = 512  # bytes; below this packing costs more than it saves
ZSTD_LEVEL: Final = 3
GZIP_LEVEL: Final = 5
MAX_WINDOW: Final = 8 * 1024 * 1024  # what zstd may claim of memory, as the RFC recommends
_GZIP_WINDOW: Final = 31

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Encoded:
    """An application whose bodies may be packed, either way."""

    def __init__(self, app: App, routes: frozenset[str]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        headers = {name.lower(): value for name, value in scope["headers"]}
        answer = Answer(send, headers.get(b"accept-encoding", b"").decode("latin-1"))
        taken = 0
        try:
            packed = await _whole_body(receive)
            taken = len(packed)
            body = unpacked(packed, headers.get(b"content-encoding", b"").decode("latin-1"))
            await self._app(_unpacked_scope(scope, len(body)), _receive_once(body), answer.take)
        except RefusedError as error:
            await answer.refuse(error)
        path = scope["path"]
        _log.info(
            "request",
            extra={
                "method": scope["method"],
                "route": path if path in self._routes else "other",
                "status": answer.status,
                "bytes_in": taken,
                "bytes_out": answer.size,
                "ms": round((time.monotonic() - began) * 1000, 1),
            },
        )


class Answer:
    """Collects an answer, packs it as the other side likes, and sends it."""

    def __init__(self, send: Send, accepted: str) -> None:
        self._send = send
        self._accepted = {part.split(";")[0].strip().lower() for part in accepted.split(",")}
        self._start: Message = {}
        self._body = bytearray()
        self.status = 0
        self.size = 0

    async def take(self, message: Message) -> None:
        """Take one ASGI message of the application."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if not message.get("more_body"):
            await self._finish()

    async def refuse(self, error: RefusedError) -> None:
        """Answer with a refusal of this layer itself."""
        self._body = bytearray(msgspec.json.encode(error.refusal))
        headers = [(b"content-type", b"application/json")]
        self._start = {"type": "http.response.start", "status": error.status, "headers": headers}
        await self._finish()

    async def _finish(self) -> None:
        body, encoding = self._packed()
        kept = (b"content-length", b"content-encoding")
        headers = [(n, v) for n, v in self._start["headers"] if n.lower() not in kept]
        headers.append((b"content-length", str(len(body)).encode()))
        if encoding:
            headers += [(b"content-encoding", encoding), (b"vary", b"accept-encoding")]
        self.status, self.size = self._start["status"], len(body)
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    def _packed(self) -> tuple[bytes, bytes]:
        body = bytes(self._body)
        if len(body) < SMALL:
            return body, b""
        if "zstd" in self._accepted:
            return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body), b"zstd"
        if "gzip" in self._accepted:
            packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
            return packer.compress(body) + packer.flush(), b"gzip"
        return body, b""


def unpacked(body: bytes, encoding: str, limit: int = MAX_BODY) -> bytes:
    """A body as it was before packing. Raises `RefusedError` rather than unpack over `limit`."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return body
    try:
        if encoding == "zstd":
            reader = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).stream_reader(body)
            plain = reader.read(limit + 1)
        elif encoding == "gzip":
            stream = zlib.decompressobj(_GZIP_WINDOW)
            plain = stream.decompress(body, limit + 1)
            if not stream.eof and len(plain) <= limit:
                raise _unreadable()
        else:
            words = "Send the body as zstd, gzip or plain. Nothing was changed."
            raise RefusedError(415, "encoding", words)
    except (zstandard.ZstdError, zlib.error):
        raise _unreadable() from None
    if len(plain) > limit:
        raise _too_large()
    return plain


def _unreadable() -> RefusedError:
    return RefusedError(400, "malformed", "The request could not be unpacked. Nothing was changed.")


def _too_large() -> RefusedError:
    return RefusedError(413, "too-large", "The request is too large. Nothing was changed.")


async def _whole_body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise _too_large()
        if not message.get("more_body"):
            return bytes(body)


def _receive_once(body: bytes) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    return receive


def _unpacked_scope(scope: Message, length: int) -> Message:
    dropped = (b"content-encoding", b"content-length", b"accept-encoding")
    headers = [(n, v) for n, v in scope["headers"] if n.lower() not in dropped]
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}
