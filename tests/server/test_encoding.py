"""Packed bodies: what a hostile or broken one can and cannot do."""

from __future__ import annotations

import gzip

import pytest
import zstandard

from stls_server.refusals import RefusedError
from stls_server.routes.encoding import unpacked

BODY = b'{"device":"x"}' * 200
PACK = {"gzip": gzip.compress, "zstd": zstandard.ZstdCompressor().compress}


@pytest.mark.parametrize("encoding", PACK)
def test_a_packed_body_comes_out_as_it_was(encoding):
    assert unpacked(PACK[encoding](BODY), encoding.upper()) == BODY


@pytest.mark.parametrize("encoding", PACK)
def test_a_bomb_is_refused_before_it_goes_off(encoding):
    bomb = PACK[encoding](b"0" * 50_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(RefusedError) as refused:
        unpacked(bomb, encoding)
    assert refused.value.status == 413


@pytest.mark.parametrize("encoding", PACK)
def test_a_body_of_just_the_limit_is_taken(encoding):
    packed = PACK[encoding](b"x" * 1_000)
    assert len(unpacked(packed, encoding, limit=1_000)) == 1_000
    with pytest.raises(RefusedError):
        unpacked(packed, encoding, limit=999)


@pytest.mark.parametrize("encoding", PACK)
def test_a_damaged_body_is_refused(encoding):
    with pytest.raises(RefusedError) as refused:
        unpacked(b"nonsense", encoding)
    assert refused.value.status == 400


def test_half_a_gzip_body_is_refused():
    with pytest.raises(RefusedError):
        unpacked(gzip.compress(BODY)[:-9], "gzip")


def test_half_a_zstd_body_is_no_whole_message():
    """zstd gives what it has; the message inside is then cut off and cannot be decoded."""
    half = unpacked(zstandard.ZstdCompressor().compress(BODY)[:-9], "zstd")
    assert len(half) < len(BODY)


def test_an_unknown_packing_is_refused():
    with pytest.raises(RefusedError) as refused:
        unpacked(BODY, "br")
    assert refused.value.status == 415
