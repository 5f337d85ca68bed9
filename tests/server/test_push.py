"""What a push does to records: merge, conflicts, receipts, holds. On both databases."""

from __future__ import annotations

import msgspec
import pytest

from stls_core import wire
from stls_core.changes import Change
from stls_server.refusals import RefusedError
from tests.server.desk import NORTH, NORTH_SCHOOL, SOUTH_SCHOOL

TEXT = "whole_school_focus"


@pytest.fixture
def ann(desk):
    return desk.laptop("Odile Marchbanks")


@pytest.fixture
def bob(desk):
    return desk.laptop("Bram Fettiplace", "LEAD")


@pytest.fixture
def visit(ann, bob):
    """A visit that both have pulled."""
    rec = ann.visit(status="PLANNED", mode="INPERSON", **{TEXT: "First.\n\nSecond."})
    ann.pull()
    bob.pull()
    return rec


def opened(conflict):
    """The values of a conflict, decoded."""
    return {name: msgspec.json.decode(conflict[name]) for name in ("base", "live", "other")}


def test_a_new_record_arrives_at_a_colleague(ann, bob, visit):
    assert bob.doc(visit)["status"] == "PLANNED"
    assert bob.rows[visit].unit == NORTH_SCHOOL


def test_two_fields_changed_by_two_people_are_both_live(ann, bob, visit):
    assert ann.edit("link_visit", visit, {"status": "IN_PROGRESS"}).state == "ok"
    assert bob.edit("link_visit", visit, {"mode": "VIDEO"}).state == "ok"
    assert ann.pull().doc(visit) == bob.pull().doc(visit)
    assert (ann.doc(visit)["status"], ann.doc(visit)["mode"]) == ("IN_PROGRESS", "VIDEO")


def test_the_same_field_keeps_both_values_and_tells_both_authors(ann, bob, visit):
    ann.edit("link_visit", visit, {"status": "SIGNED"})
    result = bob.edit("link_visit", visit, {"status": "CANCELLED"})
    assert (result.state, result.bad) == ("conflict", ("status",))
    for laptop in (ann, bob):
        (conflict,) = laptop.pull().conflicts()
        assert laptop.doc(visit)["status"] == "SIGNED"
        assert opened(conflict) == {
            "base": {"status": "PLANNED"},
            "live": {"status": "SIGNED"},
            "other": {"status": "CANCELLED"},
        }
        assert (conflict["live_by"], conflict["other_by"]) == (
            "Odile Marchbanks",
            "Bram Fettiplace",
        )
        assert (conflict["of_id"], conflict["slot"], conflict["state"]) == (visit, "status", "OPEN")


def test_a_conflict_leaves_the_rest_of_the_change_live(ann, bob, visit):
    ann.edit("link_visit", visit, {"status": "SIGNED"})
    result = bob.edit("link_visit", visit, {"status": "CANCELLED", "mode": "PHONE"})
    assert result.bad == ("status",)
    assert ann.pull().doc(visit)["mode"] == "PHONE"


def test_a_group_is_merged_as_one(ann, bob, visit):
    ann.edit("link_visit", visit, {"visited_on": "2026-09-15", "starts_at": "09:00:00"})
    result = bob.edit("link_visit", visit, {"ends_at": "12:00:00"})
    assert result.bad == ("@when",)
    assert "ends_at" not in ann.pull().doc(visit)


def test_elements_of_a_set_merge_one_by_one(ann, bob, visit):
    ann.edit("link_visit", visit, {"attendees/k1": {"key": "k1", "name": "Ms Quill"}})
    bob.edit("link_visit", visit, {"attendees/k2": {"key": "k2", "name": "Mr Sedge"}})
    result = bob.edit("link_visit", visit, {"attendees/k1": {"key": "k1", "name": "Ms Quil"}})
    assert result.bad == ("attendees/k1",)
    doc = ann.pull().doc(visit)
    assert doc["attendees/k1"]["name"] == "Ms Quill"
    assert doc["attendees/k2"]["name"] == "Mr Sedge"


def test_paragraphs_of_two_authors_are_merged(ann, bob, visit):
    assert ann.edit("link_visit", visit, {TEXT: "First, improved.\n\nSecond."}).mixed == ()
    result = bob.edit("link_visit", visit, {TEXT: "First.\n\nSecond, improved."})
    assert (result.state, result.mixed) == ("ok", (TEXT,))
    assert ann.pull().doc(visit)[TEXT] == "First, improved.\n\nSecond, improved."


def test_the_same_paragraph_changed_twice_is_a_conflict(ann, bob, visit):
    ann.edit("link_visit", visit, {TEXT: "First by Odile.\n\nSecond."})
    assert bob.edit("link_visit", visit, {TEXT: "First by Bram.\n\nSecond."}).bad == (TEXT,)


def test_equal_values_agree(ann, bob, visit):
    ann.edit("link_visit", visit, {"status": "SIGNED"})
    assert bob.edit("link_visit", visit, {"status": "SIGNED"}).state == "ok"
    # and what was agreed can be changed by both without a false conflict
    after = bob.edit("link_visit", visit, {"status": "SUPERSEDED"}, saw={"status": 3})
    assert after.state == "ok"


def test_a_repeated_operation_is_answered_from_its_receipt(ann, bob, visit):
    change = ann.change("link_visit", visit, {"status": "SIGNED"})
    first = ann.push(change)
    bob.pull().edit("link_visit", visit, {"status": "SUPERSEDED"})
    assert ann.push(change) == first
    assert ann.pull().doc(visit)["status"] == "SUPERSEDED"


def test_an_operation_twice_in_one_batch_is_taken_once(ann, visit):
    change = ann.change("link_visit", visit, {"status": "SIGNED"})
    assert [r.state for r in ann.push(change, change)] == ["ok", "ok"]
    assert ann.hello().heads[NORTH].seq == 2


def test_the_same_number_for_another_change_is_refused_loudly(ann, visit):
    change = ann.change("link_visit", visit, {"status": "SIGNED"})
    ann.push(change)
    (result,) = ann.push(msgspec.structs.replace(change, set={"status": "CANCELLED"}))
    assert result.state == "held"
    assert "used before" in result.why
    assert ann.push(change)[0].state == "ok"
    assert ann.pull().doc(visit)["status"] == "SIGNED"


def test_later_edits_of_an_unanswered_change_are_no_conflict_with_oneself(ann, visit):
    first = ann.change("link_visit", visit, {"status": "IN_PROGRESS"})
    second = ann.change("link_visit", visit, {"status": "SIGNED"}, after={"status": first.op})
    assert [r.state for r in ann.push(first)] == ["ok"]
    assert [r.state for r in ann.push(second)] == ["ok"]
    third = ann.change("link_visit", visit, {"mode": "PHONE"})
    fourth = ann.change("link_visit", visit, {"mode": "EMAIL"}, after={"mode": third.op})
    assert [r.state for r in ann.push(third, fourth)] == ["ok", "ok"]
    assert ann.pull().doc(visit)["mode"] == "EMAIL"


def test_text_that_goes_on_from_a_merged_text_is_merged_again(ann, bob, visit):
    ann.edit("link_visit", visit, {TEXT: "First, Odile.\n\nSecond."})
    sent = bob.change("link_visit", visit, {TEXT: "First.\n\nSecond, Bram."})
    more = bob.change(
        "link_visit", visit, {TEXT: "First.\n\nSecond, Bram again."}, after={TEXT: sent.op}
    )
    bob.push(sent)
    assert bob.push(more)[0].state == "ok"
    assert ann.pull().doc(visit)[TEXT] == "First, Odile.\n\nSecond, Bram again."


@pytest.mark.parametrize("together", [True, False])
def test_an_author_goes_on_in_her_own_open_conflict(ann, bob, visit, together):
    ann.edit("link_visit", visit, {"status": "SIGNED"})
    one = bob.change("link_visit", visit, {"status": "CANCELLED"})
    two = bob.change("link_visit", visit, {"status": "NO_SHOW"}, after={"status": one.op})
    three = bob.change("link_visit", visit, {"status": "PLANNED"}, after={"status": two.op})
    results = bob.push(one, two, three) if together else [bob.push(c)[0] for c in (one, two, three)]
    assert [r.bad for r in results] == [("status",)] * 3
    (conflict,) = ann.pull().conflicts()
    assert opened(conflict)["other"] == {"status": "PLANNED"}
    assert ann.doc(visit)["status"] == "SIGNED"


def test_a_settled_conflict_is_not_reopened_by_a_later_edit(ann, bob, visit):
    ann.edit("link_visit", visit, {"status": "SIGNED"})
    one = bob.change("link_visit", visit, {"status": "CANCELLED"})
    bob.push(one)
    (conflict,) = ann.pull().conflicts()
    assert ann.edit("conflict", conflict["id"], {"state": "SETTLED"}).state == "ok"
    bob.edit("link_visit", visit, {"status": "NO_SHOW"}, after={"status": one.op})
    assert sorted(c["state"] for c in bob.pull().conflicts()) == ["OPEN", "SETTLED"]


def test_settling_twice_is_no_conflict_about_a_conflict(ann, bob, visit):
    ann.edit("link_visit", visit, {"status": "SIGNED"})
    bob.edit("link_visit", visit, {"status": "CANCELLED"})
    (conflict,) = ann.pull().conflicts()
    bob.pull()
    settle = {"state": "SETTLED", "resolved_by_id": ann.me.account}
    assert ann.edit("conflict", conflict["id"], settle).state == "ok"
    again = bob.edit("conflict", conflict["id"], {**settle, "resolved_by_id": bob.me.account})
    assert (again.state, again.mixed) == ("ok", ("@settled",))
    (conflict,) = bob.pull().conflicts()
    assert conflict["resolved_by_id"] == ann.me.account


def test_signed_content_is_held_and_nothing_of_the_change_is_taken(ann, bob):
    rec = ann.new_id()
    signed = {"id": rec, "setting_id": NORTH_SCHOOL, "of_id": ann.new_id(), "sha256": "aa"}
    assert ann.edit("signed_version", rec, signed).state == "ok"
    bob.pull()
    result = bob.edit("signed_version", rec, {"sha256": "bb", "sensitivity": "OPEN"})
    assert result.state == "held"
    assert "signed" in result.why
    assert ann.pull().doc(rec) == signed


def test_the_same_signed_content_again_is_no_trouble(ann, bob):
    rec = ann.new_id()
    signed = {"id": rec, "setting_id": NORTH_SCHOOL, "of_id": ann.new_id(), "sha256": "aa"}
    assert ann.edit("signed_version", rec, signed).state == "ok"
    assert bob.edit("signed_version", rec, signed).state == "ok"


def test_a_public_record_made_on_two_laptops_keeps_its_first_maker(desk):
    leads = [desk.laptop(name, "LEAD") for name in ("Odile Marchbanks", "Bram Fettiplace")]
    rec = leads[0].new_id()
    for lead in leads:
        made = {"id": rec, "name": "New School", "district_id": NORTH, "author_id": lead.me.account}
        assert lead.edit("setting", rec, made, saw={}).state == "ok"
    assert leads[1].pull().doc(rec)["author_id"] == leads[0].me.account


def test_a_held_change_does_not_stand_in_the_way_of_the_others(ann):
    bad = ann.change("no_such_kind", ann.new_id(), {"a": 1})
    rec = ann.new_id()
    good = ann.change("link_visit", rec, {"id": rec, "setting_id": NORTH_SCHOOL})
    results = ann.push(bad, good)
    assert [r.state for r in results] == ["held", "ok"]
    assert "newer version" in results[0].why


def test_a_change_that_goes_on_from_a_held_one_is_held_too(ann):
    rec = ann.new_id()
    one = ann.change("link_visit", rec, {"id": rec, "setting_id": SOUTH_SCHOOL})
    two = ann.change("link_visit", rec, {"setting_id": NORTH_SCHOOL}, after={"setting_id": one.op})
    assert [r.state for r in ann.push(one, two)] == ["held", "held"]
    assert rec not in ann.pull().rows


def test_an_unknown_field_of_a_newer_laptop_is_held_and_of_an_older_one_kept(ann):
    rec = ann.new_id()
    change = ann.change("link_visit", rec, {"id": rec, "setting_id": NORTH_SCHOOL, "colour": 3})
    newer = wire.Push(device=ann.me.device, ops=(change,), schema=wire.SCHEMA + 1)
    assert ann.council.push(ann.me.token, newer).results[change.op].state == "held"
    again = msgspec.structs.replace(change, op=ann.new_id())
    assert ann.push(again)[0].state == "ok"
    assert ann.pull().doc(rec)["colour"] == 3


REC = "00000000-0000-4000-8000-000000000001"
HOSTILE = {
    "an id that is none": {"rec": "../../etc"},
    "nothing in it": {"set": {}},
    "another record's id": {"set": {"id": "00000000-0000-4000-8000-000000000009"}},
    "the character NUL": {"set": {"copy_given": "a\0b"}},
    "NUL in a key": {"set": {"attendees/k": {"key": "k", "na\0me": 1}}},
    "a part of a plain field": {"set": {"mode/x": True}},
    "an element without its key": {"set": {"attendees/k": {"name": "x"}}},
    "an element of a code list that is no mark": {"set": {"purposes/X": "yes"}},
    "a set as a text": {"set": {"attendees": "x"}},
    "an empty path": {"set": {"": 1}},
    "an endless path": {"set": {"x" * 500: 1}},
    "a text too long": {"set": {TEXT: "x" * 300_000}},
    "a nested monster": {"set": {"odd": msgspec.json.decode("[" * 60 + "]" * 60)}},
    "a number that JSON databases spell in different ways": {"set": {"rating": 1e300}},
    "a negative number": {"base": {TEXT: -5}},
    "a number beyond all": {"base": {TEXT: 2**62}},
    "a time without end": {"at": "x" * 50},
    "a time with NUL": {"at": "2026\0"},
    "a bad link": {"after": {TEXT: "x"}},
    "too many fields": {"set": {f"f{n}": n for n in range(5_000)}},
    "a unit that is no id": {"set": {"setting_id": "somewhere"}},
    "a unit that is no text": {"set": {"setting_id": {"a": 1}}},
    "no unit": {"set": {"mode": "VIDEO"}},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_change_is_held_with_a_reason(ann, what):
    parts = {"set": {"setting_id": NORTH_SCHOOL}, **HOSTILE[what]}
    change = Change(**{"op": ann.new_id(), "rec": REC, "kind": "link_visit", **parts})
    (result,) = ann.push(change)
    assert result.state == "held"
    assert result.why.endswith(".")
    assert REC not in ann.pull().rows


@pytest.mark.parametrize(
    "values",
    [
        {"notice_hours": "many"},
        {"visited_on": "not a day"},
        {"senco_confidence": 10**30},
        {"rating": True},
        {"status": ["a"]},
        {"deleted": "yes"},
        {"odd": [[[{"a": [1.5, None, "ü", 12345678901234567890]}]]]},
    ],
)
def test_a_value_of_the_wrong_type_is_stored_as_it_is(ann, bob, values):
    rec = ann.visit(**values)
    assert bob.pull().doc(rec) == {"id": rec, "setting_id": NORTH_SCHOOL, **values}


def test_what_the_database_will_not_take_is_held_and_the_rest_goes_on(ann, bob, council):
    """A rule that the checks know nothing of, such as an operator's own constraint."""
    if council.database.is_postgresql:
        rule = "ALTER TABLE rec ADD CONSTRAINT odd CHECK (unit <> id OR doc->>'upn' IS NULL)"
    else:
        rule = (
            "CREATE TRIGGER odd BEFORE INSERT ON rec WHEN new.doc LIKE '%upn%'"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with council.database.write() as connection:
        connection.exec_driver_sql(rule)
    changes = []
    for number in range(3):
        rec = ann.new_id()
        made = {"id": rec, "setting_id": NORTH_SCHOOL, **({"upn": "x"} if number == 1 else {})}
        changes.append(ann.change("pupil", rec, made))
    try:
        results = ann.push(*changes)
        assert [r.state for r in results] == ["ok", "held", "ok"]
        assert "could not store" in results[1].why
        assert ann.push(*changes) == results
        assert changes[1].rec not in bob.pull().rows
    finally:
        if council.database.is_postgresql:
            with council.database.write() as connection:
                connection.exec_driver_sql("ALTER TABLE rec DROP CONSTRAINT odd")


def test_a_hello_with_odd_numbers_is_answered(ann):
    odd = wire.Hello(device=ann.me.device, schema=10**30, cursors={"x": ("y", -1)})
    assert NORTH in ann.council.hello(ann.me.token, odd).heads


def test_a_request_with_a_bad_number_is_refused_whole(ann):
    change = ann.change("link_visit", REC, {"setting_id": NORTH_SCHOOL}, op="not-a-number")
    with pytest.raises(RefusedError) as refused:
        ann.push(change)
    assert refused.value.status == 400


def test_more_changes_than_the_limit_are_refused_whole(ann):
    changes = [ann.change("link_visit", REC, {"mode": "x"}) for _ in range(wire.MAX_OPS + 1)]
    with pytest.raises(RefusedError, match="500"):
        ann.push(*changes)


def test_the_kind_of_a_record_cannot_be_changed(ann, visit):
    assert ann.edit("pupil", visit, {"known_as": "x"}).state == "held"
