"""The visit pack from the records: who, what is owed, by initials; what leaves is recorded."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pikepdf
import pytest

from stls_core.records import Need, kind_of
from stls_core.records.reports import IssuedDocument
from stls_core.validation import problems_of
from stls_desktop.services import drafting, issued, packs, signing, visits
from tests.builders import (
    VISIT_DAY,
    a_record,
    action,
    agreement,
    an_id,
    case,
    contact,
    discussion,
    pupil,
    setting,
)
from tests.reports.reading import opened, tree
from tests.services.conftest import SCHOOL

NAMES = ("Tobias", "Toby", "Thistlewick", "Morwen")


def pack_of(desk, *ids):
    return packs.gather(desk, ids or (SCHOOL,))[0][1]


def put(desk, *records):
    with desk.store.write() as work:
        for record in records:
            work.put(record)


def every_word(pack):
    return str(dataclasses.asdict(pack))


def test_a_school_without_anything_has_a_pack(desk):
    put(desk, setting(contacts=(), site_notes=""))
    pack = pack_of(desk)
    assert pack.next_on is None
    assert pack.actions == pack.pupils == pack.sessions == pack.contacts == ()
    drawn = packs.draw(packs.gather(desk, (SCHOOL,)))
    assert "None planned" in tree(drawn.pdf).text


def test_a_school_that_is_not_here_says_what_to_do(desk):
    with pytest.raises(packs.NoPackError, match="Sync"):
        packs.gather(desk, ("nowhere",))


def test_the_next_visit_with_its_purpose_and_the_year(desk):
    visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=20))
    rec, _ = visits.plan(desk, SCHOOL, VISIT_DAY + dt.timedelta(days=2), dt.time(9, 15))
    with desk.store.write() as work:
        work.edit("link_visit", rec, {"purposes/PLANNING": True})
    pack = pack_of(desk)
    assert (pack.next_on, pack.next_at) == (VISIT_DAY + dt.timedelta(days=2), dt.time(9, 15))
    assert pack.purposes == ("Planning with the SENCO",)
    assert pack.visits.startswith("0 done, 2 planned of ")
    assert pack.link_teacher == "Odile Marchbanks"


def test_only_people_in_post_are_named(desk):
    gone = contact(key="old", name="Ossian Formerly", to_on=VISIT_DAY - dt.timedelta(days=1))
    put(desk, setting(contacts=(gone, contact(phone="01632 960 1"))))
    pack = pack_of(desk)
    assert [(c.name, c.role, c.phone) for c in pack.contacts] == [
        ("Petra Quillfeather", "SENCO", "01632 960 1")
    ]


def test_overdue_actions_come_first_and_closed_ones_not_at_all(desk):
    day = VISIT_DAY
    put(
        desk,
        pupil(),
        action(id="a1", what="Later", by_when_on=day + dt.timedelta(days=3), status="OPEN"),
        action(id="a2", what="Undated", by_when_on=None, status="PART"),
        action(id="a3", what="Late", by_when_on=day - dt.timedelta(days=3), status="NOT_YET"),
        action(id="a4", what="Done", by_when_on=day, status="DONE"),
    )
    told = [(a.what.rpartition(" ")[2], a.is_late) for a in pack_of(desk).actions]
    assert told == [("Late", True), ("Later", False), ("Undated", False)]


def test_no_child_or_parent_is_named_anywhere_in_the_file(desk, visit):
    child = pupil()
    put(
        desk,
        setting(site_notes="Ask Toby’s mum Morwen Thistlewick for the key.", contacts=(contact(),)),
        child,
        case(),
        action(
            what="Toby Thistlewick and Tobias sit by the door; Morwen agrees",
            who="Morwen Thistlewick",
            status="OPEN",
        ),
        action(id="second", what="Cards", who="Petra Quillfeather", status="OPEN"),
        discussion(subject_label="Toby", concern="Thistlewick’s spelling", next_tier="LINK_VISIT"),
        *(a_record(kind) for kind in ("iss_plan", "iss_session", "modelling_note")),
    )
    gathered = packs.gather(desk, (SCHOOL,))
    pack, drawn = gathered[0][1], packs.draw(gathered)
    assert not [name for name in NAMES if name in every_word(pack)]
    text = tree(drawn.pdf).text
    assert child.initials in text
    assert "Petra Quillfeather" in text
    file = opened(drawn.pdf)
    raw = [o.read_bytes() for o in file.objects if isinstance(o, pikepdf.Stream)]
    for name in NAMES:
        assert name not in text
        assert name.encode() not in drawn.pdf
        assert not [part for part in raw if name.encode() in part]
        assert name not in drawn.file_name


def test_a_pupil_stands_with_year_plan_agreement_and_review(desk):
    put(
        desk,
        pupil(),
        agreement(),
        case(status="ACTIVE", next_review_on=VISIT_DAY - dt.timedelta(days=1)),
    )
    (line,) = pack_of(desk).pupils
    assert line.initials == pupil().initials
    assert line.year.startswith("Year")
    assert line.plan == "No plan"
    assert line.agreement.startswith("Until ")
    assert (line.review_on, line.is_late) == (VISIT_DAY - dt.timedelta(days=1), True)


def test_a_pupil_without_an_agreement_is_asked_about_and_an_ended_case_left_out(desk):
    put(desk, pupil())
    pack = pack_of(desk)
    assert pack.pupils[0].agreement == "None"
    assert pack.bring[0].startswith(f"No Agreement to Engage holds for {pupil().initials}")
    put(desk, case(status="CLOSED"))
    assert pack_of(desk).pupils == ()


def test_what_last_time_put_off_is_asked_about(desk, visit):
    talk = visits.blank_discussion(desk, visit.id, SCHOOL)
    about = visit.type(
        talk,
        area_of_need="CI",
        concern="Lunchtimes are loud.",
        advice="Look.",
        next_tier="LINK_VISIT",
    )
    drafting.keep(desk, [*visit.write_up(), about])
    signing.sign_visit(desk, visit.id)
    assert "Come back to it (whole school): Lunchtimes are loud." in pack_of(desk).bring


def test_the_packs_of_the_next_day_out_are_one_file(desk):
    other = setting(id=an_id("setting", 2), name="Umberstone Infants", urn="999002")
    put(desk, other)
    for rec, day, at in (
        (SCHOOL, 1, dt.time(11, 0)),
        (other.id, 1, dt.time(9, 0)),
        (SCHOOL, 2, dt.time(9, 0)),
    ):
        visits.plan(desk, rec, VISIT_DAY + dt.timedelta(days=day), at)
    gathered = packs.gather_next(desk)
    assert [rec for rec, _ in gathered] == [other.id, SCHOOL]
    told = []
    drawn = packs.draw(gathered, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    assert len(opened(drawn.pdf).pages) == 2
    assert drawn.file_name == f"Visit packs {VISIT_DAY.isoformat()}, 2 schools.pdf"


def test_nothing_planned_says_so(desk):
    with pytest.raises(packs.NoPackError, match="next 5 days"):
        packs.gather_next(desk)


def test_drawing_stops_when_asked(desk):
    assert packs.draw(packs.gather(desk, (SCHOOL,)), is_cancelled=lambda: True) is None


def test_what_left_is_recorded_without_its_bytes(desk):
    drawn = packs.draw(packs.gather(desk, (SCHOOL,)))
    packs.record_given(desk, drawn, "PRINT")
    with desk.store.read() as read:
        (record,) = read.find(IssuedDocument)
        assert read.file(drawn.sha256) is None
    assert (record.document_kind, record.setting_id) == (packs.PACK, SCHOOL)
    assert (record.sha256, record.size_bytes) == (drawn.sha256, len(drawn.pdf))
    assert [(r.name, r.route) for r in record.recipients] == [(desk.me.name, "PRINT")]
    assert not problems_of(kind_of(IssuedDocument), record, Need.SAVE, desk.reference)
    assert issued.signed_notes(desk) == ()


def test_the_same_facts_give_the_same_bytes(desk):
    put(desk, pupil(), agreement(), action(status="OPEN"))
    first = packs.draw(packs.gather(desk, (SCHOOL,)))
    assert packs.draw(packs.gather(desk, (SCHOOL,))).sha256 == first.sha256
    assert first.file_name.startswith("Visit pack VP-")
