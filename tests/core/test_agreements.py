"""When an Agreement to Engage opens the door, and when it no longer does."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.records import Need, kind_named
from stls_core.validation import problems_of
from tests.builders import agreement, signatory
from tests.core.seed import shipped

SIGNED = dt.date(2026, 9, 10)
DAY = dt.timedelta(days=1)


def days(count):
    return SIGNED + count * DAY


def test_it_holds_from_the_day_it_was_signed():
    assert not agreement().is_valid_on(days(-1))
    assert agreement().is_valid_on(SIGNED)


def test_it_holds_a_year_unless_another_day_is_written():
    assert agreement().is_valid_on(days(365))
    assert not agreement().is_valid_on(days(366))
    assert not agreement(expires_on=days(30)).is_valid_on(days(31))
    assert agreement(expires_on=days(700)).is_valid_on(days(700))


def test_a_withdrawn_agreement_ends_on_that_very_day():
    withdrawn = agreement(withdrawn_on=days(20), withdrawn_by="Morwen Thistlewick")
    assert withdrawn.is_valid_on(days(19))
    assert not withdrawn.is_valid_on(days(20))


@pytest.mark.parametrize("expires_on", [None, days(300)])
def test_a_spoken_agreement_ends_after_14_days_whatever_is_written(expires_on):
    spoken = agreement(how_obtained="VERBAL_LOGGED", expires_on=expires_on)
    assert spoken.is_valid_on(days(14))
    assert not spoken.is_valid_on(days(15))


def test_a_spoken_agreement_may_end_sooner():
    assert agreement(how_obtained="VERBAL_LOGGED", expires_on=days(3)).last_day == days(3)


@pytest.mark.parametrize("has_pr", [None, False])
def test_a_signer_without_parental_responsibility_opens_no_door_without_a_reason(has_pr):
    signer = signatory(relation="GRANDPARENT", has_pr=has_pr)
    unsure = agreement(signed_by=(signer,))
    assert not unsure.is_valid_on(days(1))
    assert "override_reason" in to_sign(unsure)
    explained = agreement(signed_by=(signer,), override_reason="Court order seen.")
    assert explained.is_valid_on(days(1))
    assert "override_reason" not in to_sign(explained)


def test_one_signer_with_parental_responsibility_is_enough():
    both = (signatory(has_pr=False), signatory(key="signer-2", has_pr=True))
    assert agreement(signed_by=both).is_valid_on(days(1))


@pytest.mark.parametrize(
    "changes", [{"signed_by": ()}, {"signed_on": None}, {"deleted": True}], ids=str
)
def test_an_unfinished_or_deleted_form_opens_no_door(changes):
    assert not agreement(**changes).is_valid_on(days(1))


def test_what_was_never_signed_has_a_last_day_only_if_one_is_written():
    assert agreement(signed_on=None).last_day is None
    assert agreement(signed_on=None, expires_on=days(5)).last_day == days(5)


@given(
    st.integers(-400, 800),
    st.none() | st.integers(0, 500),
    st.none() | st.integers(0, 500),
    st.booleans(),
)
def test_valid_days_have_no_gap(at, expires, withdrawn, is_spoken):
    form = agreement(
        expires_on=None if expires is None else days(expires),
        withdrawn_on=None if withdrawn is None else days(withdrawn),
        how_obtained="VERBAL_LOGGED" if is_spoken else "WET_SIGN",
    )
    if at > 0 and form.is_valid_on(days(at)):
        assert form.is_valid_on(days(at - 1))
        assert withdrawn is None or at < withdrawn
        assert expires is None or at <= expires
        assert not is_spoken or at <= 14


def to_sign(form):
    return [p.field for p in problems_of(kind_named("agreement"), form, Need.SIGN, shipped())]


@pytest.mark.parametrize(
    ("form", "engages"),
    [("LIFT", True), ("ISS", True), ("PHOTO_VIDEO", False), ("TRAINING_CASE", False), ("", False)],
)
def test_leave_for_photos_or_training_opens_no_door_to_the_service(form, engages):
    given = agreement(form=form)
    assert given.is_valid_on(days(1))
    assert given.engages_on(days(1)) is engages
