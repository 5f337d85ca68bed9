"""The order of one round's steps, and what it does with a server that answers nonsense.

The engine is a pure generator, so a script of answers is all it needs.
"""

from __future__ import annotations

import pytest

from stls_core import wire
from stls_core.changes import Change
from stls_desktop.store.file_states import FilesDue
from stls_desktop.sync.engine import (
    Ahead,
    Ask,
    Finished,
    Freeze,
    NonsenseError,
    Progress,
    ReadCursors,
    TakePage,
    TakeResults,
    sync_round,
)
from stls_desktop.sync.file_exchange import ListFiles

FEED, EPOCH = "ashford", "e1"


class Server:
    """Answers a round out of a few lists, and writes down every step."""

    def __init__(self, *, rows=0, welcome=None, cursors=None, batches=(), results=None, pages=None):
        self.steps = []
        self._welcome = welcome or wire.Welcome(
            schema=1, heads={FEED: wire.Head(epoch=EPOCH, seq=rows)}
        )
        self._cursors = cursors or {}
        self._batches = [*batches]
        self._results = results or (lambda push: {c.op: wire.Result(state="ok") for c in push.ops})
        self._pages = [*(pages or [page(rows)])]

    def run(self, waiting=0):
        """The whole round; what it came to."""
        going, answer = sync_round("laptop", waiting), None
        try:
            while True:
                step = going.send(answer)
                self.steps.append(step)
                answer = self._answer(step)
        except StopIteration as stop:
            return stop.value

    def did(self, *kinds):
        """The steps of these kinds, in their order."""
        return [step for step in self.steps if isinstance(step, kinds)]

    def _answer(self, step):
        if isinstance(step, ReadCursors):
            return self._cursors
        if isinstance(step, Freeze):
            return self._batches.pop(0) if self._batches else ()
        if not isinstance(step, Ask):
            return FilesDue() if isinstance(step, ListFiles) else None
        if isinstance(step.message, wire.Hello):
            return self._welcome
        if isinstance(step.message, wire.Push):
            answer = self._results(step.message)
            return wire.Pushed(results=answer) if isinstance(answer, dict) else answer
        return self._pages.pop(0)


def page(upto, first=1, *, more=False, head=None):
    rows = tuple(wire.Row(id=f"r{n}", seq=n) for n in range(first, upto + 1))
    return wire.Page(rows=rows, next=upto, more=more, head=head or upto, epoch=EPOCH)


def change(number):
    return Change(op=f"op{number}", rec=f"rec{number}", kind="link_visit", set={})


def everything(state):
    return lambda push: {c.op: wire.Result(state=state) for c in push.ops}


def test_a_round_with_nothing_to_do_asks_once_and_pulls_once():
    server = Server()
    assert server.run() == Finished()
    asked = [type(step.message) for step in server.did(Ask)]
    assert asked == [wire.Hello, wire.Pull]
    assert isinstance(server.steps[0], ReadCursors)
    assert not server.did(TakeResults)


def test_the_cursors_are_told_and_each_feed_goes_on_where_it_stood():
    server = Server(cursors={FEED: (EPOCH, 7)}, pages=[page(9, first=8)])
    assert server.run().received == 2
    hello, pull = (step.message for step in server.did(Ask))
    assert hello.cursors == {FEED: (EPOCH, 7)}
    assert pull.since == 7


def test_changes_go_up_before_anything_comes_down():
    server = Server(rows=1, batches=[(change(1),)])
    finished = server.run(waiting=1)
    assert (finished.sent, finished.received) == (1, 1)
    order = [type(step) for step in server.did(TakeResults, TakePage)]
    assert order == [TakeResults, TakePage]


def test_the_next_batch_is_frozen_while_one_is_on_the_way_and_sent_ahead():
    first, second = (change(1), change(2)), (change(3),)
    server = Server(batches=[first, second])
    assert server.run(waiting=3).sent == 3
    freezes = server.did(Freeze)
    assert [freeze.behind for freeze in freezes] == ["", "op2", "op3"]
    (ahead,) = server.did(Ahead)
    pushes = [step.message for step in server.did(Ask) if isinstance(step.message, wire.Push)]
    assert pushes[1] is ahead.message  # the courier knows it by being the same
    kept = [step.changes for step in server.did(TakeResults)]
    assert kept == [first, second]


def test_a_batch_is_no_larger_than_the_server_or_the_protocol_allows():
    for offered, used in ((7, 7), (10_000, wire.MAX_OPS)):
        heads = {FEED: wire.Head(epoch=EPOCH, seq=0)}
        server = Server(welcome=wire.Welcome(schema=1, heads=heads, ops_limit=offered))
        server.run()
        assert [freeze.limit for freeze in server.did(Freeze)] == [used]


def test_progress_counts_up_to_what_was_waiting():
    server = Server(batches=[(change(1), change(2)), (change(3),)])
    server.run(waiting=3)
    told = [(step.sent, step.to_send) for step in server.did(Progress) if step.to_send]
    assert told == [(0, 3), (2, 3), (3, 3)]


def test_conflicts_and_held_changes_are_counted_apart():
    states = {"op1": "ok", "op2": "conflict", "op3": "held"}
    batch = tuple(change(number) for number in (1, 2, 3))
    server = Server(
        batches=[batch],
        results=lambda push: {c.op: wire.Result(state=states[c.op]) for c in push.ops},
    )
    finished = server.run(waiting=3)
    assert (finished.sent, finished.conflicts, finished.held) == (2, 1, 1)


def test_a_server_that_wants_time_gets_no_second_batch():
    server = Server(batches=[(change(1),), (change(2),)], results=everything("retry"))
    assert server.run(waiting=2).sent == 0
    assert not server.did(Ahead)
    assert len(server.did(TakeResults)) == 1  # what it did answer is kept


def test_a_busy_server_ends_the_round_before_anything_is_sent():
    server = Server(welcome=wire.Welcome(schema=1, heads={}, retry_after=30), batches=[(1,)])
    assert server.run(waiting=1).retry_after == 30
    assert not server.did(Freeze)


def test_the_next_page_is_asked_for_ahead_while_one_is_written():
    pages = [page(2, more=True, head=3), page(3, first=3)]
    server = Server(pages=pages)
    assert server.run().received == 3
    kinds = [type(step) for step in server.did(Ahead, TakePage)]
    assert kinds == [Ahead, TakePage, TakePage]
    assert server.did(Ahead)[0].message is server.did(Ask)[-1].message


def test_a_feed_of_a_restored_server_is_left_alone_and_named():
    server = Server(cursors={FEED: ("e0", 900)})
    assert server.run().restored_feeds == (FEED,)
    assert not server.did(TakePage)


def test_the_clock_of_the_server_is_passed_on():
    heads = {FEED: wire.Head(epoch=EPOCH, seq=0)}
    welcome = wire.Welcome(schema=1, heads=heads, server_time="2026-10-06T09:00:00Z")
    assert Server(welcome=welcome).run().server_time == "2026-10-06T09:00:00Z"


NONSENSE = {
    "a page where a welcome belongs": {"welcome": page(1)},
    "a welcome where results belong": {
        "batches": [(change(1),)],
        "results": lambda _: wire.Welcome(schema=1, heads={}),
    },
    "a result too few": {
        "batches": [(change(1), change(2))],
        "results": lambda _: {"op1": wire.Result(state="ok")},
    },
    "rows that go back": {
        "pages": [
            wire.Page(
                rows=(wire.Row(id="b", seq=2), wire.Row(id="a", seq=1)),
                next=2,
                more=False,
                head=2,
                epoch=EPOCH,
            )
        ]
    },
    "a row beyond its page": {
        "pages": [
            wire.Page(rows=(wire.Row(id="a", seq=5),), next=4, more=False, head=5, epoch=EPOCH)
        ]
    },
    "a page that gets nowhere": {"pages": [page(0, more=True, head=9)]},
    "a page that ends before it began": {
        "cursors": {FEED: (EPOCH, 5)},
        "pages": [wire.Page(rows=(), next=3, more=False, head=9, epoch=EPOCH)],
    },
}


@pytest.mark.parametrize("told", NONSENSE.values(), ids=NONSENSE)
def test_nothing_of_a_nonsense_answer_is_applied(told):
    server = Server(**told)
    with pytest.raises(NonsenseError):
        server.run(waiting=1)
    assert not server.did(TakeResults, TakePage)
