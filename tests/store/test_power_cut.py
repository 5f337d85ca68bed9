"""A power cut at any moment loses nothing that was told as saved.

The writes and flushes of a typing program are recorded, then played back up to a random moment:
what was flushed is on the disk; of the rest a random part is, torn at sectors and out of order.
"""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey
from tests.store.typist import check

ROOT = Path(__file__).resolve().parents[2]
SECTOR = 512
PAUSES = 120  # in typing, each of them a commit


@dataclass
class Disk:
    """One file of the store: what is surely there, and what is still under way."""

    sure: bytearray = field(default_factory=bytearray)
    under_way: list[tuple[int, bytes | None]] = field(default_factory=list)

    def flush(self) -> None:
        for piece in self.under_way:
            _apply(self.sure, *piece)
        self.under_way.clear()

    def after_a_cut(self, chance: random.Random) -> bytes:
        """What may be found afterwards: nothing more, the beginning, or any sectors at all."""
        sectors = [sector for piece in self.under_way for sector in _sectors(*piece)]
        luck = chance.random()
        if luck < 0.4:
            share = chance.choice((0.2, 0.5, 0.9))
            sectors = [sector for sector in sectors if chance.random() < share]
            if luck < 0.2:
                chance.shuffle(sectors)
        elif luck < 0.7:
            sectors = sectors[: chance.randrange(len(sectors) + 1)]
        else:
            sectors = []
        found = bytearray(self.sure)
        for sector in sectors:
            _apply(found, *sector)
        return bytes(found)


def _apply(content: bytearray, place: int, data: bytes | None) -> None:
    if data is None:
        del content[place:]
        return
    content.extend(bytes(max(0, place - len(content))))
    content[place : place + len(data)] = data


def _sectors(place: int, data: bytes | None) -> Iterator[tuple[int, bytes | None]]:
    if data is None:
        yield place, None
        return
    for start in range(0, len(data), SECTOR):
        yield place + start, data[start : start + SECTOR]


def _entries(content: bytes) -> Iterator[tuple[str, str, int, bytes]]:
    at = 0
    while at < len(content):
        kind = chr(content[at])
        length, place, size = struct.unpack_from("<IQQ", content, at + 1)
        at += 21
        name = Path(content[at : at + length].decode()).name
        at += length
        size = size if kind == "W" else 0
        yield kind, name, place, content[at : at + size]
        at += size


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Everything that a typing program did to its files, in order."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux") or not compiler:
        pytest.skip("NO POWER CUTS: recording writes needs Linux and a C compiler")
    folder = tmp_path_factory.mktemp("power")
    library, record = folder / "recorder.so", folder / "record"
    source = Path(__file__).with_name("power_recorder.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-w", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    (folder / "disk").mkdir()
    with (folder / "disk" / "told").open("wb") as told:
        subprocess.run(
            [sys.executable, "-m", "tests.store.typist", folder / "disk/stls.db", str(PAUSES)],
            env={
                "LD_PRELOAD": str(library),
                "RECORD_FOLDER": str(folder / "disk"),
                "RECORD_INTO": str(record),
            },
            stdout=told,
            cwd=ROOT,
            check=True,
        )
    return [entry for entry in _entries(record.read_bytes()) if not entry[1].endswith("-shm")]


def _told_so_far(lines: bytes) -> dict[str, int]:
    return {
        what: int(number) for what, number in (line.split() for line in lines.decode().splitlines())
    }


def _cut_at(entries, chance):
    """{file: its bytes} after the power went, and what had been told by then."""
    disks: dict[str, Disk] = {}
    told = b""
    for kind, name, place, data in entries:
        if name == "told":
            told += data
            continue
        if kind == "U":
            disks.pop(name, None)
            continue
        disk = disks.setdefault(name, Disk())
        if kind == "S":
            disk.flush()
        else:
            disk.under_way.append((place, data if kind == "W" else None))
    found = {name: disk.after_a_cut(chance) for name, disk in disks.items()}
    return found, _told_so_far(told)


def _cut_the_power(recorded, folder, cuts, seed):
    chance = random.Random(seed)
    first = next(n for n, entry in enumerate(recorded) if entry[1] == "told")
    outcomes = Counter()
    for number in range(cuts):
        moment = chance.randrange(first, len(recorded))
        found, told = _cut_at(recorded[: moment + 1], chance)
        disk = folder / f"cut {number}"
        disk.mkdir()
        for name, content in found.items():
            (disk / name).write_bytes(content)
        store = Store(disk / "stls.db", StoreKey(), now=Clock(), new_id=Ids(3))
        check(store, told)
        store.close()
        outcomes["with a log"] += "stls.db-wal" in found
        outcomes["sent"] += "sent" in told
        shutil.rmtree(disk)
    return outcomes


def test_every_commit_is_flushed_before_it_is_told(recorded):
    since, commits = [], 0
    for kind, name, _, _ in recorded:
        if name == "told":
            if since:
                commits += 1
                assert ("S", "stls.db-wal") in since
            since = []
        else:
            since.append((kind, name))
    assert commits > PAUSES
    assert recorded.count(("S", "stls.db", 0, b"")) > 2  # the log was folded in between


def test_two_hundred_power_cuts_lose_nothing_that_was_told_as_saved(recorded, tmp_path):
    outcomes = _cut_the_power(recorded, tmp_path, 200, seed=3)
    assert outcomes["with a log"] > 150
    assert outcomes["sent"] > 50


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_two_thousand_power_cuts_lose_nothing_that_was_told_as_saved(recorded, tmp_path):
    _cut_the_power(recorded, tmp_path, 2_000, seed=11)
