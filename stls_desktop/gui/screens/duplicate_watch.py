"""While a new child is typed: who may be on file already, and the two answers to that.

A part of the form of a new pupil. It asks again when a name, the date of birth or the UPN changes,
and stops nothing: a second file can always be made.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    announce,
    button,
    clear,
    column,
    label,
    row,
    show_in_place,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import duplicates
from stls_desktop.services.duplicates import OnFile

ASKED_BY: Final = ("legal_forename", "legal_surname", "known_as", "born_on", "upn")
PAUSE_MS: Final = 250


class DuplicateWatch(Card):
    """Shown while there is somebody to ask about."""

    open_asked = Signal(str)  # the id of the file that is there already

    def __init__(self, bench: Workbench, state: RecordState, parent: QWidget) -> None:
        super().__init__("May be on file already", "Open that file, or go on with a new one")
        self.setParent(parent)
        self._bench, self._state = bench, state
        self._shown: tuple[OnFile, ...] = ()
        self._lines = column(gap=8)
        self.add(self._lines)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self._ask)
        state.form.edited.connect(self._on_edited)
        show_in_place(self, is_shown=False)
        self._ask()

    def _on_edited(self, name: str) -> None:
        if name in ASKED_BY:
            self._soon.start()

    def _ask(self) -> None:
        work = _Look(self._bench, self._state.rec, self._state.flat())
        self._bench.runner.run(Lane.STORE, work, self._on_found, owner=self, key="like")

    def _on_found(self, found: tuple[OnFile, ...]) -> None:
        if found == self._shown:
            return
        self._shown = found
        clear(self._lines)
        for each in found:
            self._lines.addWidget(self._line(each))
        show_in_place(self, bool(found))
        if found:
            announce(self, f"{len(found)} may be on file already. {found[0].why}")

    def _line(self, each: OnFile) -> QWidget:
        held = QWidget()
        line = row(held, gap=10)
        words = column(gap=0)
        words.addWidget(label(f"{each.name} · born {each.born}", "strong"))
        told = " · ".join(word for word in (each.school, each.why) if word)
        words.addWidget(label(told, "muted", wrap=True))
        line.addLayout(words, 1)
        if each.is_certain:
            line.addWidget(StatusChip("Same UPN", Tone.ERR))
        there = button("Open the existing file")
        there.setAccessibleName(f"Open the existing file of {each.name}")
        there.setObjectName(each.rec)
        there.clicked.connect(self._on_open)
        other = button("This is another child", "link")
        other.setAccessibleName(f"{each.name} is another child")
        other.setObjectName(each.rec)
        other.clicked.connect(self._on_other)
        line.addWidget(there)
        line.addWidget(other)
        return held

    def _on_open(self) -> None:
        self.open_asked.emit(self.sender().objectName())

    def _on_other(self) -> None:
        work = _Dismiss(self._bench, self._state.rec, self.sender().objectName())
        self._bench.runner.run(Lane.STORE, work, self._on_dismissed, owner=self)

    def _on_dismissed(self, _done: object) -> None:
        self._ask()


class _Look:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, document: dict[str, object]) -> None:
        self._desk, self._rec, self._document = bench.desk, rec, document

    def __call__(self) -> tuple[OnFile, ...]:
        return duplicates.on_file(self._desk, self._rec, self._document)


class _Dismiss:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, other: str) -> None:
        self._desk, self._rec, self._other = bench.desk, rec, other

    def __call__(self) -> None:
        duplicates.is_another_child(self._desk, self._rec, self._other)
