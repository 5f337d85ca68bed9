"""Feeds and units are worked out by the server, and records travel with their pupil or school."""

from __future__ import annotations

import pytest

from stls_core.documents import COMMON_UNIT
from tests.server.desk import (
    NORTH,
    NORTH_SCHOOL,
    NORTH_TEAM,
    SOUTH,
    SOUTH_SCHOOL,
    SOUTH_TEAM,
    STRUCTURE,
)


@pytest.fixture
def ann(desk):
    return desk.laptop("Odile Marchbanks", team=NORTH_TEAM)


@pytest.fixture
def sue(desk):
    return desk.laptop("Sunniva Oake", team=SOUTH_TEAM)


@pytest.fixture
def lead(desk):
    return desk.laptop("Bram Fettiplace", "LEAD").pull()


def ids(page):
    return {row.id for row in page.rows if not row.gone}


def test_common_records_travel_in_the_common_feed(ann):
    assert {rec for _, doc in STRUCTURE for rec in [doc["id"]]} == ids(ann.page(COMMON_UNIT))


def test_a_pupils_records_are_in_the_pupils_unit_and_the_schools_in_the_schools(ann):
    pupil = ann.pupil()
    visit = ann.visit()
    about_pupil, about_school = ann.new_id(), ann.new_id()
    for rec, more in ((about_pupil, {"pupil_id": pupil}), (about_school, {})):
        made = {"id": rec, "visit_id": visit, "setting_id": NORTH_SCHOOL, **more}
        assert ann.edit("discussion", rec, made).state == "ok"
    rows = ann.pull().rows
    assert rows[pupil].unit == rows[about_pupil].unit == pupil
    assert rows[visit].unit == rows[about_school].unit == NORTH_SCHOOL
    assert {pupil, visit, about_pupil, about_school} == ids(ann.page(NORTH))


def with_casework(laptop):
    """A pupil with an agreement, a case, and a conflict about the case."""
    pupil = laptop.pupil(legal_forename="Tobias")
    made = [pupil]
    for kind in ("agreement", "case"):
        rec = laptop.new_id()
        laptop.edit(kind, rec, {"id": rec, "pupil_id": pupil, "team_id": NORTH_TEAM})
        made.append(rec)
    laptop.pull()
    laptop.edit("case", made[-1], {"tier": "2"})
    laptop.edit("case", made[-1], {"tier": "3"})
    made += [doc["id"] for doc in laptop.pull().conflicts()]
    assert len(made) == 4
    return made


def test_a_pupil_who_moves_takes_everything_along(ann, sue):
    pupil, *others = with_casework(ann)
    sue.pull()
    assert ann.edit("pupil", pupil, {"setting_id": SOUTH_SCHOOL}).state == "ok"
    assert {pupil, *others} <= set(sue.pull().rows)
    assert not {pupil, *others} & set(ann.pull().rows)
    assert set(ann.gone) == {pupil, *others}


def test_a_move_there_and_back_ends_where_it_began(ann, sue):
    pupil, *others = with_casework(ann)
    ann.edit("pupil", pupil, {"setting_id": SOUTH_SCHOOL})
    sue.pull().edit("pupil", pupil, {"setting_id": NORTH_SCHOOL})
    assert {pupil, *others} <= set(ann.pull().rows)
    assert not {pupil, *others} & set(sue.pull().rows)


def test_who_may_see_both_places_is_not_told_that_it_went(desk, ann):
    both = desk.laptop("Wyn Attercop", "LEAD")
    both.pull().edit("team", NORTH_TEAM, {f"district_ids/{SOUTH}": True})
    pupil, *others = with_casework(ann)
    both.pull()
    ann.edit("pupil", pupil, {"setting_id": SOUTH_SCHOOL})
    assert {pupil, *others} <= set(both.pull().rows)
    assert both.gone == []
    assert {both.rows[rec].unit for rec in others} == {pupil}


def test_numbers_of_a_record_only_grow_when_it_travels(ann, sue):
    pupil, *_ = with_casework(ann)
    before = max(ann.rows[pupil].ver.values())
    ann.edit("pupil", pupil, {"setting_id": SOUTH_SCHOOL})
    row = sue.pull().rows[pupil]
    assert row.seq > before
    after = sue.edit("pupil", pupil, {"known_as": "Toby"})
    assert (after.state, after.seq > row.seq) == ("ok", True)


def test_an_edit_made_before_the_move_still_merges_after_it(desk, ann, sue):
    other = desk.laptop("Wyn Attercop", "LEAD")
    other.pull().edit("team", NORTH_TEAM, {f"district_ids/{SOUTH}": True})
    pupil = ann.pupil(known_as="Toby", nc_year="4")
    other.pull()
    ann.pull().edit("pupil", pupil, {"setting_id": SOUTH_SCHOOL})
    sue.pull().edit("pupil", pupil, {"known_as": "Tob"})
    assert other.edit("pupil", pupil, {"nc_year": "5"}).state == "ok"
    assert other.edit("pupil", pupil, {"known_as": "Tobi"}).bad == ("known_as",)


def test_a_school_that_changes_district_takes_visits_and_pupils_along(ann, sue, lead):
    pupil, *others = with_casework(ann)
    visit = ann.visit()
    assert lead.pull().edit("setting", NORTH_SCHOOL, {"district_id": SOUTH}).state == "ok"
    assert {pupil, visit, *others} <= set(sue.pull().rows)
    assert not {pupil, visit, *others} & set(ann.pull().rows)


def test_a_record_whose_school_is_not_known_yet_waits_at_home_and_follows_it(ann, sue, lead):
    school = lead.new_id()
    visit = ann.visit(school)
    assert visit in ids(ann.page(NORTH))
    made = {"id": school, "name": "Bellows End", "district_id": SOUTH}
    assert lead.edit("setting", school, made).state == "ok"
    assert visit in sue.pull().rows
    assert visit not in ann.pull().rows


def test_a_pupil_pushed_after_his_records_gathers_them(ann, lead, sue):
    school = lead.new_id()
    lead.edit("setting", school, {"id": school, "name": "Bellows End", "district_id": NORTH})
    pupil, case = ann.new_id(), ann.new_id()
    results = ann.push(
        ann.change("case", case, {"id": case, "pupil_id": pupil}),
        ann.change("pupil", pupil, {"id": pupil, "setting_id": school}),
    )
    assert [r.state for r in results] == ["ok", "ok"]
    rows = ann.pull().rows
    assert rows[case].unit == rows[pupil].unit == pupil


def test_a_discussion_that_turns_out_to_be_about_a_pupil_moves_into_his_unit(ann):
    pupil, visit, talk = ann.pupil(), ann.visit(), ann.new_id()
    ann.edit("discussion", talk, {"id": talk, "visit_id": visit, "setting_id": NORTH_SCHOOL})
    ann.pull().edit("discussion", talk, {"pupil_id": pupil})
    assert ann.pull().rows[talk].unit == pupil
    assert ann.gone == []


def test_a_laptop_cannot_choose_the_feed(ann, sue):
    rec = ann.new_id()
    change = ann.change("link_visit", rec, {"id": rec, "setting_id": NORTH_SCHOOL, "feed": SOUTH})
    assert ann.push(change)[0].state == "ok"
    assert rec not in sue.pull().rows


def test_small_pages_bring_the_same_as_large_ones(desk, ann):
    for _ in range(7):
        ann.visit()
    pupil, *_ = with_casework(ann)
    ann.edit("pupil", pupil, {"setting_id": SOUTH_SCHOOL})
    large = desk.laptop("Wyn Attercop").pull()
    for limit in (1, 2, 3):
        assert desk.laptop("Sunniva Oake").pull(limit).rows == large.rows


def test_a_page_says_where_to_go_on_and_how_far_it_is(ann):
    for _ in range(3):
        ann.visit()
    page = ann.page(NORTH, limit=2)
    assert (len(page.rows), page.next, page.more, page.head) == (2, 2, True, 3)
    page = ann.page(NORTH, since=2, limit=2)
    assert (len(page.rows), page.next, page.more, page.head) == (1, 3, False, 3)


def test_a_page_is_cut_by_size_and_always_holds_a_row(ann):
    for _ in range(3):
        ann.visit(
            whole_school_focus="x" * 190_000, resources="y" * 190_000, copy_given="z" * 190_000
        )
    page = ann.page(NORTH)
    assert (len(page.rows), page.more) == (1, True)
