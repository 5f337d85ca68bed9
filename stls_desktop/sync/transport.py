"""The laptop's side of the protocol over HTTPS: one request, one answer, hard limits.

Trusts what the operating system trusts, follows no redirect to another host, and has no switch
to ignore certificates. Plain HTTP is for a demo on the loopback address only.
"""

import ssl
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httpx
import msgspec
import truststore
import zstandard

from stls_core import wire

TIMEOUT: Final = httpx.Timeout(30, connect=5)
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_ANSWER: Final[dict[type[wire.Message], tuple[str, type[wire.Message]]]] = {
    wire.Enrol: ("/enrol", wire.Enrolled),
    wire.Hello: ("/sync/hello", wire.Welcome),
    wire.Push: ("/sync/push", wire.Pushed),
    wire.Pull: ("/sync/pull", wire.Page),
    wire.Files: ("/sync/files", wire.Stock),
    wire.PutPart: ("/sync/files/put", wire.PartTaken),
    wire.GetPart: ("/sync/files/get", wire.Part),
}


class TransportError(Exception):
    """No answer that can be used. `str()` says why, in words for the status line."""


class UnreachableError(TransportError):
    """The network or the server is not there; trying again later is all that is needed."""


class CertificateError(TransportError):
    """The server could not prove who it is."""


class RefusedError(TransportError):
    """The server answered and declined."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class Transport:
    """A connection to one council server."""

    def __init__(self, server: str, token: str = "", *, proxy: str | None = None) -> None:
        parts = urlsplit(server)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            msg = "The server's address must begin with https://. Nothing was sent."
            raise TransportError(msg)
        headers = {"accept-encoding": "zstd, gzip", "content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        self._client = httpx.Client(
            base_url=server,
            headers=headers,
            timeout=TIMEOUT,
            verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            follow_redirects=False,
            proxy=proxy,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def ask(self, message: wire.Message) -> Any:  # noqa: ANN401 - the answer's own type
        """Send one message and return its decoded answer. Raises `TransportError`."""
        path, shape = _ANSWER[type(message)]
        body = zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(message))
        try:
            with self._client.stream(
                "POST", path, content=body, headers={"content-encoding": "zstd"}
            ) as response:
                content = _limited(response)
        except httpx.ConnectError as error:
            raise _connection_error(error) from None
        except httpx.DecodingError:
            raise _unreadable() from None
        except httpx.HTTPError as error:
            msg = f"The council server did not answer ({type(error).__name__})."
            raise UnreachableError(msg) from None
        if not response.is_success:
            raise _refusal(response.status_code, content)
        try:
            return msgspec.json.decode(content, type=shape)
        except (msgspec.ValidationError, msgspec.DecodeError):
            raise _unreadable() from None


def _limited(response: httpx.Response) -> bytes:
    """The decoded body, or an error before it could fill the laptop's memory."""
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > wire.MAX_BODY:
            msg = "The council server's answer was too large. Nothing of it was used."
            raise TransportError(msg)
        parts.append(part)
    return b"".join(parts)


def _connection_error(error: httpx.ConnectError) -> TransportError:
    if "CERTIFICATE" in str(error).upper():
        return CertificateError(
            "The server could not prove that it is the council's. Nothing was sent. Check the"
            " network you are on; at a school, wait until you are back at base."
        )
    return UnreachableError("The council server cannot be reached from this network.")


def _unreadable() -> TransportError:
    return TransportError("The council server's answer could not be read. Nothing of it was used.")


def _refusal(status: int, content: bytes) -> TransportError:
    try:
        refusal = msgspec.json.decode(content, type=wire.Refusal)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return UnreachableError(f"The council server is not ready (answer {status}).")
    return RefusedError(refusal.message, refusal.code)
