"""Bytes to text by one fixed rule, with what looks damaged reported."""

from __future__ import annotations

import pytest

from stls_desktop.imports.text import Encoding, decode, mend_controls, names_to_confirm, tidy


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"Larkmere", "Larkmere", Encoding.ASCII),
        ("Zoë’s".encode(), "Zoë’s", Encoding.UTF_8),
        ("Zoë’s".encode("cp1252"), "Zoë’s", Encoding.WINDOWS),
        ("Zoë".encode("utf-8-sig"), "Zoë", Encoding.UTF_8_MARKED),
        ("Zoë".encode("utf-16"), "Zoë", Encoding.UTF_16),
        (b"", "", Encoding.ASCII),
    ],
)
def test_a_mark_wins_then_strict_utf8_then_windows(data, text, encoding):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.was_assumed is (encoding is Encoding.WINDOWS)


def test_bytes_that_mean_nothing_in_windows_are_kept_and_reported():
    decoded = decode(b"one\r\ntwo \x81 \xe9")
    assert decoded.text == "one\r\ntwo \x81 é"
    assert [(s.line, s.character) for s in decoded.suspects] == [(2, "\x81")]


def test_lost_characters_are_reported_on_their_lines():
    decoded = decode("a\nlost \ufffd\nb\nSt John\x92s\nCafÃ©".encode())
    assert [suspect.line for suspect in decoded.suspects] == [2, 4, 5]
    assert "cannot be put back" in decoded.suspects[0].reason
    assert "U+0092" in decoded.suspects[1].reason
    assert "wrong encoding" in decoded.suspects[2].reason


def test_a_quotation_mark_read_as_latin1_is_put_back():
    assert mend_controls("St John\x92s") == "St John’s"
    assert mend_controls("nothing\x81 there") == "nothing there"


def test_spaces_of_all_kinds_become_one():
    assert tidy(" Alleyns\u00a0 Regents\r\nHouse ") == "Alleyns Regents House"
    assert tidy("Zoe\u0308") == "Zoë"


def test_the_first_names_beyond_ascii_are_shown_once():
    names = ["Plain", "Zoë", "Zoë", *(f"É{number}" for number in range(9))]
    assert names_to_confirm(names) == ("Zoë", "É0", "É1", "É2", "É3")
