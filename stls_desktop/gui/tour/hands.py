"""A teacher's hands: they press keys, point, and count what they do.

Prose (words of the record) is typed but not counted; everything else is: each key, shortcut
and pointer action is one touch. Widgets are found by accessible name or object name.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QScrollArea, QWidget

_W = TypeVar("_W", bound=QWidget)
_STEP_MS: Final = 15
PATIENCE_S: Final = 40.0
_NONE: Final = Qt.KeyboardModifier.NoModifier


class LostError(Exception):
    """The tour did not find what it looked for, or waited in vain."""


@dataclass
class Touches:
    """What was done outside prose since the count began."""

    keys: int = 0
    pointers: int = 0
    fields: list[str] = field(default_factory=list)
    prose_characters: int = 0

    @property
    def total(self) -> int:
        """Keys and pointer actions together."""
        return self.keys + self.pointers


def pause(ms: int) -> None:
    """Let the program work; an event loop of Qt lets the lanes run, which a plain sleep may not.

    The timer is our own: one that `QTimer.singleShot` makes is deleted later by Qt, and PySide 6.11
    crashed there, in its book of wrappers, once in some tens of thousands of pauses.
    """
    loop, timer = QEventLoop(), QTimer(singleShot=True, interval=ms)
    timer.timeout.connect(loop.quit)
    timer.start()
    loop.exec()


def wait_for(what: str, is_so: Callable[[], object], limit_s: float = PATIENCE_S) -> None:
    """Wait until something is so. Raises `LostError` that names it."""
    ends = time.monotonic() + limit_s
    while not is_so():
        if time.monotonic() > ends:
            msg = f"Waited {limit_s:.0f} s in vain for: {what}"
            raise LostError(msg)
        pause(_STEP_MS)


def all_named(root: QWidget, kind: type[_W], name: str) -> list[_W]:
    """The visible, enabled widgets of a kind that a screen reader calls `name`."""
    return [each for each in root.findChildren(kind) if _is_called(each, name)]


def _is_called(widget: QWidget, name: str) -> bool:
    try:
        if not (widget.isVisible() and widget.isEnabled()):
            return False
        words = getattr(widget, "text", str)()
        return name in (widget.accessibleName(), widget.objectName(), words)
    except RuntimeError:  # its screen was closed, and destroyed while it was looked at
        return False


def named(root: QWidget, kind: type[_W], name: str, place: int = 0) -> _W:
    """One of them, waited for if need be."""
    found: list[_W] = []

    def is_there() -> bool:
        found[:] = all_named(root, kind, name)
        return len(found) > place

    wait_for(f"“{name}”", is_there)
    return found[place]


def named_in_dialog(name: str) -> QLineEdit:
    """A line of the dialog that is open, by its object name."""
    dialog = QApplication.activeModalWidget()
    line = dialog.findChild(QLineEdit, name) if dialog is not None else None
    if not isinstance(line, QLineEdit):
        msg = f"There is no dialog with {name}"
        raise LostError(msg)
    return line


class Hands:
    """Act on the program and count."""

    def __init__(self) -> None:
        self.touches = Touches()
        self._last: QWidget | None = None

    def count_anew(self) -> None:
        """Begin a new count."""
        self.touches = Touches()

    def click(self, widget: QWidget) -> None:
        """Point at a widget and press; it is scrolled into view first, as a wheel would."""
        _bring_into_view(widget)
        self.touches.pointers += 1
        self.touches.fields.append(widget.accessibleName() or getattr(widget, "text", str)())
        # Offscreen no window manager gives the focus, so the window of the widget is made active.
        widget.window().activateWindow()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, _NONE, _spot(widget))
        self._last = widget
        pause(_STEP_MS)

    def click_row(self, rows: QListView, place: int) -> None:
        """Point at a line of a list."""
        rect = rows.visualRect(rows.model().index(place, 0))
        self.touches.pointers += 1
        self.touches.fields.append(rows.accessibleName())
        at = rect.topLeft() + QPoint(30, 12)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, _NONE, at)
        pause(_STEP_MS)

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE, on: QWidget | None = None
    ) -> None:
        """Press one key or shortcut where the focus is."""
        target = on or QApplication.focusWidget() or self._last or QApplication.activeWindow()
        if target is None:
            msg = "No window takes the keyboard"
            raise LostError(msg)
        self.touches.keys += 1
        QTest.keyClick(target, key, modifiers)
        pause(_STEP_MS)

    def write(self, words: str) -> None:
        """Type prose where the caret is; a line feed is Enter, as on a keyboard."""
        target = QApplication.focusWidget() or self._last
        if target is None:
            msg = "Nothing takes the words"
            raise LostError(msg)
        self.touches.prose_characters += len(words)
        for line_number, line in enumerate(words.split("\n")):
            if line_number:
                QTest.keyClick(target, Qt.Key.Key_Return)
            QTest.keyClicks(target, line)
        pause(_STEP_MS)


def _spot(widget: QWidget) -> QPoint:
    return QPoint(min(widget.width() // 2, 40), min(widget.height() // 2, 12))


def _bring_into_view(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 20, 60)
            pause(_STEP_MS)
        parent = parent.parentWidget()
