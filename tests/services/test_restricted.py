"""A restricted case is read by whoever works on it; elsewhere it is only known to be there."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest

from stls_core.records import kind_named
from stls_core.records.access import AccessEntry
from stls_desktop.services import (
    agreed,
    attaching,
    cases,
    casework,
    due,
    exporting,
    finding,
    packs,
    restricted,
    school_past,
    schools,
    visits,
)
from stls_desktop.services.restricted import AskedToSayWhyError
from tests.builders import VISIT_DAY, a_record, action, an_id, case, pupil

PUPIL, CASE, PLAN = an_id("pupil"), an_id("case"), an_id("iss_plan")
SCHOOL = an_id("setting")
LEAD = an_id("account", 7)
SECRET = "Grandmother's whereabouts"
REASON = "The lead teacher is ill today."


@pytest.fixture
def file(desk):
    """A child with a restricted case of a colleague's, and with what belongs to it."""
    who = {"author_id": LEAD}
    with desk.store.write() as work:
        work.put(pupil())
        work.put(case(question=SECRET, lead_teacher_id=LEAD, sensitivity="RESTRICTED", **who))
        work.put(a_record("ehc_request", reason=SECRET, **who))
        work.put(a_record("iss_plan", question=SECRET, case_id=CASE, status="ACTIVE", **who))
        work.put(a_record("target", statement=SECRET, **who))
        work.put(a_record("iss_session", what_we_did=SECRET, **who))
        work.put(a_record("assessment", case_id=CASE, observed_behaviour=SECRET, **who))
        work.put(a_record("attachment", of_id=PLAN, of_kind="iss_plan", caption=SECRET, **who))
        owed = {"visit_id": "", "pupil_id": PUPIL, "by_when_on": VISIT_DAY.replace(day=1)}
        work.put(action(what=SECRET, of_id=PLAN, of_kind="iss_plan", **owed, **who))
        work.put(a_record("observation", strengths="Nothing secret."))
    return desk


def as_lead(desk):
    return replace(desk, me=msgspec.structs.replace(desk.me, account=LEAD))


def surfaces(desk):
    """Everything that is shown anywhere, as one text for each place."""
    choices = casework.choices(desk, PUPIL)
    visit = visits.plan(desk, an_id("setting"), VISIT_DAY)[0]
    return {
        "timeline": repr(casework.timeline(desk, PUPIL)),
        "file": repr(casework.pupil_file(desk, PUPIL)),
        "choices": repr(choices),
        "search": repr(finding.find(desk, "Grandmother")),
        "school": repr(schools.school_sheet(desk, an_id("setting"))),
        "owed": repr(agreed.owed_in_school(desk, an_id("setting"))),
        "overdue": repr(agreed.overdue(desk)),
        "due": repr(due.due(desk)),
        "files": repr(attaching.of_pupil(desk, PUPIL)),
        "visit": repr(visits.open_sheet(desk, visit).carried),
        "pack": repr(packs.gather(desk, [an_id("setting")])),
    }


def test_nobody_else_reads_a_word_of_it_anywhere(file):
    for place, shown in surfaces(file).items():
        assert SECRET not in shown, place
    for kind in ("case", "ehc_request", "iss_plan", "target", "iss_session", "assessment"):
        assert restricted.door_before(file, an_id(kind)) is not None
    assert restricted.door_before(file, an_id("observation")) is None


def told_elsewhere(desk):
    """Where a child with a restricted case would be told by initials only."""
    pack = dict(packs.gather(desk, [SCHOOL]))[SCHOOL]
    return {
        "reviews": [line.who for group in due.due(desk) for line in group.lines],
        "timeline": [line.words for line in school_past.past(desk, SCHOOL).lines if line.pupil_id],
        "pupils": [(each.initials, each.plan, each.review_on) for each in pack.pupils],
        "sessions": list(pack.sessions),
        "bring": [words for words in pack.bring if pupil().initials in words],
    }


def test_neither_initials_nor_days_of_it_stand_where_others_look(file):
    with file.store.write() as work:
        work.edit("observation", an_id("observation"), {"deleted": True})
        work.edit("case", CASE, {"next_review_on": VISIT_DAY.isoformat()})
        days = {"mid_review_on": VISIT_DAY.isoformat()}
        work.edit("iss_plan", PLAN, days)
        ahead = {"status": "PLANNED", "held_on": VISIT_DAY.isoformat()}
        work.edit("iss_session", an_id("iss_session"), ahead)
    assert [place for place, told in told_elsewhere(file).items() if told] == []
    assert due.count(file) == 0
    mine = as_lead(file)
    assert [place for place, told in told_elsewhere(mine).items() if not told] == []
    assert due.count(mine) == 2
    with file.store.write() as work:  # the child has a case of its own beside it
        work.put(case(number=2, author_id=file.me.account, next_review_on=None))
    told = told_elsewhere(file)
    assert told["pupils"] == [(pupil().initials, "No plan", None)]
    assert (told["reviews"], told["sessions"]) == ([], [])


def test_it_is_marked_and_not_gone(file):
    lines = {line.kind: line for line in casework.timeline(file, PUPIL)}
    assert lines["case"].words == lines["iss_plan"].words == "Restricted"
    assert lines["case"].is_restricted
    assert not lines["observation"].is_restricted
    assert [words for _, words in casework.choices(file, PUPIL)["case_id"]] == ["Restricted"]


def test_its_own_teacher_reads_it_and_sees_that_it_is_restricted(file):
    mine = as_lead(file)
    shown = surfaces(mine)
    for place in ("timeline", "file", "choices", "search", "owed", "overdue", "files"):
        assert SECRET in shown[place], place
    assert restricted.door_before(mine, CASE) is None
    line = next(each for each in casework.timeline(mine, PUPIL) if each.kind == "case")
    assert (line.words, line.is_restricted) == (SECRET, True)
    assert line.state.startswith("Restricted")


def test_a_reason_opens_it_for_a_day_and_is_kept(file, clock):
    door = restricted.door_before(file, PLAN)
    assert (door.case_id, door.pupil_id, door.may_ask) == (CASE, PUPIL, True)
    for too_little in ("", "  ", "because"):
        with pytest.raises(AskedToSayWhyError):
            restricted.open_with_reason(file, door, too_little)
    assert restricted.open_with_reason(file, door, f" {REASON} ")
    assert restricted.door_before(file, PLAN) is None
    assert SECRET in surfaces(file)["timeline"]
    with file.store.read() as read:
        (entry,) = read.find(AccessEntry, of_id=CASE)
    assert (entry.opened_by_id, entry.reason) == (file.me.account, REASON)
    told = cases.facts_today(as_lead(file), CASE, {"pupil_id": PUPIL})
    assert any(REASON in fact.words and file.me.name in fact.words for fact in told)
    clock.go_on(hours=24)
    assert restricted.door_before(file, PLAN) is not None


def test_another_teachers_reason_opens_nothing_for_me(file):
    other = replace(file, me=msgspec.structs.replace(file.me, account=an_id("account", 8)))
    restricted.open_with_reason(other, restricted.door_before(other, CASE), REASON)
    assert restricted.door_before(other, CASE) is None
    assert restricted.door_before(file, CASE) is not None


def test_a_role_that_writes_no_notes_cannot_open_it_at_all(file):
    support = replace(file, me=msgspec.structs.replace(file.me, role="BSA"))
    door = restricted.door_before(support, CASE)
    assert not door.may_ask
    with pytest.raises(AskedToSayWhyError, match="role"):
        restricted.open_with_reason(support, door, REASON)


def test_cover_opens_it_while_it_lasts(file):
    cover = {"key": "c", "teacher_id": file.me.account, "from_on": "2026-10-01"}
    with file.store.write() as work:
        work.edit("case", CASE, {"covers/c": {**cover, "to_on": "2026-10-05"}})
    assert restricted.door_before(file, CASE) is not None
    with file.store.write() as work:
        work.edit("case", CASE, {"covers/c": {**cover, "to_on": "2026-10-31"}})
    assert restricted.door_before(file, CASE) is None


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_leaves_it_out_and_counts_it(file, tmp_path, form):
    done = {one.kind: one for one in exporting.export(file, tmp_path / "mine", form)}
    text = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "mine").iterdir())
    assert SECRET not in text
    assert (done["case"].records, done["case"].left_out) == (0, 1)
    assert (done["observation"].records, done["observation"].left_out) == (1, 0)
    assert all(SECRET not in p.name for p in (tmp_path / "mine").iterdir())
    exporting.export(as_lead(file), tmp_path / "lead", form, ["case"])
    assert SECRET in (tmp_path / "lead" / f"case.{form}").read_text(encoding="utf-8")


def test_a_new_record_does_not_begin_in_it_by_itself(file):
    sheet = casework.begin(file, kind_named("observation"), PUPIL)
    assert not sheet.opened.doc.get("case_id")
    assert json.dumps(sheet.opened.doc).count(CASE) == 0
