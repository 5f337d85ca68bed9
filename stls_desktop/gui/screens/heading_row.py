"""One standing sentence: English at the left, the translation beside it, and who answers for it."""

from __future__ import annotations

import calendar
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextOption
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from stls_core.wordings import MONTHS, misfit
from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, column, label, row, show_in_place
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.services import report_sentences
from stls_desktop.services.field_words import day_words
from stls_desktop.services.report_languages import SentenceLine
from stls_desktop.services.report_sentences import OpenSentence
from stls_desktop.services.shapes import Draft

REVIEW_KEYS: Final = "Ctrl+Return"
_REVIEW_WIDTH: Final = 190  # pixels at normal text size: a name and its day


class HeadingRow(QWidget):
    """Typing in it takes the review away; a tick and a button put one there."""

    edited = Signal()
    ticked = Signal()
    review_asked = Signal(object)  # this row

    def __init__(self, opened: OpenSentence, direction: Qt.LayoutDirection, *, may: bool) -> None:
        super().__init__()
        self.key, self._english = opened.line.key, opened.line.english
        self.draft = opened.draft
        self.is_touched = False  # typed in since it was shown last
        self._may = may
        said = english_of(opened.line)
        line = row(self, gap=12)
        self.read = QCheckBox()
        self.read.setAccessibleName(f"Read: {said}")
        self.read.setToolTip("Read, to be marked as reviewed")
        self.read.toggled.connect(self.ticked)
        line.addWidget(self.read, 0, Qt.AlignmentFlag.AlignTop)
        told = label(said, wrap=True)
        told.setAlignment(Qt.AlignmentFlag.AlignTop)
        told.setContentsMargins(0, theme().space(3), 0, 0)  # level with the tick
        line.addWidget(told, 4)
        self.text, self._told = TextArea(min_lines=1), label("", wrap=True)
        self.box = FieldBox(self.text, said)
        self.box.label.hide()
        _turn(self.text, self._told, direction)
        self.text.edited.connect(self._on_edited)
        line.addWidget(self.box, 5, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._told, 5)
        line.addWidget(self._build_review(said))
        show_in_place(self.box, may)
        show_in_place(self._told, not may)
        keys = QShortcut(QKeySequence(REVIEW_KEYS), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._on_review)
        self.show_sentence(opened)

    @property
    def is_ready(self) -> bool:
        """Whether somebody could answer for the words that stand there."""
        return not misfit(self._english, self.text.raw())

    def show_sentence(self, opened: OpenSentence) -> None:
        """Show the sentence as it is kept; words that are being typed stay.

        Once the same words are kept they are typed no more: a sync may have settled them.
        """
        said = opened.line.wording
        if self.is_touched and self.text.raw().strip() != said.text:
            return
        self.is_touched = False
        self.draft = opened.draft
        if self.text.raw() != said.text:
            self.text.set_value(said.text)
        self._told.setText(said.text)
        self._show_review(said.reviewed_by if said.is_reviewed else "", said.reviewed_on)
        self._check()

    def typed(self) -> Draft:
        """What is to be kept of it."""
        return report_sentences.typed(self.draft, self.text.raw().strip())

    def go_on(self, draft: Draft) -> None:
        """What was typed has become a record."""
        self.draft = draft
        self.is_touched = self.typed().doc != draft.before

    def _build_review(self, said: str) -> QWidget:
        held = QWidget()
        self._side = held
        self._fit()
        theme().changed.connect(self._fit)
        lines = column(held, gap=4)
        self._state = StatusChip()
        self._who: QLabel = label("", "help", wrap=True)
        self.review_button = button("Mark as reviewed", icon="check")
        self.review_button.setAccessibleName(f"Mark as reviewed: {said}")
        self.review_button.setToolTip(f"Somebody answers for these words ({REVIEW_KEYS})")
        self.review_button.clicked.connect(self._on_review)
        for part in (self._state, self._who, self.review_button):
            lines.addWidget(part, 0)
        lines.addStretch(1)
        return held

    def _fit(self) -> None:
        self._side.setFixedWidth(theme().space(_REVIEW_WIDTH))

    def _show_review(self, by: str, on: object = None) -> None:
        self.is_reviewed = bool(by)
        self._state.show_state(*(("Reviewed", Tone.OK) if by else ("Not reviewed", Tone.WARN)))
        self._who.setText(f"{by}\n{day_words(on)}" if by else "")
        show_in_place(self._who, bool(by))
        is_open = self._may and not by
        if by and self.read.isChecked():
            self.read.setChecked(False)
        self.read.setEnabled(is_open)
        show_in_place(self.read, self._may)
        show_in_place(self.review_button, is_open)

    def _check(self) -> None:
        wrong = misfit(self._english, self.text.raw())
        self.box.set_problem(f"{wrong[:1].upper()}{wrong[1:]}." if wrong else "")
        self.review_button.setEnabled(not wrong)

    def _on_edited(self) -> None:
        self.is_touched = True
        self._show_review("")
        self._check()
        self.edited.emit()

    def _on_review(self) -> None:
        if self._may and not self.is_reviewed and self.is_ready:
            self.review_asked.emit(self)


def english_of(line: SentenceLine) -> str:
    """The English sentence; a month, which has none, by its name in a date."""
    if line.key in MONTHS:
        month = calendar.month_name[MONTHS.index(line.key) + 1]
        return f"{month}, as in “9 {month}”"
    return line.english


def _turn(text: TextArea, told: QLabel, direction: Qt.LayoutDirection) -> None:
    """Words that run from right to left begin at the right, also where they are typed."""
    for each in (text, told):
        each.setLayoutDirection(direction)
    told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    option = QTextOption(text.document().defaultTextOption())
    option.setTextDirection(direction)
    if direction is Qt.LayoutDirection.RightToLeft:
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    text.document().setDefaultTextOption(option)
