"""The checks of a report: what blocks it and what advises, each with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.report_checks import Advice, Aim, Place, Text, UnderCheck, Voice, checks, reading
from tests.core.plain_seed import shipped_words

GOOD = UnderCheck(
    report="r",
    audience="PARENT",
    texts=(Text("p1", "text", "He looks at the card. Then he starts."),),
    voices=(Voice("The child’s views", True, "", "no_pupil_voice_because"),),
    has_review=True,
    is_signed=True,
)


def found(given=GOOD, **changes):
    return {check.code: check for check in checks(replace(given, **changes), shipped_words())}


def text(words, **more):
    return (Text("p1", "text", words, **more),)


def test_a_good_report_has_nothing_to_mend():
    assert found() == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agreement_gap": "No Agreement to Engage holds today."}, "agreement"),
        ({"voices": (Voice("The child’s views", False, " ", "v"),)}, "voice"),
        ({"has_review": False}, "review"),
        ({"barred": ("Rufus",)}, "barred"),
        ({"others": ((Place("p1", "text", 0, 3), "Ada"),)}, "other_child"),
        ({"is_signed": False}, "draft"),
        (
            {
                "withheld": ("He told us about a very hard day at home.",),
                "texts": text("He is glad. He told us about  a very hard day at home!"),
            },
            "withheld",
        ),
    ],
)
def test_what_blocks(changes, code):
    check = found(**changes)[code]
    assert check.blocks


def test_a_voice_with_its_reason_blocks_nothing():
    assert found(voices=(Voice("Views", False, "Ill on both days.", "v"),)) == {}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("He needs differentiation in class.", "jargon"),
        ("He has access to a quiet place.", "vague"),
        ("He is lazy in the morning.", "deficit"),
        ("He shows autistic traits at play.", "diagnosing"),
        ("It is recommended that he sits near the front.", "passive"),
        ("The SALT will ring you.", "acronym"),
        ("He " + "sits and " * 12 + "reads.", "long_sentence"),
    ],
)
def test_what_advises_says_where_and_never_blocks(words, code):
    check = found(texts=text(words))[code]
    assert not check.blocks
    assert check.place.rec == "p1"
    assert 0 <= check.place.start < check.place.end <= len(words)


def test_an_acronym_that_is_explained_once_is_known():
    words = "The speech and language therapist (SALT) came. The SALT will ring you."
    assert "acronym" not in found(texts=text(words))


def test_somebodys_own_words_are_never_checked_for_style():
    assert found(texts=text("I am lazy and the SALT is nice.", is_quote=True)) == {}


def test_a_reading_age_never_stands_without_the_sentences_to_mend():
    hard = "Differentiated interventions facilitating metacognition should be implemented. " * 15
    told = checks(replace(GOOD, texts=text(hard)), shipped_words())
    codes = [check.code for check in told]
    assert "reading_age" in codes
    assert "hard_sentence" in codes


def test_advice_needs_an_owner_a_time_and_its_finding_and_a_target_its_baseline():
    vague = (Advice("a1", "Show the card", "", False),)
    told = found(advised=vague, has_findings=True, aims=(Aim("He starts alone.", False),))
    assert {"owner", "when", "finding", "baseline"} <= set(told)
    assert told["owner"].place == Place("a1", "who")
    whole = (Advice("a1", "Show the card", "Teacher", True, "f1"),)
    assert found(advised=whole, has_findings=True) == {}


KEPT = "His mother told us that she sleeps badly.\nMum is ill."


@pytest.mark.parametrize(
    "words",
    [
        "His mother told us that she sleeps badly.",
        "We heard this: his mother told us,\nthat she sleeps badly!",
        "“His mother told us that she sleeps badly”, said the teacher.",
    ],
)
@pytest.mark.parametrize("is_quote", [False, True])
def test_withheld_words_are_found_however_they_are_set(words, is_quote):
    texts = (Text("p1", "text", "He sits."), Text("p2", "text", words, is_quote))
    check = found(withheld=(KEPT,), texts=texts)["withheld"]
    assert check.place.rec == "p2"
    shown = words[check.place.start : check.place.end].lower()
    assert shown.startswith("his mother")
    assert shown.endswith("badly")


def test_a_withheld_sentence_that_is_too_short_to_tell_is_no_leak():
    assert found(withheld=(KEPT,), texts=text("Mum is ill.")) == {}


@given(st.text(min_size=1, max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_no_withheld_sentence_gets_through_whatever_stands_around_it(words, before, after):
    inside = "".join(c if c.isalnum() else " " for c in words)
    sentence = f"what was said about {inside} home"
    shown = text(f"{before}. {sentence}. {after}")
    assert found(withheld=(sentence,), texts=shown)["withheld"].blocks


def test_what_was_seen_is_not_taken_for_provision():
    words = "He has regular tests."
    assert set(found(texts=text(words, section="AT_SCHOOL"))) == {"vague"}
    assert found(texts=text(words, section="HARD")) == {}


def test_the_sentences_to_mend_lead_to_their_places_and_say_what_is_hard():
    easy = "He likes the card. It tells him what comes next. " * 5
    hard = "Differentiated vocabulary opportunities necessitate individualised methodologies here."
    words = f"{easy}{hard} {hard} {hard} {hard} {hard}"
    under = replace(GOOD, texts=(Text("p0", "text", easy), *text(words)))
    told = [check for check in checks(under, shipped_words()) if check.code == "hard_sentence"]
    assert told
    for check in told:
        assert words[check.place.start : check.place.end] == hard
        assert "long words: differentiated" in check.suggestion
    gauge = reading(under, shipped_words())
    assert gauge.is_met is False
    assert gauge.summary.endswith("raise it most.")


@given(st.lists(st.text(max_size=120), max_size=4), st.booleans(), st.text(max_size=12))
def test_any_report_is_checked_and_places_lie_in_its_texts(texts, is_quote, name):
    rows = tuple(Text(f"p{n}", "text", each, is_quote) for n, each in enumerate(texts))
    under = replace(GOOD, texts=rows, withheld=tuple(texts[:2]), names=frozenset({name}))
    for check in checks(under, shipped_words()):
        if check.place.field == "text":
            whole = texts[int(check.place.rec[1:])]
            assert 0 <= check.place.start < check.place.end <= len(whole)
