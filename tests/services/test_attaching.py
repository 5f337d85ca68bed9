"""Photos and PDFs of a record: the family's agreement, adding, looking, taking away, no room."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from stls_core import wire
from stls_core.records.attachments import Attachment
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.services import attaching
from stls_desktop.services.attaching import NotAttachedError
from tests.builders import BUILDERS, VISIT_DAY, agreement, an_id, pupil
from tests.pictures import heavy_pdf, pdf, photo

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
    content = pdf(2)  # made once: its trailer says the second in which it was made
    rec = add(child, file(content, "Zebedee.pdf"), "DOCUMENT").rec
    whole = attaching.copy_of(child, rec)
    assert whole.file_name == f"document-{VISIT_DAY}.pdf"
    with caplog.at_level(logging.INFO):
        attaching.write_copy(whole, tmp_path / whole.file_name)
    assert (tmp_path / whole.file_name).read_bytes() == content
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


# --- a full disk -------------------------------------------------------------------------------


@contextmanager
def full_disk(store):
    """No room for another page until the end of the block; SQLite's own fault."""
    with store.read() as read:
        used = read._connection.exec_driver_sql("PRAGMA page_count").scalar()
    most = [used + 60]

    def limit(connection, _record, _proxy):
        connection.execute(f"PRAGMA max_page_count = {most[0]}")

    event.listen(store._engine, "checkout", limit)
    yield
    most[0] = 1073741823


def test_a_photo_that_finds_no_room_says_so_and_can_be_added_as_it_is(child, file):
    prepared = attaching.read_file(file(heavy_pdf(3 * wire.PART_BYTES)))
    with full_disk(child.store):
        with pytest.raises(attaching.NoRoomError) as told:
            attaching.add(child, "observation", OBSERVATION, prepared, "DOCUMENT")
        assert "The disk is full" in str(told.value)
        assert "Free about 7 MB" in str(told.value)
        assert "everything saved before is safe" in str(told.value)
        assert nothing_was_kept(child)
    attaching.add(child, "observation", OBSERVATION, prepared, "DOCUMENT")
    (line,) = attaching.of_record(child, OBSERVATION)
    assert attaching.open_file(child, line.rec).content == prepared.content


def test_a_copy_that_finds_no_room_leaves_nothing_behind(child, file):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs the file of Linux that is always full")
    whole = attaching.copy_of(child, add(child, file(photo()), "WORK").rec)
    place = file(b"an older copy", "copy.jpg")
    place.with_name("copy.jpg.part").symlink_to(full)
    told = refused(lambda: attaching.write_copy(whole, place))
    assert (
        told == "Not saved: No space left on device. The file is safe here; choose another place."
    )
    assert place.read_bytes() == b"an older copy"
    assert [each.name for each in place.parent.glob("copy*")] == ["copy.jpg"]
