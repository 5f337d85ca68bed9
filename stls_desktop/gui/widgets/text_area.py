"""A field for prose: plain text that grows as it is typed, is left by Tab, and never forgets undo.

It takes no formatting from the clipboard, and knows nothing of spelling or phrases.
"""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget


class TextArea(QPlainTextEdit):
    """Plain text; value is a str with line feeds, None when empty."""

    edited = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        placeholder: str = "",
        min_lines: int = 3,
        max_lines: int = 24,
    ) -> None:
        super().__init__(parent)
        self._min_lines, self._max_lines = min_lines, max_lines
        self._is_loading = False
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self.textChanged.connect(self._on_text_changed)
        self._fit()

    def value(self) -> Any:  # noqa: ANN401 - see Field
        """The text, or None when there are only blanks."""
        text = self.toPlainText()
        return text if text.strip() else None

    def set_value(self, value: Any) -> None:  # noqa: ANN401
        """Load a record's text. This starts a new undo history; see `replace_text`."""
        self._is_loading = True
        try:
            self.setPlainText(value or "")
        finally:
            self._is_loading = False

    def raw(self) -> str:
        """Exactly what is typed, for the draft."""
        return self.toPlainText()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's text again."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """Any text is a value."""
        return ""

    def is_empty(self) -> bool:
        """Whether nothing but blanks is typed."""
        return not self.toPlainText().strip()

    def replace_text(self, text: str) -> None:
        """Put other text in as one step that Ctrl+Z takes back; this is an edit."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()

    def insert_text(self, text: str) -> None:
        """Insert at the caret as one undo step; this is an edit."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def caret(self) -> int:
        """Where the caret stands, in characters from the start."""
        return self.textCursor().position()

    def set_caret(self, position: int) -> None:
        """Put the caret back, at most at the end."""
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(position, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text().replace("\r\n", "\n").replace("\u2028", "\n"))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """While all of the text is in view, the wheel scrolls the form."""
        if self.verticalScrollBar().maximum() == 0:
            event.ignore()
        else:
            super().wheelEvent(event)

    def _fit(self) -> None:
        lines = math.ceil(self.document().size().height())
        shown = max(self._min_lines, min(lines, self._max_lines))
        margins = 2 * self.document().documentMargin() + self._frame_height()
        height = math.ceil(shown * self.fontMetrics().lineSpacing() + margins)
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)
        policy = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if lines > self._max_lines
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)

    def _frame_height(self) -> int:
        inner = self.viewport().height()
        return max(0, self.height() - inner) if inner > 0 else 2 * self.frameWidth()

    def _on_size_changed(self) -> None:
        self._fit()

    def _on_text_changed(self) -> None:
        if not self._is_loading:
            self.edited.emit()
