"""Content blocks into flows and structure elements: which style, which tag, in reading order.

Tables have a module of their own, `table_layout`. Draws nothing and breaks no page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from stls_desktop.reports.boxes import Fields, Frame, NewPage, Panel, Pen, RuledLines
from stls_desktop.reports.chart import Bars, in_pictures
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
from stls_desktop.reports.flowables import FUZZ, LABEL_GAP, Flow, Labelled, LinkText, Stack, Text
from stls_desktop.reports.glyphs import printable
from stls_desktop.reports.lines import longest_word, natural_width
from stls_desktop.reports.pictures import PictureFlow
from stls_desktop.reports.styles import Style, TextStyle
from stls_desktop.reports.table_layout import strip, table_flows
from stls_desktop.reports.tagging import Elem
from stls_desktop.reports.wording import shortened

_BULLET = "•"
_DOT = "·"
_WHOLE_LABEL = 0.25  # of the width: up to here a label stays on one line
_MOST_LABEL = 0.42  # of the width: beside a wider label there is no room for a text
_MOST_FIELD = 40  # characters before a line to sign on


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
    root = root or Elem("Document", document.lang)
    marking, service = root.add("P"), root.add("P")
    builder = _Builder(style)
    return Layout(Stack(builder.all(document.blocks, root)), root, marking, service)


class _Builder:
    def __init__(self, style: Style) -> None:
        self._style = style
        self._text = style.text
        grid, colour = style.grid, style.colour
        self._pen = Pen(grid["pen"], grid["hairline"], colour["pen"])

    def all(self, blocks: Sequence[Block], parent: Elem) -> list[Flow]:
        """The flows of blocks below each other."""
        flows: list[Flow] = []
        for block, following in zip_longest(blocks, blocks[1:]):
            flows += self.flows(block, parent)
            if isinstance(block, Paragraph) and isinstance(following, Quotation):
                flows[-1].keeps_with_next = True  # it says who said it
        return flows

    def flows(self, block: Block, parent: Elem) -> list[Flow]:
        """The flows of one block; its elements become the next children of `parent`."""
        match block:
            case Masthead():
                flows = self._masthead(block, parent)
            case Heading():
                flows = [self._heading(block, parent)]
            case Paragraph():
                style = self._text["body" if block.tone == "body" else "quiet"]
                flows = [self._words(block.text, style, parent.add("P", lang=block.lang))]
            case Link():
                flows = [self._link(block, parent)]
            case Bullets() | Steps():
                flows = self._list(block, parent)
            case KeyValues():
                flows = self._key_values(block, parent)
            case Table():
                flows = table_flows(block, self._style, parent)
            case Section():
                flows = self.all(block.blocks, parent.add("Sect", lang=block.lang))
            case _:
                flows = self._boxed(block, parent)
        return flows

    def _boxed(self, block: Block, parent: Elem) -> list[Flow]:
        """What is more than words."""
        flows: list[Flow] = []
        match block:
            case Callout():
                flows = [self._callout(block, parent)]
            case Card():
                flows = [self._card(block, parent)]
            case Quotation():
                flows = [self._quotation(block, parent)]
            case Chart():
                flows = self._chart(block, parent)
            case Picture():
                flows = [PictureFlow(block, self._style, parent)]
            case SignatureLines():
                flows = self._signatures(block, parent)
            case WritingLines():
                flows = [RuledLines(block.count, self._pen)]
            case PageBreak():
                flows = [NewPage()]
        return flows

    @staticmethod
    def _words(text: str, style: TextStyle, element: Elem) -> Text:
        return Text([(text, style)], element)

    def _masthead(self, block: Masthead, parent: Elem) -> list[Flow]:
        h1 = parent.add("H1", lang=block.lang)
        own = h1.add("Span", lang=block.label_lang) if block.label_lang else h1
        # the space keeps the two parts of the heading apart when it is read out
        kicker = self._words(f"{self._kicker(block.kicker)}\u00a0", self._text["kicker"], own)
        kicker.keeps_with_next = True
        # parts of one element have to be of one kind: own words, or elements below it
        title = h1.add("Span") if own is not h1 else h1
        flows: list[Flow] = [kicker, Text([(block.title, self._text["title"])], title, outline=0)]
        if block.status:
            words = parent.add("P", lang=block.label_lang or block.lang)
            flows.append(self._words(block.status, self._text["body"], words))
        if block.facts:
            facts = parent.add("L", numbering="None", lang=block.lang)
            flows += strip(block.facts, self._style, facts, block.label_lang)
        return flows

    def _kicker(self, words: str) -> str:
        """On two lines where it does not fit on one: what it is, and of which setting."""
        what, dot, whose = words.partition(f" {_DOT} ")
        fits = natural_width(words, self._text["kicker"]) <= self._style.width
        return words if fits or not dot else f"{what} {_DOT}\n{whose}"

    def _heading(self, block: Heading, parent: Elem) -> Text:
        style = self._text[f"heading{block.level}"]
        parts = [(block.text, style)]
        if block.aside:
            aside = self._text["aside"]
            wide = natural_width(block.text, style) + natural_width(f"{_DOT} {block.aside}", aside)
            fits = wide + style.size < self._style.width
            parts.append((f"{_DOT} {block.aside}" if fits else f"\n{block.aside}", aside))
        element = parent.add(f"H{block.level}", lang=block.lang)
        return Text(parts, element, outline=block.level - 1)

    def _list(self, block: Bullets | Steps, parent: Elem) -> list[Flow]:
        body, is_numbered = self._text["body"], isinstance(block, Steps)
        kind = "Decimal" if is_numbered else "Disc"
        listed = parent.add("L", numbering=kind, lang=block.lang)
        widest = f"{len(block.items)}." if is_numbered else _BULLET
        column = max(self._style.grid["bullet"], natural_width(widest, body) + LABEL_GAP + FUZZ)
        flows: list[Flow] = []
        for number, item in enumerate(block.items, 1):
            entry = listed.add("LI")
            mark = f"{number}." if is_numbered else _BULLET
            label = self._words(mark, body, entry.add("Lbl"))
            words = Stack([self._words(item, body, entry.add("LBody"))])
            space = body.below * 0.6
            flows.append(Labelled(label, words, column, space, is_rtl=listed.is_rtl))
        for flow in (*flows[:1], *flows[-2:-1]):
            flow.keeps_with_next = len(flows) > 1  # no item alone on either page
        if flows:
            flows[-1].below = body.below
        return flows

    def _key_values(self, block: KeyValues, parent: Elem) -> list[Flow]:
        listed = parent.add("L", numbering="None", lang=block.lang)
        grid, style = self._style.grid, self._text["label"]
        words = max((longest_word(row.label, style) for row in block.rows), default=0.0)
        labels = [natural_width(row.label, style) + FUZZ for row in block.rows]
        whole = [wide for wide in labels if wide <= _WHOLE_LABEL * self._style.width]
        column = max(grid["label"], words, *whole) + grid["gutter"]
        if self._style.is_stacked or column > _MOST_LABEL * self._style.width:
            column = 0.0
        return [
            flow for row in block.rows for flow in self._row(row, listed, column, block.label_lang)
        ]

    def _row(self, row: Row, listed: Elem, column: float, label_lang: str) -> list[Flow]:
        entry = listed.add("LI")
        opening = _opening(row.value)
        if not column and opening and label_lang in ("", listed.tongue):
            first = self._in_one(row.label, opening, entry.add("LBody"))
            rest = row.value[1:] if isinstance(row.value, tuple) else ()
            return [first, *self.all(rest, entry.kids[0])]
        label = self._words(row.label, self._text["label"], entry.add("Lbl", lang=label_lang))
        body = entry.add("LBody")
        flows: list[Flow] = []
        if isinstance(row.value, str):
            flows = [self._words(row.value, self._text["body"], body)]
        elif isinstance(row.value, Link):
            flows = [self._link(row.value, body)]
        else:
            flows = self.all(row.value, body)
        below = self._text["body"].below
        if column:
            return [Labelled(label, Stack(flows), column, below, is_rtl=label.is_rtl)]
        label.keeps_with_next = True
        return [label, *flows]

    def _in_one(self, label: str, words: str, element: Elem) -> Text:
        """A label before its words on one line, as on a card."""
        body = self._text["body"]
        strong = replace(self._text["label"], leading=body.leading, above=0.0, below=body.below)
        return Text([(f"{label}:", strong), (words, body)], element.add("P"))

    def _link(self, link: Link, parent: Elem) -> Flow:
        body, element = self._text["body"], parent.add("P")
        if not link.may_lead:
            return self._words(f"{link.text} {link.aside}".strip(), body, element)
        words = self._link_words(link, body, element.add("Link"))
        if not link.aside:
            return words
        aside = self._words(link.aside, body, parent.add("P"))
        column = natural_width(link.text, body) + 2 * self._style.grid["gutter"]
        room = self._style.width - self._style.grid["label"]
        if self._style.is_stacked or column + natural_width(link.aside, body) > room:
            return Stack([words, aside])
        return Labelled(words, Stack([aside]), column, body.below, is_rtl=element.is_rtl)

    def _link_words(self, link: Link, body: TextStyle, element: Elem) -> LinkText:
        style = replace(body, colour=self._style.colour["accent"])
        return LinkText([(link.text, style)], element, link)

    def _callout(self, block: Callout, parent: Elem) -> Panel:
        colour = self._style.colour
        part = parent.add("Sect", lang=block.lang) if block.lang else parent
        flows: list[Flow] = [self._heading(Heading(2, block.title, lang=block.title_lang), part)]
        flows += self.all(block.blocks, part)
        grid = self._style.grid
        frame = self._frame(grid["panel_bar"], part)
        fill = colour["tint"]
        return Panel(Stack(flows), replace(frame, fill=fill, rule=grid["panel_rule"]))

    def _frame(self, bar: float, element: Elem) -> Frame:
        grid = self._style.grid
        pad = (grid["panel_x"], grid["panel_y"])
        return Frame(pad, bar, self._style.colour["accent"], is_rtl=element.is_rtl)

    def _card(self, block: Card, parent: Elem) -> Panel:
        part = parent.add("Sect", lang=block.lang)
        title = Heading(2, block.title, lang=block.title_lang)
        flows = [self._heading(title, part), *self.all(block.blocks, part)]
        grid = self._style.grid
        frame = replace(self._frame(0.0, part), rule=max(grid["panel_rule"], grid["hairline"]))
        return Panel(Stack(flows), frame, stays=True)

    def _quotation(self, block: Quotation, parent: Elem) -> Panel:
        quoted = parent.add("BlockQuote", lang=block.lang)
        grid = self._style.grid
        flows: list[Flow] = [self._words(block.quoted, self._text["body"], quoted.add("P"))]
        if block.said_by:
            flows[0].keeps_with_next = True
            by = self._words(block.said_by, self._text["label"], quoted.add("P"))
            flows.append(by)
        frame = self._frame(grid["panel_bar"] * 0.7, quoted)
        pad = (grid["panel_x"], grid["cell_y"])
        return Panel(Stack(flows), replace(frame, pad=pad, space=grid["quote"]))

    def _chart(self, block: Chart, parent: Elem) -> list[Flow]:
        flows: list[Flow] = []
        for measures in in_pictures(block, self._style):
            told = tuple(map(block.told, measures))
            alt = printable(block.alt).strip() or "; ".join(told)
            figure = parent.add("Figure", lang=block.lang, alt=alt)
            flows.append(Bars(block, measures, self._style, figure))
            flows += self._list(Bullets(told, block.lang), parent)
        return flows

    def _signatures(self, block: SignatureLines, parent: Elem) -> list[Flow]:
        listed = parent.add("L", numbering="None", lang=block.lang)
        flows: list[Flow] = []
        for person in block.people:
            entry = listed.add("LI")
            name = self._words(person, self._text["body"], entry.add("Lbl"))
            name.above, name.below, name.keeps_with_next = self._pen.gap * 0.7, 0.0, True
            body = entry.add("LBody")
            labels = [
                self._words(shortened(each, _MOST_FIELD), self._text["label"], body.add("P"))
                for each in block.words
            ]
            flows += [name, Fields(labels, (3, 2), self._pen)]
        return flows


def _opening(value: object) -> str:
    """The words that may follow a label on its line: those of a value that begins with one line."""
    first = value[0] if isinstance(value, tuple) and value else value
    words = first.text if isinstance(first, Paragraph) and not first.lang else first
    return words if isinstance(words, str) and "\n" not in words else ""
