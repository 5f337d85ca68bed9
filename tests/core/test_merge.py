"""The merge of records: nothing that anybody wrote is lost, and no clash without need."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stls_core.changes import overlay
from stls_core.merge import paragraphs
from stls_core.records import Merge
from tests.core.council import Council, change
from tests.core.shapes import SIGNED, VISIT, visit_edits

TEXT = "whole_school_focus"


def council(edit=None, kind=VISIT):
    made = Council(kind)
    if edit:
        made.take(change(edit, op="first"))
    return made


def both(begun, mine, theirs):
    """Two people write from what they saw at the same moment; mine arrives first."""
    made = council(begun)
    base = dict(made.ver)
    made.take(change(mine, base, op="mine"))
    outcome = made.take(change(theirs, base, op="theirs"))
    return made, outcome


def slots(edit):
    return {VISIT.slot(path) for path in edit}


@given(visit_edits, visit_edits, visit_edits)
def test_changes_of_different_fields_both_count_in_either_order(begun, mine, theirs):
    theirs = {p: value for p, value in theirs.items() if VISIT.slot(p) not in slots(mine)}
    one, _ = both(begun, mine, theirs)
    other, _ = both(begun, theirs, mine)
    assert one.kept == other.kept == []
    assert one.doc == other.doc == overlay({}, map(change, (begun, mine, theirs)))


@given(visit_edits, visit_edits)
def test_a_change_by_someone_who_saw_everything_is_taken_as_it_is(begun, mine):
    made = council(begun)
    made.take(change(mine, dict(made.ver), op="mine"))
    assert made.kept == []
    assert made.doc == overlay({}, map(change, (begun, mine)))


@given(visit_edits, visit_edits)
def test_equal_values_agree(begun, edit):
    made, outcome = both(begun, edit, edit)
    assert made.kept == []
    assert not outcome.live
    assert made.doc == overlay({}, map(change, (begun, edit)))


@given(visit_edits, visit_edits, visit_edits)
def test_every_value_that_was_written_is_live_or_kept(begun, mine, theirs):
    made, _ = both(begun, mine, theirs)
    for written in (mine, theirs):
        for slot in slots(written):
            values = {path: written[path] for path in written if VISIT.slot(path) == slot}
            live = {path: made.doc.get(path) for path in values}
            clashes = [clash for clash in made.kept if clash.slot == slot]
            if clashes:
                assert values in (clashes[0].live, clashes[0].other)
            elif VISIT.merge_of(slot) is Merge.TEXT:
                assert parts(written[slot]) - parts(begun.get(slot)) <= parts(live[slot])
            elif values != {path: begun.get(path) for path in values}:
                assert live == values


@given(visit_edits, visit_edits, visit_edits)
def test_a_clash_names_both_values_and_what_stood_before(begun, mine, theirs):
    made, outcome = both(begun, mine, theirs)
    for clash in outcome.clashes:
        assert clash.live != clash.other
        assert clash.other.items() <= theirs.items()
        assert clash.base == {path: begun.get(path) for path in clash.other}
        assert all(made.doc.get(path) == value for path, value in clash.live.items())


@given(visit_edits, visit_edits)
def test_a_group_is_never_mixed_of_two_authors(mine, theirs):
    made, _ = both(None, mine, theirs)
    names = VISIT.members("@when")
    written = [tuple(edit.get(n) for n in names) for edit in (mine, theirs) if names[0] in edit]
    assert tuple(made.doc.get(n) for n in names) in [*written, (None,) * len(names)]


def test_elements_of_a_set_are_independent():
    made, outcome = both(
        {"purposes/PLANNING": True, "attendees/a": {"key": "a", "name": "P"}},
        {"purposes/PLANNING": None, "attendees/a": {"key": "a", "name": "Q"}},
        {"purposes/REVIEW": True, "attendees/b": {"key": "b", "name": "R"}},
    )
    assert outcome.clashes == []
    assert made.doc == {
        "purposes/REVIEW": True,
        "attendees/a": {"key": "a", "name": "Q"},
        "attendees/b": {"key": "b", "name": "R"},
    }


def test_the_same_element_changed_on_both_sides_conflicts_alone():
    before = {"attendees/a": {"key": "a", "name": "P"}, "attendees/b": {"key": "b", "name": "R"}}
    made, outcome = both(
        before,
        {"attendees/a": {"key": "a", "name": "Q"}},
        {"attendees/a": None, "attendees/b": {"key": "b", "name": "S"}},
    )
    assert [clash.slot for clash in outcome.clashes] == ["attendees/a"]
    assert outcome.clashes[0].other == {"attendees/a": None}
    assert made.doc["attendees/b"] == {"key": "b", "name": "S"}


def test_what_was_signed_is_never_written_again():
    made = council({"content": "{}", "signed_by": "Odile Marchbanks"}, SIGNED)
    outcome = made.take(change({"content": '{"a":1}'}, dict(made.ver), op="later"))
    assert outcome.refused == ["content"]
    assert outcome.slots == []
    assert made.doc["content"] == "{}"


def test_what_was_signed_cannot_be_cleared():
    made = council({"content": "{}"}, SIGNED)
    assert made.take(change({"content": None}, dict(made.ver), op="later")).refused == ["content"]


def test_signing_the_same_twice_is_no_offence():
    made = council({"content": "{}"}, SIGNED)
    outcome = made.take(change({"content": "{}"}, op="again"))
    assert (outcome.refused, outcome.clashes) == ([], [])


def test_a_write_once_field_that_was_left_empty_can_still_be_filled():
    made = council({"reason": None}, SIGNED)
    made.take(change({"reason": "Typing correction"}, dict(made.ver), op="later"))
    assert made.doc == {"reason": "Typing correction"}


def test_different_paragraphs_merge_and_both_authors_can_be_told():
    before = "Calm starts.\n\nLoud hall.\n\nAsk Petra."
    made, outcome = both(
        {TEXT: before},
        {TEXT: before.replace("Calm starts.", "Calm starts and ends.")},
        {TEXT: before.replace("Ask Petra.", "Ask Petra in May.")},
    )
    assert outcome.mixed == [TEXT]
    assert made.doc[TEXT] == "Calm starts and ends.\n\nLoud hall.\n\nAsk Petra in May."


def test_the_same_paragraph_changed_twice_is_a_clash():
    _, outcome = both({TEXT: "Loud hall."}, {TEXT: "Quiet hall."}, {TEXT: "Loud yard."})
    assert outcome.clashes[0].base == {TEXT: "Loud hall."}
    assert (outcome.clashes[0].live, outcome.clashes[0].other) == (
        {TEXT: "Quiet hall."},
        {TEXT: "Loud yard."},
    )


def test_a_text_emptied_by_two_people_together_is_empty_and_not_blank():
    made, outcome = both(
        {TEXT: "Calm starts.\n\nLoud hall.\n\nAsk Petra."}, {TEXT: "Ask Petra."}, {TEXT: None}
    )
    assert outcome.clashes or TEXT not in made.doc


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_field_that_no_release_here_knows_merges_like_any_value(mine, theirs):
    _, outcome = both({"later": 99}, {"later": mine}, {"later": theirs})
    assert bool(outcome.clashes) == (mine != theirs)


def test_a_field_without_a_version_gets_one_as_soon_as_somebody_writes_it():
    made = council()
    made.doc["mode"] = "VIDEO"
    made.take(change({"mode": "VIDEO", "rating": None}))
    assert made.ver == {"mode": 1, "rating": 1}


def parts(text):
    return {part.rstrip() for part in paragraphs(text or "")}
