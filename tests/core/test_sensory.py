"""Sensory and physical profiles: levels of loss, yearly reviews, and the school's own plans."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.records import Need, kind_named
from stls_core.records.physical import SCHOOL_PLANS
from stls_core.records.sensory import level_of_loss
from stls_core.validation import problems_of
from tests.builders import VISIT_DAY, equipment, physical_profile, sensory_profile
from tests.core.seed import shipped

DAY = dt.timedelta(days=1)
ASSESSED = dt.date(2026, 3, 2)
NATSIP = {
    "natsip_form": "HI",
    "natsip_score": 41,
    "natsip_category": "B",
    "natsip_on": ASSESSED,
    "natsip_review_on": dt.date(2027, 3, 1),
}


def found(record):
    kind = kind_named(
        "sensory_profile" if type(record).__name__ == "SensoryProfile" else "physical_profile"
    )
    return [(p.field, p.blocks) for p in problems_of(kind, record, Need.SAVE, shipped())]


@pytest.mark.parametrize(
    ("decibels", "level"),
    [
        (-5, "NONE"),
        (20, "NONE"),
        (21, "MILD"),
        (40, "MILD"),
        (41, "MODERATE"),
        (70, "MODERATE"),
        (71, "SEVERE"),
        (95, "SEVERE"),
        (96, "PROFOUND"),
        (130, "PROFOUND"),
    ],
)
def test_each_level_of_loss_begins_where_the_list_says(decibels, level):
    assert level_of_loss(decibels) == level


@given(st.integers(-10, 129))
def test_a_greater_loss_is_never_a_lower_level(decibels):
    order = [code.code for code in shipped().choices("hearing_loss")]
    assert order.index(level_of_loss(decibels)) <= order.index(level_of_loss(decibels + 1))


def test_a_level_that_the_decibels_do_not_give_is_warned_about_and_kept():
    assert found(sensory_profile(left_db=75)) == [("left_level", False)]
    assert found(sensory_profile(right_db=15)) == [("right_level", False)]
    assert found(sensory_profile(left_level="", left_db=75)) == []


@pytest.mark.parametrize("typed", ["0.48", "-0.1", "1", "\N{MINUS SIGN}0.2", ""])
def test_logmar_may_be_a_number(typed):
    assert found(sensory_profile(logmar=typed)) == []


@pytest.mark.parametrize("typed", ["6/18", "48", "3.1", "-1", "0.4812", "nan", "HM"])
def test_logmar_is_nothing_else(typed):
    assert found(sensory_profile(logmar=typed)) == [("logmar", True)]


def test_points_and_category_need_their_form_and_day():
    assert found(sensory_profile(**NATSIP)) == []
    assert found(sensory_profile(natsip_category="B")) == [
        ("natsip_form", True),
        ("natsip_on", True),
    ]
    assert found(sensory_profile(natsip_score=0, natsip_form="HI")) == [("natsip_on", True)]


def test_eligibility_is_reviewed_within_a_year():
    late = {**NATSIP, "natsip_review_on": ASSESSED + 367 * DAY}
    assert found(sensory_profile(**late)) == [("natsip_review_on", False)]
    same = {**NATSIP, "natsip_review_on": ASSESSED}
    assert found(sensory_profile(**same)) == [("natsip_review_on", True)]


def test_a_review_is_overdue_after_its_day_and_after_a_year_at_the_latest():
    soon = sensory_profile(**{**NATSIP, "natsip_review_on": ASSESSED + 100 * DAY})
    assert not soon.is_review_overdue(ASSESSED + 100 * DAY)
    assert soon.is_review_overdue(ASSESSED + 101 * DAY)
    for review in (None, ASSESSED + 800 * DAY):
        late = sensory_profile(**{**NATSIP, "natsip_review_on": review})
        assert not late.is_review_overdue(ASSESSED + 366 * DAY)
        assert late.is_review_overdue(ASSESSED + 367 * DAY)
    assert not sensory_profile().is_review_overdue(dt.date(2040, 1, 1))


def test_what_came_of_habilitation_needs_the_day_of_the_referral():
    assert found(sensory_profile(habilitation_outcome="PROGRAMME")) == [("habilitation_on", True)]
    referred = sensory_profile(habilitation_outcome="PROGRAMME", habilitation_on=VISIT_DAY)
    assert found(referred) == []


@pytest.mark.parametrize("name", SCHOOL_PLANS)
def test_a_plan_of_the_school_is_due_again_after_a_year(name):
    made = VISIT_DAY - 366 * DAY
    child = physical_profile(**{"peep_on": None, name: made})
    assert child.plans_overdue_on(VISIT_DAY) == ()
    assert child.plans_overdue_on(VISIT_DAY + DAY) == (name,)
    assert found(physical_profile(**{name: VISIT_DAY + DAY})) == [(name, False)]


def test_equipment_is_checked_again_by_its_day():
    due = equipment()
    child = physical_profile(equipment=(due,))
    assert child.checks_overdue_on(due.check_due_on) == ()
    assert child.checks_overdue_on(due.check_due_on + DAY) == (due,)
    wrong = physical_profile(equipment=(equipment(check_due_on=dt.date(2026, 6, 1)),))
    assert found(wrong) == [("equipment/equipment-1/check_due_on", True)]
