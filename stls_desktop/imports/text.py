"""Bytes to text, for files that never say how they were written.

The rule is fixed, not guessed: a byte order mark, else strict UTF-8, else Windows-1252.
Detection libraries get short Windows-1252 texts wrong. It must not repair anything silently:
what looks damaged is reported by line.
"""

from __future__ import annotations

import codecs
import enum
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

NAMES_TO_CONFIRM = 5
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_C1 = re.compile("[\x80-\x9f]")
_SUSPECT = re.compile("[\ufffd\x80-\x9f]|Ã[\x80-\xbf]|â€")
_SPACES = re.compile(r"\s+")


class Encoding(enum.StrEnum):
    """How a file was read. The values are words for the person who confirms it."""

    ASCII = "plain ASCII"
    UTF_8 = "UTF-8"
    UTF_8_MARKED = "UTF-8 with a byte order mark"
    UTF_16 = "UTF-16"
    WINDOWS = "Windows-1252"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A character that shows earlier damage, and the line (from 1) on which it stands."""

    line: int
    character: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file, the encoding that was used, and what in it looks damaged."""

    text: str
    encoding: Encoding
    suspects: tuple[Suspect, ...]

    @property
    def was_assumed(self) -> bool:
        """Whether the encoding is only the last resort, so that a person should look at names."""
        return self.encoding is Encoding.WINDOWS


def decode(data: bytes) -> DecodedText:
    """Turn bytes into text by the rule of this module. Never raises."""
    text, encoding = _decode(data)
    return DecodedText(text, encoding, tuple(_suspects(text)))


def _decode(data: bytes) -> tuple[str, Encoding]:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            marked = Encoding.UTF_8_MARKED if codec == "utf-8" else Encoding.UTF_16
            return data[len(mark) :].decode(codec, errors="replace"), marked
    if data.isascii():
        return data.decode("ascii"), Encoding.ASCII
    try:
        return data.decode("utf-8"), Encoding.UTF_8
    except UnicodeDecodeError:
        return _windows(data), Encoding.WINDOWS


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252. Kept as C1 controls they can be reported.
        return "".join(_windows_character(byte) for byte in data)


def _windows_character(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _suspects(text: str) -> Iterable[Suspect]:
    line, seen_to = 1, 0
    for found in _SUSPECT.finditer(text):
        line += text.count("\n", seen_to, found.start())
        seen_to = found.start()
        yield Suspect(line, found.group(), _why_suspect(found.group()))


def _why_suspect(character: str) -> str:
    if character == "\ufffd":
        return "a character was lost before this file was written; it cannot be put back here"
    if _C1.fullmatch(character):
        return f"a control character (U+{ord(character):04X}) stands where a letter or mark was"
    return "letters here were read in the wrong encoding before this file was written"


def names_to_confirm(names: Iterable[str], limit: int = NAMES_TO_CONFIRM) -> tuple[str, ...]:
    """The first names with letters beyond ASCII: a person sees at once if they are right."""
    found: list[str] = []
    for name in names:
        if len(found) == limit:
            break
        if not name.isascii() and name not in found:
            found.append(name)
    return tuple(found)


def tidy(cell: str) -> str:
    """One line of composed text: any run of spaces, line ends or no-break spaces is one space."""
    if cell.isascii():
        return " ".join(cell.split())
    return _SPACES.sub(" ", unicodedata.normalize("NFC", cell)).strip()


def mend_controls(cell: str) -> str:
    """Put back what Windows-1252 read as Latin-1 lost: U+0092 was a right quotation mark.

    A control with no meaning in Windows-1252 is taken out.
    """
    return _C1.sub(lambda found: _mended(found.group()), cell)


def _mended(control: str) -> str:
    mended = _windows_character(ord(control))
    return "" if mended == control else mended
