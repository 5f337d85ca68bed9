"""Tables with horizontal rules only, and the strip of facts under the masthead.

The header row is drawn again on each page and is an artifact there, because a screen reader has
heard it. Rows are cut only when one is taller than a good part of a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from stls_desktop.reports.canvas import TagCanvas
from stls_desktop.reports.flowables import FUZZ, Flow, Stack
from stls_desktop.reports.styles import Colour

_TALL_ROW = 170.0  # points; a row up to this height moves to the next page as a whole

_FEW_ROWS = 3  # a table this short stays whole
_COMPANY = 2  # rows that stay with the header


@dataclass(frozen=True, slots=True)
class Ruling:
    """The spaces and lines of a table: `x` between columns, `y` above and below the words.

    `is_rtl`: the first column stands at the right.
    """

    x: float
    y: float
    weight: float
    colour: Colour
    is_rtl: bool = False

    def places(self, x: float, width: float, widths: Sequence[float]) -> list[float]:
        """Where each column begins, counted from the left edge of the page."""
        offsets = list(accumulate((wide + self.x for wide in widths[:-1]), initial=0.0))
        if not self.is_rtl:
            return [x + offset for offset in offsets]
        return [x + width - offset - wide for offset, wide in zip(offsets, widths, strict=True)]


Cells = Sequence[Stack]


class Grid(Flow):
    """A table. `shares` of the width are wishes; `least` are widths that hold the longest words."""

    def __init__(
        self,
        header: Cells,
        rows: Sequence[Cells],
        columns: "Columns",
        ruling: Ruling,
        *,
        is_continued: bool = False,
    ) -> None:
        self._header, self._rows, self._columns, self._ruling = header, rows, columns, ruling
        self._is_continued = is_continued
        self.above = self.below = ruling.y

    def height(self, width: float) -> float:
        """The header and all rows."""
        return sum(self._row_height(row, width) for row in (self._header, *self._rows))

    def _row_height(self, row: Cells, width: float) -> float:
        widths = self._columns.widths(width)
        words = max(cell.height(w) for cell, w in zip(row, widths, strict=True))
        return words + 2 * self._ruling.y

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:
        """Between two rows, or inside a row too tall to move."""
        room -= self._row_height(self._header, width)
        for place, row in enumerate(self._rows):
            height = self._row_height(row, width)
            if height > room + FUZZ:
                return self._cut_at(place, width, room, hard=hard or height > _TALL_ROW)
            room -= height
        return None

    def _cut_at(
        self, place: int, width: float, room: float, *, hard: bool
    ) -> tuple[Flow, Flow] | None:
        if hard:
            widths = self._columns.widths(width)
            parts = _cut_cells(self._rows[place], widths, room - 2 * self._ruling.y)
            if parts:
                head, tail = parts
                return self._part(self._rows[:place], head), self._rest(tail, place + 1)
        if place if hard else place >= _COMPANY and len(self._rows) > _FEW_ROWS:
            return self._part(self._rows[:place]), self._rest(None, place)
        return None

    def _part(self, rows: Sequence[Cells], last: Cells | None = None) -> "Grid":
        all_rows = [*rows, last] if last else rows
        return Grid(
            self._header,
            all_rows,
            self._columns,
            self._ruling,
            is_continued=self._is_continued,
        )

    def _rest(self, first: Cells | None, place: int) -> "Grid":
        rows = self._rows[place:]
        all_rows = [first, *rows] if first else rows
        return Grid(self._header, all_rows, self._columns, self._ruling, is_continued=True)

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw header and rows with a rule between two of them."""
        if self._is_continued:
            with canvas.artifact("Header"):
                top = self._draw_row(canvas, self._header, x, top, width)
        else:
            top = self._draw_row(canvas, self._header, x, top, width)
        for row in self._rows:
            canvas.rule(x, top, width, self._ruling.weight, self._ruling.colour)
            top = self._draw_row(canvas, row, x, top, width)

    def _draw_row(self, canvas: TagCanvas, row: Cells, x: float, top: float, width: float) -> float:
        widths = self._columns.widths(width)
        places = self._ruling.places(x, width, widths)
        for cell, left, wide in zip(row, places, widths, strict=True):
            cell.draw(canvas, left, top - self._ruling.y, wide)
        return top - self._row_height(row, width)


def _cut_cells(
    cells: Cells, widths: Sequence[float], room: float
) -> tuple[list[Stack], list[Stack]] | None:
    """Cut what stands side by side at one height; None if one of them cannot be cut there."""
    heads: list[Stack] = []
    tails: list[Stack] = []
    for cell, width in zip(cells, widths, strict=True):
        if cell.height(width) <= room + FUZZ:
            heads.append(cell)
            tails.append(Stack(()))
            continue
        parts = cell.cut(width, room, hard=True)
        if parts is None:
            return None
        heads.append(parts[0])
        tails.append(parts[1])
    return heads, tails


@dataclass(slots=True)
class Columns:
    """How wide the columns are: the wished shares, but no word of `least` width is cut."""

    shares: Sequence[float]
    least: Sequence[float]
    gap: float
    _known: tuple[float, tuple[float, ...]] | None = None

    def widths(self, width: float) -> tuple[float, ...]:
        """The widths of the columns inside `width`, without the gaps between them."""
        if self._known is None or self._known[0] != width:
            self._known = (width, self._share(width))
        return self._known[1]

    def hold(self, width: float) -> bool:
        """Whether every column can have the width of its longest word."""
        return sum(self.least) + self.gap * (len(self.least) - 1) <= width

    def _share(self, width: float) -> tuple[float, ...]:
        free = width - self.gap * (len(self.shares) - 1)
        total = sum(self.shares)
        wished = [share / total * free for share in self.shares]
        least = list(self.least)
        if not self.hold(width):  # a monster word may not push the others out: it is cut
            cap = free / len(self.shares)
            least = [min(need, max(wish, cap)) for need, wish in zip(least, wished, strict=True)]
        lacking = sum(max(need - wish, 0.0) for need, wish in zip(least, wished, strict=True))
        spare = sum(max(wish - need, 0.0) for need, wish in zip(least, wished, strict=True))
        taken = min(lacking / spare, 1.0) if spare else 0.0
        return tuple(
            need if wish <= need else wish - (wish - need) * taken
            for need, wish in zip(least, wished, strict=True)
        )


class Strip(Flow):
    """Facts side by side between two rules, each a small label over its words."""

    def __init__(self, facts: Cells, columns: Columns, ruling: Ruling) -> None:
        self._facts, self._columns, self._ruling = facts, columns, ruling
        self._pad = 2 * ruling.y
        self.above, self.below = self._pad, 1.5 * self._pad  # with the one inside, even to the eye

    def height(self, width: float) -> float:
        """The tallest fact and the space around it."""
        widths = self._columns.widths(width)
        words = max(fact.height(w) for fact, w in zip(self._facts, widths, strict=True))
        return words + 2 * self._pad - self._ruling.y

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:
        """Only where a whole page is too small for it."""
        widths = self._columns.widths(width)
        parts = _cut_cells(self._facts, widths, room - 2 * self._pad) if hard else None
        if parts is None:
            return None
        head, tail = (Strip(part, self._columns, self._ruling) for part in parts)
        return head, tail

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw the rules and the facts from left to right."""
        height = self.height(width)
        for y in (top, top - height):
            canvas.rule(x, y, width, self._ruling.weight, self._ruling.colour)
        widths = self._columns.widths(width)
        places = self._ruling.places(x, width, widths)
        for fact, left, wide in zip(self._facts, places, widths, strict=True):
            fact.draw(canvas, left, top - self._pad + self._ruling.y / 2, wide)
