"""Copies of many signed reports: each a file of its own, recorded, and never over another."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from stls_core.records.reports import IssuedDocument
from stls_desktop.services import batch
from stls_desktop.services.issuing import NotGivenError
from stls_desktop.services.saving import NotSavedError
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
