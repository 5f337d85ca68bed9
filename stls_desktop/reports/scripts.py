"""What the printing of a script takes: its direction, and whether its letters change beside others.

Knows Unicode blocks and language tags; no font, no page.
"""

import re
import unicodedata

_RTL_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo"})

JOINERS = "\u200c\u200d"
"""Without width, yet they decide how the letters on either side of them are written."""

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_INDIC = "\u0900-\u0a7f"  # Devanagari, Bengali and Gurmukhi
_WORD = re.compile(f"([{_ARABIC}{_INDIC}][{_ARABIC}{_INDIC}{JOINERS}]*)")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")


def is_rtl(lang: str) -> bool:
    """Whether a language tag ("ur", "pa-Arab") names one that is written from right to left."""
    language, _, rest = lang.lower().partition("-")
    return language in _RTL_LANGUAGES or rest[:4] in _RTL_SCRIPTS


def has_rtl(text: str) -> bool:
    """Whether any of it runs from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


def script_of(character: str) -> str:
    """The writing that a letter belongs to ("Tamil"); nothing for what is no letter."""
    if unicodedata.category(character)[0] not in "LM":
        return ""
    return unicodedata.name(character, "Unknown").split()[0].capitalize()


def has_letters(text: str) -> bool:
    """Whether there is a letter in it, of whatever script."""
    return any(map(str.isalpha, text))


def is_complex(text: str) -> bool:
    """Whether any of its letters take their form from their neighbours."""
    return not text.isascii() and _WORD.search(text) is not None


def by_shaping(text: str) -> tuple[tuple[bool, str], ...]:
    """Cut into (has to be shaped, piece); a joiner belongs to the letters before it."""
    if not is_complex(text):
        return ((False, text),)
    pieces = enumerate(_WORD.split(text))
    return tuple((place % 2 == 1, piece) for place, piece in pieces if piece)
