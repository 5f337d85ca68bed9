"""The note for the SENCO: what it says of a visit, and what it leaves out."""

import datetime as dt
from dataclasses import replace

import pytest

from stls_desktop.reports.content import Callout, Masthead, Paragraph
from stls_desktop.reports.note import Talk, TrainingAsk, link_visit_note
from stls_desktop.reports.preview import page_count
from stls_desktop.reports.render import render
from tests.reports import samples
from tests.reports.reading import flat, tree


def read(note) -> str:
    return tree(render(link_visit_note(note))).text


@pytest.mark.parametrize("sample", [samples.ORDINARY, samples.DRAFT_DEMO, samples.CORRECTED])
def test_ordinary_visit_fits_on_two_pages(sample):
    assert page_count(render(link_visit_note(sample))) == 2


def test_minimal_visit_is_one_page_without_empty_sections():
    text = read(samples.MINIMAL)

    assert page_count(render(link_visit_note(samples.MINIMAL))) == 1
    for heading in ("Last time", "What we talked about", "Support for your staff", "Your numbers"):
        assert heading not in text


def test_no_actions_is_said_with_its_reason():
    (callout,) = [
        block for block in link_visit_note(samples.MINIMAL).blocks if isinstance(block, Callout)
    ]

    assert callout.blocks == (
        Paragraph("Nothing was agreed for anyone to do. The SENCO only wanted to check a date."),
    )


def test_facts_of_the_visit_stand_in_the_masthead():
    masthead = link_visit_note(samples.ORDINARY).blocks[0]

    assert isinstance(masthead, Masthead)
    assert masthead.facts == (
        ("Date", "Tue 9 Dec 2025"),
        ("Time", "9.15am to 10.45am"),
        ("How", "In person"),
        ("Visit", "3 of 6 this year"),
        ("Next visit", "Tue 27 Jan 2026"),
    )


def test_missing_next_visit_is_said():
    assert "Next visit Not yet agreed" in read(samples.MINIMAL)


def test_outcome_of_each_earlier_action_is_told():
    text = read(samples.ORDINARY)

    assert "Partly The clinic’s letter has come" in text
    assert "Not yet" in text


def test_training_asked_for_is_one_line():
    asks = (
        TrainingAsk("Attachment"),
        TrainingAsk("Using AAC", "Midday staff", "6", "Next term"),
    )

    text = read(replace(samples.ORDINARY, training=asks))

    assert "Attachment Using AAC: midday staff, 6 people, next term" in text


def test_correction_says_what_it_replaces_and_why():
    text = read(samples.CORRECTED)

    assert "This replaces version 1. Reason: The date of the second action was wrong." in text
    assert "version 2, signed 9 Dec 2025, check 3f9a1c77" in text


def test_first_version_replaces_nothing():
    assert "replaces" not in read(samples.ORDINARY)


def test_reference_version_and_check_code_are_on_the_note():
    assert "LV-2025-0142, version 1, signed 9 Dec 2025, check 3f9a1c77" in read(samples.ORDINARY)


def test_title_never_holds_what_a_discussion_is_about():
    note = replace(samples.ORDINARY, talks=(Talk(about="Oswin Tremble", advice="Advice"),))
    document = link_visit_note(note)

    for words in (document.title, document.subject, document.author, document.reference):
        assert "Oswin" not in words


def test_every_word_of_every_field_is_printed():
    text = flat(read(samples.ORDINARY))
    note = samples.ORDINARY

    for action in note.actions:
        assert flat(action.what) in text
        assert flat(action.who) in text
    for talk in note.talks:
        for words in (talk.about, talk.area_of_need, talk.concern, talk.tried, talk.standard):
            assert flat(words) in text
    for words in (*note.strategies, *note.resources, *note.copies, note.email):
        assert flat(words) in text


def test_whole_school_focus_keeps_its_paragraphs():
    note = replace(samples.MINIMAL, whole_school_focus="First thought.\n\n- One\n- Two\n\nLast.")

    assert "First thought. • One • Two Last." in read(note)


def test_file_takes_its_date_from_the_note():
    note = replace(samples.ORDINARY, dated_on=dt.date(2026, 1, 5))

    assert link_visit_note(note).issued_on == dt.date(2026, 1, 5)
