"""Two files about one child: read as one, parted again, and nothing lost on the way."""

from __future__ import annotations

import msgspec
import pytest

from stls_core.policy import refusal_to_write
from stls_core.records import kind_named
from stls_core.records.merging import PupilMerge
from stls_core.records.pupils import Pupil
from stls_desktop.services import caseload, casework, joining
from stls_desktop.services.desk import Desk
from tests.builders import a_record, agreement, an_id, pupil

KEPT, OTHER, THIRD = an_id("pupil"), an_id("pupil", 2), an_id("pupil", 3)
WHY = "Same name and date of birth; the mother says so too."


def as_role(desk, role):
    return Desk(
        desk.store,
        desk.reference,
        msgspec.structs.replace(desk.me, role=role),
        now=desk.now,
        new_id=desk.new_id,
    )


@pytest.fixture
def lead(desk):
    with desk.store.write() as work:
        work.put(pupil())
        work.put(pupil(id=OTHER, known_as="Tobi", upn=""))
        work.put(pupil(id=THIRD, legal_forename="Tobyas", upn=""))
        work.put(a_record("assessment", pupil_id=OTHER))
        work.put(agreement(pupil_id=OTHER))
    return as_role(desk, "LEAD")


def lines(desk):
    return [line.id for line in caseload.list_pupils(desk)]


def stored(desk):
    with desk.store.read() as read:
        return read.documents(Pupil)


def the_join(desk):
    with desk.store.read() as read:
        return read.find(PupilMerge)[0]


def test_joined_files_are_one_row_and_one_timeline(lead):
    before = stored(lead)
    changed = joining.join(lead, KEPT, OTHER, WHY)
    assert lines(lead).count(KEPT) == 1
    assert OTHER not in lines(lead)
    assert "assessment" in [m.kind for m in casework.timeline(lead, KEPT)]
    assert caseload.pupil_sheet(lead, KEPT).agreements  # signed under the other file
    assert next(line for line in caseload.list_pupils(lead) if line.id == KEPT).has_agreement
    assert "pupil" in changed.kinds
    assert stored(lead) == before


def test_parting_them_again_brings_everything_back(lead):
    before = (lines(lead), stored(lead), casework.timeline(lead, KEPT))
    joining.join(lead, KEPT, OTHER, WHY)
    joining.part(lead, the_join(lead).id, "Two cousins after all.")
    assert (lines(lead), stored(lead), casework.timeline(lead, KEPT)) == before
    assert joining.joins_of(lead, KEPT) == ()


def test_a_teacher_proposes_and_a_lead_joins(lead):
    teacher = as_role(lead, "LINK")
    joining.join(teacher, KEPT, OTHER, WHY)
    assert OTHER in lines(teacher)
    (proposal,) = joining.proposals(lead)
    assert (proposal.reason, proposal.is_proposed) == (WHY, True)
    with pytest.raises(joining.JoiningError, match="A lead joins"):
        joining.approve(teacher, proposal.rec)
    joining.approve(lead, proposal.rec)
    assert OTHER not in lines(lead)
    assert joining.proposals(lead) == ()


def test_the_server_takes_an_approval_from_a_lead_only():
    kind = kind_named("pupil_merge")
    assert refusal_to_write("LINK", kind, ["kept_id", "merged_id", "reason"]) == ""
    assert "lead" in refusal_to_write("LINK", kind, ["approved_by_id"])
    assert refusal_to_write("LEAD", kind, ["approved_by_id"]) == ""


def test_a_reason_is_asked_for_both_ways(lead):
    with pytest.raises(joining.JoiningError, match="Say why"):
        joining.join(lead, KEPT, OTHER, "  ")
    joining.join(lead, KEPT, OTHER, WHY)
    with pytest.raises(joining.JoiningError, match="Say why"):
        joining.part(lead, the_join(lead).id, "")


def test_three_files_are_read_as_one_through_the_middle(lead):
    joining.join(lead, KEPT, THIRD, WHY)
    with lead.store.write() as work:
        work.put(a_record("pupil_merge", number=7, kept_id=THIRD, merged_id=OTHER))
    assert casework.pupil_file(lead, KEPT).joined == (KEPT, THIRD, OTHER)
    assert lines(lead) == [KEPT]
    with pytest.raises(joining.JoiningError, match="read as one already"):
        joining.join(lead, KEPT, OTHER, WHY)


def test_files_that_point_at_each_other_still_open(lead):
    with lead.store.write() as work:
        work.put(a_record("pupil_merge", number=7, kept_id=OTHER, merged_id=KEPT))
        work.put(a_record("pupil_merge", number=8, kept_id=KEPT, merged_id=OTHER))
    assert casework.pupil_file(lead, KEPT).joined == (KEPT, OTHER)
    assert sorted(lines(lead)) == sorted((min(KEPT, OTHER), THIRD))  # nobody disappears


def test_the_two_files_are_compared_field_by_field(lead):
    found = joining.compare(lead, KEPT, OTHER)
    known_as = next(line for line in found.lines if line.label == "Known as")
    assert (known_as.kept, known_as.other, known_as.differs) == ("Toby", "Tobi", True)
    assert (found.kept_records, found.other_records) == (0, 2)
    assert found.may_join
    assert joining.compare(lead, KEPT, "nobody") is None
