"""Passphrases that are offered, and those that are refused and why."""

from __future__ import annotations

import pytest

from stls_desktop.assets import asset_path
from stls_desktop.security.passphrase import (
    generate,
    passphrase_problems,
    read_passphrase_file,
)
from stls_desktop.security.private_file import ExposedFileError


@pytest.fixture(scope="module")
def words():
    path = asset_path("resources", "words", "eff_large_wordlist.txt")
    return path.read_text(encoding="ascii").splitlines()


def test_the_word_list_has_7776_short_distinct_words(words):
    assert len(words) == len(set(words)) == 7776
    assert all(3 <= len(word) <= 9 and word == word.lower() for word in words)


def test_no_word_can_be_read_as_two_of_the_list(words):
    """Else “in put” and “input” would be one guess; spaces are kept, this is the second wall."""
    known = set(words)
    assert not any(
        word[:at] in known and word[at:] in known for word in words for at in range(3, len(word))
    )


def test_the_licence_stands_beside_the_list():
    text = asset_path("resources", "words", "LICENSE.md").read_text(encoding="utf-8")
    assert "CC BY 3.0" in text
    assert "Electronic Frontier Foundation" in text


def test_five_words_of_the_list_are_offered(words):
    offered = generate().split(" ")
    assert len(offered) == 5
    assert set(offered) <= set(words)


def test_offers_differ_and_pass_their_own_judgement():
    offers = {generate() for _ in range(50)}
    assert len(offers) == 50
    assert not any(passphrase_problems(offer) for offer in offers)


@pytest.mark.parametrize(
    "passphrase", ["penguins juggle marmalade", "my dog ate the blue kite", "Ysgol?mynydd;taran"]
)
def test_a_long_passphrase_of_ones_own_will_do(passphrase):
    assert passphrase_problems(passphrase) == []


@pytest.mark.parametrize(
    ("passphrase", "why"),
    [
        ("otter kite", "at least 12"),
        ("   otter    kite   ", "at least 12"),
        ("password1234", "tried first"),
        ("P4$$w0rd!2026", "tried first"),
        ("KentCouncil2026", "tried first"),
        ("summer summer 26", "tried first"),
        ("correct horse battery staple", "tried first"),
        ("aaaaaaaaaaaaaaaa", "repeats itself"),
        ("abcabcabcabcabc", "repeats itself"),
        ("qwertyuiop[]1234", "follows the keyboard"),
        ("1234567890123", "follows the keyboard"),
    ],
)
def test_an_easy_passphrase_is_refused_with_the_reason(passphrase, why):
    assert why in " ".join(problem.message for problem in passphrase_problems(passphrase))


def test_her_own_name_and_a_year_will_not_do():
    problems = passphrase_problems("Featherstonehaugh-2026", personal=["Featherstonehaugh"])
    assert "a name that others know" in problems[0].message


def test_a_name_in_a_long_passphrase_does_no_harm():
    assert not passphrase_problems("Wilkins juggles seven marmalades", personal=["Wilkins"])


def test_no_reason_repeats_what_was_typed():
    said = " ".join(problem.message for problem in passphrase_problems("password1234"))
    assert "password1234" not in said


def test_a_passphrase_file_gives_its_first_line(tmp_path):
    path = tmp_path / "passphrase"
    path.write_bytes("\ufeffpenguins juggle marmalade\r\nnot this\r\n".encode())
    path.chmod(0o600)
    assert read_passphrase_file(path) == "penguins juggle marmalade"
    assert read_passphrase_file(tmp_path / "none") is None


def test_a_passphrase_file_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text("penguins juggle marmalade")
    path.chmod(0o644)
    with pytest.raises(ExposedFileError):
        read_passphrase_file(path)
