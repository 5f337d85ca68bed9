"""An assessment beside what is known, in lines that say who supplied it, and as plain text."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.records.assessments import Score
from stls_desktop.services import assessing, casework, history, records, sharing
from tests.builders import VISIT_DAY, a_record, agreement, an_id, pupil

REC = an_id("assessment")
LOW = Score(key="a", subtest="Receptive vocabulary", value=82.0, percentile=12.0)


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def document(desk, rec=REC):
    with desk.store.read() as read:
        return read.open(rec).doc


def around(desk, rec=REC):
    return assessing.look_around(desk, rec, document(desk, rec))


@pytest.fixture
def child(desk):
    put(desk, pupil(born_on=dt.date(2019, 5, 14)), agreement())
    return desk


def earlier(number, days, **changes):
    day = VISIT_DAY - dt.timedelta(days=days)
    return a_record("assessment", number=number, assessed_on=day, **changes)


def test_the_age_at_the_test_and_its_norms_stand_beside_it(child):
    put(child, a_record("assessment"))
    found = around(child)
    assert found.norms_state == "IN"
    assert found.norms.startswith("Age at test 7:0")
    assert found.test.name.startswith("British Picture Vocabulary Scale")


def test_only_the_same_test_of_the_same_child_before_that_day_counts(child):
    put(
        child,
        a_record("assessment"),
        earlier(2, 30),
        earlier(3, 30, test="WRAT5"),
        earlier(4, 30, pupil_id=an_id("pupil", 2)),
        earlier(5, -3),
        earlier(6, 30, deleted=True),
    )
    found = around(child)
    assert [each.rec for each in found.earlier] == [an_id("assessment", 2)]
    assert found.is_too_soon


def test_of_other_tests_the_name_decides(child):
    other = {"test": "OTHER", "test_other": "Salford reading"}
    put(child, a_record("assessment", **other), earlier(2, 30, test="OTHER", test_other="Salford "))
    assert around(child).earlier == ()
    put(child, earlier(3, 40, **{**other, "test_other": " salford READING"}))
    assert [each.rec for each in around(child).earlier] == [an_id("assessment", 3)]


def test_a_test_outside_the_catalogue_is_known_once_it_was_used_with_its_last_parts(child):
    old = (Score(key="a", subtest="Old part", value=90.0),)
    new = (Score(key="a", subtest="Reading", scale="SCALED", value=9.0),)
    other = {"test": "OTHER", "test_other": "Salford reading"}
    put(child, earlier(2, 300, **other, scores=old), earlier(3, 30, **other, scores=new))
    put(child, earlier(4, 10), earlier(5, 10, **{**other, "deleted": True}))
    (test,) = assessing.own_tests(child)
    assert (test.name, test.subtests) == ("Salford reading", (("Reading", "SCALED"),))


def test_a_test_of_a_file_that_was_joined_counts(child):
    put(child, a_record("assessment"), earlier(2, 30, pupil_id=an_id("pupil", 2)))
    put(child, a_record("pupil_merge"))
    assert [each.rec for each in around(child).earlier] == [an_id("assessment", 2)]


def test_what_the_same_tester_said_last_time_is_offered(child):
    until = dt.date(2027, 8, 31)
    said = {"tester_qualification": "APC", "tester_qualified_until": until}
    put(child, a_record("assessment"), earlier(2, 200, **said))
    assert around(child).usual == {**said, "is_tester_qualified": True}
    put(child, a_record("assessment", number=7, test="WRAT5"))
    assert "is_tester_qualified" not in around(child, an_id("assessment", 7)).usual
    put(child, a_record("assessment", number=8, tester="Somebody Else"))
    assert around(child, an_id("assessment", 8)).usual == {}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "BPVS-3: Vocabulary 82 below average"),
        (
            {"is_school_supplied": True},
            "BPVS-3, supplied by the school: Vocabulary 82 below average",
        ),
        ({"test": "OTHER", "test_other": "Salford", "scores": ()}, "Salford"),
        (
            {"scores": (Score(key="a", subtest="Peers", scale="RAW", raw=6.0),)},
            "BPVS-3: Peers raw 6",
        ),
        (
            {"scores": tuple(Score(key=k, subtest=k, value=100.0) for k in "abcd")},
            "BPVS-3: a 100 average, b 100 average, 2 more",
        ),
    ],
)
def test_the_timeline_tells_scores_and_who_supplied_them(child, changes, words):
    put(child, a_record("assessment", **changes))
    (moment,) = casework.timeline(child, an_id("pupil"), kind="assessment")
    assert moment.words == words


def test_what_the_school_supplied_says_so_in_title_history_and_text(child):
    put(child, a_record("assessment", is_school_supplied=True))
    assert records.open_record(child, REC).title == "BPVS-3, supplied by the school"
    assert history.history(child, REC).title == "BPVS-3, supplied by the school"
    text = assessing.plain_text(child, REC, document(child))
    assert "SUPPLIED BY THE SCHOOL" in text
    assert "- Vocabulary: 82, percentile 12" in text
    assert text.count("supplied by the school") == 1  # at its one score


def test_the_history_names_the_numbers_of_a_score(child):
    put(child, a_record("assessment", scores=()))
    with child.store.write() as work:
        score = {"key": "a", "subtest": "Spelling", "value": 78.0, "percentile": 7.0}
        work.edit("assessment", REC, {"scores/a": score})
    change = history.history(child, REC).editions[0].fields[0]
    assert change.after == "Spelling, Score 78, Percentile 7"


def test_the_plain_text_names_no_child_and_tells_what_stands_against_it(child, tmp_path):
    wrong = Score(key="a", subtest="Spelling", value=82.0, percentile=21.0)
    put(child, a_record("assessment", scores=(wrong,)), earlier(2, 30))
    path = assessing.save_text(child, REC, document(child), tmp_path / "results.txt")
    text = path.read_text(encoding="utf-8")
    name = pupil().legal_surname
    assert name not in text
    for words in (
        f"Date: {VISIT_DAY.day} {VISIT_DAY:%b %Y}, given by Odile Marchbanks",
        "less than six months ago",
        "score and percentile disagree",
        "How the child worked",
        "Tester qualified on the day",
    ):
        assert words in text


def test_over_a_table_a_family_sees_bands_and_no_numbers(child):
    aged = Score(key="a", subtest="Reading", value=82.0, age_equivalent="6:03")
    put(child, a_record("assessment", scores=(aged,)))
    told = {part.label: part.words for part in sharing.shared(child, REC).parts}
    assert told["Results"] == "Reading: below average for the age"
    assert not any("6:03" in words for words in told.values())
