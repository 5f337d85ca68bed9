"""The objects of a PDF as PDFium spells it anew: every name in its plain form, nothing packed.

Reads just enough to tell what a PDF would do. A stream is stepped over by the length that PDFium
wrote, never by searching for its end, because a stranger may put anything into it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_TOKEN: Final = re.compile(
    rb"[\x00\t\n\f\r ]*(?:"
    rb"(?P<string>\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)"
    rb"|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])"
    rb"|(?P<ref>\d+ \d+ R\b)"
    rb"|(?P<begin>\d+ \d+ obj\b)"
    rb"|/(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|stream(?P<stream>\r\n|\n)"
    rb"|(?P<word>[^\x00\t\n\f\r ()<>\[\]{}/%]+)"
    rb"|(?P<odd>.)"
    rb")",
    re.DOTALL,
)
STRING: Final = b""
"""Stands for every string: what is written in one does nothing."""


@dataclass(frozen=True)
class Ref:
    """A reference to another object, by its number."""

    number: int


@dataclass(frozen=True)
class Name:
    """A name, without its stroke."""

    words: str


@dataclass
class Objects:
    """Every object by its number, and every name that occurs in any of them."""

    by_number: dict[int, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def found(self, value: object) -> object:
        """The value itself, or what a reference leads to."""
        seen: set[int] = set()
        while isinstance(value, Ref) and value.number not in seen:
            seen.add(value.number)
            value = self.by_number.get(value.number)
        return value

    def dictionaries(self) -> Iterator[dict[str, Any]]:
        """Every dictionary, however deep it lies."""
        waiting = list(self.by_number.values())
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                yield value
                waiting.extend(value.values())
            elif isinstance(value, list):
                waiting.extend(value)


def read_objects(spelled: bytes) -> Objects:
    """All objects of a file, in one pass from its beginning to its end."""
    objects = Objects()
    open_ones: list[list[Any]] = [[]]
    number = at = 0
    while match := _TOKEN.match(spelled, at):
        at, sort, token = match.end(), str(match.lastgroup), match[str(match.lastgroup)]
        if sort == "begin":
            number, open_ones = int(token.split()[0]), [[]]
        elif sort == "open":
            open_ones.append([token])
        elif sort == "close" and len(open_ones) > 1:
            closed = open_ones.pop()
            open_ones[-1].append(_dictionary(closed) if closed[0] == b"<<" else closed[1:])
        elif sort == "stream":
            at += _length(open_ones[-1])
        elif token == b"endobj":
            objects.by_number[number] = open_ones[0][0] if open_ones[0] else None
            open_ones = [[]]
        else:
            open_ones[-1].append(_value(sort, token))
        if sort == "name":
            objects.names.add(open_ones[-1][-1].words)
    return objects


def _value(sort: str, token: bytes) -> object:
    if sort == "name":
        return Name(token.decode("latin-1"))
    if sort == "ref":
        return Ref(int(token.split()[0]))
    return token if sort == "word" else STRING


def _dictionary(closed: list[Any]) -> dict[str, Any]:
    keys, values = closed[1::2], closed[2::2]
    return {k.words: v for k, v in zip(keys, values, strict=False) if isinstance(k, Name)}


def _length(before: list[Any]) -> int:
    """How long the stream behind a dictionary is; none if that is not said in a plain number."""
    told = before[-1].get("Length") if before and isinstance(before[-1], dict) else None
    return int(told) if isinstance(told, bytes) and told.isdigit() else 0
