"""What is due beside visits: reviews, agreements, drafts; each line opens its record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    frame,
    label,
    row,
    set_role,
    under_link,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import due
from stls_desktop.services.due import DueGroup, DueLine

KINDS = ("case", "iss_plan", "agreement", "sensory_profile", "modelling_note", "pupil")
NOTHING = "Nothing is due this week. Reviews and agreements come here a week before their day."


class DueScreen(QWidget):
    """The groups, one card each."""

    record_asked = Signal(str, str)  # pupil and record

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench = bench
        self._most: dict[str, int] = {}  # {group: lines that were asked for}
        self._asked = ("", 0)  # the group and place of the first line that was just asked for
        outer = column(self)
        head = frame("head")
        lines = column(head, margins=(18, 10, 18, 10), gap=2)
        lines.addWidget(label("Due", "h1"))
        lines.addWidget(label("This week and before", "muted"))
        outer.addWidget(head)
        self._scroller = scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        body = QWidget()
        set_role(body, "body")
        layout = column(body, margins=(18, 14, 18, 14), gap=12)
        self._cards = column(gap=12)
        layout.addLayout(self._cards)
        layout.addStretch(1)
        scroller.setWidget(body)
        outer.addWidget(scroller, 1)
        self._reloader = Reloader(self, bench.bus, KINDS, self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the groups again."""
        wanted = Step(self._bench.desk, due.due, dict(self._most))
        self._bench.runner.run(Lane.STORE, wanted, self._on_read, owner=self, key="due screen")

    def show_more(self, group: DueGroup) -> None:
        """Show the next lines of a group as well."""
        shown = len(group.lines)
        self._most[group.key] = shown + due.MOST
        self._asked = (group.key, shown)
        self.reload()

    def _on_read(self, groups: Sequence[DueGroup]) -> None:
        place = self._scroller.verticalScrollBar().value()
        clear(self._cards)
        if not groups:
            self._cards.addWidget(label(NOTHING, "muted", wrap=True))
        for group in groups:
            self._cards.addWidget(self._card(group))
        self._scroller.verticalScrollBar().setValue(place)
        self._asked = ("", 0)

    def _card(self, group: DueGroup) -> Card:
        late = sum(line.is_late for line in group.lines)
        card = Card(group.title, _counted(group, late))
        for place, line in enumerate(group.lines):
            if place:
                card.add(frame("rule"))
            held = self._line(line)
            card.add(held)
            if self._asked == (group.key, place):
                QTimer.singleShot(0, held, _Focus(held).take)
        if group.more:
            card.add(frame("rule"))
            more = button(f"and {group.more} more", "link", icon="chevron-down")
            more.setAccessibleName(f"{group.title}: show more, {group.more} are not shown yet")
            more.clicked.connect(_More(self, group, more).ask)
            card.add(more)
        return card

    def _line(self, line: DueLine) -> QWidget:
        held = QWidget()
        across = row(held, gap=12)
        words = column(gap=0)
        opened = button(line.what, "link")
        opened.clicked.connect(_Open(self, line, opened).ask)
        words.addWidget(opened)
        if line.who:
            words.addWidget(under_link(label(line.who, "muted")))
        across.addLayout(words)
        across.addStretch(1)
        if line.on is not None:
            across.addWidget(label(f"{line.on.day} {line.on:%b %Y}", "muted"))
        if line.is_late:
            across.addWidget(StatusChip("Overdue", Tone.WARN))
        return held


class _Open(QObject):
    def __init__(self, screen: DueScreen, line: DueLine, parent: QObject) -> None:
        super().__init__(parent)
        self._screen, self._line = screen, line

    def ask(self) -> None:
        self._screen.record_asked.emit(self._line.pupil_id, self._line.rec)


class _More(QObject):
    def __init__(self, screen: DueScreen, group: DueGroup, parent: QObject) -> None:
        super().__init__(parent)
        self._screen, self._group = screen, group

    def ask(self) -> None:
        self._screen.show_more(self._group)


class _Focus(QObject):
    """Puts the keyboard on the first of the lines that were asked for, once it is in its place."""

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self._line = line

    def take(self) -> None:
        for link in self._line.findChildren(QPushButton):
            link.setFocus()
            return


def _counted(group: DueGroup, late: int) -> str:
    if not late:
        return str(group.count)
    at_least = "at least " if late == len(group.lines) and group.more else ""
    return f"{group.count}, {at_least}{late} overdue"
