"""Headings in other languages: each sentence beside its English, put right, reviewed, or loaded.

Nothing goes out in a language before somebody answers for every sentence of it by name. What is
typed is kept as it is typed, and waits for a review of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.heading_row import HeadingRow
from stls_desktop.gui.screens.headings_file import HeadingsFileCard
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.fact_line import FactLine
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.line_field import Choice, LineField
from stls_desktop.gui.widgets.notices import Banner, EmptyState
from stls_desktop.gui.widgets.status import SavedMark
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
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import report_languages, report_sentences
from stls_desktop.services.drafting import Settled
from stls_desktop.services.report_languages import FilePreview, LanguageLine
from stls_desktop.services.report_sentences import OpenLanguage
from stls_desktop.services.shapes import Draft

TITLE: Final = "Headings in other languages"
FILES: Final = "Reviewed headings (*.csv)"
EMPTY: Final = "No language has headings yet. Load a file that a translator has reviewed."


class ReportHeadingsScreen(QWidget):
    """The sentences of one language at a time."""

    closed = Signal()
    wants_room: ClassVar[bool] = True

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench = bench
        self._why_not = report_sentences.why_not(bench.desk)
        self._shown: LanguageLine | None = None
        self._wanted = ""  # the language that was asked for last
        self.rows: list[HeadingRow] = []
        self._to_review: list[HeadingRow] = []
        form = report_sentences.form_of(bench.desk)
        self.keeper = DraftKeeper(bench.desk, bench.runner, form, self._collect, self)
        outer = column(self)
        outer.addWidget(self._build_head())
        self._scroller = scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setAccessibleName("Sentences")
        if not self._why_not:  # whoever only reads scrolls by keys
            scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        lines = column(body, margins=(18, 14, 18, 14), gap=12)
        scroller.setWidget(body)  # empty: see record.py
        self.banner, self._trouble = Banner(self._why_not, Tone.INFO), Banner(tone=Tone.ERR)
        self.file = HeadingsFileCard()
        self.file.load_asked.connect(self._on_load)
        self._card = Card()
        self._lines = column(gap=10)
        self._card.add(self._lines)
        self._empty = EmptyState("message-square", EMPTY)
        for part in (self._trouble, self.banner, self.file, self._card, self._empty):
            lines.addWidget(part)
        lines.addStretch(1)
        for part in (self._card, self._empty):
            show_in_place(part, is_shown=False)
        outer.addWidget(scroller, 1)
        self.keeper.saving.connect(self.saved_mark.show_saving)
        self.keeper.saved.connect(self._on_saved)
        self.keeper.failed.connect(self._on_not_saved)
        self.keeper.settled.connect(self._on_settled)
        self._reloader = Reloader(self, bench.bus, (report_sentences.KIND,), self.reload)
        self.reload()

    def take_focus(self) -> None:
        """The keyboard begins where the language is chosen."""
        self.language.setFocus()

    def reload(self) -> None:
        """Read the language again."""
        wanted = Step(self._bench.desk, report_sentences.open_language, self._wanted)
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_read, self._on_failed, owner=self, key="headings"
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving settles what was typed."""
        self.keeper.settle()
        super().hideEvent(event)

    def _build_head(self) -> QWidget:
        head = frame("head")
        lines = column(head, margins=(18, 10, 18, 10), gap=8)
        line = row(gap=12)
        line.addWidget(label(TITLE, "h1"))
        self.count = ElidedLabel("", "muted")
        line.addWidget(self.count)
        line.addStretch(1)
        self.saved_mark = SavedMark()
        line.addWidget(self.saved_mark)
        self.load_button = button("Load a reviewed file", icon="folder-open")
        self.load_button.clicked.connect(self._on_choose)
        line.addWidget(self.load_button)
        close = button("Close", "link")
        close.clicked.connect(self.closed)
        line.addWidget(close)
        lines.addLayout(line)
        self.language, self.by = Choice(), LineField()
        self.language.edited.connect(self._on_language)
        self.by.set_value(self._bench.desk.me.name)
        self.by.edited.connect(self._show_ticked)
        self.review_button = button("Mark what is ticked as reviewed", "primary", icon="check")
        self.review_button.clicked.connect(self._on_review_ticked)
        self._by_box = FieldBox(self.by, "Reviewed by")
        bar = FieldRow([(FieldBox(self.language, "Language"), 2), (self._by_box, 3)])
        whole = row(gap=12)
        whole.addWidget(bar, 3)
        held = column()
        held.addStretch(1)
        held.addWidget(self.review_button)
        whole.addLayout(held)
        whole.addStretch(1)
        lines.addLayout(whole)
        self.standing = FactLine()
        lines.addWidget(self.standing)
        for each in (self.load_button, self._by_box, self.review_button):
            show_in_place(each, not self._why_not)
        return head

    # Reading

    def _on_language(self) -> None:
        self._wanted = str(self.language.value() or "")
        self.keeper.settle(self._on_left)

    def _on_left(self, _settled: Settled) -> None:
        self.reload()

    def _on_read(self, found: OpenLanguage) -> None:
        before = self._shown.code if self._shown else ""
        self._shown, self._wanted = found.shown, found.code
        self.language.set_options(
            [(line.code, f"{line.label} · {line.own_name}") for line in found.languages],
            may_be_empty=False,
        )
        self.language.set_value(found.code or None)
        if found.code != before or len(self.rows) != len(found.sentences):
            self._build_rows(found)
        else:
            for each, opened in zip(self.rows, found.sentences, strict=True):
                each.show_sentence(opened)
        show_in_place(self._card, bool(self.rows))
        show_in_place(self._empty, not self.rows)
        self._tell()

    def _build_rows(self, found: OpenLanguage) -> None:
        clear(self._lines)
        self.rows = []
        direction = QLocale(self._shown.tag if self._shown else "").textDirection()
        for opened in found.sentences:
            if self.rows:
                self._lines.addWidget(frame("rule"))
            made = HeadingRow(opened, direction, may=not self._why_not)
            made.edited.connect(self._on_edited)
            made.ticked.connect(self._show_ticked)
            made.review_asked.connect(self._on_review_one)
            self.rows.append(made)
            self._lines.addWidget(made)

    def _tell(self) -> None:
        """As it stands on the screen: a review that was just typed away is not counted."""
        line = self._shown
        if line is None:
            self.count.set_words("")
            self.standing.show_fact("")
        else:
            line = replace(line, reviewed=sum(row.is_reviewed for row in self.rows))
            self.count.set_words(f"{line.reviewed} of {line.sentences} reviewed")
            tone = Tone.OK if line.may_be_issued else Tone.WARN
            self.standing.show_fact(report_sentences.standing(line), tone)
        self._show_ticked()

    def _show_ticked(self) -> None:
        ready = any(row.read.isChecked() and row.is_ready for row in self.rows)
        self.review_button.setEnabled(ready and not self.by.is_empty())

    # Typing

    def _collect(self) -> list[Draft]:
        return [row.typed() for row in self.rows if row.is_touched]

    def _on_edited(self) -> None:
        self.keeper.touch()
        self._tell()

    def _on_saved(self, at: dt.datetime) -> None:
        self._trouble.show_message("")
        self.saved_mark.show_saved(at)

    def _on_not_saved(self, words: str) -> None:
        self.saved_mark.show_not_saved("see below")
        self._trouble.show_message(words, Tone.ERR)

    def _on_settled(self, settled: Settled) -> None:
        for each in self.rows:
            if each.draft.rec in settled.drafts:
                each.go_on(settled.drafts[each.draft.rec])
        self._bench.bus.publish(settled.changed)

    # Reviewing

    def _on_review_one(self, asked: HeadingRow) -> None:
        place = self.rows.index(asked) + 1
        if place < len(self.rows):
            self.rows[place].text.setFocus()  # on to the next, before its button goes
        self._review([asked])

    def _on_review_ticked(self) -> None:
        self._review(row for row in self.rows if row.read.isChecked() and row.is_ready)

    def _review(self, rows: Iterable[HeadingRow]) -> None:
        """Once what was typed is a record: who reviews answers for the words on the screen."""
        self._to_review = [*self._to_review, *rows]
        self.keeper.settle(self._on_ready_to_review)

    def _on_ready_to_review(self, _settled: Settled) -> None:
        rows, self._to_review = self._to_review, []
        if not rows or self._shown is None:
            return
        texts = {row.key: str(row.text.value() or "").strip() for row in rows}
        wanted = Step(
            self._bench.desk,
            report_languages.review,
            self._shown.code,
            texts,
            self.by.raw(),
            self._bench.desk.today(),
        )
        self._bench.runner.run(Lane.STORE, wanted, self._on_written, self._on_failed, owner=self)

    # A file

    def _on_choose(self) -> None:
        self._bench.prompts.open_file(self, "Choose the reviewed headings", FILES, self._on_file)

    def _on_file(self, path: Path) -> None:
        self.banner.show_message("")
        self.file.hide()
        self.keeper.settle()  # the file is compared with what stands here
        wanted = _Preview(self._bench, path)
        self._bench.runner.run(Lane.STORE, wanted, self._on_preview, self._on_failed, owner=self)

    def _on_preview(self, found: tuple[FilePreview, str]) -> None:
        self.file.show_preview(*found)
        self._scroller.verticalScrollBar().setValue(0)

    def _on_load(self, preview: FilePreview) -> None:
        self._wanted = preview.code
        wanted = Step(self._bench.desk, report_languages.write_file, preview)
        self._bench.runner.run(
            Lane.STORE,
            wanted,
            self._on_loaded,
            self._on_failed,
            owner=self,
            on_orphaned=self._bench.bus.publish,
        )

    def _on_loaded(self, changed: Changed) -> None:
        self.file.hide()
        self.banner.show_message("The file is loaded.", Tone.OK)
        self.language.setFocus()
        self._on_written(changed)

    def _on_written(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)
        self._scroller.verticalScrollBar().setValue(0)


class _Preview:
    """Runs on the store lane, behind what is still being kept there."""

    def __init__(self, bench: Workbench, path: Path) -> None:
        self._desk, self._path = bench.desk, path

    def __call__(self) -> tuple[FilePreview, str]:
        return report_languages.preview_file(self._desk, self._path), self._path.name
