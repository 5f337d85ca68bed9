"""Small steps that every widget takes: a role for the stylesheet, a label, a button, a layout.

Nothing here decides a colour or a size: those are in `ui/theme`.
"""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.theme import theme

_LINK_EDGE: Final = 7  # pixels between a link's edge and its words

BoxT = TypeVar("BoxT", bound=QLayout)


def set_role(widget: QWidget, role: str) -> None:
    """Give the widget the look that `app.qss` has for `role`."""
    set_state(widget, "role", role)


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet asks for, and let the stylesheet look again.

    A widget that has not been shown yet has not been looked at either: Qt does so once, later.
    """
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A plain-text label; `role` as in `app.qss` (h1, h2, muted, help …)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        set_role(made, role)
    return made


def button(text: str, role: str = "", *, icon: str = "", tip: str = "") -> QPushButton:
    """A push button: primary (one per screen), link, danger, or the plain kind."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if role:
        set_role(made, role)
    if icon:
        token = {"primary": "on_accent", "link": "accent", "danger": "err"}.get(role, "text")
        set_icon(made, icon, token, size=16)
    made.setToolTip(tip)
    return made


def icon_button(icon: str, name: str, *, tip: str = "", token: str = "muted") -> QToolButton:  # noqa: S107 - a colour
    """A button that shows only an icon; `name` is what a screen reader says and the tip shows."""
    made = QToolButton()
    set_role(made, "icon")
    set_icon(made, icon, token)
    made.setAccessibleName(name)
    made.setToolTip(tip or name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def icon_label(icon: str, token: str, *, size: float = 16) -> QLabel:
    """A picture that only repeats what the words beside it say."""
    made = QLabel()
    set_icon(made, icon, token, size=size)
    return made


def frame(role: str) -> QFrame:
    """An empty panel with the look of `role`."""
    made = QFrame()
    set_role(made, role)
    return made


def column(
    parent: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0,) * 4, gap: int = 0
) -> QVBoxLayout:
    """A top-to-bottom layout; distances are pixels at normal text size."""
    made = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    return _spaced(made, margins, gap)


def row(
    parent: QWidget | None = None, *, margins: tuple[int, int, int, int] = (0,) * 4, gap: int = 0
) -> QHBoxLayout:
    """A left-to-right layout; distances are pixels at normal text size."""
    made = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    return _spaced(made, margins, gap)


def add_in_column(line: QHBoxLayout, widget: QWidget, width: int) -> None:
    """Add a widget so that what follows begins at the same place on each line of a list."""
    line.addWidget(widget)
    line.addSpacing(max(0, theme().space(width) - widget.sizeHint().width()))


def _spaced(layout: BoxT, margins: tuple[int, int, int, int], gap: int) -> BoxT:
    look = theme()
    layout.setContentsMargins(*(look.space(side) for side in margins))
    layout.setSpacing(look.space(gap))
    return layout


def show_in_place(widget: QWidget, is_shown: bool) -> None:
    """Show or hide a part of a screen.

    Qt would open a part that has no parent yet as a window of its own, which flickers and takes
    the keyboard away; such a part is only marked, and appears with the screen that it is put into.
    """
    parent = widget.parentWidget()
    if not is_shown or (parent is not None and parent.isVisible()):
        widget.setVisible(is_shown)
        return
    widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
    if parent is not None and widget.isHidden():
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, on=False)
        widget.updateGeometry()


def under_link(words: QLabel) -> QLabel:
    """Words that stand below a link begin where the words of the link begin."""
    words.setIndent(theme().space(_LINK_EDGE))
    return words


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout and destroy it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def keep_width(widget: QWidget) -> None:
    """Never wider than it needs to be."""
    widget.setSizePolicy(QSizePolicy.Policy.Maximum, widget.sizePolicy().verticalPolicy())


def square(widget: QAbstractButton, side: int) -> None:
    """A button of `side` by `side` pixels at normal text size."""
    length = theme().space(side)
    widget.setFixedSize(QSize(length, length))


def announce(widget: QObject, text: str) -> None:
    """Have a screen reader say something that appeared without taking the focus."""
    if text and QAccessible.isActive():
        said = QAccessibleAnnouncementEvent(widget, privacy().shown(text))
        QAccessible.updateAccessibility(said)
