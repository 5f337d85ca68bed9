"""The reading age, and the sentences to fix."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stls_core.other_children import words_of
from stls_core.plain.readability import FEWEST_WORDS, MOST_TO_FIX, reading_of
from stls_core.plain.text import plain_text

EASY = "He likes the card. It tells him what comes next. He looks at it and then he starts. " * 8
HARD = (
    "Consequently, communication difficulties necessitate individualised, systematically"
    " differentiated instructional methodologies throughout every curricular opportunity."
)


def read(*texts, aim=11, names=()):
    return reading_of([plain_text(each) for each in texts], aim, words_of(names))


def test_the_formula_is_that_of_flesch_and_kincaid_with_five_years_added():
    text = "The cat sat on the mat. " * 20  # 6 words and 6 syllables a sentence
    assert read(text).age == max(5, 0.39 * 6 + 11.8 - 15.59 + 5)
    text = "Every teacher waited patiently for seven minutes. " * 20  # 7 words, 14 syllables
    assert round(read(text).age, 2) == round(0.39 * 7 + 11.8 * 14 / 7 - 15.59 + 5, 2)


def test_a_text_that_is_too_short_has_no_age_and_says_so():
    short = read("He sat down. He wrote.")
    assert short.age is None
    assert short.is_met is None
    assert short.summary == f"Too little text for a reading age yet: 5 of {FEWEST_WORDS} words."


def test_an_easy_text_needs_nothing():
    easy = read(EASY)
    assert easy.is_met
    assert easy.to_fix == ()


def test_the_sentence_that_raises_it_is_told_with_its_place_and_why():
    result = read(EASY, f"He is here. {HARD}", aim=5)
    hard = result.to_fix[0]
    assert (hard.text, f"He is here. {HARD}"[hard.start : hard.end]) == (1, HARD)
    assert "communication" in hard.long_words
    assert hard.why.startswith("13 words; long words: consequently, communication")
    assert hard.adds > 0


def test_only_as_many_are_to_fix_as_bring_it_to_the_aim():
    some = EASY[: len(EASY) // 2] + f" {HARD}" * 3
    fixed = read(some)
    assert 1 <= len(fixed.to_fix) <= 3
    assert len(read(f"{HARD} " * 30).to_fix) == MOST_TO_FIX


def test_names_numbers_acronyms_and_lists_do_not_count_against_a_text():
    plain = read("Ann can read it to us now. " * 20)
    named = read("Alexandria can read it to us now. " * 20, names=["Alexandria"])
    assert named.age == plain.age
    unnamed = read("Alexandria can read it to us now. " * 20)
    assert unnamed.age > plain.age
    listed = read("Ann can read it to us now. " * 20 + "\n- differentiated vocabulary activities\n")
    assert listed.age == plain.age
    assert read("PMLD can read it to us now. " * 20).age == plain.age


@given(st.lists(st.text(max_size=400), max_size=4), st.integers(5, 18))
def test_any_text_is_read_and_places_lie_in_it(texts, aim):
    result = read(*texts, aim=aim)
    assert result.summary
    for hard in result.to_fix:
        assert 0 <= hard.start < hard.end <= len(texts[hard.text])
