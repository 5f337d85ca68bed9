"""Content blocks into flows and structure elements: which style, which tag, in reading order.

The one place that knows both the content model and the looks. Draws nothing and breaks no page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stls_desktop.reports.content import (
    Block,
    Bullets,
    Callout,
    Cell,
    Document,
    Heading,
    KeyValues,
    Link,
    Masthead,
    Paragraph,
    Row,
    Table,
    WritingLines,
)
from stls_desktop.reports.flowables import (
    Flow,
    Labelled,
    LinkText,
    Panel,
    RuledLines,
    Stack,
    Text,
)
from stls_desktop.reports.lines import longest_word, natural_width
from stls_desktop.reports.styles import Style, TextStyle
from stls_desktop.reports.tables import Columns, Grid, Ruling, Strip
from stls_desktop.reports.tagging import Elem

_BULLET = "•"
_DOT = "·"


@dataclass(frozen=True, slots=True)
class Layout:
    """All that stands on the pages, and the elements it hangs from.

    `marking` and `service` are read out once, before the title: on the first page the header is
    content, because it says who may read on.
    """

    body: Stack
    root: Elem
    marking: Elem
    service: Elem


def lay_out(document: Document, style: Style, root: Elem | None = None) -> Layout:
    """The flows and the structure tree of a document; `root` if it is a part of a larger one."""
    root = root or Elem("Document")
    marking, service = root.add("P"), root.add("P")
    builder = _Builder(style)
    flows = [flow for block in document.blocks for flow in builder.flows(block, root)]
    return Layout(Stack(flows), root, marking, service)


class _Builder:
    def __init__(self, style: Style) -> None:
        self._style = style
        self._text = style.text
        grid, colour = style.grid, style.colour
        self._ruling = Ruling(grid["cell_x"], grid["cell_y"], grid["hairline"], colour["rule"])

    def flows(self, block: Block, parent: Elem) -> list[Flow]:
        """The flows of one block; its elements become the next children of `parent`."""
        match block:
            case Masthead():
                flows = self._masthead(block, parent)
            case Heading():
                flows = [self._heading(block, parent)]
            case Paragraph():
                style = self._text["body" if block.tone == "body" else "quiet"]
                flows = [self._words(block.text, style, parent.add("P"))]
            case Bullets():
                flows = self._bullets(block, parent)
            case Link():
                flows = [self._link(block, parent)]
            case KeyValues():
                flows = self._key_values(block, parent)
            case Table():
                flows = [self._table(block, parent)]
            case WritingLines():
                grid, colour = self._style.grid, self._style.colour
                flows = [RuledLines(block.count, grid["pen"], grid["hairline"], colour["pen"])]
            case _:
                flows = [self._callout(block, parent)]
        return flows

    @staticmethod
    def _words(text: str, style: TextStyle, element: Elem) -> Text:
        return Text([(text, style)], element)

    def _masthead(self, block: Masthead, parent: Elem) -> list[Flow]:
        h1 = parent.add("H1")
        # the space keeps the two parts of the heading apart when it is read out
        kicker = self._words(f"{block.kicker}\u00a0", self._text["kicker"], h1)
        kicker.keeps_with_next = True
        flows: list[Flow] = [
            kicker,
            Text([(block.title, self._text["title"])], h1, outline=0),
        ]
        if block.status:
            flows.append(self._words(block.status, self._text["body"], parent.add("P")))
        if block.facts:
            flows.append(self._strip(block.facts, parent.add("L", numbering="None")))
        return flows

    def _strip(self, facts: Sequence[tuple[str, str]], parent: Elem) -> Strip:
        label, words = self._text["fact_label"], self._text["fact"]
        natural = [max(natural_width(a, label), natural_width(b, words)) for a, b in facts]
        least = [max(longest_word(a, label), longest_word(b, words)) for a, b in facts]
        columns = Columns(natural, least, self._ruling.x)
        return Strip([self._fact(*fact, parent) for fact in facts], columns, self._ruling)

    def _fact(self, label: str, words: str, parent: Elem) -> Stack:
        item = parent.add("LI")
        return Stack(
            [
                self._words(label, self._text["fact_label"], item.add("Lbl")),
                self._words(words, self._text["fact"], item.add("LBody")),
            ]
        )

    def _heading(self, block: Heading, parent: Elem) -> Text:
        style = self._text[f"heading{block.level}"]
        parts = [(block.text, style)]
        if block.aside:
            parts.append((f"{_DOT} {block.aside}", self._text["aside"]))
        return Text(parts, parent.add(f"H{block.level}"), outline=block.level - 1)

    def _bullets(self, block: Bullets, parent: Elem) -> list[Flow]:
        body, column = self._text["body"], self._style.grid["bullet"]
        listed = parent.add("L", numbering="Disc")
        flows: list[Flow] = []
        for item in block.items:
            entry = listed.add("LI")
            bullet = self._words(_BULLET, body, entry.add("Lbl"))
            words = Stack([self._words(item, body, entry.add("LBody"))])
            flows.append(Labelled(bullet, words, column, body.below * 0.6))
        for flow in (*flows[:1], *flows[-2:-1]):
            flow.keeps_with_next = len(flows) > 1  # no item alone on either page
        if flows:
            flows[-1].below = body.below
        return flows

    def _key_values(self, block: KeyValues, parent: Elem) -> list[Flow]:
        listed = parent.add("L", numbering="None")
        return [self._row(row, listed) for row in block.rows]

    def _row(self, row: Row, listed: Elem) -> Flow:
        entry = listed.add("LI")
        label = self._words(row.label, self._text["label"], entry.add("Lbl"))
        body = entry.add("LBody")
        flows: list[Flow] = []
        if isinstance(row.value, str):
            flows = [self._words(row.value, self._text["body"], body)]
        elif isinstance(row.value, Link):
            flows = [self._link(row.value, body)]
        else:
            flows = [flow for block in row.value for flow in self.flows(block, body)]
        column = self._style.grid["label"] + self._style.grid["gutter"]
        return Labelled(label, Stack(flows), column, self._text["body"].below)

    def _link(self, link: Link, parent: Elem) -> Flow:
        body, element = self._text["body"], parent.add("P")
        if not link.may_lead:
            return self._words(f"{link.text} {link.aside}".strip(), body, element)
        words = self._link_words(link, body, element.add("Link"))
        if not link.aside:
            return words
        beside = Stack([self._words(link.aside, body, parent.add("P"))])
        column = natural_width(link.text, body) + 2 * self._style.grid["gutter"]
        return Labelled(words, beside, column, body.below)

    def _link_words(self, link: Link, body: TextStyle, element: Elem) -> LinkText:
        colour = self._style.colour["accent"]
        style = TextStyle(body.face, body.size, body.leading, colour, body.above, body.below)
        return LinkText([(link.text, style)], element, link)

    def _table(self, block: Table, parent: Elem) -> Grid:
        table = parent.add("Table", summary=block.summary)
        head = table.add("THead").add("TR")
        header = [
            self._cell(words, "head", head.add("TH", scope="Column")) for words in block.header
        ]
        body = table.add("TBody")
        rows = [self._table_row(row, body.add("TR"), block) for row in block.rows]
        return Grid(header, rows, self._columns(block), self._ruling)

    def _table_row(self, row: Sequence[Cell], element: Elem, block: Table) -> list[Stack]:
        cells = []
        for place, words in enumerate(row):
            names_row = block.row_headers and place == 0
            cell = element.add("TH", scope="Row") if names_row else element.add("TD")
            cells.append(self._cell(words, "cell_strong" if names_row else "cell", cell))
        return cells

    def _cell(self, cell: Cell, style: str, element: Elem) -> Stack:
        if isinstance(cell, str):
            return Stack([self._words(cell, self._text[style], element)])
        strong, rest = self._text["cell_strong"], self._text["cell"]
        parts = [(cell.first, strong), *([(f"\n{cell.rest}", rest)] if cell.rest else [])]
        return Stack([Text(parts, element)])

    def _columns(self, block: Table) -> Columns:
        head, cell = self._text["head"], self._text["cell_strong"]
        least = [
            max(
                longest_word(title, head),
                max((longest_word(str(row[place]), cell) for row in block.rows), default=0.0),
            )
            for place, title in enumerate(block.header)
        ]
        return Columns(block.widths, least, self._ruling.x)

    def _callout(self, block: Callout, parent: Elem) -> Panel:
        grid, colour = self._style.grid, self._style.colour
        flows: list[Flow] = [self._heading(Heading(2, block.title), parent)]
        flows += [flow for inner in block.blocks for flow in self.flows(inner, parent)]
        return Panel(
            Stack(flows),
            pad=(grid["panel_x"], grid["panel_y"]),
            bar=grid["panel_bar"],
            fill=colour["tint"],
            edge=colour["accent"],
        )
