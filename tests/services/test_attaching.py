"""Photos and PDFs of a record: the family's agreement, the words of their state, and the way over.

Two laptops with real stores and the real council; each message goes through its JSON form.
"""

from __future__ import annotations

import logging
import random
from dataclasses import replace

import pytest

from stls_core import wire
from stls_core.records.attachments import Attachment
from stls_core.records.visits import LinkVisit
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.services import attaching, records, syncing
from stls_desktop.services.attaching import NotAttachedError
from stls_desktop.store.file_states import SAFE
from stls_desktop.sync import file_exchange
from stls_desktop.sync.transport import UnreachableError
from stls_server.council import in_memory
from tests.builders import BUILDERS, VISIT_DAY, agreement, an_id, pupil
from tests.fakes import Clock
from tests.pictures import heavy_pdf, pdf, photo
from tests.services.laptops import SCHOOL, STRUCTURE, enrol
from tests.services.servers import answer_ok, run

PUPIL, OBSERVATION = an_id("pupil"), an_id("observation")


@pytest.fixture
def file(tmp_path):
    """Writes bytes where a teacher could choose them."""

    def write(content, name="IMG_0001.JPG"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def child(desk):
    """A child with an observation and no agreement about photos."""
    with desk.store.write() as work:
        for record in (pupil(), BUILDERS["observation"]()):
            work.put(record)
    return desk


def agree(desk, **changes):
    with desk.store.write() as work:
        work.put(agreement(**{"form": "PHOTO_VIDEO", "signed_on": VISIT_DAY, **changes}))


def add(desk, path, subject="CHILD", kind="observation", rec=OBSERVATION, caption=""):
    return attaching.add_file(desk, kind, rec, path, subject, caption)


def refused(act):
    with pytest.raises(NotAttachedError) as told:
        act()
    return str(told.value)


def nothing_was_kept(desk):
    with desk.store.read() as read:
        assert read.find(Attachment) == ()
        counts = read._connection.exec_driver_sql("SELECT count(*) FROM file_part").scalar()
    return counts == 0


# --- the family's agreement --------------------------------------------------------------------


def test_a_photo_of_a_child_without_the_agreement_is_refused(child, file):
    told = refused(lambda: add(child, file(photo())))
    assert "No agreement for photos or video holds today" in told
    assert nothing_was_kept(child)


@pytest.mark.parametrize("subject", ["WORK", "ROOM", "DOCUMENT"])
def test_photos_of_work_or_of_a_room_need_no_agreement(child, file, subject):
    add(child, file(photo()), subject)
    (line,) = attaching.of_record(child, OBSERVATION)
    assert line.state == "On this laptop, not sent yet"


def test_a_photo_of_a_child_is_kept_with_the_agreement_that_allows_it(child, file):
    agree(child)
    rec = add(child, file(photo())).rec
    with child.store.read() as read:
        kept = read.get(Attachment, rec)
    assert kept.agreement_id == an_id("agreement")
    assert (kept.pupil_id, kept.of_kind, kept.media_type) == (PUPIL, "observation", "image/jpeg")


NOT_HOLDING = {
    "another form": {"form": "ISS"},
    "withdrawn": {"withdrawn_on": VISIT_DAY},
    "expired": {"expires_on": VISIT_DAY.replace(day=1), "signed_on": VISIT_DAY.replace(day=1)},
    "not signed": {"signed_by": ()},
    "disputed": {"is_disputed": True},
    "of another child": {"pupil_id": an_id("pupil", 2)},
}


@pytest.mark.parametrize("changes", NOT_HOLDING.values(), ids=NOT_HOLDING)
def test_an_agreement_that_does_not_hold_opens_nothing(child, file, clock, changes):
    clock.go_on(days=3)
    agree(child, **changes)
    refused(lambda: add(child, file(photo())))


def test_a_withdrawal_ends_what_was_signed_before_it(child, file):
    agree(child)
    agree(child, id=an_id("agreement", 2), withdrawn_on=VISIT_DAY)
    refused(lambda: add(child, file(photo())))


def test_a_photo_of_a_child_does_not_go_into_a_visit(desk, visit, file):
    told = refused(lambda: add(desk, file(photo()), "CHILD", "link_visit", visit.id))
    assert "that child’s own file" in told
    add(desk, file(photo()), "ROOM", "link_visit", visit.id)
    assert len(attaching.of_record(desk, visit.id)) == 1


@pytest.mark.parametrize("subject", ["", "SELFIE"])
def test_what_it_shows_has_to_be_said(child, file, subject):
    assert "Say what it shows" in refused(lambda: add(child, file(photo()), subject))


def test_no_copy_of_a_childs_photo_leaves_once_the_agreement_has_ended(child, file):
    agree(child)
    rec = add(child, file(photo())).rec
    assert attaching.copy_of(child, rec).content
    agree(child, withdrawn_on=VISIT_DAY)
    assert "does not hold any more" in refused(lambda: attaching.copy_of(child, rec))
    assert attaching.open_file(child, rec).content  # it may still be looked at


# --- adding, looking, taking away ----------------------------------------------------------------


def test_a_bad_file_is_told_and_nothing_is_kept(child, file):
    with pytest.raises(ImportFileError):
        add(child, file(b"no photo at all"), "WORK")
    assert nothing_was_kept(child)


def test_the_same_file_in_two_records_is_kept_once_and_stays_for_the_other(child, file):
    first = add(child, file(photo()), "WORK").rec
    second = add(child, file(photo()), "WORK", "pupil", PUPIL).rec
    assert [line.rec for line in attaching.of_pupil(child, PUPIL)] == [first, second]
    attaching.remove(child, first)
    assert attaching.open_file(child, second).content


def test_what_was_removed_can_be_put_back(child, file):
    rec = add(child, file(photo()), "WORK").rec
    whole = attaching.open_file(child, rec)
    attaching.remove(child, rec)
    assert attaching.of_record(child, OBSERVATION) == ()
    attaching.put_back(child, rec)
    assert attaching.open_file(child, rec) == whole


def test_a_record_that_is_only_being_typed_can_have_a_photo(child, file):
    kind, rec = "observation", child.new_id()
    document = {"pupil_id": PUPIL}
    prepared = attaching.read_file(file(photo()))
    attaching.add(child, kind, rec, prepared, "WORK", document=document)
    (line,) = attaching.of_record(child, rec)
    assert line.small.startswith(b"\xff\xd8")


def test_a_copy_is_written_where_it_was_asked_for_and_logged_without_a_name(
    child, file, tmp_path, caplog
):
    rec = add(child, file(pdf(2), "Zebedee.pdf"), "DOCUMENT").rec
    whole = attaching.copy_of(child, rec)
    assert whole.file_name == f"document-{VISIT_DAY}.pdf"
    with caplog.at_level(logging.INFO):
        attaching.write_copy(whole, tmp_path / whole.file_name)
    assert (tmp_path / whole.file_name).read_bytes() == pdf(2)
    assert rec in caplog.text
    assert "Zebedee" not in caplog.text
    told = refused(lambda: attaching.write_copy(whole, tmp_path / "gone" / "x.pdf"))
    assert told.startswith("Not saved")


def test_a_caption_with_a_childs_name_is_warned_of(child):
    with child.store.read() as read:
        name = read.get(type(pupil()), PUPIL).legal_surname
    assert "names somebody" in attaching.caption_warning(child, f"{name} at the sand tray")
    assert attaching.caption_warning(child, "At the sand tray") == ""


def test_no_temporary_file_is_made(child, file, tmp_path, monkeypatch):
    path = file(photo(2_000, 1_500))
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(elsewhere))
    rec = add(child, path, "WORK").rec
    attaching.open_file(child, rec)
    assert list(elsewhere.iterdir()) == []


# --- sync ----------------------------------------------------------------------------------------


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
    assert syncing.standing(one.desk).words == "2 photos and PDFs to send"
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
    aside = syncing.sheet(two.desk, ()).set_aside
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


def test_a_server_that_knows_no_files_is_not_asked(desk):
    _, server = run(desk, answer_ok)
    assert not [message for message in server.asked if isinstance(message, wire.Files)]
