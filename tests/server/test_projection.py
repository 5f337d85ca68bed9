"""Typed tables for figures: filled with the push, rebuildable, and never in the way of a record."""

from __future__ import annotations

import pytest

from stls_core.records import all_kinds
from tests.server.desk import NORTH, NORTH_SCHOOL


@pytest.fixture
def rows(database):
    def read(table):
        with database.read() as connection:
            return connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").mappings().all()

    return read


def test_reported_fields_are_there_after_the_push(desk, rows):
    ann = desk.laptop()
    rec = ann.visit(
        visited_on="2026-09-20",
        senco_confidence=7,
        rating=4,
        whole_school_focus="Not reported.",
        **{"purposes/PLANNING": True, "purposes/REVIEW": True},
    )
    (row,) = rows("p_link_visit")
    assert (row["id"], row["unit"], row["feed"]) == (rec, NORTH_SCHOOL, NORTH)
    assert (row["visited_on"], row["senco_confidence"], row["rating"]) == ("2026-09-20", 7, 4)
    assert "PLANNING" in str(row["purposes"])
    assert row["mode"] == "INPERSON"  # what the record says that was saved without touching it
    assert "whole_school_focus" not in row


def test_what_a_column_cannot_hold_is_empty_there(desk, rows):
    desk.laptop().visit(
        visited_on="someday",
        senco_confidence="seven",
        rating=True,
        notice_hours=10**25,
        status=["x"],
    )
    (row,) = rows("p_link_visit")
    for name in ("visited_on", "senco_confidence", "rating", "notice_hours", "status"):
        assert row[name] is None


def test_a_change_and_a_delete_show(desk, rows):
    ann = desk.laptop()
    rec = ann.visit(rating=3)
    ann.pull().edit("link_visit", rec, {"rating": None, "deleted": True})
    (row,) = rows("p_link_visit")
    assert (row["rating"], bool(row["deleted"])) == (None, True)


def test_rebuilding_comes_to_the_same(desk, rows, council):
    ann = desk.laptop()
    ann.visit(visited_on="2026-09-20", rating=3, **{"strategies/SE01": True})
    ann.pupil(sen_provision="K")
    before = {kind.name: rows(f"p_{kind.name}") for kind in all_kinds()}
    with council.database.read() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM rec").scalar()
    assert council.reproject() == count
    assert {kind.name: rows(f"p_{kind.name}") for kind in all_kinds()} == before
