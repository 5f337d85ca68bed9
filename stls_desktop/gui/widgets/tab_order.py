"""Tab goes where the eye goes, also through parts that came onto a screen later.

Qt puts what is made later at the end of its chain, and a chain that is laid anew each time does
not stay whole; so a screen that grows looks along its layouts when Tab is pressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget

_MOST: int = 10_000  # widgets in a window: a chain that has no end is left


def move_focus(root: QWidget, *, forward: bool) -> bool:
    """Go to the next stop of `root`, or out of it at its end; False if the focus is elsewhere."""
    focused = QApplication.focusWidget()
    if focused is None or not root.isAncestorOf(focused):
        return False
    stops = [stop for stop in _stops(root) if _takes_tab(stop)]
    place = next((n for n, stop in enumerate(stops) if _holds(stop, focused)), None)
    if place is None:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    there = place + (1 if forward else -1)
    wanted = stops[there] if 0 <= there < len(stops) else _outside(root, focused, forward=forward)
    if wanted is None:
        return False
    wanted.setFocus(reason)
    return True


def _outside(root: QWidget, focused: QWidget, *, forward: bool) -> QWidget | None:
    """The next widget of the window that is no part of `root`."""
    each = focused
    for _ in range(_MOST):
        following = each.nextInFocusChain() if forward else each.previousInFocusChain()
        if following is None:
            break
        each = following
        if each is not root and not root.isAncestorOf(each) and _takes_tab(each):
            return each
        if each is focused:
            break
    return None


def _takes_tab(widget: QWidget) -> bool:
    has_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return has_tab and widget.focusProxy() is None and widget.isVisible() and widget.isEnabled()


def _holds(stop: QWidget, focused: QWidget) -> bool:
    return stop is focused or stop.isAncestorOf(focused)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """What can take the focus, from top to bottom and left to right."""
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        yield widget
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        yield from _stops(inner)
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, nested = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif nested is not None:
            yield from _in_layout(nested)
