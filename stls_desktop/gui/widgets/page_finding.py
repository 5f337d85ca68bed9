"""Which of the places that were found is in question, while pages and words change.

Asks for the words to be looked for and is told the places; reads no PDF. After the pages were drawn
anew the same place stays in question: the one of the same number if there are as many, else the
one that is nearest to where it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from stls_desktop.gui.widgets.find_bar import FindBar
from stls_desktop.gui.widgets.page_sheet import Hit


class PageFinding(QObject):
    """The places, one of them in question, and the bar that asks for them."""

    wanted = Signal(str)  # look for these words in the pages that are shown
    changed = Signal()  # the places, or which one is in question
    moved = Signal()  # somebody asked to see the place in question

    def __init__(self, bar: FindBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._is_asked = False  # words were typed: the answer is to be shown
        self._from_page = 0
        self.hits: Sequence[Hit] = ()
        self.current: Hit | None = None
        bar.typed.connect(self._on_typed)
        bar.next_asked.connect(self.go_on)
        bar.previous_asked.connect(self.go_back)
        bar.closed.connect(self._on_closed)

    def begin(self, page: int) -> None:
        """Open the bar; the first place is looked for from this page (from 0) on."""
        self._from_page = page
        is_new = self._bar.isHidden()
        self._bar.open_bar()
        if is_new and self._bar.words.strip():
            self._on_typed(self._bar.words)

    def look_again(self) -> None:
        """The pages are others now; the old marks stand until the new places are known."""
        if self._bar.words.strip():
            self.wanted.emit(self._bar.words)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """The places of the words that were last asked for."""
        if not self._bar.words.strip():
            return  # closed meanwhile
        before, count = self.current, len(self.hits)
        number = self.hits.index(before) if before is not None else 0
        self.hits = hits
        if self._is_asked or before is None:
            self.current = self._first(hits)
        elif len(hits) == count:
            self.current = hits[number]
        else:
            self.current = min(hits, key=_Distance(before), default=None)
        self._tell()
        if self._is_asked and self.current is not None:
            self.moved.emit()
        self._is_asked = False

    def go_on(self) -> None:
        """To the next place; after the last comes the first. Opens the bar if it is closed."""
        self._step(1)

    def go_back(self) -> None:
        """To the place before; before the first comes the last."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self._bar.isHidden():
            self.begin(self._from_page)
            return
        if self.current is None:
            return
        place = (self.hits.index(self.current) + by) % len(self.hits)
        self.current = self.hits[place]
        self._from_page = self.current.page
        self._tell()
        self.moved.emit()

    def _first(self, hits: Sequence[Hit]) -> Hit | None:
        first = hits[0] if hits else None
        return next((hit for hit in hits if hit.page >= self._from_page), first)

    def _tell(self) -> None:
        place = self.hits.index(self.current) + 1 if self.current is not None else 0
        self._bar.tell(place, len(self.hits))
        self.changed.emit()

    def _on_typed(self, words: str) -> None:
        self._is_asked = True
        if words.strip():
            self.wanted.emit(words)
        else:
            self._clear()

    def _on_closed(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.hits, self.current, self._is_asked = (), None, False
        self._bar.tell(0, 0)
        self.changed.emit()


class _Distance:
    """How far a place is from another, counted down the pages."""

    def __init__(self, other: Hit) -> None:
        self._other = _depth(other)

    def __call__(self, hit: Hit) -> tuple[float, ...]:
        page, down, across = _depth(hit)
        other_page, other_down, other_across = self._other
        return (
            abs((page - other_page) * _PAGE + down - other_down),
            abs(across - other_across),
        )


_PAGE = 842.0  # points: about as tall as a page, whatever its size


def _depth(hit: Hit) -> tuple[int, float, float]:
    x, y, _width, _height = hit.boxes[0]
    return hit.page, y, x
