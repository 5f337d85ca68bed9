"""Documents keep what they were given: nested, flat and typed are three looks at one thing."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.changes import Change, overlay
from stls_core.documents import (
    COMMON_UNIT,
    canonical,
    difference,
    document_of,
    flatten,
    nest,
    title_of,
    unit_of,
    view,
)
from stls_core.records import Need, all_kinds, kind_named
from stls_core.reference import Reference
from stls_core.validation import problems_of
from tests import builders
from tests.core import shapes

VISIT = shapes.VISIT
kind_and_record = shapes.kinds.flatmap(
    lambda k: st.tuples(st.just(k), shapes.records(kind_named(k)))
)
kind_and_any = shapes.kinds.flatmap(
    lambda k: st.tuples(st.just(k), shapes.any_documents(kind_named(k)))
)
two_records = shapes.kinds.flatmap(
    lambda k: st.tuples(st.just(k), shapes.records(kind_named(k)), shapes.records(kind_named(k)))
)


def changed(before, edit):
    return overlay(before, [Change(op="op", rec="rec", kind="", set=edit)])


@given(kind_and_record)
def test_a_record_comes_back_from_its_flat_document(pair):
    name, record = pair
    kind = kind_named(name)
    flat = flatten(kind, document_of(record))
    again, problems = view(kind, nest(flat))
    assert problems == ()
    assert flatten(kind, document_of(again)) == flat
    for field in kind.fields.values():
        was, now = getattr(record, field.name), getattr(again, field.name)
        if field.many:
            assert sorted(map(repr, now)) == sorted(map(repr, was))
        elif was != "":
            assert now == was


@given(kind_and_record, shapes.unknown_fields())
def test_unknown_fields_go_through_flat_and_nested_unharmed(pair, unknown):
    name, record = pair
    kind = kind_named(name)
    flat = {**flatten(kind, document_of(record)), **unknown}
    assert flatten(kind, nest(flat)) == flat
    assert {name: nest(flat)[name] for name in unknown} == unknown


@given(shapes.any_documents(VISIT))
def test_a_document_of_an_unknown_kind_is_carried_as_it_is(document):
    filled = {name: v for name, v in document.items() if v is not None and v != ""}
    assert nest(flatten(None, document)) == filled


@given(two_records, shapes.unknown_fields())
def test_a_difference_turns_before_into_after(pair, unknown):
    name, old, new = pair
    kind = kind_named(name)
    before = {**flatten(kind, document_of(old)), **unknown}
    after = {**flatten(kind, document_of(new)), **unknown}
    edit = difference(kind, before, after)
    assert changed(before, edit) == after
    assert not unknown.keys() & edit.keys()


@given(two_records)
def test_a_difference_brings_a_group_as_a_whole_or_not_at_all(pair):
    name, old, new = pair
    kind = kind_named(name)
    edit = difference(kind, flatten(kind, document_of(old)), flatten(kind, document_of(new)))
    for slot in {kind.slot(path) for path in edit}:
        assert set(kind.members(slot)) <= edit.keys()


@given(kind_and_any)
def test_any_json_opens_and_can_be_checked(pair):
    name, document = pair
    kind = kind_named(name)
    record, problems = view(kind, document)
    named = {problem.field for problem in problems}
    assert named <= document.keys() & kind.fields.keys()
    problems_of(kind, record, Need.SIGN, Reference({}))
    title_of(kind, document)


@given(kind_and_any)
def test_any_json_can_be_flattened_and_loses_nothing_that_can_be_seen(pair):
    name, document = pair
    kind = kind_named(name)
    flat = flatten(kind, document)
    unit_of(kind, flat)
    assert flatten(kind, nest(flat)) == flat
    shown, _ = view(kind, document)
    again, _ = view(kind, nest(flat))
    assert flatten(kind, document_of(again)) == flatten(kind, document_of(shown))


def test_an_unreadable_value_shows_its_default_and_says_so():
    record, problems = view(VISIT, {"rating": "very", "mode": "VIDEO"})
    assert record.rating is None
    assert record.mode == "VIDEO"
    assert [p.field for p in problems] == ["rating"]
    assert "How useful holds “very”" in problems[0].message


def test_one_unreadable_element_does_not_hide_the_others():
    good = {"key": "a", "name": "Petra Quillfeather"}
    record, problems = view(VISIT, {"attendees": [good, {"key": "b", "name": 7}]})
    assert [one.name for one in record.attendees] == ["Petra Quillfeather"]
    assert [p.field for p in problems] == ["attendees"]


def test_two_elements_under_one_key_stay_whole_instead_of_becoming_one():
    twins = [{"key": "a", "name": "P"}, {"key": "a", "name": "Q"}]
    assert nest(flatten(VISIT, {"attendees": twins})) == {"attendees": twins}


def test_a_set_and_its_elements_side_by_side_are_shown_together():
    flat = {"purposes": ["AUDIT"], "purposes/PLANNING": True}
    assert nest(flat) == {"purposes": ["AUDIT", "PLANNING"]}
    assert flat["purposes"] == ["AUDIT"]


def test_elements_are_shown_although_something_odd_stands_in_the_place_of_their_set():
    assert nest({"purposes": "?", "purposes/PLANNING": True}) == {"purposes": ["PLANNING"]}


def test_what_was_cleared_is_gone_from_the_nested_document():
    assert nest({"mode": None, "purposes/AUDIT": None, "rating": 3}) == {"rating": 3}


def test_no_answer_yet_and_no_are_different_answers():
    kind = kind_named("agreement")
    assert flatten(kind, {"has_seen_referral": False}) == {"has_seen_referral": False}
    assert flatten(kind, {"has_seen_referral": None}) == {}


def test_canonical_bytes_do_not_depend_on_the_order_of_names():
    assert canonical({"b": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"b":1}'.encode()
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


def test_a_discussion_about_a_pupil_belongs_to_the_pupil():
    kind = kind_named("discussion")
    about_school = flatten(kind, document_of(builders.discussion()))
    assert unit_of(kind, about_school) == builders.an_id("setting")
    about_pupil = {**about_school, "pupil_id": builders.an_id("pupil")}
    assert unit_of(kind, about_pupil) == builders.an_id("pupil")


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_every_record_finds_its_unit(kind):
    unit = unit_of(kind, flatten(kind, document_of(builders.a_record(kind.name))))
    assert unit == COMMON_UNIT if kind.is_common else unit


def test_a_record_without_a_name_is_called_by_its_kind():
    kind = kind_named("pupil")
    assert title_of(kind, document_of(builders.pupil())) == "Toby Tobias Thistlewick"
    assert title_of(kind, {}) == "Pupil"


def test_what_names_a_record_reads_as_one_sentence_only_if_it_is_a_name():
    seen = {"lesson": "Phonics", "focus_question": "How does he find his place?"}
    assert title_of(kind_named("observation"), seen) == "Phonics · How does he find his place?"
    assert title_of(kind_named("observation"), {"lesson": "Phonics"}) == "Phonics"


def test_times_travel_as_utc_text():
    stored = document_of(builders.signed_version())["signed_at"]
    assert stored == "2026-10-06T14:30:00Z"
    again, _ = view(shapes.SIGNED, {"signed_at": stored})
    assert again.signed_at == builders.NOW
    assert msgspec.json.encode(again.signed_at) == b'"2026-10-06T14:30:00Z"'
