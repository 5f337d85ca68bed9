"""Ids: sorted by time, alike for the same public fact, and written in one way."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.ids import derived_id, is_id, uuid7

times = st.integers(0, 2**48 - 1)
chances = st.binary(min_size=10, max_size=16)


def test_the_example_of_rfc_9562():
    chance = bytes.fromhex("0cc318c4dc0c0c07398f")
    assert uuid7(0x017F22E279B0, chance) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(times, times, chances, chances)
def test_ids_made_later_sort_later(one, other, chance, another):
    if one != other:
        assert (uuid7(one, chance) < uuid7(other, another)) == (one < other)


@given(times, chances)
def test_an_id_is_a_version_7_uuid_in_the_stored_form(time, chance):
    made = uuid7(time, chance)
    assert uuid.UUID(made).version == 7
    assert uuid.UUID(made).variant == uuid.RFC_4122
    assert uuid.UUID(made).int >> 80 == time
    assert is_id(made)


@given(times, chances, chances)
def test_two_ids_of_one_moment_differ_by_chance(time, chance, another):
    same = [
        (int.from_bytes(c[:2]) & 0xFFF, int.from_bytes(c[2:10]) % 2**62) for c in (chance, another)
    ]
    assert (uuid7(time, chance) == uuid7(time, another)) == (same[0] == same[1])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("886", "setting", "999001"), "8cf64d6b-8fc5-5a0b-b920-b2b760838dc4"),
        (("887", "setting", "999001"), "dcf24586-d8ef-5fb0-9209-7c81e70696e4"),
        (("886", "district", "E07000113"), "9567a3cf-7e6d-5a90-89e8-0e5ffc239e3a"),
    ],
)
def test_derived_ids_never_change(parts, expected):
    """They stand in every laptop's store: another value would make every school twice."""
    assert derived_id(*parts) == expected


@given(st.text(max_size=10), st.text(max_size=10))
def test_the_same_fact_has_the_same_id(authority, part):
    assert derived_id(authority, part) == derived_id(authority, part)
    assert is_id(derived_id(authority, part))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e279b07cc398c4dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398٣",
    ],
)
def test_any_other_spelling_is_no_id(text):
    assert not is_id(text)
