"""Who may see and write what: no row and no word reaches a laptop that was not granted it."""

from __future__ import annotations

import pytest

from stls_core import wire
from stls_core.documents import COMMON_UNIT
from stls_core.policy import ROLES
from stls_server.refusals import RefusedError
from tests.server.desk import (
    NORTH,
    NORTH_SCHOOL,
    NORTH_TEAM,
    SOUTH,
    SOUTH_SCHOOL,
    SOUTH_TEAM,
)


def refused(act):
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value


def test_a_laptop_gets_what_is_common_and_its_teams_districts(desk):
    ann = desk.laptop(team=NORTH_TEAM)
    welcome = ann.hello()
    assert set(welcome.heads) == {COMMON_UNIT, NORTH}
    assert {(grant.feed, grant.unit) for grant in welcome.grants} == {
        (COMMON_UNIT, "*"),
        (NORTH, "*"),
    }


def test_nothing_of_another_district_is_ever_in_an_answer(desk):
    ann, sue = desk.laptop(team=NORTH_TEAM), desk.laptop("Sunniva Oake", team=SOUTH_TEAM)
    canary = "WHISPERED-IN-THE-SOUTH"
    visit = sue.visit(SOUTH_SCHOOL, whole_school_focus=canary)
    answers = [ann.hello(), *ann.push(ann.change("link_visit", visit, {"mode": "x"}))]
    answers += [ann.page(feed) for feed in ann.hello().heads]
    assert canary not in str(answers)


@pytest.mark.parametrize("feed", [SOUTH, "", "*", "no-such-feed"])
def test_a_feed_that_was_not_granted_is_refused(desk, feed):
    ann = desk.laptop(team=NORTH_TEAM)
    desk.laptop("Sunniva Oake", team=SOUTH_TEAM).visit(SOUTH_SCHOOL)
    assert refused(lambda: ann.page(feed)).status == 403


@pytest.mark.parametrize(
    ("since", "status"), [(-1, 400), (10**6, 409), (2**63, 409), (10**30, 409)]
)
def test_a_forged_cursor_is_refused(desk, since, status):
    ann = desk.laptop()
    ann.visit()
    assert refused(lambda: ann.page(NORTH, since)).status == status


def test_a_cursor_in_a_feed_without_rows_is_refused(desk):
    assert refused(lambda: desk.laptop().page(NORTH, 5)).status == 409


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "' OR 1=1 --", "é"])
def test_a_wrong_token_is_refused(desk, token):
    ann = desk.laptop()
    ask = lambda: ann.council.hello(token, wire.Hello(device=ann.me.device))  # noqa: E731
    assert refused(ask).status == 401


def test_a_laptop_cannot_speak_for_another(desk):
    ann, bob = desk.laptop(), desk.laptop("Bram Fettiplace")
    ask = lambda: ann.council.hello(ann.me.token, wire.Hello(device=bob.me.device))  # noqa: E731
    assert refused(ask).status == 403


def test_a_revoked_laptop_is_shut_out_at_once(desk, council):
    ann = desk.laptop()
    council.revoke(ann.me.device)
    assert refused(ann.hello).code == "unknown-device"
    assert "safe" in str(refused(lambda: ann.page(NORTH)))


def test_a_record_of_another_district_cannot_be_written(desk):
    ann, sue = desk.laptop(team=NORTH_TEAM), desk.laptop("Sunniva Oake", team=SOUTH_TEAM)
    visit = sue.visit(SOUTH_SCHOOL, mode="PHONE")
    assert ann.edit("link_visit", visit, {"mode": "VIDEO"}, saw={"mode": 1}).state == "held"
    assert sue.pull().doc(visit)["mode"] == "PHONE"
    mine = ann.new_id()
    made = ann.edit("link_visit", mine, {"id": mine, "setting_id": SOUTH_SCHOOL})
    assert made.state == "held"
    assert mine not in sue.pull().rows


def test_a_record_cannot_be_pushed_over_to_another_districts_pupil(desk):
    ann, sue = desk.laptop(team=NORTH_TEAM), desk.laptop("Sunniva Oake", team=SOUTH_TEAM)
    theirs = sue.pupil(SOUTH_SCHOOL)
    visit = ann.visit()
    talk = ann.new_id()
    about = {"id": talk, "visit_id": visit, "setting_id": NORTH_SCHOOL}
    assert ann.edit("discussion", talk, about).state == "ok"
    assert ann.pull().edit("discussion", talk, {"pupil_id": theirs}).state == "held"
    assert talk not in sue.pull().rows


def test_a_held_change_does_not_say_whether_a_record_exists(desk):
    ann, sue = desk.laptop(team=NORTH_TEAM), desk.laptop("Sunniva Oake", team=SOUTH_TEAM)
    visit = sue.visit(SOUTH_SCHOOL)
    edit = {"setting_id": SOUTH_SCHOOL, "mode": "VIDEO"}
    there = ann.edit("link_visit", visit, edit)
    nowhere = ann.edit("link_visit", ann.new_id(), edit)
    other_kind = ann.edit("pupil", visit, {"setting_id": SOUTH_SCHOOL})
    assert there == nowhere == other_kind


COMMON = {
    "contacts": {"contacts/k": {"key": "k", "name": "Ms Quill", "role": "SENCO"}},
    "site notes": {"site_notes": "Ring twice."},
    "information sharing": {"info_sharing_on": "2026-09-01"},
    "name": {"name": "Another Name"},
    "district": {"district_id": SOUTH},
    "deletion": {"deleted": True},
}
ANNOTATIONS = {"contacts", "site notes", "information sharing"}


@pytest.mark.parametrize("what", COMMON)
@pytest.mark.parametrize("role", ROLES)
def test_schools_are_annotated_by_teachers_and_corrected_by_leads(desk, role, what):
    laptop = desk.laptop("Wyn Attercop", role).pull()
    may = role in ("LEAD", "ADMIN") or (role != "COUNTY" and what in ANNOTATIONS)
    result = laptop.edit("setting", NORTH_SCHOOL, COMMON[what])
    assert result.state == ("ok" if may else "held"), result.why


@pytest.mark.parametrize("kind", ["team", "district", "organisation", "term", "link_assignment"])
@pytest.mark.parametrize("role", ROLES)
def test_only_leads_and_administrators_write_the_services_structure(desk, role, kind):
    laptop = desk.laptop("Wyn Attercop", role)
    rec = laptop.new_id()
    result = laptop.edit(kind, rec, {"id": rec, "name": "New"})
    assert result.state == ("ok" if role in ("LEAD", "ADMIN") else "held")


@pytest.mark.parametrize("role", ["COUNTY", "ADMIN"])
def test_who_needs_no_childs_record_receives_none(desk, role):
    teacher, other = desk.laptop(), desk.laptop("Wyn Attercop", role, NORTH_TEAM)
    pupil = teacher.pupil(legal_forename="Tobias")
    assert set(other.hello().heads) == {COMMON_UNIT}
    assert pupil not in other.pull().rows
    assert other.edit("pupil", pupil, {"known_as": "x"}, saw={}).state == "held"


def test_business_support_writes_the_diary_and_no_notes(desk):
    clerk = desk.laptop("Wyn Attercop", "BSA")
    visit = clerk.visit(visited_on="2026-09-20")
    result = clerk.edit("link_visit", visit, {"whole_school_focus": "A note."}, saw={})
    assert result.state == "held"
    assert "notes" in result.why


def test_only_the_authors_and_leads_settle_a_conflict(desk):
    ann, bob = desk.laptop("Odile Marchbanks"), desk.laptop("Bram Fettiplace")
    third, lead = desk.laptop("Wyn Attercop"), desk.laptop("Sunniva Oake", "LEAD")
    visit = ann.visit(mode="INPERSON")
    ann.pull()
    bob.pull()
    ann.edit("link_visit", visit, {"mode": "VIDEO"})
    bob.edit("link_visit", visit, {"mode": "PHONE"})
    (conflict,) = third.pull().conflicts()
    settle = {"state": "SETTLED"}
    assert third.edit("conflict", conflict["id"], settle).state == "held"
    assert lead.pull().edit("conflict", conflict["id"], {**settle, "other": "{}"}).state == "held"
    assert lead.edit("conflict", conflict["id"], settle).state == "ok"


def test_a_laptop_cannot_make_a_conflict_of_its_own(desk):
    ann = desk.laptop()
    rec, visit = ann.new_id(), ann.visit()
    forged = {"id": rec, "of_id": visit, "unit_of": NORTH_SCHOOL, "state": "OPEN"}
    assert ann.edit("conflict", rec, forged).state == "held"


def test_a_code_works_once_and_for_ten_minutes(desk, council, clock):
    account = council.add_account("Odile Marchbanks", "ST", NORTH_TEAM)
    enrol = lambda code: council.enrol(wire.Enrol(code=code, device_name="L"))  # noqa: E731
    code = council.make_code(account)
    assert enrol(code.lower().replace("-", " ")).account == account
    assert refused(lambda: enrol(code)).code == "code"
    late = council.make_code(account)
    clock.go_on(minutes=10)
    assert refused(lambda: enrol(late)).code == "code"
    patient = council.make_code(account, minutes=60)
    clock.go_on(minutes=59)
    assert enrol(patient).team == NORTH_TEAM


def test_neither_token_nor_code_can_be_read_out_of_the_database(desk, council):
    account = council.add_account("Odile Marchbanks", "ST", NORTH_TEAM)
    code = council.make_code(account)
    enrolled = council.enrol(wire.Enrol(code=code, device_name="L"))
    with council.database.read() as connection:
        for table in ("device", "enrolment_code", "audit"):
            text = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert enrolled.token not in text
            assert code.replace("-", "") not in text


def test_grants_follow_the_record_of_the_team(desk):
    ann = desk.laptop()
    lead = desk.laptop("Sunniva Oake", "LEAD").pull()
    before = ann.hello().grants_rev
    lead.edit("team", NORTH_TEAM, {f"district_ids/{SOUTH}": True})
    welcome = ann.hello()
    assert set(welcome.heads) == {COMMON_UNIT, NORTH, SOUTH}
    assert welcome.grants_rev > before
    lead.pull().edit("team", NORTH_TEAM, {f"district_ids/{NORTH}": None})
    assert set(ann.hello().heads) == {COMMON_UNIT, SOUTH}


def test_every_request_leaves_a_line_in_the_audit(desk, council):
    ann = desk.laptop()
    visit = ann.visit()
    ann.pull()
    refused(lambda: ann.page(SOUTH))
    refused(lambda: council.enrol(wire.Enrol(code="x", device_name="L")))
    with council.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT action, outcome, account, device, objects FROM audit ORDER BY n"
        ).all()
    lines = [(row.action, row.outcome) for row in rows]
    assert lines[-2:] == [("pull", "feed"), ("enrol", "code")]
    assert ("enrol", "done") in lines
    pushes = [row for row in rows if row.action == "push"]
    assert [(row.account, row.device) for row in pushes] == [(ann.me.account, ann.me.device)]
    assert visit in str(pushes[0].objects)
    assert visit in str([row.objects for row in rows if row.action == "pull"])
