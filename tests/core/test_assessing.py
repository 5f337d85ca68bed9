"""A test and a child: the catalogue, norms, too soon again, who gave it, scores in words."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from stls_core.assessing import (
    CatalogueError,
    Earlier,
    KnownTest,
    comparison,
    exam_words,
    may_retest_from,
    norms_for,
    parent_words,
    qualification_words,
    read_tests,
    retest_words,
    score_words,
)
from stls_core.records import Need, kind_of
from stls_core.records.assessments import Score
from stls_core.validation import problems_of
from tests.builders import VISIT_DAY, a_record
from tests.core.seed import ROOT, shipped

CATALOGUE = {t.code: t for t in read_tests((ROOT / "db/seed/tests.toml").read_text("utf-8"))}
BPVS, DASH = CATALOGUE["BPVS3"], CATALOGUE["DASH2"]
LOW = Score(key="a", subtest="Receptive vocabulary", value=82, percentile=12, ci_low=76, ci_high=88)
ENTRY = '[[test]]\ncode = "X"\nname = "A test"\nsource = "A page"\n'


def assessment(**changes):
    return msgspec.structs.replace(a_record("assessment"), **changes)


def found(record, stage=Need.SIGN):
    problems = problems_of(kind_of(record), record, stage, shipped())
    return [(problem.field, problem.blocks) for problem in problems]


def earlier(day, *scores, by_school=False):
    return Earlier("r", day, scores, by_school)


# The catalogue


def test_every_test_of_the_code_list_is_in_the_catalogue_and_no_other():
    listed = {code.code for code in shipped().choices("assessment_test")} - {"OTHER"}
    assert CATALOGUE.keys() == listed


def test_an_entry_says_where_it_was_read_and_names_no_subtest_twice():
    for test in CATALOGUE.values():
        names = [part.name for part in (*test.subtests, *test.more)]
        assert len(set(names)) == len(names), test.code
        assert test.source, test.code


def test_what_was_not_checked_is_not_known():
    assert CATALOGUE["CELF"].ages is None
    assert "not on file" in norms_for(CATALOGUE["CELF"], dt.date(2019, 1, 1), VISIT_DAY).words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[test]", "not valid TOML"),
        ('test = "x"', "each entry has to begin with"),
        (ENTRY + ENTRY, "X, code: stands twice"),
        (ENTRY + 'norms = "all"\n', "X, norms: there is no such field"),
        (ENTRY.replace('source = "A page"\n', ""), "X, source: missing or empty"),
        (ENTRY + 'ages = ["16", "3"]\n', "X, ages: the first is not the younger"),
        (ENTRY + 'ages = ["three", "16"]\n', "X, ages: write two"),
        (ENTRY + 'subtests = [["Spelling"]]\n', "X, subtests: write pairs"),
        (ENTRY + 'subtests = [["Spelling", "IQ"]]\n', "X, Spelling: there is no scale IQ"),
        (ENTRY + "retest_weeks = 0\n", "X, retest_weeks: a number from 1"),
        (ENTRY.replace("A test", "A" * 121), "X, name: 121 characters"),
    ],
)
def test_a_catalogue_that_is_not_whole_says_where(text, words):
    with pytest.raises(CatalogueError, match=words):
        read_tests(text)


# Age and norms


@pytest.mark.parametrize(
    ("test", "born", "state"),
    [
        (BPVS, dt.date(2023, 9, 15), "BELOW"),
        (BPVS, dt.date(2023, 9, 14), "IN"),
        (BPVS, dt.date(2010, 9, 14), "IN"),
        (BPVS, dt.date(2010, 8, 14), "EDGE"),
        (BPVS, dt.date(2009, 9, 14), "ABOVE"),
        (DASH, dt.date(2018, 9, 15), "BELOW"),
        (DASH, dt.date(2018, 9, 14), "IN"),
        (BPVS, None, "UNKNOWN"),
        (None, dt.date(2018, 9, 14), "UNKNOWN"),
    ],
)
def test_the_norms_reach_or_do_not_reach_the_child(test, born, state):
    assert norms_for(test, born, dt.date(2026, 9, 14)).state == state


def test_outside_the_norms_the_words_say_so_with_the_age():
    words = norms_for(DASH, dt.date(2020, 9, 14), dt.date(2026, 9, 14)).words
    assert words == (
        "Age at test 6:00: younger than the norms (8:00 to 25:11). The scores may not be used."
    )


# The same test again


def test_within_six_months_the_same_test_is_too_soon():
    last = dt.date(2026, 3, 31)
    assert may_retest_from(BPVS, last) == dt.date(2026, 9, 30)
    words, is_soon = retest_words(BPVS, dt.date(2026, 9, 29), [earlier(last)])
    assert (is_soon, "less than six months" in words) == (True, True)
    assert retest_words(BPVS, dt.date(2026, 9, 30), [earlier(last)]) == (
        "Given before on 31 March 2026.",
        False,
    )


def test_a_tests_own_gap_wins():
    own = KnownTest("X", "X", retest_weeks=12)
    last = dt.date(2026, 6, 1)
    assert retest_words(own, last + dt.timedelta(weeks=12), [earlier(last)])[1] is False
    words, is_soon = retest_words(own, last + dt.timedelta(weeks=11), [earlier(last)])
    assert is_soon
    assert "less than 12 weeks" in words


def test_a_later_test_is_no_earlier_one_and_the_schools_is_told_apart():
    later = earlier(VISIT_DAY + dt.timedelta(days=1))
    assert retest_words(BPVS, VISIT_DAY, [later]) == ("", False)
    schools = earlier(VISIT_DAY - dt.timedelta(days=9), by_school=True)
    assert "by the school" in retest_words(BPVS, VISIT_DAY, [schools])[0]


def test_the_last_result_of_the_same_subtest_stands_beside_it():
    before = [
        earlier(dt.date(2025, 3, 3), msgspec.structs.replace(LOW, value=78)),
        earlier(dt.date(2026, 3, 3), msgspec.structs.replace(LOW, value=80), by_school=True),
        earlier(dt.date(2026, 5, 3), msgspec.structs.replace(LOW, value=8, scale="SCALED")),
    ]
    assert comparison(LOW, before) == "80 on 3 March 2026, by the school"
    assert comparison(msgspec.structs.replace(LOW, subtest="Spelling"), before) == ""


# Who gave it


def test_a_qualification_that_ran_out_before_the_test_is_told():
    lapsed = assessment(tester_qualified_until=VISIT_DAY - dt.timedelta(days=1))
    assert lapsed.is_qualification_lapsed
    assert qualification_words(lapsed)[1] is False
    assert qualification_words(assessment(tester_qualified_until=VISIT_DAY))[1] is True


@pytest.mark.parametrize(
    ("changes", "is_fine"),
    [
        ({}, True),
        ({"is_tester_qualified": None}, False),
        ({"is_tester_qualified": False}, False),
        ({"tester_qualification": ""}, False),
        ({"is_school_supplied": True, "is_tester_qualified": None}, True),
    ],
)
def test_the_state_of_the_qualification(changes, is_fine):
    assert qualification_words(assessment(**changes))[1] is is_fine


@pytest.mark.parametrize(
    "changes",
    [
        {"tester": ""},
        {"is_tester_qualified": False},
        {"tester_qualification": "NONE"},
        {"tester_qualified_until": VISIT_DAY - dt.timedelta(days=1)},
    ],
)
def test_evidence_for_access_arrangements_needs_a_named_qualified_assessor(changes):
    assert ("is_exam_evidence", True) in found(assessment(is_exam_evidence=True, **changes))
    assert "only from a named, qualified" in exam_words(assessment(**changes))


def test_below_average_scores_of_a_qualified_assessor_may_be_evidence():
    assert found(assessment(is_exam_evidence=True)) == []
    assert exam_words(assessment(scores=(LOW,))).startswith("84 or less: Receptive vocabulary.")
    high = msgspec.structs.replace(LOW, value=85, percentile=16)
    assert exam_words(assessment(scores=(high,))) == ""


def test_what_the_school_supplied_asks_nothing_that_only_the_tester_saw():
    bare = {"is_tester_qualified": None, "observed_behaviour": ""}
    assert found(assessment(**bare)) == [
        ("is_tester_qualified", True),
        ("observed_behaviour", True),
    ]
    assert found(assessment(is_school_supplied=True, **bare)) == []


# Scores in words


def test_a_percentile_that_disagrees_is_warned_of_and_blocks_nothing():
    wrong = msgspec.structs.replace(LOW, percentile=21)
    assert found(assessment(scores=(wrong,))) == [("scores/a/percentile", False)]
    assert found(assessment(scores=(LOW,))) == []


def test_an_age_equivalent_is_never_alone():
    alone = Score(key="a", subtest="Reading", age_equivalent="6:03")
    assert found(assessment(scores=(alone,))) == [("scores/a/age_equivalent", False)]
    assert "6:03" not in score_words(alone, "")
    with_score = msgspec.structs.replace(LOW, age_equivalent="6:03")
    assert found(assessment(scores=(with_score,))) == []
    assert score_words(with_score, "Below average").endswith("; age equivalent 6:03")
    assert "6:03" not in parent_words(with_score, "Below average")


def test_a_score_in_a_line():
    assert score_words(LOW, "Below average") == (
        "Receptive vocabulary: 82, percentile 12 (95 % interval 76 to 88), below average"
    )
    bare = Score(subtest="Elision", scale="SCALED", value=7)
    assert score_words(bare, "Low average") == ("Elision: 7, percentile about 16, low average")
    assert score_words(Score(subtest="Peers", scale="RAW", raw=6), "") == "Peers: raw score 6"
    assert score_words(Score(subtest="Peers"), "") == "Peers: no score"


def test_a_family_reads_words_and_no_numbers():
    words = parent_words(LOW, "Below average")
    assert words == "Receptive vocabulary: below average for the age"
    assert not any(letter.isdigit() for letter in words)
    assert parent_words(Score(subtest="Peers", scale="RAW", raw=6), "") == ""
