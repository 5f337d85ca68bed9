"""Counting over the whole screen: one key adds one, or starts and stops a stretch of time.

The same quiet board as for a time sample. It hands every count to the screen behind it at once.
Whoever waits for something rare presses no key: a running board counts as somebody being there,
up to the limit of `stls_desktop.gui.presence`, and says so before it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stls_core.coding import ASLEEP_S
from stls_desktop.gui.presence import LIMIT_S, tell_watching
from stls_desktop.gui.screens.coding import HINT_PT, LEFT, SLEPT, dark, line_of
from stls_desktop.gui.widgets.styling import announce

MOST = 9
TICK_MS = 250
WARNED_S = 120.0  # of the countdown before a board without keys stops
_WORTH_TELLING_S = 1.0
_ALONE = f"no key for {LIMIT_S / 60:.0f} minutes"


@dataclass
class Counted:
    """One behaviour: how often, or for how many seconds in all."""

    behaviour: str
    count: int = 0
    seconds: float = 0.0
    is_going_on: bool = False


@dataclass
class _Mark:
    """What one key did, so that it can be taken back: a count, with its seconds if a stretch."""

    place: int
    seconds: float = 0.0


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
        self._keyed_at = 0.0  # when the last key was pressed, on the clock
        self._why = ""  # of the pause, if nobody asked for it
        self._done: list[_Mark] = []
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
        hint.setWordWrap(True)
        what = "start or stop" if is_duration else "count"
        keys = "1" if len(self.rows) == 1 else f"1 to {len(self.rows)}"
        hint.setText(
            f"{keys}: {what}   ·   Backspace: take back   ·   Space: pause or go on"
            "   ·   Esc: end and keep all"
        )
        layout.addWidget(hint)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    @property
    def words(self) -> str:
        """All that the board says now."""
        return " · ".join(line.text() for line in (*self._lines, self._time))

    @property
    def elapsed(self) -> float:
        """Seconds watched so far."""
        return self.watched

    def begin(self) -> None:
        """Cover the screen and let time go."""
        self.showFullScreen()
        self.setFocus()
        self._go()

    def pause(self) -> None:
        """Stop time, and every stretch that goes on; what was counted is handed on."""
        self._on_tick()
        self._stop()

    def _stop(self, why: str = "") -> None:
        self._since, self._why = None, why
        if self.watched - self._told_at >= _WORTH_TELLING_S:
            self._tell()
        for each in self.rows:
            each.is_going_on = False
        self._timer.stop()
        self._show()
        announce(self, self._state)

    def end(self) -> None:
        """Leave the board; everything counted is kept."""
        self.pause()
        self.left.emit()
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1.value
        self._keyed_at = self._clock()
        if event.key() == Qt.Key.Key_Escape:
            self.end()
            return
        if event.key() == Qt.Key.Key_Space:
            self.pause() if self._since is not None else self._go()
        elif event.key() == Qt.Key.Key_Backspace and self._done:
            self._take_back()
        elif 0 <= number < len(self.rows) and self._since is not None:
            self._press(number)
        else:
            super().keyPressEvent(event)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if is_left and self._since is not None:
            self._on_tick()
            self._stop(LEFT)

    def _go(self) -> None:
        self._since = self._keyed_at = self._clock()
        self._why = ""
        self._timer.start()
        self._show()

    def _press(self, number: int) -> None:
        self._on_tick()
        each = self.rows[number]
        is_begun = not (self._is_duration and each.is_going_on)
        if is_begun:
            each.count += 1
            self._done.append(_Mark(number))
        each.is_going_on = self._is_duration and is_begun
        self._tell()

    def _take_back(self) -> None:
        """The last count, or the last stretch with its seconds; one that goes on is ended."""
        self._on_tick()
        last = self._done.pop()
        each = self.rows[last.place]
        each.count -= 1
        each.seconds = max(0.0, each.seconds - last.seconds)
        each.is_going_on = False
        self._tell()
        announce(self, "Taken back")

    def _going_on(self) -> list[_Mark]:
        """The marks of the stretches that go on: the last of each behaviour."""
        last = {mark.place: mark for mark in self._done}
        return [mark for place, mark in last.items() if self.rows[place].is_going_on]

    def _tell(self) -> None:
        self._told_at = self.watched
        self.counted.emit()

    def _on_tick(self) -> None:
        if self._since is None:
            return
        now = self._clock()
        gap = now - self._since
        if not 0 <= gap <= ASLEEP_S:
            self._stop(SLEPT)  # nobody watched
            return
        if now - self._keyed_at >= LIMIT_S:
            self._stop(_ALONE)
            return
        self._since = now
        self.watched += gap
        going_on = self._going_on()
        for mark in going_on:
            mark.seconds += gap
            self.rows[mark.place].seconds += gap
        if going_on and self.watched - self._told_at >= _WORTH_TELLING_S:
            self._tell()
        tell_watching(self)
        self._show()

    @property
    def _state(self) -> str:
        if self._since is None:
            return f"Paused: {self._why}" if self._why else "Paused"
        left = LIMIT_S - (self._clock() - self._keyed_at)
        if left > WARNED_S:
            return ""
        minutes, seconds = divmod(int(left), 60)
        return f"Press any key to go on; stops in {minutes}:{seconds:02}"

    def _show(self) -> None:
        for number, (line, each) in enumerate(zip(self._lines, self.rows, strict=True), start=1):
            told = f"{each.count} ×"
            if self._is_duration:
                told = f"{int(each.seconds)} s{' …' if each.is_going_on else ''}"
            line.setText(f"{number}   {each.behaviour}   {told}")
        minutes, seconds = divmod(int(self.watched), 60)
        told = f"{minutes}:{seconds:02} watched"
        self._time.setText(f"{self._state} · {told}" if self._state else told)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(dark("bg")))
