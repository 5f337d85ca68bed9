"""The main window: navigation, the pages, the status line, and what works everywhere.

It makes a page when it is first shown and knows nothing of what pages hold. It reads no store and
no settings file: what it remembers goes through `WindowMemory`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from stls_desktop.gui import icons
from stls_desktop.gui.palette import CommandPalette, Commands, ShortcutSheet
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.list_detail import ListDetail
from stls_desktop.gui.widgets.navigation import Navigation
from stls_desktop.gui.widgets.notices import DemoBanner
from stls_desktop.gui.widgets.picker import Picker
from stls_desktop.gui.widgets.status_line import StatusLine
from stls_desktop.gui.widgets.styling import column, row, set_role
from stls_desktop.gui.widgets.tab_order import move_focus
from stls_desktop.gui.widgets.window_memory import RememberedWindow, WindowMemory, WindowSizes

__all__ = ["GoesBack", "MainWindow", "Page", "WindowMemory"]

WORDS_FROM = 1200  # window width at normal text size; below it the navigation shows icons only
SMALLEST = QSize(640, 420)
DEMO_WORDS = "Demonstration. Every school, child and adult in it is invented."


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the navigation; `factory` is called when it is first shown."""

    key: str
    title: str
    icon: str
    factory: Callable[[], QWidget]


@runtime_checkable
class TakesFocus(Protocol):
    """A page that knows where the keyboard begins on it."""

    def take_focus(self) -> None:
        """Put the keyboard there."""


@runtime_checkable
class GoesBack(Protocol):
    """A page with somewhere to go back to within itself; False when it is at its start."""

    def go_back(self) -> bool: ...


class MainWindow(QMainWindow):
    """The frame around all pages. Texts of the status line come from whoever knows."""

    page_shown = Signal(str)
    search_typed = Signal(str)
    search_picked = Signal(str)
    closing = Signal()

    def __init__(
        self,
        pages: Sequence[Page],
        *,
        brand: str = "Link Teacher",
        is_demo: bool = False,
        memory: WindowMemory | None = None,
    ) -> None:
        super().__init__()
        self._pages = {page.key: page for page in pages}
        self._made: dict[str, QWidget] = {}
        self._history: list[str] = []
        self._current = ""
        self._brand = brand
        self._remembered = RememberedWindow(memory)
        self.may_close: Callable[[], bool] = _always
        self.commands = Commands(self)
        self.status = StatusLine()
        self.navigation = Navigation(brand)
        self._stack = QStackedWidget()
        self.search = Picker(
            self, "Search", "Search schools, pupils and visits", "Type a few letters."
        )
        self._palette = CommandPalette(self.commands, self)
        self.setWindowTitle(brand)
        self.setMinimumSize(SMALLEST)
        self._build(is_demo=is_demo)
        self._add_commands()
        self._restore_geometry()
        theme().changed.connect(self._choose_navigation)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        if pages:
            self.show_page(pages[0].key)

    @property
    def current_key(self) -> str:
        """The page that is shown."""
        return self._current

    def page(self, key: str) -> QWidget:
        """The widget of a page, made now if need be."""
        if key not in self._made:
            made = self._pages[key].factory()
            self._made[key] = made
            self._stack.addWidget(made)
            self._restore_panes(key, made)
        return self._made[key]

    def show_page(self, key: str) -> QWidget:
        """Bring a page to the front and remember where the person came from."""
        if key != self._current and self._current:
            self._history = [*(each for each in self._history if each != key), self._current]
        return self._show(key)

    def go_back(self) -> bool:
        """Esc: back within the page, then to the page before; False at the start."""
        made: object = self._made.get(self._current)
        if isinstance(made, GoesBack) and made.go_back():
            return True
        if not self._history:
            return False
        self._show(self._history.pop())
        return True

    def show_only(self, view: QWidget, commands: Collection[str]) -> None:
        """Put everything away but this view and these commands; `show_all` brings it back."""
        self.search.close()
        self._palette.close()
        self._title = self.windowTitle()
        self.setWindowTitle(self._brand)
        self._quiet = self.commands.silence(commands)
        self._put_away: list[QWidget] = [each for each in self._parts if not each.isHidden()]
        for each in self._put_away:
            each.hide()
        self._whole.addWidget(view, 1)
        view.show()

    def show_all(self, view: QWidget) -> None:
        """Take the view down and show what was put away."""
        view.hide()
        self._whole.removeWidget(view)
        for each in self._put_away:
            each.show()
        self.commands.speak(self._quiet)
        self.setWindowTitle(self._title)
        made = self._made.get(self._current)
        if made is not None:
            _give_the_keyboard_to(made)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many things wait on a page."""
        self.navigation.set_badge(key, count)

    def open_search(self) -> None:
        """Ctrl+F: answer `search_typed` with `search.set_picks`."""
        self.search.open_over(self)

    def open_commands(self) -> None:
        """Ctrl+K."""
        self._palette.open_over(self)

    def open_shortcuts(self) -> None:
        """F1."""
        ShortcutSheet(self.commands, self).open()

    def minimumSizeHint(self) -> QSize:
        return SMALLEST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_navigation()

    def _choose_navigation(self) -> None:
        is_narrow = self.width() < theme().space(WORDS_FROM)
        if is_narrow != self.navigation.is_narrow:
            self.navigation.set_narrow(is_narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # no shortcut: a popup, a completer or a field that uses Esc has it first
        if event.key() == Qt.Key.Key_Escape and self.go_back():
            event.accept()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            icons.recolour()
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        return move_focus(self, forward=next) or super().focusNextPrevChild(next)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self._remember()
        self.closing.emit()
        super().closeEvent(event)

    def _show(self, key: str) -> QWidget:
        made = self.page(key)
        if key != self._current:
            self._current = key
            self._stack.setCurrentWidget(made)
            self.navigation.set_current(key)
            self.setWindowTitle(f"{self._pages[key].title} – {self._brand}")
            self.page_shown.emit(key)
            _give_the_keyboard_to(made)
        return made

    def _build(self, *, is_demo: bool) -> None:
        root = QWidget()
        set_role(root, "page")
        self.setCentralWidget(root)
        whole = self._whole = column(root)
        if is_demo:
            whole.addWidget(DemoBanner(DEMO_WORDS))
        pages = QWidget()
        middle = row(pages)
        middle.addWidget(self.navigation)
        middle.addWidget(self._stack, 1)
        whole.addWidget(pages, 1)
        self._parts: tuple[QWidget, ...] = (pages, self.status)
        whole.addWidget(self.status)
        for page in self._pages.values():
            self.navigation.add_page(page.key, page.title, page.icon)
        self.navigation.page_chosen.connect(self.show_page)
        self.navigation.search_chosen.connect(self.open_search)
        self.navigation.commands_chosen.connect(self.open_commands)
        self.search.typed.connect(self.search_typed)
        self.search.picked.connect(self.search_picked)

    def _add_commands(self) -> None:
        add = self.commands.add
        for number, page in enumerate(self._pages.values(), start=1):
            action = add(
                f"page.{page.key}",
                f"Go to {page.title}",
                self._on_page_command,
                keys=f"Ctrl+{number}" if number <= 9 else "",
                group="Pages",
                icon=page.icon,
            )
            action.setData(page.key)
        add("search", "Search everything", self.open_search, keys="Ctrl+F", icon="search")
        add("commands", "Commands", self.open_commands, keys="Ctrl+K", icon="command")
        add("next_pane", "Next pane", self._on_next_pane, keys="F6", icon="panel-left")
        add("shortcuts", "Keyboard shortcuts", self.open_shortcuts, keys="F1", icon="keyboard")
        self.commands.note("General", "Back", "Esc")
        self.commands.note("Pages of a report", "Find words in them", "Ctrl+F")
        self.commands.note("Pages of a report", "Next or previous place", "F3, Shift+F3")
        self.commands.set_recent(self._remembered.recent())

    def _on_page_command(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_page(str(action.data()))

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Qt scrolls to what Tab reaches only while the focus stays inside the scrolled part."""
        above = new.parentWidget() if new is not None and self.isAncestorOf(new) else None
        while new is not None and above is not None and above is not self:
            if isinstance(above, QScrollArea) and not (old and above.isAncestorOf(old)):
                above.ensureWidgetVisible(new, 20, 60)
            above = above.parentWidget()

    def _on_next_pane(self) -> None:
        """Navigation, list, detail, and round again."""
        panes: list[QWidget] = [self.navigation]
        for pair in _pairs_in(self._made[self._current]):
            panes += [pair.list_pane, pair.detail_pane]
        if len(panes) == 1:
            panes.append(self._stack)
        panes = [pane for pane in panes if pane.isVisible()]
        focus = QApplication.focusWidget()
        at = next(
            (n for n, pane in enumerate(panes) if focus is not None and pane.isAncestorOf(focus)),
            -1,
        )
        for step in range(1, len(panes) + 1):
            if _focus_first(panes[(at + step) % len(panes)]):
                return

    def _screen_key(self) -> str:
        size = self.screen().size()
        return f"{size.width()}x{size.height()}"

    def _restore_geometry(self) -> None:
        kept = self._remembered.sizes(self._screen_key())
        room = self.screen().availableGeometry()
        width, height = kept.size or (1366, 728)
        self.resize(min(width, room.width()), min(height, room.height()))
        if kept.place is not None:
            # never where a screen was that is gone
            left = max(room.left(), min(kept.place[0], room.right() - 200))
            self.move(left, max(room.top(), min(kept.place[1], room.bottom() - 100)))
        if kept.is_maximised:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _restore_panes(self, key: str, made: QWidget) -> None:
        sizes = self._remembered.sizes(self._screen_key()).panes.get(key)
        for pair in _pairs_in(made)[:1]:
            if sizes is not None:
                pair.set_sizes(sizes)

    def _remember(self) -> None:
        is_free = not self.isMaximized()
        panes = {
            key: pair.sizes()
            for key, made in self._made.items()
            for pair in _pairs_in(made)[:1]
            if not pair.is_one_pane
        }
        sizes = WindowSizes(
            (self.width(), self.height()) if is_free else None,
            (self.x(), self.y()) if is_free else None,
            self.isMaximized(),
            panes,
        )
        self._remembered.keep(self._screen_key(), sizes, self.commands.recent())


def _always() -> bool:
    return True


def _pairs_in(page: QWidget) -> list[ListDetail]:
    """The lists with details of a page, itself included."""
    return [page] if isinstance(page, ListDetail) else page.findChildren(ListDetail)


def _focus_first(pane: QWidget) -> bool:
    """Give the keyboard to the first widget of a pane that takes it."""
    for each in (pane, *pane.findChildren(QWidget)):
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            each.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False


def _give_the_keyboard_to(page: QWidget) -> None:
    """Where it was on this page, or where the page begins."""
    before, made = cast("QWidget | None", page.focusWidget()), cast("object", page)
    if before is not None:
        before.setFocus(Qt.FocusReason.OtherFocusReason)
    elif isinstance(made, TakesFocus):
        made.take_focus()
