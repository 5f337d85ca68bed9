"""The strategy library: type a few letters, read a strategy whole, take it, adapt it.

Opens over the window from anywhere. It shows what worked in a school only where five or more
stand behind a figure, and never whom it was modelled to.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    frame,
    label,
    row,
    set_role,
    show_in_place,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import strategies
from stls_desktop.services.strategies import LibraryCard, WorkedLine

NOTHING = "No strategy has these words. Try fewer letters, or another area."


class LibraryDialog(QDialog):
    """A list at the left, the whole strategy at the right."""

    taken = Signal(str, str)  # code of the catalogue, id of one of our own; one of them is empty
    adapted = Signal(str)  # id of a new strategy of our own, to be written

    def __init__(
        self, bench: Workbench, parent: QWidget, *, setting_id: str = "", may_take: bool = False
    ) -> None:
        super().__init__(parent)
        set_role(self, "page")
        self.setWindowTitle("Strategy library")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme().space(980), theme().space(620))
        self._bench, self._setting_id, self._may_take = bench, setting_id, may_take
        self._cards: dict[str, LibraryCard] = {}
        self._worked: dict[str, WorkedLine] = {}
        panes = row(self, gap=0)
        panes.addWidget(self._build_list(), 2)
        panes.addWidget(self._build_detail(), 3)
        self._search()
        if setting_id:
            wanted = Step(bench.desk, strategies.what_worked_here, setting_id)
            bench.runner.run(Lane.STORE, wanted, self._on_worked, owner=self)

    def _build_list(self) -> QWidget:
        pane = frame("pane")
        outer = column(pane)
        head = frame("head")
        lines = column(head, margins=(14, 12, 14, 10), gap=8)
        lines.addWidget(label("Strategy library", "h1"))
        self.words = LineField(placeholder="A few letters: card, wait, spelling")
        self.words.setAccessibleName("Search strategies")
        self.words.textChanged.connect(self._search)
        lines.addWidget(self.words)
        self.area = Segmented()
        codes = self._bench.desk.reference.choices("area_of_need")
        self.area.set_options((code.code, code.code) for code in codes)
        self.area.setAccessibleName("Area of need")
        self.area.edited.connect(self._search)
        lines.addWidget(self.area)
        outer.addWidget(head)
        self.list = RowList("Strategies")
        self.list.row_selected.connect(self._show)
        self.list.row_opened.connect(self._on_opened)
        outer.addWidget(self.list, 1)
        self._nothing = label(NOTHING, "muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setContentsMargins(14, 12, 14, 12)
        outer.addWidget(self._nothing, 1)
        return pane

    def _build_detail(self) -> QWidget:
        pane = QWidget()
        set_role(pane, "body")
        outer = column(pane, margins=(18, 14, 18, 14), gap=10)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        self._text = column(body, gap=8)
        scroller.setWidget(body)
        outer.addWidget(scroller, 1)
        line = row(gap=8)
        self.take = button("Use this strategy", "primary", icon="check")
        self.take.clicked.connect(self._on_take)
        show_in_place(self.take, self._may_take)
        self.adapt = button("Adapt it for us", icon="pencil")
        self.adapt.clicked.connect(self._on_adapt)
        close = button("Close", "link")
        close.clicked.connect(self.close)
        for each in (self.take, self.adapt, close):
            line.addWidget(each)
        line.addStretch(1)
        outer.addLayout(line)
        return pane

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = (Qt.Key.Key_Down, Qt.Key.Key_Up)
        if event.key() in moves and self.words.hasFocus():
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def _search(self, _words: str = "") -> None:
        wanted = Step(
            self._bench.desk, strategies.search, self.words.text(), self.area.value() or ""
        )
        self._bench.runner.run(Lane.STORE, wanted, self._on_found, owner=self, key="library")

    def _on_found(self, cards: Sequence[LibraryCard]) -> None:
        self._cards = {card.local_id or card.strategy.code: card for card in cards}
        self.list.set_rows([self._row(key, card) for key, card in self._cards.items()])
        show_in_place(self._nothing, not cards)
        show_in_place(self.list, bool(cards))
        for each in (self.take, self.adapt):
            each.setEnabled(bool(cards))
        first = self.list.current_id() or next(iter(self._cards), "")
        self.list.select(first)
        self._show(first)

    def _on_worked(self, lines: Sequence[WorkedLine]) -> None:
        self._worked = {line.strategy: line for line in lines}
        shown = self.list.current_id()
        if shown:
            self._show(shown)

    def _row(self, key: str, card: LibraryCard) -> ListRow:
        area = self._bench.desk.reference.label("area_of_need", card.strategy.area)
        own = "Our own" if card.local_id else ""
        return ListRow(
            row_id=key, title=card.strategy.name, subtitle=area, state=own, tone=Tone.INFO
        )

    def _show(self, key: str) -> None:
        card = self._cards.get(key)
        clear(self._text)
        if card is None:
            return
        told = card.strategy
        self._text.addWidget(label(told.name, "h1", wrap=True))
        self._part("When", told.when)
        steps = "\n".join(f"{n}. {step}" for n, step in enumerate(told.steps, start=1))
        self._part("Steps", steps)
        self._part("Materials", told.materials)
        self._part("Watch for", told.watch_for)
        self._part("Evidence", told.evidence_note)
        if self._setting_id:
            self._part("In this school", worked_words(self._worked.get(key)))
        self._text.addStretch(1)

    def _part(self, title: str, words: str) -> None:
        if words.strip():
            self._text.addWidget(label(title, "h2"))
            self._text.addWidget(label(words, wrap=True))

    def _on_opened(self, key: str) -> None:
        if self._may_take:
            self._take(key)
        else:
            self._show(key)

    def _on_take(self) -> None:
        key = self.list.current_id()
        if key:
            self._take(key)

    def _take(self, key: str) -> None:
        card = self._cards.get(key)
        if card is not None:
            self.taken.emit(card.strategy.code, card.local_id)
            self.close()

    def _on_adapt(self) -> None:
        key = self.list.current_id()
        card = self._cards.get(key or "")
        if card is not None:
            wanted = Step(self._bench.desk, strategies.adapt, card)
            self._bench.runner.run(Lane.STORE, wanted, self._on_adapted, owner=self)

    def _on_adapted(self, made: strategies.Adapted) -> None:
        self._bench.bus.publish(made.changed)
        self.adapted.emit(made.rec)
        self.words.set_value(made.name)
        self._search()


def worked_words(line: WorkedLine | None) -> str:
    """What worked here, in words; a figure from fewer than five is not shown."""
    if line is None:
        return "It has not been modelled here yet."
    if line.used is None:
        return "Modelled here fewer than five times, so no figure is shown."
    words = f"Modelled {line.used} times."
    if line.targets is None or line.met is None:
        return f"{words} Too few marked targets for a figure."
    share = round(100 * line.met / line.targets)
    return f"{words} {share} % of {line.targets} targets at or above expected."
