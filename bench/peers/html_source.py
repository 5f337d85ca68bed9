"""A document as HTML for WeasyPrint: the blocks that the measured report has, styled by report.css.

Words are escaped. Only what `bench.samples.report` is made of; any other block is a KeyError.
"""

import base64
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

from stls_desktop.reports.content import (
    Block,
    Bullets,
    Callout,
    Chart,
    Document,
    Heading,
    KeyValues,
    Masthead,
    Paragraph,
    Quotation,
    Row,
    Steps,
    Table,
)

STYLE: Final = Path(__file__).with_name("report.css")
_FACES: Final = {"Regular": 400, "SemiBold": 600}


def html_source(document: Document, fonts: Path) -> str:
    """The whole page; `fonts` is the folder of the typeface that it is set in."""
    faces = "".join(
        "@font-face{font-family:Noto Sans;"
        f"src:url({(fonts / f'NotoSans-{name}.ttf').as_uri()});font-weight:{weight}}}"
        for name, weight in _FACES.items()
    )
    edges = {
        "marking": document.marking,
        "service": document.service,
        "foot": f"{document.reference} · {document.version_label}",
    }
    running = "".join(
        f'<div class="edge" id="{name}">{escape(text)}</div>' for name, text in edges.items()
    )
    head = f"<title>{escape(document.title)}</title>"
    head += f'<meta name="author" content="{escape(document.author)}">'
    style = f"<style>{faces}{STYLE.read_text(encoding='utf-8')}</style>"
    body = f"{running}{_all(document.blocks)}"
    return f'<!doctype html><html lang="{document.lang}"><head>{head}{style}</head>{body}</html>'


def _all(blocks: Iterable[Block]) -> str:
    return "".join(_WRITES[type(block)](block) for block in blocks)


def _in(tag: str, words: str) -> str:
    return f"<{tag}>{escape(words)}</{tag}>"


def _list(tag: str) -> Callable[[Bullets | Steps], str]:
    def write(block: Bullets | Steps) -> str:
        return f"<{tag}>{''.join(_in('li', item) for item in block.items)}</{tag}>"

    return write


def _masthead(block: Masthead) -> str:
    facts = "".join(_in("dt", label) + _in("dd", value) for label, value in block.facts)
    return f"<h1>{_in('span', block.kicker)}{escape(block.title)}</h1><dl>{facts}</dl>"


def _heading(block: Heading) -> str:
    aside = f" {_in('span', f'· {block.aside}')}" if block.aside else ""
    return f"<h{block.level}>{escape(block.text)}{aside}</h{block.level}>"


def _key_values(block: KeyValues) -> str:
    return f"<dl>{''.join(map(_row, block.rows))}</dl>"


def _row(row: Row) -> str:
    value = row.value if not isinstance(row.value, str) else (Paragraph(row.value),)
    return f"{_in('dt', row.label)}<dd>{_all(value if isinstance(value, tuple) else (value,))}</dd>"


def _table(block: Table) -> str:
    total = sum(block.widths)
    columns = "".join(f'<col style="width:{wide / total:.2%}">' for wide in block.widths)
    header = "".join(f'<th scope="col">{escape(words)}</th>' for words in block.header)
    rows = "".join(
        f"<tr>{''.join(_in('td', str(cell)) for cell in row)}</tr>" for row in block.rows
    )
    return f"<table>{columns}<thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"


def _callout(block: Callout) -> str:
    return f'<div class="box">{_in("h2", block.title)}{_all(block.blocks)}</div>'


def _quotation(block: Quotation) -> str:
    return f"<blockquote>{_in('p', block.quoted)}{_in('p', block.said_by)}</blockquote>"


def _chart(block: Chart) -> str:
    """Bars as an SVG picture, and the numbers as words."""
    drawn, top = "", 0
    for one in block.measures:
        for _, _, value in block.bars(one):
            wide = (value or 0) / (block.highest - block.lowest) * 300
            drawn += f'<rect y="{top}" width="{wide:g}" height="10" fill="#0b6e77"/>'
            top += 15
        top += 8
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="{top}">{drawn}</svg>'
    data = base64.b64encode(svg.encode()).decode()
    figure = f'<img alt="{escape(block.alt)}" src="data:image/svg+xml;base64,{data}">'
    return (
        f"<figure>{figure}</figure>{_list('ul')(Bullets(tuple(map(block.told, block.measures))))}"
    )


_WRITES: Final[Mapping[type[Block], Callable[[Any], str]]] = {
    Masthead: _masthead,
    Heading: _heading,
    Paragraph: lambda block: _in("p", block.text),
    Bullets: _list("ul"),
    Steps: _list("ol"),
    KeyValues: _key_values,
    Table: _table,
    Callout: _callout,
    Quotation: _quotation,
    Chart: _chart,
}
"""{kind of block: how it is written}."""
