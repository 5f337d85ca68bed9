"""Typed notes into paragraphs and bullets. Knows nothing of how they look.

A paragraph is a run of lines that are not blank; a run of lines that start with "- " is a list.
"""

from collections.abc import Iterator
from itertools import groupby

from stls_desktop.reports.content import Bullets, Paragraph

_BULLETS = ("- ", "• ", "* ", "\u2013 ")


def prose(text: str) -> tuple[Paragraph | Bullets, ...]:
    """The blocks of a note in their order; nothing for a note without words."""
    lines = [line.strip() for line in text.splitlines()]
    blocks: list[Paragraph | Bullets] = []
    for is_blank, run in groupby(lines, key=lambda line: not line):
        if not is_blank:
            blocks.extend(_run(list(run)))
    return tuple(blocks)


def _run(lines: list[str]) -> Iterator[Paragraph | Bullets]:
    for is_list, part in groupby(lines, key=lambda line: line.startswith(_BULLETS)):
        if is_list:
            yield Bullets(tuple(line[2:].strip() for line in part))
        else:
            yield Paragraph("\n".join(part))
