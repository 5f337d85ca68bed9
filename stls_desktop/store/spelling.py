"""How words are spelled in the search index, so that a name is found however it is typed.

Accents, case and apostrophes do not count, on both sides alike: Siân is sian, Łukasz is lukasz,
St Mary’s is St Marys. Must never be used for anything that is shown.
"""

import re
import unicodedata
from typing import Final

# Typewriter, right, left, modifier letters, acute and grave accents, prime: all typed for one.
_APOSTROPHES: Final = dict.fromkeys(
    (0x27, 0x2019, 0x2018, 0x2BC, 0x2B9, 0xB4, 0x60, 0x2032),
)
_SPACED: Final = dict.fromkeys(_APOSTROPHES, " ")
# Letters that Unicode does not take apart into a plain one and a mark.
_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ħ": "h",
    }
)
_WORD: Final = re.compile(r"[^\W_]+")


def indexed(text: str) -> str:
    """The text as it goes into the index. A name with an apostrophe stands there both ways."""
    if text.isascii() and "'" not in text and "`" not in text:
        return text.lower()  # most texts: a first sync brings ten thousand
    joined = text.translate(_APOSTROPHES)
    return _folded(joined) if joined == text else _folded(f"{joined} {text.translate(_SPACED)}")


def words_of(typed: str) -> list[str]:
    """The words of a search, each of which the index knows as one word."""
    return _WORD.findall(_folded(typed.translate(_APOSTROPHES)))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    seen = {ord(c): _plain(c) for c in set(parts) if not c.isascii()}
    return unicodedata.normalize("NFC", parts.translate(seen))


def _plain(character: str) -> str:
    """Nothing for a mark, a space for what SQLite's word breaker (Unicode 6.1) may not know."""
    if unicodedata.combining(character):
        return ""
    category = unicodedata.ucd_3_2_0.category(character)
    return character if category[0] in "LN" else " "
