"""A signed version says for ever what was said on the day, and no laptop can change it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from stls_core.records.reports import SignedVersion
from stls_core.records.visits import Action, Discussion, LinkVisit
from stls_core.wire import Result
from stls_desktop.services import drafting, signing, visits
from stls_desktop.services.signing import NotSignableError
from tests.builders import VISIT_DAY, action, agreement, an_id, pupil, setting
from tests.services.conftest import SCHOOL

CHILD, OTHER_CHILD = an_id("pupil"), an_id("pupil", 2)


@pytest.fixture
def written(visit, desk):
    drafting.keep(desk, visit.write_up())
    return visit


def _about(visit, desk, child, advice):
    talk = visits.blank_discussion(desk, visit.id, SCHOOL)
    typed = visit.type(
        talk, subject="PUPIL", pupil_id=child, area_of_need="CI", concern="", advice=advice
    )
    drafting.keep(desk, [typed])


def _versions(desk, visit):
    with desk.store.read() as read:
        return signing.versions_of(read, visit.id)


def _records(desk, record, **equals):
    with desk.store.read() as read:
        return read.find(record, **equals)


def test_signing_settles_the_form_and_freezes_every_word(written, desk, clock):
    signed = signing.sign_visit(desk, written.id)
    assert {"link_visit", "discussion", "action", "signed_version"} <= signed.changed.kinds
    assert written.sheet.drafts == {}
    (version,) = _versions(desk, written)
    assert version.id == signed.version_id
    assert (version.number, version.signed_by, version.signed_on) == (
        1,
        "Odile Marchbanks",
        VISIT_DAY,
    )
    content = version.content
    assert content["visit"]["next_visit_on"] == "2026-12-01"
    assert [d["advice"] for d in content["discussions"]] == ["Sit by the door."]
    assert [a["what"] for a in content["actions"]] == ["Timetables."]
    assert content["words"]["setting"] == "Tumblestone Lane Primary School"
    assert content["words"]["district"] == "Wenningdale"
    (record,) = _records(desk, SignedVersion)
    assert record.signed_at == clock()
    assert _records(desk, LinkVisit)[0].status == "SIGNED"


def test_later_edits_change_nothing_in_a_signed_version(written, desk):
    signing.sign_visit(desk, written.id)
    before = _versions(desk, written)
    with desk.store.write() as work:
        work.put(setting(name="Renamed Primary School"))
        for kind, record, edit in (
            ("discussion", Discussion, {"advice": "Something else."}),
            ("action", Action, {"what": "Other.", "status": "DONE"}),
            ("link_visit", LinkVisit, {"rating": 4}),
        ):
            work.edit(kind, work.find(record)[0].id, edit)
    assert _versions(desk, written) == before
    assert signing.is_intact(before[0])
    assert "How useful" in written.sheet.not_in_version


def test_what_is_about_a_pupil_is_a_part_of_its_own_in_that_pupils_unit(written, desk):
    with desk.store.write() as work:
        work.put(pupil())
        work.put(pupil(number=2, legal_forename="Ada", known_as=""))
        work.put(agreement())
        work.put(agreement(number=2, pupil_id=OTHER_CHILD))
    _about(written, desk, CHILD, "Two words at a time.")
    _about(written, desk, OTHER_CHILD, "Count the beads.")
    version_id = signing.sign_visit(desk, written.id).version_id
    parts = _records(desk, SignedVersion, part_of_id=version_id)
    assert {part.pupil_id for part in parts} == {CHILD, OTHER_CHILD}
    with desk.store.read() as read:
        units = {change.rec: change.unit for change in read.unsent()}
    assert {units[part.id] for part in parts} == {CHILD, OTHER_CHILD}
    assert units[version_id] == SCHOOL
    (version,) = _versions(desk, written)
    whole = str(version.content)
    assert "Two words" not in whole
    assert "Toby" not in whole
    assert CHILD not in whole
    assert version.missing_parts == 0
    assert sorted(part["discussions"][0]["pupil"] for part in version.parts) == [
        "Ada Thistlewick",
        "Toby Thistlewick",
    ]


def test_a_part_that_this_laptop_may_not_see_is_counted_as_missing(written, desk):
    with desk.store.write() as work:
        work.put(pupil())
        work.put(agreement())
    _about(written, desk, CHILD, "Two words at a time.")
    version_id = signing.sign_visit(desk, written.id).version_id
    (part,) = _records(desk, SignedVersion, part_of_id=version_id)
    with desk.store.write() as work:
        work.edit("signed_version", part.id, {"deleted": True})
    (version,) = _versions(desk, written)
    assert version.parts == ()
    assert version.missing_parts == 1
    assert signing.is_intact(version)


@pytest.mark.parametrize("of", ["whole", "part"])
def test_a_word_altered_afterwards_is_noticed(written, desk, of):
    with desk.store.write() as work:
        work.put(pupil())
        work.put(agreement())
    _about(written, desk, CHILD, "Two words at a time.")
    version_id = signing.sign_visit(desk, written.id).version_id
    assert signing.is_intact(_versions(desk, written)[0])
    with desk.store.write() as work:
        (part,) = work.find(SignedVersion, part_of_id=version_id)
        rec = version_id if of == "whole" else part.id
        content = work.get(SignedVersion, rec).content
        altered = content.replace("door", "wall").replace("Two", "Ten")
        assert altered != content
        work.edit("signed_version", rec, {"content": altered})
    assert not signing.is_intact(_versions(desk, written)[0])


def test_a_discussion_and_an_action_that_were_deleted_are_not_signed(written, desk):
    drafting.settle(desk)
    with desk.store.write() as work:
        work.edit("action", work.find(Action)[0].id, {"deleted": True})
        no_others = {"has_no_actions": True, "no_actions_reason": "All in hand."}
        work.edit("link_visit", written.id, no_others)
    signing.sign_visit(desk, written.id)
    assert _versions(desk, written)[0].content["actions"] == []


def test_reviewed_actions_keep_the_wording_of_the_day(written, desk):
    with desk.store.write() as work:
        work.put(action())
    (carried,) = written.sheet.carried
    drafting.keep(desk, [written.type(carried, status="PART", reviewed_in_id=written.id)])
    signing.sign_visit(desk, written.id)
    (reviewed,) = _versions(desk, written)[0].content["reviewed"]
    assert reviewed["what"] == "Put a visual timetable in each Year 2 room."
    assert reviewed["status"] == "PART"


def test_a_half_typed_value_keeps_the_visit_from_being_signed(written, desk):
    drafting.keep(desk, [written.type(written.sheet.visit, raw={"rating": "1."})])
    with pytest.raises(NotSignableError, match=r"How useful: “1\.” is not finished yet"):
        signing.sign_visit(desk, written.id)
    assert _versions(desk, written) == ()
    assert _records(desk, LinkVisit)[0].status != "SIGNED"


def test_what_blocks_signing_on_the_screen_blocks_it_everywhere(written, desk):
    """Whoever calls: a command or a screen that forgot to ask cannot sign past the gate."""
    with desk.store.write() as work:
        work.put(action(what="Label the pegs."))
    with pytest.raises(NotSignableError, match="Say what became of this action"):
        signing.sign_visit(desk, written.id)
    assert _versions(desk, written) == ()
    assert _records(desk, LinkVisit)[0].status != "SIGNED"
    assert _records(desk, Discussion)[0].advice == "Sit by the door."  # what was typed is kept


def test_a_pupil_without_an_agreement_blocks_signing_without_being_named(written, desk):
    with desk.store.write() as work:
        work.put(pupil())
    _about(written, desk, CHILD, "Two words at a time.")
    with pytest.raises(NotSignableError, match="no Agreement to Engage") as refused:
        signing.sign_visit(desk, written.id)
    assert "Thistlewick" not in str(refused.value)


def test_of_several_things_that_block_signing_the_first_is_said_and_the_rest_counted(visit, desk):
    with pytest.raises(NotSignableError, match=r"^\S.+ \(and \d+ more\)$"):
        signing.sign_visit(desk, visit.id)


def test_a_pupil_who_moved_school_is_signed_under_the_name_of_the_day(written, desk):
    with desk.store.write() as work:
        work.put(pupil())
        work.put(agreement())
    _about(written, desk, CHILD, "Two words at a time.")
    with desk.store.write() as work:
        work.put(setting(number=2, name="Other Primary School"))
        work.edit("pupil", CHILD, {"setting_id": an_id("setting", 2)})
    signing.sign_visit(desk, written.id)
    with desk.store.write() as work:
        work.edit("pupil", CHILD, {"known_as": "Tob", "nc_year": "3"})
    (part,) = _versions(desk, written)[0].parts
    (talk,) = part["discussions"]
    assert (talk["pupil"], talk["year"]) == ("Toby Thistlewick", "2")


def test_a_visit_that_is_gone_cannot_be_signed(desk):
    with pytest.raises(NotSignableError, match="no longer on this laptop"):
        signing.sign_visit(desk, "nowhere")


# Corrections


def test_within_five_working_days_a_correction_needs_no_reason(written, desk, clock):
    signing.sign_visit(desk, written.id)
    clock.go_on(days=7)  # the Tuesday after: five working days
    signing.sign_visit(desk, written.id)
    first, second = _versions(desk, written)
    assert (first.number, second.number) == (1, 2)
    assert second.reason == signing.TYPING_CORRECTION
    (record,) = _records(desk, SignedVersion, id=second.id)
    assert record.supersedes_id == first.id


def test_later_a_change_says_why_and_which_version_it_replaces(written, desk, clock):
    signing.sign_visit(desk, written.id)
    signing.sign_visit(desk, written.id)
    clock.go_on(days=8)
    with pytest.raises(NotSignableError, match="Say why it is changed; version 2 was"):
        signing.sign_visit(desk, written.id)
    assert len(_versions(desk, written)) == 2
    signing.sign_visit(desk, written.id, reason="The SENCO asked for the date to be put right.")
    assert _versions(desk, written)[-1].reason.startswith("The SENCO asked")


# Numbers


def _arrived(desk, version_id, seq):
    """The server took the version at that number."""
    with desk.store.write() as work:
        changes = [c for c in work.outbox.freeze(500) if c.rec == version_id]
        work.inbox.take_results(changes, {c.op: Result(state="ok", seq=seq) for c in changes})


def test_two_versions_signed_offline_are_both_kept_and_numbered_as_they_arrived(
    written, desk, clock
):
    """The colleague's was signed an hour earlier by her clock, and reached the server later."""
    mine = signing.sign_visit(desk, written.id).version_id
    colleague = replace(desk, me=replace_name(desk.me, "Rufus Applegarth"))
    clock.go_on(hours=-1)
    theirs = signing.sign_visit(colleague, written.id).version_id
    assert [v.id for v in _versions(desk, written)] == [theirs, mine]
    _arrived(desk, mine, 20)
    _arrived(desk, theirs, 30)
    first, second = _versions(desk, written)
    assert (first.id, first.number) == (mine, 1)
    assert (second.id, second.number, second.signed_by) == (theirs, 2, "Rufus Applegarth")


def test_a_version_that_the_server_does_not_know_stands_after_those_it_knows(written, desk, clock):
    early = signing.sign_visit(desk, written.id).version_id
    clock.go_on(hours=1)
    late = signing.sign_visit(desk, written.id).version_id
    _arrived(desk, late, 20)
    assert [v.id for v in _versions(desk, written)] == [late, early]


def replace_name(me, name):
    import msgspec

    return msgspec.structs.replace(me, account=an_id("account", 2), name=name)


def test_one_version_is_found_by_its_id(written, desk):
    version_id = signing.sign_visit(desk, written.id).version_id
    with desk.store.read() as read:
        assert signing.version(read, version_id).number == 1
        assert signing.version(read, "nowhere") is None


def test_a_visit_without_a_day_is_signed_on_the_day_of_signing(written, desk, clock):
    """The clock tells the day in the teacher's own time zone, an hour ahead in summer."""
    clock.at = dt.datetime(2026, 10, 6, 23, 30, tzinfo=dt.UTC)
    signing.sign_visit(desk, written.id)
    assert _versions(desk, written)[0].signed_on == dt.date(2026, 10, 7)
