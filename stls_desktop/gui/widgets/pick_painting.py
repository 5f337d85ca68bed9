"""Paints one line of a `Picker`: icon, words, a muted hint, and a note at the right end."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stls_desktop.gui import icons
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.row_model import Index

PICK_ROLE = Qt.ItemDataRole.UserRole


class PickDelegate(QStyledItemDelegate):
    """One line, tall enough to touch."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = QFontMetrics(option.font).height() + theme().space(16)
        return QSize(theme().space(240), max(32, height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, pick = theme(), index.data(PICK_ROLE)
        metrics = QFontMetrics(option.font)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        area = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(look.colour("focus") if look.has_outlines else Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selection"))
            painter.drawRoundedRect(area.adjusted(1, 1, -2, -2), 5, 5)
        box = area.adjusted(look.space(10), 0, -look.space(10), 0)
        if pick.icon:
            self._paint_icon(painter, box, pick.icon)
        box.setLeft(box.left() + look.space(28))
        if pick.note:
            painter.setPen(look.colour("muted"))
            painter.drawText(
                box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, pick.note
            )
            box.setRight(box.right() - metrics.horizontalAdvance(pick.note) - look.space(12))
        painter.setPen(look.colour("text"))
        words = metrics.elidedText(pick.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        box.setLeft(box.left() + metrics.horizontalAdvance(words) + look.space(10))
        painter.setPen(look.colour("muted"))
        hint = metrics.elidedText(pick.hint, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, hint)
        painter.restore()

    @staticmethod
    def _paint_icon(painter: QPainter, box: QRect, name: str) -> None:
        look = theme()
        side = look.space(16)
        ratio = painter.device().devicePixelRatio()
        picture = icons.pixmap(name, look.colour("muted"), side, ratio)
        painter.drawPixmap(box.left(), box.center().y() - side // 2, picture)
