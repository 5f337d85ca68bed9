"""What an observation comes to is told with its n wherever it is shown, never by its codes."""

from __future__ import annotations

import pytest

from stls_core.records import kind_named
from stls_desktop.services import casework_signing, sharing
from stls_desktop.services.field_words import FieldWords
from tests.builders import a_record, agreement, an_id, pupil

RECORD = an_id("observation")
FORTY = " ".join(["ON_A"] * 18 + ["T"] * 22)
NINETEEN = " ".join(["ON_A"] * 19)


@pytest.fixture
def child(desk):
    put(desk, pupil(), agreement(agrees=("OBSERVE", "TESTS", "DISCUSS")))
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def told_over_a_table(desk):
    return {part.label: part.words for part in sharing.shared(desk, RECORD).parts}


def test_over_a_table_it_is_told_with_its_n_and_in_words(child):
    put(child, a_record("observation", slots=FORTY, peer_slots=NINETEEN, involvement=4))
    found = told_over_a_table(child)
    assert found["On task"] == "45 % of 40 slots"
    assert found["A peer, on task"] == "n = 19, too few for a percentage (20 needed)"
    assert found["Involvement"] == "4 of 5 (Leuven scale)"
    assert found["The room"] == "Hinders: noise in the room (the fan)."
    assert found["Checks"] == "With help: follows a voice in noise (from two metres)."
    assert found["Leaves the carpet"] == "4 times in 20 minutes; 12 an hour"
    assert not any("ON_A" in words for words in found.values())


@pytest.mark.parametrize(
    ("slots", "words"),
    [(FORTY, "45 % of 40 slots"), (NINETEEN, "n = 19, too few for a percentage (20 needed)")],
)
def test_its_history_tells_what_the_codes_come_to(child, slots, words):
    with child.store.read() as read:
        told = FieldWords(child, read)
        for name in ("slots", "peer_slots"):
            assert told.value(kind_named("observation"), name, slots) == words


def problems(desk):
    with desk.store.read() as read:
        record = read.open(RECORD)
    found = casework_signing.problems_to_sign(desk, {RECORD: ("observation", record.doc)})
    return [problem.message for problem in found]


WANTED = "Write what was seen, line by line or in one piece"


@pytest.mark.parametrize("method", ["NARRATIVE", "ABC"])
def test_a_running_record_without_a_line_is_not_signed_on_its_interpretation_alone(child, method):
    put(child, a_record("observation", method=method, interpretation="He is tired by ten."))
    assert problems(child) == [WANTED]
    put(child, a_record("observation_entry"))
    assert problems(child) == []


def test_a_description_in_one_piece_is_enough(child):
    put(child, a_record("observation", method="NARRATIVE", description="Sits by the door."))
    assert problems(child) == []
