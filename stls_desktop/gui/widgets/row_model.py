"""The rows of a `RowList`: plain data that a screen hands over whole.

It knows no record and no query. While names are hidden, rows show initials in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.theme import Tone

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row. `section` is a heading drawn above the first row that carries it."""

    row_id: str
    title: str
    subtitle: str = ""
    detail: str = ""
    time: str = ""
    state: str = ""
    tone: Tone = Tone.MUTED
    section: str = ""
    shape: tuple[int, str] = field(init=False, repr=False, compare=False)  # rows alike are as high
    searched: str = field(init=False, repr=False, compare=False)  # what a filter looks in

    def __post_init__(self) -> None:
        lines = 1 + bool(self.subtitle) + bool(self.detail or self.state)
        object.__setattr__(self, "shape", (lines, self.section))
        # Worked out once, where the row is made (a lane, for long lists), not at every key.
        object.__setattr__(self, "searched", self.spoken().lower())

    def spoken(self) -> str:
        """All of the words, for a screen reader."""
        words = (self.section, self.time, self.title, self.subtitle, self.detail, self.state)
        return ", ".join(word for word in words if word)


class RowModel(QAbstractListModel):
    """Rows for the list; a row is selectable, a heading belongs to its first row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ListRow, ...] = ()
        self._masked: dict[int, ListRow] = {}
        self._privacy = privacy()
        self._privacy.changed.connect(self._on_privacy_changed)

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._masked = {}
        self.endResetModel()

    def row_at(self, index: int) -> ListRow | None:
        """The row at a place, or None outside."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def place_of(self, row_id: str) -> int:
        """The place of a row, or -1."""
        return next((n for n, each in enumerate(self._rows) if each.row_id == row_id), -1)

    def starts_section(self, index: int) -> bool:
        """Whether a heading stands above this row."""
        section = self._rows[index].section
        return bool(section) and (index == 0 or self._rows[index - 1].section != section)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self.row_at(index.row())
        if found is None:
            return None
        if self._privacy.is_on:
            found = self._as_masked(index.row(), found)
        if role == ROW_ROLE:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return found.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return found.spoken()
        return None

    def _as_masked(self, place: int, told: ListRow) -> ListRow:
        if place not in self._masked:
            shown = self._privacy.shown
            self._masked[place] = replace(
                told,
                title=shown(told.title),
                subtitle=shown(told.subtitle),
                detail=shown(told.detail),
                section=shown(told.section),
            )
        return self._masked[place]

    def _on_privacy_changed(self) -> None:
        self._masked = {}
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
