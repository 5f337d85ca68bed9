"""Paints one row of a `RowList`. Colours and sizes are asked of the theme while it paints."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stls_desktop.gui.theme import TONE_TOKENS, theme
from stls_desktop.gui.widgets.row_model import ROW_ROLE, Index, ListRow, RowModel

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RowDelegate(QStyledItemDelegate):
    """Title and time, a line below, and a muted line that ends in a state chip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        each, model = _row_of(index)
        line = _line(option.font)
        height = each.shape[0] * line + theme().space(16)
        if model.starts_section(index.row()):
            height += line + theme().space(10)
        return QSize(theme().space(200), max(height, theme().space(44)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        each, model = _row_of(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect)
        if model.starts_section(index.row()):
            height = _line(option.font) + theme().space(10)
            self._paint_section(
                painter, option.font, area.adjusted(0, 0, 0, height - area.height()), each
            )
            area.setTop(area.top() + height)
        self._paint_ground(painter, option, area)
        self._paint_words(painter, option.font, area, each)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    @staticmethod
    def _paint_section(painter: QPainter, font: QFont, area: QRect, each: ListRow) -> None:
        look = theme()
        painter.fillRect(area, look.colour("bg"))
        painter.setFont(_scaled(font, 0.9, QFont.Weight.DemiBold))
        painter.setPen(look.colour("muted"))
        painter.drawText(area.adjusted(look.space(14), 0, 0, 0), _LEFT, each.section)
        _rule(painter, area, look.colour("border"))

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        look = theme()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        token = "selection" if is_selected else "hover" if is_hovered else "surface"
        painter.fillRect(area, look.colour(token))
        if is_selected:
            bar = QRect(area.left(), area.top(), look.space(4), area.height())
            painter.fillRect(bar, look.colour("accent"))
        _rule(painter, area, look.colour("border"))

    def _paint_words(self, painter: QPainter, font: QFont, area: QRect, each: ListRow) -> None:
        look = theme()
        line = _line(font)
        inner = area.adjusted(look.space(14), look.space(8), -look.space(12), 0)
        box = QRect(inner.left(), inner.top(), inner.width(), line)
        taken = 0
        if each.time:
            taken = QFontMetrics(font).horizontalAdvance(each.time) + look.space(10)
            _text(painter, font, look.colour("muted"), box, each.time, _RIGHT)
        bold = _scaled(font, 1.0, QFont.Weight.DemiBold)
        _text(painter, bold, look.colour("text"), box.adjusted(0, 0, -taken, 0), each.title)
        if each.subtitle:
            box.translate(0, line)
            _text(painter, font, look.colour("text"), box, each.subtitle)
        if each.detail or each.state:
            box.translate(0, line)
            chip = self._paint_chip(painter, font, box, each) if each.state else 0
            words = box.adjusted(0, 0, -chip, 0)
            _text(painter, font, look.colour("muted"), words, each.detail)

    @staticmethod
    def _paint_chip(painter: QPainter, font: QFont, box: QRect, each: ListRow) -> int:
        """Draw the state at the right end; returns the width that it takes."""
        look = theme()
        fore, back = TONE_TOKENS[each.tone]
        small = _scaled(font, 0.9, QFont.Weight.Medium)
        metrics = QFontMetrics(small)
        words = metrics.elidedText(each.state, Qt.TextElideMode.ElideRight, box.width() // 2)
        width = metrics.horizontalAdvance(words) + look.space(16)
        height = metrics.height() + 2
        chip = QRect(box.right() - width + 1, box.center().y() - height // 2 + 1, width, height)
        painter.setPen(QPen(look.colour(fore), 1) if look.has_outlines else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(back))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setFont(small)
        painter.setPen(look.colour(fore))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        return width + look.space(8)


def _row_of(index: Index) -> tuple[ListRow, RowModel]:
    return (
        cast("ListRow", index.data(ROW_ROLE)),
        cast("RowModel", index.model()),
    )


def _line(font: QFont) -> int:
    return QFontMetrics(font).height() + 4


def _scaled(font: QFont, scale: float, weight: QFont.Weight) -> QFont:
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * scale)
    made.setWeight(weight)
    return made


def _rule(painter: QPainter, area: QRect, colour: QColor) -> None:
    painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), colour)


def _text(
    painter: QPainter,
    font: QFont,
    colour: QColor,
    box: QRect,
    words: str,
    align: Qt.AlignmentFlag = _LEFT,
) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align, cut)
