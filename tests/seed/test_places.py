"""Districts, teams, organisations and terms: whole, and joined to each other."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

from tests.seed.seed_files import codes, rows

TERMS = [f"Term {number}" for number in range(1, 7)]


def test_kent_has_twelve_districts_in_four_areas():
    districts = rows("districts")
    assert {row["gss_code"] for row in districts} == {f"E070001{n:02d}" for n in range(5, 17)}
    assert len({row["name"] for row in districts}) == 12
    assert {row["area"] for row in districts} == {"North", "East", "South", "West"}


def test_every_district_has_one_team_and_two_teams_serve_them_all():
    districts = {row["gss_code"] for row in rows("districts")}
    teams = rows("teams")
    own = [row["districts"] for row in teams if row["team_kind"] == "DISTRICT"]
    assert sorted(own) == sorted(districts)
    countywide = [row for row in teams if row["team_kind"] == "COUNTYWIDE"]
    assert {row["code"] for row in countywide} == {"SENSORY", "PD"}
    assert all(set(row["districts"].split()) == districts for row in countywide)


def test_teams_and_organisations_use_known_kinds_and_hosts():
    hosts = {row["code"] for row in rows("organisations")}
    assert {row["organisation"] for row in rows("teams")} <= hosts
    assert {row["team_kind"] for row in rows("teams")} <= codes("team_kind")
    assert {row["organisation_kind"] for row in rows("organisations")} <= codes("organisation_kind")
    assert len({row["code"] for row in rows("teams")}) == len(rows("teams"))


def test_every_year_has_six_terms_that_never_overlap():
    terms = rows("terms")
    years = sorted({row["academic_year"] for row in terms})
    assert years == ["2024-25", "2025-26", "2026-27", "2027-28"]
    for year in years:
        assert [row["term"] for row in terms if row["academic_year"] == year] == TERMS
    days = [dt.date.fromisoformat(row[name]) for row in terms for name in ("starts_on", "ends_on")]
    assert all(earlier < later for earlier, later in pairwise(days))


def test_terms_lie_in_their_school_year_on_weekdays():
    for row in rows("terms"):
        first = int(row["academic_year"][:4])
        for name in ("starts_on", "ends_on"):
            day = dt.date.fromisoformat(row[name])
            assert dt.date(first, 9, 1) <= day <= dt.date(first + 1, 8, 31), row
            assert day.weekday() < 5, row


def test_terms_that_no_county_list_confirms_say_so():
    provisional = {row["academic_year"] for row in rows("terms") if row["is_provisional"] == "yes"}
    assert provisional == {"2026-27", "2027-28"}
    assert all(row["note"] for row in rows("terms") if row["is_provisional"] == "yes")


def test_codes_and_dates_are_well_formed():
    for name in ("districts", "teams", "organisations"):
        for row in rows(name):
            assert all(
                re.fullmatch(r"|\d{4}-\d\d-\d\d", row[key]) for key in ("valid_from", "valid_to")
            )
