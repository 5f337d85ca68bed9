"""Properties of whole histories: batches, repetitions, and two writers at the same moment."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stls_core.wire import MAX_ROWS
from stls_server.council import Council, in_memory
from tests.fakes import Clock
from tests.server.databases import empty
from tests.server.desk import NORTH, NORTH_SCHOOL, NORTH_TEAM, Desk

PROFILE = settings()
FEWER = settings(max_examples=PROFILE.max_examples * 2 // 5)  # each is a whole council
FIELDS = ("mode", "status", "starts_at", "attendees/k", "whole_school_focus", "deleted")
acts = st.lists(
    st.tuples(
        st.sampled_from((0, 1)),  # the laptop
        st.sampled_from((0, 1)),  # the record
        st.sampled_from(FIELDS),
        st.integers(0, 3),
        st.booleans(),  # goes on from its own earlier change of the field
    ),
    min_size=2,
    max_size=12,
)


def value_of(field, number):
    """A value that fits the field; 0 clears it."""
    if number == 0:
        return None
    if field == "deleted":
        return True
    if field.startswith("attendees"):
        return {"key": "k", "name": f"Name {number}"}
    return f"{number}\n\nsame" if field == "whole_school_focus" else f"value {number}"


def play(history, sizes):
    """Push a history in batches of these sizes and return the desk, laptops and messages."""
    desk = Desk.set_up(in_memory(now=Clock()), Clock())
    laptops = [desk.laptop("Odile Marchbanks"), desk.laptop("Bram Fettiplace")]
    records = [laptops[0].visit(), laptops[0].visit()]
    newest, waiting, sent = {}, [], []

    def send():
        while waiting:
            size = next(sizes)
            laptop = waiting[0][0]
            batch = []
            while waiting and waiting[0][0] is laptop and len(batch) < size:
                batch.append(waiting.pop(0)[1])
            laptop.push(*batch)
            sent.append((laptop, batch))

    for who, which, field, number, goes_on in history:
        laptop, rec = laptops[who], records[which]
        slot = "@when" if field == "starts_at" else field
        earlier = newest.get((who, rec, slot))
        after = {slot: earlier} if goes_on and earlier else {}
        edit = {field: value_of(field, number)}
        change = laptop.change("link_visit", rec, edit, saw={}, after=after)
        newest[who, rec, slot] = change.op
        waiting.append((laptop, change))
    send()
    return laptops, sent


def everything(laptop):
    """All that the district holds, numbers left out."""
    rows = laptop.pull().rows.values()
    return {row.id: row.doc for row in rows}


def endless(number):
    while True:
        yield number


@FEWER
@given(acts, st.integers(2, 5))
def test_where_a_batch_ends_makes_no_difference(history, size):
    one_by_one, _ = play(history, endless(1))
    in_batches, _ = play(history, endless(size))
    assert everything(one_by_one[0]) == everything(in_batches[0])


@FEWER
@given(acts, st.randoms(use_true_random=False))
def test_traffic_that_comes_again_in_any_order_changes_nothing(history, chance):
    laptops, sent = play(history, endless(3))
    before = {row.id: row for row in laptops[0].pull().rows.values()}
    head = laptops[0].hello().heads[NORTH]
    again = [(laptop, change) for laptop, batch in sent for change in batch]
    chance.shuffle(again)
    for laptop, change in again:
        laptop.push(change)
    assert laptops[0].hello().heads[NORTH] == head
    assert {row.id: row for row in laptops[0].pull().rows.values()} == before


@FEWER
@given(acts)
def test_every_value_is_live_or_overwritten_knowingly_or_in_a_conflict(history):
    laptops, sent = play(history, endless(2))
    docs = everything(laptops[0])
    kept = str([doc.get("other", "") for doc in docs.values() if doc.get("of_id")])
    changes = [change for _, batch in sent for change in batch]
    followed = {op for change in changes for op in change.after.values()}
    # Whoever goes on from a value had it before her eyes, also when a colleague typed the same.
    seen = {(c.rec, *map(str, *c.set.items())) for c in changes if c.op in followed}
    for change in changes:
        ((path, value),) = change.set.items()
        if value is not None and (change.rec, path, str(value)) not in seen:
            live = docs[change.rec].get(path)
            words = value["name"] if isinstance(value, dict) else str(value).split("\n", 1)[0]
            assert words in str(live) or words in kept or (value is True and "true" in kept)


# --- two laptops at the same moment, on a real PostgreSQL ---------------------------------------

on_postgresql = pytest.mark.postgres


@pytest.fixture
def busy_desk(postgres):
    """On PostgreSQL only: SQLite has one writer at a time, and nothing to get wrong here."""
    empty(postgres)
    council = Council(postgres)
    council.found("886", "Wenning County Council")
    return Desk.set_up(council, Clock())


def at_once(*works):
    """Run functions in threads and raise what any of them raised."""
    errors = []

    def guarded(work):
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


@on_postgresql
def test_a_reader_never_steps_over_a_row_of_two_writers(busy_desk):
    writers = [busy_desk.laptop(f"Writer {n}") for n in range(3)]
    reader = busy_desk.laptop("Reader")
    is_over = threading.Event()
    written = [set(), set(), set()]

    def write(index):
        laptop = writers[index]
        for _ in range(25):
            changes = []
            for _ in range(1 + index):
                rec = laptop.new_id()
                made = {"id": rec, "setting_id": NORTH_SCHOOL}
                changes.append(laptop.change("link_visit", rec, made))
            assert {r.state for r in laptop.push(*changes)} == {"ok"}
            written[index].update(change.rec for change in changes)

    def read():
        while not is_over.is_set():
            reader.pull(limit=3)

    def write_all():
        try:
            at_once(*(lambda index=index: write(index) for index in range(3)))
        finally:
            is_over.set()

    at_once(read, write_all)
    reader.pull()
    assert set().union(*written) <= set(reader.rows)
    numbers = sorted(row.seq for row in reader.rows.values() if row.kind == "link_visit")
    assert numbers == list(range(1, len(numbers) + 1))


@on_postgresql
def test_two_laptops_that_make_the_same_record_at_once_both_succeed(busy_desk):
    leads = [busy_desk.laptop(f"Lead {n}", "LEAD") for n in range(2)]
    recs = [leads[0].new_id() for _ in range(12)]
    start = threading.Barrier(2)

    def bring_in(lead, order):
        changes = [
            lead.change("setting", rec, {"id": rec, "name": "S", "district_id": NORTH}, saw={})
            for rec in order
        ]
        start.wait()
        assert {r.state for r in lead.push(*changes)} == {"ok"}

    at_once(lambda: bring_in(leads[0], recs), lambda: bring_in(leads[1], recs[::-1]))
    assert set(recs) <= set(leads[0].pull().rows)


@on_postgresql
def test_edits_of_the_same_records_at_once_lose_nothing(busy_desk):
    laptops = [busy_desk.laptop(f"Teacher {n}") for n in range(2)]
    recs = [laptops[0].visit(mode="INPERSON") for _ in range(6)]
    for laptop in laptops:
        laptop.pull()
    start = threading.Barrier(2)

    def edit(laptop, order, value):
        changes = [laptop.change("link_visit", rec, {"mode": value}) for rec in order]
        start.wait()
        laptop.push(*changes)

    at_once(
        lambda: edit(laptops[0], recs, "VIDEO"),
        lambda: edit(laptops[1], recs[::-1], "PHONE"),
    )
    rows = laptops[0].pull().rows
    conflicts = laptops[0].conflicts()
    assert len(conflicts) == len(recs)
    for conflict in conflicts:
        live = rows[conflict["of_id"]].doc["mode"]
        assert {live, conflict["other"][9:14]} == {"VIDEO", "PHONE"}


@on_postgresql
def test_the_same_batch_twice_at_once_is_taken_once(busy_desk):
    laptop = busy_desk.laptop()
    changes = []
    for _ in range(20):
        rec = laptop.new_id()
        changes.append(laptop.change("link_visit", rec, {"id": rec, "setting_id": NORTH_SCHOOL}))
    answers = []
    at_once(*[lambda: answers.append(laptop.push(*changes)) for _ in range(3)])
    assert answers[0] == answers[1] == answers[2]
    assert laptop.hello().heads[NORTH].seq == len(changes)


@on_postgresql
def test_a_pupil_moves_while_his_records_are_written(busy_desk):
    """Whichever comes first, every record of his is in his unit's feed afterwards."""
    lead = busy_desk.laptop("Lead", "LEAD", NORTH_TEAM)
    school = lead.new_id()
    lead.edit("setting", school, {"id": school, "name": "Bellows End", "district_id": NORTH})
    teachers = [busy_desk.laptop(f"Teacher {n}") for n in range(2)]
    visits = []

    def write(laptop):
        for _ in range(8):
            rec = laptop.new_id()
            laptop.push(laptop.change("link_visit", rec, {"id": rec, "setting_id": school}))
            visits.append(rec)

    def move():
        for number in range(4):
            district = [NORTH, "00000000-0000-4000-8000-00000000000a"][(number + 1) % 2]
            lead.pull().edit("setting", school, {"district_id": district})

    at_once(lambda: write(teachers[0]), lambda: write(teachers[1]), move)
    with busy_desk.council.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT feed, seq FROM rec WHERE kind = 'link_visit' AND unit = %s", (school,)
        ).all()
        (feed,) = connection.exec_driver_sql(
            "SELECT doc->>'district_id' FROM rec WHERE id = %s", (school,)
        ).one()
    assert len(rows) <= MAX_ROWS
    assert {row.feed for row in rows} == {feed}
