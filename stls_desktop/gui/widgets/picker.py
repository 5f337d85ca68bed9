"""Type a few letters, pick a line: what the command palette and the search share.

The line keeps the focus; arrows move in the list, Enter picks, Esc closes. It blocks nothing and
finds nothing by itself: whoever opens it answers `typed` with `set_picks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QWidget

from stls_desktop.gui.privacy import answer_key, privacy
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.pick_painting import PICK_ROLE, PickDelegate
from stls_desktop.gui.widgets.styling import (
    announce,
    column,
    frame,
    icon_label,
    label,
    row,
    set_role,
)

_MOVES = {
    Qt.Key.Key_Down.value: 1,
    Qt.Key.Key_Up.value: -1,
    Qt.Key.Key_PageDown.value: 8,
    Qt.Key.Key_PageUp.value: -8,
}


@dataclass(frozen=True, slots=True)
class Pick:
    """One line: `text`, a muted `hint` after it, and `note` at the right end (a key, a kind)."""

    pick_id: str
    text: str
    hint: str = ""
    note: str = ""
    icon: str = ""

    def spoken(self) -> str:
        """All of the words, for a screen reader."""
        return ", ".join(word for word in (self.text, self.hint, self.note) if word)


class Picker(QDialog):
    """A line and a list over the upper part of the window."""

    typed = Signal(str)
    picked = Signal(str)

    def __init__(self, parent: QWidget, name: str, placeholder: str, empty_words: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(name)
        answer_key(self)
        self._panel = frame("picker")
        column(self).addWidget(self._panel)
        layout = column(self._panel, margins=(1, 1, 1, 6), gap=0)
        line = row(margins=(14, 10, 14, 10), gap=10)
        line.addWidget(icon_label("search", "muted", size=18))
        self.line = QLineEdit(placeholderText=placeholder)
        self.line.setAccessibleName(name)
        set_role(self.line, "bare")
        line.addWidget(self.line, 1)
        layout.addLayout(line)
        layout.addWidget(frame("rule"))
        self._tallest = theme().space(420)
        self._model = QStandardItemModel(self)
        self.list = QListView()
        set_role(self.list, "picks")
        self.list.setAccessibleName(f"{name}: results")
        self.list.setModel(self._model)
        self.list.setItemDelegate(PickDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._on_clicked)
        layout.addWidget(self.list, 1)
        self._empty = label(empty_words, "muted", wrap=True)
        self._empty.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self._empty)
        self.line.textEdited.connect(self.typed)
        self.line.installEventFilter(self)

    def set_picks(self, picks: Sequence[Pick]) -> None:
        """Show these lines; the first one is current."""
        self._model.clear()
        for told in picks:
            pick = replace(told, text=privacy().shown(told.text), hint=privacy().shown(told.hint))
            item = QStandardItem(pick.text)
            item.setData(pick, PICK_ROLE)
            item.setData(pick.spoken(), Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        self.list.setVisible(bool(picks))
        self._empty.setVisible(not picks)
        self._fit()
        if picks:
            self._make_current(0)

    def picks(self) -> list[Pick]:
        """The lines that are shown."""
        return [self._model.item(n).data(PICK_ROLE) for n in range(self._model.rowCount())]

    def open_over(self, window: QWidget) -> None:
        """Show it over a window, with an empty line."""
        self.line.clear()
        look = theme()
        width = min(look.space(600), window.width() - 48)
        self._tallest = min(look.space(420), window.height() - 96)
        self.setFixedWidth(width)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, window.height() // 10)))
        self.show()
        self.typed.emit("")
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _MOVES:
            self._make_current(self.list.currentIndex().row() + _MOVES[event.key()])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_clicked(self.list.currentIndex())
            return True
        return False

    def _fit(self) -> None:
        """As high as its lines need, up to a limit."""
        rows = self._model.rowCount()
        line = self.list.sizeHintForRow(0) if rows else 0
        room = self._tallest - self.line.sizeHint().height() - theme().space(36)
        self.list.setFixedHeight(max(line, min(rows * line + theme().space(12), room)))
        for widget in (self._panel, self):
            layout = widget.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
        self.setFixedHeight(self.sizeHint().height())

    def _make_current(self, place: int) -> None:
        place = max(0, min(place, self._model.rowCount() - 1))
        index = self._model.index(place, 0)
        if index.isValid():
            self.list.setCurrentIndex(index)
            announce(self.line, index.data(Qt.ItemDataRole.AccessibleTextRole))

    def _on_clicked(self, index: QModelIndex) -> None:
        pick = index.data(PICK_ROLE)
        if isinstance(pick, Pick):
            self.close()
            self.picked.emit(pick.pick_id)
