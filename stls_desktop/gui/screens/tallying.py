"""Counting over the whole screen: one key adds one, or starts and stops a stretch of time.

The same quiet board as for a time sample. It hands every count to the screen behind it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stls_desktop.gui.screens.coding import HINT_PT, dark, line_of
from stls_desktop.gui.widgets.styling import announce

MOST = 9
TICK_MS = 250
_ASLEEP_S = 5.0
_WORTH_TELLING_S = 1.0


@dataclass
class Counted:
    """One behaviour: how often, or for how many seconds in all."""

    behaviour: str
    count: int = 0
    seconds: float = 0.0
    is_going_on: bool = False


class TallyBoard(QWidget):
    """Keys 1 to 9 stand for the behaviours."""

    counted = Signal()
    left = Signal()

    def __init__(
        self,
        rows: Sequence[Counted],
        clock: Callable[[], float],
        *,
        is_duration: bool,
        watched: float = 0.0,
        parent: QWidget | None = None,
    ) -> None:
        """Goes on from what `rows` hold after `watched` seconds of earlier counting."""
        super().__init__(parent, Qt.WindowType.Window)
        self.rows, self._clock, self._is_duration = list(rows[:MOST]), clock, is_duration
        self.watched = watched  # seconds with the board open and not paused
        self._told_at = watched  # what was watched when the counts were last handed on
        self._since: float | None = None
        self._done: list[int] = []
        self.setWindowTitle("Observation")
        self.setAccessibleName("Counting. A number counts, Backspace takes back, Escape ends.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(60, 40, 60, 24)
        layout.setSpacing(18)
        layout.addStretch(1)
        self._lines = [line_of(26) for _ in self.rows]
        for line in self._lines:
            layout.addWidget(line)
        self._time = line_of(14)
        layout.addWidget(self._time)
        layout.addStretch(1)
        hint = line_of(HINT_PT)
        what = "start or stop" if is_duration else "count"
        hint.setText(f"1 to {len(self.rows)}: {what}   ·   Space: pause   ·   Esc: end")
        layout.addWidget(hint)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    @property
    def words(self) -> str:
        """All that the board says now."""
        return " · ".join(line.text() for line in (*self._lines, self._time))

    def begin(self) -> None:
        """Cover the screen and let time go."""
        self.showFullScreen()
        self.setFocus()
        self._go()

    def pause(self) -> None:
        """Stop time, and every stretch that goes on; what was counted is handed on."""
        self._on_tick()
        self._since = None
        if self.watched - self._told_at >= _WORTH_TELLING_S:
            self._tell()
        for each in self.rows:
            each.is_going_on = False
        self._timer.stop()
        self._show()
        announce(self, "Paused")

    def end(self) -> None:
        """Leave the board; everything counted is kept."""
        self.pause()
        self.left.emit()
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1.value
        if event.key() == Qt.Key.Key_Escape:
            self.end()
            return
        if event.key() == Qt.Key.Key_Space:
            self.pause() if self._since is not None else self._go()
        elif event.key() == Qt.Key.Key_Backspace and self._done and not self._is_duration:
            self.rows[self._done.pop()].count -= 1
            self._tell()
        elif 0 <= number < len(self.rows) and self._since is not None:
            self._press(number)
        else:
            super().keyPressEvent(event)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if is_left and self._since is not None:
            self.pause()

    def _go(self) -> None:
        self._since = self._clock()
        self._timer.start()
        self._show()

    def _press(self, number: int) -> None:
        self._on_tick()
        each = self.rows[number]
        if self._is_duration:
            each.is_going_on = not each.is_going_on
            each.count += each.is_going_on
        else:
            each.count += 1
            self._done.append(number)
        self._tell()

    def _tell(self) -> None:
        self._told_at = self.watched
        self.counted.emit()

    def _on_tick(self) -> None:
        if self._since is None:
            return
        now = self._clock()
        gap = now - self._since
        self._since = now
        if not 0 <= gap <= _ASLEEP_S:
            return  # the laptop slept: nobody watched
        self.watched += gap
        going_on = [each for each in self.rows if each.is_going_on]
        for each in going_on:
            each.seconds += gap
        if going_on and self.watched - self._told_at >= _WORTH_TELLING_S:
            self._tell()
        self._show()

    def _show(self) -> None:
        for number, (line, each) in enumerate(zip(self._lines, self.rows, strict=True), start=1):
            told = f"{each.count} ×"
            if self._is_duration:
                told = f"{int(each.seconds)} s{' …' if each.is_going_on else ''}"
            line.setText(f"{number}   {each.behaviour}   {told}")
        minutes, seconds = divmod(int(self.watched), 60)
        state = "" if self._since is not None else "Paused · "
        self._time.setText(f"{state}{minutes}:{seconds:02} watched")

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(dark("bg")))
