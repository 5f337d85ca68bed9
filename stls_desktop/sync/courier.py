"""Carries messages to the server, the next one already while the store works on the last answer.

It never guesses: the engine says what it will ask next, and asks exactly that. Must not look into
a message, nor touch the store.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Protocol, Self

from stls_core import wire
from stls_desktop.sync.transport import RefusedError


class Asks(Protocol):
    """Anything that answers messages: the transport, or a server in the same process."""

    def ask(self, message: wire.Message) -> Any:  # noqa: ANN401 - the answer's own type
        """One message out, its answer back."""


class Courier:
    """One round's way to the server: one message is under way at a time, in its order."""

    def __init__(self, server: Asks) -> None:
        self._server = server
        self._thread: ThreadPoolExecutor | None = None
        self._early: tuple[wire.Message, Future[Any]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for what is still under way; whoever owns the connection closes it next."""
        if self._thread:
            self._thread.shutdown()

    def send_ahead(self, message: wire.Message) -> None:
        """Let a message go off now; its answer, or its error, is kept until it is asked for."""
        self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="courier")
        self._early = (message, self._thread.submit(self._server.ask, message))

    def ask(self, message: wire.Message) -> Any:  # noqa: ANN401 - the answer's own type
        """The answer to a message, which may have gone off already."""
        early, self._early = self._early, None
        if early is None:
            return self._server.ask(message)
        sent, answer = early
        if sent is message:
            return answer.result()
        answer.exception()  # it is wanted no more, but two at once would change their order
        return self._server.ask(message)


def answer_to(courier: Asks, message: wire.Message) -> Any:  # noqa: ANN401 - the answer's own type
    """The answer; of a file also a refusal, which is about that one file and ends no round."""
    if not isinstance(message, wire.PutPart | wire.GetPart):
        return courier.ask(message)
    try:
        return courier.ask(message)
    except RefusedError as error:
        if not error.code.startswith(wire.FILE_REFUSAL):
            raise
        return wire.Refusal(code=error.code, message=str(error))
