"""Typed words as a file of text may hold them: whole, and with nothing in them that hides.

For copies whose fonts are the reader's own, so that no glyph is asked after; `glyphs` is the same
for what we draw ourselves. Joiners stay, because Arabic and Indic words are spelled with them.
"""

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_JOINERS: Final = "\u200c\u200d"
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def legible(text: str) -> str:
    """Composed, with plain line ends, and without control marks and direction overrides."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    return "".join(c for c in composed if c in _JOINERS or c == "\n" or not _is_hidden(c))


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN
