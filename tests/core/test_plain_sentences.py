"""Sentences, words and syllables of what a teacher types."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.plain.sentences import HEADING, ITEM, SENTENCE, sentences_of
from stls_core.plain.text import plain_text
from stls_core.plain.words import syllables, words_in

TYPED = st.text(st.sampled_from("aTeé.!?…:;,’'\"“”‘()-•\n\r\t 1\u2028\u0660") | st.characters())


def told(text):
    return [text[s.start : s.end] for s in sentences_of(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["We met Dr. Holt at 9.15am.", "T. scored 4.5 in Y2.", "It was at 3 p.m. on Monday."],
        ["We watched T.", "He then left, e.g. for the toilet.", "Mrs. Hill came, too."],
        ["Sit beside T.", "Use the card."],
        ["O.M. Quill wrote it.", "J. K. Lark read it."],
        ["He asked “Why?” and left.", "“Stop!” she said.", "“No.”", "Then he sat."],
        ["It ended at 3 p.m.", "Then they left.", "See fig. 2 and no. 4."],
        ["Was it loud?", "Yes!", "He waited … and then he spoke."],
        ["he sat down.", "then he wrote."],
        ["Cards, timers etc. are there.", "He has cards, timers etc.", "They help."],
    ],
)
def test_sentences_end_where_a_reader_stops(sentences):
    assert told(" ".join(sentences)) == sentences


def test_a_blank_that_was_forgotten_parts_sentences_all_the_same():
    assert told("He sat.Then he wrote.") == ["He sat.", "Then he wrote."]


def test_lists_headings_and_broken_lines_are_told_apart():
    text = (
        "Next steps\n- a card\n• Give the card to T. every day.\n2) a timer\n\n"
        "The teacher gives one instruction at a time and then waits until\nhe looks at the card."
        "\n\nHe likes trains"
    )
    kinds = [(text[s.start : s.end].split(maxsplit=1)[0], s.kind) for s in sentences_of(text)]
    assert kinds == [
        ("Next", HEADING),
        ("a", ITEM),
        ("Give", SENTENCE),
        ("a", ITEM),
        ("The", SENTENCE),
        ("He", SENTENCE),
    ]


def test_a_question_above_a_paragraph_is_a_heading():
    kinds = [s.kind for s in sentences_of("What helps?\nPictures help. Does he ask?")]
    assert kinds == [HEADING, SENTENCE, SENTENCE]


@given(TYPED)
def test_any_text_is_parted_in_order_and_within_itself(text):
    end = 0
    for sentence, words in plain_text(text).sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end].strip()
        assert all(sentence.start <= w.start < w.end <= sentence.end for w in words)
        end = sentence.end


@given(TYPED)
def test_no_word_is_lost_between_sentences(text):
    looked = plain_text(text)
    inside = sum(len(words) for _, words in looked.sentences)
    assert inside <= len(looked.words)
    if "-" not in text and "•" not in text and ")" not in text and "." not in text:
        letters = [w for w in looked.words if not w.core.isdigit()]
        assert inside >= len(letters) - text.count("\n")


@pytest.mark.parametrize(
    "piece", [".", "a.", "\n", "\r", "- ", "“", "T. ", "a\n", '"', "(", "x, \n", ".”", "1.", "’s"]
)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece):
    began = time.perf_counter()
    plain_text(piece * 60_000)
    assert time.perf_counter() - began < 5  # some 0.2 s; a square of the length would take minutes


def test_words_with_a_hyphen_and_numbers_with_a_point_are_joined():
    words = words_in("A now-next card, 4.5 or 9:15, T.’s own – and more")
    assert [w.core for w in words if w.is_joined] == ["next", "5", "15"]
    assert "t" in [w.core for w in words]


COUNTED = {
    1: "a the he eye card helps asked walked worked played cried league through strengths once use"
    " they're weren't",
    2: "pupil teacher wanted needed table tables handled changes touches being quiet playing didn't"
    " people every movement business safely colleague language",
    3: "idea area understand instruction curious visual example studio video"
    " equipment assessment autism behaviour everything",
    4: "independent dyslexia information communicate adjustable initiate January society material"
    " particular",
    5: "phonological vocabulary communication organisation individual",
    6: "differentiation responsibility",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, words in COUNTED.items() for word in words.split()],
)
def test_syllables_of_words_in_reports(word, count):
    assert syllables(word) == count


def test_what_is_no_english_word_has_no_syllables():
    assert [syllables(each) for each in ("", "12", "'", "مدرسة")] == [0, 0, 0, 0]


@given(st.text(max_size=40))
def test_any_word_has_a_count_that_its_letters_allow(word):
    assert 0 <= syllables(word) <= max(1, 2 * len(word))
