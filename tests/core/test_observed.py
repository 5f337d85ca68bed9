"""What an observation comes to in words: every share with its n, and none from few slots."""

from __future__ import annotations

import pytest

from stls_core.observed import Answer, aspects, checks, in_words, results, tally_words
from stls_core.records import Need, kind_named
from stls_core.records.observations import CheckPoint, Observation, SurroundingsPoint, Tally
from stls_core.validation import problems_of
from tests.core.seed import shipped


@pytest.fixture(scope="module")
def known():
    return shipped()


def told(known, **values):
    return dict(results(Observation(**values), known))


def test_a_share_is_told_with_its_n(known):
    found = told(known, slots="ON_A " * 9 + "T " * 11, peer_slots="ON_P " * 17 + "OFF_V " * 3)
    assert found["On task"] == "45 % of 20 slots"
    assert found["A peer, on task"] == "85 % of 20 slots"


@pytest.mark.parametrize("slots", ["ON_A " * 19, "ON_A " * 19 + "- NA - NA"])
def test_no_percentage_is_told_from_fewer_than_twenty_slots(known, slots):
    found = told(known, slots=slots, peer_slots=slots)
    assert found["On task"] == "n = 19, too few for a percentage (20 needed)"
    assert not any("%" in words for words in found.values())


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (Tally(behaviour="x", count=4, minutes=20), "4 times in 20 minutes; 12 an hour"),
        (Tally(behaviour="x", count=1, minutes=1), "once in 1 minute; 60 an hour"),
        (Tally(behaviour="x", count=0, minutes=5), "0 times in 5 minutes; 0 an hour"),
        (
            Tally(behaviour="x", count=2, seconds=95, minutes=10),
            "2 times, 1 min 35 s in all in 10 minutes",
        ),
        (Tally(behaviour="x"), ""),
    ],
)
def test_counts_are_told_with_the_minutes_that_were_watched(tally, words):
    assert tally_words(tally) == words


def test_answers_are_summed_state_by_state(known):
    answers = [
        Answer("ECHO", "HINDERS"),
        Answer("SEATING", "HELPS"),
        Answer("EQUIPMENT", "HINDERS", "the projector"),
        Answer("LIGHT", ""),
    ]
    assert in_words(answers, known, "environment_aspect", "environment_state") == (
        "Helps: seating.",
        "Hinders: echo and hard surfaces, fans, projector, heating (the projector).",
    )


def test_a_method_asks_for_its_own_part_of_the_room_and_a_method_without_one_for_all(known):
    assert [group.title for group in aspects(known, "LISTENING_ENV")] == ["Sound"]
    assert len(aspects(known, "NARRATIVE")) == 4
    assert checks(known, "ABC") == ()
    assert len(checks(known, "FUNCTIONAL_VISION")[0].items) == 10


def test_every_method_with_checks_or_a_room_of_its_own_is_a_method(known):
    from stls_core.observed import AREAS

    methods = {code.code for code in known.choices("observation_method")}
    assert set(AREAS) <= methods
    areas = {code.code for code in known.choices("environment_area")}
    assert {area for several in AREAS.values() for area in several} == areas


def problems(known, **values):
    seen = Observation(**{"method": "EVENT", **values})
    found = problems_of(kind_named("observation"), seen, Need.SIGN, known)
    return [problem.message for problem in found if problem.field == "description"]


SEEN = "Looks at the window for two minutes, then at the teacher."


def test_what_was_seen_is_needed_to_sign_where_nothing_was_measured(known):
    wanted = ["Say what was seen, apart from what it may mean"]
    assert problems(known) == wanted
    assert problems(known, method="PLAY_EY", interpretation="Tired.") == wanted
    assert problems(known, description=SEEN) == []


@pytest.mark.parametrize(
    "measured",
    [
        {"slots": "ON_A"},
        {"tallies": (Tally(key="a", behaviour="x", count=0),)},
        {"environment": (SurroundingsPoint(key="a", aspect="ECHO", state="HELPS"),)},
        {"checks": (CheckPoint(key="a", item="L_NAME", state="EASILY"),)},
        {"involvement": 3},
    ],
)
def test_what_was_measured_is_something_seen(known, measured):
    assert problems(known, **measured) == []


def test_a_question_that_nobody_answered_is_nothing_seen(known):
    blank = (CheckPoint(key="a", item="L_NAME", note="later"),)
    assert problems(known, checks=blank)


def test_the_same_words_are_not_both_seen_and_meant(known):
    found = problems(known, description=f"{SEEN} Sits down.", interpretation=SEEN)
    assert found == ["The same words stand under What it may mean. Keep what was seen here."]
    assert problems(known, description=SEEN, interpretation="The window draws him.") == []
