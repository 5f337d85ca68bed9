"""The end of a round: which parts travel, in what order, and what becomes of a file that cannot."""

from __future__ import annotations

import pytest

from stls_core import wire
from stls_desktop.store.file_states import FileDue, FilesDue
from stls_desktop.sync import file_exchange
from stls_desktop.sync.file_exchange import (
    Exchanged,
    FileProgress,
    ListFiles,
    NoteSent,
    NoteTrouble,
    ReadPart,
    TakePart,
    exchange_files,
)
from stls_desktop.sync.steps import Ask, NonsenseError

PART = wire.PART_BYTES
A, B = "a" * 64, "b" * 64


class Round:
    """Runs the exchange against lists of answers and writes down every step."""

    def __init__(self, due, stock, *, put="more", took="more", part=None):
        self._due, self._stock, self._put, self._took = due, stock, put, took
        self._part = part
        self.parts_of = {}  # of those that are not to be sent as they are
        self.steps = []

    def run(self):
        going, answer = exchange_files("laptop"), None
        try:
            while True:
                step = going.send(answer)
                self.steps.append(step)
                answer = self._answer(step)
        except StopIteration as stop:
            return stop.value

    def did(self, *kinds):
        return [step for step in self.steps if isinstance(step, kinds)]

    def asked(self, kind):
        return [step.message for step in self.did(Ask) if isinstance(step.message, kind)]

    def _answer(self, step):
        if isinstance(step, Ask):
            return self._told(step.message)
        if isinstance(step, TakePart):
            return self._took if isinstance(self._took, str) else self._took(step)
        if isinstance(step, ReadPart):
            return self.parts_of.get(step.sha256, b"x")
        return {ListFiles: self._due}.get(type(step))

    def _told(self, message):
        if isinstance(message, wire.Files):
            return self._stock
        if isinstance(message, wire.PutPart):
            return self._put(message) if callable(self._put) else wire.PartTaken(self._put)
        return self._part(message) if self._part else wire.Part(b"y" * PART)


def sending(size=PART * 3):
    return FilesDue(to_send=(FileDue(A, size),))


def fetching(size=PART * 3, here=()):
    return FilesDue(to_fetch=(FileDue(A, size, here),))


def test_nothing_due_asks_nothing():
    quiet = Round(FilesDue(), None)
    assert quiet.run() == Exchanged()
    assert not quiet.did(Ask)


def test_only_the_missing_parts_are_sent_and_the_last_one_makes_it_safe():
    def put(message):
        return wire.PartTaken("whole" if message.part == 2 else "more")

    done = Round(sending(), wire.Stock(missing={A: (1, 2)}), put=put)
    assert done.run() == Exchanged(files=1)
    assert [message.part for message in done.asked(wire.PutPart)] == [1, 2]
    assert done.did(NoteSent) == [NoteSent(A, 2, is_whole=False), NoteSent(A, 3, is_whole=True)]


def test_what_the_server_has_already_is_not_sent():
    known = Round(sending(), wire.Stock(missing={A: ()}))
    assert known.run() == Exchanged(files=1)
    assert known.did(NoteSent) == [NoteSent(A, 3, is_whole=True)]
    assert not known.asked(wire.PutPart)


def test_a_refused_file_is_noted_and_the_next_one_goes():
    due = FilesDue(to_send=(FileDue(A, 5), FileDue(B, 1)))
    stock = wire.Stock(missing={B: (0,)}, refused={A: "No record names it."})
    done = Round(due, stock, put="whole")
    assert done.run().files == 1
    assert done.did(NoteTrouble) == [NoteTrouble(A, "No record names it.")]


def test_a_refused_part_ends_only_its_file():
    def put(message):
        return (
            wire.Refusal("file-part", "Too long.")
            if message.sha256 == A
            else wire.PartTaken("whole")
        )

    due = FilesDue(to_send=(FileDue(A, PART * 2), FileDue(B, 1)))
    done = Round(due, wire.Stock(missing={A: (0, 1), B: (0,)}), put=put)
    assert done.run().files == 1
    assert done.did(NoteTrouble) == [NoteTrouble(A, "Too long.")]


def test_what_arrived_wrong_at_the_server_begins_anew():
    done = Round(sending(PART), wire.Stock(missing={A: (0,)}), put="wrong")
    assert done.run().files == 0
    assert done.did(NoteSent)[-1] == NoteSent(A, 0, is_whole=False)


def test_a_file_that_is_not_ready_is_skipped_without_words():
    skipped = Round(fetching(0), wire.Stock())
    assert skipped.run() == Exchanged()
    assert skipped.did(NoteTrouble) == [NoteTrouble(A)]
    assert not skipped.asked(wire.GetPart)


def test_fetching_goes_on_at_the_first_part_that_is_not_here():
    def took(step):
        return "whole" if step.part == 2 else "more"

    resumed = Round(fetching(here=(0,)), wire.Stock(ready={A: PART * 3}), took=took)
    assert resumed.run() == Exchanged(files=1)
    assert [message.part for message in resumed.asked(wire.GetPart)] == [1, 2]


def test_parts_of_a_file_with_another_size_are_no_parts_of_this_one():
    other = Round(fetching(size=5, here=(0,)), wire.Stock(ready={A: PART * 2}))
    other.run()
    assert [message.part for message in other.asked(wire.GetPart)] == [0, 1]


@pytest.mark.parametrize(
    "answer", [wire.Part(b"short"), wire.Refusal("file-missing", "Gone.")], ids=["short", "gone"]
)
def test_a_file_that_cannot_be_given_is_told_once_and_skipped(answer):
    due = FilesDue(to_fetch=(FileDue(A), FileDue(B)))
    part = {A: answer, B: wire.Part(b"z")}
    stock = wire.Stock(ready={A: PART, B: 1})
    done = Round(due, stock, took="whole", part=lambda message: part[message.sha256])
    assert done.run().files == 1
    assert [step.sha256 for step in done.did(NoteTrouble)] == [A]


def test_a_round_takes_its_share_and_says_that_there_is_more(monkeypatch):
    monkeypatch.setattr(file_exchange, "MOST_BYTES", 2 * PART)
    short = Round(fetching(), wire.Stock(ready={A: PART * 3}))
    assert short.run() == Exchanged(files=0, is_cut_short=True)
    assert len(short.did(TakePart)) == 2


@pytest.mark.parametrize(
    "stock",
    [
        wire.Stock(missing={A: (3,)}),
        wire.Stock(missing={A: (-1,)}),
        wire.Stock(ready={B: wire.MAX_FILE + 1}),
        wire.Stock(ready={B: 0}),
        wire.Page(rows=(), next=0, more=False, head=0, epoch="e"),
    ],
)
def test_a_nonsense_answer_moves_nothing(stock):
    due = FilesDue(to_send=(FileDue(A, PART * 3),), to_fetch=(FileDue(B),))
    broken = Round(due, stock)
    with pytest.raises(NonsenseError):
        broken.run()
    assert not broken.did(NoteSent, NoteTrouble, TakePart)


def test_each_part_is_told_before_it_goes_and_the_file_once_it_is_whole():
    def put(message):
        return wire.PartTaken("whole" if message.part == 2 else "more")

    done = Round(sending(), wire.Stock(missing={A: (1, 2)}), put=put)
    done.run()
    told = [step.file for step in done.did(FileProgress) if step.file]
    assert [(each.part, each.of, each.is_whole) for each in told] == [
        (2, 3, False),
        (3, 3, False),
        (3, 3, True),
    ]
    resumed = Round(fetching(here=(0,)), wire.Stock(ready={A: PART * 3}))
    resumed.run()
    told = [step.file for step in resumed.did(FileProgress) if step.file]
    assert [(each.part, each.is_coming) for each in told] == [(2, True), (3, True)]


def test_a_file_that_was_paused_lets_the_next_one_go():
    due = FilesDue(to_send=(FileDue(A, PART), FileDue(B, PART)))
    done = Round(due, wire.Stock(missing={A: (0,), B: (0,)}), put="whole")
    done.parts_of = {A: b""}
    assert done.run() == Exchanged(files=1)
    assert [message.sha256 for message in done.asked(wire.PutPart)] == [B]
    assert not done.did(NoteTrouble)


def test_a_file_that_is_paused_while_it_comes_asks_for_no_more():
    paused = Round(fetching(), wire.Stock(ready={A: PART * 3}), took="paused")
    assert paused.run() == Exchanged()
    assert len(paused.asked(wire.GetPart)) == 1
