"""The dark column at the left: brand, pages with counts, and what Ctrl+F and Ctrl+K do.

With little room it shows icons only. It knows pages by key and nothing of what they hold.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.styling import column, label, set_role, show_in_place

WIDE = 186
NARROW = 60


class NavButton(QToolButton):
    """One page; its count stands at the right end, or over the icon when there is no room."""

    def __init__(self, key: str, title: str, icon: str, number: int) -> None:
        super().__init__()
        self.key, self._title, self._number = key, title, number
        self._count = 0
        set_icon(self, icon, "nav_text", on="nav_text")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(max(40, theme().space(40)))
        self._badge = QLabel(self)
        set_role(self._badge, "badge")
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many things wait on the page; 0 shows nothing."""
        self._count = count
        self._badge.setText("99+" if count > 99 else str(count))
        show_in_place(self._badge, count > 0)
        keys = f"Ctrl+{self._number}"
        self.setAccessibleName(f"{self._title}, {count} waiting" if count else self._title)
        self.setToolTip(f"{self._title} ({keys})")
        self._place_badge()

    def set_narrow(self, is_narrow: bool) -> None:
        """Icon only, or icon and words."""
        self.setText("" if is_narrow else f"  {self._title}")
        self.setToolButtonStyle(_style(is_narrow=is_narrow))
        self._place_badge()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self._place_badge()
        return handled

    def _place_badge(self) -> None:
        self._badge.adjustSize()
        size = self._badge.size()
        if self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            self._badge.move(self.width() - size.width(), 0)
        else:
            self._badge.move(self.width() - size.width() - 10, (self.height() - size.height()) // 2)


class Navigation(QFrame):
    """The column of pages; up and down walk it, and each page has Ctrl+number."""

    page_chosen = Signal(str)
    search_chosen = Signal()
    commands_chosen = Signal()

    def __init__(self, brand: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "nav")
        self.setAccessibleName("Pages")
        self._is_narrow = False
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._on_clicked)
        self._layout = column(self, margins=(10, 14, 10, 10), gap=3)
        self._brand = label(brand, "brand")
        self._brand.setContentsMargins(10, 0, 0, 0)
        self._layout.addWidget(self._brand)
        self._layout.addSpacing(10)
        self._pages = column(gap=3)
        self._layout.addLayout(self._pages)
        self._layout.addStretch(1)
        self._search = self._foot("Search", "Ctrl+F", "search")
        self._search.clicked.connect(self.search_chosen)
        self._commands = self._foot("Commands", "Ctrl+K", "command")
        self._commands.clicked.connect(self.commands_chosen)
        theme().changed.connect(self._on_theme_changed)
        self.set_narrow(False)

    @property
    def is_narrow(self) -> bool:
        """Whether it shows icons only."""
        return self._is_narrow

    def add_page(self, key: str, title: str, icon: str) -> None:
        """Put a page under those that are there."""
        made = NavButton(key, title, icon, len(self._buttons) + 1)
        made.set_narrow(self._is_narrow)
        self._buttons[key] = made
        self._group.addButton(made)
        self._pages.addWidget(made)

    def set_current(self, key: str) -> None:
        """Mark the page that is shown."""
        self._buttons[key].setChecked(True)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many things wait on a page."""
        self._buttons[key].set_count(count)

    def set_narrow(self, is_narrow: bool) -> None:
        """Icons only, or icons and words."""
        self._is_narrow = is_narrow
        show_in_place(self._brand, not is_narrow)
        for each in self._buttons.values():
            each.set_narrow(is_narrow)
        for foot in (self._search, self._commands):
            words = f"  {foot.accessibleName()}   {foot.property('keys')}"
            foot.setText("" if is_narrow else words)
            foot.setToolButtonStyle(_style(is_narrow=is_narrow))
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(theme().space(NARROW if self._is_narrow else WIDE))

    def _foot(self, name: str, keys: str, icon: str) -> QToolButton:
        made = QToolButton()
        set_role(made, "nav_foot")
        set_icon(made, icon, "nav_muted", size=16)
        made.setAccessibleName(name)
        made.setProperty("keys", keys)
        made.setToolTip(f"{name} ({keys})")
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setMinimumHeight(32)
        self._layout.addWidget(made)
        return made

    def _on_clicked(self, clicked: QAbstractButton) -> None:
        if isinstance(clicked, NavButton):
            self.page_chosen.emit(clicked.key)

    def _on_theme_changed(self) -> None:
        self._fit()


def _style(*, is_narrow: bool) -> Qt.ToolButtonStyle:
    style = Qt.ToolButtonStyle
    return style.ToolButtonIconOnly if is_narrow else style.ToolButtonTextBesideIcon
