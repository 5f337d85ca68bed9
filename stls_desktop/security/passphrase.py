"""Passphrases: five random words offered first, and a judgement on one that a teacher makes up.

At least 12 characters and a deny list, no rules about capitals or signs (they make people write
the passphrase down). Keeps nothing; the word list is a shipped file.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stls_desktop.assets import asset_path
from stls_desktop.security.keys import as_typed
from stls_desktop.security.private_file import read_private

WORDS: Final = 5  # 5 of 7,776 words: 64.6 bits
SHORTEST: Final = 12  # the figure of Cyber Essentials v3.3

_LETTER_FOR: Final = str.maketrans("013457@$!", "oleastasi")
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890")


@dataclass(frozen=True, slots=True)
class PassphraseProblem:
    """Why a passphrase is refused, as a sentence to the teacher."""

    message: str


def generate(words: int = WORDS) -> str:
    """Five random words with spaces between: short to type, 64 bits to guess."""
    listed = _listed("eff_large_wordlist.txt")
    return " ".join(secrets.choice(listed) for _ in range(words))


def passphrase_problems(passphrase: str, personal: Iterable[str] = ()) -> list[PassphraseProblem]:
    """Why this passphrase will not do; empty if it will.

    personal: names that a passer-by could know (her own, her team's); used here and not kept.
    """
    typed = as_typed(passphrase)
    lowered = typed.casefold()
    problems = []
    if len(typed) < SHORTEST:
        problems.append(f"It has {len(typed)} characters; it needs at least {SHORTEST}.")
    if _is_pattern(lowered):
        problems.append("It repeats itself or follows the keyboard.")
    elif _is_common(lowered):
        problems.append("It is made of words that are tried first.")
    if any(len(name) > 2 and _leaves_little(lowered, name.casefold()) for name in personal):  # noqa: PLR2004
        problems.append("Apart from a name that others know, too little is left.")
    return [PassphraseProblem(message) for message in problems]


def read_passphrase_file(path: Path) -> str | None:
    """The first line of a private file (0600), for scripts; None if there is no such file.

    Raises `ExposedFileError` if others can read it.
    """
    content = read_private(path)
    if content is None:
        return None
    return content.decode("utf-8-sig", errors="replace").partition("\n")[0].rstrip("\r")


def _listed(name: str) -> list[str]:
    return asset_path("resources", "words", name).read_text(encoding="ascii").split()


def _is_pattern(lowered: str) -> bool:
    """Whether a short piece repeated, few signs, or runs along the keyboard make it up."""
    letters = re.sub(r"\W", "", lowered)
    if len(set(letters)) < 5 or re.fullmatch(r"(.{1,6}?)\1+", letters):  # noqa: PLR2004
        return True
    runs = [row for straight in _ROWS for row in (straight, straight[::-1])]
    in_runs = sum(
        any(letters[at : at + 3] in run for run in runs) for at in range(len(letters) - 2)
    )
    return in_runs * 2 > len(letters)


def _is_common(lowered: str) -> bool:
    """Whether common words and loose digits or signs are all there is.

    Digits and signs that stand for letters (p4ssw0rd) are read as these letters too.
    """
    common = _listed("common_words.txt")
    as_letters = re.sub(r"[^a-z]", "", lowered.translate(_LETTER_FOR))
    plain = re.sub(r"[^a-z]", "", lowered)
    return any(_is_made_of(common, text) for text in (as_letters, plain))


def _is_made_of(words: Iterable[str], text: str) -> bool:
    """Whether `text` can be cut into `words` with at most two letters to spare."""
    spare = [0, *([len(text)] * len(text))]  # spare[i]: fewest unused letters in text[:i]
    for end in range(1, len(text) + 1):
        spare[end] = spare[end - 1] + 1
        for word in words:
            if text.endswith(word, 0, end):
                spare[end] = min(spare[end], spare[end - len(word)])
    return spare[-1] <= 2  # noqa: PLR2004


def _leaves_little(lowered: str, name: str) -> bool:
    return name in lowered and len(re.sub(r"\W", "", lowered.replace(name, ""))) < SHORTEST - 4
