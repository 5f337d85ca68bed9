"""The outbox keeps what the server lacks; answers and pages may come late, twice or not at all."""

from __future__ import annotations

import pytest

from stls_core.records.settings import Setting
from stls_core.wire import Echo, Result, Row
from stls_desktop.store import projection, tables

OK = Result(state="ok", seq=7)


def _put(store, *names):
    with store.write() as work:
        for number, name in enumerate(names, start=1):
            work.put(Setting(id=f"s{number}", name=name))


def _freeze(store, limit=50):
    with store.write() as work:
        return work.outbox.freeze(limit)


def _answer(store, changes, result):
    with store.write() as work:
        work.inbox.take_results(changes, {change.op: result for change in changes})
    return work.changed


def _row(rec, seq, *, kind="setting", unit="common", **doc):
    doc = {"id": rec, **doc}
    return Row(id=rec, seq=seq, kind=kind, unit=unit, doc=doc, ver=dict.fromkeys(doc, seq))


def _page(store, *rows, feed="d", cursor=None):
    with store.write() as work:
        work.inbox.take_page(feed, "e", rows, cursor or max(row.seq for row in rows))
    return work.changed


def _name(store, rec="s1"):
    with store.read() as read:
        found = read.get(Setting, rec)
    return found.name if found else None


def _state(store):
    """Everything that sync knows, for comparing before and after."""
    with store.read() as read:
        return {
            table.name: sorted(tuple(row[1:]) for row in read._connection.execute(table.select()))
            for table in (tables.shadow, tables.outbox, tables.sent, tables.cursor)
        } | {"shown": read.find(Setting, order_by=("id",))}


# The outbox


def test_a_change_that_was_hurried_before_the_very_first_is_sent(store):
    _put(store, "One", "Two")
    _answer(store, _freeze(store), OK)
    with store.write() as work:
        work.edit("setting", "s1", {"name": "Uno"})
        work.edit("setting", "s2", {"name": "Due"})
        assert work.outbox.hurry("s2")
    assert [change.rec for change in _freeze(store, 1)] == ["s2"]
    assert [change.rec for change in _freeze(store, 1)] == ["s2"], "until it is answered"


def test_edits_go_into_one_open_change_until_it_is_sent(store):
    _put(store, "One")
    with store.write() as work:
        work.edit("setting", "s1", {"roll": 90})
        work.edit("setting", "s1", {"roll": 91})
    (sent,) = _freeze(store)
    assert sent.set["roll"] == 91
    with store.write() as work:
        work.edit("setting", "s1", {"roll": 92})
    with store.read() as read:
        first, second = read.unsent()
    assert first == sent
    assert second.set == {"roll": 92}
    assert second.after == {"roll": sent.op}


def test_a_batch_is_the_oldest_changes_and_is_offered_again_as_it_was(store):
    _put(store, "One", "Two", "Three")
    batch = _freeze(store, 2)
    assert [change.rec for change in batch] == ["s1", "s2"]
    with store.write() as work:
        work.edit("setting", "s1", {"name": "Later"})
    assert _freeze(store, 2) == batch
    _answer(store, batch, OK)
    assert [change.rec for change in _freeze(store, 2)] == ["s3", "s1"]


def test_the_batch_behind_one_on_the_way_is_the_next_and_then_none(store):
    _put(store, "One", "Two", "Three")
    batch = _freeze(store, 2)
    with store.write() as work:
        (last,) = work.outbox.freeze(2, behind=batch[-1].op)
        assert last.rec == "s3"
        assert work.outbox.freeze(2, behind=last.op) == ()
    assert _freeze(store, 2) == batch  # an answer that never comes: the oldest first again


def test_an_empty_outbox_has_no_batch(store):
    assert _freeze(store) == ()


def test_an_acknowledged_change_leaves_the_outbox_and_is_held_as_the_servers(store):
    _put(store, "One")
    changes = _freeze(store)
    changed = _answer(store, changes, OK)
    assert changed.ids == {"s1"}
    with store.read() as read:
        assert read.unsent() == ()
        assert read.waiting_count() == 0
        assert read.open("s1").seen["name"] == 7
        assert read.arrivals(("s1",)) == {"s1": 7}
    assert _name(store) == "One"


def _answer_with_echo(store, changes, *numbers, feed="d", epoch="e"):
    results = {
        c.op: Result(state="ok", seq=number) for c, number in zip(changes, numbers, strict=True)
    }
    with store.write() as work:
        work.inbox.take_results(changes, results, Echo(feed=feed, epoch=epoch))
    with store.read() as read:
        return read.cursors()


def test_what_comes_next_in_the_feed_and_stands_as_sent_need_not_be_pulled(store):
    _page(store, _row("x", 4))
    _put(store, "One", "Two")
    assert _answer_with_echo(store, _freeze(store), 5, 6) == {"d": ("e", 6)}
    with store.read() as read:
        assert read.open("s2").seen["name"] == 6
    assert _page(store, _row("s1", 5, name="One"), cursor=6).ids == set()


@pytest.mark.parametrize(
    ("numbers", "of"),
    [
        ((6, 7), {}),  # another laptop has number 5
        ((5, 7), {}),  # and here number 6
        ((5, 6), {"epoch": "another life"}),
        ((5, 6), {"feed": "another feed"}),
    ],
)
def test_the_cursor_never_steps_over_a_number_that_is_not_ones_own(store, numbers, of):
    _page(store, _row("x", 4))
    _put(store, "One", "Two")
    assert _answer_with_echo(store, _freeze(store), *numbers, **of) == {"d": ("e", 4)}


def test_an_echo_that_comes_twice_changes_nothing(store):
    _page(store, _row("x", 4))
    _put(store, "One")
    changes = _freeze(store)
    _answer_with_echo(store, changes, 5)
    _page(store, _row("y", 6))
    before = _state(store)
    _answer_with_echo(store, changes, 5)
    assert _state(store) == before


def test_an_acknowledgement_that_comes_twice_changes_nothing(store):
    _put(store, "One")
    changes = _freeze(store)
    _answer(store, changes, OK)
    before = _state(store)
    _answer(store, changes, OK)
    assert _state(store) == before


def test_a_late_acknowledgement_does_not_bring_an_old_value_back(store):
    _put(store, "One")
    changes = _freeze(store)
    _answer(store, changes, OK)
    _page(store, _row("s1", 9, name="A colleague's"))
    _answer(store, changes, OK)
    assert _name(store) == "A colleague's"


def test_a_change_that_conflicts_leaves_the_outbox_and_shows_what_stands(store):
    _page(store, _row("s1", 5, name="Before", roll=90))
    with store.write() as work:
        work.edit("setting", "s1", {"name": "Mine", "roll": 91})
    changes = _freeze(store)
    _page(store, _row("s1", 6, name="Theirs"))
    _answer(store, changes, Result(state="conflict", seq=7, bad=("name",)))
    with store.read() as read:
        assert read.unsent() == ()
        assert read.get(Setting, "s1").roll == 91
    assert _name(store) == "Theirs"


def test_merged_text_is_taken_from_the_page_and_not_from_what_was_sent(store):
    _page(store, _row("s1", 5, name="One", site_notes="Gate"))
    with store.write() as work:
        work.edit("setting", "s1", {"site_notes": "Gate\n\nMine"})
    _answer(store, _freeze(store), Result(state="ok", seq=7, mixed=("site_notes",)))
    with store.read() as read:
        assert read.get(Setting, "s1").site_notes == "Gate"  # for the blink until the page comes
    _page(store, _row("s1", 7, name="One", site_notes="Theirs\n\nGate\n\nMine"))
    with store.read() as read:
        assert read.get(Setting, "s1").site_notes == "Theirs\n\nGate\n\nMine"


def test_a_held_change_is_set_aside_with_its_reason_and_blocks_nothing(store):
    _put(store, "One", "Two")
    first, second = _freeze(store)
    with store.write() as work:
        held = Result(state="held", why="This record is not in your team.")
        work.inbox.take_results((first, second), {first.op: held, second.op: OK})
    with store.read() as read:
        (aside,) = read.set_aside()
        assert (aside.change, aside.why) == (first, "This record is not in your team.")
        assert read.waiting_count() == 0
    assert _freeze(store) == ()
    assert _name(store) == "One"  # the author's words stay on the screen


def test_what_the_server_asks_to_try_again_stays_in_the_outbox(store):
    _put(store, "One")
    changes = _freeze(store)
    _answer(store, changes, Result(state="retry", seq=7))
    assert _freeze(store) == changes
    _answer(store, (), OK)
    assert _freeze(store) == changes


@pytest.mark.parametrize("state", ["", "splendid"])
def test_an_answer_that_this_version_does_not_know_is_no_acknowledgement(store, state):
    _put(store, "One")
    changes = _freeze(store)
    _answer(store, changes, Result(state=state, seq=7))
    with store.read() as read:
        (aside,) = read.set_aside()
    assert aside.change == changes[0]
    assert "does not know" in aside.why
    assert _name(store) == "One"


def test_an_operation_without_an_answer_stays(store):
    _put(store, "One")
    changes = _freeze(store)
    with store.write() as work:
        work.inbox.take_results(changes, {"another": OK})
    assert _freeze(store) == changes


# Pages


def test_a_page_shows_its_rows_and_moves_the_cursor_with_them(store):
    changed = _page(store, _row("s1", 3, name="One"), _row("s2", 4, name="Two"), cursor=8)
    assert changed.ids == {"s1", "s2"}
    assert changed.kinds == {"setting"}
    with store.read() as read:
        assert read.cursors() == {"d": ("e", 8)}
        assert [hit.rec for hit in read.search("two")] == ["s2"]
    assert _name(store) == "One"


def test_a_page_that_comes_twice_changes_nothing(store):
    rows = (_row("s1", 3, name="One"), _row("s2", 4, name="Two"))
    _page(store, *rows)
    before = _state(store)
    assert not _page(store, *rows)
    assert _state(store) == before


def test_an_unsent_change_stays_on_top_of_what_comes_in(store):
    _page(store, _row("s1", 3, name="One", roll=90))
    with store.write() as work:
        work.edit("setting", "s1", {"name": "Mine"})
    _page(store, _row("s1", 5, name="Theirs", roll=91))
    with store.read() as read:
        shown = read.get(Setting, "s1")
        assert (shown.name, shown.roll) == ("Mine", 91)
        assert read.unsent()[0].base == {"name": 3}


def test_a_page_older_than_the_acknowledgement_does_not_bring_the_old_value_back(store):
    _page(store, _row("s1", 3, name="Before"))
    with store.write() as work:
        work.edit("setting", "s1", {"name": "Mine"})
    _answer(store, _freeze(store), OK)
    _page(store, _row("s1", 4, name="Before"))
    assert _name(store) == "Mine"


def test_slices_of_a_page_give_the_same_as_the_whole(store):
    rows = [_row(f"s{n}", n, name=f"School {n}") for n in range(1, 8)]
    for start in range(0, 7, 3):
        part = rows[start : start + 3]
        _page(store, *part, cursor=part[-1].seq)
        with store.read() as read:
            assert read.cursors()["d"] == ("e", part[-1].seq)
            assert len(read.find(Setting)) == part[-1].seq


def test_a_page_that_fails_half_way_leaves_rows_and_cursor_as_they_were(store):
    _page(store, _row("s1", 3, name="One"))
    before = _state(store)
    with pytest.raises(ZeroDivisionError), store.write() as work:  # noqa: PT012
        work.inbox.take_page("d", "e", (_row("s2", 4, name="Two"),), 4)
        raise ZeroDivisionError
    assert _state(store) == before


def test_a_record_that_left_this_laptops_sight_is_gone_everywhere(store):
    _page(store, _row("s1", 3, name="Canary Primary"), _row("s2", 4, name="Two"))
    changed = _page(store, Row(id="s1", seq=5, gone="moved"))
    assert changed.ids == {"s1"}
    with store.read() as read:
        assert [s.id for s in read.find(Setting)] == ["s2"]
        assert read.search("canary") == ()
        assert read.open("s1") is None
        for table in tables.metadata.tables.values():
            for row in read._connection.execute(table.select()):
                assert "Canary" not in str(row), table.name


def test_nothing_of_a_gone_record_is_left_in_the_search_index(store):
    _page(store, _row("s1", 3, name="Canary Primary"), _row("s2", 4, name="Two"))
    _page(store, Row(id="s1", seq=5, gone="moved"))
    with store.read() as read:
        blocks = read._connection.exec_driver_sql("SELECT block FROM search_words_data").scalars()
        index = b"".join(blocks)
    assert b"two" in index
    assert b"canary" not in index


def test_a_gone_record_that_was_never_here_is_no_trouble(store):
    assert not _page(store, Row(id="s9", seq=5, gone="moved"))


def test_unsent_words_of_a_gone_record_are_kept(store):
    _page(store, _row("s1", 3, name="One", roll=90))
    with store.write() as work:
        work.edit("setting", "s1", {"site_notes": "Typed in the car park"})
    _page(store, Row(id="s1", seq=5, gone="moved"))
    with store.read() as read:
        assert [c.set for c in read.unsent()] == [{"site_notes": "Typed in the car park"}]
        before = read.find(Setting)
    with store.write() as work:
        projection.rebuild(work._connection)
    with store.read() as read:
        assert read.find(Setting) == before


@pytest.mark.parametrize("first", ["a-new", "z-old"])
def test_a_record_that_moved_to_another_feed_stays(store, first):
    """The feeds are read one after the other; the old one may say "gone" after the new one came."""
    _page(store, _row("s1", 3, name="One"), feed="z-old")
    new = lambda: _page(store, _row("s1", 3, name="One"), feed="a-new")  # noqa: E731
    old = lambda: _page(store, Row(id="s1", seq=5, gone="moved"), feed="z-old")  # noqa: E731
    for step in (new, old) if first == "a-new" else (old, new):
        step()
    assert _name(store) == "One"


def test_a_record_made_here_belongs_to_the_feed_it_comes_back_in(store):
    _put(store, "One")
    (change,) = _freeze(store)
    _answer(store, (change,), OK)
    doc = {**change.set, "id": "s1"}
    echo = Row(id="s1", seq=7, kind="setting", unit="common", doc=doc, ver=dict.fromkeys(doc, 7))
    _page(store, echo, feed="home")
    _page(store, Row(id="s1", seq=3, gone="moved"), feed="elsewhere")
    assert _name(store) == "One"


def test_a_record_keeps_the_kind_it_was_born_with(store):
    _page(store, _row("s1", 3, name="One"))
    _page(store, _row("s1", 5, kind="district", name="Two"))
    before = _state(store)
    with store.write() as work:
        projection.rebuild(work._connection)
    assert _state(store) == before
    assert _name(store) == "Two"
    with store.read() as read:
        assert read._connection.execute(tables.KIND_TABLES["district"].select()).all() == []
