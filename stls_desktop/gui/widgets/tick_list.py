"""A list of which any number is ticked: Space or a click for one, Ctrl+A for all, or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListView, QWidget

from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.widgets.row_model import Index
from stls_desktop.gui.widgets.styling import set_role

_Role = Qt.ItemDataRole


class TickList(QListView):
    """Lines with a box before each; what it names is kept by id when other lines are shown."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "ticks")
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines = _Model(self)
        self.setModel(self._lines)
        self._lines.edited.connect(self.edited)

    def show_lines(self, lines: Sequence[tuple[str, str]], *, ticked: bool) -> None:
        """Show (id, words); one that was shown before keeps its tick, a new one begins `ticked`."""
        self._lines.show_lines(lines, ticked=ticked)

    def ticked(self) -> list[str]:
        """The ids of the ticked lines, in the order shown."""
        return self._lines.ticked()

    def tick_all(self, *, ticked: bool) -> None:
        """Tick every line, or none."""
        self._lines.tick_all(ticked=ticked)

    def untick(self, ids: Collection[str]) -> None:
        """Take the ticks of these lines away."""
        self._lines.untick(ids)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.tick_all(ticked=True)
            return
        super().keyPressEvent(event)

    def count(self) -> int:
        """How many lines there are."""
        return self._lines.rowCount()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A screen reader says nothing about a list without a current line.
        if self.count() and not self.currentIndex().isValid():
            self.setCurrentIndex(self._lines.index(0))
        super().focusInEvent(event)


class _Model(QAbstractListModel):
    edited = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: list[tuple[str, str]] = []
        self._ticked: dict[str, bool] = {}
        privacy().changed.connect(self._on_privacy_changed)

    def show_lines(self, lines: Sequence[tuple[str, str]], *, ticked: bool) -> None:
        self.beginResetModel()
        self._lines = list(lines)
        self._ticked = {rec: self._ticked.get(rec, ticked) for rec, _ in lines}
        self.endResetModel()

    def ticked(self) -> list[str]:
        return [rec for rec, _ in self._lines if self._ticked[rec]]

    def tick_all(self, *, ticked: bool) -> None:
        self._ticked = dict.fromkeys(self._ticked, ticked)
        self._redraw(_Role.CheckStateRole)
        self.edited.emit()

    def untick(self, ids: Collection[str]) -> None:
        self._ticked |= dict.fromkeys(self._ticked.keys() & set(ids), False)
        self._redraw(_Role.CheckStateRole)
        self.edited.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsUserCheckable

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._lines):
            return None
        rec, words = self._lines[index.row()]
        if role in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole):
            return privacy().shown(words)
        if role == _Role.CheckStateRole:
            return Qt.CheckState.Checked if self._ticked[rec] else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or not 0 <= index.row() < len(self._lines):
            return False
        self._ticked[self._lines[index.row()][0]] = Qt.CheckState(value) is Qt.CheckState.Checked
        self.dataChanged.emit(index, index, [role])
        self.edited.emit()
        return True

    def _on_privacy_changed(self) -> None:
        self._redraw(_Role.DisplayRole)

    def _redraw(self, role: int) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1), [role])
