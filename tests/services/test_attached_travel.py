"""The way of photos and PDFs over to a colleague, and the words of their state meanwhile.

Two laptops with real stores and the real council; each message goes through its JSON form.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace

import pytest

from stls_core import wire
from stls_core.records.attachments import Attachment
from stls_core.records.visits import LinkVisit
from stls_desktop.services import attaching, records, syncing
from stls_desktop.store.file_states import SAFE
from stls_desktop.sync import file_exchange
from stls_desktop.sync.transport import UnreachableError
from stls_server.council import in_memory
from tests.builders import VISIT_DAY
from tests.fakes import Clock
from tests.pictures import heavy_pdf, photo
from tests.services.laptops import SCHOOL, STRUCTURE, enrol
from tests.services.servers import answer_ok, run
from tests.services.test_attaching import full_disk, refused


@pytest.fixture
def pair(tmp_path):
    """Two laptops of one team; the first has a visit."""
    council = in_memory(now=Clock())
    council.seed(STRUCTURE)
    one = enrol(council, tmp_path, "Odile Marchbanks", seed=1)
    two = enrol(council, tmp_path, "Rufus Applegarth", seed=2)
    yield one, two
    for each in (one, two):
        each.store.close()
    council.database.close()


def a_visit(laptop):
    one = LinkVisit(id=laptop.desk.new_id(), setting_id=SCHOOL, visited_on=VISIT_DAY)
    with laptop.store.write() as work:
        work.put(one)
    return one.id


def attach(laptop, content, visit=""):
    visit = visit or a_visit(laptop)
    made = attaching.read_pasted(content)
    return attaching.add(laptop.desk, "link_visit", visit, made, "ROOM").rec


class Watched:
    """The server, with a list of what it was asked, that breaks where it is told to."""

    def __init__(self, server, breaks=lambda _message, _count: False):
        self.server, self.breaks, self.asked = server, breaks, []

    def ask(self, message):
        self.asked.append(message)
        if self.breaks(message, len(self.of(type(message)))):
            raise UnreachableError("The network is gone.")
        return self.server.ask(message)

    def of(self, kind):
        return [message for message in self.asked if isinstance(message, kind)]


def sync(laptop, **how):
    server = Watched(laptop.server, **how)
    laptop = replace(laptop, server=server)
    return laptop.sync(), server


def state_of(laptop, rec):
    with laptop.store.read() as read:
        of_id = read.get(Attachment, rec).of_id
    return attaching.of_record(laptop.desk, of_id)[0].state


def test_a_photo_reaches_the_colleague_after_its_words(pair):
    one, two = pair
    rec = attach(one, photo())
    _, asked = sync(one)
    kinds = [type(message) for message in asked.asked]
    assert kinds.index(wire.Push) < kinds.index(wire.Files) < kinds.index(wire.PutPart)
    assert kinds.index(wire.Pull) < kinds.index(wire.Files)
    assert state_of(one, rec) == "Safe on the council server"
    two.sync()
    assert attaching.open_file(two.desk, rec) == attaching.open_file(one.desk, rec)
    assert state_of(two, rec) == "Safe on the council server"


def test_a_round_without_files_asks_nothing_more(pair):
    one, two = pair
    rec = attach(one, photo())
    for laptop in (one, two):
        laptop.sync()
    a_visit(one)
    for laptop in (one, two):
        _, asked = sync(laptop)
        assert not asked.of(wire.Files), rec


def test_the_status_says_that_files_have_still_to_be_sent(pair):
    one, _ = pair
    attach(one, photo())
    ended, _ = sync(one, breaks=lambda message, _: isinstance(message, wire.Files))
    assert ended.standing.phase == "offline"
    assert syncing.standing(one.desk).words == "1 photo or PDF to send"
    one.sync()
    assert syncing.standing(one.desk).phase == "safe"


def test_a_file_that_was_cut_off_goes_on_at_the_next_part(pair):
    one, two = pair
    content = heavy_pdf(5 * wire.PART_BYTES)
    rec = attach(one, content)
    sync(one, breaks=lambda message, n: isinstance(message, wire.PutPart) and n == 4)
    assert state_of(one, rec) == "On its way: 2 of 6 parts"
    _, asked = sync(one)
    assert [message.part for message in asked.of(wire.PutPart)] == [2, 3, 4, 5]
    sync(two, breaks=lambda message, n: isinstance(message, wire.GetPart) and n == 5)
    assert state_of(two, rec) == "Coming: 3 of 6 parts"
    assert refused(lambda: attaching.open_file(two.desk, rec)) == attaching.NOT_HERE
    _, asked = sync(two)
    assert [message.part for message in asked.of(wire.GetPart)] == [3, 4, 5]
    assert attaching.open_file(two.desk, rec).content == content


def test_an_answer_that_was_lost_costs_nothing_but_a_question(pair):
    one, two = pair
    rec = attach(one, photo())

    class Deaf(Watched):
        def ask(self, message):
            answer = super().ask(message)
            if isinstance(message, wire.PutPart):
                raise UnreachableError("The answer never came.")
            return answer

    replace(one, server=Deaf(one.server)).sync()
    for _ in range(2):
        one.sync()
    two.sync()
    assert attaching.open_file(two.desk, rec).content


def test_the_record_may_come_before_the_file(pair):
    one, two = pair
    rec = attach(one, photo())
    sync(one, breaks=lambda message, _: isinstance(message, wire.Files))
    two.sync()
    assert state_of(two, rec) == "Not downloaded yet"
    one.sync()
    two.sync()
    assert state_of(two, rec) == "Safe on the council server"


def test_wrong_bytes_from_the_server_are_never_shown(pair):
    one, two = pair
    rec = attach(one, photo())
    one.sync()

    class Lying(Watched):
        def ask(self, message):
            answer = super().ask(message)
            if isinstance(answer, wire.Part):
                return wire.Part(bytes(len(answer.content)))
            return answer

    replace(two, server=Lying(two.server)).sync()
    assert "damaged" in state_of(two, rec)
    assert refused(lambda: attaching.open_file(two.desk, rec)) == attaching.NOT_HERE
    two.desk.now.go_on(days=1, minutes=1)
    two.sync()
    assert attaching.open_file(two.desk, rec).content


def test_a_file_that_the_server_lost_holds_up_no_other_and_no_word(pair):
    one, two = pair
    lost, other = attach(one, photo(seed=1)), attach(one, photo(seed=2))
    one.sync()
    with one.server.council.database.write() as connection, one.store.read() as read:
        sha256 = read.get(Attachment, lost).sha256
        connection.exec_driver_sql("DELETE FROM blob_part WHERE sha256 = ?", (sha256,))
    ended = two.sync()
    assert ended.finished is not None
    assert "could not give" in state_of(two, lost)
    assert state_of(two, other) == "Safe on the council server"
    aside = syncing.sheet(two.desk).set_aside
    assert [item.rec for item in aside] == [lost]


def test_a_round_takes_its_share_of_parts_and_says_so(pair, monkeypatch):
    monkeypatch.setattr(file_exchange, "MOST_BYTES", 2 * wire.PART_BYTES)
    one, _ = pair
    rec = attach(one, heavy_pdf(4 * wire.PART_BYTES))
    ended, _ = sync(one)
    assert ended.finished.files_left
    for _ in range(3):
        ended = one.sync()
    assert not ended.finished.files_left
    assert state_of(one, rec) == "Safe on the council server"


def test_a_file_removed_here_is_not_sent(pair):
    one, two = pair
    rec = attach(one, photo())
    attaching.remove(one.desk, rec)
    _, asked = sync(one)
    assert not asked.of(wire.PutPart)
    two.sync()


def test_deleted_at_the_colleague_it_leaves_here_too_and_comes_back_when_restored(pair):
    one, two = pair
    rec = attach(one, photo())
    for laptop in (one, two):
        laptop.sync()
    records.delete(one.desk, "attachment", rec)
    for laptop in (one, two):
        laptop.sync()
    with two.store.write() as work:
        assert work.files.drop_unneeded() == 2
    attaching.put_back(one.desk, rec)
    for laptop in (one, two):
        laptop.sync()
    assert attaching.open_file(two.desk, rec).content


def test_many_bad_lines_end_with_every_file_whole(pair):
    """Every request may be lost, before or after it was done; in the end both have every file."""
    one, two = pair
    chance = random.Random(7)

    class Bad(Watched):
        def ask(self, message):
            if chance.random() < 0.15:
                raise UnreachableError("lost on the way")
            answer = self.server.ask(message)
            if chance.random() < 0.15:
                raise UnreachableError("lost on the way back")
            return answer

    recs = [attach(one, photo(seed=n)) for n in range(3)]
    recs += [attach(two, heavy_pdf(3 * wire.PART_BYTES))]
    for _ in range(60):
        for laptop in (one, two):
            replace(laptop, server=Bad(laptop.server)).sync()
    for rec in recs:
        whole = attaching.open_file(one.desk, rec)
        assert whole == attaching.open_file(two.desk, rec)
    with one.store.read() as read:
        states = {
            s.state for s in read.files.states([f.sha256 for f in read.find(Attachment)]).values()
        }
    assert states == {SAFE}


def test_a_full_disk_ends_a_round_in_words_and_the_parts_come_later(pair):
    one, two = pair
    rec = attach(one, heavy_pdf(3 * wire.PART_BYTES))
    one.sync()
    with full_disk(two.store):
        ended = two.sync()
        assert ended.standing.phase == "attention"
        assert ended.standing.words == "The disk is full"
        assert "Nothing is lost" in ended.standing.problem
        with two.store.read() as read:
            assert read.get(Attachment, rec) is not None  # the words were through before
    ended = two.sync()
    assert ended.standing.phase == "safe"
    assert attaching.open_file(two.desk, rec) == attaching.open_file(one.desk, rec)


def test_a_file_that_is_paused_waits_alone_and_goes_on_at_the_next_part(pair):
    one, two = pair
    rec, other = attach(one, heavy_pdf(5 * wire.PART_BYTES)), attach(one, photo())

    def pausing(laptop, kind):
        def breaks(message, count):
            if isinstance(message, kind) and count == 5:  # two small pictures and a photo before
                attaching.pause(laptop.desk, rec)
            return False

        return breaks

    sync(one, breaks=pausing(one, wire.PutPart))
    assert state_of(one, rec) == "Paused: 2 of 6 parts sent"
    assert state_of(one, other) == "Safe on the council server"
    assert syncing.standing(one.desk).words == "1 photo or PDF to send"
    _, asked = sync(one)
    assert not asked.of(wire.PutPart)
    attaching.resume(one.desk, rec)
    _, asked = sync(one)
    assert [message.part for message in asked.of(wire.PutPart)] == [2, 3, 4, 5]
    sync(two, breaks=pausing(two, wire.GetPart))
    assert state_of(two, rec) in ("Paused: 2 of 6 parts are here", "Paused: 5 of 6 parts are here")
    two.sync()
    assert state_of(two, rec).startswith("Paused")
    attaching.resume(two.desk, rec)
    two.sync()
    assert attaching.open_file(two.desk, rec) == attaching.open_file(one.desk, rec)


def test_the_same_photo_at_another_school_reaches_who_may_see_only_that_school(pair):
    one, _ = pair
    content, other = photo(), one.desk.new_id()
    attach(one, content)
    one.sync()
    made = attaching.read_pasted(content)
    attaching.add(one.desk, "setting", other, made, "ROOM", document={"id": other})
    one.sync()
    sha256 = hashlib.sha256(made.content).hexdigest()
    with one.server.council.database.read() as connection:
        query = "SELECT unit FROM blob WHERE is_whole AND sha256 = ?"
        units = set(connection.exec_driver_sql(query, (sha256,)).scalars())
    assert units == {SCHOOL, other}
    assert syncing.standing(one.desk).phase == "safe"


def test_a_server_that_knows_no_files_is_not_asked(desk):
    _, server = run(desk, answer_ok)
    assert not [message for message in server.asked if isinstance(message, wire.Files)]
