"""A button with a drawn face and words under it: an answer that a child can point to.

Drawn in lines of one colour, so that no face looks right or wrong. The words say what it means.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolButton

from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.styling import set_role

_SIDE: Final = 84  # of the face, pixels at normal text size
_AROUND: Final = 36  # above and below the face, and between it and its words


def face_button(words: str, smile: float, room: int) -> QToolButton:
    """`smile` from -1, not good at all, to 1, very good; it fits into `room`."""
    made = QToolButton()
    set_role(made, "answer")
    edge = theme().space(12)
    side = min(theme().space(_SIDE), room - edge)
    made.setIcon(QIcon(_face(side, smile, made.devicePixelRatioF())))
    made.setIconSize(QSize(side, side))
    made.setText(words)
    made.setAccessibleName(" ".join(words.split()))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    lines = 2 * QFontMetrics(theme().font(1.3)).lineSpacing()
    made.setMinimumSize(side + edge, side + lines + theme().space(_AROUND))
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _face(side: int, smile: float, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme().colour("text"), side / 24)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    line = pen.widthF()
    painter.drawEllipse(QRectF(line, line, side - 2 * line, side - 2 * line))
    painter.setBrush(theme().colour("text"))
    for across in (0.34, 0.66):
        painter.drawEllipse(QPointF(across * side, 0.4 * side), side / 28, side / 28)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ends, middle = 0.66 - 0.06 * smile, 0.66 + 0.18 * smile
    mouth = QPainterPath(QPointF(0.28 * side, ends * side))
    mouth.quadTo(QPointF(0.5 * side, middle * side), QPointF(0.72 * side, ends * side))
    painter.drawPath(mouth)
    painter.end()
    return picture
