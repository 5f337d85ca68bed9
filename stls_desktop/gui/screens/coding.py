"""Coding over the whole screen: a dark, quiet board, one key for each code, no sound and no name.

Every key is handed to the screen behind it at once, which keeps it on the disk. Time stands still
in a pause, when the window is left, and while the laptop sleeps or is locked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from stls_core.coding import CODES, CodingRun, share_words
from stls_core.records.observations import FEWEST_SLOTS
from stls_desktop.gui.theme import theme, token_tables
from stls_desktop.gui.widgets.styling import announce

TICK_MS = 100
_NEW_SLOT_MS = 700
HINT_PT = 12
_LETTER_PT, _MEANING_PT = 18, 10
LEFT = "the window was left"  # why a board paused by itself
SLEPT = "the laptop slept"


class CodingBoard(QWidget):
    """The full-screen board of a time sample."""

    coded = Signal()  # something was coded, undone or missed: keep it
    left = Signal()

    def __init__(
        self,
        run: CodingRun,
        codes: Sequence[tuple[str, str]],
        clock: Callable[[], float],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._run, self._clock = run, clock
        self._words = dict(codes)
        self._why = ""  # of the pause, if nobody asked for it
        self.setWindowTitle("Observation")
        self.setAccessibleName("Coding. Space pauses, Backspace takes back, Escape ends.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clockface = _Clockface(run)
        self._turn, self._now, self._count = line_of(22), line_of(30), line_of(14)
        self._hint = line_of(HINT_PT)
        self._hint.setWordWrap(True)
        self._hint.setText(
            "Space: pause or go on   ·   Backspace: take back   ·   Esc: end and keep all"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 32, 40, 24)
        layout.setSpacing(14)
        layout.addStretch(1)
        layout.addWidget(self._clockface, 0, Qt.AlignmentFlag.AlignHCenter)
        for line in (self._turn, self._now, self._count):
            layout.addWidget(line)
        layout.addStretch(1)
        layout.addLayout(self._legend())
        layout.addWidget(self._hint)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._show()

    @property
    def words(self) -> str:
        """All that the board says now."""
        return " · ".join(each.text() for each in (self._turn, self._now, self._count))

    @property
    def elapsed(self) -> float:
        """Seconds watched so far."""
        return self._run.elapsed

    def begin(self) -> None:
        """Cover the screen and let time go."""
        self.showFullScreen()
        self.setFocus()
        self._go()

    def pause(self, why: str = "") -> None:
        """Stop time; what was coded stays. A pause that nobody asked for says why."""
        self._why = why
        self._run.pause(self._clock())
        self._timer.stop()
        self._show()
        announce(self, self._paused)

    @property
    def _paused(self) -> str:
        return f"Paused: {self._why}" if self._why else "Paused"

    def _go(self) -> None:
        self._run.start(self._clock())
        self._timer.start()
        self._show()

    def _legend(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        for key, code in CODES.items():
            line.addWidget(_Key(key, self._words.get(code, code)), 1)
        return line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text().upper()
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() == Qt.Key.Key_Space:
            self.pause() if self._run.is_running else self._go()
        elif event.key() == Qt.Key.Key_Backspace:
            if self._run.undo():
                self.coded.emit()
        elif key in CODES and self._run.is_running:
            self._on_tick()
            self._run.code(CODES[key])
            self.coded.emit()
        else:
            super().keyPressEvent(event)
        self._show()

    def end(self) -> None:
        """Leave the board; everything coded is kept."""
        self._run.pause(self._clock())
        self._timer.stop()
        self.coded.emit()
        self.left.emit()
        self.close()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if is_left and self._run.is_running:
            self.pause(LEFT)

    def _on_tick(self) -> None:
        was_running = self._run.is_running
        if self._run.tick(self._clock()):
            self._clockface.flash()
            self.coded.emit()
        if was_running and not self._run.is_running:
            self.pause(SLEPT)
        self._show()

    def _show(self) -> None:
        run = self._run
        self._turn.setText(
            self._paused if not run.is_running else "Peer" if run.is_peers_turn else "Child"
        )
        self._now.setText(self._words.get(run.code_now, "…" if run.is_running else ""))
        minutes, seconds = divmod(int(run.elapsed), 60)
        missed = f" · {run.missed} missed" if run.missed else ""
        told = share_words(run.share, FEWEST_SLOTS)
        self._count.setText(f"Slot {run.place + 1} · {minutes}:{seconds:02} · {told}{missed}")
        self._clockface.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(dark("bg")))


class _Clockface(QWidget):
    """A ring that fills over the interval and is bright when a new one begins: the only cue."""

    def __init__(self, run: CodingRun) -> None:
        super().__init__()
        self._run = run
        side = theme().space(200)
        self.setFixedSize(side, side)
        self._bright = QTimer(self, singleShot=True, interval=_NEW_SLOT_MS)
        self._bright.timeout.connect(self.update)

    def flash(self) -> None:
        """A new slot begins."""
        self._bright.start()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(14, 14, -14, -14)
        painter.setPen(QPen(QColor(dark("border")), 14))
        painter.drawEllipse(box)
        colour = QColor(dark("text" if self._bright.isActive() else "accent"))
        painter.setPen(QPen(colour, 14, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, 90 * 16, -int(360 * 16 * self._run.into_slot))


class _Key(QFrame):
    """A key and what it stands for: the letter is found at a glance, the words are read once."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self.setObjectName("key")
        self.setStyleSheet(f"#key {{ background: {dark('surface')}; border-radius: 6px; }}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 4, 8)
        layout.setSpacing(2)
        letter, meaning = line_of(_LETTER_PT), line_of(_MEANING_PT)
        letter.setText(key)
        meaning.setText(words)
        meaning.setWordWrap(True)
        meaning.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        layout.addWidget(letter)
        layout.addWidget(meaning, 1)


def line_of(size: int) -> QLabel:
    """A line of words on a dark board; up to `HINT_PT` points it is muted."""
    made = QLabel()
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    font = QFont(made.font())
    font.setPointSize(size)
    made.setFont(font)
    token = "text" if size > HINT_PT else "muted"
    made.setStyleSheet(f"color: {dark(token)}; font-size: {size}pt;")
    return made


def dark(token: str) -> str:
    """The board is dark in every look: it must not light up a room full of children."""
    return token_tables()["dark"][token]
