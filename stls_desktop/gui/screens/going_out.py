"""Going out: one press, and each thing that the next day needs is said to be here, or what to do.

What is looked at in the store, on the laptop and among its printers is shown as it comes in; none
of it keeps the window waiting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_core.records import all_kinds
from stls_desktop.gui.layouts import LayoutError, layout_of
from stls_desktop.gui.printers import PrinterError, count_printers
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    announce,
    button,
    clear,
    column,
    frame,
    label,
    row,
    set_role,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services.going_out import Check, going_out
from stls_desktop.services.readiness import readiness

PARTS: Final = (
    ("day", "Your next day out", "Diary, schools and what was typed"),
    ("laptop", "This laptop", "Records, unlocking and room"),
    ("printing", "Forms and printers", "Asked for in the background"),
)
LOOKING: Final = "Looking…"
_NAMES: Final = 150  # pixels: what was looked at stands in one column


class GoingOutScreen(QWidget):
    """The checks in three cards, with the time at which they were made."""

    packs_asked = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench = bench
        self._found: dict[str, tuple[Check, ...]] = {}
        outer = column(self)
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        words.addWidget(label("Going out", "h1"))
        self.when = label(LOOKING, "muted")
        words.addWidget(self.when)
        line.addLayout(words, 1)
        self.packs = button(
            "Visit packs", icon="printer", tip="A page for each school of your next day out"
        )
        self.packs.clicked.connect(self.packs_asked)
        line.addWidget(self.packs)
        self.again = button("Check again", icon="refresh-cw")
        self.again.clicked.connect(self.check)
        line.addWidget(self.again)
        outer.addWidget(head)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        body = QWidget()
        set_role(body, "body")
        layout = column(body, margins=(18, 14, 18, 14), gap=12)
        scroller.setWidget(body)  # empty: see record.py
        self.banner = Banner()
        layout.addWidget(self.banner)
        self._lines = {}
        for key, title, hint in PARTS:
            card = Card(title, hint)
            self._lines[key] = column(gap=10)
            card.add(self._lines[key])
            layout.addWidget(card)
        layout.addStretch(1)
        outer.addWidget(scroller, 1)
        self.check()

    def check(self) -> None:
        """Look at everything again."""
        self.again.setEnabled(False)
        self.when.setText(LOOKING)
        self.banner.show_message("")
        self._found.clear()
        desk = self._bench.desk
        self._look("day", Lane.STORE, Step(desk, going_out))
        self._look("laptop", Lane.RENDER, Step(desk, readiness))
        self._look("printing", Lane.RENDER, _printing)

    def _look(self, key: str, lane: Lane, wanted: Callable[[], tuple[Check, ...]]) -> None:
        clear(self._lines[key])
        self._lines[key].addWidget(label(LOOKING, "muted"))
        self._bench.runner.run(
            lane,
            wanted,
            partial(self._on_found, key),
            partial(self._on_failed, key),
            owner=self,
            key=f"going out, {key}",
        )

    def _on_failed(self, key: str, error: Exception) -> None:
        words = f"This could not be looked at. {error}"
        self._on_found(key, (Check("The check itself", False, words, "Check again."),))

    def _on_found(self, key: str, checks: tuple[Check, ...]) -> None:
        self._found[key] = checks
        clear(self._lines[key])
        for each in checks:
            self._lines[key].addWidget(_line(each))
        if len(self._found) == len(PARTS):
            self._conclude()

    def _conclude(self) -> None:
        self.again.setEnabled(True)
        every = [each for checks in self._found.values() for each in checks]
        missing = [each.what for each in every if not each.is_well]
        words, tone = "You have everything with you.", Tone.OK
        if missing:
            things = "one thing" if len(missing) == 1 else f"{len(missing)} things"
            words = f"Before you go, look at {things}: {', '.join(missing)}."
            tone = Tone.WARN
        self.banner.show_message(words, tone)
        now: dt.datetime = self._bench.desk.now().astimezone()
        self.when.setText(f"Checked at {now:%H:%M} on {now:%A} {now.day} {now:%B}")
        announce(self, words)


def _line(check: Check) -> QWidget:
    held = QWidget()
    across = row(held, gap=12)
    chip = StatusChip("Here" if check.is_well else "Look", Tone.OK if check.is_well else Tone.WARN)
    across.addWidget(chip)
    what = label(check.what, "strong")
    what.setMinimumWidth(_NAMES)
    across.addWidget(what)
    told = column(gap=0)
    told.addWidget(label(check.words, wrap=True))
    if check.to_do:
        told.addWidget(label(check.to_do, "muted", wrap=True))
    across.addLayout(told, 1)
    return held


def _printing() -> tuple[Check, ...]:
    """Runs on the render lane; it may take seconds until the printers answer."""
    return (_forms(), _printer())


def _forms() -> Check:
    kinds = all_kinds()
    try:
        for kind in kinds:
            layout_of(kind)
    except (LayoutError, OSError):
        return Check("Forms", False, "A form is damaged.", "Install the program again.")
    return Check("Forms", True, f"The layouts of all {len(kinds)} kinds of record were read.")


def _printer() -> Check:
    try:
        count = count_printers()
    except PrinterError as error:
        return Check("Printer", True, str(error), "Notes can be saved as PDF and printed later.")
    if not count:
        return Check("Printer", True, "None is set up here.", "Notes can be saved as PDF.")
    words = "One is" if count == 1 else f"{count} are"
    return Check("Printer", True, f"{words} set up on this laptop.")
