"""What is typed is kept at once, and leaves the laptop when it can be understood by another."""

from __future__ import annotations

from stls_core.records.visits import Action, LinkVisit
from stls_desktop.services import drafting, visits
from tests.services.conftest import SCHOOL


def _settle(desk, form=None):
    return drafting.settle(desk, form)


def _unsent(desk):
    with desk.store.read() as read:
        return read.unsent()


def test_keeping_a_draft_tells_the_time_for_saved(visit, desk, clock):
    assert drafting.keep(desk, [visit.type(visit.sheet.visit, rating=3)]) == clock()
    assert visit.sheet.drafts[visit.id].doc["rating"] == 3


def test_a_form_is_settled_whole_and_its_drafts_are_gone(visit, desk):
    drafting.keep(desk, visit.write_up())
    settled = _settle(desk, visit.id)
    assert not settled.unsendable
    assert settled.changed.kinds == {"link_visit", "discussion", "action"}
    assert visit.sheet.drafts == {}
    assert len(visit.sheet.discussions) == len(visit.sheet.actions) == 1


def test_settling_one_form_leaves_the_others(visit, desk, form_of):
    other = form_of(visits.plan(desk, SCHOOL, visit.sheet.setting.opened_on or desk.today())[0])
    drafting.keep(desk, [visit.type(visit.sheet.visit, rating=3)])
    drafting.keep(desk, [other.type(other.sheet.visit, rating=4)])
    _settle(desk, visit.id)
    with desk.store.read() as read:
        assert [draft.rec for draft in read.drafts()] == [other.id]


def test_a_half_typed_date_stays_here_and_says_which_field(visit, desk):
    drafting.keep(desk, [visit.type(visit.sheet.visit, raw={"next_visit_on": "1/1"}, rating=3)])
    (unsendable,) = _settle(desk).unsendable
    (problem,) = unsendable.problems
    assert problem == ("next_visit_on", "Next visit: “1/1” is not finished yet.", True)
    assert visit.sheet.drafts[visit.id].raw == {"next_visit_on": "1/1"}
    assert visit.sheet.drafts[visit.id].doc["rating"] == 3
    (waiting,) = drafting.unfinished(desk)
    assert waiting.problems == (problem,)


def test_a_record_that_lacks_what_saving_needs_waits_while_the_rest_goes(visit, desk):
    action = visits.blank_action(desk, visit.id, SCHOOL)
    drafting.keep(
        desk,
        [visit.type(action, who="SENCO"), visit.type(visit.sheet.visit, senco_confidence=7)],
    )
    settled = _settle(desk)
    (unsendable,) = settled.unsendable
    assert [p.message for p in unsendable.problems] == ["Say what will be done"]
    assert set(settled.drafts) == {visit.id}
    with desk.store.read() as read:
        assert read.get(LinkVisit, visit.id).senco_confidence == 7
        assert read.find(Action) == ()
    drafting.keep(desk, [visit.type(action, what="Timetables")])
    assert not _settle(desk).unsendable


def test_what_only_signing_needs_does_not_keep_a_draft_here(visit, desk):
    talk = visits.blank_discussion(desk, visit.id, SCHOOL)
    drafting.keep(desk, [visit.type(talk, concern="Noise.")])
    assert not _settle(desk).unsendable


def test_a_rule_over_two_fields_keeps_a_draft_here(visit, desk):
    draft = visit.type(visit.sheet.visit, starts_at="11:00:00", ends_at="09:00:00")
    drafting.keep(desk, [draft])
    (unsendable,) = _settle(desk).unsendable
    assert [p.field for p in unsendable.problems] == ["ends_at"]


def test_a_form_goes_on_with_the_draft_that_settling_gave_back(visit, desk):
    drafting.keep(desk, [visit.type(visit.sheet.visit, senco_confidence=7)])
    visit.drafts.update(_settle(desk).drafts)
    before = len(_unsent(desk))
    drafting.keep(desk, [visit.type(visit.sheet.visit, senco_confidence=8)])
    _settle(desk)
    assert len(_unsent(desk)) == before
    with desk.store.read() as read:
        assert read.get(LinkVisit, visit.id).senco_confidence == 8


def test_a_draft_of_a_newer_kind_is_no_trouble(desk):
    from stls_desktop.store.drafts import Draft

    drafting.keep(desk, [Draft("h1", "hymn", "h1", {}, {"tune": "Greensleeves"})])
    assert not _settle(desk).unsendable
