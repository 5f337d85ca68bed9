"""A school's page: its pupils with whether their families agreed, however many there are."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from stls_desktop.services import schools
from tests.builders import (
    VISIT_DAY,
    a_record,
    action,
    agreement,
    an_id,
    link_visit,
    placement,
    pupil,
)
from tests.services.conftest import SCHOOL


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def agreed(desk):
    return {p.id: p.has_agreement for p in schools.school_sheet(desk, SCHOOL).pupils}


def test_each_pupil_says_whether_the_family_agreed(desk):
    moved = placement(key="new", from_on=VISIT_DAY, is_main=True)
    put(desk, pupil(), pupil(number=2), pupil(number=3, placements=(moved,)))
    put(desk, agreement(), agreement(number=3, pupil_id=an_id("pupil", 3)))
    assert agreed(desk) == {
        an_id("pupil"): True,
        an_id("pupil", 2): False,
        an_id("pupil", 3): False,  # it was with the school before
    }


def test_an_agreement_in_a_joined_file_counts(desk):
    joined = a_record("pupil_merge")
    put(desk, pupil(), joined, agreement(pupil_id=joined.merged_id))
    assert agreed(desk)[joined.kept_id]


def test_forty_pupils_are_read_with_as_many_queries_as_two(desk):
    def queries():
        asked = []

        def note(_connection, _cursor, statement, *_others):
            asked.append(statement)

        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            assert schools.school_sheet(desk, SCHOOL).pupils
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", note)
        return len(asked)

    put(desk, pupil(), pupil(number=2))
    few = queries()
    for number in range(3, 43):
        put(desk, pupil(number=number), agreement(number=number, pupil_id=an_id("pupil", number)))
    assert queries() == few


def test_the_list_counts_this_years_visits_and_the_actions_that_are_open(desk):
    last_year = VISIT_DAY - dt.timedelta(days=365)
    put(
        desk,
        link_visit(status="SIGNED"),
        link_visit(number=2, status="SIGNED", visited_on=last_year),
        link_visit(number=3, status="PLANNED"),
        action(),
        action(number=2, status="PART"),
        action(number=3, status="NOT_YET"),
        action(number=4, status="DONE"),
        action(number=5, status="DROPPED", outcome_note="School closed the room"),
        action(number=6, deleted=True),
    )
    (line,) = schools.list_schools(desk)
    assert (line.visits_done, line.open_actions) == (1, 3)


def test_the_list_reads_no_action_that_is_closed_and_no_visit_of_other_years(desk):
    ways = []

    def explain(connection, _cursor, statement, parameters, *_others):
        cursor = connection.connection.cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ways.extend(row[3] for row in cursor.fetchall())

    sa.event.listen(sa.Engine, "before_cursor_execute", explain)
    try:
        schools.list_schools(desk)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", explain)
    assert any(way.startswith("SEARCH action") for way in ways)
    assert any(way.startswith("SEARCH link_visit") for way in ways)
