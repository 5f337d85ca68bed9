"""Two files side by side, field by field, and why they are one child: joined or proposed.

It changes neither file; what it writes can be undone on the child's page.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, column, frame, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import joining
from stls_desktop.services.joining import SideBySide, SideLine

SAFE = (
    "Both files stay as they are. They are read as one – timeline, plans, actions, agreements – and"
    " can be parted again at any time."
)
PROPOSED = "A lead joins files: yours is a proposal, which a lead sees under “Look for duplicates”."


class JoinScreen(QWidget):
    """The file that is kept at the left, the one that is joined to it at the right."""

    joined = Signal(str)  # the id of the file that is kept
    cancelled = Signal()

    def __init__(self, bench: Workbench, found: SideBySide) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench, self._found = bench, found
        outer = column(self)
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        line.addWidget(label("One child, two files?", "h1"), 1)
        leave = button("Cancel", "link")
        leave.clicked.connect(self.cancelled)
        line.addWidget(leave)
        outer.addWidget(head)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        inner = column(body, margins=(18, 14, 18, 14), gap=12)
        scroller.setWidget(body)  # empty: see record.py
        self.banner = Banner(SAFE if found.may_join else f"{SAFE} {PROPOSED}")
        inner.addWidget(self.banner)
        inner.addWidget(self._build_reason())
        inner.addWidget(self._build_sides())
        inner.addStretch(1)
        outer.addWidget(scroller, 1)

    def take_focus(self) -> None:
        """Put the caret where the reason is typed."""
        self.reason.setFocus()

    def _build_sides(self) -> Card:
        found = self._found
        card = Card("Side by side", f"{sum(line.differs for line in found.lines)} differ")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        heads = (
            ("Kept", found.kept_records),
            ("Joined to it", found.other_records),
        )
        for place, (words, records) in enumerate(heads, start=1):
            grid.addWidget(label(f"{words} · {_count(records)}", "h2"), 0, place)
        for place, line in enumerate(found.lines, start=1):
            _add_line(grid, place, line)
        card.add(grid)
        return card

    def _build_reason(self) -> Card:
        card = Card("Why they are one child")
        self.reason = LineField(placeholder="Such as: same name and birthday, the SENCO agrees")
        card.add(FieldBox(self.reason, "Reason", need="needed"))
        line = row(gap=8)
        self.action = button(
            "Join the files" if self._found.may_join else "Propose to a lead",
            "primary",
            icon="git-merge",
        )
        self.action.clicked.connect(self._on_join)
        line.addWidget(self.action)
        line.addStretch(1)
        card.add(line)
        return card

    def _on_join(self) -> None:
        self.action.setEnabled(False)
        work = _Join(self._bench, self._found, self.reason.value() or "")
        self._bench.runner.run(
            Lane.STORE,
            work,
            self._on_joined,
            self._on_failed,
            owner=self,
            on_orphaned=self._bench.bus.publish,
        )

    def _on_joined(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        self.joined.emit(self._found.kept_id)

    def _on_failed(self, error: Exception) -> None:
        self.action.setEnabled(True)
        self.banner.show_message(str(error), Tone.ERR)


def _count(records: int) -> str:
    return "1 record" if records == 1 else f"{records} records"


def _add_line(grid: QGridLayout, place: int, line: SideLine) -> None:
    words = row(gap=8)
    words.addWidget(label(line.label, "field"))
    if line.differs:
        words.addWidget(StatusChip("differs", Tone.WARN))
    words.addStretch(1)
    grid.addLayout(words, place, 0, Qt.AlignmentFlag.AlignTop)
    for at, said in enumerate((line.kept, line.other), start=1):
        role = "" if said else "muted"
        told = label(said or "nothing", role, wrap=True)
        told.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(told, place, at)


class _Join:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, found: SideBySide, reason: str) -> None:
        self._desk, self._found, self._reason = bench.desk, found, reason

    def __call__(self) -> Changed:
        return joining.join(self._desk, self._found.kept_id, self._found.other_id, self._reason)
