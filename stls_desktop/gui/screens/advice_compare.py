"""The three versions of a report side by side: what each reader is told about the same thing.

Read only; a press on a paragraph leads to where it is written. What is withheld is told with its
reason, so that nobody wonders where it went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from stls_desktop.gui.privacy import answer_key
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.styling import button, column, icon_button, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import advice_content
from stls_desktop.services.advice_content import Content
from stls_desktop.services.shapes import Draft

NOTHING: Final = "Nothing is written for this reader yet."


class CompareDialog(QDialog):
    """A column for each reader."""

    place_asked = Signal(str, str)  # record and field

    def __init__(
        self,
        bench: Workbench,
        parent: QWidget,
        rec: str,
        drafts: Iterable[Draft],
        readers: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(parent)
        set_role(self, "page")
        self.setWindowTitle("Side by side")
        answer_key(self)
        self.resize(parent.window().size() * 0.94)
        self._bench, self._readers = bench, tuple(readers)
        outer = column(self, margins=(16, 14, 16, 14), gap=10)
        self._columns: dict[str, Any] = {}
        panes = row(gap=12)
        for reader, words in self._readers:
            panes.addWidget(self._build_column(reader, words), 1)
        outer.addLayout(panes, 1)
        foot = row(gap=8)
        foot.addStretch(1)
        close = button("Close", "primary")
        close.clicked.connect(self.close)
        foot.addWidget(close)
        outer.addLayout(foot)
        wanted = Step(bench.desk, advice_content.on_screen, rec, tuple(drafts))
        bench.runner.run(Lane.STORE, wanted, self._on_read, owner=self)

    def _build_column(self, reader: str, words: str) -> QWidget:
        pane = QWidget()
        lines = column(pane, gap=8)
        lines.addWidget(label(words, "h2"))
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setAccessibleName(words)
        body = QWidget()
        set_role(body, "body")
        self._columns[reader] = column(body, margins=(2, 2, 10, 2), gap=10)
        scroller.setWidget(body)
        lines.addWidget(scroller, 1)
        return pane

    def _on_read(self, content: Content) -> None:
        for reader, _words in self._readers:
            there = self._columns[reader]
            cards = list(self._cards(content, reader))
            for card in cards:
                there.addWidget(card)
            if not cards:
                there.addWidget(label(NOTHING, "muted", wrap=True))
            there.addStretch(1)

    def _cards(self, content: Content, reader: str) -> Iterator[Card]:
        children = content["children"]
        if reader == "SENCO":
            yield from self._card("What we found", children["finding"], "text")
        if reader in ("SENCO", "TEACHER"):
            yield from self._card("What to do next", children["recommendation"], "what")
        for code in self._bench.desk.reference.choices("report_section"):
            if code.parent == reader:
                rows = [
                    each for each in children["report_part"] if each.get("section") == code.code
                ]
                yield from self._card(code.label, rows, "text")

    def _card(self, title: str, rows: Iterable[Mapping[str, Any]], field: str) -> Iterator[Card]:
        kept = [each for each in rows if not each.get("deleted") and each.get(field)]
        if not kept:
            return
        card = Card()
        card.add(label(title, "h2", wrap=True))  # a column is narrow in large text
        for each in sorted(kept, key=lambda one: str(one.get("order_key") or "")):
            words = str(each[field])
            line = row(gap=8)
            line.addWidget(label(f"“{words}”" if each.get("is_quote") else words, wrap=True), 1)
            edit = icon_button("pencil", f"Edit: {words[:40]}", tip="Edit")
            edit.clicked.connect(_Goes(self, str(each["id"]), field).go)
            line.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
            card.add(line)
            if each.get("withheld_from"):
                why = each.get("withheld_because", "")
                card.add(label(f"Withheld. {why}".strip(), "muted", wrap=True))
        yield card


class _Goes(QObject):
    def __init__(self, dialog: CompareDialog, rec: str, field: str) -> None:
        super().__init__(dialog)
        self._dialog, self._rec, self._field = dialog, rec, field

    def go(self) -> None:
        self._dialog.close()
        self._dialog.place_asked.emit(self._rec, self._field)
