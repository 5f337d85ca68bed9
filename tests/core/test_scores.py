"""Scores on the curve: the numbers of the handbook, there and back, and who agrees."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.scores import (
    SCALES,
    age_in_months,
    age_words,
    band_of,
    disagrees,
    months_later,
    percentile_of,
    percentile_words,
    standard_of,
    value_of,
)

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2050, 12, 31))


@pytest.mark.parametrize(
    ("scale", "value", "percentile"),
    [
        ("SS", 85, 16),
        ("SS", 70, 2),
        ("SS", 115, 84),
        ("SS", 100, 50),
        ("SS", 82, 12),
        ("SCALED", 7, 16),
        ("SCALED", 10, 50),
        ("T", 40, 16),
        ("T", 70, 98),
        ("Z", -1, 16),
        ("STANINE", 5, 50),
    ],
)
def test_the_curve_puts_a_score_where_the_manuals_do(scale, value, percentile):
    assert round(percentile_of(scale, value)) == percentile
    assert not disagrees(scale, value, percentile)


@pytest.mark.parametrize(
    ("standard", "band"),
    [
        (40, "WELL_BELOW"),
        (69, "WELL_BELOW"),
        (70, "BELOW"),
        (84, "BELOW"),
        (84.5, "LOW_AVERAGE"),
        (89, "LOW_AVERAGE"),
        (89.5, "AVERAGE"),
        (110, "AVERAGE"),
        (111, "HIGH_AVERAGE"),
        (116, "ABOVE"),
        (130, "ABOVE"),
        (131, "WELL_ABOVE"),
        (None, ""),
    ],
)
def test_bands_meet_without_a_gap(standard, band):
    assert band_of(standard) == band


def test_a_scaled_score_below_seven_is_below_average_as_is_a_t_score_below_forty():
    assert [band_of(standard_of("SCALED", n)) for n in (6, 7)] == ["BELOW", "LOW_AVERAGE"]
    assert [band_of(standard_of("T", n)) for n in (39, 40)] == ["BELOW", "LOW_AVERAGE"]


def test_three_points_apart_agree_and_more_do_not():
    assert not disagrees("SS", 100, 47)
    assert not disagrees("SS", 100, 53)
    assert disagrees("SS", 100, 46.9)
    assert disagrees("SS", 100, 53.1)
    assert disagrees("SS", 82, 21)


def test_a_stanine_agrees_with_its_whole_stretch():
    assert not disagrees("STANINE", 4, 23)
    assert not disagrees("STANINE", 4, 40)
    assert disagrees("STANINE", 4, 50)
    assert not disagrees("STANINE", 9, 99.9)
    assert not disagrees("STANINE", 1, 0.1)


def test_a_raw_score_has_no_place_on_the_curve():
    assert percentile_of("RAW", 31) is None
    assert standard_of("RAW", 31) is None
    assert value_of("RAW", 12) is None
    assert not disagrees("RAW", 31, 99)
    assert percentile_of("SS", None) is None


@given(st.sampled_from(sorted(SCALES)), st.floats(0.0, 1.0))
def test_from_a_score_to_its_percentile_and_back(scale, share):
    known = SCALES[scale]
    inner = max(known.low, known.mean - 3 * known.deviation)
    value = inner + share * (min(known.high, known.mean + 3 * known.deviation) - inner)
    assert value_of(scale, percentile_of(scale, value)) == pytest.approx(value, abs=1e-6)


@given(st.sampled_from(sorted(SCALES)), st.floats(-5.0, 105.0))
def test_a_percentile_always_has_a_score_on_the_scale(scale, percentile):
    found = value_of(scale, percentile)
    assert SCALES[scale].low <= found <= SCALES[scale].high


@pytest.mark.parametrize(
    ("percentile", "words"), [(0.4, "below 1"), (1, "1"), (11.5, "12"), (99.2, "above 99")]
)
def test_the_ends_of_the_curve_claim_no_whole_number(percentile, words):
    assert percentile_words(percentile) == words


@pytest.mark.parametrize(
    ("born", "on", "words"),
    [
        (dt.date(2019, 5, 14), dt.date(2026, 9, 14), "7:04"),
        (dt.date(2019, 5, 15), dt.date(2026, 9, 14), "7:03"),
        (dt.date(2020, 2, 29), dt.date(2021, 2, 28), "0:11"),
        (dt.date(2019, 9, 14), dt.date(2026, 9, 14), "7:00"),
    ],
)
def test_the_age_is_in_whole_months(born, on, words):
    assert age_words(age_in_months(born, on)) == words


def test_there_is_no_age_before_birth_or_without_it():
    assert age_in_months(dt.date(2026, 1, 2), dt.date(2026, 1, 1)) is None
    assert age_in_months(None, dt.date(2026, 1, 1)) is None


@given(DAYS, st.integers(0, 240))
def test_months_later_is_that_many_months_later(day, months):
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1
    assert later.day <= day.day
