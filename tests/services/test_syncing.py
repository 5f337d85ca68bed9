"""A round of sync in words; and whatever a server answers, the store and its words are safe."""

from __future__ import annotations

import msgspec
import pytest

from stls_core import wire
from stls_core.records.settings import Setting
from stls_core.records.syncing import Conflict
from stls_desktop.services import drafting, syncing, visits
from stls_desktop.store.problems import StoreError
from stls_desktop.sync.transport import RefusedError, UnreachableError
from stls_server.council import in_memory
from tests.builders import an_id, conflict, link_visit
from tests.fakes import Clock
from tests.services.conftest import SCHOOL
from tests.services.laptops import SCHOOL as SHARED_SCHOOL
from tests.services.laptops import STRUCTURE, enrol
from tests.services.servers import answer_ok, raising, run

# In words


def test_a_laptop_that_is_not_enrolled_says_so_and_that_all_is_safe(desk):
    state = syncing.standing(desk)
    assert state.phase == "not_enrolled"
    assert state.words == "Not connected to a council. 4 changes safe on this laptop"


def test_what_waits_is_counted(enrolled):
    state = syncing.standing(enrolled)
    assert (state.phase, state.words, state.waiting) == ("waiting", "4 changes to send", 4)


def test_after_a_round_all_is_safe_on_the_server(enrolled, clock):
    said = []
    done, _ = run(enrolled, answer_ok, said.append)
    assert done.standing.phase == "safe"
    assert done.standing.words == "All safe on the council server 15:30"  # 14:30 UTC, in summer
    assert done.finished.sent == 4
    assert "0 of 4 sent" in [state.words for state in said]
    assert syncing.standing(enrolled).words == done.standing.words


def test_offline_is_no_problem(enrolled):
    done, _ = run(enrolled, raising(UnreachableError("No network here.")))
    assert done.standing.phase == "offline"
    assert done.standing.words == "Offline. 4 changes safe on this laptop"
    assert done.standing.problem == "No network here."
    assert syncing.standing(enrolled).waiting == 4


def test_one_change_is_one_change(enrolled):
    run(enrolled, answer_ok)
    visits.plan(enrolled, SCHOOL, enrolled.today())
    done, _ = run(enrolled, raising(UnreachableError("No network here.")))
    assert done.standing.words == "Offline. 1 change safe on this laptop"


def test_a_refusal_is_told_in_the_servers_words(enrolled):
    refused = RefusedError("This laptop's access was withdrawn.", "revoked")
    done, _ = run(enrolled, raising(refused))
    assert done.standing.phase == "attention"
    assert done.standing.words == "Sync needs help. 4 changes safe on this laptop"
    assert done.standing.problem == "This laptop's access was withdrawn."


@pytest.mark.parametrize("at", [wire.Hello, wire.Push, wire.Pull])
def test_a_round_that_breaks_off_goes_on_where_it_stopped(enrolled, at):
    def breaks(message):
        if isinstance(message, at):
            raise UnreachableError("Out of the car park.")
        return answer_ok(message)

    done, _ = run(enrolled, breaks)
    assert done.standing.phase == "offline"
    done, server = run(enrolled, answer_ok)
    assert done.standing.phase == "safe"
    pushed = [op for m in server.asked if isinstance(m, wire.Push) for op in m.ops]
    assert len(pushed) == (0 if at is wire.Pull else 4)


def test_a_busy_server_is_left_in_peace_and_nothing_is_called_safe(enrolled):
    done, server = run(enrolled, lambda _: wire.Welcome(schema=1, heads={}, retry_after=30))
    assert len(server.asked) == 1
    assert done.finished.retry_after == 30
    assert done.standing.phase == "waiting"


def test_a_server_put_back_to_an_older_copy_is_noticed_and_nothing_is_lost(enrolled):
    run(enrolled, answer_ok)
    with enrolled.store.write() as work:
        work.inbox.take_page("d", "an older epoch", (), 5)
        work.put(Setting(id="s9", name="New"))
    done, server = run(enrolled, answer_ok)
    assert done.standing.phase == "attention"
    assert "put back to an older copy" in done.standing.words
    assert not [m for m in server.asked if isinstance(m, wire.Pull)]


def test_drafts_that_can_go_are_settled_before_the_round(enrolled, visit):
    drafting.keep(enrolled, [visit.type(visit.sheet.visit, senco_confidence=7)])
    done, server = run(enrolled, answer_ok)
    (push,) = [m for m in server.asked if isinstance(m, wire.Push)]
    assert any(op.set.get("senco_confidence") == 7 for op in push.ops)
    assert "link_visit" in done.changed.kinds


def test_what_came_in_is_told_so_that_screens_can_follow(enrolled):
    row = wire.Row(
        id=an_id("setting", 7),
        seq=3,
        kind="setting",
        unit="common",
        doc={"id": an_id("setting", 7), "name": "Quill Street"},
        ver={"id": 3, "name": 3},
    )

    def answer(message):
        if isinstance(message, wire.Hello):
            return wire.Welcome(schema=1, heads={"d": wire.Head(epoch="e", seq=3)})
        if isinstance(message, wire.Pull):
            return wire.Page(rows=(row,), next=3, more=False, head=3, epoch="e")
        return answer_ok(message)

    done, _ = run(enrolled, answer)
    assert an_id("setting", 7) in done.changed.ids
    assert done.finished.received == 1


def test_what_is_not_finished_is_not_said_to_be_on_the_server(enrolled, visit):
    run(enrolled, answer_ok)
    assert syncing.standing(enrolled).phase == "safe"
    half = visits.blank_action(enrolled, visit.id, SCHOOL)
    drafting.keep(enrolled, [visit.type(half, who="SENCO")])
    done, _ = run(enrolled, answer_ok)
    assert done.standing.phase == "unfinished"
    assert done.standing.words == "1 not finished: on this laptop only"


def test_after_weeks_without_a_network_the_first_are_named_and_all_are_counted(enrolled):
    waiting = syncing.standing(enrolled).waiting
    with enrolled.store.write() as work:
        for number in range(syncing.SHOWN * 3):
            work.edit("district", an_id("district", 1000 + number), {"name": f"District {number}"})
    sheet = syncing.sheet(enrolled)
    assert len(sheet.waiting) == syncing.SHOWN
    assert sheet.waiting_count == waiting + syncing.SHOWN * 3


def test_the_sync_screen_says_what_waits_and_why(enrolled, visit):
    half = visits.blank_action(enrolled, visit.id, SCHOOL)
    drafting.keep(enrolled, [visit.type(half, who="SENCO")])
    sheet = syncing.sheet(enrolled)
    assert sheet.server == "https://council.example"
    assert (sheet.waiting[0].why, sheet.waiting[0].is_stuck) == ("Say what will be done", True)
    assert "District: Wenningdale" in {item.title for item in sheet.waiting}
    held = wire.Result(state="held", why="This record is not in your team.")

    def refuse_one(message):
        if isinstance(message, wire.Push):
            results = answer_ok(message).results
            return wire.Pushed({**results, message.ops[0].op: held})
        return answer_ok(message)

    run(enrolled, refuse_one)
    (aside,) = syncing.sheet(enrolled).set_aside
    assert aside.why == "This record is not in your team."


def test_a_conflict_is_shown_in_words_and_settled_either_way(enrolled):
    with enrolled.store.write() as work:
        work.put(link_visit(whole_school_focus="Calm starts and calm ends."))
        work.put(conflict())
        work.put(conflict(number=2))
    first, second = syncing.sheet(enrolled).conflicts
    assert (first.field, first.live, first.other) == (
        "Whole-school focus",
        "Calm starts and calm ends.",
        "Calm mornings.",
    )
    assert (first.live_by, first.other_by) == ("Odile Marchbanks", "Rufus Applegarth")
    syncing.resolve(enrolled, first.id, keep="both")
    with enrolled.store.read() as read:
        (visit,) = read.find(type(link_visit()))
        assert visit.whole_school_focus == "Calm starts and calm ends.\n\nCalm mornings."
        assert read.get(Conflict, first.id).resolved_by_id == enrolled.me.account
    assert not syncing.resolve(enrolled, first.id, keep="other")
    syncing.resolve(enrolled, second.id, keep="live")
    assert syncing.sheet(enrolled).conflicts == ()


# With the real council in the same process


def test_two_laptops_that_change_the_same_words_both_see_both(tmp_path):
    council = in_memory(now=Clock())
    council.seed(STRUCTURE)
    a, b = (
        enrol(council, tmp_path, name, seed=seed)
        for seed, name in ((1, "Odile Marchbanks"), (2, "Rufus Applegarth"))
    )
    visit_id, _ = visits.plan(a.desk, SHARED_SCHOOL, a.desk.today())
    a.sync()
    b.sync()
    a.edit("link_visit", visit_id, senco_confidence=4)
    b.edit("link_visit", visit_id, senco_confidence=9, rating=4)
    for laptop in (a, b, a):
        assert laptop.sync().standing.phase == "safe"
    for laptop in (a, b):
        (item,) = syncing.sheet(laptop.desk).conflicts
        assert (item.live, item.other) == ("4", "9")
        assert laptop.get(type(link_visit()), visit_id).rating == 4
        laptop.store.close()


def test_typing_on_after_a_merge_does_not_drop_the_colleagues_paragraph(tmp_path):
    council = in_memory(now=Clock())
    council.seed(STRUCTURE)
    a, b = (enrol(council, tmp_path, name, seed=seed) for seed, name in ((1, "A"), (2, "B")))
    visit_id, _ = visits.plan(a.desk, SHARED_SCHOOL, a.desk.today())
    a.edit("link_visit", visit_id, whole_school_focus="One.\n\nTwo.")
    a.sync()
    b.sync()
    a.edit("link_visit", visit_id, whole_school_focus="One, by A.\n\nTwo.")
    a.sync()
    with b.store.read() as read:
        opened = read.open(visit_id)
    typed = {**opened.doc, "whole_school_focus": "One.\n\nTwo, by"}
    draft = drafting.Draft("", "", "", {}, {})
    draft = msgspec.structs.replace(
        draft,
        rec=visit_id,
        kind="link_visit",
        form=visit_id,
        before=opened.doc,
        doc=typed,
        seen=opened.seen,
    )
    drafting.keep(b.desk, [draft])
    b.sync()  # settles the draft, pushes it, and the server merges both paragraphs
    typed = {**typed, "whole_school_focus": "One.\n\nTwo, by B."}
    drafting.keep(b.desk, [msgspec.structs.replace(draft, doc=typed)])
    for laptop in (b, a, b):
        laptop.sync()
    for laptop in (a, b):
        shown = laptop.get(type(link_visit()), visit_id)
        assert shown.whole_school_focus == "One, by A.\n\nTwo, by B."
        laptop.store.close()


def test_a_disk_that_is_full_is_the_laptops_own_trouble_and_not_the_servers(enrolled):
    with enrolled.store.read() as read:
        used = read._connection.exec_driver_sql("PRAGMA page_count").scalar()
        read._connection.exec_driver_sql(f"PRAGMA max_page_count = {used}")
    visit = link_visit(whole_school_focus="words " * 20_000)
    with pytest.raises(StoreError, match="disk is full"), enrolled.store.write() as work:
        work.put(visit)
    done, _ = run(enrolled, raising(UnreachableError("No network here.")))
    assert done.standing.phase == "offline"
