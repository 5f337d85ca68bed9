"""The shipped word lists, read the plain way."""

from __future__ import annotations

from functools import cache

from stls_core.plain.lists import PlainWords, read_plain_words
from tests.core.seed import ROOT

PATH = ROOT / "db" / "seed" / "plain_words.toml"


@cache
def shipped_words() -> PlainWords:
    """Every list of db/seed/plain_words.toml."""
    return read_plain_words(PATH.read_text(encoding="utf-8"))
