"""What is to be mended in one reader’s version: what blocks first; each entry leads to its place.

Looked over a moment after the last key, on the store lane. What was found is told in words and by
an icon; nothing is marked inside the text, so that writing is not interrupted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_core.report_checks import Check
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.others_part import KeptNames, shelf_of
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    icon_label,
    label,
    row,
    set_role,
    under_link,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import advice_checks, advice_content
from stls_desktop.services.shapes import Draft

AFTER_KEY_MS: Final = 500
MOST_SHOWN: Final = 60
NOTHING: Final = "Nothing to mend in this version."
BLOCKS: Final = "Before it can be given"
ADVISES: Final = "To make it clearer"

Collect = Callable[[], Iterable[Draft]]


class ChecksList(QScrollArea):
    """What stands in the way of one version, and what would make it clearer."""

    counted = Signal(int, int)  # how many block, how many there are
    place_asked = Signal(object)  # Place

    def __init__(self, bench: Workbench, rec: str, collect: Collect) -> None:
        super().__init__()
        self._bench, self._rec, self._collect = bench, rec, collect
        self._audience = advice_checks.AUDIENCES[0]
        self._shelf = shelf_of(bench.bus)
        self.found: tuple[Check, ...] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("What to mend")
        body = QWidget()
        set_role(body, "body")
        self._lines = column(body, margins=(16, 12, 16, 12), gap=6)
        self.setWidget(body)
        self._soon = QTimer(self, singleShot=True, interval=AFTER_KEY_MS)
        self._soon.timeout.connect(self.look)

    def show_version(self, audience: str) -> None:
        """Check the version of another reader."""
        self._audience = audience
        self.look()

    def touch(self) -> None:
        """Something was typed."""
        self._soon.start()

    def look(self) -> None:
        """Check what is on the screen now."""
        self._soon.stop()
        drafts = tuple(self._collect())
        wanted = _Look(self._bench, self._rec, drafts, self._audience, self._shelf.current())
        self._bench.runner.run(Lane.STORE, wanted, self._on_found, owner=self, key="checks")

    def _on_found(self, found: _Found) -> None:
        self.found = checks = found.checks
        clear(self._lines)
        self._lines.addWidget(label(found.gauge, "muted", wrap=True))
        blocking = [check for check in checks if check.blocks]
        advising = [check for check in checks if not check.blocks]
        if not checks:
            self._lines.addWidget(label(NOTHING, "muted", wrap=True))
        for title, group in ((BLOCKS, blocking), (ADVISES, advising)):
            if group:
                self._show_group(title, group)
        self._lines.addStretch(1)
        self.counted.emit(len(blocking), len(checks))

    def _show_group(self, title: str, group: Sequence[Check]) -> None:
        self._lines.addWidget(label(f"{title} ({len(group)})", "h2"))
        for check in group[:MOST_SHOWN]:
            held = QWidget()
            line = row(held, gap=8)
            icon, token = ("circle-alert", "err") if check.blocks else ("lightbulb", "warn")
            line.addWidget(icon_label(icon, token))
            words = column(gap=0)
            entry = button(check.message, "link")
            entry.clicked.connect(_Goes(self, check).go)
            words.addWidget(entry)
            if check.suggestion:
                rather = label(f"Rather: {check.suggestion}", "help", wrap=True)
                words.addWidget(under_link(rather))
            line.addLayout(words, 1)
            self._lines.addWidget(held)
        if len(group) > MOST_SHOWN:
            more = len(group) - MOST_SHOWN
            self._lines.addWidget(label(f"{more} more follow when these are mended.", "muted"))


class _Goes(QObject):
    def __init__(self, shown: ChecksList, check: Check) -> None:
        super().__init__(shown)
        self._shown, self._check = shown, check

    def go(self) -> None:
        self._shown.place_asked.emit(self._check.place)


class _Found(NamedTuple):
    checks: tuple[Check, ...]
    gauge: str


class _Look:
    """Runs on the store lane."""

    def __init__(
        self,
        bench: Workbench,
        rec: str,
        drafts: tuple[Draft, ...],
        audience: str,
        kept: KeptNames,
    ) -> None:
        self._desk, self._rec, self._drafts = bench.desk, rec, drafts
        self._audience, self._kept = audience, kept

    def __call__(self) -> _Found:
        known = self._kept.names(self._desk)
        content = advice_content.on_screen(self._desk, self._rec, self._drafts)
        found = advice_checks.look(self._desk, content, self._audience, known)
        return _Found(found, advice_checks.gauge(self._desk, content, self._audience))
