"""A server that answers whatever a test tells it to, and a round of sync with it."""

from __future__ import annotations

from stls_core import wire
from stls_desktop.services import syncing
from stls_desktop.sync.transport import UnreachableError

DEVICE = "device-1"


class Server:
    """Answers as it is told: `answer(message)` returns the answer or raises."""

    def __init__(self, answer):
        self._answer = answer
        self.asked = []

    def ask(self, message):
        self.asked.append(message)
        if len(self.asked) > 7:
            raise UnreachableError("This round would never end.")
        return self._answer(message)


def answer_ok(message):
    """A server that takes everything and has nothing to give."""
    if isinstance(message, wire.Hello):
        return wire.Welcome(schema=1, heads={"d": wire.Head(epoch="e", seq=0)})
    if isinstance(message, wire.Push):
        return wire.Pushed({op.op: wire.Result(state="ok", seq=9) for op in message.ops})
    return wire.Page(rows=(), next=message.since, more=False, head=message.since, epoch="e")


def run(desk, answer, tell=lambda _: None):
    server = Server(answer)
    done = syncing.run_round(desk, DEVICE, server, on_store=lambda work: work(), tell=tell)
    return done, server


def raising(error):
    def answer(message):
        raise error

    return answer
