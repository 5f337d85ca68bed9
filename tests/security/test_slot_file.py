"""keys.json: whole or not at all, bounded on reading, refused in words."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.config import ReadOnlyFolderError
from stls_desktop.security import keys
from stls_desktop.security.cost import FLOOR
from stls_desktop.security.problems import DamagedSlotsError, NewerSlotsError, SecurityError
from stls_desktop.security.slotfile import decode_slots, read_slots, write_slots


@pytest.fixture(scope="module")
def slots():
    made, key = keys.create_slots(
        "penguins juggle marmalade", bytes(32), install_id="i", user_id="u", cost=FLOOR
    )
    return keys.add_recovery(made, key)[0]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


def test_what_was_written_is_read(slots, path):
    write_slots(path, slots)
    assert read_slots(path) == slots


def test_only_the_user_may_read_it(slots, path):
    write_slots(path, slots)
    assert path.stat().st_mode & 0o077 == 0


def test_no_temporary_file_stays_behind(slots, path):
    write_slots(path, slots)
    write_slots(path, slots)
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["keys.json"]


def test_a_write_that_fails_leaves_the_old_file(slots, path, monkeypatch):
    write_slots(path, slots)
    before = path.read_bytes()

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("stls_desktop.config.os.fsync", full)
    with pytest.raises(ReadOnlyFolderError, match="disk is not full"):
        write_slots(path, slots)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["keys.json"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}" * 20_000, b"[" * 9_000]
)
def test_a_damaged_file_is_named_with_what_is_safe(path, content):
    path.write_bytes(content)
    with pytest.raises(DamagedSlotsError) as caught:
        read_slots(path)
    assert "has not been touched" in caught.value.what_is_safe
    assert "backup" in caught.value.what_to_do


def test_a_missing_file_is_named(path):
    with pytest.raises(DamagedSlotsError, match="missing"):
        read_slots(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("memory_kib", 64 * 1024 * 1024),  # 64 GiB
        ("memory_kib", 19 * 1024),
        ("passes", 1),
        ("passes", 10_000),
        ("lanes", 1),
        ("lanes", 255),
    ],
)
def test_planted_costs_are_refused_before_any_work(slots, path, field, value):
    write_slots(path, slots)
    planted = json.loads(path.read_bytes())
    planted["user"]["cost"][field] = value
    with pytest.raises(DamagedSlotsError, match="too little or too much"):
        decode_slots(json.dumps(planted).encode())


def test_a_newer_format_is_refused_even_if_it_reads_otherwise(slots, path):
    write_slots(path, slots)
    newer = json.loads(path.read_bytes()) | {"format": 2, "escrow": {}}
    with pytest.raises(NewerSlotsError, match="newest version"):
        decode_slots(json.dumps(newer).encode())


def test_an_older_format_is_no_way_round_the_bounds(slots, path):
    write_slots(path, slots)
    older = json.loads(path.read_bytes()) | {"format": 0}
    with pytest.raises(DamagedSlotsError, match="never in use"):
        decode_slots(json.dumps(older).encode())


@pytest.mark.parametrize("field", ["salt", "nonce", "content"])
def test_a_cut_slot_is_refused(slots, path, field):
    write_slots(path, slots)
    cut = json.loads(path.read_bytes())
    cut["recovery"][field] = "AAAA"
    with pytest.raises(DamagedSlotsError, match="not whole"):
        decode_slots(json.dumps(cut).encode())


def test_the_copy_stands_in_for_a_damaged_file(slots, path, tmp_path):
    copy = tmp_path / "keys.copy.json"
    write_slots(path, slots, copy)
    path.write_bytes(b"\0" * 600)
    assert read_slots(path, copy) == slots


def test_the_copy_never_stands_in_for_a_newer_file(slots, path, tmp_path):
    copy = tmp_path / "keys.copy.json"
    write_slots(path, slots, copy)
    path.write_bytes(b'{"format": 7}')
    with pytest.raises(NewerSlotsError):
        read_slots(path, copy)


@given(content=st.binary(max_size=400))
def test_any_bytes_give_words_and_never_a_bug(content):
    with pytest.raises(SecurityError):
        decode_slots(content)


@given(data=st.data())
def test_a_flipped_byte_never_gives_a_bug(slots, data):
    import msgspec

    content = bytearray(msgspec.json.encode(slots))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(SecurityError):
        decode_slots(bytes(content))
