"""Plain language: sentences of teachers' notes, the age to read them, and words to avoid."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.other_children import words_of
from stls_core.plain.readability import reading_of
from stls_core.plain.sentences import sentences_of
from stls_core.plain.style import look
from stls_core.plain.text import plain_text
from stls_core.plain.words import syllables
from tests.core.plain_seed import shipped_words


def cut(text):
    return [text[each.start : each.end] for each in sentences_of(text)]


def age_of(text, names=()):
    return reading_of([plain_text(text)], 11, words_of(names)).age


def hits(text, audience="PARENT"):
    (found,) = look([plain_text(text)], shipped_words(), audience)
    return [(each.check, text[each.start : each.end]) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He sat. He read.", ["He sat.", "He read."]),
        ("Dr. Farrow came at 9.15 a.m. today.", ["Dr. Farrow came at 9.15 a.m. today."]),
        ("T. looked up. Then T. began.", ["T. looked up.", "Then T. began."]),
        ("See e.g. the card. Wait.", ["See e.g. the card.", "Wait."]),
        ("He scored 4.5 of 6.", ["He scored 4.5 of 6."]),
        ("- one thing\n- another thing", ["one thing", "another thing"]),
        ("“Stop!” he said.", ["“Stop!” he said."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert cut(text) == expected


@given(st.text(max_size=300))
def test_any_text_is_cut_into_places_of_itself(text):
    found = sentences_of(text)
    assert all(text[each.start : each.end].strip() for each in found)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))
    age_of(text)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("table", 2),
        ("named", 1),
        ("wanted", 2),
        ("teacher", 2),
        ("understanding", 4),
        ("differentiation", 6),
        ("boxes", 2),
        ("makes", 1),
    ],
)
def test_syllables_are_about_right(word, count):
    assert syllables(word) == count


def test_a_plain_text_is_read_younger_than_a_report_full_of_terms():
    plain = "He sits at the front. He looks at the card. Then he starts his work. " * 8
    hard = (
        "Differentiated interventions facilitating phonological awareness and metacognition should"
        " be implemented systematically across environmental contexts. " * 8
    )
    assert age_of(plain) < 9
    assert age_of(hard) > 18
    assert age_of("Too short.") is None


def test_names_do_not_make_a_text_harder():
    text = "Bartholomew Featherstonehaugh sat down and looked at the card for a while. " * 12
    assert age_of(text, ["Bartholomew Featherstonehaugh"]) < age_of(text)


PHRASES = sorted(
    (phrase, listed.check)
    for phrases in shipped_words().readers["PARENT"].phrases.whole.values()
    for parts, listed in phrases
    if listed.check and "*" not in (phrase := " ".join(parts).replace(" -", "-"))
)


def test_the_shipped_lists_are_whole():
    sizes = shipped_words().sizes
    assert sum(count for name, count in sizes.items() if name.startswith("jargon")) >= 120


@given(st.sampled_from(PHRASES), st.text("abc .,\n", max_size=60))
def test_every_phrase_of_a_list_is_found_wherever_it_stands(entry, around):
    phrase, check = entry
    found = hits(f"{around}.\n\n{phrase.capitalize()}\n\n{around}")
    assert (check, phrase) in [(sort, " ".join(words.lower().split())) for sort, words in found]


def test_a_phrase_inside_a_word_is_not_found():
    assert hits("The poorly weakened regularity of normality") == []
    assert hits("He stands at a task in his hat") == []
