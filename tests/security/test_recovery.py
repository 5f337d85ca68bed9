"""The recovery code on paper: read back however it was written down, slips found."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.security.problems import RecoveryCodeError
from stls_desktop.security.recovery import RecoveryCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
codes = st.lists(st.integers(0, 31), min_size=26, max_size=26).map(lambda s: RecoveryCode(bytes(s)))
places = st.integers(0, 27)
steps = st.integers(1, 31)


def test_it_is_printed_as_seven_groups_of_four():
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{6}}[{ALPHABET}]{{4}}", RecoveryCode.new().text)


def test_two_codes_differ():
    assert RecoveryCode.new() != RecoveryCode.new()


@given(code=codes)
def test_what_was_printed_is_read(code):
    assert RecoveryCode.from_text(code.text) == code


@given(code=codes)
def test_small_letters_spaces_and_lookalikes_do_not_matter(code):
    written = code.text.replace("0", "O").replace("1", "l").replace("V", "u").replace("-", " ")
    assert RecoveryCode.from_text(f" {written.lower()}\n") == code


@given(code=codes, place=places, step=steps)
def test_one_wrong_character_is_found_and_its_group_named(code, place, step):
    with pytest.raises(RecoveryCodeError) as caught:
        RecoveryCode.from_text(_slipped(code, place, step))
    assert caught.value.group == place // 4 + 1
    assert f"group {place // 4 + 1}" in caught.value.what_to_do


@given(code=codes, pair=st.lists(places, min_size=2, max_size=2, unique=True), first=steps)
def test_two_wrong_characters_are_found_whatever_the_second_is(code, pair, first):
    once = _slipped(code, pair[0], first)
    for second in range(1, 32):  # for one of them the first check alone would be satisfied
        with pytest.raises(RecoveryCodeError):
            RecoveryCode.from_text(_changed(once, pair[1], second))


@given(code=codes, place=st.integers(0, 26))
def test_two_neighbours_swapped_are_found(code, place):
    text = list(code.text.replace("-", ""))
    text[place], text[place + 1] = text[place + 1], text[place]
    if "".join(text) == code.text.replace("-", ""):
        return
    with pytest.raises(RecoveryCodeError):
        RecoveryCode.from_text("".join(text))


def test_a_lost_character_is_named_as_too_short():
    with pytest.raises(RecoveryCodeError, match="too short"):
        RecoveryCode.from_text(RecoveryCode.new().text[:-1])


def test_a_sign_that_no_code_has_is_found_in_its_group():
    text = RecoveryCode.new().text
    with pytest.raises(RecoveryCodeError) as caught:
        RecoveryCode.from_text(f"{text[:6]}?{text[7:]}")
    assert caught.value.group == 2


@given(text=st.text(max_size=60))
def test_any_text_gives_a_code_or_words(text):
    with contextlib.suppress(RecoveryCodeError):
        RecoveryCode.from_text(text)


def _slipped(code, place, step):
    return _changed(code.text.replace("-", ""), place, step)


def _changed(text, place, step):
    wrong = ALPHABET[(ALPHABET.index(text[place]) + step) % 32]
    return text[:place] + wrong + text[place + 1 :]
