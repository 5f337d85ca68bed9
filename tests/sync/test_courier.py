"""What is sent ahead is sent once, in its order, and its answer waits until it is asked for."""

from __future__ import annotations

import threading

import pytest

from stls_core import wire
from stls_desktop.sync.courier import Courier
from stls_desktop.sync.transport import UnreachableError


def _pull(since):
    return wire.Pull(device="d", feed="f", since=since)


class Server:
    """Answers with the number it was asked for, or raises what it is told to."""

    def __init__(self, error=None):
        self.asked = []
        self.busy = threading.Lock()
        self._error = error

    def ask(self, message):
        assert self.busy.acquire(blocking=False), "two messages at once"
        try:
            self.asked.append(message.since)
            if self._error:
                raise self._error
            return message.since
        finally:
            self.busy.release()


def test_a_message_sent_ahead_is_sent_once_and_answers_its_question():
    server, question = Server(), _pull(2)
    with Courier(server) as courier:
        assert courier.ask(_pull(1)) == 1
        courier.send_ahead(question)
        assert courier.ask(question) == 2
        assert courier.ask(_pull(3)) == 3
    assert server.asked == [1, 2, 3]


def test_another_question_waits_for_the_one_sent_ahead():
    server = Server()
    with Courier(server) as courier:
        courier.send_ahead(_pull(2))
        assert courier.ask(_pull(5)) == 5
    assert server.asked == [2, 5]


def test_a_failure_is_told_when_the_question_is_asked():
    server, question = Server(UnreachableError("gone")), _pull(2)
    with Courier(server) as courier:
        courier.send_ahead(question)
        with pytest.raises(UnreachableError, match="gone"):
            courier.ask(question)


def test_a_round_that_stops_waits_for_what_is_under_way():
    server = Server()
    with Courier(server) as courier:
        courier.send_ahead(_pull(2))
    assert server.asked == [2]
