"""Unique Pupil Numbers: every spelling of the vectors gets its verdict, and nothing is altered."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.records import Need, kind_named
from stls_core.records.pupils import normalised_upn, upn_check_letter, upn_is_well_formed
from stls_core.validation import problems_of
from tests import builders
from tests.core.seed import ROOT, shipped

with (ROOT / "tests/data/upn/upn_test_vectors.csv").open(encoding="utf-8", newline="") as file:
    VECTORS = [(row["upn"], row["expected"], row["why"]) for row in csv.DictReader(file)]
# The list of local authorities is no part of the check: new ones appear and pupils move here.
GOOD = {"valid", "valid_temporary", "unknown_la"}
BAD = {"bad_check_letter", "bad_format", "bad_length", "not_a_upn"}
twelve_digits = st.text("0123456789", min_size=12, max_size=12)


def warnings(upn):
    found = problems_of(kind_named("pupil"), builders.pupil(upn=upn), Need.SIGN, shipped())
    assert all(problem.field == "upn" and not problem.blocks for problem in found)
    return len(found)


@pytest.mark.parametrize(("upn", "expected", "why"), VECTORS)
def test_each_vector_gets_its_verdict(upn, expected, why):
    if expected == "empty":
        assert warnings(upn) == 0
    elif expected == "valid_after_normalise":
        assert not upn_is_well_formed(upn)
        assert upn_is_well_formed(normalised_upn(upn))
        assert warnings(upn) == 0
    else:
        assert expected in GOOD | BAD
        assert upn_is_well_formed(upn) == (expected in GOOD)
        assert warnings(upn) == (expected in BAD)


def test_there_are_vectors_of_every_verdict():
    assert {expected for _, expected, _ in VECTORS} == GOOD | BAD | {
        "empty",
        "valid_after_normalise",
    }


def test_a_doubtful_upn_is_warned_about_and_never_blocks():
    child = builders.pupil(upn="A801200005001")
    (found,) = problems_of(kind_named("pupil"), child, Need.SIGN, shipped())
    assert not found.blocks
    assert "kept as typed" in found.message


@given(twelve_digits, st.integers(1, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits, at, step):
    upn = upn_check_letter("?" + digits) + digits
    assert upn_is_well_formed(upn)
    wrong = upn[:at] + str((int(upn[at]) + step) % 10) + upn[at + 1 :]
    assert not upn_is_well_formed(wrong)


@given(twelve_digits, st.integers(1, 11))
def test_two_neighbours_swapped_are_always_noticed(digits, at):
    upn = upn_check_letter("?" + digits) + digits
    swapped = upn[:at] + upn[at + 1] + upn[at] + upn[at + 2 :]
    assert upn_is_well_formed(swapped) == (swapped == upn)


@given(st.text(max_size=20))
def test_any_text_at_all_gets_a_verdict(text):
    assert upn_is_well_formed(text) in (True, False)
    assert warnings(text) in (0, 1)
