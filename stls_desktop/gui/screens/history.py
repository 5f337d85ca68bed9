"""The history of a record: its changes at the left, the words that differ at the right.

An earlier version is put back field by field, as a new edit that can be undone. It shows what the
service hands over and decides nothing about what may come back.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QScrollArea, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.privacy import answer_key
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.widgets.notices import Banner, UndoBar
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
from stls_desktop.gui.widgets.word_differences import WordDifferences
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import history
from stls_desktop.services.history import Comparison, Edition, FieldChange, HistoryPage, Restored

KEPT = (
    "This laptop keeps the changes of ninety days: those made here with their time, and those that"
    " came with a sync with the time of the sync."
)
NOT_YET = "This record is still being begun. Its history starts once it can be kept."
ONLY_BEGUN = "Nothing has been changed since this laptop has had it."


class HistoryDialog(QDialog):
    """Over the screen of the record; several records of one screen are chosen above."""

    restored = Signal(str)  # the id of a record that stands differently now

    def __init__(
        self, bench: Workbench, records: Sequence[tuple[str, str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("History")
        answer_key(self)
        self._bench = bench
        self._editions: list[Edition] = []
        self._ticks: dict[str, QCheckBox] = {}
        self._last: Restored | None = None
        outer = column(self)
        outer.addWidget(self._build_head(records))
        panes = row(gap=0)
        panes.addWidget(self._build_list(), 2)
        panes.addWidget(self._build_detail(), 3)
        outer.addLayout(panes, 1)
        self.undo = UndoBar(self)
        self.undo.undone.connect(self._on_undone)
        self.resize(min(1000, parent.window().width()), min(640, parent.window().height()))
        self._read(0)

    @property
    def rec(self) -> str:
        """The record whose history is shown."""
        return str(self._record.value() or "")

    def _build_head(self, records: Sequence[tuple[str, str]]) -> QWidget:
        head = frame("head")
        lines = column(head, margins=(18, 10, 18, 10), gap=4)
        line = row(gap=10)
        line.addWidget(label("History", "h1"))
        self._title = ElidedLabel("", "muted")
        line.addWidget(self._title, 1)
        line.addStretch(1)
        self._record = Choice()
        self._record.setAccessibleName("Record")
        self._record.set_options(records, may_be_empty=False)
        self._record.set_value(records[0][0])
        self._record.edited.connect(self._on_record_chosen)
        show_in_place(self._record, len(records) > 1)
        line.addWidget(self._record)
        close = button("Close")
        close.clicked.connect(self.accept)
        line.addWidget(close)
        lines.addLayout(line)
        lines.addWidget(label(KEPT, "muted", wrap=True))
        return head

    def _build_list(self) -> QWidget:
        pane = frame("pane")
        inner = column(pane)
        self.list = RowList("Changes")
        self.list.row_selected.connect(self._on_selected)
        inner.addWidget(self.list, 1)
        self._more = button("Show older", "link")
        self._more.clicked.connect(self._on_more)
        self._more.hide()
        inner.addWidget(self._more)
        return pane

    def _build_detail(self) -> QWidget:
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setAccessibleName("What was changed")
        body = QWidget()
        set_role(body, "body")
        inner = column(body, margins=(18, 14, 18, 70), gap=12)
        self.banner = Banner()
        inner.addWidget(self.banner)
        self._parts = column(gap=12)
        inner.addLayout(self._parts)
        inner.addStretch(1)
        scroller.setWidget(body)
        return scroller

    # Reading

    def _read(self, offset: int) -> None:
        self._bench.runner.run(
            Lane.STORE,
            _Read(self._bench, self.rec, offset),
            self._on_read,
            self._on_failed,
            owner=self,
        )

    def _on_read(self, found: tuple[int, HistoryPage | None]) -> None:
        offset, page = found
        if page is None:
            self._title.set_words("")
            self.list.set_rows([])
            clear(self._parts)
            self.banner.show_message(NOT_YET, Tone.INFO)
            return
        self._title.set_words(page.title)
        self._editions = [*(self._editions if offset else []), *page.editions]
        self.list.set_rows([_row(place, e) for place, e in enumerate(self._editions)])
        show_in_place(self._more, page.has_more)
        if len(self._editions) == 1:
            self.banner.show_message(ONLY_BEGUN, Tone.INFO)
        if not offset:
            self.list.select("0")
            self._show(self._editions[0])

    def _on_more(self) -> None:
        self._read(len(self._editions))

    def _on_record_chosen(self) -> None:
        self.banner.show_message("")
        self._read(0)

    def _on_selected(self, place: str) -> None:
        if place.isdigit() and int(place) < len(self._editions):
            self._show(self._editions[int(place)])

    def _show(self, edition: Edition) -> None:
        """One change: its fields with the words that differ, and the way back to it."""
        clear(self._parts)
        card = Card(edition.what, f"{edition.who} · {edition.when}")
        for field in edition.fields:
            _add_field(card, field)
        if not edition.fields:
            words = "The signed version stays as it is." if edition.is_signing else "The beginning."
            card.add(label(words, "muted"))
        self._parts.addWidget(card)
        is_newest = bool(self._editions) and edition is self._editions[0]
        if edition.may_restore and not is_newest:
            line = row(gap=8)
            ask = button("Restore this version…", icon="undo-2")
            ask.setObjectName(str(edition.n))
            ask.clicked.connect(self._on_compare)
            line.addWidget(ask)
            line.addStretch(1)
            holder = QWidget()
            holder.setLayout(line)
            self._parts.addWidget(holder)

    # Putting back

    def _on_compare(self) -> None:
        asked = self.sender()
        self._bench.runner.run(
            Lane.STORE,
            _Compare(self._bench, self.rec, int(asked.objectName())),
            self._on_compared,
            self._on_failed,
            owner=self,
        )

    def _on_compared(self, found: Comparison | None) -> None:
        if found is None:
            self.banner.show_message("This version is not known here any more.", Tone.WARN)
            return
        if not found.fields:
            self.banner.show_message("Nothing would change: the record stands like this.")
            return
        clear(self._parts)
        self._ticks = {}
        card = Card("What would come back", "Untick what is to stay as it is now")
        for field in found.fields:
            tick = QCheckBox(field.label)
            tick.setChecked(True)
            self._ticks[field.path] = tick
            card.add(tick)
            card.add(WordDifferences(history.turned(field.pieces)))
        line = row(gap=8)
        put = button("Put back", "primary")
        put.setObjectName(str(found.n))
        put.clicked.connect(self._on_restore)
        leave = button("Cancel", "link")
        leave.clicked.connect(self._on_cancel)
        line.addWidget(put)
        line.addWidget(leave)
        line.addStretch(1)
        card.add(line)
        self._parts.addWidget(card)
        put.setFocus()

    def _on_cancel(self) -> None:
        self._on_selected(self.list.current_id() or "")

    def _on_restore(self) -> None:
        asked = self.sender()
        paths = frozenset(path for path, tick in self._ticks.items() if tick.isChecked())
        if not paths:
            self.banner.show_message("Tick at least one field.", Tone.WARN)
            return
        self._bench.runner.run(
            Lane.STORE,
            _Restore(self._bench, self.rec, int(asked.objectName()), paths),
            self._on_restored,
            self._on_failed,
            owner=self,
        )

    def _on_restored(self, done: Restored) -> None:
        self._last = done
        self.banner.show_message("")
        self._bench.bus.publish(done.changed)
        self.restored.emit(done.rec)
        self._read(0)
        self.undo.offer("Put back as a new change; nothing was lost.")

    def _on_undone(self) -> None:
        if self._last is not None:
            self._bench.runner.run(
                Lane.STORE,
                _TakeBack(self._bench, self._last),
                self._on_taken_back,
                self._on_failed,
                owner=self,
            )

    def _on_taken_back(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        if self._last is not None:
            self.restored.emit(self._last.rec)
        self._read(0)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)


def _add_field(card: Card, field: FieldChange) -> None:
    card.add(label(field.label, "field"))
    card.add(WordDifferences(field.pieces))


def _row(place: int, edition: Edition) -> ListRow:
    fields = list(dict.fromkeys(field.label for field in edition.fields))
    told = ", ".join(fields[:3]) + (f" and {len(fields) - 3} more" if len(fields) > 3 else "")
    return ListRow(
        row_id=str(place),
        title=f"{edition.what} · {edition.who}",
        subtitle=f"{edition.when[:1].upper()}{edition.when[1:]}",
        detail=told,
        state="Signed" if edition.is_signing else "",
        tone=Tone.OK,
    )


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, offset: int) -> None:
        self._desk, self._rec, self._offset = bench.desk, rec, offset

    def __call__(self) -> tuple[int, HistoryPage | None]:
        return self._offset, history.history(self._desk, self._rec, offset=self._offset)


class _Compare:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, n: int) -> None:
        self._desk, self._rec, self._n = bench.desk, rec, n

    def __call__(self) -> Comparison | None:
        return history.compare(self._desk, self._rec, self._n)


class _Restore:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, n: int, paths: frozenset[str]) -> None:
        self._desk, self._rec, self._n, self._paths = bench.desk, rec, n, paths

    def __call__(self) -> Restored:
        return history.restore(self._desk, self._rec, self._n, self._paths)


class _TakeBack:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, done: Restored) -> None:
        self._desk, self._done = bench.desk, done

    def __call__(self) -> Changed:
        return history.take_back(self._desk, self._done)
