"""Copies of many signed reports: each a file of its own, recorded, and never over another."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from stls_core.documents import canonical
from stls_core.records.reports import IssuedDocument, SignedVersion
from stls_desktop.reports import fonts
from stls_desktop.services import batch, signing
from stls_desktop.services.issuing import NotGivenError, NotIssuedError
from stls_desktop.services.saving import NotSavedError, save_as_new
from stls_desktop.store.store import Store
from tests.builders import VISIT_DAY, an_id
from tests.services.reporting import a_report, signed


def directly(op):
    return op()


@pytest.fixture
def versions(desk):
    """Three signed versions of one report, the oldest first."""
    a_report(desk)
    first = signed(desk)
    return (first, signed(desk, "The mother read it."), signed(desk, "A date was wrong."))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "out"
    made.mkdir()
    return made


def save(desk, version, folder, audience="SENCO", variant="STANDARD", on_store=directly):
    return batch.save_copy(desk, version, folder, audience, variant, on_store)


def issued(desk):
    with desk.store.read() as read:
        return read.find(IssuedDocument)


def test_every_signed_report_is_listed_the_newest_first(desk, versions):
    listed = [line.version_id for line in batch.signed_reports(desk)]
    assert listed == list(reversed(versions))


def test_each_copy_is_a_file_without_a_name_and_recorded_for_the_author(desk, versions, folder):
    copies = [save(desk, version, folder, "PARENT", "LARGE") for version in versions]
    files = sorted(folder.iterdir())
    assert sorted(copy.path for copy in copies) == files
    assert len({file.name for file in files}) == len(versions)
    for file in files:
        assert file.read_bytes().startswith(b"%PDF")
        assert "Thistlewick" not in file.name
        assert "T." not in file.stem.split()[2:3]
    records = issued(desk)
    assert {(r.audience, r.variant) for r in records} == {("PARENT", "LARGE")}
    assert {g.name for r in records for g in r.recipients} == {desk.me.name}
    assert {g.route for r in records for g in r.recipients} == {"FILE"}


def test_a_file_of_the_same_name_is_never_written_over(desk, versions, folder):
    first = save(desk, versions[0], folder)
    first.path.write_bytes(b"mine")
    second = save(desk, versions[0], folder)
    assert first.path.read_bytes() == b"mine"
    assert second.path.stem == f"{first.path.stem} (2)"
    assert second.path.read_bytes().startswith(b"%PDF")


def test_without_the_familys_agreement_nothing_is_written_and_it_says_why(desk, versions, folder):
    with desk.store.write() as work:
        work.edit("agreement", an_id("agreement"), {"withdrawn_on": VISIT_DAY.isoformat()})
    with pytest.raises(NotGivenError):
        save(desk, versions[0], folder)
    assert not list(folder.iterdir())
    assert not issued(desk)


def test_a_full_disk_leaves_no_file_and_no_record(desk, versions, folder, monkeypatch):
    def full(_path, _content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(NotSavedError, match="No space left"):
        save(desk, versions[0], folder)
    assert not list(folder.iterdir())
    assert not issued(desk)


def test_a_copy_that_cannot_be_recorded_is_no_file(desk, versions, folder):
    def ended(_op):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        save(desk, versions[0], folder, on_store=ended)
    assert not list(folder.iterdir())


def test_a_folder_that_is_gone_is_said_to_be(desk, versions, folder):
    with pytest.raises(NotSavedError, match="not there any more"):
        save(desk, versions[0], folder / "gone")


def test_a_file_that_came_while_a_copy_was_recorded_keeps_its_name(desk, versions, folder):
    asked = []

    def meanwhile(op):
        asked.append(op)
        name = next((each.stem for each in folder.glob("*.part")), "")
        if name:
            (folder / name).write_bytes(b"theirs")
        return op()

    saved = save(desk, versions[0], folder, on_store=meanwhile)
    theirs = [each for each in folder.iterdir() if each.read_bytes() == b"theirs"]
    assert len(theirs) == 1
    assert saved.path.stem == f"{theirs[0].stem} (2)"
    assert saved.path.read_bytes().startswith(b"%PDF")
    assert len(list(folder.iterdir())) == 2


def test_where_there_are_no_links_a_file_is_still_not_written_over(desk, tmp_path, monkeypatch):
    def refuse(*_given):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)  # as on a stick
    assert save_as_new(tmp_path, "a.pdf", b"ours", dict).name == "a.pdf"
    assert save_as_new(tmp_path, "a.pdf", b"other", dict).name == "a (2).pdf"
    assert (tmp_path / "a.pdf").read_bytes() == b"ours"


def test_only_reading_and_recording_are_done_where_the_store_is(
    desk, versions, folder, monkeypatch
):
    where = []
    read, written = Store.read, Path.write_bytes

    def on_store(op):
        where.append("to the store")
        found = op()
        where.append("back")
        return found

    def write(path, content):
        where.append("write")
        return written(path, content)

    def reading(store):
        if where[-1:] != ["to the store"]:
            where.append("a reading elsewhere")
        return read(store)

    monkeypatch.setattr(Store, "read", reading)
    monkeypatch.setattr(Path, "write_bytes", write)
    save(desk, versions[0], folder, on_store=on_store)
    assert where == ["to the store", "back", "write", "to the store", "back"]


def test_a_bug_in_one_report_and_a_missing_typeface_are_told_as_reasons(
    desk, versions, folder, monkeypatch
):
    with desk.store.write() as work:
        content = json.loads(work.get(SignedVersion, versions[0]).content)
        del content["besides"]
        text = canonical(content).decode()
        edit = {"content": text, "sha256": signing.sha256_of(text)}
        work.edit("signed_version", versions[0], edit)
    with pytest.raises(NotIssuedError) as told:
        save(desk, versions[0], folder)
    assert str(told.value) == batch.NOT_MADE
    fonts.face.cache_clear()
    with monkeypatch.context() as without:
        without.setattr(fonts, "asset_path", lambda *_parts: Path("nowhere"))
        with pytest.raises(NotIssuedError, match="typeface"):
            save(desk, versions[1], folder)
    fonts.face.cache_clear()
    assert not list(folder.iterdir())
    assert not issued(desk)


def test_the_list_numbers_versions_and_reads_none_of_their_words(desk, versions, monkeypatch):
    monkeypatch.setattr(signing, "_content", None)
    numbers = {line.version_id: line.number for line in batch.signed_reports(desk)}
    assert [numbers[each] for each in versions] == [1, 2, 3]
