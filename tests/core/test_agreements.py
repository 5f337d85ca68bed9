"""When an Agreement to Engage opens the door, and when it no longer does."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.records import Need, kind_named
from stls_core.records.agreements import leaves_compulsory_school_on, signer_problems
from stls_core.validation import problems_of
from tests.builders import agreement, signatory
from tests.core.seed import ROOT, shipped

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


LEAD = {
    "is_disputed": True,
    "is_work_allowed": True,
    "decided_by": "Rosalind Oakhanger",
    "decided_on": days(5),
    "decision_reason": "Both know; the father asked for it to be written down.",
}


@pytest.mark.parametrize(
    ("changes", "at", "status"),
    [
        ({}, -1, "REQUESTED"),
        ({}, 0, "SIGNED"),
        ({}, 334, "SIGNED"),
        ({}, 335, "EXPIRING"),
        ({}, 365, "EXPIRING"),
        ({}, 366, "EXPIRED"),
        ({"signed_on": None}, 1, "REQUESTED"),
        ({"signed_by": ()}, 1, "REQUESTED"),
        ({"withdrawn_on": days(9)}, 8, "SIGNED"),
        ({"withdrawn_on": days(9)}, 9, "WITHDRAWN"),
        ({"withdrawn_on": days(9)}, 500, "WITHDRAWN"),
        ({"is_disputed": True}, 1, "REQUESTED"),
    ],
)
def test_its_status_follows_from_the_day(changes, at, status):
    assert agreement(**changes).status_on(days(at)) == status


def test_every_status_has_words():
    reached = {agreement().status_on(days(at)) for at in (-1, 0, 340, 400)} | {"WITHDRAWN"}
    assert reached == {code.code for code in shipped().choices("agreement_status")}


def test_only_what_was_agreed_to_is_allowed_and_only_while_it_holds():
    form = agreement(agrees=("DISCUSS", "OBSERVE"), refuses=("TESTS",))
    assert form.allows("OBSERVE", days(1))
    assert not form.allows("WORK_1TO1", days(1))
    assert not form.allows("TESTS", days(1))
    assert not form.allows("OBSERVE", days(400))


def test_a_refusal_wins_over_a_tick_beside_it():
    both = agreement(agrees=("DISCUSS", "TESTS"), refuses=("TESTS",))
    assert not both.allows("TESTS", days(1))
    assert to_sign(both) == ["refuses"]


def test_a_disagreement_of_the_parents_stops_work_until_the_lead_has_decided():
    assert not agreement(is_disputed=True).engages_on(days(6))
    decided = agreement(**LEAD)
    assert not decided.engages_on(days(4))
    assert decided.engages_on(days(5))
    assert not agreement(**{**LEAD, "is_work_allowed": False}).engages_on(days(6))
    assert to_sign(decided) == []


@pytest.mark.parametrize("missing", ["decided_by", "decided_on", "decision_reason"])
def test_the_leads_decision_has_a_name_a_day_and_a_reason(missing):
    part = {**LEAD, missing: None if missing == "decided_on" else ""}
    assert to_sign(agreement(**part)) == [missing]


def test_a_withdrawal_without_a_day_asks_for_it():
    assert to_sign(agreement(withdrawn_by="Morwen Thistlewick")) == ["withdrawn_on"]


def test_whoever_signs_on_the_screen_draws_a_line_or_leaves_a_file():
    assert to_sign(agreement(how_obtained="E_SIGN")) == ["signature"]
    assert to_sign(agreement(how_obtained="E_SIGN", signature="1,2 3,4;5,6 7,8")) == []
    assert to_sign(agreement(how_obtained="E_SIGN", evidence_attachment_id="file")) == []


POINTS = st.tuples(st.integers(0, 1000), st.integers(0, 1000))
LINES = st.lists(st.lists(POINTS, min_size=1, max_size=5), min_size=1, max_size=4)


@given(LINES)
def test_a_drawn_signature_can_be_drawn_again(lines):
    text = ";".join(" ".join(f"{x},{y}" for x, y in line) for line in lines)
    assert agreement(signature=text).strokes == tuple(map(tuple, lines))


@pytest.mark.parametrize("text", ["M. Thistlewick", "1,2,3", "1001,4", "-1,4", "4", "1,"])
def test_words_are_no_signature(text):
    assert agreement(signature=text).strokes == ()
    assert to_sign(agreement(signature=text)) == ["signature"]


@pytest.mark.parametrize(
    ("born_on", "leaves_on"),
    [
        (dt.date(2010, 9, 1), dt.date(2027, 6, 25)),
        (dt.date(2011, 8, 31), dt.date(2027, 6, 25)),
        (dt.date(2011, 9, 1), dt.date(2028, 6, 30)),
    ],
)
def test_compulsory_school_ends_on_the_last_friday_in_june(born_on, leaves_on):
    assert leaves_compulsory_school_on(born_on) == leaves_on


def test_after_year_11_the_young_person_signs_unless_they_lack_capacity():
    born_on = dt.date(2009, 11, 2)
    (told,) = signer_problems(agreement(), born_on)
    assert (told.field, told.blocks) == ("signed_by", False)
    own = agreement(signed_by=(signatory(relation="SELF"),))
    assert list(signer_problems(own, born_on)) == []
    assert list(signer_problems(agreement(is_without_capacity=True), born_on)) == []
    assert list(signer_problems(agreement(), dt.date(2019, 11, 2))) == []
    assert list(signer_problems(agreement(), None)) == []


def test_it_is_never_called_the_lawful_basis():
    words = (ROOT / "stls_core/records/agreements.py").read_text(encoding="utf-8")
    words += (ROOT / "ui/forms/agreement.toml").read_text(encoding="utf-8")
    assert words.count("lawful basis") == words.count("never called the lawful basis")
    assert "consent" not in words.casefold()
