"""The line between laptops and the council: real bytes, real server, and everything that breaks.

Keeps every request, so that an old one can arrive once more at any later time.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa

from stls_core import wire
from stls_server.council import Council
from stls_server.refusals import RefusedError


class PowerCutError(Exception):
    """A process ends here: whatever was not committed is gone."""


class LostError(Exception):
    """No answer came."""


class Fault(enum.Enum):
    """What happens to one request."""

    NONE = "nothing"
    REQUEST_LOST = "it never arrives"
    ANSWER_LOST = "it is done and the answer never arrives"
    SERVER_DIES = "the server dies while it works on it"


@dataclass
class Fuse:
    """Cuts the power before the nth statement from now; 0 is no cut."""

    engine: sa.Engine
    left: int = 0

    def __post_init__(self) -> None:
        sa.event.listen(self.engine, "before_cursor_execute", self._on_statement)

    def _on_statement(self, *_: object) -> None:
        if self.left:
            self.left -= 1
            if not self.left:
                raise PowerCutError


@dataclass(frozen=True)
class Request:
    """A request as it went over the line."""

    token: str
    shape: type[wire.Message]
    body: bytes


@dataclass
class Line:
    """Carries messages to one council. `rows` and `ops` are the limits it asks for."""

    council: Council
    rows: int = wire.MAX_ROWS
    ops: int = wire.MAX_OPS
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fuse = Fuse(self.council.database.engine)

    def ask(
        self, token: str, message: wire.Message, fault: Fault = Fault.NONE, at: int = 0
    ) -> wire.Message:
        """The answer. Raises `LostError` if none arrives; `at` is the statement to die at."""
        if isinstance(message, wire.Pull):
            message = msgspec.structs.replace(message, limit=self.rows)
        request = Request(token, type(message), msgspec.json.encode(message))
        if fault is Fault.REQUEST_LOST:
            raise LostError
        self.fuse.left = at if fault is Fault.SERVER_DIES else 0
        try:
            answer = self.deliver(request)
        except PowerCutError:
            raise LostError from None
        finally:
            self.fuse.left = 0
            self.requests.append(request)
        if fault is Fault.ANSWER_LOST:
            raise LostError
        if isinstance(answer, wire.Welcome):
            answer = msgspec.structs.replace(answer, ops_limit=self.ops)
        return answer

    def deliver(self, request: Request) -> Any:
        """Let the server do a request, for the first time or once more."""
        serve: dict[type, Callable[..., Any]] = {
            wire.Hello: self.council.hello,
            wire.Push: self.council.push,
            wire.Pull: self.council.pull,
            wire.Files: self.council.files,
            wire.PutPart: self.council.putpart,
            wire.GetPart: self.council.getpart,
        }
        message = msgspec.json.decode(request.body, type=request.shape)
        try:
            answer = serve[request.shape](request.token, message)
        except RefusedError as error:
            if not error.code.startswith(wire.FILE_REFUSAL):
                raise
            return wire.Refusal(code=error.code, message=str(error))
        return msgspec.json.decode(msgspec.json.encode(answer), type=type(answer))
