"""A record of a pupil's file is signed: frozen with what belongs to it, and corrected."""

from __future__ import annotations

import msgspec
import pytest

from stls_core.records import kind_named
from stls_core.records.observations import Observation
from stls_core.records.reports import SignedVersion
from stls_desktop.services import casework_signing, signing
from stls_desktop.services.signing import NotSignableError
from tests.builders import VISIT_DAY, a_record, action, agreement, an_id, pupil

RECORD = an_id("observation")


@pytest.fixture
def child(desk):
    put(desk, pupil(), agreement(agrees=("OBSERVE", "TESTS", "DISCUSS")))
    put(desk, a_record("observation"))
    return desk


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


def edit(desk, rec, kind="observation", **values):
    with desk.store.write() as work:
        work.edit(kind, rec, values)


def signed(desk):
    with desk.store.read() as read:
        return read.find(SignedVersion, of_id=RECORD)


def test_signing_freezes_the_words_in_the_pupils_unit(child):
    put(child, a_record("observation_entry"))
    put(child, action(visit_id="", of_id=RECORD, of_kind="observation", pupil_id=an_id("pupil")))
    casework_signing.sign(child, RECORD)
    (version,) = signed(child)
    content = msgspec.json.decode(version.content)
    assert version.pupil_id == an_id("pupil")
    assert content["record"]["what_helps"] == "Pictures and partner talk."
    assert content["children"]["observation_entry"][0]["words"].startswith("Points at the card")
    assert [each["what"] for each in content["actions"]] == [action().what]
    with child.store.read() as read:
        assert read.get(Observation, RECORD).status == "SIGNED"
        assert signing.is_intact(signing.version(read, version.id))


def test_a_later_edit_is_kept_and_told_as_not_in_the_version(child):
    casework_signing.sign(child, RECORD)
    edit(child, RECORD, what_helps="Quiet.")
    told = casework_signing.standing(child, RECORD)
    assert told.number == 1
    assert told.not_in_version == (kind_named("observation").fields["what_helps"].label,)
    assert msgspec.json.decode(signed(child)[0].content)["record"]["what_helps"] != "Quiet."


def test_a_correction_within_five_working_days_explains_itself(child):
    casework_signing.sign(child, RECORD)
    edit(child, RECORD, what_helps="Quiet.")
    casework_signing.sign(child, RECORD)
    second = max(signed(child), key=lambda version: version.supersedes_id)
    assert second.reason == "Typing correction"
    assert casework_signing.standing(child, RECORD).number == 2


def test_a_later_correction_says_why(child, clock):
    casework_signing.sign(child, RECORD)
    clock.go_on(days=20)
    assert casework_signing.standing(child, RECORD).needs_reason
    with pytest.raises(NotSignableError, match="Say why it is changed"):
        casework_signing.sign(child, RECORD)
    casework_signing.sign(child, RECORD, "The teacher had the times wrong.")
    assert len(signed(child)) == 2


def test_what_is_missing_is_named_and_nothing_is_signed(child):
    edit(child, RECORD, what_helps=None)
    with pytest.raises(NotSignableError, match="Say what helped"):
        casework_signing.sign(child, RECORD)
    assert signed(child) == ()


def problems_of(desk, kind, **changes):
    record = a_record(kind, **changes)
    put(desk, record)
    with desk.store.read() as read:
        documents = {record.id: (kind, {**read.open(record.id).doc, "id": record.id})}
    return [p.message for p in casework_signing.problems_to_sign(desk, documents)]


def test_an_observation_needs_an_agreement_on_its_day(child):
    put(child, agreement(withdrawn_on=VISIT_DAY))
    assert problems_of(child, "observation") == [
        "No Agreement to Engage holds on this day. Record the agreement before you sign"
    ]


def test_what_the_family_refused_blocks_and_what_it_was_not_asked_only_warns(child):
    put(child, agreement(agrees=("OBSERVE",), refuses=("TESTS",)))
    assert problems_of(child, "assessment") == ["The family does not agree to standardised tests"]
    put(child, agreement(agrees=("OBSERVE",), refuses=()))
    assert problems_of(child, "assessment") == []


def test_a_score_that_the_school_supplied_needs_no_agreement_of_ours(child):
    put(child, agreement(withdrawn_on=VISIT_DAY))
    assert problems_of(child, "assessment", is_school_supplied=True) == []


def test_a_session_that_was_called_off_has_nothing_to_sign():
    assert casework_signing.may_be_signed("iss_session", {"status": "DONE"})
    assert not casework_signing.may_be_signed("iss_session", {"status": "CANCELLED"})
    assert not casework_signing.may_be_signed("pupil", {})
