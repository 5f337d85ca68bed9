"""Tab goes where the eye goes, also through parts that came onto a screen later.

Qt puts what is made later at the end of its chain, and a chain that is laid anew each time does
not stay whole; so the window looks along its layouts when Tab is pressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QWidget,
)


def move_focus(window: QWidget, *, forward: bool) -> bool:
    """Go to the next stop of a window, round its end; False if the focus is at none of them."""
    focused = QApplication.focusWidget()
    if focused is None:
        return False
    stops = [stop for stop in _stops(window) if _takes_tab(stop)]
    place = next((n for n, stop in enumerate(stops) if _holds(stop, focused)), None)
    if place is None:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True


def _takes_tab(widget: QWidget) -> bool:
    has_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return has_tab and widget.focusProxy() is None and widget.isEnabled()


def _holds(stop: QWidget, focused: QWidget) -> bool:
    return stop is focused or stop.isAncestorOf(focused)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """What is in view and can take the focus, from top to bottom and left to right."""
    if not widget.isVisible():
        return
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        yield widget
    for part in _parts_of(widget):
        yield from _stops(part)


def _parts_of(widget: QWidget) -> list[QWidget]:
    """What stands in a widget, in the order of its layout; what floats over it comes last."""
    if isinstance(widget, QSplitter):
        panes = (widget.widget(place) for place in range(widget.count()))
        return [pane for pane in panes if pane is not None]
    if isinstance(widget, QMainWindow | QScrollArea):
        inner = widget.centralWidget() if isinstance(widget, QMainWindow) else widget.widget()
        return [inner] if inner is not None else []
    layout = widget.layout()
    if layout is None:
        return []
    placed = list(_in_layout(layout))
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    children = widget.findChildren(QWidget, options=direct)
    return [*placed, *(each for each in children if each not in placed and not each.isWindow())]


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout and of those in it, in their order."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, nested = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif nested is not None:
            yield from _in_layout(nested)
