"""A signature drawn with a finger, a pen or the mouse. Keeps the field contract.

The value is text: a point is `x,y` from 0 to 1000 across and down, points are set apart by spaces
and lines by semicolons. It is a drawing and nothing is read from it.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from stls_core.records.agreements import SIGNATURE_BOX as BOX
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.blind import Blind
from stls_desktop.gui.widgets.styling import button, row

HEIGHT: Final = 140  # pixels at normal text size
WIDTH: Final = 420
FEWEST_STEPS: Final = 6  # of a thousand; a hand that rests adds no points
MOST_LETTERS: Final = 11_000  # a drawing that goes on and on ends well inside what fits

Line = list[tuple[int, int]]


class SignaturePad(QFrame):
    """A box to sign in, with a button that begins again."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = _Box(self)
        self._box.drawn.connect(self._on_drawn)
        line: QHBoxLayout = row(self, gap=10)
        line.addWidget(self._box)
        self._clear = button("Begin again", icon="undo-2")
        self._clear.setAccessibleName("Take the signature away and begin again")
        self._clear.clicked.connect(self._on_clear)
        self._clear.setEnabled(False)
        line.addWidget(self._clear, alignment=Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        self.setFocusProxy(self._box)
        self._blind = Blind(self._box)

    def value(self) -> str:
        """The lines as text."""
        return self._box.text()

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show a drawing; this is no edit."""
        self._box.show_text(str(value or ""))
        self._clear.setEnabled(not self.is_empty())

    def raw(self) -> str:
        """The same, for a draft."""
        return self.value()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's drawing."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """A drawing cannot be mistyped."""
        return ""

    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return not self.value()

    def set_field_name(self, name: str) -> None:
        """What a screen reader calls the box."""
        self._box.setAccessibleName(f"{name}, drawn with a pen, a finger or the mouse")

    def _on_drawn(self) -> None:
        self._clear.setEnabled(True)
        self.edited.emit()

    def _on_clear(self) -> None:
        self.set_value("")
        self._box.setFocus()
        self.edited.emit()


class _Box(QWidget):
    drawn = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._unread = ""  # a drawing of another program is kept as it is until it is cleared
        self._is_drawing = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Signature")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.space(WIDTH), look.space(HEIGHT))

    def text(self) -> str:
        lines = ";".join(" ".join(f"{x},{y}" for x, y in line) for line in self._lines)
        return lines or self._unread

    def show_text(self, text: str) -> None:
        try:
            self._lines = [_points(line) for line in text.split(";") if line.strip()]
            self._unread = ""
        except ValueError:
            self._lines, self._unread = [], text
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and len(self.text()) < MOST_LETTERS:
            self._is_drawing, self._unread = True, ""
            self._lines.append([self._at(event.position())])
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._is_drawing:
            return
        point, last = self._at(event.position()), self._lines[-1][-1]
        moved = abs(point[0] - last[0]) + abs(point[1] - last[1])
        if moved >= FEWEST_STEPS and len(self.text()) < MOST_LETTERS:
            self._lines[-1].append(point)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_drawing and event.button() == Qt.MouseButton.LeftButton:
            self._is_drawing = False
            self.drawn.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_undo = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if is_undo and self._lines:
            self._lines.pop()
            self.update()
            self.drawn.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "focus" if self.hasFocus() else "field_border"
        painter.setPen(QPen(look.colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        base = self.height() * 0.76
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(QPointF(16, base), QPointF(self.width() - 16, base))
        if not self._lines:
            painter.setPen(look.colour("muted"))
            words = "Kept as it was drawn elsewhere" if self._unread else "Sign here"
            area = self.rect().adjusted(16, 0, -16, -6)
            painter.drawText(area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(look.colour("text"), look.space(2.2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for line in self._lines:
            painter.drawPath(self._path(line))

    def _path(self, line: Line) -> QPainterPath:
        start, *others = [QPointF(x * self.width() / BOX, y * self.height() / BOX) for x, y in line]
        path = QPainterPath(start)
        for point in others or [start + QPointF(0.5, 0.5)]:
            path.lineTo(point)
        return path

    def _at(self, position: QPointF) -> tuple[int, int]:
        x, y = position.x() / max(1, self.width()), position.y() / max(1, self.height())
        return round(BOX * min(1.0, max(0.0, x))), round(BOX * min(1.0, max(0.0, y)))


def _points(text: str) -> Line:
    pairs = [point.partition(",") for point in text.split()]
    return [(int(x), int(y)) for x, _, y in pairs]
