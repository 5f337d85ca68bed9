"""Look for duplicates: pairs of files that may be one child, and the joins that wait for a lead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import Banner
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
from stls_desktop.services import duplicates, joining
from stls_desktop.services.duplicates import OnFile, Pair
from stls_desktop.services.joining import Join

Found = tuple[tuple[Pair, ...], tuple[Join, ...]]


class DuplicatesScreen(QWidget):
    """Looks when it opens, and again when a pupil changes."""

    compare_asked = Signal(str, str)  # ids: the file to keep, the other one
    pupil_asked = Signal(str)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench = bench
        outer = column(self)
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        line.addWidget(label("Look for duplicates", "h1"), 1)
        outer.addWidget(head)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setAccessibleName("Files that may be one child")
        body = QWidget()
        set_role(body, "body")
        inner = column(body, margins=(18, 14, 18, 14), gap=12)
        self.banner = Banner("Looking through every file …")
        inner.addWidget(self.banner)
        self._parts = column(gap=12)
        inner.addLayout(self._parts)
        inner.addStretch(1)
        scroller.setWidget(body)
        outer.addWidget(scroller, 1)
        self._reloader = Reloader(self, bench.bus, ("pupil", "pupil_merge"), self.reload)
        self.reload()

    def reload(self) -> None:
        """Look again, on a lane that typing does not wait for."""
        self._bench.runner.run(
            Lane.RENDER, _Look(self._bench), self._on_found, self._on_failed, owner=self, key="look"
        )

    def _on_found(self, found: Found) -> None:
        pairs, proposals = found
        clear(self._parts)
        if proposals:
            self._parts.addWidget(self._proposed(proposals))
        for pair in pairs:
            self._parts.addWidget(self._pair(pair))
        none = "No two files look like one child, and nothing waits for a lead."
        self.banner.show_message("" if pairs or proposals else none, Tone.OK)

    def _proposed(self, proposals: tuple[Join, ...]) -> Card:
        card = Card("Proposed by colleagues", f"{len(proposals)} to decide")
        for each in proposals:
            line = row(gap=10)
            words = column(gap=0)
            words.addWidget(label(f"{each.merged} to {each.kept}: {each.reason}", wrap=True))
            words.addWidget(label(f"{each.by} · {each.when}", "muted"))
            line.addLayout(words, 1)
            there = button("Open", "link")
            there.setAccessibleName(f"Open the file of {each.kept}")
            there.setObjectName(each.kept_id)
            there.clicked.connect(self._on_open)
            line.addWidget(there)
            agree = button("Join")
            agree.setAccessibleName(f"Join {each.merged} to {each.kept}")
            agree.setObjectName(each.rec)
            agree.clicked.connect(self._on_approve)
            show_in_place(agree, joining.may_join(self._bench.desk))
            line.addWidget(agree)
            card.add(line)
        return card

    def _pair(self, pair: Pair) -> Card:
        card = Card(pair.why)
        for each in (pair.first, pair.second):
            card.add(_child(each))
        line = row(gap=8)
        look = button("Compare side by side", icon="git-merge")
        look.setObjectName(f"{pair.first.rec}|{pair.second.rec}")
        look.clicked.connect(self._on_compare)
        two = button("Two children", "link")
        two.setObjectName(f"{pair.first.rec}|{pair.second.rec}")
        two.clicked.connect(self._on_two)
        line.addWidget(look)
        line.addWidget(two)
        line.addStretch(1)
        card.add(line)
        return card

    def _on_open(self) -> None:
        self.pupil_asked.emit(self.sender().objectName())

    def _on_compare(self) -> None:
        first, _, second = self.sender().objectName().partition("|")
        self.compare_asked.emit(first, second)

    def _on_two(self) -> None:
        first, _, second = self.sender().objectName().partition("|")
        work = _Dismiss(self._bench, first, second)
        self._bench.runner.run(Lane.STORE, work, self._on_dismissed, self._on_failed, owner=self)

    def _on_dismissed(self, _done: object) -> None:
        self.reload()

    def _on_approve(self) -> None:
        work = _Approve(self._bench, self.sender().objectName())
        self._bench.runner.run(
            Lane.STORE,
            work,
            self._on_approved,
            self._on_failed,
            owner=self,
            on_orphaned=self._bench.bus.publish,
        )

    def _on_approved(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)


def _child(each: OnFile) -> QWidget:
    told = " · ".join(word for word in (f"born {each.born}", each.school) if word)
    held = QWidget()
    words = row(held, gap=10)
    words.addWidget(label(each.name, "strong"))
    words.addWidget(label(told, "muted"), 1)
    return held


class _Look:
    """Runs on the render lane, over a connection of its own that only reads."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> Found:
        return duplicates.pairs(self._desk), joining.proposals(self._desk)


class _Dismiss:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, first: str, second: str) -> None:
        self._desk, self._first, self._second = bench.desk, first, second

    def __call__(self) -> None:
        duplicates.is_another_child(self._desk, self._first, self._second)


class _Approve:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str) -> None:
        self._desk, self._rec = bench.desk, rec

    def __call__(self) -> Changed:
        return joining.approve(self._desk, self._rec)
