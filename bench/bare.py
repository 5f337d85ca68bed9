"""The words of a document by reportlab's own layout: what the renderer is measured against.

Its own paragraphs and tables with the same fonts; no tags, no glyph guard, no looks, no page count.
"""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from stls_desktop.assets import asset_path
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
    Paragraph,
    Quotation,
    Section,
    Steps,
    Table,
)

_Line = tuple[bool, Sequence[str]]
"""(is a heading, its cells)."""


def bare(document: Document) -> bytes:
    """The words of a document by reportlab's own layout: what the renderer is measured against."""
    platypus = importlib.import_module("reportlab.platypus")
    styles = importlib.import_module("reportlab.lib.styles")
    _register_plain_fonts()
    body = styles.ParagraphStyle("body", fontName="plain-regular", fontSize=12, leading=17)
    strong = styles.ParagraphStyle("strong", body, fontName="plain-semibold")
    story = []
    for style, cells in _lines(document.blocks):
        made = [platypus.Paragraph(escape(cell), strong if style else body) for cell in cells]
        story.append(made[0] if len(made) == 1 else platypus.Table([made]))
    buffer = BytesIO()
    platypus.SimpleDocTemplate(buffer, invariant=1, title=document.title).build(story)
    return buffer.getvalue()


def _register_plain_fonts() -> None:
    metrics = importlib.import_module("reportlab.pdfbase.pdfmetrics")
    fonts = importlib.import_module("reportlab.pdfbase.ttfonts")
    if "plain-regular" not in metrics.getRegisteredFontNames():
        for name, file in (("regular", "Regular"), ("semibold", "SemiBold")):
            path = asset_path("resources", "fonts", "noto-sans", f"NotoSans-{file}.ttf")
            metrics.registerFont(fonts.TTFont(f"plain-{name}", str(path)))


def _lines(blocks: Iterable[Block]) -> Iterator[_Line]:
    """Each line of a document; empty ones for what is no words."""
    for block in blocks:
        match block:
            case Masthead():
                yield True, [block.title]
                yield from ((False, fact) for fact in block.facts)
            case Heading():
                yield True, [f"{block.text} {block.aside}"]
            case Paragraph() | Link() | Quotation():
                yield False, [block.text]
            case Bullets() | Steps():
                yield from ((False, [item]) for item in block.items)
            case _:
                yield from _nested(block)


def _nested(block: Block) -> Iterator[_Line]:
    match block:
        case KeyValues():
            for row in block.rows:
                yield False, [row.label, row.value] if isinstance(row.value, str) else [row.label]
                if not isinstance(row.value, str):
                    yield from _lines(row.value if isinstance(row.value, tuple) else [row.value])
        case Table():
            yield True, block.header
            yield from ((False, [str(cell) for cell in row]) for row in block.rows)
        case Chart():
            for one in block.measures:
                yield True, [one.label]
                yield from ((False, [name]) for name in block.names)
        case Callout() | Card():
            yield True, [block.title]
            yield from _lines(block.blocks)
        case Section():
            yield from _lines(block.blocks)
        case _:
            yield False, [""]
