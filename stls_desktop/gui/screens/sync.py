"""Sync: how it stands in words, what waits and why, and the conflicts for their authors."""

import platform
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import Banner, EmptyState
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, clear, column, frame, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import syncing
from stls_desktop.services.syncing import ConflictItem, Standing, SyncSheet, WaitingItem

MOST = 50
ALL_SAFE = "Everything on this laptop is on the council server too. Nothing waits for you here."
TONES = {
    "safe": Tone.OK,
    "running": Tone.INFO,
    "unfinished": Tone.INFO,
    "waiting": Tone.INFO,
    "offline": Tone.WARN,
    "attention": Tone.ERR,
    "not_enrolled": Tone.MUTED,
}


class SyncPage(QWidget):
    """The page that says what is safe, and where."""

    sync_asked = Signal()
    enrolled = Signal()
    count_changed = Signal(int)  # conflicts and changes that need a person

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench = bench
        outer = column(self)
        outer.addWidget(self._build_head())
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        self._column = column(body, margins=(18, 14, 18, 14), gap=12)
        scroller.setWidget(body)  # empty: see record.py
        self.banner = Banner()
        self._column.addWidget(self.banner)
        self._parts = column(gap=12)
        self._column.addLayout(self._parts)
        self._column.addWidget(self._build_enrol())
        self._column.addStretch(1)
        outer.addWidget(scroller, 1)
        kinds = (
            "link_visit",
            "discussion",
            "action",
            "conflict",
            "setting",
            "pupil",
            "agreement",
            "signed_version",
            "issued_document",
        )
        self._reloader = Reloader(self, bench.bus, kinds, self.reload)
        self.reload()

    def reload(self) -> None:
        """Read what waits again."""
        self._bench.runner.run(
            Lane.STORE, _Read(self._bench), self._on_read, owner=self, key="sync"
        )

    def take_focus(self) -> None:
        """The keyboard begins at the button, or at the server's address before there is one."""
        (self.now_button if self.now_button.isEnabled() else self.server).setFocus()

    def show_standing(self, standing: Standing) -> None:
        """Show how sync stands now."""
        self.words.setText(standing.words)
        self.chip.show_state(_CHIPS[standing.phase], TONES[standing.phase])
        self.now_button.setEnabled(standing.phase not in ("running", "not_enrolled"))
        self.banner.show_message(standing.problem, TONES[standing.phase])

    def _build_head(self) -> QFrame:
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        words.addWidget(label("Sync", "h1"))
        self.words = label("", "muted")
        words.addWidget(self.words)
        line.addLayout(words, 1)
        self.chip = StatusChip()
        line.addWidget(self.chip)
        self.now_button = button("Sync now", "primary", icon="refresh-cw")
        self.now_button.clicked.connect(self.sync_asked)
        line.addWidget(self.now_button)
        return head

    def _build_enrol(self) -> Card:
        self._enrol_card = Card("Connect to the council", "With the code your service gave you.")
        self.server, self.code = LineField(placeholder="https://"), LineField()
        boxes = FieldRow(
            ((FieldBox(self.server, "Server"), 3), (FieldBox(self.code, "One-time code"), 2))
        )
        self._enrol_card.add(boxes)
        self.enrol_button = button("Connect", "primary")
        self.enrol_button.clicked.connect(self._on_enrol)
        line = row()
        line.addWidget(self.enrol_button)
        line.addStretch(1)
        self._enrol_card.add(line)
        return self._enrol_card

    def _on_read(self, sheet: SyncSheet) -> None:
        self._enrol_card.setVisible(not sheet.server)
        clear(self._parts)
        if sheet.server and not (sheet.conflicts or sheet.set_aside or sheet.waiting):
            self._parts.addWidget(EmptyState("cloud-check", ALL_SAFE))
        for conflict in sheet.conflicts:
            self._parts.addWidget(ConflictCard(self._bench, conflict))
        if sheet.set_aside:
            aside = sheet.set_aside
            self._parts.addWidget(_items_card("The server could not take these", aside, len(aside)))
        if sheet.waiting:
            title = "Waiting on this laptop"
            self._parts.addWidget(_items_card(title, sheet.waiting, sheet.waiting_count))
        self.count_changed.emit(len(sheet.conflicts) + len(sheet.set_aside))

    def _on_enrol(self) -> None:
        self.enrol_button.setEnabled(False)
        self.enrol_button.setText("Connecting…")
        work = _Enrol(self._bench, self.server.value() or "", self.code.value() or "")
        self._bench.runner.run(Lane.NET, work, self._on_enrolled, self._on_enrol_failed, owner=self)

    def _on_enrolled(self, _identity: object) -> None:
        self._may_connect_again()
        self.code.clear()
        self.enrolled.emit()
        self.reload()

    def _may_connect_again(self) -> None:
        self.enrol_button.setEnabled(True)
        self.enrol_button.setText("Connect")

    def _on_enrol_failed(self, error: Exception) -> None:
        self._may_connect_again()
        self.banner.show_message(str(error), Tone.ERR)


_CHIPS = {
    "safe": "All safe",
    "running": "Syncing",
    "unfinished": "Not finished",
    "waiting": "To send",
    "offline": "Offline",
    "attention": "Needs help",
    "not_enrolled": "Not connected",
}


KEEPS = (("live", "Keep the left"), ("other", "Keep the right"), ("both", "Keep both"))


class ConflictCard(Card):
    """Two values for one field, side by side, with who wrote them."""

    def __init__(self, bench: Workbench, item: ConflictItem) -> None:
        super().__init__("Two people changed this", f"{item.title} · {item.field}")
        self._bench, self._item = bench, item
        self.problem = Banner()
        self.add(self.problem)
        sides = row(gap=12)
        sides.addWidget(_side(f"On the server now – {item.live_by}", item.live), 1)
        sides.addWidget(_side(f"Also written – {item.other_by}", item.other), 1)
        self.add(sides)
        line = row(gap=8)
        self.choices = {}
        for keep, words in KEEPS:
            choice = button(words)
            choice.setObjectName(keep)
            choice.clicked.connect(self._on_chosen)
            self.choices[keep] = choice
            line.addWidget(choice)
        line.addStretch(1)
        self.add(line)

    def _on_chosen(self) -> None:
        chosen = self.sender()
        keep = chosen.objectName()
        for each in self.choices.values():
            each.setEnabled(False)
        work = _Resolve(self._bench, self._item.id, keep)
        self._bench.runner.run(
            Lane.STORE,
            work,
            self._on_resolved,
            self._on_failed,
            owner=self,
            on_orphaned=self._bench.bus.publish,
        )

    def _on_resolved(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)

    def _on_failed(self, error: Exception) -> None:
        """Both versions are still there, so the choice can be made again."""
        for each in self.choices.values():
            each.setEnabled(True)
        self.problem.show_message(str(error), Tone.ERR)


def _side(title: str, words: str) -> QWidget:
    side = QWidget()
    layout = column(side, gap=4)
    layout.addWidget(label(title, "help"))
    text = label(words, wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    layout.addWidget(text)
    layout.addStretch(1)
    return side


def _items_card(title: str, items: tuple[WaitingItem, ...], count: int) -> Card:
    card = Card(title, f"{count:,}")
    for item in items[:MOST]:
        line = row(gap=12)
        line.addWidget(label(item.title, wrap=True), 1)
        why = f"Not yet sendable: {item.why}" if item.is_stuck else item.why
        line.addWidget(label(why or "Ready to send", "muted", wrap=True), 1)
        card.add(line)
    if count > len(items[:MOST]):
        card.add(label(f"and {count - len(items[:MOST]):,} more", "muted"))
    return card


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> SyncSheet:
        return syncing.sheet(self._desk)


class _Enrol:
    """Runs on the net lane; only the writing of the token is the store lane's."""

    def __init__(self, bench: Workbench, server: str, code: str) -> None:
        self._desk, self._runner = bench.desk, bench.runner
        self._server, self._code = server, code

    def __call__(self) -> object:
        return syncing.enrol(
            self._desk, self._server, self._code, platform.node() or "Laptop", on_store=self._write
        )

    def _write(self, op: Callable[[], object]) -> object:
        return self._runner.wait_for(Lane.STORE, op)


class _Resolve:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, conflict_id: str, keep: str) -> None:
        self._desk, self._id, self._keep = bench.desk, conflict_id, keep

    def __call__(self) -> Changed:
        return syncing.resolve(self._desk, self._id, keep=self._keep)
