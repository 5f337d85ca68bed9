"""Somebody at the keyboard and nothing else: Tab, arrows, Space, Enter, and words.

What is reached is known by the name that a screen reader says, so this reads what a person reads.
Nothing is clicked, and no method of a screen is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from stls_desktop.gui.runner import Runner
from stls_desktop.gui.tour.hands import pause, wait_for

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FAR = 220  # presses of Tab: more than any screen has stops
Told = Callable[..., None]


def focused() -> Any:  # whatever widget it is
    """What takes the keys now."""
    found = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def is_called(widget: QWidget, name: str) -> bool:
    """Whether a screen reader would call it so; a button is called by its words too."""
    words = widget.text() if isinstance(widget, QPushButton | QCheckBox) else ""
    return name in (widget.accessibleName(), widget.accessibleDescription(), words)


def said(widget: Any) -> str:
    """The words that stand in a field."""
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text()


class Watch:
    """A stopwatch that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """The seconds that it shows."""
        return self.seconds


class Keyboard:
    """Keys pressed into whatever has the focus. `told` hears what was written and what was kept."""

    def __init__(self, window: QWidget, runner: Runner, told: Told) -> None:
        self.window, self._runner, self.told = window, runner, told
        self.watch = Watch()
        self.slow = ("", 0)  # a field that is typed at a person's pace, with ms for each key

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key."""
        QTest.keyClick(focused(), key, modifiers)

    def words(self, words: str) -> None:
        """Prose, as fast as the program takes it."""
        QTest.keyClicks(focused(), words)

    def words_slowly(self, words: str, key_ms: int) -> None:
        """Prose at a person's pace; each key is told."""
        for typed, letter in enumerate(words, start=1):
            QTest.keyClicks(focused(), letter)
            self.told(typed=typed)
            pause(key_ms)

    def rest(self) -> None:
        """Wait, as a person does, until the program has shown what was asked for."""
        for _ in range(2):
            wait_for("the lanes to rest", lambda: not self._runner.is_busy(), 20)
            pause(5)
        active = QApplication.activeWindow()
        if active is None or not active.isVisible():
            self.window.activateWindow()  # offscreen no window manager does it when a popup closes
            pause(5)

    def page(self, number: int) -> None:
        """Ctrl and a number: a page of the main window."""
        QTest.keyClick(self.window, Key(Key.Key_0 + number), CTRL)
        self.rest()

    def to(self, name: str, kind: type[QWidget] = QWidget, *, back: bool = False) -> Any:
        """Go to a field or a button by Tab alone; `kind` where two things bear one name."""
        here = focused()
        seen = [_told_of(here)]
        if is_called(here, name) and isinstance(here, kind):
            return here
        back = back or self._is_above(here, name)
        for _ in range(FAR):
            self.press(Key.Key_Backtab if back else Key.Key_Tab)
            here = focused()
            if is_called(here, name) and isinstance(here, kind):
                return here
            seen.append(_told_of(here))
        msg = f"Tab does not reach “{name}”, only {list(dict.fromkeys(seen))}"
        raise AssertionError(msg)

    def do(self, name: str, *, back: bool = False) -> None:
        """Press a button."""
        self.to(name, back=back)
        self.press(Key.Key_Space)
        self.rest()

    def write(self, name: str, words: str, *, back: bool = False) -> None:
        """Have these words in a field: what stands there already is gone on with."""
        field = self.to(name, back=back)
        before = said(field)
        assert isinstance(field, QLineEdit | QPlainTextEdit), f"{name} takes no words"
        is_begun = bool(before) and words.startswith(before)
        if is_begun:
            self.press(Key.Key_End, CTRL)
            self.told(kept=name, letters=len(before))
        elif before:
            self.press(Key.Key_A, CTRL)
        rest = words[len(before) :] if is_begun else words
        if name == self.slow[0]:
            self.words_slowly(rest, self.slow[1])
        else:
            self.words(rest)
        self.told(wrote=name)

    def enter(self, name: str, words: str, *, back: bool = False) -> None:
        """A day, a time or a number: typed anew, because it stands there in another spelling."""
        if said(self.to(name, back=back)):
            self.told(kept=name)
        self.press(Key.Key_A, CTRL)
        self.words(words)
        self.told(wrote=name)

    def choose(self, name: str, *options: str, back: bool = False) -> None:
        """Choose in a row of buttons, or in a list that drops down."""
        here = self.to(name, back=back)
        if isinstance(here, QComboBox):
            self._choose_in_list(here, name, options[0])
        else:
            for option in options:
                self._choose_button(name, option)
        self.told(wrote=name)

    def tick(self, name: str, *, back: bool = False) -> None:
        """Tick a box."""
        box = self.to(name, back=back)
        if box.isChecked():
            self.told(kept=name)
        else:
            self.press(Key.Key_Space)
        self.told(wrote=name)

    def unfold(self, name: str) -> None:
        """Open a section that is folded."""
        self.to(name)
        self.press(Key.Key_Right)

    def pick(self, name: str, *offers: str) -> None:
        """Type a few letters of each and take the first that is offered."""
        for offer in offers:
            self.to(name)
            self.words(offer)
            pause(20)
            self.press(Key.Key_Down)
            self.press(Key.Key_Return)
            self.rest()
        self.told(wrote=name)

    def find(self, name: str, letters: str) -> None:
        """A few letters in a field that looks among many, and Enter."""
        self.to(name)
        self.words(letters)
        self.press(Key.Key_Return)
        self.rest()
        self.told(wrote=name)

    def row(self, name: str, *words: str) -> bool:
        """Go to the line of a list that says all these words, and open it; False if none does."""
        lists = [each for each in self.window.findChildren(QListView) if each.isVisible()]
        if not any(is_called(each, name) for each in lists):
            return False  # a list with nothing in it is not shown
        rows = self.to(name, QListView)
        self.press(Key.Key_Home)
        for _ in range(rows.model().rowCount()):
            spoken = str(rows.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
            if all(word in spoken for word in words):
                self.press(Key.Key_Return)
                self.rest()
                return True
            self.press(Key.Key_Down)
        return False

    def add_to(self, name: str, part: str, words: str) -> None:
        """Have a row in a list within a form, with these words in its first part."""
        if not self.shows(f"{name}: {part}"):
            self.do(f"Add to {name[:1].lower()}{name[1:]}")
        self.write(f"{name}: {part}", words)

    def shows(self, name: str) -> bool:
        """Whether a field or button of this name is in view."""
        return any(is_called(w, name) for w in self.window.findChildren(QWidget) if w.isVisible())

    def take_step(self, words: str, answers: Callable[[], None] | None = None) -> None:
        """A step of a record's life; where it asks for fields they are answered, then confirmed."""
        if not self.shows(words):
            return  # it was taken before
        self.do(words, back=True)
        if self.shows("Cancel"):
            if answers is not None:
                answers()
            self.do(words)
        self.told(took=words)

    def mark(self, name: str, mark: int) -> None:
        """A mark from 1 to 10: a digit, and 0 stands for ten; pressed once if it is not there."""
        here = self.to(name, QPushButton)
        if here.isChecked() and here.text() == str(mark):
            self.told(kept=name)
        else:
            self.press(Key(Key.Key_0 + mark % 10))
        self.told(wrote=name)

    def do_starting(self, words: str) -> None:
        """Press the button whose name starts so."""
        self.do(self.shows_starting(words))

    def shows_starting(self, words: str) -> str:
        """The name of the button in view whose name starts so; empty if there is none."""
        names = [w.accessibleName() for w in self.window.findChildren(QPushButton) if w.isVisible()]
        return next((name for name in names if name.startswith(words)), "")

    def answer_steps(self, answers: str) -> None:
        """One key for each step of a strategy; S is a switch, so it is pressed where it is off."""
        names = [w.accessibleName() for w in self.window.findChildren(QWidget) if w.isVisible()]
        self.to(next(name for name in names if name.startswith("Step 1:")))
        for answer in answers:
            is_shown = any(box.isChecked() for box in focused().findChildren(QCheckBox))
            if answer != "S" or not is_shown:
                QTest.keyClicks(focused(), answer.lower())
            if answer == "S":
                self.press(Key.Key_Down)
        self.told(wrote="Steps")

    def answer_turned_round(self, *answers: int) -> None:
        """Numbers that the adult presses, and the teacher's key when the laptop is back."""
        for answer in answers:
            QTest.keyClicks(focused(), str(answer))
        self.press(Key.Key_Return, CTRL)
        self.rest()
        self.told(wrote="Confidence")

    def let_pass(self, seconds: float) -> None:
        """Time goes by on the stopwatch of a full-screen board, which Space stops and starts."""
        self.watch.seconds += seconds
        self.press(Key.Key_Space)
        self.press(Key.Key_Space)

    def coded(self) -> int:
        """How many slots the screen says were coded, the child's and the peer's together."""
        told = [w.text() for w in self.window.findChildren(QLabel) if w.isVisible()]
        counts = [re.search(r"on task .*?(?:of |n = )(\d+)", words) for words in told]
        return sum(int(found[1]) for found in counts if found)

    def stops(self) -> list[str]:
        """Every stop of Tab from here round to here, for whoever looks for one."""
        found, first = [], focused()
        for _ in range(FAR):
            self.press(Key.Key_Tab)
            here = focused()
            kind = type(here).__name__
            words = here.text() if isinstance(here, QPushButton | QCheckBox) else ""
            told = dict.fromkeys((here.accessibleName(), words, here.accessibleDescription()))
            found.append(f"{kind}: {' | '.join(word for word in told if word)}")
            if here is first:
                break
        return found

    def _is_above(self, here: QWidget, name: str) -> bool:
        """Whether everything of this name stands higher on the screen than where one is."""
        wanted = [w for w in self.window.findChildren(QWidget) if w.isVisible()]
        heights = [_top(w) for w in wanted if is_called(w, name)]
        return bool(heights) and max(heights) < _top(here)

    def _choose_in_list(self, here: QComboBox, name: str, option: str) -> None:
        if here.currentText() == option:
            self.told(kept=name)
            return
        self.press(Key.Key_Home)
        for _ in range(here.count()):
            if here.currentText() == option:
                return
            self.press(Key.Key_Down)
        msg = f"{option} is not offered, only {[here.itemText(n) for n in range(here.count())]}"
        raise AssertionError(msg)

    def _choose_button(self, name: str, option: str) -> None:
        self.press(Key.Key_Home)
        seen: list[str] = []
        while focused().text() not in seen:
            if re.sub(r"^\d  ", "", focused().text()) == option:  # some are told with their key
                if focused().isChecked():
                    self.told(kept=name)
                else:
                    self.press(Key.Key_Space)
                return
            seen.append(focused().text())
            self.press(Key.Key_Right)
        msg = f"{option} is not offered, only {seen}"
        raise AssertionError(msg)


def _told_of(widget: QWidget) -> str:
    name = widget.accessibleName() or widget.accessibleDescription()
    return f"{type(widget).__name__} {name}".strip()


def _top(widget: QWidget) -> int:
    return widget.mapToGlobal(widget.rect().topLeft()).y()
