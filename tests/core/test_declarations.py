"""The declarations agree with themselves, with the shipped code lists and with house style."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from stls_core.records import (
    ENVELOPE,
    Merge,
    Need,
    Sensitivity,
    all_kinds,
    fields_of,
    kind_named,
    kind_of,
)
from stls_core.reference import Reference
from stls_core.validation import problems_of
from tests.builders import BUILDERS
from tests.core.seed import shipped

KINDS = pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
WIRE_NAME = re.compile(r"[a-z][a-z0-9_]*")
CAPITALS = {"Core", "Engage", "Standards", "DSL", "Id"}  # names of things, beside acronyms
VERBS = {"Add", "Agree", "Choose", "Enter", "Say", "Write"}
ENDING = {"_id": str, "_ids": str, "_on": dt.date, "_min": int}


def described(kind):
    """Every field of a kind and every cell of its keyed sets."""
    for field in kind.fields.values():
        yield field
        yield from fields_of(field.child) if field.child else ()


@KINDS
def test_a_field_is_described(kind):
    for field in described(kind):
        assert WIRE_NAME.fullmatch(field.name)
        assert field.label, f"{field.name}: says(...) is missing"


@KINDS
def test_a_label_is_short_and_in_sentence_case(kind):
    for field in described(kind):
        assert len(field.label) <= 40
        assert field.label == field.label.strip().rstrip(".:")
        first, *others = field.label.split()
        assert first[0].isupper()
        for word in others:
            assert word in CAPITALS or word.isupper() or word == word.lower(), word


@KINDS
def test_help_is_a_sentence_and_a_question_begins_with_a_verb(kind):
    for field in described(kind):
        assert not field.says.help or re.fullmatch(r"[A-Z].*\.", field.says.help)
        if field.says.ask:
            assert field.says.ask.split()[0] in VERBS
            assert not field.says.ask.endswith(".")


@KINDS
def test_a_name_says_what_kind_of_value_it_holds(kind):
    for field in described(kind):
        for ending, python_type in ENDING.items():
            if field.name.endswith(ending):
                assert field.python_type is python_type
        is_instant = field.python_type in (dt.datetime, dt.time)
        assert field.name.endswith("_at") == is_instant
        if field.python_type is bool:
            asks = re.compile(r"(is|has|may|needs)_|deleted$")
            assert asks.match(field.name), "a yes or no is called is_, has_, may_ or needs_"


@KINDS
def test_a_code_list_is_shipped(kind):
    for field in described(kind):
        if field.says.codes:
            assert shipped().has(field.says.codes)
            if field.default:
                assert shipped().knows(field.says.codes, field.default)


@KINDS
def test_a_reference_names_a_declared_kind(kind):
    for field in described(kind):
        if field.says.ref:
            assert kind_named(field.says.ref)
            assert field.name.endswith(("_id", "_ids"))
            assert field.python_type is str


@KINDS
def test_bounds_and_lengths_belong_to_values_that_have_them(kind):
    for field in described(kind):
        says = field.says
        if says.at_least is not None or says.at_most is not None:
            assert field.python_type in (int, float)
        if None not in (says.at_least, says.at_most):
            assert says.at_least < says.at_most
        if says.max_length is not None:
            assert field.python_type is str


@KINDS
def test_a_default_fits_its_type(kind):
    for field in described(kind):
        if field.many:
            assert field.default == ()
        elif field.optional:
            assert field.default is None
        else:
            assert type(field.default) is field.python_type


@KINDS
def test_no_label_stands_twice_on_a_form(kind):
    structs = [kind.fields.values()]
    structs += [fields_of(f.child) for f in kind.fields.values() if f.child]
    for fields in structs:
        twice = [label for label, n in Counter(f.label for f in fields).items() if n > 1]
        assert not twice


@KINDS
def test_a_kind_names_only_fields_that_it_has(kind):
    named = [*kind.unit, *kind.named_by, *filter(None, [kind.parent, kind.event])]
    assert set(named) <= kind.fields.keys()
    assert kind.named_by
    assert kind.title
    if kind.event:
        assert kind.fields[kind.event].python_type is dt.date
    assert kind_named(kind.name) is kind
    assert kind_of(kind.record) is kind


@KINDS
def test_a_kind_inherits_the_envelope(kind):
    assert tuple(kind.fields)[: len(ENVELOPE)] == ENVELOPE


@KINDS
def test_a_group_has_several_members_and_a_text_is_a_text(kind):
    groups = Counter(f.slot for f in kind.fields.values() if f.merge is Merge.GROUP)
    assert all(count > 1 for count in groups.values())
    for field in kind.fields.values():
        assert (field.merge is Merge.SET) == field.many
        if field.merge is Merge.TEXT:
            assert field.python_type is str


@KINDS
def test_a_kind_that_can_be_about_a_pupil_belongs_to_the_pupil(kind):
    if "pupil_id" in kind.fields:
        assert kind.unit[0] == "pupil_id"


@KINDS
def test_the_council_counts_no_words_and_no_names(kind):
    """A reported field fills a typed table that managers' figures are made of."""
    for field in kind.fields.values():
        if field.says.is_reported:
            assert field.merge is not Merge.TEXT
            assert field.child is None
            assert not field.says.is_searchable
            assert field.says.sensitivity is Sensitivity.OPEN


@KINDS
def test_embedded_children_name_no_pupil_and_hold_no_narrative(kind):
    for field in kind.fields.values():
        for part in fields_of(field.child) if field.child else ():
            assert part.says.ref != "pupil"
            assert part.merge is not Merge.TEXT
            assert not part.says.is_searchable


@KINDS
def test_there_is_a_builder_whose_codes_are_all_shipped(kind):
    record = BUILDERS[kind.name]()
    assert problems_of(kind, record, Need.SIGN, shipped()) == ()


def test_there_is_a_builder_for_every_kind_and_for_no_other():
    assert BUILDERS.keys() == {kind.name for kind in all_kinds()}


def test_a_rule_stands_beside_its_fields_and_says_what_it_wants():
    for kind in all_kinds():
        for rules in kind.rules.values():
            assert all(rule.__doc__ for rule in rules)
        record = kind.record()
        for problem in problems_of(kind, record, Need.SIGN, Reference({})):
            assert problem.field.partition("/")[0] in kind.fields
            assert problem.message


def test_what_tells_a_child_apart_is_only_for_those_who_work_with_pupils():
    fields = kind_named("pupil").fields
    for name in ("legal_forename", "legal_surname", "known_as", "born_on", "upn", "strengths"):
        assert fields[name].says.sensitivity is Sensitivity.PUPIL
