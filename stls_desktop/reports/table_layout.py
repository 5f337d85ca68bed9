"""Tables and strips of facts into flows: as columns where they fit, else one below the other.

A table whose words do not fit beside each other becomes cards, one a row, each cell with the word
of its header before it; so does every table of a look that asks for it.
"""

from collections.abc import Sequence

from stls_desktop.reports.boxes import Frame, Panel
from stls_desktop.reports.content import Cell, Table
from stls_desktop.reports.flowables import Flow, Labelled, Stack, Text
from stls_desktop.reports.lines import Words, break_lines, longest_word, natural_width
from stls_desktop.reports.styles import Style, TextStyle
from stls_desktop.reports.tables import Columns, Grid, Ruling, Strip
from stls_desktop.reports.tagging import Elem

_MONSTER = 30  # letters: a longer "word" is an address or a slip, and is cut where it has to be

_LONG_NAME = 60  # letters: a longer name of a row is a sentence, and five bold lines are not read

Fact = tuple[str, str]
"""A label and its words."""


def table_flows(block: Table, style: Style, parent: Elem) -> list[Flow]:
    """One flow for a table, or one for each card; none for a table without rows."""
    if not block.rows:
        return []
    columns = _columns(block, style)
    width = style.width - 2 * style.grid["panel_x"]  # it may stand in a panel
    fits = columns.hold(width) and _head_height(block, style, columns, width) < style.room / 3
    if style.is_stacked or not fits:
        return _cards(block, style, parent)
    return [_grid(block, style, columns, parent)]


def strip(facts: Sequence[Fact], style: Style, parent: Elem, label_lang: str) -> list[Flow]:
    """Facts side by side under a masthead, or below each other where they do not fit."""
    label, words = style.text["fact_label"], style.text["fact"]
    cells = [_fact(*fact, style, parent, label_lang) for fact in facts]
    natural = [max(natural_width(a, label), natural_width(b, words), 1.0) for a, b in facts]
    spare = style.width - sum(natural) - style.grid["cell_x"] * (len(facts) - 1)
    if not style.is_stacked and spare >= 0:
        shares = [wide + spare / len(facts) for wide in natural]
        columns = Columns(shares, natural, style.grid["cell_x"])
        return [Strip([Stack(cell) for cell in cells], columns, _ruling(style, parent))]
    column = max(natural_width(a, label) for a, _ in facts) + 2 * style.grid["gutter"]
    rows: list[Flow] = [
        Labelled(name, Stack([value]), column, 0.0, is_rtl=parent.is_rtl) for name, value in cells
    ]
    return [_between_rules(rows, style)]


def _fact(label: str, words: str, style: Style, parent: Elem, lang: str) -> tuple[Text, Text]:
    item = parent.add("LI")
    return (
        Text([(label, style.text["fact_label"])], item.add("Lbl", lang=lang)),
        Text([(words, style.text["fact"])], item.add("LBody")),
    )


def _between_rules(rows: Sequence[Flow], style: Style) -> Flow:
    ruling = Ruling(0.0, style.grid["cell_y"], style.grid["hairline"], style.colour["rule"])
    return Strip([Stack(rows)], Columns([1.0], [0.0], 0.0), ruling)


def _ruling(style: Style, element: Elem) -> Ruling:
    grid = style.grid
    edges = (grid["cell_x"], grid["cell_y"], grid["hairline"], style.colour["rule"])
    return Ruling(*edges, is_rtl=element.is_rtl)


def _columns(block: Table, style: Style) -> Columns:
    head, cell = style.text["head"], style.text["cell_strong"]
    least = [
        max(
            _least(title, head),
            max((_least(str(row[place]), cell) for row in block.rows), default=0.0),
        )
        for place, title in enumerate(block.header)
    ]
    return Columns(block.widths, least, style.grid["cell_x"])


def _head_height(block: Table, style: Style, columns: Columns, width: float) -> float:
    head = style.text["head"]
    pairs = zip(block.header, columns.widths(width), strict=True)
    return max(len(break_lines([(title, head)], wide)) for title, wide in pairs) * head.leading


def _least(text: str, style: TextStyle) -> float:
    return longest_word(text, style, most=_MONSTER)


def _grid(block: Table, style: Style, columns: Columns, parent: Elem) -> Grid:
    table = parent.add("Table", summary=block.summary, lang=block.lang)
    head = table.add("THead").add("TR")
    header = [
        Stack([Text([(words, style.text["head"])], head.add("TH", scope="Column", lang=lang))])
        for words in block.header
        for lang in (block.header_lang,)
    ]
    body = table.add("TBody")
    rows = [_row(row, style, body.add("TR"), block) for row in block.rows]
    return Grid(header, rows, columns, _ruling(style, table))


def _row(row: Sequence[Cell], style: Style, element: Elem, block: Table) -> list[Stack]:
    cells = []
    for place, cell in enumerate(row):
        names_row = block.row_headers and place == 0
        own = element.add("TH", scope="Row") if names_row else element.add("TD")
        cells.append(Stack([Text(_parts(cell, style, "\n", strong=names_row), own)]))
    return cells


def _parts(cell: Cell, style: Style, between: str, *, strong: bool) -> list[Words]:
    """The words of a cell; one that names its row is strong, unless it is a whole sentence."""
    plain, bold = style.text["cell"], style.text["cell_strong"]
    if isinstance(cell, str):
        return [(cell, bold if strong and len(cell) <= _LONG_NAME else plain)]
    first, then = (plain, bold) if strong and len(cell.first) > _LONG_NAME else (bold, plain)
    return [(cell.first, first), *([(f"{between}{cell.rest}", then)] if cell.rest else [])]


def _cards(block: Table, style: Style, parent: Elem) -> list[Flow]:
    grid = style.grid
    listed = parent.add("L", numbering="None", lang=block.lang)
    pad = (grid["cell_x"], grid["cell_y"] * 1.6)
    edge = style.colour["pen"]
    frame = Frame(pad, 0.0, edge, rule=grid["hairline"], is_rtl=listed.is_rtl)
    cards = [Stack(_card(row, block, style, listed.add("LI").add("LBody"))) for row in block.rows]
    return [Panel(card, frame, stays=True) for card in cards if card.flows]


def _card(row: Sequence[Cell], block: Table, style: Style, body: Elem) -> list[Flow]:
    flows: list[Flow] = []
    label = style.text["cell_strong"]
    is_apart = bool(block.header_lang) and block.header_lang != body.tongue
    for place, (title, cell) in enumerate(zip(block.header, row, strict=True)):
        if not str(cell):
            continue
        strong = block.row_headers and place == 0
        words = _parts(cell, style, "", strong=strong)
        if is_apart and title:
            flows.append(Text([(title, label)], body.add("P", lang=block.header_lang)))
            flows[-1].keeps_with_next = True
        elif title:
            words = [(f"{title}:", label), *words]
        flows.append(Text(words, body.add("P")))
    return flows
