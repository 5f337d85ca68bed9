"""Typed notes into blocks, and dates, times and rows in words."""

import datetime as dt

import pytest

from stls_desktop.reports.content import Bullets, Paragraph
from stls_desktop.reports.prose import prose
from stls_desktop.reports.wording import clock, in_a_row, inside, long_date, say, short_date


def test_blank_lines_part_paragraphs_and_dashes_make_lists():
    text = "First\nsecond line\n\n \n- one\n-  two\nafter\n"

    assert prose(text) == (
        Paragraph("First\nsecond line"),
        Bullets(("one", "two")),
        Paragraph("after"),
    )


@pytest.mark.parametrize("text", ["", "  \n\n ", "\n"])
def test_note_without_words_is_nothing(text):
    assert prose(text) == ()


def test_minus_without_space_is_no_bullet():
    assert prose("-5 degrees") == (Paragraph("-5 degrees"),)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (dt.time(9, 5), "9.05am"),
        (dt.time(12, 0), "12pm"),
        (dt.time(0, 30), "12.30am"),
        (dt.time(13, 45), "1.45pm"),
    ],
)
def test_time_is_written_as_schools_write_it(time, words):
    assert clock(time) == words


def test_dates_are_english_on_every_computer():
    assert short_date(dt.date(2026, 5, 1)) == "Fri 1 May 2026"
    assert long_date(dt.date(2026, 9, 30)) == "30 September 2026"


@pytest.mark.parametrize(
    ("words", "row"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_rows_end_in_and(words, row):
    assert in_a_row(words) == row


def test_label_inside_a_sentence_keeps_its_capitals_only_as_an_acronym():
    assert inside("Review of actions") == "review of actions"
    assert inside("SEN support") == "SEN support"


def test_standing_sentence_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        say("note", "no_such_sentence")
