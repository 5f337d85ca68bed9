"""The plain text of a document: what a braille translator and a screen reader make of it."""

from dataclasses import replace

import pytest

from stls_desktop.reports.advice.family import family_report
from stls_desktop.reports.advice.senco import senco_report
from stls_desktop.reports.content import Table
from stls_desktop.reports.plain_text import plain_text
from tests.reports.advice_samples import EVERY, HOSTILE, WORKED


def lines_of(document):
    content = plain_text(document)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in content.replace(b"\r\n", b"")
    return content.decode("utf-8-sig").split("\r\n")


@pytest.mark.parametrize("sample", EVERY)
def test_paragraphs_and_headings_are_told_apart_by_blank_lines_alone(sample):
    lines = lines_of(senco_report(EVERY[sample]))
    text = "\n".join(lines)
    assert "\n\n\n\n" not in text
    for heading in ("Why we visited, and what this is based on", "About this report"):
        at = lines.index(heading)
        assert lines[at - 2 : at] == ["", ""]
        assert lines[at + 1] == ""
        assert lines[at + 2] != ""


def test_what_matters_first_comes_first_and_every_word_is_there():
    lines = lines_of(senco_report(WORKED))
    assert lines[0] == "OFFICIAL-SENSITIVE"
    assert "Advice report · Tumblestone Lane Primary School: Tobias Thistlewick" in lines
    assert "- Born: 3 Nov 2019" in lines
    assert any(line.startswith("- Teacher and TA: Give one instruction") for line in lines)
    assert lines[-2].startswith("AR-26-000001. Version 1")


def test_a_row_of_a_table_is_a_sentence_with_its_headers():
    lines = lines_of(senco_report(WORKED))
    assert (
        "- Receptive vocabulary. Score: 82. Percentile: 12. 95 % interval: 76 to 88."
        " In words: Below average." in lines
    )
    assert (
        "- What: Print the picture cards. Who: Petra Quillfeather. By when: Fri 18 Dec 2026."
        in (lines)
    )
    assert not any("\t" in line or "|" in line for line in lines)


def test_hostile_words_stay_as_typed_and_hide_nothing():
    text = plain_text(senco_report(HOSTILE)).decode("utf-8-sig")
    assert "<b>bold</b> & “quoted” <img src=x>" in text
    assert "\u202e" not in text


def test_a_familys_list_and_labels_are_read_as_such():
    lines = lines_of(family_report(WORKED))
    assert "- Give one job at a time, and wait." in lines
    assert "How long we keep it: We keep this report until the child is 25." in lines


def test_a_table_without_row_names_tells_every_header():
    table = Table(("A", "B"), (("1", "2"),), (0.5, 0.5), "Sums")
    document = replace(senco_report(WORKED), blocks=(table,))
    assert "- A: 1. B: 2." in lines_of(document)
