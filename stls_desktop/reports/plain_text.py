"""A document as plain text that a braille translator and a screen reader take as it is.

Follows the W3C's techniques for plain text: one blank line before a paragraph (T1), a mark before
each item of a list (T2), two blank lines before a heading and one after it (T3). A paragraph is
one line however long, because the device breaks lines. There are no tables: each row is told with
the headers of its cells. UTF-8 with its mark, and line ends of Windows, for Notepad and Duxbury.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_desktop.reports.content import (
    Block,
    Bullets,
    Callout,
    Card,
    Chart,
    Document,
    Heading,
    KeyValues,
    Link,
    Masthead,
    PageBreak,
    Paragraph,
    Picture,
    Quotation,
    Row,
    Section,
    SignatureLines,
    Steps,
    Table,
    WritingLines,
)
from stls_desktop.reports.edges import states_of
from stls_desktop.reports.legible import legible

_ITEM: Final = "- "
_PARAGRAPH, _HEADING, _NEXT = 1, 2, 0  # blank lines before


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    blank_before: int = _PARAGRAPH


def plain_text(document: Document) -> bytes:
    """The bytes of the text file; nothing in it that the PDF of the document does not say."""
    text = ""
    after_heading = False
    for line in _lines(document):
        words = " ".join(line.words.split())
        if words:
            blank = max(line.blank_before, after_heading) if text else 0
            text += ("\n" * (blank + 1) if text else "") + words
            after_heading = line.blank_before == _HEADING
    return f"\ufeff{text}\n".replace("\n", "\r\n").encode()


def _lines(document: Document) -> Iterator[_Line]:
    yield _Line(legible(document.marking))
    yield _Line(legible(document.service))
    for words in states_of(document):
        yield _Line(legible(words))
    yield from _of_blocks(document.blocks)
    yield _Line(f"{legible(document.reference)}. {legible(document.version_label)}")


def _of_blocks(blocks: Iterable[Block]) -> Iterator[_Line]:
    for block in blocks:
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[_Line]:
    yield from _TELLS[type(block)](block)


def _heading(block: Heading) -> Iterator[_Line]:
    words = f"{block.text} ({block.aside})" if block.aside else block.text
    yield _Line(legible(words), _HEADING)


def _key_values(block: KeyValues) -> Iterator[_Line]:
    for row in block.rows:
        yield from _row(row)


def _callout(block: Callout | Card) -> Iterator[_Line]:
    yield _Line(legible(block.title), _HEADING)
    yield from _of_blocks(block.blocks)


def _masthead(block: Masthead) -> Iterator[_Line]:
    yield _Line(legible(f"{block.kicker}: {block.title}"), _HEADING)
    yield from _paragraph(block.status)
    for place, (label, value) in enumerate(block.facts):
        words = f"{_ITEM}{legible(label)}: {legible(value)}"
        yield _Line(words, _NEXT if place else _PARAGRAPH)


def _paragraph(text: str) -> Iterator[_Line]:
    """Each line of a paragraph is a line; the first of them begins it."""
    for place, line in enumerate(legible(text).splitlines()):
        yield _Line(line, _NEXT if place else _PARAGRAPH)


def _items(items: Iterable[str]) -> Iterator[_Line]:
    for place, item in enumerate(items):
        yield _Line(f"{_ITEM}{legible(item)}", _NEXT if place else _PARAGRAPH)


def _steps(block: Steps) -> Iterator[_Line]:
    for number, item in enumerate(block.items, 1):
        yield _Line(f"{number}. {legible(item)}", _NEXT if number > 1 else _PARAGRAPH)


def _quotation(block: Quotation) -> Iterator[_Line]:
    yield from _paragraph(block.quoted)
    yield _Line(legible(block.said_by), _NEXT)


def _chart(block: Chart) -> Iterator[_Line]:
    yield from _paragraph(block.alt)
    yield from _items(map(block.told, block.measures))


def _signatures(block: SignatureLines) -> Iterator[_Line]:
    """Whoever signs this copy writes after the colons."""
    for person in block.people:
        yield _Line(f"{legible(person)}:")
        for words in block.words:
            yield _Line(f"{_ITEM}{legible(words)}:", _NEXT)


def _row(row: Row) -> Iterator[_Line]:
    """The label stands before its first words; what follows is under it."""
    label = legible(row.label)
    if isinstance(row.value, str):
        several = row.value.splitlines()
        lines = list(_items(several) if len(several) > 1 else _paragraph(row.value))
    elif isinstance(row.value, Link):
        lines = [_Line(_link(row.value))]
    else:
        lines = list(_of_blocks(row.value))
    if lines and not lines[0].words.startswith(_ITEM):
        yield _Line(f"{label}: {lines[0].words}")
        yield from lines[1:]
    else:
        yield _Line(f"{label}:")
        yield from lines


def _table(table: Table) -> Iterator[_Line]:
    """One line a row: what names the row, then each cell with its header."""
    yield _Line(f"{legible(table.summary)}.")
    for place, row in enumerate(table.rows):
        cells = [legible(str(cell)).replace("\n", " ").rstrip(". ") for cell in row]
        named = [cells[0]] if table.row_headers else []
        told = list(zip(table.header, cells, strict=True))[len(named) :]
        words = ". ".join([*named, *(f"{legible(head)}: {cell}" for head, cell in told)])
        yield _Line(f"{_ITEM}{words}.", _NEXT if place else _PARAGRAPH)


def _link(link: Link) -> str:
    """The address is told as well, unless it is the words."""
    _scheme, _colon, address = link.uri.partition(":")
    there = f" ({address})" if link.may_lead and address not in link.text else ""
    return legible(f"{link.text}{there} {link.aside}".strip())


_TELLS: Final[Mapping[type[Block], Callable[[Any], Iterable[_Line]]]] = {
    Masthead: _masthead,
    Heading: _heading,
    Paragraph: lambda block: _paragraph(block.text),
    Bullets: lambda block: _items(block.items),
    Link: lambda block: (_Line(_link(block)),),
    KeyValues: _key_values,
    Table: _table,
    Callout: _callout,
    Steps: _steps,
    Quotation: _quotation,
    Chart: _chart,
    Picture: lambda block: _paragraph(block.alt),
    Card: _callout,
    Section: lambda block: _of_blocks(block.blocks),
    SignatureLines: _signatures,
    WritingLines: lambda _block: (),  # lines for a pen are looks
    PageBreak: lambda _block: (),
}
"""{kind of block: its lines}; a test asks for every kind that there is."""
