"""Going out: one press, and each thing that tomorrow needs is said to be here, or what to do."""

from __future__ import annotations

import datetime as dt

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_core.records import all_kinds
from stls_desktop.gui.layouts import LayoutError, layout_of
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


class GoingOutScreen(QWidget):
    """The list of checks with the time at which they were made."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench = bench
        outer = column(self)
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        words.addWidget(label("Going out", "h1"))
        self.when = label("Looking…", "muted")
        words.addWidget(self.when)
        line.addLayout(words, 1)
        self.again = button("Check again", icon="refresh-cw")
        self.again.clicked.connect(self.check)
        line.addWidget(self.again)
        outer.addWidget(head)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        body = QWidget()
        set_role(body, "body")
        layout = column(body, margins=(18, 14, 18, 14), gap=12)
        self.banner = Banner()
        layout.addWidget(self.banner)
        card = Card("On this laptop", "Works without a network")
        self._lines = column(gap=8)
        card.add(self._lines)
        layout.addWidget(card)
        layout.addStretch(1)
        scroller.setWidget(body)
        outer.addWidget(scroller, 1)
        self.check()

    def check(self) -> None:
        """Look at everything again."""
        self.again.setEnabled(False)
        wanted = Step(self._bench.desk, going_out)
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_checked, self._on_failed, owner=self, key="going out"
        )

    def _on_checked(self, checks: tuple[Check, ...]) -> None:
        self.again.setEnabled(True)
        every = (*checks, _forms(), _printer())
        clear(self._lines)
        for each in every:
            self._lines.addWidget(_line(each))
        missing = [each for each in every if not each.is_well]
        words, tone = "You have everything with you.", Tone.OK
        if missing:
            things = "one thing" if len(missing) == 1 else f"{len(missing)} things"
            words, tone = f"Before you go, look at {things} below.", Tone.WARN
        self.banner.show_message(words, tone)
        now: dt.datetime = self._bench.desk.now().astimezone()
        self.when.setText(f"Checked at {now:%H:%M} on {now:%A} {now.day} {now:%B}")
        announce(self, words)

    def _on_failed(self, error: Exception) -> None:
        self.again.setEnabled(True)
        self.banner.show_message(f"The check did not come to its end. {error}", Tone.ERR)


def _line(check: Check) -> QWidget:
    held = QWidget()
    across = row(held, gap=12)
    chip = StatusChip("Here" if check.is_well else "Look", Tone.OK if check.is_well else Tone.WARN)
    across.addWidget(chip)
    across.addWidget(label(check.what, "strong"))
    across.addWidget(label(check.words, wrap=True), 1)
    return held


def _forms() -> Check:
    try:
        for kind in all_kinds():
            layout_of(kind)
    except (LayoutError, OSError):
        return Check("Forms", False, "A form is damaged. Install the program again.")
    return Check("Forms", True, "Every form opens.")


def _printer() -> Check:
    names = QPrinterInfo.availablePrinterNames()
    if not names:
        return Check("Printer", True, "None is set up here; notes can be saved as PDF.")
    return Check("Printer", True, f"{len(names)} set up on this laptop.")
