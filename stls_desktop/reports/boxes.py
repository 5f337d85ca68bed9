"""What stands around words or waits for a pen: panels, frames, bars, lines to write on, a new page.

Everything here but the words inside is looks: an artifact that no screen reader meets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stls_desktop.reports.canvas import TagCanvas
from stls_desktop.reports.flowables import FUZZ, Flow, Stack, Text
from stls_desktop.reports.styles import Colour


@dataclass(frozen=True, slots=True)
class Frame:
    """How a box looks: `pad` beside and above the words, a bar at its edge, a line around it.

    `space` is kept free above and below the box; as much as the pad if it is 0.
    """

    pad: tuple[float, float]
    bar: float
    edge: Colour
    fill: Colour | None = None
    rule: float = 0.0
    is_rtl: bool = False
    space: float = 0.0


class Panel(Flow):
    """A stack in a frame. One that `stays` moves to the next page rather than being cut."""

    def __init__(self, body: Stack, frame: Frame, *, stays: bool = False) -> None:
        self._body, self._frame, self._stays = body, frame, stays
        self.above = self.below = frame.space or frame.pad[1]

    def height(self, width: float) -> float:
        """The stack and the padding above and below it."""
        return self._body.height(self._inner(width)) + self._padding()

    def _padding(self) -> float:
        # the space that the last flow brings along is part of the padding
        pad = self._frame.pad[1]
        return 2 * pad - min(self._body.below, pad / 2)

    def _inner(self, width: float) -> float:
        return width - 2 * self._frame.pad[0] - self._frame.bar

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:
        """Inside the stack; both parts are boxes."""
        if self._stays and not hard:
            return None
        parts = self._body.cut(self._inner(width), room - self._padding(), hard=hard)
        if parts is None:
            return None
        return Panel(parts[0], self._frame), Panel(parts[1], self._frame)

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw the tint, the bar and what stands on them."""
        frame, height = self._frame, self.height(width)
        bottom = top - height
        if frame.fill:
            canvas.box(x, bottom, width, height, frame.fill)
        if frame.rule:
            canvas.outline(x, bottom, width, height, frame.rule, frame.edge)
        if frame.bar:
            bar = x + width - frame.bar if frame.is_rtl else x
            canvas.box(bar, bottom, frame.bar, height, frame.edge)
        left = x + frame.pad[0] + (0.0 if frame.is_rtl else frame.bar)
        self._body.draw(canvas, left, top - frame.pad[1], self._inner(width))


@dataclass(frozen=True, slots=True)
class Pen:
    """The lines that somebody writes on: the room above each, how thick, which colour."""

    gap: float
    weight: float
    colour: Colour


class RuledLines(Flow):
    """Lines to write on; they stay on one page."""

    def __init__(self, count: int, pen: Pen) -> None:
        self._count, self._pen = count, pen
        self.below = pen.gap / 2

    def height(self, width: float) -> float:  # noqa: ARG002 - as wide as there is room
        """All lines, each with the room above it."""
        return self._count * self._pen.gap

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:  # noqa: ARG002
        """Between two lines, where a whole page is too small."""
        fit = min(int((room + FUZZ) / self._pen.gap), self._count - 1)
        if not hard or fit < 1:
            return None
        return RuledLines(fit, self._pen), RuledLines(self._count - fit, self._pen)

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw each line at the foot of its room."""
        pen = self._pen
        for number in range(1, self._count + 1):
            canvas.rule(x, top - number * pen.gap, width, pen.weight, pen.colour)


class Fields(Flow):
    """Labels side by side, each with a line to write on after it; `shares` of the width."""

    def __init__(self, labels: Sequence[Text], shares: Sequence[float], pen: Pen) -> None:
        self._labels, self._shares, self._pen = labels, shares, pen
        self.below = pen.gap / 2

    def _widths(self, width: float) -> list[float]:
        free = width - self._pen.gap * (len(self._shares) - 1)
        return [share / sum(self._shares) * free for share in self._shares]

    def height(self, width: float) -> float:
        """Room to write, or the labels if they need more."""
        pairs = zip(self._labels, self._widths(width), strict=True)
        return max(self._pen.gap * 1.5, *(label.height(wide) for label, wide in pairs))

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:  # noqa: ARG002
        """Never: half a field is none."""
        return None

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw the labels at the foot, and a line from each to the end of its field."""
        height = self.height(width)
        places = zip(self._labels, self._widths(width), strict=True)
        for label, wide in places:
            tall = label.height(wide)
            label.draw(canvas, x, top - height + tall, wide)
            used = max(line.width for line in label.lines(wide)) + self._pen.gap / 3
            start = x if label.is_rtl else x + used
            base = top - height + label.foot
            canvas.rule(start, base, max(wide - used, 0.0), self._pen.weight, self._pen.colour)
            x += wide + self._pen.gap


class NewPage(Flow):
    """What follows starts on a new page."""

    def height(self, width: float) -> float:  # noqa: ARG002
        """Nothing."""
        return 0.0

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:  # noqa: ARG002
        """Nothing to cut."""
        return None

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Nothing to draw."""
