"""A reviewed file of headings: what it would do, row by row, before anything is written."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.styling import button, label, row, show_in_place
from stls_desktop.services.report_languages import FilePreview

MOST_LINES: Final = 200


_ROWS_SEEN: Final = 6  # more are scrolled to


class HeadingsFileCard(Card):
    """Nothing is written before "Load" is pressed."""

    load_asked = Signal(object)  # FilePreview

    def __init__(self) -> None:
        super().__init__("What the file brings")
        self._preview: FilePreview | None = None
        self._summary = label("", "strong", wrap=True)
        self.add(self._summary)
        self.errors = QPlainTextEdit()
        self.errors.setReadOnly(True)
        self.errors.setTabChangesFocus(True)
        self.errors.setAccessibleName("Rows that are left out")
        self.add(self.errors)
        line = row(gap=8)
        self.load_button = button("Load", "primary", icon="check")
        self.load_button.clicked.connect(self._on_load)
        self._cancel = cancel = button("Cancel", "link")
        cancel.clicked.connect(self.hide)
        line.addWidget(self.load_button)
        line.addWidget(cancel)
        line.addStretch(1)
        self.add(line)
        self.hide()

    def show_preview(self, preview: FilePreview, name: str) -> None:
        """Say what it would do."""
        self._preview = preview
        self.set_hint(name)
        self._summary.setText(summary(preview))
        lines = [_line(each.line, each.field, each.reason) for each in preview.errors]
        self.errors.setPlainText("\n".join(lines[:MOST_LINES]))
        rows = min(max(len(lines), 1), _ROWS_SEEN) + 1  # the last is air, and the edge
        self.errors.setFixedHeight(rows * self.errors.fontMetrics().lineSpacing() + 12)
        show_in_place(self.errors, bool(lines))
        self.load_button.setEnabled(bool(preview.new))
        self.show()
        (self.load_button if preview.new else self._cancel).setFocus()

    def _on_load(self) -> None:
        if self._preview is not None:
            self.load_button.setEnabled(False)  # once is enough
            self.load_asked.emit(self._preview)


def summary(preview: FilePreview) -> str:
    """What a file would do, in one line."""
    words = f"{preview.label}: {_sentences(len(preview.new))} to load, {preview.same} the same"
    if preview.errors:
        rows = "1 row" if len(preview.errors) == 1 else f"{len(preview.errors)} rows"
        words += f", {rows} left out"
    after = "then every sentence is reviewed"
    if preview.still_missing:
        after = f"then {_sentences(preview.still_missing)} still wait for review"
        if preview.still_missing == 1:
            after = "then one sentence still waits for review"
    return f"{words}; {after}."


def _sentences(count: int) -> str:
    return "1 sentence" if count == 1 else f"{count} sentences"


def _line(number: int, field: str, reason: str) -> str:
    place = f"Line {number}, {field}" if field else f"Line {number}"
    return f"{place}: {reason}."
