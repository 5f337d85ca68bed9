"""Voices: which words may leave the file, and what two ratings come to."""

from __future__ import annotations

import pytest

from stls_core.records import Need, kind_named, kind_of
from stls_core.records.voices import QUOTED, ParentVoice, PupilVoice
from stls_core.validation import problems_of
from stls_desktop.services import voices
from stls_desktop.services.desk import load_reference
from tests import builders

PUPIL, PARENT = kind_named("pupil_voice"), kind_named("parent_voice")
SAID = "  teh loud hall \n"


@pytest.mark.parametrize(
    ("may", "declined", "leaves"),
    [(True, False, True), (False, False, False), (None, False, False), (True, True, False)],
)
@pytest.mark.parametrize(("of", "field"), [(PupilVoice, "hard"), (ParentVoice, "worries")])
def test_words_leave_the_file_only_after_a_yes(of, field, may, declined, leaves):
    voice = of(may_quote=may, is_declined=declined, **{field: SAID})
    assert voice.quotable == (((field, SAID),) if leaves else ())


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (None, None, ""),
        (4, None, "4 before. Not asked again yet."),
        (None, 7, "7 now. It was not asked before."),
        (4, 7, "From 4 to 7: 3 points more sure."),
        (4, 5, "From 4 to 5: 1 point more sure."),
        (8, 7, "From 8 to 7: 1 point less sure."),
        (10, 1, "From 10 to 1: 9 points less sure."),
        (6, 6, "6 before and 6 now: no change."),
    ],
)
def test_two_ratings_are_told_with_their_difference(before, now, words):
    voice = ParentVoice(confidence_before=before, confidence_after=now)
    assert voice.confidence_words == words


def test_whoever_declined_is_not_asked_whether_to_be_quoted():
    declined = {"words_of_child": "", "may_quote": None, "is_declined": True}
    voice = builders.a_record("pupil_voice", **declined)
    told = problems_of(kind_of(voice), voice, Need.SIGN, load_reference())
    assert [problem.field for problem in told] == []


@pytest.mark.parametrize(
    ("kind", "document", "line"),
    [
        (PUPIL, {"words_of_child": SAID, "may_quote": True}, "“teh loud hall”"),
        (PUPIL, {"hard": "the hall", "may_quote": True}, "Hard for me: “the hall”"),
        (PUPIL, {"hard": "the hall", "may_quote": False}, "Answered, not to be quoted"),
        (PUPIL, {"hard": "the hall"}, "Answered, not asked yet whether to be quoted"),
        (PUPIL, {"hard": "the hall", "is_declined": True}, "Preferred not to say"),
        (
            PUPIL,
            {"is_declined": True, "not_obtained_because": "A bad day."},
            "Preferred not to say: A bad day.",
        ),
        (PUPIL, {"not_obtained_because": "Away ill."}, "No answer: Away ill."),
        (PUPIL, {}, ""),
        (
            PARENT,
            {"going_well": "Sleep.", "hopes": "A week.", "may_quote": 1},  # as SQLite has it
            "Hopes: “A week.”",
        ),
        (PARENT, {"questions": "When?", "may_quote": True}, "Questions for us: “When?”"),
        (PARENT, {"questions": "When?", "may_quote": 0}, "Answered, not to be quoted"),
    ],
)
def test_a_line_quotes_what_was_said_or_says_why_there_is_nothing(kind, document, line):
    assert voices.in_a_line(kind, document) == line


def test_a_long_quotation_is_cut_inside_its_marks():
    line = voices.in_a_line(PUPIL, {"words_of_child": "and then " * 40, "may_quote": True})
    assert line.startswith("“and then")
    assert line.endswith("…”")
    assert len(line) <= 80


@pytest.mark.parametrize("kind", [PUPIL, PARENT])
def test_a_line_of_a_list_reads_all_that_it_may_have_to_tell(kind):
    told = {*kind.named_by, *kind.told_by}
    assert told >= {*QUOTED[kind.name], "is_declined", "not_obtained_because", "may_quote"}
