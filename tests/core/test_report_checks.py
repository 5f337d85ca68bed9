"""The checks of a report: what blocks it and what advises, each with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stls_core.report_checks import Advice, Aim, Place, Text, UnderCheck, Voice, checks
from tests.core.test_plain import WORDS

GOOD = UnderCheck(
    report="r",
    audience="PARENT",
    texts=(Text("p1", "text", "He looks at the card. Then he starts."),),
    voices=(Voice("The child’s views", True, "", "no_pupil_voice_because"),),
    has_review=True,
    is_signed=True,
)


def found(given=GOOD, **changes):
    return {check.code: check for check in checks(replace(given, **changes), WORDS)}


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
    hard = "Differentiated interventions facilitating metacognition should be implemented. " * 5
    told = checks(replace(GOOD, texts=text(hard)), WORDS)
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
