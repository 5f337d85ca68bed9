"""A document as Typst source: the same blocks, called one by one on the template report.typ.

Words are string literals, so nothing that was typed is markup. The template takes sizes, colours
and margins from the look; line breaks, page breaks and the spaces between lines are Typst's own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
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
    Strong,
    Table,
    WritingLines,
)
from stls_desktop.reports.styles import Colour, Style
from stls_desktop.reports.wording import say

TEMPLATE: Final = Path(__file__).with_name("report.typ")
FONTS: Final = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Bengali", "Noto Sans Gurmukhi")


class _Code(str):
    """Source that stands as it is."""

    __slots__ = ()


def typst_source(document: Document, look: Style) -> str:
    """The whole source; compiling it needs the folders of the fonts and nothing else."""
    states = (("draft", document.is_draft), ("demo", document.is_demo))
    about = {
        "title": document.title,
        "subject": document.subject,
        "author": document.author,
        "service": document.service,
        "marking": document.marking,
        "lang": document.lang.partition("-")[0],
        "foot": " · ".join(filter(None, (document.reference, document.version_label))),
        "state": " · ".join(say("furniture", key) for key, holds in states if holds),
    }
    head = f"#let s = {_value(_tokens(look))}\n#let about = {_value(about)}\n"
    return f"{head}{TEMPLATE.read_text(encoding='utf-8')}\n#{_calls(document.blocks)}\n"


def _tokens(look: Style) -> dict[str, object]:
    tokens: dict[str, object] = {**look.page, **look.grid, "fonts": FONTS}
    tokens |= {f"{name}-colour": _hexadecimal(colour) for name, colour in look.colour.items()}
    tokens["stacked"] = look.is_stacked
    for name, one in look.text.items():
        weight = "semibold" if "semibold" in one.face else "regular"
        tokens |= {f"{name}-size": one.size, f"{name}-face": weight}
        tokens |= {f"{name}-colour": _hexadecimal(one.colour)}
        tokens |= {f"{name}-above": one.above, f"{name}-below": one.below}
        tokens[f"{name}-leading"] = one.leading
    return tokens


def _hexadecimal(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _calls(blocks: Iterable[Block]) -> _Code:
    """Blocks below each other, as a block of code."""
    return _Code("{\n" + "\n".join(_CALLS[type(block)](block) for block in blocks) + "\n}")


def _call(name: str, *arguments: object) -> _Code:
    return _Code(f"{name}({', '.join(map(_value, arguments))})")


def _value(value: object) -> str:
    if isinstance(value, _Code):
        return value
    if isinstance(value, str):
        return f'"{value.translate(_ESCAPED)}"'
    if isinstance(value, Strong):
        value = (value.first, value.rest)
    if isinstance(value, Mapping):
        return f"({', '.join(f'{_value(key)}: {_value(one)}' for key, one in value.items())})"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(_value, value))},)" if value else "()"
    is_word = value is None or isinstance(value, bool)
    return str(value).lower() if is_word else f"{value}"


_ESCAPED: Final = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": ""})


def _rows(block: KeyValues) -> str:
    return _call("rows", [_row(row) for row in block.rows], block.lang, block.label_lang)


def _row(row: Row) -> tuple[str, _Code]:
    value = row.value
    if isinstance(value, str):
        return row.label, _calls((Paragraph(value),))
    return row.label, _calls(value if isinstance(value, tuple) else (value,))


def _boxed(name: str) -> Callable[[Callout | Card], str]:
    def call(block: Callout | Card) -> str:
        return _call(name, block.title, _calls(block.blocks), block.lang, block.title_lang)

    return call


def _chart(block: Chart) -> str:
    measures = [(one.label, block.bars(one)) for one in block.measures]
    told = tuple(map(block.told, block.measures))
    return _call("chart", block.alt, measures, block.lowest, block.highest, told)


def _table(block: Table) -> Iterator[object]:
    yield from (block.header, block.rows, block.widths, block.summary)
    yield from (block.row_headers, block.lang)


_CALLS: Final[Mapping[type[Block], Callable[[Any], str]]] = {
    Masthead: lambda b: _call("masthead", b.kicker, b.title, b.status, b.facts, b.label_lang),
    Heading: lambda b: _call("h", b.level, b.text, b.aside, b.lang),
    Paragraph: lambda b: _call("p", b.text, b.tone, b.lang),
    Bullets: lambda b: _call("bullets", b.items, b.lang),
    Steps: lambda b: _call("steps", b.items, b.lang),
    KeyValues: _rows,
    Table: lambda b: _call("grid-of", *_table(b)),
    Callout: _boxed("callout"),
    Card: _boxed("card"),
    Quotation: lambda b: _call("said", b.quoted, b.said_by, b.lang),
    Link: lambda b: _call("leads", b.text, b.uri, b.aside),
    Chart: _chart,
    Section: lambda b: _call("in-tongue", b.lang, _calls(b.blocks)),
    SignatureLines: lambda b: _call("signed", b.people, b.words),
    WritingLines: lambda b: _call("ruled", b.count),
    PageBreak: lambda _: "pagebreak()",
    Picture: lambda _: "",  # a logo is not what is compared
}
"""{kind of block: its call}."""
