"""The middle list of a screen: two or three lines a row, a time at the right, a state in words.

It shows the rows it is given and says which one was chosen; it fetches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from stls_desktop.gui.widgets.row_model import Index, ListRow, RowModel
from stls_desktop.gui.widgets.row_painting import RowDelegate


class RowList(QListView):
    """A list of rows that keeps its selection by id and is never without a current row."""

    row_selected = Signal(str)  # the person moved to another row
    row_opened = Signal(str)  # Enter or a double click

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._rows = RowModel(self)
        self._is_loading = False
        self.setModel(self._rows)
        self.setItemDelegate(RowDelegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.activated.connect(self._on_activated)

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other rows; the current one stays current if it is still there."""
        kept = self.current_id()
        self._is_loading = True
        # Ten thousand rows of one height need not be asked for it one by one.
        shapes = {row.shape for row in rows}
        self.setUniformItemSizes(len(shapes) == 1 and not any(section for _, section in shapes))
        try:
            self._rows.set_rows(rows)
            self.select(kept or "")
        finally:
            self._is_loading = False

    def count(self) -> int:
        """How many rows there are."""
        return self._rows.rowCount()

    def current_id(self) -> str | None:
        """The id of the current row."""
        found = self._rows.row_at(self.currentIndex().row())
        return found.row_id if found else None

    def select(self, row_id: str) -> bool:
        """Make a row current without emitting `row_selected`; False if it is not there."""
        place = self._rows.place_of(row_id)
        was_loading, self._is_loading = self._is_loading, True
        try:
            self.setCurrentIndex(self._rows.index(place) if place >= 0 else QModelIndex())
        finally:
            self._is_loading = was_loading
        return place >= 0

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        found = self._rows.row_at(current.row())
        if found is not None and not self._is_loading:
            self.row_selected.emit(found.row_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A screen reader says nothing about a list without a current row. Nobody chose it, though:
        # whoever only tabs past the list keeps what is open beside it.
        first = self._rows.row_at(0)
        points = event.reason() == Qt.FocusReason.MouseFocusReason
        if first is not None and not points and not self.currentIndex().isValid():
            self.select(first.row_id)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()

    def _on_activated(self, index: QModelIndex) -> None:
        found = self._rows.row_at(index.row())
        if found is not None:
            self.row_opened.emit(found.row_id)
