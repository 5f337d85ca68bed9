"""The steps that every part of a round has: ask the server, and refuse an answer without sense."""

from dataclasses import dataclass
from typing import Any

from stls_core import wire


@dataclass(frozen=True)
class Ask:
    """Send a message to the server; the answer is sent back into the generator."""

    message: wire.Message


@dataclass(frozen=True)
class Ahead:
    """The message of the next `Ask`: whoever can may send it now, while the store works."""

    message: wire.Push | wire.Pull


class NonsenseError(Exception):
    """The server's answer does not fit the question. Nothing of it was applied."""


def expect(shape: type[Any], answer: object) -> Any:  # noqa: ANN401 - the expected message
    """The answer, if it is one of that shape."""
    if not isinstance(answer, shape):
        msg = f"expected {shape.__name__}, got {type(answer).__name__}"
        raise NonsenseError(msg)
    return answer
