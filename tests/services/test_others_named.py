"""Another child's name in what is written about one: who may be named there, and who may not."""

from __future__ import annotations

import pytest

from stls_core.records.merging import PupilMerge
from stls_desktop.services.others_named import known_children, others_named
from tests.builders import a_record, an_id, case, pupil

ME = an_id("pupil")
OTHER, FAR = an_id("pupil", 2), an_id("pupil", 3)
OBSERVATION, TALK = an_id("observation"), an_id("discussion")


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


@pytest.fixture
def school(desk):
    put(
        desk,
        pupil(),
        pupil(id=OTHER, legal_forename="Jamal", legal_surname="Okonkwo", known_as="", upn=""),
        pupil(
            id=FAR,
            legal_forename="Peregrine",
            legal_surname="Thistlewood",
            known_as="",
            upn="",
            setting_id=an_id("setting", 9),
        ),
    )
    return desk


def named(desk, documents):
    found = others_named(desk, known_children(desk), documents)
    return [(one.path, one.words, one.instead) for one in found]


def observation(**words):
    return {OBSERVATION: ("observation", {"pupil_id": ME, **words})}


def talk(text, pupil_id="", rec=TALK):
    flat = {"advice": text, "setting_id": an_id("setting")}
    return {rec: ("discussion", {**flat, **({"pupil_id": pupil_id} if pupil_id else {})})}


def test_another_child_of_the_school_is_told_with_its_place(school):
    found = others_named(
        school, known_children(school), observation(what_helps="Sits by Jamal Okonkwo.")
    )
    (one,) = found
    assert (one.rec, one.path, one.label) == (OBSERVATION, "what_helps", "What helps")
    assert ("Sits by Jamal Okonkwo."[one.start : one.end], one.instead) == ("Jamal Okonkwo", "J.O.")


def test_the_child_itself_its_family_and_the_adults_there_are_named_freely(school):
    own = pupil()
    words = f"{own.legal_forename} {own.legal_surname}, {own.parents_carers[0].name}, Wilf"
    documents = {
        an_id("modelling_note"): (
            "modelling_note",
            {"pupil_id": ME, "adult_name": "Wilf Jamal", "context": f"{words} and Jamal"},
        )
    }
    assert named(school, documents) == []


def test_children_of_one_visit_may_be_named_in_it(school):
    first, second = talk("Beside Jamal.", ME), talk("Beside the door.", OTHER, an_id("x"))
    assert named(school, {**first, **second}) == []
    assert named(school, first) == [("advice", "Jamal", "J.")]


def test_a_talk_that_was_taken_out_does_not_count(school):
    gone = {an_id("x"): ("discussion", {"pupil_id": OTHER, "deleted": True, "advice": "Jamal"})}
    assert named(school, {**talk("Beside Jamal."), **gone}) == [("advice", "Jamal", "J.")]


def test_an_anonymous_talk_names_nobody(school):
    assert named(school, talk("Jamal hides.")) == [("advice", "Jamal", "J.")]


def test_a_child_of_another_school_is_known_by_the_whole_name_or_on_the_caseload(school):
    assert named(school, talk("Peregrine ran.")) == []
    found = named(school, talk("Peregrine Thistlewood ran."))
    assert found == [("advice", "Peregrine Thistlewood", "P.T.")]
    put(school, case(pupil_id=FAR, lead_teacher_id=school.me.account))
    assert named(school, talk("Peregrine ran.")) == [("advice", "Peregrine", "P.")]


def test_words_of_a_child_are_marked_where_they_are_changed(school):
    voice = {an_id("pupil_voice"): ("pupil_voice", {"pupil_id": ME, "likes": "I like Jamal"})}
    assert named(school, voice) == [("likes", "Jamal", "[J.]")]


def test_a_file_that_was_joined_is_the_same_child(school):
    join = a_record("pupil_merge", kept_id=ME, merged_id=OTHER)
    assert isinstance(join, PupilMerge)
    put(school, join)
    assert named(school, talk("Jamal ran.", ME)) == []


def test_codes_ids_and_other_fields_are_not_looked_through(school):
    flat = {"pupil_id": ME, "form": "Jamal", "signature": "Jamal", "sensitivity": "Jamal"}
    assert named(school, {an_id("agreement"): ("agreement", flat)}) == []
