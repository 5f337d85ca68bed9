"""The turned-round screen: one question in large words for the adult, a parent or a child.

It covers the whole screen and shows nothing else: no name, no list, no window behind it. Who sees
the answer is said first. The laptop is handed back through a page that only the teacher leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.face import face_button
from stls_desktop.gui.widgets.styling import announce, button, label, set_role

HANDED_BACK = "Thank you. Please turn the laptop round again."
FOR_TEACHER = "Teacher: Ctrl+Enter goes on."
TO_ADULT = (
    "This stays in this note and in your own copy. It is for your learning and is never used to"
    " judge your work."
)
TO_PARENT = "Your teacher of the service writes it down as you said it."
TO_CHILD = "There is no wrong answer."
_TEN: Final = 10
_MARGIN: Final = 64  # pixels at both sides
FACES: Final = (
    (0, "Not good\nat all"),
    (2, "Not good"),
    (4, "Not\nso good"),
    (6, "All right"),
    (8, "Good"),
    (10, "Very good"),
)
"""Six faces on the scale from 0 to 10, in even steps: (number, words); keys 1 to 6."""


@dataclass(frozen=True)
class Question:
    """One scale: the field that takes the answer, the words, and what its ends mean."""

    field: str
    words: str
    low: int
    low_words: str
    high_words: str
    assurance: str
    high: int = _TEN
    has_faces: bool = False
    skip: str = "Not now"

    def answer_of(self, key: str) -> int | None:
        """The answer that this key gives, or None if it gives none."""
        if key in ("+", "=") and self.high == _TEN and not self.has_faces:
            return _TEN
        if len(key) != 1 or not key.isdecimal():
            return None
        number = int(key)
        if self.has_faces:
            return FACES[number - 1][0] if 1 <= number <= len(FACES) else None
        if self.low == 1 and number == 0:
            number = _TEN  # 0 stands after 9 on the keyboard
        return number if self.low <= number <= self.high else None


class TurnedRound(QWidget):
    """Asks each question in turn; `answered` comes once the teacher has the laptop back."""

    answered = Signal(object)  # {field: number or None for "not now"}

    def __init__(self, questions: Sequence[Question], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        set_role(self, "page")
        self.setWindowTitle("Your turn")
        self._questions = list(questions)
        self._answers: dict[str, int | None] = {}
        self._is_back = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 48, _MARGIN, 48)
        layout.setSpacing(theme().space(24))
        layout.addStretch(1)
        self.words = _large(26)
        self.ends = _large(14)
        self.assurance = _large(15)
        layout.addWidget(self.words)
        self._numbers = QHBoxLayout()
        self._numbers.setSpacing(theme().space(10))
        layout.addLayout(self._numbers)
        layout.addWidget(self.ends)
        layout.addWidget(self.assurance)
        layout.addStretch(1)
        self.skip = button("Not now", "link")
        self.skip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.skip.clicked.connect(self._on_skip)
        layout.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignHCenter)
        self._show()

    @property
    def is_handed_back(self) -> bool:
        """Whether every question has been answered and the teacher is waited for."""
        return not self._questions

    def begin(self) -> None:
        """Cover the screen."""
        self.showFullScreen()
        self.setFocus()

    def answer(self, number: int | None) -> None:
        """Take an answer and go to the next question, or to the page that hands back."""
        if self._questions:
            self._answers[self._questions.pop(0).field] = number
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.is_handed_back:
            if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._is_back = True
                self.answered.emit(dict(self._answers))
                self.close()
            return
        number = self._questions[0].answer_of(event.text())
        if number is not None or event.key() == Qt.Key.Key_Escape:
            self.answer(number)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only the teacher's keys leave it: what lies behind is not for the person who answers."""
        if self._is_back:
            event.accept()
        else:
            event.ignore()

    def _show(self) -> None:
        while (item := self._numbers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if self.is_handed_back:
            self.words.setText(HANDED_BACK)
            self.ends.setText("")
            self.assurance.setText(FOR_TEACHER)
            self.skip.hide()
        else:
            self._ask(self._questions[0])
        announce(self, self.words.text())
        self.setFocus()

    def _ask(self, question: Question) -> None:
        ends = f"{question.low}: {question.low_words}      {question.high}: {question.high_words}"
        self.words.setText(question.words)
        self.ends.setText("" if question.has_faces else ends)
        self.assurance.setText(question.assurance)
        self.skip.setText(question.skip)
        if question.has_faces:
            for number, words in FACES:
                self._numbers.addWidget(_face(self, number, words, self._room(len(FACES))))
            return
        for number in range(question.low, question.high + 1):
            room = self._room(question.high - question.low + 1)
            self._numbers.addWidget(_number(self, number, room))

    def _room(self, count: int) -> int:
        """The width of one of `count` answers side by side, so that they never overlap."""
        sides = self.screen().geometry().width() - 2 * _MARGIN
        return (sides - (count - 1) * self._numbers.spacing()) // count

    def _on_skip(self) -> None:
        self.answer(None)


class _Chosen(QObject):
    def __init__(self, screen: TurnedRound, number: int, parent: QObject) -> None:
        super().__init__(parent)
        self._screen, self._number = screen, number

    def take(self) -> None:
        self._screen.answer(self._number)


def _number(screen: TurnedRound, number: int, room: int) -> QToolButton:
    made = QToolButton()  # a push button has a least height of its own in the stylesheet
    set_role(made, "answer")
    made.setText(str(number))
    side = theme().space(64)
    made.setMinimumSize(min(side, room), side)
    made.setMaximumWidth(side)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.clicked.connect(_Chosen(screen, number, made).take)
    return made


def _face(screen: TurnedRound, number: int, words: str, room: int) -> QToolButton:
    made = face_button(words, number / 5 - 1, room)
    made.clicked.connect(_Chosen(screen, number, made).take)
    return made


def _large(points: int) -> QLabel:
    made = label("", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setStyleSheet(f"font-size: {points}pt;")
    return made
