"""A layout that sets widgets side by side and wraps them like words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from stls_desktop.gui.theme import theme

_Sized = tuple[QLayoutItem, QSize]


class FlowLayout(QLayout):
    """Left to right, then the next line; every item keeps its natural size."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = theme().space(gap)
        self._sizes: list[QSize] = []  # of the items, until one of them says that it has changed
        self._stretches: QWidget | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def stretch_last(self, widget: QWidget) -> None:
        """Let this widget, which must be the last, fill the rest of its line."""
        self._stretches = widget

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def invalidate(self) -> None:
        self._sizes.clear()
        super().invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        shown = [size for item, size in self._sized() if not item.isEmpty()]
        left, top, right, bottom = self._margins()
        width = sum(size.width() for size in shown) + self._gap * max(0, len(shown) - 1)
        height = max((size.height() for size in shown), default=0)
        return QSize(width + left + right, height + top + bottom)

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        left, top, right, bottom = self._margins()
        return size + QSize(left + right, top + bottom)

    def _margins(self) -> tuple[int, int, int, int]:
        margins = self.contentsMargins()
        return margins.left(), margins.top(), margins.right(), margins.bottom()

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        """Place the items if `moves`; the height they need at the width of `rect`."""
        left, top, right, bottom = self._margins()
        area = rect.adjusted(left, top, -right, -bottom)
        y = area.y()
        for items in self._lines(area.width()):
            height = max(size.height() for _, size in items)
            if moves:
                self._place(items, QRect(area.x(), y, area.width(), height))
            y += height + self._gap
        return max(y - self._gap, area.y()) - rect.y() + bottom

    def _sized(self) -> list[_Sized]:
        """The items with the size that each would like, which is slow to ask for."""
        if len(self._sizes) != len(self._items):
            self._sizes = [item.sizeHint() for item in self._items]
        return list(zip(self._items, self._sizes, strict=True))

    def _lines(self, width: int) -> list[list[_Sized]]:
        """The items that can be seen, line by line."""
        lines: list[list[_Sized]] = []
        x = 0
        for item, size in self._sized():
            if item.isEmpty():
                continue
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self._gap
        return lines

    def _place(self, items: list[_Sized], line: QRect) -> None:
        x = line.x()
        for item, size in items:
            width = size.width()
            if self._stretches is not None and item.widget() is self._stretches:
                width = max(width, line.right() + 1 - x)
            top = line.y() + (line.height() - size.height()) // 2
            item.setGeometry(QRect(QPoint(x, top), QSize(width, size.height())))
            x += width + self._gap
