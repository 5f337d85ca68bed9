"""Plain language: sentences of teachers' notes, the age to read them, and words to avoid."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.plain.lists import SORTS, read_plain_words
from stls_core.plain.readability import measure, syllables
from stls_core.plain.sentences import sentences

SEED = Path(__file__).resolve().parents[2] / "db" / "seed" / "plain_words.toml"
WORDS = read_plain_words(SEED.read_text(encoding="utf-8"))


def cut(text):
    return [each.text for each in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He sat. He read.", ["He sat.", "He read."]),
        ("Dr. Farrow came at 9.15 a.m. today.", ["Dr. Farrow came at 9.15 a.m. today."]),
        ("T. looked up. Then T. began.", ["T. looked up.", "Then T. began."]),
        ("See e.g. the card. Wait.", ["See e.g. the card.", "Wait."]),
        ("He scored 4.5 of 6.", ["He scored 4.5 of 6."]),
        ("- one thing\n- another thing", ["one thing", "another thing"]),
        ("“Stop!” he said.", ["“Stop!”", "he said."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert cut(text) == expected


@given(st.text(max_size=300))
def test_any_text_is_cut_into_places_of_itself(text):
    found = sentences(text)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))
    measure([text])


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
    assert abs(syllables(word) - count) <= (1 if count > 4 else 0)


def test_a_plain_text_is_read_younger_than_a_report_full_of_terms():
    plain = "He sits at the front. He looks at the card. Then he starts his work. " * 3
    hard = (
        "Differentiated interventions facilitating phonological awareness and metacognition should"
        " be implemented systematically across environmental contexts. " * 3
    )
    assert measure([plain]).age < 9
    assert measure([hard]).age > 18
    assert measure(["Too short."]).age is None


def test_names_do_not_make_a_text_harder():
    text = "Bartholomew Featherstonehaugh sat down and looked at the card for a while. " * 3
    assert measure([text], {"Bartholomew", "Featherstonehaugh"}).age < measure([text]).age


def test_the_shipped_lists_are_whole():
    assert len(WORDS.instead["jargon"]) >= 120
    for sort in SORTS:
        assert all(words.strip() for words in WORDS.instead[sort].values())


@given(st.sampled_from(SORTS), st.text(max_size=120), st.data())
def test_every_phrase_of_a_list_is_found_wherever_it_stands(sort, around, data):
    phrase = data.draw(st.sampled_from(sorted(WORDS.instead[sort])))
    text = f"{around} \n{phrase.upper()} {around}"
    hits = list(WORDS.hits(sort, text))
    assert any(phrase in " ".join(hit.found.lower().split()) for hit in hits)
    assert all(text[hit.start : hit.end] == hit.found for hit in hits)


def test_a_phrase_inside_a_word_is_not_found():
    assert not list(WORDS.hits("deficit", "The abnormalities of poorly weakened normality"))
    assert not list(WORDS.acronyms_in("The STAND and TASK"))
