"""From a record's screen to its history and back: what is typed settles first, then is read anew.

Serves every screen that keeps its records in `RecordState`s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton, QWidget

from stls_core.records import kind_named
from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.history import HistoryDialog
from stls_desktop.gui.widgets.styling import icon_button
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import records
from stls_desktop.services.drafting import Settled
from stls_desktop.services.records import RecordSheet


class HistoryDoor(QObject):
    """Opens the history of what stands on a screen; `button` is for the screen's head."""

    def __init__(
        self,
        bench: Workbench,
        screen: QWidget,
        keeper: DraftKeeper,
        states: Callable[[], Iterator[RecordState]],
    ) -> None:
        super().__init__(screen)
        self._bench, self._screen, self._keeper, self._states = bench, screen, keeper, states
        self.button: QToolButton = icon_button(
            "history", "History", tip="Who changed what, and earlier versions (Ctrl+H)"
        )
        self.button.clicked.connect(self.open)

    def open(self) -> None:
        """Settle what is typed, and show what became of the records."""
        self._keeper.settle(self._on_settled)

    def _on_settled(self, _settled: Settled) -> None:
        if not self._screen.isVisible():
            return
        dialog = HistoryDialog(self._bench, _named(self._states()), self._screen)
        dialog.restored.connect(self._on_restored)
        dialog.open()

    def _on_restored(self, rec: str) -> None:
        self._bench.runner.run(Lane.STORE, _Reopen(self._bench, rec), self._on_reopened, owner=self)

    def _on_reopened(self, sheet: RecordSheet | None) -> None:
        for state in self._states():
            if sheet is None or state.rec != sheet.opened.rec:
                continue
            if state.reopen(sheet.opened):
                self._keeper.touch()


def _named(states: Iterator[RecordState]) -> list[tuple[str, str]]:
    """(id, words) of each record; several of a kind are numbered."""
    found = [(state.rec, state.kind) for state in states]
    many, seen = Counter(kind for _, kind in found), Counter[str]()
    named = []
    for rec, name in found:
        seen[name] += 1
        kind = kind_named(name)
        words = kind.title if kind else name
        named.append((rec, f"{words} {seen[name]}" if many[name] > 1 else words))
    return named


class _Reopen:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str) -> None:
        self._desk, self._rec = bench.desk, rec

    def __call__(self) -> RecordSheet | None:
        return records.open_record(self._desk, self._rec)
