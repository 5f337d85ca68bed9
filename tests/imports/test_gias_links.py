"""The links between schools: who became whom, in whichever direction the file says it."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_desktop.imports.gias_links import LinkKind, SchoolLink, read_links
from stls_desktop.imports.problems import NotGiasError

HEADER = '"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"\r\n'


def read(*lines):
    return read_links((HEADER + "\r\n".join(lines)).encode(), file_name="links.csv")


def test_both_directions_are_one_link():
    file = read(
        '990001,990002,"New","Successor","31-08-2020"', '990002,990001,"Old","Predecessor",""'
    )
    assert file.links == (SchoolLink("990001", "990002", LinkKind.SUCCEEDED),)
    assert file.days == {file.links[0]: dt.date(2020, 8, 31)}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Predecessor - merged", LinkKind.MERGED),
        ("Predecessor - amalgamated", LinkKind.MERGED),
        ("Predecessor - Split School", LinkKind.SPLIT),
    ],
)
def test_mergers_and_splits_are_told_from_plain_successions(words, kind):
    assert read(f'990002,990001,"Old","{words}",""').links[0].kind is kind


def test_an_amalgamation_said_by_both_is_one_link():
    file = read(
        '990009,990002,"A","Result of Amalgamation",""',
        '990002,990009,"B","Result of Amalgamation",""',
    )
    assert file.links == (SchoolLink("990002", "990009", LinkKind.AMALGAMATED),)


def test_other_kinds_are_counted_and_passed_over():
    file = read('990001,990002,"Sixth","Sixth Form Centre Link",""')
    assert (file.links, file.other_kinds, file.skipped) == ((), 1, ())


def test_a_row_without_two_urns_is_named():
    file = read('990001,,"Nowhere","Successor",""', '990001,990002,"New","Successor",""')
    assert [(row.line, row.name) for row in file.skipped] == [(2, "Nowhere")]
    assert len(file.links) == 1


def test_a_school_that_follows_itself_is_no_link():
    assert read('990001,990001,"Self","Successor",""').links == ()


def test_another_file_is_refused():
    with pytest.raises(NotGiasError, match="links"):
        read_links(b"URN,Name\r\n1,2\r\n", file_name="x.csv")
