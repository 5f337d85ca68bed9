"""Jargon, vague, passive and deficit words, diagnoses, long sentences and acronyms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.plain.style import look
from stls_core.plain.text import plain_text
from tests.core.plain_seed import shipped_words

LONG = "He reads a page and then he tells it to a friend who" + " sits with him" * 5 + "."


def found(*texts, audience="PARENT", describing=()):
    looked = [plain_text(each) for each in texts]
    by_text = look(looked, shipped_words(), audience, describing=frozenset(describing))
    return [(f.check, texts[n][f.start : f.end]) for n, here in enumerate(by_text) for f in here]


def suggestions(text, audience="PARENT"):
    (here,) = look([plain_text(text)], shipped_words(), audience)
    return [f.suggestion for f in here]


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("Differentiation helps.", "jargon", "Differentiation"),
        ("His working-memory is good.", "jargon", "working-memory"),
        ("The child’s executive functioning is fine.", "jargon", "executive functioning"),
        ("Staff utilise the card.", "jargon", "utilise"),
        ("Give regular breaks.", "vague", "regular"),
        ("He needs access to a laptop.", "vague", "access to"),
        ("Give opportunities for talk.", "vague", "opportunities for"),
        ("A card is used as needed.", "vague", "as needed"),
        ("He fails to sit.", "deficit", "fails to"),
        ("He is a wheelchair-bound pupil.", "deficit", "wheelchair-bound"),
        ("He has autistic traits.", "diagnosing", "autistic traits"),
        ("There are dyslexic tendencies here.", "diagnosing", "dyslexic tendencies"),
        ("He may have dyslexia.", "diagnosing", "may have dyslexia"),
        ("It is recommended that he sits.", "passive", "It is recommended"),
        ("He should be given a card.", "passive", "should be given"),
        ("A card will be carefully placed.", "passive", "will be carefully placed"),
        ("SALT came.", "acronym", "SALT"),
        ("The XQT test was used.", "acronym", "XQT"),
        (LONG, "long_sentence", LONG),
    ],
)
def test_each_check_finds_its_words_and_says_what_to_try(text, check, words):
    assert (check, words) in found(text)
    assert all(suggestions(text))


@pytest.mark.parametrize(
    "text",
    [
        "Use the card in every lesson, regularly.",
        "Give regular breaks, ten minutes after each half hour.",
        "He knows regular verbs.",
        "Children with autism like trains.",
        "He has a diagnosis of autism, made by Dr. Lark in 2024.",
        "He said “I am naughty and I struggle with it”.",
        "The card will be shown to T. by the teacher.",
        "He will be tired.",
        "He will be able to start.",
        "He is in Year 3.",
        "How often does he ask?",
        "NOT NOW. PLEASE WAIT",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert found(text) == []


def test_by_a_day_names_nobody():
    assert found("A card will be made by July.") == [("passive", "will be made")]


def test_a_longer_phrase_wins_over_a_shorter_one():
    assert found("A visual timetable stands there.") == [("jargon", "visual timetable")]


def test_what_a_school_knows_is_not_explained_to_it():
    text = "Differentiation and working memory were talked about."
    assert found(text, audience="SENCO") == []
    assert found(text, audience="TEACHER") == []
    assert len(found(text)) == 2


def test_a_word_that_is_explained_where_it_stands_is_known_from_there_on():
    text = "His working memory (holding things in mind) is good. Working memory helps."
    assert found(text, "Working memory again.") == []
    assert found("Working memory again.", text) == [("jargon", "Working memory")]


def test_where_it_is_told_what_was_vague_and_passive_words_are_no_advice():
    text = "He has regular tests and should be given a card."
    assert [check for check, _ in found(text)] == ["vague", "passive"]
    assert found(text, describing=[0]) == []


@pytest.mark.parametrize(
    "text",
    [
        "School uses assess, plan, do, review (APDR).",
        "School uses assess-plan-do-review (APDR). APDR helps.",
        "APDR (assess, plan, do, review) helps.",
        "APDR, assess plan do review, helps.",
        "APDR means assess, plan, do, review.",
        "Two teaching assistants (TAs) help.",
        "The speech and language therapists, or SALT, came.",
        "The CATs (Cool Ability Tests) were used.",
        "The Cool Ability Test (CAT) was used.",
        "He said “SALT came”.",
    ],
)
def test_an_acronym_that_is_written_out_is_known(text):
    assert [each for each in found(text) if each[0] == "acronym"] == []


def test_an_acronym_is_told_once_in_a_document_where_it_first_stands():
    first, second = "The EBSA plan.", "Emotionally based school avoidance (EBSA) and EBSA."
    assert found(first, second) == [("acronym", "EBSA")]
    assert found(second, first) == []
    assert suggestions(first) == ["emotionally based school avoidance (EBSA)"]


def test_a_long_sentence_is_twenty_words_to_a_family_and_twenty_five_to_a_school():
    text = " ".join(["He sits"] * 11) + "."
    assert found(text) == [("long_sentence", text)]
    assert found(text, audience="SENCO") == []
    assert "at “… " in suggestions(LONG)[0]


TEXTS = st.lists(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            ["regular", "SALT", "(APDR)", "“", "”", "should", "be", "given", "by", "to\n.", ","]
        )
    ).map(" ".join),
    max_size=4,
)


@given(TEXTS, st.sampled_from(["PARENT", "SENCO", "PUPIL", "?"]))
def test_any_text_is_looked_through_and_places_lie_in_it(texts, audience):
    by_text = look([plain_text(each) for each in texts], shipped_words(), audience)
    assert len(by_text) == len(texts)
    for text, here in zip(texts, by_text, strict=True):
        for each in here:
            assert 0 <= each.start < each.end <= len(text)
            assert each.message
            assert each.suggestion


@pytest.mark.parametrize("piece", ["should be ", "ABCD ", "(AB", "as ", "on the ", "may have "])
def test_hostile_text_takes_time_in_proportion_to_its_length(piece):
    began = time.perf_counter()
    look([plain_text(piece * 20_000)], shipped_words(), "PARENT")
    assert time.perf_counter() - began < 5  # some 0.2 s; a square of the length would take minutes
