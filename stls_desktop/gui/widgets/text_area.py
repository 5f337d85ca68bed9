"""A field for prose: plain text that grows as it is typed, is left by Tab, and never forgets undo.

It takes no formatting from the clipboard, and knows nothing of spelling or phrases. While names are
hidden it shows another document over its own, which is neither shown, changed nor forgotten.
"""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent, QTextCursor, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QSizePolicy, QWidget

from stls_desktop.gui.privacy import HIDDEN, privacy
from stls_desktop.gui.widgets.styling import set_state


def utf16_length(text: str) -> int:
    """How long Qt takes a text to be: an emoji is two of its characters and one of ours."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_PARAGRAPH = "\u2029"  # how a document sets its paragraphs apart


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
        self._papers = QObject(self)  # an editor destroys documents of its own when it changes them
        self._own = self._paper()  # what is typed, whatever is shown
        self.setDocument(self._own)
        self._caret = 0
        self._given = self._given_raw = ""
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._on_text_changed)
        privacy().changed.connect(self._on_privacy_changed)
        self._fit()

    def value(self) -> Any:  # noqa: ANN401 - see Field
        """The text, or None when only blanks are typed; to the letter what was loaded, till edited.

        A document of Qt's cannot hold every character, such as a lone carriage return.
        """
        text = self.raw()
        if self._given and text == self._given_raw:
            return self._given
        return text if text.strip() else None

    def set_value(self, value: Any) -> None:  # noqa: ANN401
        """Load a record's text. This starts a new undo history; see `replace_text`."""
        self._is_loading = True
        try:
            self._show_own()
            self.setPlainText(value or "")
            self._given, self._given_raw = str(value or ""), self.raw()
            self._veil()
        finally:
            self._is_loading = False

    def raw(self) -> str:
        """Exactly what is typed, for the draft; never the initials that stand over it."""
        # `toPlainText` would make an ordinary blank of a no-break space that somebody typed.
        return self._own.toRawText().replace(_PARAGRAPH, "\n")

    @property
    def is_veiled(self) -> bool:
        """Whether names in it are hidden; it cannot be written in meanwhile."""
        return self.document() is not self._own

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's text again."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """Any text is a value."""
        return ""

    def is_empty(self) -> bool:
        """Whether nothing but blanks is typed."""
        return not self.raw().strip()

    def replace_text(self, text: str) -> None:
        """Put other text in as one step that Ctrl+Z takes back; this is an edit."""
        cursor = QTextCursor(self._own)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        if self.is_veiled:
            self._on_own_changed()

    def insert_text(self, text: str) -> None:
        """Insert at the caret as one undo step; this is an edit."""
        cursor = self.textCursor()
        if self.is_veiled:
            cursor = QTextCursor(self._own)
            cursor.setPosition(self._caret)
        cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        if self.is_veiled:
            self._caret = cursor.position()
            self._on_own_changed()
        else:
            self.setTextCursor(cursor)

    def caret(self) -> int:
        """Where the caret stands, in characters from the start."""
        return self._caret if self.is_veiled else self.textCursor().position()

    def set_caret(self, position: int) -> None:
        """Put the caret back, at most at the end."""
        position = max(0, min(position, self._own.characterCount() - 1))
        if self.is_veiled:
            self._caret = position
            return
        cursor = self.textCursor()
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def mark(self, start: int, end: int) -> None:
        """Select characters `start` to `end` of the text, so that they are seen."""
        if self.is_veiled:
            return
        cursor = self.textCursor()
        cursor.setPosition(utf16_length(self.raw()[:start]))
        cursor.setPosition(utf16_length(self.raw()[:end]), QTextCursor.MoveMode.KeepAnchor)
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A name that was typed while names are hidden is hidden once the writer has gone on."""
        super().focusOutEvent(event)
        if not self.is_veiled:
            self._veil()

    def _on_privacy_changed(self) -> None:
        self._is_loading = True
        try:
            self._show_own()
            self._veil()
        finally:
            self._is_loading = False

    def _show_own(self) -> None:
        if self.is_veiled:
            over = self.document()
            self._own.setDefaultFont(self.font())
            self.setDocument(self._own)
            over.deleteLater()
            self.setReadOnly(False)
            self._dress(is_veiled=False)
            self.set_caret(self._caret)

    def _veil(self) -> None:
        """Show initials over the text, if it names somebody who is hidden now."""
        text = self.raw()
        masked = privacy().shown(text, is_prose=True)
        if masked == text:
            return
        self._caret = self.textCursor().position()
        over = self._paper()
        over.setPlainText(masked)
        was_loading, self._is_loading = self._is_loading, True
        self.setDocument(over)
        self.setReadOnly(True)
        self._is_loading = was_loading
        self._dress(is_veiled=True)

    def _paper(self) -> QTextDocument:
        made = QTextDocument(self._papers)
        made.setDocumentLayout(QPlainTextDocumentLayout(made))
        made.setDefaultFont(self.font())
        made.documentLayout().documentSizeChanged.connect(self._on_size_changed)
        return made

    def _dress(self, *, is_veiled: bool) -> None:
        """Say that it cannot be written in now, and why."""
        set_state(self, "readOnly", is_veiled)
        self.setToolTip(HIDDEN if is_veiled else "")
        self.setAccessibleDescription(HIDDEN if is_veiled else "")
        self._fit()

    def _on_own_changed(self) -> None:
        """Words were put in for the writer while initials stand over the text."""
        self._on_privacy_changed()
        self.edited.emit()

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
