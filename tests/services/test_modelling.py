"""A modelling note beside the earlier ones: the ladder, the checklist, and nobody's list."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core.records.modelling import LocalStrategy, StepDone
from stls_desktop.services import casework_signing, modelling, steps, strategies
from stls_desktop.services.finding import find
from stls_desktop.services.signing import NotSignableError
from stls_desktop.services.steps import StepError
from tests.builders import VISIT_DAY, a_record, agreement, an_id, pupil

NOTE = an_id("modelling_note")
ALL = tuple(StepDone(key=str(n), step="Wait", did="Y") for n in range(4))


def a_note(number=1, **changes):
    day = VISIT_DAY + dt.timedelta(days=number - 9)
    return a_record("modelling_note", number=number, **{"modelled_on": day, **changes})


@pytest.fixture
def child(desk):
    put(desk, pupil(), agreement())
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def ladder(desk, number):
    rec = an_id("modelling_note", number)
    with desk.store.read() as read:
        return modelling.ladder(desk, rec, read.open(rec).doc)


def test_the_ladder_holds_only_this_adult_and_this_strategy(child):
    put(
        child,
        a_note(1, stage="MODEL"),
        a_note(2, stage="MODEL", adult_name="Somebody Else"),
        a_note(3, stage="MODEL", strategy="CL01"),
        a_note(4, stage="JOINT"),
    )
    found = ladder(child, 4)
    assert [rung.note_id for rung in found.earlier] == [an_id("modelling_note", 1)]
    assert (found.next_stage, found.skips) == ("JOINT", False)


def test_a_skipped_stage_is_not_signed_without_its_reason(child):
    said = {"feedback_strength": "You waited.", "feedback_next": "Say the name first."}
    put(child, a_note(1, stage="COACH", skipped_reason="", **said))
    with pytest.raises(NotSignableError, match="Say why a stage was skipped"):
        casework_signing.sign(child, NOTE)
    put(child, a_note(1, stage="COACH", skipped_reason="She has done it for years.", **said))
    casework_signing.sign(child, NOTE)


def test_embedded_is_refused_with_what_is_missing_and_taken_once_it_is_there(child):
    put(child, a_note(1, stage="SOLO", steps=ALL, status="REVIEWED"))
    with pytest.raises(StepError, match="two days"):
        steps.take_step(child, NOTE, "EMBEDDED")
    put(child, a_note(2, stage="SOLO", steps=ALL))
    put(child, a_note(1, stage="SOLO", steps=ALL, status="REVIEWED", modelled_on=VISIT_DAY))
    steps.take_step(child, NOTE, "EMBEDDED")


def test_the_checklist_is_that_of_the_strategy(child):
    found = modelling.checklist(child, {"strategy": "CI02"})
    told = next(each for each in strategies.catalogue() if each.code == "CI02")
    assert [each["step"] for each in found] == list(told.steps)


def test_a_note_for_another_adult_begins_without_the_first_ones_answers(child):
    put(child, a_note(1))
    with child.store.read() as read:
        given = modelling.for_another_adult(read.open(NOTE).doc)
    assert given["strategy"] == a_note(1).strategy
    assert not {"adult_name", "adult_role", "confidence_before", "steps"} & set(given)


def test_no_search_finds_a_note_by_the_adults_name(child):
    put(child, a_note(1, adult_name="Xanthippe Overmeer"))
    assert find(child, "Xanthippe") == ()


def test_a_strategy_is_adapted_as_one_of_our_own(child):
    (card, *_) = strategies.search(child, "now-next")
    made = strategies.adapt(child, card)
    with child.store.read() as read:
        own = read.get(LocalStrategy, made.rec)
    assert own.adapted_from == card.strategy.code
    assert own.steps.splitlines() == list(card.strategy.steps)
    assert strategies.search(child, "ours")[0].local_id == made.rec
