"""What can be put on a page: words, and things that stand below or beside each other.

A flow knows its height at a width, can be cut where a page ends, and draws itself on a `TagCanvas`.
Cutting is gentle first (no heading alone, no single line alone) and hard only where a whole page
is too small. Knows no content model and chooses no style.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from stls_desktop.reports.canvas import TagCanvas
from stls_desktop.reports.content import Link
from stls_desktop.reports.glyphs import printable
from stls_desktop.reports.lines import Line, Words, break_lines
from stls_desktop.reports.scripts import is_rtl
from stls_desktop.reports.tagging import Elem

_FEW_LINES = 3  # a paragraph this short stays whole
_COMPANY = 2  # lines that stay together at either side of a cut
_BASE_LINE = 0.712  # of the leading; the same for all, so that a label stands on its text’s line
_LONG_TITLE = 120  # characters of a bookmark
FUZZ = 0.01
LABEL_GAP = 8.0
"""Points between a label and what stands beside it."""

Lines = list[Line]


class Flow(ABC):
    """Something on the page. `above` and `below` are the spaces around it, in points."""

    above: float = 0.0
    below: float = 0.0
    keeps_with_next: bool = False

    @abstractmethod
    def height(self, width: float) -> float:
        """How tall it is at this width, without the space around it."""

    @abstractmethod
    def cut(self, width: float, room: float, *, hard: bool) -> "tuple[Flow, Flow] | None":
        """The part that fits into `room` and the rest; None if no part does."""

    @abstractmethod
    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw with the upper left corner at (x, top)."""

    def is_short(self, width: float, lines: int) -> bool:  # noqa: ARG002 - only paragraphs have lines
        """Whether it is a paragraph of so many lines at most; a heading is none."""
        return False


class Text(Flow):
    """A paragraph, or a heading if it has a bookmark level."""

    def __init__(
        self,
        parts: Sequence[Words],
        element: Elem | None,
        *,
        outline: int | None = None,
        laid: tuple[float, Lines] | None = None,
        tongue: str = "",
    ) -> None:
        self._parts = parts
        self._element = element
        self._outline = outline
        style = parts[0][1]
        self._leading = style.leading
        self._lead = style.leading * _BASE_LINE
        self.above, self.below = style.above, style.below
        self.keeps_with_next = outline is not None
        self._laid = laid
        self._tongue = element.tongue if element else tongue

    def lines(self, width: float) -> Lines:
        """The lines at this width; broken once."""
        if self._laid is None or abs(self._laid[0] - width) > FUZZ:
            self._laid = (width, break_lines(self._parts, width, self._tongue))
        return self._laid[1]

    def height(self, width: float) -> float:
        """Lines times leading."""
        return len(self.lines(width)) * self._leading

    def is_short(self, width: float, lines: int) -> bool:
        """Whether it has so many lines at most and is no heading."""
        return not self.keeps_with_next and len(self.lines(width)) <= lines

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:
        """Between two lines; at least two stay on either side unless the cut is hard."""
        lines = self.lines(width)
        fit = min(int((room + FUZZ) / self._leading), len(lines) - 1)
        if not hard:
            fit = min(fit, len(lines) - _COMPANY)
            if fit < _COMPANY or len(lines) <= _FEW_LINES:
                return None
        if fit < 1:
            return None
        return self._part(width, lines[:fit], self._outline), self._part(width, lines[fit:], None)

    def _part(self, width: float, lines: Lines, outline: int | None) -> "Text":
        return Text(self._parts, self._element, outline=outline, laid=(width, lines))

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw the lines as content of the element."""
        lines = self.lines(width)
        if self._outline is not None and self.title:
            canvas.bookmark(self.title, self._outline, x, top)
        if any(line.spans for line in lines):
            with canvas.tagged(self._element) if self._element else canvas.artifact():
                base = top - self._lead
                if self.is_rtl:
                    canvas.lines_at_right(x + width, base, self._leading, lines)
                else:
                    canvas.lines(x, base, self._leading, lines)

    @property
    def is_rtl(self) -> bool:
        """Whether it ends at the left."""
        return is_rtl(self._tongue)

    @property
    def foot(self) -> float:
        """From its lower edge up to the base line of its last line."""
        return self._leading - self._lead

    @property
    def title(self) -> str:
        """The words of the first part on one line, as a bookmark shows them."""
        words = " ".join(printable(self._parts[0][0]).split())
        return words if len(words) <= _LONG_TITLE else f"{words[:_LONG_TITLE]}…"


class LinkText(Text):
    """Words that lead somewhere; they stay on one page. `element` is a Link."""

    def __init__(
        self,
        parts: Sequence[Words],
        element: Elem,
        link: Link,
        *,
        laid: tuple[float, Lines] | None = None,
    ) -> None:
        super().__init__(parts, element, laid=laid)
        self._link_element = element
        self._link = link

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:
        """Only where a whole page is too small for it; each part leads there."""
        return super().cut(width, room, hard=hard) if hard else None

    def _part(self, width: float, lines: Lines, outline: int | None) -> "Text":  # noqa: ARG002 - a link is no heading
        return LinkText(self._parts, self._link_element, self._link, laid=(width, lines))

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw the words and make the place where they stand lead there."""
        super().draw(canvas, x, top, width)
        style = self._parts[0][1]
        for number, line in enumerate(self.lines(width)):
            upper = top - number * self._leading
            left = x + width - line.width if self.is_rtl else x
            box = (left, upper - self._leading, left + line.width, upper)
            base = upper - self._lead
            canvas.rule(left, base - style.size * 0.14, line.width, 0.6, style.colour)
            canvas.link(self._link, box, self._link_element)


class Stack(Flow):
    """Flows below each other. Of two spaces that meet the larger one counts."""

    def __init__(self, flows: Sequence[Flow]) -> None:
        self.flows = list(flows)
        if flows:
            self.above, self.below = flows[0].above, flows[-1].below

    def height(self, width: float) -> float:
        """All flows and the spaces between them."""
        return sum(flow.height(width) for flow in self.flows) + sum(
            self._gap(place) for place in range(1, len(self.flows))
        )

    def _gap(self, place: int) -> float:
        return max(self.flows[place - 1].below, self.flows[place].above) if place else 0.0

    def cut(self, width: float, room: float, *, hard: bool) -> "tuple[Stack, Stack] | None":
        """Between two flows or inside one; what keeps with the next one moves with it."""
        used = 0.0
        for place, flow in enumerate(self.flows):
            used += self._gap(place)
            height = flow.height(width)
            if used + height > room + FUZZ:
                return self._cut_at(place, width, room - used, hard=hard)
            used += height
        return None

    def _cut_at(
        self, place: int, width: float, room: float, *, hard: bool
    ) -> "tuple[Stack, Stack] | None":
        for is_hard in (False, True)[: 1 + hard]:
            parts = self.flows[place].cut(width, room, hard=is_hard) if room > 0 else None
            if parts:
                head, tail = parts
                return self._of([*self.flows[:place], head], [tail, *self.flows[place + 1 :]])
            end = self._with_company(self._before(place), width)
            if end:
                return self._of(self.flows[:end], self.flows[end:])
        return self._of(self.flows[:place], self.flows[place:]) if hard and place else None

    def _before(self, place: int) -> int:
        """Where the rest may begin at the latest, if the flow at `place` is part of it."""
        while place and self.flows[place - 1].keeps_with_next:
            place -= 1
        return place

    def _with_company(self, start: int, width: float) -> int:
        """A section's last line is not alone on its page: the short paragraph before it goes along.

        The rest begins where it was to begin if there is none, or if that would move everything.
        """
        last, before = self.flows[start : start + 2], self.flows[start - 1 : start]
        if not last or not before or (len(last) > 1 and not last[1].keeps_with_next):
            return start
        are_short = last[0].is_short(width, 1) and before[0].is_short(width, _FEW_LINES)
        return (self._before(start - 1) or start) if are_short else start

    @staticmethod
    def _of(head: Sequence[Flow], tail: Sequence[Flow]) -> "tuple[Stack, Stack]":
        return Stack(head), Stack(tail)

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw the flows from top to bottom."""
        for place, flow in enumerate(self.flows):
            top -= self._gap(place)
            flow.draw(canvas, x, top, width)
            top -= flow.height(width)


class Labelled(Flow):
    """A label in a column of its own and a stack beside it: a bullet, or a named row.

    The label stands left of the body, or right of it where `is_rtl`.
    """

    def __init__(
        self, label: Flow | None, body: Stack, column: float, below: float, *, is_rtl: bool = False
    ) -> None:
        self._label, self._body, self._column = label, body, column
        self._is_rtl = is_rtl
        self.below = below

    def height(self, width: float) -> float:
        """The taller of label and body."""
        label = self._label.height(self._label_width()) if self._label else 0.0
        return max(label, self._body.height(width - self._column))

    def _label_width(self) -> float:
        return max(self._column - LABEL_GAP, LABEL_GAP)

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:
        """Inside the body; the label stays with the first part unless no page can hold it."""
        if self._label and not hard and self._label.height(self._label_width()) > room + FUZZ:
            return None
        label = _parted(self._label, self._label_width(), room, hard=hard)
        body = _parted(self._body, width - self._column, room, hard=hard)
        if label is None or body is None:
            return None
        (name, more_name), (words, more) = label, body
        first = self._beside(name, Stack([words] if words else ()), 0.0)
        return first, self._beside(more_name, Stack([more] if more else ()), self.below)

    def _beside(self, label: Flow | None, body: Stack, below: float) -> "Labelled":
        return Labelled(label, body, self._column, below, is_rtl=self._is_rtl)

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw the label, then the body, so that they are also in this order in the file."""
        label, body = x, x + self._column
        if self._is_rtl:
            label, body = x + width - self._label_width(), x
        if self._label:
            self._label.draw(canvas, label, top, self._label_width())
        self._body.draw(canvas, body, top, width - self._column)


def _parted(
    flow: Flow | None, width: float, room: float, *, hard: bool
) -> tuple[Flow | None, Flow | None] | None:
    """All of a flow that fits and nothing, or its two parts; None if it cannot be cut there."""
    if flow is None or flow.height(width) <= room + FUZZ:
        return flow, None
    return flow.cut(width, room, hard=hard)
