"""Shadow, change and view: any order, repetition or loss of answers ends in the same place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.changes import Shadow, acknowledged, overlay, pulled, recorded
from tests.core.council import Council, change
from tests.core.shapes import VISIT, visit_edits

authors = st.sampled_from(["mine", "theirs"])
histories = st.lists(st.tuples(authors, visit_edits), min_size=1, max_size=5)


def played(history):
    """The council after each author wrote in turn, seeing what was live; the laptop's answers."""
    council, mine = Council(VISIT), []
    for n, (author, edit) in enumerate(history):
        written = change(edit, base=dict.fromkeys(map(VISIT.slot, edit), council.head), op=str(n))
        council.take(written)
        if author == "mine":
            mine.append(written)
    return council, mine


def told(shadow, council, event):
    """The laptop's shadow after one page, or one answer, reached it."""
    if isinstance(event, int):
        return pulled(VISIT, shadow, *council.states[event])
    number, elsewhere = council.answers[event.op]
    return acknowledged(VISIT, shadow, event, number, elsewhere)


@given(histories, st.data())
def test_answers_and_pages_in_any_order_and_number_end_in_the_same_shadow(history, data):
    council, mine = played(history)
    events = [*council.states, *mine]
    again = data.draw(st.lists(st.sampled_from(events), max_size=4))
    shadow = Shadow()
    for event in data.draw(st.permutations([*events, *again])):
        shadow = told(shadow, council, event)
    assert shadow.doc == council.doc


@given(histories, st.data())
def test_the_newest_page_alone_is_enough(history, data):
    council, mine = played(history)
    late = data.draw(st.lists(st.sampled_from([*council.states, *mine])))
    shadow = pulled(VISIT, Shadow(), council.doc, council.ver)
    for event in late:
        shadow = told(shadow, council, event)
    assert shadow.doc == council.doc


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_what_only_a_newer_release_groups_follows_the_newest_page(order):
    states = {n: ({"later_a": n, "later_b": -n}, {"@later": n, "mode": 1}) for n in range(1, 6)}
    for kind in (VISIT, None):
        shadow = Shadow()
        for n in order:
            shadow = pulled(kind, shadow, *states[n])
        assert shadow.doc == states[max(order)][0]


def test_a_cleared_field_of_a_newer_group_is_cleared_here_too():
    held = Shadow({"later_a": 1, "mode": "VIDEO"}, {"@later": 1, "mode": 2})
    assert pulled(VISIT, held, {"mode": "VIDEO"}, {"@later": 3, "mode": 2}).doc == {"mode": "VIDEO"}


def test_an_element_taken_out_of_a_set_is_gone_after_the_page():
    held = Shadow({"purposes/AUDIT": True}, {"purposes/AUDIT": 1})
    assert pulled(VISIT, held, {}, {"purposes/AUDIT": 2}) == Shadow({}, {"purposes/AUDIT": 2})


def test_an_answer_changes_nothing_where_the_live_value_is_another():
    held = Shadow({"mode": "VIDEO"}, {"mode": 3})
    sent = change({"mode": "PHONE", "rating": 4})
    after = acknowledged(VISIT, held, sent, 9, ["mode"])
    assert after == Shadow({"mode": "VIDEO", "rating": 4}, {"mode": 3, "rating": 9})


@given(st.lists(visit_edits, max_size=4), visit_edits)
def test_the_view_shows_the_newest_unsent_value_of_each_field(edits, shown):
    doc = {path: value for path, value in shown.items() if value is not None}
    view = overlay(doc, [change(edit) for edit in edits])
    for path in {p for edit in (*edits, shown) for p in edit}:
        newest = next((edit[path] for edit in reversed(edits) if path in edit), doc.get(path))
        assert view.get(path) == newest
    assert None not in view.values()


def edited(edit, *, shadow=None, seen=None, waiting=None, sent=(), own=None, op="new"):
    return recorded(
        VISIT,
        edit,
        shadow=shadow or Shadow(),
        seen=seen or {},
        waiting=waiting,
        sent=sent,
        fresh=change({}, op=op),
        own=own or {},
    )


@given(st.lists(visit_edits, min_size=1, max_size=5))
def test_an_open_change_keeps_the_base_it_began_with(edits):
    waiting, first = None, {}
    for number, edit in enumerate(edits, start=1):
        slots = set(map(VISIT.slot, edit))
        waiting = edited(
            edit,
            shadow=Shadow({}, dict.fromkeys(slots, number)),
            waiting=waiting,
            op=f"op-{number}",
        )
        first = {**dict.fromkeys(slots, number), **first}
    assert waiting.op == "op-1"
    assert waiting.base == first
    assert overlay({}, [waiting]) == overlay({}, [change(edit) for edit in edits])


def test_a_change_made_while_another_travels_names_it_as_its_forerunner():
    travelling = change({"mode": "VIDEO"}, base={"mode": 4}, op="first")
    new = edited({"mode": "PHONE", "rating": 3}, sent=[travelling], shadow=Shadow({}, {"mode": 7}))
    assert new.op == "new"
    assert new.after == {"mode": "first"}
    assert new.base == {"mode": 4, "rating": 0}


def test_the_newest_of_several_travelling_changes_is_the_forerunner():
    sent = [change({"mode": "VIDEO"}, op="first"), change({"mode": "EMAIL"}, op="second")]
    assert edited({"mode": "PHONE"}, sent=sent).after == {"mode": "second"}


def test_what_stood_in_the_form_counts_and_not_what_came_in_since():
    new = edited({"mode": "PHONE"}, shadow=Shadow({}, {"mode": 9}), seen={"mode": 4})
    assert new.base == {"mode": 4}


def test_an_answered_change_of_ones_own_in_the_form_is_a_forerunner_too():
    own = {"mode": change({"mode": "VIDEO"}, base={"mode": 2}, op="mine")}
    new = edited({"mode": "PHONE"}, shadow=Shadow({}, {"mode": 9}), own=own)
    assert (new.after, new.base) == ({"mode": "mine"}, {"mode": 2})


def test_a_field_of_a_group_is_based_on_the_version_of_its_group():
    new = edited({"starts_at": "09:00:00"}, shadow=Shadow({}, {"@when": 6}))
    assert new.base == {"@when": 6}


def test_a_deletion_says_how_much_its_author_had_seen():
    shadow = Shadow({}, {"mode": 3, "rating": 8})
    waiting = edited({"mode": "PHONE"}, shadow=Shadow({}, {"mode": 3}))
    assert waiting.seen == 3
    assert edited({"rating": 1}, shadow=shadow, waiting=waiting).seen == 3
    assert edited({"deleted": True}, shadow=shadow, waiting=waiting).seen == 8


@given(histories)
def test_one_laptop_alone_never_meets_a_conflict(history):
    """Edit, send, edit before the answer comes, take answers late: all of it is one author."""
    council, shadow, sent = Council(VISIT), Shadow(), []
    for n, (when, edit) in enumerate(history):
        new = edited(edit, shadow=shadow, sent=sent, op=str(n))
        council.take(new)
        sent.append(new)
        if when == "mine":  # the answers to everything that travels arrive now
            for one in sent:
                shadow = told(shadow, council, one)
            sent = []
    assert council.kept == []
    assert overlay(shadow.doc, sent) == council.doc


def test_two_who_write_the_same_never_conflict_afterwards():
    council = Council(VISIT)
    council.take(change({"mode": "VIDEO"}, op="theirs"))
    mine = change({"mode": "VIDEO"}, op="mine")
    council.take(mine)
    shadow = told(Shadow(), council, mine)
    council.take(edited({"mode": "PHONE"}, shadow=shadow))
    assert council.kept == []
    assert council.doc == {"mode": "PHONE"}


@pytest.mark.parametrize("ver", [{}, {"mode": 2, "rating": 5}])
def test_newest_is_the_highest_version_of_any_slot(ver):
    assert Shadow({}, ver).newest == max(ver.values(), default=0)
