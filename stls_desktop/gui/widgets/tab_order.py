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
    """Go to the next stop of a window, round its end; False if the focus is not in it."""
    focused = QApplication.focusWidget()
    if focused is None or focused.window() is not window:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    for widget in _from(focused, window, forward=forward):
        if widget is not focused and _takes_tab(widget):
            widget.setFocus(reason)
            return True
    return False


def _takes_tab(widget: QWidget) -> bool:
    has_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return has_tab and widget.focusProxy() is None and widget.isEnabled()


def _from(here: QWidget, window: QWidget, *, forward: bool) -> Iterator[QWidget]:
    """Everything from here on, the near before the far, and then from the window's other end.

    Looked for step by step: a long form is not searched from its top for each press.
    """
    if forward:
        for part in _parts_of(here):
            yield from _all_in(part, forward=True)
    below, above = here, here.parentWidget()
    while above is not None and below is not window:
        parts = _parts_of(above)
        place = next((n for n, part in enumerate(parts) if _holds(part, here)), None)
        if place is not None:
            rest = parts[place + 1 :] if forward else parts[:place][::-1]
            for part in rest:
                yield from _all_in(part, forward=forward)
        if not forward:
            yield above
        below, above = above, above.parentWidget()
    yield from _all_in(window, forward=forward)


def _holds(part: QWidget, widget: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)


def _all_in(widget: QWidget, *, forward: bool) -> Iterator[QWidget]:
    """A widget and what is in view in it, in the order of reading or the other way round."""
    if not widget.isVisible():
        return
    if forward:
        yield widget
    parts = _parts_of(widget)
    for part in parts if forward else reversed(parts):
        yield from _all_in(part, forward=forward)
    if not forward:
        yield widget


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
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    children = widget.findChildren(QWidget, options=direct)
    placed = list(_in_layout(layout, children))
    return [*placed, *(each for each in children if each not in placed and not each.isWindow())]


def _in_layout(layout: QLayout, widgets: list[QWidget]) -> Iterator[QWidget]:
    """Those of the widgets that stand in a layout and in those within it, in their order.

    Never by `itemAt`: PySide keeps what that hands out as long as the layout, Qt deletes it with
    its widget, and once its place in memory holds something else the program falls over.
    """
    inner = [each for each in layout.children() if isinstance(each, QLayout)]
    placed: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(w), w) for w in widgets]
    placed += [(layout.indexOf(each), each) for each in inner]
    for place, each in sorted(placed, key=_place):
        if place < 0:
            continue
        if isinstance(each, QLayout):
            yield from _in_layout(each, widgets)
        else:
            yield each


def _place(placed: tuple[int, QWidget | QLayout]) -> int:
    return placed[0]
