"""The restore drill: the council's disk dies on Thursday, and Wednesday's backup is put back.

A real server process over a real file, two real laptops, and the command that the administrator
gives. Nothing that was synced on Thursday may be missing anywhere afterwards.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stls_core.ids import derived_id
from stls_core.records.settings import Setting
from tests.e2e.conftest import CouncilServer, Laptop
from tests.worked import outcome

ASHFORD = derived_id("886", "district", "E07000105")


@pytest.fixture
def server(tmp_path):
    made = CouncilServer(str(tmp_path / "council.db"))
    yield made
    made.kill()


def _files(server):
    path = Path(server.database)
    return [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]


def back_up(server, folder):
    """The night's copy, taken while nobody serves."""
    server.kill()
    folder.mkdir()
    for file in _files(server):
        if file.exists():
            shutil.copy(file, folder)
    server.start()


def put_back(server, folder):
    """A new disk with the night's copy, and the command that says so."""
    server.kill()
    for file in _files(server):
        file.unlink(missing_ok=True)
    for file in folder.iterdir():
        shutil.copy(file, Path(server.database).parent)
    (said,) = server.run("restored")
    assert said["feeds"] >= 1
    server.start()


def write_school(laptop, name, **more):
    rec = laptop.desk.new_id()
    with laptop.desk.store.write() as work:
        work.put(Setting(id=rec, name=name, setting_type="PRI", district_id=ASHFORD, **more))
    return rec


def names(laptop, *ids):
    with laptop.desk.store.read() as read:
        found = [read.get(Setting, rec) for rec in ids]
        return [each.name if each else None for each in found]


@pytest.mark.timeout(240)
def test_thursday_is_back_after_wednesdays_backup(server, tmp_path):
    anna, bram = Laptop(tmp_path / "a", "Anna Thorley"), Laptop(tmp_path / "b", "Bram Fettiplace")
    try:
        for laptop in (anna, bram):
            laptop.enrol(server)
        wednesday = write_school(anna, "Quill Street School")
        for laptop in (anna, bram):
            laptop.sync()
        back_up(server, tmp_path / "night")
        thursday = write_school(anna, "Tumblestone Lane School")
        with bram.desk.store.write() as work:
            work.edit("setting", wednesday, {"name": "Quill Street Primary School"})
        for laptop in (anna, bram, anna):
            laptop.sync()
        put_back(server, tmp_path / "night")
        first = anna.sync()
        assert first.finished.begun_again
        assert first.standing.phase == "safe"
        for laptop in (bram, anna, bram):
            assert laptop.sync().standing.phase == "safe"
        assert names(anna, wednesday, thursday) == names(bram, wednesday, thursday)
        assert names(anna, wednesday) == ["Quill Street Primary School"]
        assert names(anna, thursday) == ["Tumblestone Lane School"]
        assert outcome.every_record(anna.desk) == outcome.every_record(bram.desk)
        assert server.run("conflicts") == []
        assert server.run("held") == []
    finally:
        for laptop in (anna, bram):
            laptop.opened.close()
