"""Records of a comma-separated file: one bad row never spoils the next."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.imports.csv_rows import rows_of, separator_of, split_lines


def rows(text):
    return list(rows_of(split_lines(text)))


def test_line_ends_inside_a_cell_belong_to_the_cell():
    found = rows('a,"one\r\ntwo"\r\nb,c\r\n')
    assert [(row.line, row.cells) for row in found] == [(1, ("a", "one\r\ntwo")), (3, ("b", "c"))]


def test_a_quotation_mark_that_never_closes_spoils_one_row_only():
    quoted = '"a","b"\r\n"c,d\r\n' + '"e","f"\r\n' * 60
    found = rows(quoted)
    assert found[1].problem == "a quotation mark in this row is never closed"
    assert len([row for row in found if not row.problem]) == 61


def test_a_quotation_mark_that_never_closes_spoils_one_row_of_an_unquoted_file():
    found = rows('a,b\n"c,d\n' + "e,f\n" * 60)
    assert [row.line for row in found if row.problem] == [2]
    assert len(found) == 62


def test_text_after_a_closing_quotation_mark_is_a_problem_of_that_row():
    found = rows('"a","St "Mary"s"\n"b","c"\n')
    assert [bool(row.problem) for row in found] == [True, False]
    assert found[0].cells[0] == "a"


def test_a_file_that_stops_in_a_cell_says_so():
    found = rows('"a","b"\r\n"c","Hal')
    assert found[-1].ends_abruptly
    assert found[-1].problem == "the file ends in the middle of this row"


def test_empty_lines_are_left_out_and_still_counted():
    assert [row.line for row in rows("a,b\n\n,\nc,d\n")] == [1, 4]


def test_a_cell_longer_than_python_reads_is_a_problem_of_that_row():
    found = rows("a,b\n" + '"' + "x" * 200_000 + '",y\nc,d\n')
    assert [bool(row.problem) for row in found] == [False, True, False]


@pytest.mark.parametrize(("line", "separator"), [("a;b;c", ";"), ("a\tb", "\t"), ("a,b;c,d", ",")])
def test_the_separator_is_the_one_that_the_header_uses(line, separator):
    assert separator_of(line) == separator


cell = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(cell, min_size=2, max_size=4), max_size=8))
def test_what_a_csv_writer_writes_is_read_back(table):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(table)
    expected = [tuple(cells) for cells in table if any(text.strip() for text in cells)]
    found = rows(out.getvalue())
    many_lines = any(text.count("\n") + text.count("\r") > 5 for cells in table for text in cells)
    if not many_lines:
        assert [row.cells for row in found] == expected
        assert not any(row.problem for row in found)
