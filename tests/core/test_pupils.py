"""A pupil: year groups that move up, schools over time, and what is warned about but kept."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.calendar import nc_year
from stls_core.records import Need, Sensitivity, kind_named
from stls_core.validation import problems_of
from tests import builders
from tests.builders import an_id, placement, pupil
from tests.core.seed import shipped

BEGUN = builders.NOW.date()
YEARS_2_TO_8 = st.dates(dt.date(2013, 9, 1), dt.date(2019, 8, 31))


def found(record, stage=Need.SAVE):
    return problems_of(kind_named("pupil"), record, stage, shipped())


def blocked(record):
    return [problem.field for problem in found(record) if problem.blocks]


def warned(record):
    return [problem.field for problem in found(record) if not problem.blocks]


@given(YEARS_2_TO_8, st.integers(0, 5))
def test_a_year_group_follows_the_date_of_birth_on_any_day(born_on, years):
    day = dt.date(2026 + years, 11, 3)
    assert pupil(born_on=born_on, nc_year="").year_group(day) == nc_year(born_on, day)


def test_a_child_taught_out_of_year_moves_up_with_the_class():
    held_back = pupil(
        nc_year="1", nc_year_on=dt.date(2026, 9, 1), nc_year_reason="Born at 26 weeks"
    )
    years = [held_back.year_group(dt.date(year, 10, 1)) for year in (2025, 2026, 2027, 2030)]
    assert years == ["R", "1", "2", "5"]
    assert held_back.year_group(dt.date(2027, 8, 31)) == "1"
    assert held_back.year_group(dt.date(2041, 10, 1)) == ""


def test_no_year_group_stays_none():
    apart = pupil(nc_year="X")
    assert apart.year_group(dt.date(2030, 1, 1)) == "X"
    assert found(apart) == ()


@pytest.mark.parametrize("year", ["1", "3"])
def test_one_year_beside_the_date_of_birth_is_warned_about(year):
    assert warned(pupil(nc_year=year)) == ["nc_year_reason"]
    assert blocked(pupil(nc_year=year)) == []


@pytest.mark.parametrize("year", ["N2", "R", "4", "9"])
def test_more_than_one_year_beside_it_needs_a_reason(year):
    assert blocked(pupil(nc_year=year)) == ["nc_year_reason"]
    assert found(pupil(nc_year=year, nc_year_reason="New to the country")) == ()


def test_an_old_year_group_is_judged_by_its_own_day():
    assert found(pupil(nc_year="1", nc_year_on=dt.date(2025, 10, 1))) == ()


@pytest.mark.parametrize(
    ("born_on", "is_blocked"),
    [
        (BEGUN, False),
        (BEGUN + dt.timedelta(days=1), True),
        (dt.date(2000, 10, 7), False),
        (dt.date(2000, 10, 6), True),
        (dt.date(1962, 5, 1), True),
    ],
)
def test_the_service_works_from_birth_to_25(born_on, is_blocked):
    record = pupil(born_on=born_on, nc_year="")
    assert blocked(record) == (["born_on"] if is_blocked else [])


def test_a_new_pupil_without_a_parent_is_saved_with_a_warning():
    alone = pupil(parents_carers=())
    assert (warned(alone), blocked(alone)) == (["parents_carers"], [])


def test_dual_roll_has_one_main_school_which_is_the_pupils_own():
    second = placement(key="placement-2", setting_id=an_id("setting", 2), is_main=False)
    both = pupil(placements=(placement(), second))
    assert found(both) == ()
    assert both.setting_ids_on(BEGUN) == (an_id("setting"), an_id("setting", 2))
    two_main = pupil(placements=(placement(), msgspec.structs.replace(second, is_main=True)))
    assert blocked(two_main) == ["placements/placement-2/is_main"]


def test_a_second_school_counts_from_its_first_to_its_last_day():
    dates = {"from_on": dt.date(2026, 9, 7), "to_on": dt.date(2026, 10, 16), "is_main": False}
    second = placement(key="placement-2", setting_id=an_id("setting", 2), **dates)
    child = pupil(placements=(placement(), second))
    for day, is_there in ((6, False), (7, True), (46, True), (47, False)):
        on = dt.date(2026, 8, 31) + dt.timedelta(days=day)
        assert (second.setting_id in child.setting_ids_on(on)) == is_there


def test_a_main_school_that_is_another_one_than_above_is_noticed():
    other = pupil(placements=(placement(setting_id=an_id("setting", 2)),))
    assert blocked(other) == ["placements/placement-1/setting_id"]
    left = pupil(
        placements=(placement(setting_id=an_id("setting", 2), to_on=dt.date(2025, 7, 20)),)
    )
    assert found(left) == ()


def test_moving_school_keeps_the_old_one_with_its_last_day():
    moved = pupil().moved_to(an_id("setting", 2), dt.date(2026, 11, 2), "placement-2")
    old, new = moved.placements
    assert moved.setting_id == an_id("setting", 2)
    assert (old.to_on, new.from_on) == (dt.date(2026, 11, 1), dt.date(2026, 11, 2))
    assert found(moved) == ()


def test_moving_school_leaves_a_dual_roll_as_it_is():
    second = placement(key="placement-2", setting_id=an_id("setting", 2), is_main=False)
    both = pupil(placements=(placement(), second))
    moved = both.moved_to(an_id("setting", 3), dt.date(2026, 11, 2), "placement-3")
    assert moved.placements[1] == second
    assert moved.setting_ids_on(dt.date(2026, 12, 1)) == (an_id("setting", 3), second.setting_id)


def test_a_placement_does_not_end_before_it_begins():
    wrong = pupil(placements=(placement(to_on=dt.date(2020, 1, 1)),))
    assert blocked(wrong) == ["placements/placement-1/to_on"]


def test_an_attendance_figure_asks_for_its_day():
    assert warned(pupil(attendance_pct=81.5)) == ["attendance_on"]
    assert warned(pupil(suspensions=0)) == ["attendance_on"]
    assert found(pupil(attendance_pct=81.5, attendance_on=BEGUN)) == ()
    assert blocked(pupil(attendance_pct=104.0, attendance_on=BEGUN)) == ["attendance_pct"]


def test_health_and_care_are_the_most_restricted_and_never_searched():
    fields = kind_named("pupil").fields
    for name in ("health_alerts", "care_status", "is_cp_cin"):
        assert fields[name].says.sensitivity is Sensitivity.RESTRICTED
        assert not fields[name].says.is_searchable
        assert not fields[name].says.is_reported


def test_what_is_special_category_is_never_asked_for():
    fields = kind_named("pupil").fields
    for name in ("sex", "ethnicity", "first_language", "is_eal", "health_alerts", "care_status"):
        assert fields[name].says.need is Need.OPTIONAL
